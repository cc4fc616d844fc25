"""
Moves of the business's own: what takes an order into a stage that an integrator added, and out.

The moves that come with the library change more than the stage and have commands of their own. A
move that an integrator's lifecycle adds, such as ``pass_review`` out of a stage ``reviewing``, is
made with :class:`AdvanceOrder`. It moves no stock and no credit, so both stages hold the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from orderkit.errors import caught, gathered
from orderkit.flow import Context, Flow, Ref, ask, command
from orderkit.lifecycle import Lifecycle
from orderkit.orders.answers import Moved
from orderkit.orders.model import ORDER_LIFECYCLE, Order
from orderkit.orders.moving import OrderCommand, stepped, told
from orderkit.orders.progress import not_on_hold, told_of_stage
from orderkit.orders.refusals import MoveOfItsOwn
from orderkit.values import check_id, typed

OWN_COMMANDS: Final[Mapping[str, str]] = {
    "place": "use PlaceOrder",
    "confirm": "use ConfirmOrder",
    "unconfirm": "use UnconfirmOrder",
    "close": "use CloseOrder",
    "reopen": "use ReopenOrder",
    "cancel": "use CancelOrder",
}
"""Moves that have commands of their own."""

_SAME: Final = "lead it between stages that both hold stock and expose credit, or both do not"


@command("order.advance")
@typed
@frozen
class AdvanceOrder(OrderCommand):
    """
    Make a move that the business's own lifecycle adds.

    Attributes:
        move: Its name.

    Raises:
        MoveOfItsOwn: It changes what is reserved or used of credit, or has a command of its own.
        NotAllowedNow: No such move leaves the stage the order is in.
        OnHold: A hold stands.
    """

    move: str

    def __attrs_post_init__(self) -> None:
        gathered(
            caught(check_id, self.order_id, "AdvanceOrder.order_id"),
            caught(check_id, self.move, "AdvanceOrder.move"),
        )

    def decide(self, context: Context) -> Flow[Moved]:
        """Make the move."""
        order = yield from ask(Ref(Order, self.order_id))
        if self.move in OWN_COMMANDS:
            raise MoveOfItsOwn(order.id, self.move, OWN_COMMANDS[self.move])
        lifecycle = context.rulebook[ORDER_LIFECYCLE]
        done = stepped(order, self.move, context)
        _require_same(order, done.stage, self.move, lifecycle)
        not_on_hold(order)
        return told(done, *told_of_stage(done, order.stage, lifecycle))


def _require_same(order: Order, target: str, move: str, lifecycle: Lifecycle) -> None:
    """Refuse a move between stages that differ in what they hold of stock or of credit."""
    before, after = lifecycle.stage(order.stage), lifecycle.stage(target)
    held = before.holds_stock, before.exposes_credit
    if held != (after.holds_stock, after.exposes_credit):
        raise MoveOfItsOwn(order.id, move, _SAME)
