"""
Prices for the lines of an order, from nothing but its arguments.

For each line: the offer it names is judged; the strategy's ranks are tried until a list has a
price; quantity times price, exact, less the offer's percentage, is rounded twice from the same
exact number: to the request's places as the extended price, and to minor units as the amount.
Never is one rounded from the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Final, NamedTuple, TypeAlias

from orderkit.pricing.entries import MILLION, holds, millionths
from orderkit.pricing.lookup import Found, Wanted, extended, find_price, wanted
from orderkit.pricing.model import Offer, PriceList, Scope
from orderkit.pricing.quotation import (
    OVERRIDE,
    Adjustment,
    Candidate,
    Declined,
    PriceLine,
    PriceRequest,
    PriceSlice,
    Quotation,
    QuotedLine,
    Trace,
    Verdict,
)
from orderkit.pricing.refusals import NoPrice, Unpriced
from orderkit.pricing.strategy import Ranks, Strategy, by_precedence, verdict_on
from orderkit.values import minor_digits, ratio_rounded
from orderkit.values.decimals import EXACT, ZERO

_HUNDRED_MILLIONTHS: Final = 100 * MILLION

# Looked up once: on the way of every line an attribute of an enumeration costs as much as a call.
_OFFER: Final = Scope.OFFER
_CONTRACT: Final = Scope.CONTRACT
_OFF: Final = Trace.OFF
_WINNER: Final = Trace.WINNER
_WON: Final = Verdict.WON
_APPLIES: Final = Declined.NOT


# Half the price of calling the class, for an argument that is an exact tuple of its fields.
_quoted_line = partial(tuple.__new__, QuotedLine)
_told = partial(tuple.__new__, Candidate)


class _Task(NamedTuple):
    """A request with everything that is the same for all of its lines."""

    request: PriceRequest
    known: PriceSlice
    ranks: Ranks
    trace: Trace
    extended_scale: int
    minor_scale: int


_Won: TypeAlias = tuple[PriceList, Found, int]
"""The list that has the price of a line, what it says, and its rank from 1."""


class _Ranked(NamedTuple):
    """A list and its rank from 1."""

    price_list: PriceList
    rank: int


def price(
    request: PriceRequest,
    known: PriceSlice,
    *,
    strategy: Strategy = by_precedence,
    trace: Trace = Trace.WINNER,
) -> Quotation:
    """
    Return the price of every line of *request*, as the documents in *known* have it.

    Raises:
        NoPrice: Some lines have none; all of them are named.
        InvalidInput: Formulas run in a circle (``formula_cycle``).

    >>> from datetime import UTC, datetime
    >>> from orderkit.catalog import Product
    >>> from orderkit.pricing.entries import Entry, PriceEntries
    >>> from orderkit.values import Packaging, UnitPrice
    >>> tea = Product("TEA-1", "Tea", Packaging("pcs"))
    >>> nine = PriceEntries.of("retail", "TEA-1", Entry(UnitPrice.parse("9.50 EUR")))
    >>> request = PriceRequest("EUR", datetime(2026, 1, 1, tzinfo=UTC), (PriceLine.of(1, tea, 3),))
    >>> print(price(request, PriceSlice.of(PriceList("retail", "EUR"), nine)).total)
    28.50 EUR
    """
    lists = [one for one in known.lists.values() if verdict_on(one, request) is None]
    ranks = tuple(
        rank if len(rank) == 1 else tuple(sorted(rank, key=_id))
        for rank in strategy(request, lists)
    )
    scales = 10**request.places, 10 ** minor_digits(request.currency)
    task = _Task(request, known, ranks, trace, *scales)
    quoted = [_quoted(task, line) for line in request.lines]
    lines = tuple(line for line in quoted if line is not None)
    if len(lines) < len(quoted):
        raise NoPrice(_unpriced(task, quoted))
    return Quotation(request.currency, lines, tuple(sorted(known.lists)), trace)


def _id(one: PriceList) -> str:
    return one.id


def _unpriced(task: _Task, quoted: Sequence[QuotedLine | None]) -> tuple[Unpriced, ...]:
    lists = tuple(one.id for rank in task.ranks for one in rank)
    return tuple(
        Unpriced(line.number, line.product.id, lists)
        for line, found in zip(task.request.lines, quoted, strict=True)
        if found is None
    )


def _quoted(task: _Task, line: PriceLine) -> QuotedLine | None:
    if line.override is not None:
        return _overridden(task, line)
    request = task.request
    offer, declined = _offer(task, line) if line.offer else (None, _APPLIES)
    applied = "" if offer is None else offer.id
    asked = wanted(line, request.at)
    won = _winner(task, asked, applied)
    if won is None:
        return None
    price_list, found, rank = won
    contract = price_list.scope is _CONTRACT
    if contract and offer is not None and not offer.on_contracts:
        offer, declined = None, Declined.CONTRACT
    trace: tuple[Candidate, ...] = ()
    if task.trace is _WINNER:
        trace = (_candidate(price_list, _WON, rank, found),)
    elif task.trace is not _OFF:
        trace = _candidates(task, asked, won, applied)
    gross, net, minor, adjustments = _amounts(task, found, offer)
    return _quoted_line((
        line.number,
        line.product.id,
        line.base,
        found.price,
        price_list.id,
        ZERO if found.entry is None else found.entry.minimum,
        gross,
        adjustments,
        net,
        minor,
        declined,
        contract,
        trace,
        "",
    ))  # fmt: skip


def _winner(task: _Task, asked: Wanted, offer: str) -> _Won | None:
    """Return the cheapest list of the first rank in which any has a price."""
    known, place = task.known, 0
    for rank in task.ranks:
        place += 1
        best: _Won | None = None
        for one in rank:
            if one.scope is _OFFER and one.of != offer:
                continue
            found = find_price(known, one, asked)
            if found is not None and (best is None or _cheaper(found, best[1])):
                best = (one, found, place)
        if best is not None:
            return best
    return None


def _cheaper(one: Found, other: Found) -> bool:
    return one.numerator * other.denominator < other.numerator * one.denominator


def _offer(task: _Task, line: PriceLine) -> tuple[Offer | None, Declined]:
    """Return the offer that reduces *line*, or None and why it does not."""
    offer = task.known.offers.get(line.offer)
    if offer is None:
        return None, Declined.UNKNOWN
    why = _declined(offer, task.request, line)
    return (None if why else offer), why


def _declined(offer: Offer, request: PriceRequest, line: PriceLine) -> Declined:
    if not holds(offer.window, request.at):
        return Declined.OUTSIDE_WINDOW
    if offer.groups and not any(group in offer.groups for group in request.groups):
        return Declined.OTHER_GROUP
    if offer.skus and line.product.id not in offer.skus:
        return Declined.OTHER_PRODUCT
    had, step = line.base * MILLION, 10**line.product.packaging.places
    if had < offer.least * step or (offer.most is not None and had > offer.most * step):
        return Declined.QUANTITY
    return Declined.NOT


def _amounts(
    task: _Task, found: Found, offer: Offer | None
) -> tuple[Decimal, Decimal, int, tuple[Adjustment, ...]]:
    """Return gross and extended price, minor units, and what lies between the two prices."""
    request, _, _, _, scale, minor_scale = task
    places, mode = request.places, request.rounding
    top, bottom = found.numerator, found.denominator
    # Most prices leave no rest, so the general rounding is seldom called.
    gross, rest = divmod(top * scale, bottom)
    if rest:
        gross = ratio_rounded(top * scale, bottom, mode)
    if offer is None or not offer.percent:
        minor, rest = divmod(top * minor_scale, bottom)
        if rest:
            minor = ratio_rounded(top * minor_scale, bottom, mode)
        whole = Decimal(gross).scaleb(-places, EXACT)
        return whole, whole, minor, ()
    top *= _HUNDRED_MILLIONTHS - millionths(offer.percent)
    bottom *= _HUNDRED_MILLIONTHS
    net = ratio_rounded(top * scale, bottom, mode)
    why = Adjustment(
        f"{offer.percent} % off: {offer.name}", _decimal(net - gross, places), offer.id
    )
    minor = ratio_rounded(top * minor_scale, bottom, mode)
    return _decimal(gross, places), _decimal(net, places), minor, (why,)


def _decimal(scaled: int, places: int) -> Decimal:
    return Decimal(scaled).scaleb(-places, EXACT)


def _overridden(task: _Task, line: PriceLine) -> QuotedLine:
    set_price = line.override
    assert set_price is not None
    found = extended(set_price, line)
    gross, net, minor, _ = _amounts(task, found, None)
    return QuotedLine(
        line.number,
        line.product.id,
        line.base,
        set_price,
        OVERRIDE,
        ZERO,
        gross,
        (),
        net,
        minor,
        Declined.OVERRIDDEN if line.offer else Declined.NOT,
        reason=line.reason,
    )


def _candidates(task: _Task, asked: Wanted, won: _Won, offer: str) -> tuple[Candidate, ...]:
    """Tell of every list, the ranked ones first."""
    told = [
        _competitor(task, asked, won, offer, _Ranked(one, place))
        for place, rank in enumerate(task.ranks, start=1)
        for one in rank
    ]
    ranked = {one.price_list for one in told}
    rest = [
        _candidate(one, verdict_on(one, task.request) or Verdict.LEFT_OUT)
        for name, one in sorted(task.known.lists.items())
        if name not in ranked
    ]
    return (*told, *rest)


def _competitor(task: _Task, asked: Wanted, won: _Won, offer: str, ranked: _Ranked) -> Candidate:
    """Tell what became of a ranked list."""
    one, place = ranked
    if one is won[0]:
        return _candidate(one, Verdict.WON, place, won[1])
    if one.scope is Scope.OFFER and one.of != offer:
        return _candidate(one, Verdict.NOT_IN_SCOPE, place)
    found = find_price(task.known, one, asked)
    if found is None:
        return _candidate(one, Verdict.NO_PRICE, place)
    verdict = Verdict.NOT_CHEAPER if place == won[2] else Verdict.RANKED_LOWER
    return _candidate(one, verdict, place, found)


def _candidate(
    one: PriceList, verdict: Verdict, rank: int = 0, found: Found | None = None
) -> Candidate:
    if found is None:
        return Candidate(one.id, verdict, rank, scope=one.whom, priority=one.priority)
    entry, entries = found.entry, found.entries
    return _told((
        one.id,
        verdict,
        rank,
        found.price,
        None if entries is None else entries.by,
        "" if entries is None else entries.key,
        ZERO if entry is None else entry.minimum,
        "" if entry is None else entry.unit,
        found.via,
        one.whom,
        one.priority,
    ))  # fmt: skip
