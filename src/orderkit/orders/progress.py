"""How an order moves on: small rules that several commands share."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from orderkit.credit import CreditBucket, drop_held, give_back, release_held, to_unbilled
from orderkit.flow import Transfer
from orderkit.lifecycle import Lifecycle
from orderkit.orders.events import OrderAdvanced, OrderConfirmed, OrderReleased
from orderkit.orders.model import CreditPosting, Hold, Order
from orderkit.orders.refusals import OnHold, RevisionChanged
from orderkit.orders.shares import all_shipped


def at_revision(order: Order, revision: int | None) -> None:
    """
    Refuse to go on with an order that has changed since the caller looked.

    Raises:
        RevisionChanged: It is at another revision than *revision*; None means any.
    """
    if revision is not None and order.revision != revision:
        raise RevisionChanged(order.id, revision, order.revision)


def without_hold(order: Order, reason: str) -> Order:
    """Return *order* without the hold for *reason*."""
    return attrs.evolve(order, holds=tuple(one for one in order.holds if one.reason != reason))


def not_on_hold(order: Order) -> None:
    """
    Refuse to move an order on while anything holds it.

    Raises:
        OnHold: A hold stands.
    """
    if order.holds:
        raise OnHold(order.id, tuple(hold.reason for hold in order.holds))


def _grounds(order: Order) -> Iterator[str]:
    """Yield the holds that what the order says is ground for."""
    if order.due.minor > 0:
        yield "payment"
    if order.credit.held:
        yield "credit"
    if any(line.short for line in order.lines):
        yield "stock"
    if any(line.standing and not line.sku for line in order.lines):
        yield "item"


def lifted(before: Order, after: Order) -> Order:
    """Return *after* without the holds whose ground *before* had and it has not any more."""
    gone = set(_grounds(before)).difference(_grounds(after))
    return attrs.evolve(after, holds=tuple(one for one in after.holds if one.reason not in gone))


def told_of(
    before: Order, after: Order, lifecycle: Lifecycle
) -> tuple[OrderReleased | OrderConfirmed | OrderAdvanced, ...]:
    """Return the events of what became of an order: its holds that went, the stage it came to."""
    left = {hold.reason for hold in after.holds}
    return (
        *(OrderReleased(after.id, one.reason) for one in before.holds if one.reason not in left),
        *told_of_stage(after, before.stage, lifecycle),
    )


def told_of_stage(
    order: Order, before: str, lifecycle: Lifecycle
) -> tuple[OrderConfirmed | OrderAdvanced, ...]:
    """
    Return the event of an order's coming from stage *before* to the one it is in.

    It is confirmed in the stage from which it may be delivered, whatever that is called.
    """
    if order.stage == before:
        return ()
    if lifecycle.allows(order.stage, "deliver") and not lifecycle.allows(before, "deliver"):
        return (OrderConfirmed(order.id, order.revision),)
    return (OrderAdvanced(order.id, order.stage),)


def moved_on(order: Order, lifecycle: Lifecycle, *, auto_confirm: bool) -> Order:
    """Return *order* confirmed if nothing holds it and nobody has to confirm it by hand."""
    stage = stage_on(order.stage, order.holds, lifecycle, auto_confirm=auto_confirm)
    return order if stage == order.stage else attrs.evolve(order, stage=stage)


def stage_on(
    stage: str, holds: tuple[Hold, ...], lifecycle: Lifecycle, *, auto_confirm: bool
) -> str:
    """Return where an order goes on from *stage* by itself; *stage* where it waits."""
    if holds or not auto_confirm:
        return stage
    return lifecycle.after(stage, "confirm") or stage


def closed_if_done(order: Order, lifecycle: Lifecycle) -> Order:
    """
    Return *order* closed if everything was delivered or cancelled, it is paid, and nothing holds it.

    An order that cannot be closed from its stage, or of which nothing was delivered, stays.
    """
    delivered = all(line.open == 0 and line.delivered >= line.shipped for line in order.lines)
    came = any(line.delivered for line in order.lines)
    if not (delivered and came) or order.holds or order.due.minor > 0:
        return order
    stage = lifecycle.after(order.stage, "close")
    return order if stage is None else attrs.evolve(order, stage=stage)


def exposure_wanted(order: Order) -> int:
    """
    Return what the order should have in its payer's credit accounts, in minor units.

    It is what is owed and not paid: ``max(0, total - paid + refunded)``.
    """
    return max(0, order.due.minor)


def lowered_exposure(order: Order, reason: str) -> tuple[Order, tuple[Transfer, ...]]:
    """
    Give back the credit that the order uses beyond what is owed: held first, then open, then unbilled.

    Nothing is ever taken here: lowering is always allowed, raising is a decision of its own.
    """
    posting = order.credit
    surplus = posting.total - exposure_wanted(order)
    if surplus <= 0:
        return order, ()
    held = min(surplus, posting.held)
    opened = min(surplus - held, posting.open)
    unbilled = surplus - held - opened
    moves = (
        *((drop_held(posting.payer, held, reason),) if held else ()),
        *((give_back(posting.payer, opened, reason),) if opened else ()),
        *((give_back(posting.payer, unbilled, reason, CreditBucket.UNBILLED),) if unbilled else ()),
    )
    left = CreditPosting(
        posting.payer, posting.open - opened, posting.held - held, posting.unbilled - unbilled
    )
    return attrs.evolve(order, credit=left), moves


def all_billed(order: Order, reason: str) -> tuple[Order, tuple[Transfer, ...]]:
    """
    Note that all of an order's credit is owed, if nothing is left to ship: open → unbilled.

    Services and charges go with the last goods, and goods that were cancelled leave them behind.
    What waits for credit waits for nothing more then: it is let in whether or not it fits, for what
    it stands for has left.
    """
    had = order.credit
    amount = had.open + had.held
    if not amount or not all_shipped(order):
        return order, ()
    let_in = release_held(had.payer, had.held, reason, None, bound=False) if had.held else ()
    billed = CreditPosting(had.payer, unbilled=had.unbilled + amount)
    moves = (*let_in, to_unbilled(had.payer, amount, reason))
    return attrs.evolve(order, credit=billed), moves
