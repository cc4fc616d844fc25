"""
The lines of an order as they are stored: what was asked, priced, taxed and allocated, in one place.

A line of a recorded order may lack some of that. One whose item or quantity is not understood
keeps what was written, and its price; one that no list has a price for costs nothing yet. Both
are held for it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

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


class Described(NamedTuple):
    """
    The lines of an order, and what they come to in minor units.

    Attributes:
        size: All amounts added up without their signs: no line and no sum of lines is greater.
    """

    lines: tuple[OrderLine, ...]
    net: int
    tax: int
    size: int


def order_lines(
    known: Known, quotes: Quotes, tax: Taxed, plan: AllocationPlan, form: OrderForm
) -> Described:
    """Return the lines of an order: what was understood with its price, tax and schedule."""
    served, own, wanted = _served(plan), form.place or known.customer.usual_place, form.requested
    priced, listed, taxed, lines = quotes.lines, quotes.listed, tax.by_line, []
    net_sum = vat_sum = size = 0
    for one in known.asked:
        number, line, product, _, base = one
        name = str(number)
        ship_to = line.ship_to if line.ship_to != own else ""
        parts = scheduled(base or UNKNOWN, served.get(name, ()), line.requested or wanted, ship_to)
        if product is None or not base:
            made = _not_understood(name, one, known, parts)
        else:
            quote = priced.get(number) or _unpriced(one, product, known)
            ours = listed.get(number) if listed else None
            made = _line(name, one, product, quote, ours, taxed.get(number, _NO_AMOUNT), parts)
        lines.append(made)
        net, vat = made.net_minor, made.tax_minor
        net_sum += net
        vat_sum += vat
        size += abs(net) + abs(vat)
    return _new(Described, (tuple(lines), net_sum, vat_sum, size))


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
    _, line, _, quantity, base = one
    # Taken apart in one go: a field of a named tuple by its name costs as much as three so.
    _, _, _, price, source, tier, _, adjustments, extended, _, _, _, _, reason, via = quote
    net, vat = amounts
    category = product.category
    # In the order of the fields: with so many keywords Python packs a dict for each call.
    return _order_line(
        name,
        LineKind.CHARGE if line.price is not None and gives_credit(line) else product.kind,
        line.item,
        product.id,
        quantity,
        base,
        price,
        extended,
        net,
        vat,
        source,
        tier,
        via,
        reason,
        line.offer,
        category[-1] if category else "",
        product.tax_category,
        discount(quote, listed) if adjustments or listed is not None else ZERO,
        adjustments,
        schedule,
        line.note,
    )


_order_line = maker(OrderLine)
_new: Final = tuple.__new__
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
