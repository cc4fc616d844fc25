"""Postal addresses, as a carrier and a tax office need them."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import field, frozen

from orderkit.errors import Fault, InvalidInput, gathered, invalid
from orderkit.values.countries import COUNTRIES
from orderkit.values.personal import Personal
from orderkit.values.texts import check_text
from orderkit.values.typed import typed

MOST_LINES = 6


@typed
@frozen
class Address:
    """
    Where goods or papers go.

    Attributes:
        name: Person or company.

        lines: Street, building, floor: one to six lines, most specific as written locally.

        city: Town or district that the post asks for.

        postcode: As written locally; empty where there is none.

        country: ISO 3166-1 code, two capitals.

        region: State, province or prefecture, where tax or the post asks for it.
    """

    name: str = field(metadata=Personal)
    lines: tuple[str, ...] = field(metadata=Personal)
    city: str = field(metadata=Personal)
    postcode: str = field(metadata=Personal)
    country: str
    region: str = ""

    def __attrs_post_init__(self) -> None:
        gathered(
            fault
            for check in (self._check_texts, self._check_lines, self._check_country)
            for fault in check()
        )

    def _check_texts(self) -> Iterator[Fault]:
        yield from _text_faults(self.name, "Address.name", longest=120)
        yield from _text_faults(self.city, "Address.city", longest=80)
        yield from _text_faults(self.postcode, "Address.postcode", longest=16, empty=True)
        yield from _text_faults(self.region, "Address.region", longest=80, empty=True)

    def _check_lines(self) -> Iterator[Fault]:
        if not isinstance(self.lines, tuple) or not 1 <= len(self.lines) <= MOST_LINES:
            yield from invalid(
                "Address.lines",
                "bad_address",
                self.lines,
                f"an address has a tuple of one to {MOST_LINES} lines",
                "put street and building there, without name, city and country",
            ).faults
            return
        for n, line in enumerate(self.lines):
            yield from _text_faults(line, f"Address.lines[{n}]", longest=120)

    def _check_country(self) -> Iterator[Fault]:
        if not isinstance(self.country, str) or self.country not in COUNTRIES:
            yield from invalid(
                "Address.country",
                "country_unknown",
                self.country,
                "it is not an ISO 3166-1 code",
                "write the two capitals of the country, such as 'DE'",
            ).faults


def _text_faults(value: str, path: str, *, longest: int, empty: bool = False) -> tuple[Fault, ...]:
    try:
        check_text(value, path, longest=longest, empty=empty)
    except InvalidInput as refused:
        return refused.faults
    return ()
