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
from orderkit.orders.form import OrderForm
from orderkit.orders.intake import Known
from orderkit.orders.lines import Asked, gives_credit
from orderkit.orders.model import OrderLine, ScheduleLine
from orderkit.orders.quoting import CHANNEL, Quotes, discount
from orderkit.orders.taxing import Taxed
from orderkit.pricing import OVERRIDE, QuotedLine
from orderkit.values import UnitPrice, minor_digits, to_minor
from orderkit.values.decimals import ZERO
from orderkit.values.making import maker


def order_lines(
    known: Known, quotes: Quotes, tax: Taxed, plan: AllocationPlan, form: OrderForm
) -> tuple[OrderLine, ...]:
    """Return the lines of an order: what was understood with its price, tax and schedule."""
    schedules = _schedules(plan, form)
    priced, listed, lines = quotes.lines, quotes.listed, []
    for one in known.asked:
        number, product = one.number, one.product
        if product is None or not one.base:
            lines.append(_not_understood(one, known))
        else:
            quote = priced.get(number) or _unpriced(one, product, known)
            amounts = tax.by_line.get(number, _NO_AMOUNT)
            schedule = tuple(schedules.get(str(number), ()))
            lines.append(_line(one, product, quote, listed.get(number), amounts, schedule))
    return tuple(lines)


def _schedules(plan: AllocationPlan, form: OrderForm) -> dict[str, list[ScheduleLine]]:
    """Return what is reserved of each line, by its number."""
    schedules: dict[str, list[ScheduleLine]] = {}
    for number, _, location, quantity, _ in plan.allotments:
        wanted = form.lines[int(number) - 1].requested or form.requested
        part = _schedule_line(quantity, location, 0, wanted)
        if number in schedules:
            schedules[number].append(part)
        else:
            schedules[number] = [part]
    return schedules


def _line(  # noqa: PLR0917 - what came together, once a line
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
        str(one.number),
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
_schedule_line = maker(ScheduleLine)
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


def _not_understood(one: Asked, known: Known) -> OrderLine:
    """Return the line of a recorded order that stands although it could not be resolved."""
    price = one.line.price or UnitPrice(ZERO, known.customer.currency)
    company = known.company
    extended = price.extended(one.line.quantity.amount, company.extended_places, company.rounding)
    amount = to_minor(extended, minor_digits(price.currency), company.rounding)
    return OrderLine(
        id=str(one.number),
        kind=LineKind.GOODS,
        item=one.line.item,
        sku="",
        quantity=one.line.quantity,
        ordered=1,
        unit_price=price,
        extended=extended,
        net_minor=amount,
        source=OVERRIDE if one.line.price else "",
        reason=CHANNEL if one.line.price else "",
        note=one.line.note,
    )
