"""The prices of an order's lines: what lists say, what was set by hand, and how far they differ."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

import attrs

from orderkit.errors import Fault, shown
from orderkit.flow import Context
from orderkit.orders.answers import Notice, NoticeCode
from orderkit.orders.findings import Findings
from orderkit.orders.form import OrderForm
from orderkit.orders.intake import Known
from orderkit.orders.lines import Asked
from orderkit.pricing import (
    PRICING_STRATEGY,
    NoPrice,
    PriceLine,
    PriceRequest,
    QuotedLine,
    Trace,
    price,
)
from orderkit.values import ratio_rounded
from orderkit.values.decimals import EXACT
from orderkit.values.making import maker

_request: Final = maker(PriceRequest)
_new: Final = tuple.__new__

CHANNEL: Final = "channel"
"""The reason of a price that came with a binding order."""


class Quotes(NamedTuple):
    """
    The prices of the lines that have one, by line number.

    Attributes:
        lines: What each line costs.

        listed: What lines with a price set by hand would cost by the lists.
    """

    lines: Mapping[int, QuotedLine]
    listed: Mapping[int, QuotedLine]


def quoted(form: OrderForm, known: Known, found: Findings, context: Context) -> Quotes:
    """Price every line that was understood; note those that have no price."""
    lines = _price_lines(known, found, context)
    request = _request(
        known.customer.currency,
        known.price_date,
        tuple(lines),
        known.customer.id,
        known.customer.groups,
        form.channel,
        known.company.prices_include_tax,
        known.company.extended_places,
        known.company.rounding,
    )
    quotes = _priced(request, known, found, context)
    listed: Mapping[int, QuotedLine] = {}
    if any(line.override is not None for line in lines):
        plain = tuple(line._replace(override=None, reason="") for line in lines)
        listed = _listed(attrs.evolve(request, lines=plain), known, context)
    for line in quotes.values():
        if not line.extended or line.declined:
            _notices(line, known, found)
    if found.binding:
        _drift(quotes, listed, found)
    return Quotes(quotes, listed)


def _price_lines(known: Known, found: Findings, context: Context) -> list[PriceLine]:
    lines = []
    for one in known.asked:
        number, line, product, quantity, base = one
        if product is None or not base:
            continue
        by_hand, reason = line.price, line.reason
        if by_hand is not None:
            if not _price_fits(one, known, found, context):
                continue
            if found.binding:
                reason = reason or CHANNEL
        # All that the class checks was looked at as the line was understood and its price judged.
        fields = (number, product, base, quantity.unit, line.offer, by_hand, reason)
        lines.append(_new(PriceLine, fields))
    return lines


def _price_fits(one: Asked, known: Known, found: Findings, context: Context) -> bool:
    """Tell whether a price set by hand can be one for this line, and may be set by this actor."""
    path, given = f"lines[{one.number - 1}].price", one.line.price
    assert given is not None
    assert one.product is not None
    if given.currency != known.customer.currency:
        found.impossible(
            Fault(
                path, "currency_differs", shown(str(given)),
                f"the order is in {known.customer.currency}, and an order has one currency",
                f"give the price in {known.customer.currency}",
            )
        )  # fmt: skip
        return False
    if given.unit not in one.product.packaging.factors:
        found.impossible(
            Fault(
                path, "unit_unknown", shown(str(given)),
                f"{one.product.id} is not counted in {given.unit}",
                f"give the price per {one.product.packaging.stock_unit}",
            )
        )  # fmt: skip
        return False
    if context.actor.customer:
        found.impossible(
            Fault(
                path, "override_not_allowed", shown(str(given)), "a buyer does not set prices",
                "leave the price out",
            )
        )  # fmt: skip
        return False
    if not found.binding and not one.line.reason:
        found.impossible(
            Fault(
                path, "reason_missing", shown(str(given)),
                "a price set by hand needs a reason", "give a reason with the line",
            )
        )  # fmt: skip
        return False
    return True


def _priced(
    request: PriceRequest, known: Known, found: Findings, context: Context
) -> dict[int, QuotedLine]:
    strategy = context.rulebook[PRICING_STRATEGY]
    try:
        quotation = price(request, known.prices, strategy=strategy, trace=Trace.WINNER)
    except NoPrice as none:
        for line in none.lines:
            fault = Fault(
                f"lines[{line.number - 1}]", "no_price", shown(line.sku),
                "no price list has a price for it", "publish one, or set a price with a reason",
            )  # fmt: skip
            found.fault("price", fault, none)
        missing = {line.number for line in none.lines}
        rest = tuple(line for line in request.lines if line.number not in missing)
        plain = attrs.evolve(request, lines=rest)
        quotation = price(plain, known.prices, strategy=strategy, trace=Trace.OFF)
    return _by_number(quotation.lines)


def _listed(request: PriceRequest, known: Known, context: Context) -> dict[int, QuotedLine]:
    """Price the lines as if nothing had been set by hand; those without a price are left out."""
    strategy = context.rulebook[PRICING_STRATEGY]
    try:
        lines = price(request, known.prices, strategy=strategy, trace=Trace.OFF).lines
    except NoPrice as none:
        missing = {line.number for line in none.lines}
        rest = tuple(line for line in request.lines if line.number not in missing)
        plain = attrs.evolve(request, lines=rest)
        lines = price(plain, known.prices, strategy=strategy, trace=Trace.OFF).lines
    return _by_number(lines)


def _by_number(lines: tuple[QuotedLine, ...]) -> dict[int, QuotedLine]:
    return {line.number: line for line in lines}


def _notices(line: QuotedLine, known: Known, found: Findings) -> None:
    number = str(line.number)
    if line.free and not line.reason:
        found.hold("price", f"line {number} costs nothing and no reason is given")
        text = f"line {number} costs nothing"
        found.notices.append(Notice(NoticeCode.ZERO_PRICE, text, number, line.sku))
    if line.declined:
        offer = known.asked[line.number - 1].line.offer
        text = f"offer {offer} does not reduce line {number}: {line.declined.replace('_', ' ')}"
        found.notices.append(Notice(NoticeCode.OFFER_NOT_APPLIED, text, number, offer))


def _drift(
    quotes: Mapping[int, QuotedLine], listed: Mapping[int, QuotedLine], found: Findings
) -> None:
    """Hold a recorded order whose prices are not ours."""
    for number, line in quotes.items():
        ours = listed.get(number)
        if line.overridden and ours is not None and ours.extended != line.extended:
            found.hold(
                "price", f"line {number} came at {line.extended}, our lists say {ours.extended}"
            )


def discount(line: QuotedLine, listed: QuotedLine | None) -> Decimal:
    """
    Return by which fraction a line is below its list price, to four places; 0 where it is not.

    The list price of a line set by hand is what the lists say; of others what it cost before offers.
    """
    before = line.gross if listed is None else listed.gross
    if line.extended >= before or not before:
        return Decimal(0)
    return share(EXACT.subtract(before, line.extended), before)


def share(part: Decimal, whole: Decimal) -> Decimal:
    """
    Return ``part / whole`` to four places; *whole* is not 0.

    >>> share(Decimal(1), Decimal(3))
    Decimal('0.3333')
    """
    top, bottom = part.as_integer_ratio()
    whole_top, whole_bottom = whole.as_integer_ratio()
    return Decimal(f"{ratio_rounded(top * whole_bottom * 10**4, bottom * whole_top)}E-4")
