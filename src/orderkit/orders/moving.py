"""Moving an order along: confirm, take back, close, reopen, hold, release."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any, Final

import attrs
from attrs import frozen

from orderkit.allocation import ALLOCATION, Need, allocate
from orderkit.credit import release_held
from orderkit.errors import caught, gathered, invalid
from orderkit.flow import (
    Balances,
    Changes,
    Command,
    Context,
    Decision,
    Flow,
    Put,
    Reading,
    Ref,
    Transfer,
    ask,
    command,
)
from orderkit.inventory import NotEnoughStock, available_accounts, reserve
from orderkit.orders.answers import Moved, moved
from orderkit.orders.approving import REJECTED
from orderkit.orders.events import (
    OrderClosed,
    OrderHeld,
    OrderReleased,
    OrderReopened,
    OrderUnconfirmed,
)
from orderkit.orders.model import (
    ORDER_LIFECYCLE,
    CreditPosting,
    Hold,
    Order,
    OrderLine,
    ScheduleLine,
)
from orderkit.orders.progress import (
    all_billed,
    closed_if_done,
    moved_on,
    not_on_hold,
    told_of_stage,
    without_hold,
)
from orderkit.orders.refusals import HoldNotYours, InDelivery, NoSuchHold, StillOpen
from orderkit.orders.schedules import scheduled
from orderkit.parties import Company
from orderkit.values import check_id, check_text, typed

BY_ITSELF: Final[Mapping[str, str]] = {
    "approval": "have it approved with ApproveOrder",
    REJECTED: "cancel the order, and place one that can be approved",
    "payment": "record the payment with RecordPayment",
    "item": "cancel the lines whose items are not known, and order them anew once they are",
}
"""Holds that nobody puts or takes away by hand: they go with their ground. With the way out."""


@frozen
class OrderCommand(Command[Moved]):
    """
    A command on one order.

    Attributes:
        order_id: Which.
    """

    order_id: str

    def __attrs_post_init__(self) -> None:
        check_id(self.order_id, f"{type(self).__name__}.order_id")

    def subject(self) -> str:
        """Return the order."""
        return f"order/{self.order_id}"

    def scope(self) -> Ref[Order]:
        """Return the order."""
        return Ref(Order, self.order_id)


def _check(given: OrderCommand, **texts: str) -> None:
    """Refuse a command whose order is none, or whose *texts*, which may be empty, cannot be."""
    name = type(given).__name__
    faults = caught(check_id, given.order_id, f"{name}.order_id")
    told = (caught(check_text, text, f"{name}.{one}", empty=True) for one, text in texts.items())
    gathered((*faults, *chain.from_iterable(told)))


def stepped(order: Order, move: str, context: Context) -> Order:
    """Return *order* in the stage that *move* leads to."""
    lifecycle = context.rulebook[ORDER_LIFECYCLE]
    return attrs.evolve(order, stage=lifecycle.step(order.stage, move, order.id))


def not_in_delivery(order: Order) -> None:
    """
    Refuse to take back an order of which something is on its way.

    Raises:
        InDelivery: A part of a line stands in a delivery, or was shipped.
    """
    for line in order.lines:
        planned = line.shipped + sum(part.planned for part in line.schedule)
        if planned:
            free = line.standing - planned
            raise InDelivery(order.id, line.id, line.standing, free, order.deliveries)


def nothing_open(order: Order) -> None:
    """
    Refuse to end an order of which a part is neither shipped nor cancelled.

    Raises:
        StillOpen: With what is open, line by line.
    """
    still = tuple((line.id, line.open) for line in order.lines if line.open)
    if still:
        raise StillOpen(order.id, still)


def told(order: Order, *events: Any, transfers: tuple[Transfer, ...] = ()) -> Decision[Moved]:
    """Return the decision that writes *order* and answers how it stands."""
    return Decision(moved(order), Changes((Put(order, events),), transfers))


@command("order.confirm")
@typed
@frozen
class ConfirmOrder(OrderCommand):
    """
    Bind both sides: deliveries may be planned.

    Raises:
        NotAllowedNow: It is not placed.
        OnHold: A hold stands.
    """

    def decide(self, context: Context) -> Flow[Moved]:
        """Confirm it."""
        order = yield from ask(Ref(Order, self.order_id))
        done = stepped(order, "confirm", context)
        not_on_hold(order)
        lifecycle = context.rulebook[ORDER_LIFECYCLE]
        return told(done, *told_of_stage(done, order.stage, lifecycle))


@command("order.unconfirm")
@typed
@frozen
class UnconfirmOrder(OrderCommand):
    """
    Take a confirmed order back to be looked at again, while nothing of it is on its way.

    Raises:
        NotAllowedNow: It is not confirmed.
        InDelivery: A part of it stands in a delivery, or was shipped.
    """

    reason: str = ""

    def __attrs_post_init__(self) -> None:
        _check(self, reason=self.reason)

    def decide(self, context: Context) -> Flow[Moved]:
        """Take it back."""
        order = yield from ask(Ref(Order, self.order_id))
        done = stepped(order, "unconfirm", context)
        not_in_delivery(order)
        return told(done, OrderUnconfirmed(order.id, self.reason))


@command("order.close")
@typed
@frozen
class CloseOrder(OrderCommand):
    """
    Say that nothing more will be delivered.

    Raises:
        NotAllowedNow: It is not confirmed.
        OnHold: A hold stands.
        StillOpen: A part of it is neither shipped nor cancelled.
    """

    def decide(self, context: Context) -> Flow[Moved]:
        """Close it."""
        order = yield from ask(Ref(Order, self.order_id))
        done = stepped(order, "close", context)
        not_on_hold(order)
        nothing_open(order)
        done, billed = all_billed(done, f"order.close {order.id}")
        return told(done, OrderClosed(order.id), transfers=billed)


@command("order.reopen")
@typed
@frozen
class ReopenOrder(OrderCommand):
    """
    Take a closed order up again.

    Raises:
        NotAllowedNow: It is not closed.
    """

    reason: str = ""

    def __attrs_post_init__(self) -> None:
        _check(self, reason=self.reason)

    def decide(self, context: Context) -> Flow[Moved]:
        """Reopen it."""
        order = yield from ask(Ref(Order, self.order_id))
        return told(stepped(order, "reopen", context), OrderReopened(order.id, self.reason))


@command("order.hold")
@typed
@frozen
class HoldOrder(OrderCommand):
    """
    Keep an order from moving on, for a reason.

    Attributes:
        reason: A short word, such as ``"review"`` or ``"fraud"``.

        detail: In words, for whoever releases it.

    Raises:
        NotAllowedNow: Orders in its stage are not held.
    """

    reason: str = "review"
    detail: str = ""

    def __attrs_post_init__(self) -> None:
        gathered(caught(_check, self, detail=self.detail), caught(self._check_reason))

    def _check_reason(self) -> None:
        if check_id(self.reason, "HoldOrder.reason") in BY_ITSELF:
            raise invalid(
                "HoldOrder.reason", "reserved", self.reason,
                "such a hold comes and goes with its ground", "give another reason, such as 'review'",
            )  # fmt: skip

    def decide(self, context: Context) -> Flow[Moved]:
        """Hold it; the same reason again replaces the earlier one's words."""
        order = yield from ask(Ref(Order, self.order_id))
        context.rulebook[ORDER_LIFECYCLE].require(order.stage, "hold", order.id)
        hold = Hold(self.reason, self.detail, context.now)
        held = without_hold(order, self.reason)
        held = attrs.evolve(held, holds=(*held.holds, hold))
        return told(held, OrderHeld(order.id, self.reason, self.detail))


@command("order.release")
@typed
@frozen
class ReleaseHold(OrderCommand):
    """
    Take a hold away. Of credit: the amount is let in over the limit. Of stock: it is reserved now.

    Attributes:
        reason: Of the hold.

        note: Why it goes.

    Raises:
        NoSuchHold: It is not held for that reason.
        HoldNotYours: The hold goes away by what it waits for.
        NotEnoughStock: What was short still is.
    """

    reason: str
    note: str = ""

    def __attrs_post_init__(self) -> None:
        gathered(
            caught(_check, self, note=self.note),
            caught(check_id, self.reason, "ReleaseHold.reason"),
        )

    def decide(self, context: Context) -> Flow[Moved]:
        """Release it, and move on where nothing else holds it."""
        order = yield from ask(Ref(Order, self.order_id))
        if not order.held(self.reason):
            held = tuple(hold.reason for hold in order.holds)
            raise NoSuchHold(order.id, self.reason, held)
        if self.reason in BY_ITSELF:
            raise HoldNotYours(order.id, self.reason, BY_ITSELF[self.reason])
        company = yield from ask(Ref(Company, order.roles.company))
        free = without_hold(order, self.reason)
        transfers: tuple[Transfer, ...] = ()
        if self.reason == "credit":
            free, transfers = _credit_let_in(free)
        elif self.reason == "stock":
            free, transfers = yield from _reserved_now(free, company, context)
        lifecycle = context.rulebook[ORDER_LIFECYCLE]
        on = moved_on(free, lifecycle, auto_confirm=company.auto_confirm)
        done = closed_if_done(on, lifecycle)
        events: list[Any] = [OrderReleased(order.id, self.reason, self.note)]
        events += told_of_stage(on, order.stage, lifecycle)
        events += (OrderClosed(order.id),) if done.stage != on.stage else ()
        return told(done, *events, transfers=transfers)


def _credit_let_in(order: Order) -> tuple[Order, tuple[Transfer, ...]]:
    """Use the payer's credit for what was held, over the limit if it must be: somebody granted it."""
    posting = order.credit
    if not posting.held:
        return order, ()
    reason = f"order.release {order.id}"
    moves = release_held(posting.payer, posting.held, reason, None, bound=False)
    open_now = CreditPosting(posting.payer, posting.open + posting.held, 0, posting.unbilled)
    return attrs.evolve(order, credit=open_now), moves


def _reserved_now(
    order: Order, company: Company, context: Context
) -> Reading[tuple[Order, tuple[Transfer, ...]]]:
    """Reserve what could not be reserved when the order was recorded."""
    waiting = [
        (line, n, one.quantity)
        for line in order.lines
        if line.short
        for n, one in enumerate(line.schedule)
        if not one.location
    ]
    short = [Need(f"{line.id}/{n}", line.sku, quantity) for line, n, quantity in waiting]
    skus = dict.fromkeys(need.sku for need in short)
    shelves = available_accounts(company.id, skus, company.locations)
    found = yield from ask(Balances(tuple(shelves.values())))
    free = {shelf: found[account] for shelf, account in shelves.items()}
    plan = allocate(short, free, company.locations, strategy=context.rulebook[ALLOCATION])
    for line, sku, quantity in plan.shortages:
        need = next(one.quantity for one in short if one.line == line)
        raise NotEnoughStock(sku, ", ".join(company.locations), need, need - quantity)
    served: dict[str, list[tuple[str, int]]] = {}
    for part, _, location, quantity, _ in plan.allotments:
        served.setdefault(part, []).append((location, quantity))
    lines = tuple(_served(line, served) for line in order.lines)
    reason = f"order.release {order.id}"
    moves = tuple(
        reserve(company.id, sku, location, quantity, reason)
        for (sku, location), quantity in plan.per_location().items()
    )
    return attrs.evolve(order, lines=lines), moves


def _served(line: OrderLine, served: Mapping[str, list[tuple[str, int]]]) -> OrderLine:
    """Return *line* with what waited reserved, by line id and place in the schedule."""
    parts: list[ScheduleLine] = []
    for n, one in enumerate(line.schedule):
        found = served.get(f"{line.id}/{n}")
        if found is None:
            parts.append(one)
        else:
            parts += scheduled(one.quantity, found, one.requested, one.ship_to, one.promised)
    return attrs.evolve(line, schedule=tuple(parts))
