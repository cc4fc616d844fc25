"""What fulfilment says no with."""

from __future__ import annotations

from typing import NamedTuple

from attrs import define

from orderkit.errors import Refused


class Short(NamedTuple):
    """
    A line of which too little is there; base quantities.

    Attributes:
        asked: What was to go.

        reserved: What is reserved there and, when planning, stands in no other delivery.
    """

    order_id: str
    line_id: str
    asked: int
    reserved: int

    def __str__(self) -> str:
        return f"{self.asked} of line {self.line_id} of order {self.order_id!r} ({self.reserved})"


@define(eq=False)
class MoreThanReserved(Refused):
    """
    More was to be delivered than is reserved for the order at the location.

    Attributes:
        location: Where it was to come from.

        lines: Every line of which too little is there.
    """

    code = "more_than_reserved"
    transient = True

    location: str
    lines: tuple[Short, ...]

    def __str__(self) -> str:
        told = "; ".join(str(line) for line in self.lines)
        return (
            f"more is asked for than is reserved at {self.location} and in no other delivery: "
            f"{told}; deliver at most the quantities in brackets, or reserve more there first"
        )


@define(eq=False)
class NothingToDeliver(Refused):
    """
    Nothing of the order is reserved at the location, for the place, that is in no delivery yet.

    Attributes:
        place: Where it was to go; ``""`` for the order's own address.

        elsewhere: Where something is left: locations, each with the place it goes to.
    """

    code = "nothing_to_deliver"
    transient = True

    order_id: str
    location: str
    place: str
    elsewhere: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        there = ", ".join(_told(*one) for one in self.elsewhere)
        nowhere = "all of it has left or stands in a delivery; cancel one that has not left"
        return (
            f"nothing of order {self.order_id!r} is left to plan at "
            f"{_told(self.location, self.place)}: "
            f"{f'plan from {there}, where something is left' if there else nowhere}"
        )


def _told(location: str, place: str) -> str:
    return f"{location} for place {place!r}" if place else location


@define(eq=False)
class NoAddress(Refused):
    """Nobody said where the goods go."""

    code = "no_address"
    transient = True

    order_id: str
    place: str

    def __str__(self) -> str:
        what = f"address {self.place!r}" if self.place else "address to ship to"
        return (
            f"order {self.order_id!r} has no {what}: set one on the order or the customer, "
            "then plan the delivery"
        )


@define(eq=False)
class NotTogether(Refused):
    """
    The order cannot go with this delivery.

    Attributes:
        differs: What is another one: ``company``, ``customer`` or ``address``.
    """

    code = "not_together"

    delivery_id: str
    order_id: str
    differs: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"order {self.order_id!r} cannot go with delivery {self.delivery_id!r}, "
            f"another {', '.join(self.differs)}: plan a delivery of its own"
        )
