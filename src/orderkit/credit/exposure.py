"""
Exposure: how much of a payer's credit is used, and by what.

Each payer has five accounts, in minor units of the credit currency:

- ``free``: what is left of the limit
- ``open``: ordered, not shipped
- ``unbilled``: shipped, not invoiced
- ``invoiced``: invoiced, not paid
- ``held``: orders that wait because they did not fit

``free → open → unbilled → invoiced → free`` is the way of every amount, gross with tax and charges,
and it is in exactly one of them. An invoice before shipment skips ``unbilled``; a deposit
goes back to ``free`` from wherever the amount is. So ``free + open + unbilled + invoiced`` is the
limit, and stays so. A held amount is beside that sum: it does not fit the limit, which is why it is
held, so it comes from outside and is taken from ``free`` when the hold is released.

A floor binds in one place alone, when something leaves ``free``. Lowering exposure is always
allowed. Setting a limit moves the difference between outside and ``free``; a limit lowered under
what is used leaves ``free`` below zero, and nothing new fits until enough was paid.

A payer without a limit has the same accounts, kept with the same balances; only the floor is left
out, and ``free`` counts down from zero: what is used can be read there, and giving such a payer a
limit later is the same movement as any change of limit. The price is that the orders of
one payer all move one row; so it is for a payer with a limit, where it cannot be otherwise.
"""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import Final

from orderkit.credit.refusals import OverCreditLimit
from orderkit.flow import Refusal, Transfer
from orderkit.ledger import CREDIT, credit_account, outside_account

GRANTED: Final = "limit"
"""The party outside that limits come from and go back to."""

WAITING: Final = "waiting"
"""The party outside that held amounts come from and go back to."""


class CreditBucket(StrEnum):
    """Where an amount of a payer's credit is; see the module."""

    FREE = "free"
    OPEN = "open"
    UNBILLED = "unbilled"
    INVOICED = "invoiced"
    HELD = "held"


def over_limit(payer: str, amount_minor: int, currency: str) -> Refusal:
    """
    Return what makes the refusal of *amount_minor* from what was left.

    >>> over_limit("c-7", 5000, "EUR")(1200).code
    'over_credit_limit'
    """
    return partial(OverCreditLimit, payer, amount_minor, currency=currency)


def expose(
    payer: str, amount_minor: int, reason: str, otherwise: Refusal | None, *, bound: bool = True
) -> Transfer:
    """
    Use credit for an order: free → open.

    Args:
        amount_minor: Gross, in minor units of the credit currency, above 0.
        reason: For the payer's account: ``"order.place o-1"``.
        otherwise: What to raise when it does not fit; see :func:`over_limit`.
        bound: Whether the limit binds; False without a limit or where going over only warns.

    >>> expose("c-7", 5000, "order.place o-1", over_limit("c-7", 5000, "EUR")).floor
    0
    """
    return Transfer(
        credit_account(payer, "free"),
        credit_account(payer, "open"),
        amount_minor,
        reason,
        otherwise,
        0 if bound else None,
    )


def hold_exposure(payer: str, amount_minor: int, reason: str) -> Transfer:
    """
    Note an amount that does not fit and waits: outside → held.

    >>> hold_exposure("c-7", 5000, "order.place o-1").target
    'credit/c-7/held'
    """
    source = outside_account(CREDIT, payer, WAITING)
    return Transfer(source, credit_account(payer, "held"), amount_minor, reason)


def drop_held(payer: str, amount_minor: int, reason: str) -> Transfer:
    """
    Forget a held amount, because its order was cancelled or reduced: held → outside.

    >>> drop_held("c-7", 5000, "order.cancel o-1").source
    'credit/c-7/held'
    """
    target = outside_account(CREDIT, payer, WAITING)
    return Transfer(credit_account(payer, "held"), target, amount_minor, reason)


def release_held(
    payer: str, amount_minor: int, reason: str, otherwise: Refusal | None, *, bound: bool = True
) -> tuple[Transfer, Transfer]:
    """
    Let a held amount in: held → outside, and free → open.

    Args:
        otherwise: What to raise when it still does not fit.
        bound: Whether the limit binds; False where somebody granted the excess.

    >>> [t.target for t in release_held("c-7", 5000, "order.release o-1", None, bound=False)]
    ['outside/credit/c-7/waiting', 'credit/c-7/open']
    """
    return (
        drop_held(payer, amount_minor, reason),
        expose(payer, amount_minor, reason, otherwise, bound=bound),
    )


def give_back(
    payer: str, amount_minor: int, reason: str, source: CreditBucket = CreditBucket.OPEN
) -> Transfer:
    """
    Give credit back for what was cancelled or returned: open (or *source*) → free.

    >>> give_back("c-7", 5000, "order.cancel o-1").target
    'credit/c-7/free'
    """
    return _moved(payer, source, CreditBucket.FREE, amount_minor, reason)


def to_unbilled(payer: str, amount_minor: int, reason: str) -> Transfer:
    """
    Note that goods were shipped: open → unbilled.

    >>> to_unbilled("c-7", 5000, "delivery.ship d-1").target
    'credit/c-7/unbilled'
    """
    return _moved(payer, CreditBucket.OPEN, CreditBucket.UNBILLED, amount_minor, reason)


def to_invoiced(
    payer: str, amount_minor: int, reason: str, source: CreditBucket = CreditBucket.UNBILLED
) -> Transfer:
    """
    Note that an invoice was issued: unbilled → invoiced, or from open when it precedes shipment.

    >>> to_invoiced("c-7", 5000, "invoice.issue i-1", CreditBucket.OPEN).source
    'credit/c-7/open'
    """
    return _moved(payer, source, CreditBucket.INVOICED, amount_minor, reason)


def settle(
    payer: str, amount_minor: int, reason: str, source: CreditBucket = CreditBucket.INVOICED
) -> Transfer:
    """
    Note a payment on account: invoiced → free, or from where a deposit finds the amount.

    >>> settle("c-7", 5000, "payment.record p-1", CreditBucket.OPEN).target
    'credit/c-7/free'
    """
    return _moved(payer, source, CreditBucket.FREE, amount_minor, reason)


def relimit(payer: str, difference_minor: int, reason: str) -> tuple[Transfer, ...]:
    """
    Raise the limit by *difference_minor*, or lower it where that is below 0; no limit counts as 0.

    Lowering has no floor: what is used stays used, and free credit may be left below zero.

    >>> [(t.source, t.target) for t in relimit("c-7", 5000, "credit.set_limit c-7")]
    [('outside/credit/c-7/limit', 'credit/c-7/free')]
    """
    outside, free = outside_account(CREDIT, payer, GRANTED), credit_account(payer, "free")
    if difference_minor > 0:
        return (Transfer(outside, free, difference_minor, reason),)
    if difference_minor < 0:
        return (Transfer(free, outside, -difference_minor, reason, floor=None),)
    return ()


def _moved(
    payer: str, source: CreditBucket, target: CreditBucket, amount_minor: int, reason: str
) -> Transfer:
    accounts = credit_account(payer, source), credit_account(payer, target)
    return Transfer(*accounts, amount_minor, reason)
