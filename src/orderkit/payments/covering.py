"""
What money that comes in, or goes back, does to an order: its amounts, its credit, its holds.

Money first covers what was shipped (``unbilled``), then what is to come (``open``), then what
waits for credit (``held``). So, as long as nothing is held, the order's posted credit stays what
:mod:`orderkit.orders.shares` says it is, whichever of payments and deliveries came first.

A hold goes when its ground goes: ``payment`` when nothing is due any more, ``credit`` when nothing
of the order waits for credit any more. Money that goes back may put it there again: what was not
shipped and is owed again waits, on credit or for payment, so that no goods leave that are neither
paid nor within a limit. What was shipped is owed again at once; that cannot wait, it is a fact, and
it is posted whether or not it fits the limit.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import attrs

from orderkit.credit import CreditBucket, drop_held, expose, hold_exposure, settle, to_unbilled
from orderkit.flow import Transfer
from orderkit.lifecycle import Lifecycle
from orderkit.orders import (
    CreditPosting,
    Hold,
    Order,
    OrderClosed,
    OrderHeld,
    OrderReleased,
    closed_if_done,
    moved_on,
    told_of_stage,
)
from orderkit.orders.owing import PREPAID
from orderkit.orders.shares import uncovered


class Covered(NamedTuple):
    """What money does to an order, with the ledger's transfers and the events about the order."""

    order: Order
    transfers: tuple[Transfer, ...] = ()
    events: tuple[object, ...] = ()


def paid(order: Order, amount_minor: int, reason: str) -> Covered:
    """Return *order* with *amount_minor* more paid, above 0 and at most what is due."""
    credit, transfers = lowered(order.credit, amount_minor, reason)
    after = attrs.evolve(order, paid_minor=order.paid_minor + amount_minor, credit=credit)
    gone = {
        "payment": after.due.minor <= 0,
        "credit": order.credit.held > 0 and credit.held == 0,
    }
    holds = tuple(hold for hold in after.holds if not gone.get(hold.reason, False))
    events = tuple(
        OrderReleased(order.id, hold.reason) for hold in after.holds if hold not in holds
    )
    return Covered(attrs.evolve(after, holds=holds), transfers, events)


def carried_on(covered: Covered, lifecycle: Lifecycle, *, auto_confirm: bool) -> Covered:
    """
    Return the order confirmed or closed where the payment was what it waited for.

    Args:
        lifecycle: The order's.
        auto_confirm: Whether it is confirmed once nothing holds it; only of an order of which
            the payment lifted the last hold.
    """
    order = covered.order
    confirmed = moved_on(order, lifecycle, auto_confirm=auto_confirm)
    closed = closed_if_done(confirmed, lifecycle)
    events = (
        *covered.events,
        *told_of_stage(confirmed, order.stage, lifecycle),
        *((OrderClosed(order.id),) if closed is not confirmed else ()),
    )
    return Covered(closed, covered.transfers, events)


def lowered(
    credit: CreditPosting, amount_minor: int, reason: str
) -> tuple[CreditPosting, tuple[Transfer, ...]]:
    """
    Return what is left of *credit* when *amount_minor* is paid, and the transfers that bring it.

    >>> lowered(CreditPosting("c-7", open=500, unbilled=300), 400, "payment.record p-1")[0]
    CreditPosting(payer='c-7', open=400, held=0, unbilled=0)
    """
    payer = credit.payer
    unbilled = min(credit.unbilled, amount_minor)
    open_ = min(credit.open, amount_minor - unbilled)
    held = min(credit.held, amount_minor - unbilled - open_)
    transfers = (
        *((settle(payer, unbilled, reason, CreditBucket.UNBILLED),) if unbilled else ()),
        *((settle(payer, open_, reason, CreditBucket.OPEN),) if open_ else ()),
        *((drop_held(payer, held, reason),) if held else ()),
    )
    left = CreditPosting(payer, credit.open - open_, credit.held - held, credit.unbilled - unbilled)
    return left, transfers


def refunded(
    order: Order, amount_minor: int, reason: str, lifecycle: Lifecycle, now: datetime
) -> Covered:
    """
    Return *order* with *amount_minor* given back.

    Money that was more than the total changes nothing else. Beyond that it is owed again.

    Args:
        lifecycle: The order's: only where a stage allows ``hold`` anything can wait.
        now: Since when a hold stands that this puts there.
    """
    after = attrs.evolve(order, refunded_minor=order.refunded_minor + amount_minor)
    had, has = uncovered(order), uncovered(after)
    waits, owed = has.open - had.open, has.unbilled - had.unbilled
    if not lifecycle.allows(order.stage, "hold"):
        waits, owed = 0, owed + waits
    on_account = bool(order.credit.payer) and order.terms != PREPAID
    transfers: tuple[Transfer, ...] = ()
    if on_account:
        credit, transfers = _raised(order.credit, waits, owed, reason)
        after = attrs.evolve(after, credit=credit)
    if not waits or not (on_account or order.terms == PREPAID):
        return Covered(after, transfers)
    return _held(Covered(after, transfers), "credit" if on_account else "payment", now)


def _raised(
    credit: CreditPosting, waits: int, owed: int, reason: str
) -> tuple[CreditPosting, tuple[Transfer, ...]]:
    """Post what waits as held, and what is owed for shipped goods whether it fits or not."""
    payer = credit.payer
    held = (hold_exposure(payer, waits, reason),) if waits else ()
    shipped = (
        (expose(payer, owed, reason, None, bound=False), to_unbilled(payer, owed, reason))
        if owed
        else ()
    )
    posted = attrs.evolve(credit, held=credit.held + waits, unbilled=credit.unbilled + owed)
    return posted, (*held, *shipped)


def _held(covered: Covered, reason: str, now: datetime) -> Covered:
    """Put the hold there, unless it stands already."""
    order, detail = covered.order, "money was given back before the goods left"
    if order.held(reason):
        return covered
    held = attrs.evolve(order, holds=(*order.holds, Hold(reason, detail, now)))
    return covered._replace(order=held, events=(OrderHeld(order.id, reason, detail),))
