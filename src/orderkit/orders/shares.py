"""
How much of an order's amount stands for what was shipped, and what of it payments leave uncovered.

A line's amount is shared out by quantity, cumulatively: what stands for 3 of 10 is the rounded
share of 3, and one more delivery adds the difference to the share of 4. So the parts of any number
of deliveries sum to the line's amount exactly, whatever their sizes and order, and none is below
zero. Charges, services and the rounding of the total go with the last goods: when nothing is left
to ship, all of the total stands for it.

What a customer has paid covers what was shipped first and what is still to come after. With the
total T, the shipped share S and the money kept P (paid, not refunded), an order on account has

- ``unbilled = max(0, S - P)``
- ``open = max(0, T - max(S, P))``

and both together ``max(0, T - P)``. These depend on where the order stands and not on the way
there: paying before or after a delivery comes to the same. Each step moves the difference of the
two, never more than the order has posted; the last delivery moves all that is open.
"""

from __future__ import annotations

from typing import NamedTuple

from orderkit.orders.model import STOCKED, Order
from orderkit.values import ratio_rounded


class Uncovered(NamedTuple):
    """
    What of an order no payment covers, in minor units.

    Attributes:
        open: For what is not shipped.

        unbilled: For what is.
    """

    open: int
    unbilled: int


def share(amount: int, part: int, whole: int) -> int:
    """
    Return how much of *amount* stands for the first *part* of *whole*, rounded half up.

    It never falls as *part* rises, is 0 for 0 and *amount* for the whole.

    >>> [share(1000, part, 3) for part in range(4)]
    [0, 333, 667, 1000]
    """
    return ratio_rounded(amount * part, whole) if part else 0


def all_shipped(order: Order) -> bool:
    """Tell whether no line with stock has anything left to ship."""
    return not any(line.open for line in order.lines)


def shipped_minor(order: Order) -> int:
    """
    Return how much of the order's total stands for what was shipped, in minor units.

    Never below 0, never above the total, and all of it when nothing is left to ship.
    """
    if all_shipped(order):
        return order.total_minor
    goods = (line for line in order.lines if line.kind in STOCKED and line.gross_minor > 0)
    value = sum(share(one.gross_minor, one.shipped, one.standing) for one in goods)
    return min(value, order.total_minor)


def uncovered(order: Order) -> Uncovered:
    """Return what of *order* is owed beyond what was paid and kept; see the module."""
    total, shipped = order.total_minor, shipped_minor(order)
    kept = order.paid_minor - order.refunded_minor
    return Uncovered(max(0, total - max(shipped, kept)), max(0, shipped - kept))
