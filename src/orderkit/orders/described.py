"""
The lines of an order as they are stored: what was asked, priced, taxed and allocated, in one place.

A line of a recorded order may lack some of that. One whose item or quantity is not understood
keeps what was written, and its price; one that no list has a price for costs nothing yet. Both
are held for it.
"""

from __future__ import annotations

from typing import Final

from orderkit.allocation import AllocationPlan
from orderkit.catalog import LineKind, Product
from orderkit.orders.discounts import reduced
from orderkit.orders.form import OrderForm
from orderkit.orders.intake import Known
from orderkit.orders.lines import Asked, gives_credit
from orderkit.orders.model import OrderLine, ScheduleLine
from orderkit.orders.quoting import CHANNEL, Quotes, as_written, below, discount
from orderkit.orders.schedules import scheduled
from orderkit.orders.taxing import Taxed
from orderkit.pricing import OVERRIDE, QuotedLine
from orderkit.values import UnitPrice
from orderkit.values.decimals import ZERO
from orderkit.values.making import maker


def order_lines(
    known: Known, quotes: Quotes, tax: Taxed, plan: AllocationPlan, form: OrderForm
) -> tuple[OrderLine, ...]:
    """Return the lines of an order: what was understood with its price, tax and schedule."""
    served, own = _served(plan), form.place or known.customer.usual_place
    priced, listed, lines = quotes.lines, quotes.listed, []
    for one in known.asked:
        number, line, product, _, base = one
        name = str(number)
        parts = scheduled(
            base or UNKNOWN,
            served.get(name, ()),
            line.requested or form.requested,
            line.ship_to if line.ship_to != own else "",
        )
        if product is None or not base:
            lines.append(_not_understood(name, one, known, parts))
        else:
            quote = priced.get(number) or _unpriced(one, product, known)
            amounts = tax.by_line.get(number, _NO_AMOUNT)
            lines.append(_line(name, one, product, quote, listed.get(number), amounts, parts))
    return tuple(lines)


def _served(plan: AllocationPlan) -> dict[str, list[tuple[str, int]]]:
    """Return which locations serve how much of each line."""
    served: dict[str, list[tuple[str, int]]] = {}
    for name, _, location, quantity, _ in plan.allotments:
        if name in served:
            served[name].append((location, quantity))
        else:
            served[name] = [(location, quantity)]
    return served


def _line(  # noqa: PLR0917 - what came together, once a line
    name: str,
    one: Asked,
    product: Product,
    quote: QuotedLine,
    listed: QuotedLine | None,
    amounts: tuple[int, int],
    schedule: tuple[ScheduleLine, ...],
) -> OrderLine:
    line = one.line
    net, vat = amounts
    # In the order of the fields: with so many keywords Python packs a dict for each call.
    return _order_line(
        name,
        LineKind.CHARGE if gives_credit(line) else product.kind,
        line.item,
        product.id,
        one.quantity,
        one.base,
        quote.unit_price,
        quote.extended,
        net,
        vat,
        quote.source,
        quote.tier,
        quote.via,
        quote.reason,
        line.offer,
        product.category[-1] if product.category else "",
        product.tax_category,
        discount(quote, listed) if quote.adjustments or listed is not None else ZERO,
        quote.adjustments,
        schedule,
        line.note,
    )


_order_line = maker(OrderLine)
UNKNOWN: Final = 1
"""What is ordered of something that is not understood: the whole of what was written."""

_NO_AMOUNT: Final = (0, 0)


def _unpriced(one: Asked, product: Product, known: Known) -> QuotedLine:
    """Return the line of a recorded order that no list has a price for: it is held for it."""
    nothing, currency = ZERO, known.customer.currency
    return QuotedLine(
        number=one.number,
        sku=product.id,
        base=one.base,
        unit_price=UnitPrice(nothing, currency),
        source="",
        tier=nothing,
        gross=nothing,
        adjustments=(),
        extended=nothing,
        minor=0,
    )


def _not_understood(
    name: str, one: Asked, known: Known, schedule: tuple[ScheduleLine, ...]
) -> OrderLine:
    """Return the line of a recorded order that stands although it could not be resolved."""
    line = one.line
    gross, minor = as_written(line, known)
    left = reduced(minor, known.customer.currency, line.discounts)
    extended = left.extended if line.discounts else gross
    return OrderLine(
        id=name,
        kind=LineKind.GOODS,
        item=line.item,
        sku="",
        quantity=line.quantity,
        ordered=UNKNOWN,
        unit_price=line.price or UnitPrice(ZERO, known.customer.currency),
        extended=extended,
        net_minor=left.minor,
        source=OVERRIDE if line.price else "",
        reason=CHANNEL if line.price else "",
        discount=below(gross, extended),
        adjustments=left.adjustments,
        schedule=schedule,
        note=line.note,
    )
