"""An order in words: why these prices, what holds it, what is possible with it now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any, Final, NamedTuple

from attrs import frozen

from orderkit.approvals import approver_keys
from orderkit.errors import Refused
from orderkit.flow import PERMISSIONS, Actor, Command, Rulebook, declared
from orderkit.orders.advancing import OWN_COMMANDS, AdvanceOrder
from orderkit.orders.approving import ApproveOrder, RejectOrder
from orderkit.orders.cancelling import CancelOrder
from orderkit.orders.model import ORDER_LIFECYCLE, Order, OrderLine, ScheduleLine, statuses
from orderkit.orders.moving import (
    BY_ITSELF,
    CloseOrder,
    ConfirmOrder,
    HoldOrder,
    ReleaseHold,
    ReopenOrder,
    UnconfirmOrder,
    not_in_delivery,
    nothing_open,
)
from orderkit.orders.progress import not_on_hold
from orderkit.orders.refusals import NothingLeft
from orderkit.pricing import OVERRIDE, Adjustment
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
        yield from (_adjustment_told(order, one) for one in line.adjustments)
        yield from map(_part_told, filter(_is_reserved, line.schedule))
    inside = "in" if order.inclusive else "on top of"
    yield f"Net {order.net}, tax {order.tax} {inside} the prices, total {order.total}."
    yield from (f"Held for {hold.reason}: {hold.detail}" for hold in order.holds)
    if order.waiting_for_whom:
        yield f"It waits for {', '.join(order.waiting_for_whom)}."


def _adjustment_told(order: Order, one: Adjustment) -> str:
    code = f" (code {one.code})" if one.code else ""
    return f"    {one.reason}{code}: {_amount(order, one.amount)}"


def _is_reserved(part: ScheduleLine) -> bool:
    return bool(part.location and part.quantity)


def _part_told(part: ScheduleLine) -> str:
    place = f" for place {part.ship_to!r}" if part.ship_to else ""
    return f"    {part.quantity} base units reserved at {part.location}{place}"


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
    return f"{what} at {line.unit_price.in_words()} ({why}) = {_amount(order, line.extended)}"


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


class _Way(NamedTuple):
    """
    A command that could be tried.

    Attributes:
        make: Makes it for an order.

        word: The move or action that the stage has to allow.

        check: Tells why this order is in its way; ``""`` when it is not.
    """

    make: Callable[[Order], Command[Any]]
    word: str
    check: Callable[[Order, Actor], str]


def _refused(check: Callable[[Order], object]) -> Callable[[Order, Actor], str]:
    """Tell the refusal that a command would raise."""

    def why(order: Order, _actor: Actor) -> str:
        try:
            check(order)
        except Refused as refusal:
            return str(refusal)
        return ""

    return why


def _not_asked(order: Order, actor: Actor) -> str:
    if not order.waiting_for_whom:
        return "it waits for no approval"
    if not set(approver_keys(actor)).intersection(order.waiting_for_whom):
        return f"it waits for {', '.join(order.waiting_for_whom)}"
    return "they submitted it" if actor.id in (order.submitted_by, order.edited_by) else ""


def _nothing_to_release(order: Order, _actor: Actor) -> str:
    if not order.holds:
        return "nothing holds it"
    ways = [BY_ITSELF.get(hold.reason, "") for hold in order.holds]
    return "; ".join(dict.fromkeys(ways)) if all(ways) else ""


def _nothing_left(order: Order, _actor: Actor) -> str:
    if any(line.standing - line.shipped for line in order.lines):
        return ""
    return str(NothingLeft(order.id))


def _to_close(order: Order) -> None:
    not_on_hold(order)
    nothing_open(order)


def _free(_order: Order, _actor: Actor) -> str:
    return ""


_WAYS: Final[tuple[_Way, ...]] = (
    _Way(lambda o: ConfirmOrder(o.id), "confirm", _refused(not_on_hold)),
    _Way(lambda o: UnconfirmOrder(o.id), "unconfirm", _refused(not_in_delivery)),
    _Way(lambda o: ApproveOrder(o.id, o.revision), "approve", _not_asked),
    _Way(lambda o: RejectOrder(o.id, o.revision), "approve", _not_asked),
    _Way(lambda o: HoldOrder(o.id), "hold", _free),
    _Way(lambda o: ReleaseHold(o.id, "review"), "hold", _nothing_to_release),
    _Way(lambda o: CancelOrder(o.id, "asked"), "cancel", _nothing_left),
    _Way(lambda o: CloseOrder(o.id), "close", _refused(_to_close)),
    _Way(lambda o: ReopenOrder(o.id), "reopen", _free),
)


def allowed_now(order: Order, actor: Actor, rulebook: Rulebook) -> Allowed:
    """
    Return what *actor* may do with *order* as it stands, and why the rest is not possible.

    The business's own moves out of the stage are told as ``"order.advance:<move>"``.
    """
    own = (
        _Way(partial(_advanced, move=move), move, _refused(not_on_hold))
        for move in rulebook[ORDER_LIFECYCLE].allowed(order.stage)
        if move not in OWN_COMMANDS
    )
    return Allowed(tuple(_tried(way, order, actor, rulebook) for way in (*_WAYS, *own)))


def _advanced(order: Order, *, move: str) -> AdvanceOrder:
    return AdvanceOrder(order.id, move)


def _tried(way: _Way, order: Order, actor: Actor, rulebook: Rulebook) -> Possible:
    command = way.make(order)
    name = declared(type(command)).name
    if isinstance(command, AdvanceOrder):
        name = f"{name}:{command.move}"
    return Possible(name, _why_not(way, command, order, actor, rulebook))


def _why_not(
    way: _Way, command: Command[Any], order: Order, actor: Actor, rulebook: Rulebook
) -> str:
    lifecycle = rulebook[ORDER_LIFECYCLE]
    if not lifecycle.allows(order.stage, way.word):
        allowed = ", ".join(lifecycle.allowed(order.stage)) or "nothing"
        return f"the order is {order.stage}; from there it can: {allowed}"
    denial = rulebook[PERMISSIONS].denial(actor, command, order)
    return way.check(order, actor) if denial is None else denial
