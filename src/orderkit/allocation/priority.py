"""
The strategy ``priority_list``: the first location in the list that can.

- A line goes to the first location that has all of it. Only when none has, and a line may be
  divided, it is filled up from the locations in their order.
- Where lines may not be divided, a line that no location has in full goes to the one that has most
  of it; the first of equals.
- Where nothing may be divided, the order goes to the first location that has everything; if none
  has, to the one that serves most lines in full, then most units, then the first.

Greedy: needs are served in their order, and what an earlier line took is gone for a later one, two
lines of the same SKU included. An exact search could serve more lines now and then; it could not
be explained in a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NoReturn

from orderkit.allocation.model import (
    AllocationPlan,
    AllocationStrategy,
    Allotment,
    Need,
    Shortage,
    Split,
)
from orderkit.errors import invalid
from orderkit.flow import Rule

WHOLE: Final = "the first that has all of it"
PART: Final = "as much as it has, because none has all of it"
MOST: Final = "which has most of it, and the line may not be divided"
TOGETHER: Final = "the first that has everything, because the order may not be divided"
BEST: Final = "which serves most of the order, and the order may not be divided"

_Free = dict[tuple[str, str], int]

# Once a line of every order: the class's own constructor would take thrice as long.
_new: Final = tuple.__new__


def priority_list(
    needs: Sequence[Need],
    free: Mapping[tuple[str, str], int],
    locations: Sequence[str],
    split: Split,
    /,
) -> AllocationPlan:
    """
    Serve each need from the first location that can; see the module.

    >>> free = {("TEA-1", "north"): 4, ("TEA-1", "south"): 9}
    >>> print(priority_list([Need("1", "TEA-1", 12)], free, ["north", "south"], Split.PER_LINE))
    line 1: 4 of TEA-1 from north, as much as it has, because none has all of it
    line 1: 8 of TEA-1 from south, as much as it has, because none has all of it

    Raises:
        InvalidInput: A need is not above 0 (``not_positive``).
    """
    left = dict(free)
    if split == Split.NEVER:
        return _from_one(needs, left, locations)
    allotments: list[Allotment] = []
    shortages: list[Shortage] = []
    for need in needs:
        line, sku, quantity = need
        if quantity <= 0:
            _refuse(need)
        for location in locations:
            shelf = sku, location
            here = left.get(shelf, 0)
            if here >= quantity:
                left[shelf] = here - quantity
                allotments.append(_new(Allotment, (line, sku, location, quantity, WHOLE)))
                break
        else:
            parts = _in_parts if split == Split.PER_LINE else _from_fullest
            short = parts(need, left, locations, allotments)
            if short:
                shortages.append(Shortage(line, sku, short))
    return _new(AllocationPlan, (tuple(allotments), tuple(shortages)))


def _in_parts(
    need: Need, left: _Free, locations: Sequence[str], allotments: list[Allotment]
) -> int:
    """Fill *need* up from one location after the other; return what is still short."""
    line, sku, wanted = need
    for location in locations:
        taken = min(wanted, left.get((sku, location), 0))
        if taken > 0:
            left[sku, location] -= taken
            wanted -= taken
            allotments.append(Allotment(line, sku, location, taken, PART))
    return wanted


def _from_fullest(
    need: Need, left: _Free, locations: Sequence[str], allotments: list[Allotment]
) -> int:
    """Serve *need* from the one location that has most of it; return what is short."""
    line, sku, wanted = need
    most = max(locations, key=lambda one: left.get((sku, one), 0), default="")
    taken = left.get((sku, most), 0)
    if taken <= 0:
        return wanted
    left[sku, most] = 0
    allotments.append(Allotment(line, sku, most, taken, MOST))
    return wanted - taken


def _from_one(needs: Sequence[Need], free: _Free, locations: Sequence[str]) -> AllocationPlan:
    """Serve everything from one location."""
    wanted = _by_sku(needs)
    for location in locations:
        if all(free.get((sku, location), 0) >= sum_ for sku, sum_ in wanted.items()):
            return _at(needs, free, location, TOGETHER)
    plans = [_at(needs, free, location, BEST) for location in locations]
    served = [plan for plan in plans if plan.allotments]
    return max(served, key=_served, default=_at(needs, {}, "", BEST))


def _by_sku(needs: Sequence[Need]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for need in needs:
        if need.quantity <= 0:
            _refuse(need)
        sums[need.sku] = sums.get(need.sku, 0) + need.quantity
    return sums


def _served(plan: AllocationPlan) -> tuple[int, int]:
    """Rank a plan by lines that are not short, then by units; few short lines rank high."""
    return -len(plan.shortages), sum(one.quantity for one in plan.allotments)


def _at(needs: Sequence[Need], free: _Free, location: str, why: str) -> AllocationPlan:
    """Serve what *location* has of the needs."""
    left: dict[str, int] = {}
    allotments: list[Allotment] = []
    shortages: list[Shortage] = []
    for line, sku, quantity in needs:
        here = left.get(sku)
        if here is None:
            here = max(free.get((sku, location), 0), 0)
        taken = min(here, quantity)
        left[sku] = here - taken
        if taken:
            allotments.append(Allotment(line, sku, location, taken, why))
        if taken < quantity:
            shortages.append(Shortage(line, sku, quantity - taken))
    return AllocationPlan(tuple(allotments), tuple(shortages))


def _refuse(need: Need) -> NoReturn:
    raise invalid(
        f"need of line {need.line}", "not_positive", need.quantity,
        "a line needs at least one base unit", "leave the line out",
    )  # fmt: skip


ALLOCATION: Final[Rule[AllocationStrategy]] = Rule("allocation", priority_list)
"""Where the allocation strategy stands in the rulebook."""


def allocate(
    needs: Sequence[Need],
    free: Mapping[tuple[str, str], int],
    locations: Sequence[str],
    split: Split = Split.PER_LINE,
    strategy: AllocationStrategy = priority_list,
) -> AllocationPlan:
    """
    Choose the locations that serve *needs*.

    Args:
        needs: In order of their importance.
        free: Base units by (SKU, location), as :func:`orderkit.inventory.available_accounts` names.
        locations: In order of priority.
        split: What may be divided over locations.
        strategy: ``context.rulebook[ALLOCATION]``.

    >>> plan = allocate([Need("1", "TEA-1", 3)], {("TEA-1", "north"): 5}, ["north"])
    >>> print(plan, plan.complete)
    line 1: 3 of TEA-1 from north, the first that has all of it True
    """
    return strategy(needs, free, locations, split)
