"""How an order moves on: small rules that several commands share."""

from __future__ import annotations

import attrs

from orderkit.credit import CreditBucket, drop_held, give_back
from orderkit.flow import Transfer
from orderkit.lifecycle import Lifecycle
from orderkit.orders.model import CreditPosting, Hold, Order
from orderkit.orders.refusals import RevisionChanged


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
    Return *order* closed if everything was delivered or cancelled and it is paid.

    An order that cannot be closed from its stage, or of which nothing was delivered, stays.
    """
    delivered = all(line.open == 0 and line.delivered >= line.shipped for line in order.lines)
    came = any(line.delivered for line in order.lines)
    if not (delivered and came) or order.due.minor > 0:
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
        *(
            (give_back(posting.payer, unbilled, reason, CreditBucket.UNBILLED),)
            if unbilled
            else ()
        ),
    )
    left = CreditPosting(
        posting.payer, posting.open - opened, posting.held - held, posting.unbilled - unbilled
    )
    return attrs.evolve(order, credit=left), moves
