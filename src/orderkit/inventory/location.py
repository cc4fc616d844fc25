"""Where goods are."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from orderkit.errors import caught, gathered, invalid
from orderkit.flow import (
    Changes,
    Command,
    Context,
    Decision,
    Flow,
    Index,
    Maybe,
    Put,
    ask,
    command,
    document,
    event,
)
from orderkit.values import COUNTRIES, check_id, check_text, typed


class LocationKind(StrEnum):
    """What a location is; a supplier who ships to our customers is one too."""

    WAREHOUSE = "warehouse"
    STORE = "store"
    SUPPLIER = "supplier"


@document(
    "location",
    indexes=(Index("by_company", lambda location: (((location.company,), location.id),)),),
)
@typed
@frozen
class Location:
    """
    A place that holds goods and ships them.

    Attributes:
        id: Stable id; part of the names of its stock accounts.

        name: For people.

        company: The company that runs it.

        country: ISO 3166-1 code of two capitals: where taxes see the goods leave from.

        region: Subdivision as the tax tables of the country name it; ``""`` where none does.

        kind: What it is.

    Raises:
        InvalidInput: A field cannot be what it claims; all faults at once.
    """

    id: str
    name: str
    company: str
    country: str
    region: str = ""
    kind: LocationKind = LocationKind.WAREHOUSE

    def __attrs_post_init__(self) -> None:
        gathered(
            (
                *caught(check_id, self.id, "Location.id"),
                *caught(check_text, self.name, "Location.name", longest=200),
                *caught(check_id, self.company, "Location.company"),
                *caught(_check_country, self.country),
                *caught(check_text, self.region, "Location.region", longest=80, empty=True),
            )
        )


def _check_country(country: str) -> None:
    if country not in COUNTRIES:
        raise invalid(
            "Location.country", "country_unknown", country, "no country has this code",
            "write the two capitals of ISO 3166-1, such as 'DE'",
        )  # fmt: skip


@event("location.defined")
@frozen
class LocationDefined:
    """A location was defined, or defined anew."""

    location: str


@command("location.define")
@typed
@frozen
class DefineLocation(Command[str]):
    """
    Define a location; the answer is its id.

    Attributes:
        location: The location, whole.
    """

    location: Location

    def subject(self) -> str:
        """Return what this writes."""
        return f"location/{self.location.id}"

    def decide(self, context: Context) -> Flow[str]:  # noqa: ARG002 - it holds at once
        """Write the location, unless it is there as it is."""
        wanted = self.location
        known = yield from ask(Maybe(Location, wanted.id))
        if known == wanted:
            return Decision(wanted.id)
        return Decision(wanted.id, Changes((Put(wanted, (LocationDefined(wanted.id),)),)))
