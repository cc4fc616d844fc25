"""
The facts of an order that approval policies may ask about.

Every fact is always told, so that a condition never fails for want of one. What is not known counts
as the worst it could be: of goods whose cost nobody entered, the margin is -1.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

import attrs

from orderkit.flow import Rule
from orderkit.rules import Fact, FactTable, FactType, FactValue
from orderkit.values import Money, moment_text

UNKNOWN_MARGIN: Final = Decimal(-1)
"""The margin of goods whose cost is not known."""

ORDER_FACTS: Final = FactTable(
    "Order",
    (
        Fact("total", FactType.MONEY, meaning="Gross total of the order, tax included."),
        Fact(
            "discount",
            FactType.DECIMAL,
            meaning="Deepest discount of any line against its list price: 0.15 is 15 percent off.",
        ),
        Fact(
            "margin",
            FactType.DECIMAL,
            meaning="Lowest margin of any line: (price - cost) / price; -1 where no cost is known.",
        ),
        Fact("over_credit", FactType.MONEY, meaning="By how much it goes over the credit limit."),
        Fact("new_customer", FactType.FLAG, meaning="It is the customer's first order."),
        Fact("price_override", FactType.FLAG, meaning="Somebody set a price by hand."),
        Fact("customer", FactType.TEXT, meaning="Id of the customer it is sold to."),
        Fact("groups", FactType.TEXTS, meaning="Groups of that customer."),
        Fact("channel", FactType.TEXT, meaning="Channel it came through."),
        Fact("categories", FactType.TEXTS, meaning="Categories of the goods on its lines."),
        Fact("lines", FactType.INTEGER, meaning="How many lines it has."),
    ),
)
"""What is known of an order when it is judged."""

APPROVAL_FACTS: Final = Rule("approval_facts", ORDER_FACTS)
"""Where the table of facts stands in the rulebook; an integrator who tells more facts extends it."""


def order_facts(
    *,
    total: Money,
    customer: str,
    channel: str,
    lines: int,
    discount: Decimal = Decimal(0),
    margin: Decimal | None = None,
    over_credit: Money | None = None,
    new_customer: bool = False,
    price_override: bool = False,
    groups: Iterable[str] = (),
    categories: Iterable[str] = (),
) -> dict[str, FactValue]:
    """
    Return the facts of one order, every one of :data:`ORDER_FACTS` told.

    Args:
        total: Gross.
        customer: Sold to.
        channel: Through which it came.
        lines: How many.
        discount: Deepest of any line against list, as a fraction.
        margin: Lowest of any line, as a fraction; None where it is not known.
        over_credit: By how much it goes over the limit; None for not at all.
        new_customer: Whether it is the first order.
        price_override: Whether a price was set by hand.
        groups: Of the customer.
        categories: Of the goods.

    >>> facts = order_facts(total=Money(100, "EUR"), customer="c-7", channel="web", lines=1)
    >>> sorted(facts) == sorted(ORDER_FACTS.names), facts["margin"]
    (True, Decimal('-1'))
    """
    return {
        "total": total,
        "discount": discount,
        "margin": UNKNOWN_MARGIN if margin is None else margin,
        "over_credit": Money.zero(total.currency) if over_credit is None else over_credit,
        "new_customer": new_customer,
        "price_override": price_override,
        "customer": customer,
        "groups": frozenset(groups),
        "channel": channel,
        "categories": frozenset(categories),
        "lines": lines,
    }


def in_currency(table: FactTable, currency: str) -> FactTable:
    """
    Return *table* with all its money in *currency*, as the conditions of one policy see it.

    >>> in_currency(ORDER_FACTS, "EUR").find("total").currency
    'EUR'
    """
    return FactTable(
        table.subject,
        tuple(
            attrs.evolve(one, currency=one.currency or currency)
            if one.type is FactType.MONEY
            else one
            for one in table.facts
        ),
    )


def told(facts: Mapping[str, FactValue]) -> tuple[tuple[str, str], ...]:
    """
    Return *facts* as pairs of texts, by name: what an approval keeps of why it was asked for.

    >>> told({"total": Money(100, "EUR"), "lines": 2, "groups": frozenset({"b", "a"})})
    (('groups', '["a", "b"]'), ('lines', '2'), ('total', '1.00 EUR'))
    """
    return tuple((name, _text(facts[name])) for name in sorted(facts))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset | set):
        return json.dumps(sorted(value), ensure_ascii=False)
    return moment_text(value) if isinstance(value, datetime) else str(value)
