"""An order in words: why these prices, what holds it, what is possible with it now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from attrs import frozen

from orderkit.flow import PERMISSIONS, Actor, Command, Rulebook
from orderkit.orders.approving import ApproveOrder, RejectOrder
from orderkit.orders.cancelling import CancelOrder
from orderkit.orders.model import ORDER_LIFECYCLE, Order, OrderLine, statuses
from orderkit.orders.moving import (
    CloseOrder,
    ConfirmOrder,
    HoldOrder,
    ReleaseHold,
    ReopenOrder,
    UnconfirmOrder,
)
from orderkit.pricing import OVERRIDE
from orderkit.values import minor_digits


def explained(order: Order) -> str:
    """Tell how *order* came to its prices, amounts and holds, one thing a line."""
    return "\n".join(_told(order))


def _told(order: Order) -> Iterator[str]:
    status = statuses(order)
    yield (
        f"Order {order.id} of {order.roles.sold_to} (channel {order.channel}, number "
        f"{order.number}) is {order.stage}, {status.payment.replace('_', ' ')}, "
        f"{status.fulfilment.replace('_', ' ')}."
    )
    for line in order.lines:
        yield _line_told(order, line)
        yield from (f"    {one.reason}: {_amount(order, one.amount)}" for one in line.adjustments)
        yield from (
            f"    {part.quantity} base units reserved at {part.location}"
            for part in line.schedule
            if part.location
        )
    inside = "in" if order.inclusive else "on top of"
    yield f"Net {order.net}, tax {order.tax} {inside} the prices, total {order.total}."
    yield from (f"Held for {hold.reason}: {hold.detail}" for hold in order.holds)
    if order.waiting_for_whom:
        yield f"It waits for {', '.join(order.waiting_for_whom)}."


def _line_told(order: Order, line: OrderLine) -> str:
    what = f"{line.id}. {line.quantity} of {line.sku or line.item}"
    if line.item != line.sku and line.sku:
        what += f" (written {line.item})"
    if line.source == OVERRIDE:
        why = f"set by hand: {line.reason}" if line.reason != "channel" else "as the channel says"
    elif line.source:
        why = f"price list {line.source}"
        why += f", from a quantity of {line.tier}" if line.tier else ""
        why += f", worked out from {' and '.join(line.via)}" if line.via else ""
    else:
        why = "no price is known"
    return f"{what} at {line.unit_price} ({why}) = {_amount(order, line.extended)}"


def _amount(order: Order, amount: Decimal) -> str:
    """Write an exact amount with at least the minor digits of its currency."""
    digits = minor_digits(order.currency)
    places = max(digits, -int(amount.as_tuple().exponent))
    return f"{amount:.{places}f} {order.currency}"


@frozen
class Possible:
    """
    One thing that could be done with an order.

    Attributes:
        command: Declared name of the command, such as ``"order.cancel"``.

        why_not: Why it cannot be done now by this actor; ``""`` when it can.
    """

    command: str
    why_not: str = ""

    def __bool__(self) -> bool:
        return not self.why_not


@frozen
class Allowed:
    """What is possible with an order now, and why the rest is not."""

    possible: tuple[Possible, ...]

    def __contains__(self, command: str) -> bool:
        return any(one.command == command and one for one in self.possible)

    def __iter__(self) -> Iterator[str]:
        return (one.command for one in self.possible if one)

    def why_not(self, command: str) -> str:
        """Return why *command* cannot be executed now; ``""`` when it can or is not known."""
        return next((one.why_not for one in self.possible if one.command == command), "")


_TRIED: Final[tuple[tuple[str, Callable[[Order], Command[object]], str, bool], ...]] = (
    ("order.confirm", lambda o: ConfirmOrder(o.id), "confirm", True),
    ("order.unconfirm", lambda o: UnconfirmOrder(o.id), "unconfirm", False),
    ("order.approve", lambda o: ApproveOrder(o.id, o.revision), "approve", False),
    ("order.reject", lambda o: RejectOrder(o.id, o.revision), "approve", False),
    ("order.hold", lambda o: HoldOrder(o.id), "hold", False),
    ("order.release", lambda o: ReleaseHold(o.id), "hold", False),
    ("order.cancel", lambda o: CancelOrder(o.id, "asked"), "cancel", False),
    ("order.close", lambda o: CloseOrder(o.id), "close", False),
    ("order.reopen", lambda o: ReopenOrder(o.id), "reopen", False),
)


def allowed_now(order: Order, actor: Actor, rulebook: Rulebook) -> Allowed:
    """Return what *actor* may do with *order* as it stands, and why the rest is not possible."""
    return Allowed(
        tuple(
            Possible(name, _why_not(order, actor, rulebook, make(order), word, free))
            for name, make, word, free in _TRIED
        )
    )


def _why_not(
    order: Order,
    actor: Actor,
    rulebook: Rulebook,
    command: Command[object],
    word: str,
    free: bool,
) -> str:
    lifecycle = rulebook[ORDER_LIFECYCLE]
    if not lifecycle.allows(order.stage, word):
        allowed = ", ".join(lifecycle.allowed(order.stage)) or "nothing"
        return f"the order is {order.stage}; from there it can: {allowed}"
    denial = rulebook[PERMISSIONS].denial(actor, command, order)
    if denial is not None:
        return denial
    if free and order.holds:
        return f"it is on hold: {', '.join(hold.reason for hold in order.holds)}"
    if word == "approve" and not order.waiting_for_whom:
        return "it waits for no approval"
    return ""
