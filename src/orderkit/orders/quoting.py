"""The prices of an order's lines: what lists say, what was set by hand, and how far they differ."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

import attrs

from orderkit.errors import Fault, shown
from orderkit.flow import Context
from orderkit.orders.answers import Notice, NoticeCode
from orderkit.orders.discounts import in_major, reduced, taken
from orderkit.orders.findings import Findings
from orderkit.orders.form import OrderForm
from orderkit.orders.intake import Known
from orderkit.orders.lines import Asked, Line
from orderkit.pricing import (
    PRICING_STRATEGY,
    NoPrice,
    PriceLine,
    PriceRequest,
    QuotedLine,
    Trace,
    price,
)
from orderkit.values import UnitPrice, minor_digits, ratio_rounded, to_minor
from orderkit.values.decimals import EXACT, ZERO
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
    by_hand = [line for line in lines if line.override is not None]
    if by_hand:
        plain = tuple(line._replace(override=None, reason="") for line in lines)
        listed = _listed(attrs.evolve(request, lines=plain), known, context)
    for line in quotes.values():
        if not line.extended or line.declined:
            _notices(line, known, found)
    if by_hand and found.binding:
        quotes = _as_charged(quotes, listed, known, found)
    return Quotes(quotes, listed)


def _price_lines(known: Known, found: Findings, context: Context) -> list[PriceLine]:
    lines = []
    for one in known.asked:
        number, line, product, quantity, base = one
        if product is None or not base:
            _as_written_fits(one, known, found, context)
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
    if not _came_right(one, known, found, context):
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
    if not found.binding and not one.line.reason:
        found.impossible(
            Fault(
                path, "reason_missing", shown(str(given)),
                "a price set by hand needs a reason", "give a reason with the line",
            )
        )  # fmt: skip
        return False
    return True


def _came_right(one: Asked, known: Known, found: Findings, context: Context) -> bool:
    """Tell whether a price is in the order's currency, no buyer's, and has discounts that stand."""
    line, currency, path = one.line, known.customer.currency, f"lines[{one.number - 1}]"
    assert line.price is not None
    right = line.price.currency == currency
    if not right:
        found.impossible(
            Fault(
                f"{path}.price", "currency_differs", shown(str(line.price)),
                f"the order is in {currency}, and an order has one currency",
                f"give the price in {currency}",
            )
        )  # fmt: skip
    elif context.actor.customer:
        right = False
        found.impossible(
            Fault(
                f"{path}.price", "override_not_allowed", shown(str(line.price)),
                "a buyer does not set prices", "leave the price out",
            )
        )  # fmt: skip
    if line.discounts and not found.binding:
        found.impossible(
            Fault(
                f"{path}.discounts", "discount_not_allowed", shown(str(line.discounts[0].amount)),
                "what is offered is reduced by our lists and offers alone",
                "name an offer, set a price with a reason, or record the order if it binds already",
            )
        )  # fmt: skip
        return False
    return right


def _as_written_fits(one: Asked, known: Known, found: Findings, context: Context) -> None:
    """Look at the price of a line that is not understood, which stands as it was written."""
    line = one.line
    if line.price is not None and _came_right(one, known, found, context) and line.discounts:
        _within(one, as_written(line, known), found)


def as_written(line: Line, known: Known) -> tuple[Decimal, int]:
    """Return what *line* costs before discounts as it is written: exact, and in minor units."""
    price = line.price or UnitPrice(ZERO, known.customer.currency)
    company = known.company
    extended = price.extended(line.quantity.amount, company.extended_places, company.rounding)
    return extended, to_minor(extended, minor_digits(price.currency), company.rounding)


def _within(one: Asked, cost: tuple[Decimal, int], found: Findings) -> bool:
    """Tell whether the discounts of a line are not above what it costs."""
    discounts, (_, minor) = one.line.discounts, cost
    if taken(discounts) <= minor:
        return True
    currency = discounts[0].amount.currency
    found.impossible(
        Fault(
            f"lines[{one.number - 1}].discounts", "discount_too_large",
            shown(f"{in_major(taken(discounts), currency)} {currency} together"),
            f"the line costs {in_major(minor, currency)} {currency}",
            "give what was taken off the whole line, and the price before it",
        )
    )  # fmt: skip
    return False


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
        quotation = price(plain, known.prices, strategy=strategy, trace=Trace.WINNER)
    return {line.number: line for line in quotation.lines}


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


def _as_charged(
    quotes: Mapping[int, QuotedLine],
    listed: Mapping[int, QuotedLine],
    known: Known,
    found: Findings,
) -> dict[int, QuotedLine]:
    """Take off the discounts that came with a recorded order; hold it where its prices are not ours."""
    charged = {}
    for number, before in quotes.items():
        one, line = known.asked[number - 1], before
        discounts = one.line.discounts
        if discounts and _within(one, (before.gross, before.minor), found):
            left = reduced(before.minor, before.unit_price.currency, discounts)
            line = before._replace(
                adjustments=left.adjustments, extended=left.extended, minor=left.minor
            )
        charged[number] = line
        _drift(before, line, listed.get(number), found)
    return charged


def _drift(before: QuotedLine, line: QuotedLine, ours: QuotedLine | None, found: Findings) -> None:
    """
    Hold a recorded order for a price that is not ours.

    It is ours if it is what our lists and offers say either before the channel's discounts, which
    are then the channel's own matter, or after them, which may be our own offers.
    """
    if not before.overridden or ours is None or ours.extended == before.extended:
        return
    if not line.adjustments or line.minor != ours.minor:
        text = f"line {line.number} came at {line.extended}, our lists say {ours.extended}"
        found.hold("price", text)


def discount(line: QuotedLine, listed: QuotedLine | None) -> Decimal:
    """
    Return by which fraction a line is below its list price, to four places; 0 where it is not.

    The list price of a line set by hand is what the lists say; of others what it cost before offers.
    """
    return below(line.gross if listed is None else listed.gross, line.extended)


def below(before: Decimal, cost: Decimal) -> Decimal:
    """
    Return by which fraction *cost* is below what it was *before*, to four places; 0 where it is not.

    >>> below(Decimal(10), Decimal("8.50"))
    Decimal('0.1500')
    """
    if cost >= before or not before:
        return Decimal(0)
    return share(EXACT.subtract(before, cost), before)


def share(part: Decimal, whole: Decimal) -> Decimal:
    """
    Return ``part / whole`` to four places; *whole* is not 0.

    >>> share(Decimal(1), Decimal(3))
    Decimal('0.3333')
    """
    top, bottom = part.as_integer_ratio()
    whole_top, whole_bottom = whole.as_integer_ratio()
    return Decimal(f"{ratio_rounded(top * whole_bottom * 10**4, bottom * whole_top)}E-4")
