"""
What an order owes as it is placed: what came with it is paid, and the rest takes the payer's credit.

Under prepaid terms nothing takes credit; the order is held for payment until nothing is due.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import attrs

from orderkit.credit import CreditCurrencyDiffers, take_credit
from orderkit.errors import Fault, shown
from orderkit.flow import Transfer
from orderkit.orders.answers import Notice, NoticeCode
from orderkit.orders.findings import Findings
from orderkit.orders.intake import Known
from orderkit.orders.model import CreditPosting
from orderkit.parties import OverLimit
from orderkit.values import Money
from orderkit.values.making import maker

PREPAID: Final = "prepaid"
"""Terms under which nothing is shipped before it is paid."""

_posting = maker(CreditPosting)


class Taken(NamedTuple):
    """What the order has of the payer's credit, and how it came there."""

    posting: CreditPosting = CreditPosting()
    transfers: tuple[Transfer, ...] = ()


def paid_with(payments: Sequence[Money], total: Money, found: Findings) -> Money:
    """Add up what came with an order; what is paid in full waits for no payment."""
    for n, one in enumerate(payments):
        if one.currency != total.currency:
            found.impossible(
                Fault(
                    f"payments[{n}].amount", "currency_differs", shown(str(one)),
                    f"the order is in {total.currency}, and an order has one currency",
                    f"give the amount in {total.currency}",
                )
            )  # fmt: skip
    paid = Money(sum(one.minor for one in payments), total.currency)
    if paid > total:
        found.hold("price", f"{paid} were paid, the total is {total}")
    if paid >= total:
        found.lift("payment")
    return paid


def credit_taken(order_id: str, due: Money, known: Known, found: Findings) -> Taken:
    """Use the payer's credit for what is not paid, or hold the order until it is."""
    if known.customer.terms == PREPAID:
        if due.minor > 0:
            found.hold("payment", f"{due} are to be paid before delivery")
        return Taken()
    line = known.credit
    if line is None:
        return Taken()
    owed = due if due.minor > 0 else Money.zero(due.currency)
    policy = line.policy or known.company.over_limit
    if found.binding:
        if line.currency != due.currency:
            if owed:
                found.hold(
                    "credit", str(CreditCurrencyDiffers(line.id, due.currency, line.currency))
                )
            return Taken()
        policy = OverLimit.HOLD if policy is OverLimit.REFUSE else policy
        line = attrs.evolve(line, policy=policy)
    taken = take_credit(line, owed, known.credit_free, f"order.place {order_id}", policy)
    if taken.warning is not None:
        code = NoticeCode.OVER_CREDIT_LIMIT
        found.notices.append(Notice(code, str(taken.warning), subject=line.id))
    if taken.held:
        found.hold("credit", taken.held)
        return Taken(_posting(line.id, held=owed.minor), taken.transfers)
    return Taken(_posting(line.id, open=owed.minor), taken.transfers)
