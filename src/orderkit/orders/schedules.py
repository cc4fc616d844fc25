"""
The schedule lines of an order line: how much of it comes from where, when and to whom.

Together they are what is neither shipped nor cancelled of the line. What a location serves is
reserved there; what nobody serves yet, or nobody need, for it is no goods, stands without a
location. Every line has at least one: when nothing is left, the first stays with a quantity of 0,
for it still tells what was wanted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from orderkit.orders.model import ScheduleLine
from orderkit.values import Window
from orderkit.values.making import maker

_schedule_line = maker(ScheduleLine)


def scheduled(
    quantity: int,
    served: Sequence[tuple[str, int]],
    requested: Window | None = None,
    ship_to: str = "",
    promised: Window | None = None,
) -> tuple[ScheduleLine, ...]:
    """
    Return the schedule lines for *quantity*: one for each location, and one for what is left.

    Args:
        quantity: Base units.

        served: What locations serve of it: locations with base units.

    >>> [(one.location, one.quantity) for one in scheduled(5, [("north", 2), ("south", 1)])]
    [('north', 2), ('south', 1), ('', 2)]
    """
    parts = []
    for location, part in served:
        parts.append(_schedule_line(part, location, 0, requested, promised, ship_to))
        quantity -= part
    if quantity or not parts:
        parts.append(_schedule_line(quantity, "", 0, requested, promised, ship_to))
    return tuple(parts)


def still_there(parts: Iterable[ScheduleLine]) -> tuple[ScheduleLine, ...]:
    """
    Return those of *parts* of which something is left; the first one where nothing is.

    >>> still_there([ScheduleLine(0, "north"), ScheduleLine(2, "south")])[0].location
    'south'
    >>> len(still_there([ScheduleLine(0, "north"), ScheduleLine(0, "south")]))
    1
    """
    first, *others = parts
    left = tuple([one for one in (first, *others) if one.quantity])
    return left or (first,)


def called_off(parts: Sequence[ScheduleLine], quantity: int) -> tuple[ScheduleLine, ...]:
    """
    Return *parts* with *quantity* less: of what nobody serves first, then from the last location.

    Never of what stands in a delivery.

    >>> parts = ScheduleLine(2, "north"), ScheduleLine(3, "south"), ScheduleLine(1)
    >>> [(one.location, one.quantity) for one in called_off(parts, 2)]
    [('north', 2), ('south', 2)]
    """
    left = list(parts)
    for n in sorted(range(len(left)), key=lambda n: (left[n].location != "", -n)):
        one = left[n]
        taken = min(quantity, one.quantity - one.planned)
        quantity -= taken
        left[n] = attrs.evolve(one, quantity=one.quantity - taken)
    return still_there(left)
