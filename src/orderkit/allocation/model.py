"""What allocation is asked and what it answers: needs, allotments, shortages, a plan in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol


class Split(StrEnum):
    """
    What may be divided over locations.

    ``never``: one location serves everything. ``per_order``: each line is served by one location,
    different lines by different ones. ``per_line``: a line may be served by several.
    """

    NEVER = "never"
    PER_ORDER = "per_order"
    PER_LINE = "per_line"


class Need(NamedTuple):
    """
    What one line, or one schedule line of it, needs.

    Attributes:
        line: The line's own name for itself.

        sku: Which goods.

        quantity: Base units, above 0.
    """

    line: str
    sku: str
    quantity: int


class Allotment(NamedTuple):
    """
    What one location serves of one line.

    Attributes:
        quantity: Base units, above 0.

        why: Why this location, in words.
    """

    line: str
    sku: str
    location: str
    quantity: int
    why: str


class Shortage(NamedTuple):
    """What no location serves of one line, in base units above 0."""

    line: str
    sku: str
    quantity: int


class AllocationPlan(NamedTuple):
    """
    Who serves what. For every need: allotted and short add up to what was needed.

    Attributes:
        allotments: In the order of the needs, then of the locations' priority.

        shortages: In the order of the needs.
    """

    allotments: tuple[Allotment, ...]
    shortages: tuple[Shortage, ...]

    @property
    def complete(self) -> bool:
        """Whether every need is served in full."""
        return not self.shortages

    def per_location(self) -> dict[tuple[str, str], int]:
        """
        Return base units by (SKU, location), lines of the same SKU added up.

        >>> one = Allotment("1", "TEA-1", "north", 2, ""), Allotment("2", "TEA-1", "north", 3, "")
        >>> AllocationPlan(one, ()).per_location()
        {('TEA-1', 'north'): 5}
        """
        sums = {(sku, location): quantity for _, sku, location, quantity, _ in self.allotments}
        if len(sums) < len(self.allotments):  # seldom: lines of the same SKU
            sums = dict.fromkeys(sums, 0)
            for one in self.allotments:
                sums[one.sku, one.location] += one.quantity
        return sums

    def __str__(self) -> str:
        told = [
            f"line {one.line}: {one.quantity} of {one.sku} from {one.location}, {one.why}"
            for one in self.allotments
        ]
        told += [f"line {one.line}: {one.quantity} of {one.sku} short" for one in self.shortages]
        return "\n".join(told) or "nothing was needed"


class AllocationStrategy(Protocol):
    """
    Chooses locations. Pure; what it is told is advisory, the ledger's floor decides.

    - AL1 *Never more than free*: what it allots of a SKU at a location, all lines together, is at
      most what is free there; a missing or negative entry is 0.
    - AL2 *Nothing lost*: per need, allotted and short add up to what was needed.
    - AL3 *Split*: it divides no more than *split* allows.
    """

    def __call__(
        self,
        needs: Sequence[Need],
        free: Mapping[tuple[str, str], int],
        locations: Sequence[str],
        split: Split,
        /,
    ) -> AllocationPlan:
        """
        Return who serves what.

        Args:
            needs: In order of their importance: the first is served first.
            free: Base units by (SKU, location).
            locations: In order of priority.
            split: What may be divided.
        """
        ...
