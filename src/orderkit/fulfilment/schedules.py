"""
What deliveries do to the schedules of an order's lines.

A schedule line says how much is *reserved* at a location and how much of that is *planned*, that
is, stands in deliveries that have not shipped. Planning raises ``planned``, cancelling lowers it,
shipping lowers both. Of several schedule lines at one location (two wanted dates, say) the first is
served first. A schedule line that has nothing left is dropped: what it held has become shipped; the
last one of a line stays. What no location serves is in no delivery.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

import attrs

from orderkit.fulfilment.refusals import MoreThanReserved, Short
from orderkit.orders import Order, OrderLine, ScheduleLine
from orderkit.orders.schedules import still_there

Room: TypeAlias = Callable[[ScheduleLine], int]
"""How much of a schedule line can be taken."""


def unplanned(one: ScheduleLine) -> int:
    """
    Return what is reserved and in no delivery.

    >>> unplanned(ScheduleLine(5, "north", planned=2))
    3
    """
    return one.quantity - one.planned


def planned(one: ScheduleLine) -> int:
    """
    Return what stands in deliveries that have not shipped.

    >>> planned(ScheduleLine(5, "north", planned=2))
    2
    """
    return one.planned


def room_at(line: OrderLine, location: str, place: str, room: Room) -> int:
    """Return how much of *line* can be taken at *location* for the address *place*."""
    return sum(room(one) for one in line.schedule if _serves(one, location, place))


def _serves(one: ScheduleLine, location: str, place: str) -> bool:
    return one.location == location and one.ship_to == place


def require_room(
    order: Order, quantities: Mapping[str, int], location: str, place: str, room: Room
) -> None:
    """
    Refuse *quantities* (by line id) that are not there, all lines at once.

    Raises:
        MoreThanReserved: Of at least one line too little is there.
    """
    here = {line.id: room_at(line, location, place, room) for line in order.lines}
    short = tuple(
        Short(order.id, line_id, asked, here[line_id])
        for line_id, asked in quantities.items()
        if asked > here[line_id]
    )
    if short:
        raise MoreThanReserved(location, short)


def plan(line: OrderLine, quantity: int, location: str, place: str) -> OrderLine:
    """Return *line* with *quantity* more of its schedule planned; it must be there unplanned."""
    return _spread(line, quantity, (location, place), unplanned, (0, 1))


def unplan(line: OrderLine, quantity: int, location: str, place: str) -> OrderLine:
    """Return *line* with *quantity* less of its schedule planned; it must be planned."""
    return _spread(line, quantity, (location, place), planned, (0, -1))


def take_out(line: OrderLine, quantity: int, location: str, place: str) -> OrderLine:
    """Return *line* with *quantity* of what is planned gone from its schedule, and shipped."""
    left = _spread(line, quantity, (location, place), planned, (-1, -1))
    kept = still_there(left.schedule)
    return attrs.evolve(left, shipped=line.shipped + quantity, schedule=kept)


def _spread(
    line: OrderLine, quantity: int, where: tuple[str, str], room: Room, signs: tuple[int, int]
) -> OrderLine:
    """Take *quantity* from the schedule, the first lines first, as far as there is room."""
    schedule = tuple(_spreading(line, quantity, where, room, signs))
    return attrs.evolve(line, schedule=schedule)


def _spreading(
    line: OrderLine, quantity: int, where: tuple[str, str], room: Room, signs: tuple[int, int]
) -> Iterator[ScheduleLine]:
    for one in line.schedule:
        part = min(quantity, room(one)) if _serves(one, *where) else 0
        quantity -= part
        yield attrs.evolve(
            one, quantity=one.quantity + signs[0] * part, planned=one.planned + signs[1] * part
        )


def with_lines(
    order: Order, quantities: Mapping[str, int], change: Callable[[OrderLine, int], OrderLine]
) -> Order:
    """Return *order* with *change* applied to the lines that *quantities* names, each with its own."""
    lines = tuple(
        change(line, quantities[line.id]) if line.id in quantities else line for line in order.lines
    )
    return attrs.evolve(order, lines=lines)
