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
from typing import Final, TypeAlias

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
from orderkit.pricing.strategy import Strategy, by_precedence, verdict_on
from orderkit.values import minor_digits, ratio_rounded
from orderkit.values.decimals import EXACT, ZERO
from orderkit.values.making import maker

_HUNDRED_MILLIONTHS: Final = 100 * MILLION

# Looked up once: on the way of every line an attribute of an enumeration costs as much as a call.
_OFFER: Final = Scope.OFFER
_CONTRACT: Final = Scope.CONTRACT
_OFF: Final = Trace.OFF
_WINNER: Final = Trace.WINNER
_WON: Final = Verdict.WON
_NO_OFFER: Final = (None, Declined.NOT)

# Half the price of calling a named tuple's class, for an argument that is a tuple of its fields.
_new: Final = tuple.__new__
_quotation: Final = maker(Quotation)
_times: Final = EXACT.multiply

_Ranked: TypeAlias = tuple[int, PriceList, bool]
"""A rank from 1, a list in it, and whether it is the last of its rank."""

_Won: TypeAlias = tuple[int, PriceList, Found]
"""The list that has the price of a line, with its rank, and what it says."""


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
    ranked: list[_Ranked] = []
    for place, rank in enumerate(strategy(request, lists), 1):
        ordered = rank if len(rank) == 1 else sorted(rank, key=_id)
        ranked += [(place, one, one is ordered[-1]) for one in ordered]
    pricing = _Pricing(request, known, ranked, trace)
    lines = tuple([line for one in request.lines if (line := pricing.quoted(one)) is not None])
    if len(lines) < len(request.lines):
        raise NoPrice(pricing.unpriced())
    return _quotation(request.currency, lines, tuple(sorted(known.lists)), trace)


def _id(one: PriceList) -> str:
    return one.id


class _Pricing:
    """The pricing of one request's lines, with everything that is the same for all of them."""

    __slots__ = (
        "at",
        "known",
        "minor_scale",
        "mode",
        "ranked",
        "request",
        "scale",
        "step",
        "trace",
    )

    def __init__(
        self, request: PriceRequest, known: PriceSlice, ranked: Sequence[_Ranked], trace: Trace
    ) -> None:
        self.request = request
        self.known = known
        self.ranked = ranked
        self.trace = trace
        self.at = request.at
        self.mode = request.rounding
        self.scale = 10**request.places
        self.step = EXACT.scaleb(1, -request.places)
        self.minor_scale = 10 ** minor_digits(request.currency)

    def quoted(self, line: PriceLine) -> QuotedLine | None:
        """Return the price of a line, or None where no list has one."""
        number, product, base, unit, named, override, _ = line
        if override is not None:
            return self._by_hand(line)
        offer, declined = self._offer(line) if named else _NO_OFFER
        asked = wanted(product, base, unit, self.at)
        won = self._winner(asked, offer)
        if won is None:
            return None
        rank, one, found = won
        unit_price, top, bottom, source, via = found
        trace: tuple[Candidate, ...] = ()
        if self.trace is not _OFF:
            winner = _candidate(one, _WON, rank, found)
            trace = (winner,) if self.trace is _WINNER else self._candidates(asked, won, offer)
        contract = one.scope is _CONTRACT
        if contract and offer is not None and not offer.on_contracts:
            offer, declined = None, Declined.CONTRACT
        less: tuple[Adjustment, ...] = ()
        if offer is None or not offer.percent:
            gross, minor = self._amounts(top, bottom)
            net = gross
        else:
            gross, net, minor, less = self._reduced(top, bottom, offer)
        fields = (
            number, product.id, base, unit_price, one.id, source[2], gross, less, net, minor,
            declined, contract, trace, "", via,
        )  # fmt: skip
        return _new(QuotedLine, fields)

    def _by_hand(self, line: PriceLine) -> QuotedLine:
        set_price = line.override
        assert set_price is not None
        _, top, bottom, _, _ = extended(set_price, line.product, line.base)
        gross, minor = self._amounts(top, bottom)
        return QuotedLine(
            line.number,
            line.product.id,
            line.base,
            set_price,
            OVERRIDE,
            ZERO,
            gross,
            (),
            gross,
            minor,
            Declined.OVERRIDDEN if line.offer else Declined.NOT,
            reason=line.reason,
        )

    def unpriced(self) -> tuple[Unpriced, ...]:
        """Return the lines without a price, and the lists where none was found."""
        lists = tuple(one.id for _, one, _ in self.ranked)
        return tuple(
            Unpriced(line.number, line.product.id, lists)
            for line in self.request.lines
            if self.quoted(line) is None
        )

    def _winner(self, asked: Wanted, offer: Offer | None) -> _Won | None:
        """Return the cheapest list of the first rank in which any has a price."""
        known = self.known
        best: _Won | None = None
        for rank, one, last in self.ranked:
            if one.scope is not _OFFER or _is_of(one, offer):
                found = find_price(known, one, asked)
                if found is not None and (best is None or _cheaper(found, best[2])):
                    best = (rank, one, found)
            if last and best is not None:
                return best
        return None

    def _offer(self, line: PriceLine) -> tuple[Offer | None, Declined]:
        """Return the offer that reduces *line*, or None and why it does not."""
        offer = self.known.offers.get(line.offer)
        if offer is None:
            return None, Declined.UNKNOWN
        why = _declined(offer, self.request, line)
        return (None if why else offer), why

    def _amounts(self, top: int, bottom: int) -> tuple[Decimal, int]:
        """Return ``top / bottom`` at the request's places and in minor units, each rounded once."""
        # Most prices leave no rest, so the general rounding is seldom called.
        exact = top * self.scale
        gross = exact // bottom
        if exact % bottom:
            gross = ratio_rounded(exact, bottom, self.mode)
        exact = top * self.minor_scale
        minor = exact // bottom
        if exact % bottom:
            minor = ratio_rounded(exact, bottom, self.mode)
        return _times(gross, self.step), minor

    def _reduced(
        self, top: int, bottom: int, offer: Offer
    ) -> tuple[Decimal, Decimal, int, tuple[Adjustment, ...]]:
        """Return gross and extended price, minor units, and what lies between the two prices."""
        gross, _ = self._amounts(top, bottom)
        left = _HUNDRED_MILLIONTHS - millionths(offer.percent)
        net, minor = self._amounts(top * left, bottom * _HUNDRED_MILLIONTHS)
        off = Adjustment(
            f"{offer.percent} % off: {offer.name}", EXACT.subtract(net, gross), offer.id
        )
        return gross, net, minor, (off,)

    def _candidates(self, asked: Wanted, won: _Won, offer: Offer | None) -> tuple[Candidate, ...]:
        """Tell of every list, the ranked ones first."""
        told = [self._competitor(asked, won, offer, one) for one in self.ranked]
        ranked = {one.price_list for one in told}
        rest = [
            _without_price(one, verdict_on(one, self.request) or Verdict.LEFT_OUT)
            for name, one in sorted(self.known.lists.items())
            if name not in ranked
        ]
        return (*told, *rest)

    def _competitor(
        self, asked: Wanted, won: _Won, offer: Offer | None, ranked: _Ranked
    ) -> Candidate:
        """Tell what became of a ranked list."""
        rank, one, _ = ranked
        if one is won[1]:
            return _candidate(one, Verdict.WON, rank, won[2])
        if one.scope is _OFFER and not _is_of(one, offer):
            return _without_price(one, Verdict.NOT_IN_SCOPE, rank)
        found = find_price(self.known, one, asked)
        if found is None:
            return _without_price(one, Verdict.NO_PRICE, rank)
        verdict = Verdict.NOT_CHEAPER if rank == won[0] else Verdict.RANKED_LOWER
        return _candidate(one, verdict, rank, found)


def _is_of(one: PriceList, offer: Offer | None) -> bool:
    return offer is not None and one.of == offer.id


def _cheaper(one: Found, other: Found) -> bool:
    return one[1] * other[2] < other[1] * one[2]


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


def _candidate(one: PriceList, verdict: Verdict, rank: int, found: Found) -> Candidate:
    unit_price, _, _, (by, key, tier, unit), via = found
    fields = (one.id, verdict, rank, unit_price, by, key, tier, unit, via, one.whom, one.priority)
    return _new(Candidate, fields)


def _without_price(one: PriceList, verdict: Verdict, rank: int = 0) -> Candidate:
    return Candidate(one.id, verdict, rank, scope=one.whom, priority=one.priority)
