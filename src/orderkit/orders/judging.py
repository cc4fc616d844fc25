"""Which approvals an order needs: its facts, told to the company's policies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Final, TypeAlias

from orderkit.approvals import (
    Approval,
    ApprovalPolicy,
    NobodyToAsk,
    PolicyCurrencyDiffers,
    needed_levels,
    order_facts,
    request_approvals,
)
from orderkit.flow import Context, Rule
from orderkit.orders.findings import Findings
from orderkit.orders.form import OrderForm
from orderkit.orders.intake import Known
from orderkit.orders.model import OrderLine
from orderkit.orders.quoting import Quotes, share
from orderkit.parties import Company, Customer
from orderkit.rules import FactValue
from orderkit.values import Money, Packaging, UnitPrice, ratio_rounded
from orderkit.values.decimals import EXACT

MoreFacts: TypeAlias = Callable[
    [Customer, Company, Mapping[str, FactValue]], Mapping[str, FactValue]
]
"""Tells an integrator's own facts of an order, from its parties and the facts that are told already."""


def no_more_facts(
    _customer: Customer, _company: Company, _facts: Mapping[str, FactValue]
) -> Mapping[str, FactValue]:
    """Tell nothing beyond :data:`~orderkit.approvals.ORDER_FACTS`."""
    return {}


MORE_FACTS: Final[Rule[MoreFacts]] = Rule("order.more_facts", no_more_facts)
"""Who tells the facts that an integrator's ``APPROVAL_FACTS`` adds; pure, as every rule is."""


def needed_approvals(
    order_id: str,
    facts: Mapping[str, FactValue],
    known: Known,
    found: Findings,
    context: Context,
) -> tuple[Approval, ...]:
    """
    Return one approval per level that is needed, and hold the order for them.

    Raises:
        NobodyToAsk: Everybody who could approve a level submitted the order. A recorded one is
            held for review instead.
        PolicyCurrencyDiffers: The policy is in another currency. Likewise.
    """
    approvals: list[Approval] = []
    if known.policies:
        more = context.rulebook[MORE_FACTS](known.customer, known.company, facts)
        facts = {**facts, **more} if more else facts
    for policy in known.policies:
        try:
            approvals += _requested(policy, order_id, facts, context, len(approvals))
        except (NobodyToAsk, PolicyCurrencyDiffers) as refusal:
            if not found.binding:
                raise
            found.hold("review", str(refusal))
    if approvals:
        levels = ", ".join(approval.level for approval in approvals)
        found.hold("approval", f"waits for: {levels}")
    return tuple(approvals)


def _requested(
    policy: ApprovalPolicy,
    order_id: str,
    facts: Mapping[str, FactValue],
    context: Context,
    before: int,
) -> tuple[Approval, ...]:
    return request_approvals(
        policy,
        needed_levels(policy, facts),
        document=order_id,
        revision=1,
        submitted_by=context.actor.id,
        edited_by=context.actor.id,
        at=context.now,
        facts=facts,
        new_id=partial(_fresh, context, before),
    )


def _fresh(context: Context, before: int, n: int) -> str:
    """Return the id of an approval; 0 is the order's own."""
    return context.fresh_id(1 + before + n)


def asked_whom(approvals: Iterable[Approval]) -> tuple[str, ...]:
    """Return who can answer any of *approvals* now, each once."""
    return tuple(dict.fromkeys(whom for approval in approvals for whom in approval.asked))


def facts_of(
    form: OrderForm,
    lines: Sequence[OrderLine],
    total: Money,
    known: Known,
    quotes: Quotes,
    *,
    due: Money,
) -> dict[str, FactValue]:
    """Return what approval policies may ask of an order that is being placed; *due* is not paid."""
    over = due.minor - known.credit_free
    limited = known.credit is not None and known.credit.limited
    return order_facts(
        total=total,
        customer=known.customer.id,
        channel=form.channel,
        lines=len(lines),
        discount=max((line.discount for line in lines), default=Decimal(0)),
        margin=min(_margins(known, quotes), default=None),
        over_credit=Money(over, total.currency) if limited and over > 0 else None,
        new_customer=known.new_customer,
        price_override=any(line.overridden for line in quotes.lines.values()),
        groups=known.customer.groups,
        categories=(code for one in known.asked if one.product for code in one.product.category),
    )


def _margins(known: Known, quotes: Quotes) -> Iterator[Decimal]:
    """Yield ``(price - cost) / price`` of each line, to four places; -1 where it is not known."""
    for one in known.asked:
        quote = quotes.lines.get(one.number)
        if one.product is None or quote is None:
            continue
        cost = one.product.standard_cost
        if cost is None or quote.extended <= 0 or cost.currency != known.customer.currency:
            yield Decimal(-1)
            continue
        costs = cost_of(one.base, cost, one.product.packaging)
        yield share(EXACT.subtract(quote.extended, costs), quote.extended)


def cost_of(base: int, cost: UnitPrice, packaging: Packaging) -> Decimal:
    """
    Return what *base* costs, to six places; seven pieces of a case of twelve are seven twelfths.

    >>> case = Packaging("pcs", units={"case": (12, 1)})
    >>> cost_of(7, UnitPrice.parse("60 EUR per 1 case"), case)
    Decimal('35.000000')
    """
    numerator, denominator = packaging.factor(cost.unit)
    top, bottom = EXACT.multiply(cost.amount, Decimal(base * denominator)).as_integer_ratio()
    per_top, per_bottom = cost.per.as_integer_ratio()
    whole = bottom * per_top * numerator * 10**packaging.places
    return Decimal(f"{ratio_rounded(top * per_bottom * 10**6, whole)}E-6")
