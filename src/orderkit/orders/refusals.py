"""What orders say no with."""

from __future__ import annotations

from attrs import define

from orderkit.errors import Fault, Refused
from orderkit.values import Money


@define(eq=False)
class OrderRefused(Refused):
    """
    The order cannot be accepted as it is; every reason at once.

    Attributes:
        customer: Who ordered.

        faults: What is wrong, line by line, in the order in which it is checked.
    """

    code = "order_refused"

    customer: str
    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        told = "; ".join(str(fault) for fault in self.faults)
        return f"the order of {self.customer} cannot be accepted: {told}"


@define(eq=False)
class NumberTaken(Refused):
    """
    The channel's number already stands for an order with other content.

    Attributes:
        order_id: That order; ``""`` where it is another customer's.
    """

    code = "number_taken"

    channel: str
    number: str
    order_id: str

    def __str__(self) -> str:
        if not self.order_id:
            return (
                f"number {self.number} of channel {self.channel} is another customer's order: "
                "give the new one its own number"
            )
        return (
            f"number {self.number} of channel {self.channel} is order {self.order_id!r}, which says "
            "something else: edit that order, or give the new one its own number"
        )


@define(eq=False)
class RevisionChanged(Refused):
    """The order was changed since the caller looked at it."""

    code = "revision_changed"
    transient = True

    order_id: str
    expected: int
    found: int

    def __str__(self) -> str:
        return (
            f"order {self.order_id!r} is at revision {self.found} and was expected at "
            f"{self.expected}: read it again and decide on what it says now"
        )


@define(eq=False)
class OnHold(Refused):
    """The order may not move on while a hold stands."""

    code = "on_hold"
    transient = True

    order_id: str
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        reasons = ", ".join(self.reasons)
        return (
            f"order {self.order_id!r} is on hold ({reasons}): have the holds released, by payment, "
            "approval or ReleaseHold, and try again"
        )


@define(eq=False)
class NoSuchHold(Refused):
    """The order is not held for that reason."""

    code = "no_such_hold"

    order_id: str
    reason: str
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        named = f"name one of its holds, {', '.join(self.reasons)}"
        way_out = named if self.reasons else "no hold stands, so nothing has to be released"
        return f"order {self.order_id!r} is not held for {self.reason!r}: {way_out}"


@define(eq=False)
class HoldNotYours(Refused):
    """The hold goes away by what it waits for, not by hand."""

    code = "hold_not_released_by_hand"

    order_id: str
    reason: str
    way_out: str

    def __str__(self) -> str:
        return f"order {self.order_id!r} is held for {self.reason!r}: {self.way_out}"


@define(eq=False)
class AlreadyShipped(Refused):
    """More was to be cancelled than is left to ship."""

    code = "already_shipped"

    order_id: str
    line_id: str
    asked: int
    open: int

    def __str__(self) -> str:
        return (
            f"{self.asked} of line {self.line_id} of order {self.order_id!r} cannot be cancelled, "
            f"{self.open} are not shipped: cancel at most those, and let the customer return the rest"
        )


@define(eq=False)
class InDelivery(Refused):
    """What was to be cancelled stands in deliveries that have not shipped."""

    code = "in_delivery"

    order_id: str
    line_id: str
    asked: int
    free: int
    deliveries: tuple[str, ...]

    def __str__(self) -> str:
        named = ", ".join(self.deliveries)
        return (
            f"{self.asked} of line {self.line_id} of order {self.order_id!r} cannot be taken back, "
            f"{self.free} stand in no delivery: cancel or recall a delivery first ({named})"
        )


@define(eq=False)
class NothingLeft(Refused):
    """Nothing of the order is left to cancel."""

    code = "nothing_left"

    order_id: str

    def __str__(self) -> str:
        return (
            f"nothing of order {self.order_id!r} is left to cancel, all of it was shipped: "
            "let the customer return it"
        )


@define(eq=False)
class NotDivisible(Refused):
    """A part was to be cancelled of what nobody knows how to count."""

    code = "not_divisible"

    order_id: str
    line_id: str
    quantity: str

    def __str__(self) -> str:
        return (
            f"line {self.line_id} of order {self.order_id!r} names no known item and cannot be "
            f"divided: cancel all of it, {self.quantity}"
        )


@define(eq=False)
class MoveOfItsOwn(Refused):
    """The move changes more than the stage, and has a command of its own."""

    code = "move_of_its_own"

    order_id: str
    move: str
    way_out: str

    def __str__(self) -> str:
        return (
            f"order {self.order_id!r} cannot be advanced by {self.move!r}, which changes more "
            f"than its stage: {self.way_out}"
        )


@define(eq=False)
class NoSuchLine(Refused):
    """The order has no such line."""

    code = "no_such_line"

    order_id: str
    line_id: str
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"order {self.order_id!r} has no line {self.line_id!r}: "
            f"name one of its lines, {', '.join(self.lines)}"
        )


@define(eq=False)
class NothingToApprove(Refused):
    """No approval of this order waits for this actor."""

    code = "nothing_to_approve"

    order_id: str
    actor: str
    waiting_for: tuple[str, ...]
    level: str = ""

    def __str__(self) -> str:
        whom = ", ".join(self.waiting_for) or "nobody"
        what = f"level {self.level!r}" if self.level else "nothing"
        way_out = ", or leave the level out" if self.level else ""
        return (
            f"{what} of order {self.order_id!r} {'does not wait' if self.level else 'waits'} for "
            f"{self.actor}; the order waits for {whom}: have one of them decide{way_out}"
        )


@define(eq=False)
class TotalWouldRise(Refused):
    """What is to be cancelled is a credit: without it the customer would owe more."""

    code = "total_would_rise"

    order_id: str
    total: Money
    after: Money

    def __str__(self) -> str:
        return (
            f"order {self.order_id!r} would come to {self.after} instead of {self.total}, for a "
            "credit is among what is cancelled: cancel what it was given for as well, or the whole "
            "order"
        )


@define(eq=False)
class StillOpen(Refused):
    """
    A part of the order is neither shipped nor cancelled.

    Attributes:
        open: Line ids with the base quantity that is open.
    """

    code = "still_open"

    order_id: str
    open: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        told = ", ".join(f"{quantity} of line {line}" for line, quantity in self.open)
        return (
            f"order {self.order_id!r} cannot be closed, {told} are open: ship or cancel them first"
        )
