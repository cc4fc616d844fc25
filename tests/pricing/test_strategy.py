"""Which list goes first: the precedence told row by row, ties, and what a trace says."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from orderkit.flow import Rulebook
from orderkit.pricing import (
    PRICING_STRATEGY,
    By,
    Formula,
    Offer,
    PriceEntries,
    PriceLine,
    PriceList,
    PriceRequest,
    PriceSlice,
    Ranks,
    Scope,
    Tie,
    Trace,
    Verdict,
    best_price,
    by_precedence,
    explain,
    explain_table,
    price,
    problems,
)
from orderkit.values import Window
from tests.pricing.shop import AT, DAY, MOMENT, RETAIL, TEA, ask, at, cost, prices, quote

WEEK_AGO, MONTH_AGO = Window(AT - 7 * DAY, None), Window(AT - 30 * DAY, None)


def made(id: str, scope: Scope = Scope.EVERYONE, of: str = "", **more: Any) -> PriceList:  # noqa: A002
    return PriceList(id, "EUR", scope, of, **more)


CONTRACT = made("contract", Scope.CONTRACT, "c-7", contract="k-1")
CUSTOMER = made("customer", Scope.CUSTOMER, "c-7")
GOLD = made("gold", Scope.GROUP, "gold")
NORTH = made("north", Scope.GROUP, "north")
WEB = made("web", Scope.CHANNEL, "web")
OFFER = made("offer", Scope.OFFER, "spring")


def request(quantity: int = 1, **more: Any) -> PriceRequest:
    buyer = {"customer": "c-7", "groups": ("gold", "north"), "channel": "web"}
    return ask(TEA, quantity, **{**buyer, **more})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (CONTRACT, made("x", priority=99)),
        (made("x", beats_contracts=True), CONTRACT),
        (made("x", priority=1), CUSTOMER),
        (OFFER, CUSTOMER),
        (CUSTOMER, GOLD),
        (GOLD, WEB),
        (WEB, RETAIL),
        (made("x", window=WEEK_AGO), made("a", window=MONTH_AGO)),
        (made("x", window=MONTH_AGO), RETAIL),
        (made("x", Scope.GROUP, "north", window=WEEK_AGO), GOLD),
        (GOLD, made("a", Scope.GROUP, "north")),
        (made("a"), made("b")),
    ],
)
def test_precedence_row_by_row(first: PriceList, second: PriceList) -> None:
    for known in ([first, second], [second, first]):
        assert by_precedence(request(), known) == ((first,), (second,))


def test_lists_of_one_group_compete_by_price_and_then_by_id() -> None:
    other = made("a-gold", Scope.GROUP, "gold")
    assert by_precedence(request(), [GOLD, other]) == ((other, GOLD),)
    cheap, dear = prices("gold", at("8")), prices("a-gold", at("9"))
    assert quote(request(), GOLD, other, cheap, dear).source == "gold"
    same = prices("a-gold", at("8"))
    assert quote(request(), GOLD, other, cheap, same).source == "a-gold"


def test_the_lowest_price_is_the_lowest_per_line_whatever_its_unit() -> None:
    other = made("a-gold", Scope.GROUP, "gold")
    by_case, by_piece = prices("gold", at("100 per 1 case")), prices("a-gold", at("8.34"))
    assert quote(request(12), GOLD, other, by_case, by_piece).source == "gold"


def test_of_equal_lists_the_smaller_id_wins_and_the_tie_is_reported() -> None:
    twin = made("a-retail")
    known = (RETAIL, twin, prices("retail", at("8")), prices("a-retail", at("9")))
    assert quote(request(), *known).source == "a-retail"
    assert problems([RETAIL, twin, GOLD]) == (Tie(("a-retail", "retail"), Scope.EVERYONE, ""),)


def test_a_tie_is_told_with_the_way_out() -> None:
    [tie] = problems([GOLD, made("a-gold", Scope.GROUP, "gold")])
    assert str(tie) == (
        "the price lists a-gold, gold for group gold have the same priority and start, so a-gold "
        "wins by its id alone: give them different priorities or windows"
    )


@pytest.mark.parametrize(
    "other",
    [
        made("a", priority=1),
        made("a", window=WEEK_AGO),
        made("a", Scope.BASE),
        made("a", withdrawn=True),
        made("a", beats_contracts=True),
        made("a", tax_inclusive=True),
        PriceList("a", "USD"),
        WEB,
    ],
)
def test_lists_that_something_tells_apart_are_no_problem(other: PriceList) -> None:
    assert problems([RETAIL, other]) == ()


def test_the_best_price_is_the_lowest_of_all_lists() -> None:
    known = (RETAIL, CONTRACT, prices("retail", at("8")), prices("contract", at("9")))
    [line] = price(request(), PriceSlice.of(*known), strategy=best_price)
    assert line.source == "retail"
    assert best_price(request(), [GOLD, WEB]) == ((GOLD, WEB),)


def test_a_business_may_have_a_strategy_of_its_own() -> None:
    def only_gold(_request: PriceRequest, lists: Sequence[PriceList]) -> Ranks:
        return tuple((one,) for one in lists if one.id == "gold")

    rulebook = Rulebook().having(PRICING_STRATEGY, only_gold)
    known = PriceSlice.of(RETAIL, GOLD, prices("retail", at("8")), prices("gold", at("9")))
    [line] = price(request(), known, strategy=rulebook[PRICING_STRATEGY], trace=Trace.FULL)
    assert line.source == "gold"
    assert [(one.price_list, one.verdict) for one in line.trace] == [
        ("gold", Verdict.WON), ("retail", Verdict.LEFT_OUT),
    ]  # fmt: skip
    assert Rulebook()[PRICING_STRATEGY] is by_precedence


def test_a_full_trace_says_of_every_list_why_it_lost() -> None:
    twin = made("z-gold", Scope.GROUP, "gold")
    lists = [
        GOLD, twin, RETAIL, WEB, OFFER,
        made("base", Scope.BASE),
        made("past", window=Window(None, AT)),
        made("future", window=Window(AT + MOMENT, None)),
        made("silver", Scope.GROUP, "silver"),
        made("shop", Scope.CHANNEL, "shop"),
        made("c-8", Scope.CUSTOMER, "c-8"),
        made("gross", tax_inclusive=True),
        made("void", withdrawn=True),
        PriceList("dollars", "USD"),
    ]  # fmt: skip
    entries = [prices("gold", at("8")), prices("z-gold", at("9")), prices("retail", at("7"))]
    line = quote(request(), *lists, *entries, trace=Trace.FULL)
    assert {one.price_list: (one.rank, one.verdict.value) for one in line.trace} == {
        "gold": (1, "won"),
        "z-gold": (1, "not_cheaper"),
        "web": (2, "no_price"),
        "retail": (3, "ranked_lower"),
        "offer": (0, "not_in_scope"),
        "base": (0, "not_in_scope"),
        "past": (0, "outside_window"),
        "future": (0, "outside_window"),
        "silver": (0, "not_in_scope"),
        "shop": (0, "not_in_scope"),
        "c-8": (0, "not_in_scope"),
        "gross": (0, "other_tax"),
        "void": (0, "withdrawn"),
        "dollars": (0, "other_currency"),
    }


def test_an_offers_list_is_not_in_scope_of_lines_that_do_not_name_it() -> None:
    known = PriceSlice.of(RETAIL, OFFER, prices("retail", at("8")), prices("offer", at("1")))
    lines = (PriceLine.of(1, TEA, 1), PriceLine.of(2, TEA, 1, offer="spring"))
    plain, named = price(PriceRequest("EUR", AT, lines), known, trace=Trace.FULL)
    assert [one.verdict.value for one in plain.trace] == ["not_in_scope", "won"]
    assert (named.source, named.declined.value) == ("retail", "unknown")


def test_a_winners_trace_names_the_winner_alone_and_no_trace_nothing() -> None:
    known = (RETAIL, GOLD, prices("retail", at("8")), prices("gold", at("9", 1)))
    [won] = quote(request(), *known).trace
    assert (won.price_list, won.scope, won.by, won.key, str(won.minimum), won.unit) == (
        "gold", "group gold", By.SKU, "TEA-1", "1", "pcs",
    )  # fmt: skip
    assert quote(request(), *known, trace=Trace.OFF).trace == ()
    assert quote(request(), *known, trace=Trace.OFF).winner is None


def test_a_price_is_explained_in_words() -> None:
    top = made(
        "top", Scope.CONTRACT, "c-7", contract="k", priority=3, formula=Formula.off("retail", 5)
    )
    near = PriceEntries.of("retail", "tea", at("10", 2), by=By.CATEGORY)
    base = made("retail", by_category=True)
    line = quote(request(3, offer="spring"), top, base, near, trace=Trace.FULL)
    assert explain(line) == (
        "Line 1, TEA-1: 9.50 EUR per pcs from price list top (contract, for contract c-7, priority 3, "
        "reckoned from retail). The named offer does not reduce it: there is none of that name. "
        "In all 28.50 EUR. Other lists: retail ranks lower."
    )
    assert explain_table(line) == (
        "rank  list    for           price              verdict\n"
        "1     top     contract c-7  9.50 EUR per pcs   won\n"
        "2     retail  everyone      10.00 EUR per pcs  ranks lower"
    )
    assert "(for everyone, category tea, from 2 pcs)" in explain(quote(request(3), base, near))


def test_a_price_by_hand_is_explained_by_its_reason() -> None:
    line = PriceLine(1, TEA, 2, override=cost("5"), reason="damaged box")
    [quoted] = price(PriceRequest("EUR", AT, (line,)), PriceSlice.of())
    assert explain(quoted) == (
        "Line 1, TEA-1: 5.00 EUR per pcs set by hand (damaged box). In all 10.00 EUR."
    )
    assert explain_table(quoted) == "rank  list  for  price  verdict"


def test_an_unranked_list_has_a_dash_in_the_table() -> None:
    line = quote(
        request(), RETAIL, PriceList("usd", "USD"), prices("retail", at("1")), trace=Trace.FULL
    )
    assert explain_table(line).splitlines()[-1] == (
        "-     usd     everyone                    is in another currency"
    )


def test_a_bare_price_is_explained_by_its_list_and_its_offer() -> None:
    spring = Offer("spring", "Spring", Decimal(5))
    known = (RETAIL, prices("retail", at("10")), spring)
    line = quote(request(1, offer="spring"), *known, trace=Trace.OFF)
    assert explain(line) == (
        "Line 1, TEA-1: 10.00 EUR per pcs from price list retail. 5 % off: Spring: -0.5000 EUR. "
        "In all 9.50 EUR."
    )
