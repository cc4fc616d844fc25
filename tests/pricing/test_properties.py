"""What holds of every price, whatever the lists say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given as such_that
from hypothesis import strategies as st

from orderkit.catalog import Product
from orderkit.pricing import (
    By,
    Entry,
    Formula,
    NoPrice,
    Offer,
    PriceEntries,
    PriceLine,
    PriceList,
    PriceRequest,
    PriceSlice,
    Quotation,
    Scope,
    Strategy,
    Trace,
    Verdict,
    best_price,
    by_precedence,
    price,
)
from orderkit.values import Money, Rounding, UnitPrice, Window, rounded, to_minor
from tests.pricing.shop import AT, DAY, PIECES, RED, TEA

PRODUCTS = (TEA, RED, Product("CUP", "Cup", PIECES, ("home",)))
KEYS = [(By.SKU, "TEA-1"), (By.SKU, "TEA-1-RED"), (By.SKU, "CUP"), (By.CATEGORY, "food"),
        (By.CATEGORY, "home")]  # fmt: skip
SCOPES = [
    (Scope.EVERYONE, ""),
    (Scope.GROUP, "gold"),
    (Scope.GROUP, "north"),
    (Scope.CUSTOMER, "c-7"),
    (Scope.CONTRACT, "c-7"),
    (Scope.CHANNEL, "web"),
    (Scope.OFFER, "spring"),
    (Scope.BASE, ""),
]
OFFERS = (
    Offer("spring", "Spring", Decimal("12.5")),
    Offer("bulk", "Bulk", Decimal(10), minimum=Decimal(10), on_contracts=True),
)
amounts = st.decimals(0, 999, places=4).map(lambda found: UnitPrice(found, "EUR"))
windows = st.sampled_from([Window(), Window(AT - DAY, None), Window(None, AT), Window(AT, None)])


@st.composite
def tiers(draw: st.DrawFn) -> tuple[Entry, ...]:
    minimums = sorted(draw(st.sets(st.integers(0, 30), min_size=1, max_size=4)))
    return tuple(Entry(draw(amounts), minimum=Decimal(one)) for one in minimums)


@st.composite
def books(draw: st.DrawFn) -> list[PriceList | PriceEntries]:
    known: list[PriceList | PriceEntries] = []
    for n in range(draw(st.integers(0, 6))):
        scope, of = draw(st.sampled_from(SCOPES))
        based = n > 0 and draw(st.booleans())
        formula = Formula(f"l{n - 1}", draw(st.decimals("0.5", "1.5", places=2))) if based else None
        known.append(
            PriceList(
                f"l{n}", "EUR", scope, of, "k" if scope is Scope.CONTRACT else "",
                draw(windows), draw(st.integers(0, 1)), formula, by_category=True,
                beats_contracts=draw(st.booleans()),
            )
        )  # fmt: skip
        keys = draw(st.sets(st.sampled_from(KEYS), max_size=3))
        known += [PriceEntries.of(f"l{n}", key, *draw(tiers()), by=by) for by, key in keys]
    return known


@st.composite
def requests(draw: st.DrawFn) -> PriceRequest:
    lines = tuple(
        PriceLine(
            n, draw(st.sampled_from(PRODUCTS)), draw(st.integers(1, 40)),
            draw(st.sampled_from(["", "pcs", "case"])),
            draw(st.sampled_from(["", "spring", "bulk", "none"])),
        )
        for n in range(1, draw(st.integers(1, 4)) + 1)
    )  # fmt: skip
    return PriceRequest(
        "EUR", AT, lines, "c-7", ("gold", "north"), "web", places=draw(st.integers(0, 6)),
        rounding=draw(st.sampled_from(Rounding)),
    )  # fmt: skip


strategies = st.sampled_from([by_precedence, best_price])


def answer(request: PriceRequest, known: list[Any], strategy: Strategy, trace: Trace) -> Any:
    """Return the quotation, or the refusal as text."""
    try:
        return price(request, PriceSlice.of(*known, *OFFERS), strategy=strategy, trace=trace)
    except NoPrice as none:
        return str(none.lines and [line.number for line in none.lines])


@such_that(requests(), books(), strategies, st.randoms(use_true_random=False))
def test_the_order_of_documents_never_changes_a_price(
    request: PriceRequest, known: list[Any], strategy: Strategy, dice: Any
) -> None:
    first = answer(request, known, strategy, Trace.FULL)
    dice.shuffle(known)
    assert answer(request, known, strategy, Trace.FULL) == first


@such_that(requests(), books(), strategies)
def test_a_trace_never_changes_a_price_and_names_exactly_one_winner(
    request: PriceRequest, known: list[Any], strategy: Strategy
) -> None:
    full = answer(request, known, strategy, Trace.FULL)
    bare = answer(request, known, strategy, Trace.OFF)
    if not isinstance(full, Quotation):
        assert bare == full
        return
    for told, silent in zip(full, bare, strict=True):
        winners = [one for one in told.trace if one.verdict is Verdict.WON]
        assert [one.price_list for one in winners] == [told.source] == [silent.source]
        assert winners[0].price == told.unit_price == silent.unit_price
        assert (told.extended, told.amount) == (silent.extended, silent.amount)
        assert {one.price_list for one in told.trace} == set(full.lists)


@such_that(requests(), books(), strategies)
def test_a_line_adds_up_and_is_rounded_once(
    request: PriceRequest, known: list[Any], strategy: Strategy
) -> None:
    found = answer(request, known, strategy, Trace.OFF)
    if not isinstance(found, Quotation):
        return
    for line, asked in zip(found, request.lines, strict=True):
        taken = sum((one.amount for one in line.adjustments), Decimal(0))
        assert line.gross + taken == line.extended
        exact = line.unit_price.amount * asked.base / line.unit_price.per
        for one in line.adjustments:
            exact *= 1 - next(o.percent for o in OFFERS if o.id == one.offer) / 100
        assert line.extended == rounded(exact, request.places, request.rounding)
        assert line.amount == Money(to_minor(exact, 2, request.rounding), "EUR")
    assert found.total.minor == sum(line.amount.minor for line in found)


@such_that(tiers(), st.integers(1, 40), st.integers(1, 40))
def test_more_never_costs_more_per_piece_where_tiers_fall(
    entries: tuple[Entry, ...], one: int, other: int
) -> None:
    costs = sorted((e.price.amount for e in entries if e.price), reverse=True)
    falling = tuple(
        Entry(UnitPrice(amount, "EUR"), minimum=entry.minimum)
        for amount, entry in zip(costs, entries, strict=True)
    )
    known = [PriceList("retail", "EUR"), PriceEntries.of("retail", "TEA-1", *falling)]
    few, many = sorted((one, other))
    lines = (PriceLine(1, TEA, few), PriceLine(2, TEA, many))
    found = answer(PriceRequest("EUR", AT, lines), known, by_precedence, Trace.OFF)
    if isinstance(found, Quotation):
        small, large = found
        assert large.unit_price.amount <= small.unit_price.amount


@such_that(requests(), books())
def test_the_best_price_is_never_above_the_price_by_precedence(
    request: PriceRequest, known: list[Any]
) -> None:
    best = answer(request, known, best_price, Trace.OFF)
    usual = answer(request, known, by_precedence, Trace.OFF)
    assert isinstance(best, Quotation) is isinstance(usual, Quotation)
    if isinstance(best, Quotation):
        for low, high in zip(best, usual, strict=True):
            assert low.gross <= high.gross
