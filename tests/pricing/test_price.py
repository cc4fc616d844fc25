"""Prices of lines, told by hand: tiers, units, dates, formulas, offers, overrides."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import attrs
import pytest

from orderkit.catalog import Product
from orderkit.errors import InvalidInput
from orderkit.pricing import (
    COST,
    By,
    Entry,
    Formula,
    NoPrice,
    PriceEntries,
    PriceLine,
    PriceList,
    PriceRequest,
    PriceSlice,
    Scope,
    Unpriced,
    price,
)
from orderkit.values import EUR, Money, Packaging, Rounding, UnitPrice, Window
from tests.pricing.shop import (
    AT,
    DAY,
    MOMENT,
    PIECES,
    RED,
    RETAIL,
    RICE,
    TEA,
    ask,
    at,
    cost,
    prices,
    quote,
    unit_price,
)

LADDER = prices("retail", at("10", 1), at("9", 10), at("8", 100))


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [(1, "10.00"), (9, "10.00"), (10, "9.00"), (11, "9.00"), (99, "9.00"), (100, "8.00"),
     (101, "8.00"), (10**6, "8.00")],
)  # fmt: skip
def test_the_greatest_tier_not_above_the_quantity_counts(quantity: int, expected: str) -> None:
    assert unit_price(ask(TEA, quantity), RETAIL, LADDER) == f"{expected} EUR"


def test_below_the_lowest_tier_the_next_list_counts() -> None:
    bulk = PriceList("bulk", "EUR", priority=5)
    entries = prices("bulk", at("5", 100)), prices("retail", at("10"))
    assert unit_price(ask(TEA, 99), RETAIL, bulk, *entries) == "10.00 EUR"
    assert unit_price(ask(TEA, 100), RETAIL, bulk, *entries) == "5.00 EUR"


@pytest.mark.parametrize(
    ("on", "expected"),
    [(AT - MOMENT, "10.00"), (AT, "11.00"), (AT + DAY - MOMENT, "11.00"), (AT + DAY, "12.00")],
)
def test_entries_hold_from_their_start_until_before_their_end(on: datetime, expected: str) -> None:
    dated = prices(
        "retail",
        at("10", 0, Window(None, AT)),
        at("11", 0, Window(AT, AT + DAY)),
        at("12", 0, Window(AT + DAY, None)),
    )
    assert unit_price(ask(TEA, 1, on=on), RETAIL, dated) == f"{expected} EUR"


@pytest.mark.parametrize(
    ("on", "expected"),
    [(AT - MOMENT, "10.00"), (AT, "5.00"), (AT + DAY - MOMENT, "5.00"), (AT + DAY, "10.00")],
)
def test_lists_hold_from_their_start_until_before_their_end(on: datetime, expected: str) -> None:
    sale = PriceList("sale", "EUR", priority=5, window=Window(AT, AT + DAY))
    entries = prices("sale", at("5")), prices("retail", at("10"))
    assert unit_price(ask(TEA, 1, on=on), RETAIL, sale, *entries) == f"{expected} EUR"


def test_an_entry_that_has_ended_passes_on_to_the_next_list() -> None:
    past = PriceList("past", "EUR", priority=5)
    entries = prices("past", at("5", 0, Window(None, AT))), prices("retail", at("10"))
    assert unit_price(ask(TEA, 1, on=AT - MOMENT), RETAIL, past, *entries) == "5.00 EUR"
    assert unit_price(ask(TEA, 1, on=AT), RETAIL, past, *entries) == "10.00 EUR"


def test_a_variant_has_the_price_of_its_article_where_it_has_none_of_its_own() -> None:
    assert unit_price(ask(RED, 1), RETAIL, prices("retail", at("5"))) == "5.00 EUR"


def test_the_ordered_unit_goes_before_converted_ones() -> None:
    entries = prices("retail", at("100 per 1 case"), at("10"))
    assert unit_price(ask(TEA, "2 case"), RETAIL, entries) == "100.00 EUR per 1 case"
    assert unit_price(ask(TEA, 24), RETAIL, entries) == "10.00 EUR"


def test_the_order_unit_is_meant_where_none_is_named() -> None:
    cases = attrs.evolve(TEA, packaging=attrs.evolve(PIECES, order_unit="case"))
    entries = prices("retail", at("100 per 1 case"), at("10"))
    line = quote(ask(cases, 2), RETAIL, entries)
    assert (line.base, str(line.unit_price), line.amount) == (
        24, "100.00 EUR per 1 case", EUR("200"),
    )  # fmt: skip


def test_other_units_count_from_the_stock_unit_to_the_largest() -> None:
    pieces, case, pallet = at("10"), at("100 per 1 case"), at("3000 per 1 pallet")
    wanted = ask(TEA, "480 pcs")
    assert unit_price(ask(TEA, "1 pallet"), RETAIL, prices("retail", case, pieces)) == "10.00 EUR"
    dear = prices("retail", case, pallet)
    assert unit_price(wanted, RETAIL, dear) == "100.00 EUR per 1 case"
    assert quote(wanted, RETAIL, dear).amount == EUR("4000")


def test_a_tier_counts_in_its_entrys_own_unit() -> None:
    entries = prices("retail", at("100 per 1 case", 1), at("90 per 1 case", 10))
    assert unit_price(ask(TEA, 119), RETAIL, entries) == "100.00 EUR per 1 case"
    assert unit_price(ask(TEA, 120), RETAIL, entries) == "90.00 EUR per 1 case"


def test_units_that_the_product_does_not_have_do_not_count() -> None:
    tea = PriceEntries.of("retail", "tea", at("9 per 1 kg"), at("10"), by=By.CATEGORY)
    assert unit_price(ask(TEA, 1), attrs.evolve(RETAIL, by_category=True), tea) == "10.00 EUR"


def test_fractions_of_a_unit_are_priced_exactly() -> None:
    rice = prices("retail", at("2.99 per 1 kg"), sku="RICE-1")
    line = quote(ask(RICE, "1.235"), RETAIL, rice)
    assert (line.base, str(line.extended), line.amount) == (1235, "3.6927", EUR("3.69"))


def test_a_price_per_thousand_is_not_rounded_before_it_is_multiplied() -> None:
    line = quote(ask(TEA, 37), RETAIL, prices("retail", at("12.50 per 1000 pcs")))
    assert (str(line.extended), line.amount) == ("0.4625", EUR("0.46"))


def test_the_amount_is_rounded_once_from_the_exact_price() -> None:
    # 1.00446 x 1: to four places 1.0045, whose rounding to three would be 1.005.
    line = quote(ask(TEA, 1, places=4), RETAIL, prices("retail", at("1.004499")))
    assert (str(line.extended), line.amount) == ("1.0045", EUR("1.00"))
    line = quote(ask(TEA, 1, places=3), RETAIL, prices("retail", at("1.0046")))
    assert (str(line.extended), line.amount) == ("1.005", EUR("1.00"))


def test_the_rule_of_rounding_is_the_requests() -> None:
    down = ask(TEA, 1, places=2, rounding=Rounding.DOWN)
    line = quote(down, RETAIL, prices("retail", at("1.009")))
    assert (str(line.extended), line.amount) == ("1.00", EUR("1.00"))


def test_sku_goes_before_variant_and_the_nearest_category_before_the_root() -> None:
    both = attrs.evolve(RETAIL, by_category=True)
    red = prices("retail", at("4"), sku="TEA-1-RED")
    tea = prices("retail", at("5"))
    near = PriceEntries.of("retail", "tea", at("6"), by=By.CATEGORY)
    root = PriceEntries.of("retail", "food", at("7"), by=By.CATEGORY)
    known = [both, root, near, tea, red]
    for expected in ("4.00 EUR", "5.00 EUR", "6.00 EUR", "7.00 EUR"):
        assert unit_price(ask(RED, 1), *known) == expected
        known.pop()


def test_an_entry_of_the_sku_that_does_not_fit_passes_on_within_the_list() -> None:
    both = attrs.evolve(RETAIL, by_category=True, formula=Formula.on(COST, 100))
    sku, near = (
        prices("retail", at("4", 10)),
        PriceEntries.of("retail", "tea", at("6", 5), by=By.CATEGORY),
    )
    costed = attrs.evolve(TEA, standard_cost=cost("3.50"))
    assert unit_price(ask(costed, 10), both, sku, near) == "4.00 EUR"
    assert unit_price(ask(costed, 9), both, sku, near) == "6.00 EUR"
    assert unit_price(ask(costed, 4), both, sku, near) == "7.00 EUR"


def test_a_list_by_formula_follows_the_tiers_of_its_base() -> None:
    gold = PriceList("gold", "EUR", Scope.GROUP, "gold", formula=Formula.off("retail", 10))
    line = quote(ask(TEA, 100, groups=("gold",)), RETAIL, gold, LADDER)
    assert (line.source, str(line.unit_price)) == ("gold", "7.20 EUR")
    assert line.winner is not None
    assert line.via == line.winner.via == ("retail",)


def test_formulas_go_through_lists_down_to_cost() -> None:
    costed = attrs.evolve(TEA, standard_cost=cost("4"))
    lists = (
        PriceList("rrp", "EUR", Scope.BASE, formula=Formula.on(COST, 100)),
        PriceList("trade", "EUR", Scope.BASE, formula=Formula.off("rrp", 25)),
        PriceList("gold", "EUR", formula=Formula.off("trade", 50)),
    )
    line = quote(ask(costed, 1), *lists)
    assert str(line.unit_price) == "3.00 EUR"
    assert line.winner is not None
    assert line.via == line.winner.via == ("trade", "rrp", COST)


def test_an_entry_may_be_a_formula_for_every_unit_or_for_one() -> None:
    gold = PriceList("gold", "EUR", priority=1, bases=("retail",))
    base = prices("retail", at("100 per 1 case"), at("10"))
    off = prices("gold", Entry(formula=Formula.off("retail", 10)))
    line = quote(ask(TEA, "1 case"), RETAIL, gold, base, off)
    assert str(line.unit_price) == "90.00 EUR per 1 case"
    assert line.winner is not None
    assert (line.winner.key, line.winner.via) == ("TEA-1", ("retail",))
    cases = prices(
        "gold", Entry(formula=Formula.off("retail", 10), unit="case", minimum=Decimal(2))
    )
    assert unit_price(ask(TEA, "1 case"), RETAIL, gold, base, cases) == "100.00 EUR per 1 case"
    assert unit_price(ask(TEA, "2 case"), RETAIL, gold, base, cases) == "90.00 EUR per 1 case"


def test_a_formula_for_every_unit_counts_its_tier_in_stock_units() -> None:
    gold = PriceList("gold", "EUR", priority=1, bases=("retail",))
    off = prices("gold", Entry(formula=Formula.off("retail", 10), minimum=Decimal(24)))
    known = (RETAIL, gold, prices("retail", at("10")), off)
    assert unit_price(ask(TEA, "1 case"), *known) == "10.00 EUR"
    assert unit_price(ask(TEA, "2 case"), *known) == "9.00 EUR"
    by_case = attrs.evolve(
        TEA, packaging=Packaging("pcs", units={"case": (12, 1)}, order_unit="case")
    )
    assert unit_price(ask(by_case, "23 pcs"), *known) == "10.00 EUR"
    assert unit_price(ask(by_case, "24 pcs"), *known) == "9.00 EUR"


@pytest.mark.parametrize(
    "base",
    [
        PriceList("base", "USD", Scope.BASE),
        PriceList("base", "EUR", Scope.BASE, withdrawn=True),
        PriceList("base", "EUR", Scope.BASE, window=Window(AT + MOMENT, None)),
        PriceList("base", "EUR", Scope.BASE, by_category=True),
        PriceList("other", "EUR", Scope.BASE),
    ],
)
def test_a_formula_without_a_base_gives_no_price(base: PriceList) -> None:
    gold = PriceList("gold", "EUR", priority=1, formula=Formula.off("base", 10))
    sku = "RICE-1" if base.by_category else "TEA-1"
    five = Entry(UnitPrice(Decimal(5), base.currency))
    known = (RETAIL, gold, base, prices("retail", at("10")), prices("base", five, sku=sku))
    assert quote(ask(TEA, 1), *known).source == "retail"


def test_cost_that_is_unknown_or_in_another_currency_gives_no_price() -> None:
    plus = PriceList("plus", "EUR", formula=Formula.on(COST, 10))
    dollars = attrs.evolve(TEA, standard_cost=UnitPrice.parse("1 USD"))
    for product in (TEA, dollars):
        with pytest.raises(NoPrice):
            quote(ask(product, 1), plus)


def test_an_entry_whose_formula_has_no_base_passes_on() -> None:
    gold = PriceList("gold", "EUR", bases=("none",), by_category=True)
    off = prices("gold", Entry(formula=Formula.off("none", 10)))
    near = PriceEntries.of("gold", "tea", at("6"), by=By.CATEGORY)
    assert unit_price(ask(TEA, 1), gold, off, near) == "6.00 EUR"


def test_the_greatest_tier_counts_even_where_its_formula_has_no_base() -> None:
    gold = PriceList("gold", "EUR", priority=1, bases=("none",))
    lost = Entry(formula=Formula.off("none", 10), minimum=Decimal(10), unit="pcs")
    known = (RETAIL, gold, prices("retail", at("10")), prices("gold", at("9"), lost))
    assert unit_price(ask(TEA, 9), *known) == "9.00 EUR"
    assert unit_price(ask(TEA, 10), *known) == "10.00 EUR"


def test_a_circle_of_formulas_is_refused() -> None:
    one = PriceList("one", "EUR", formula=Formula.off("two", 1))
    two = PriceList("two", "EUR", Scope.BASE, formula=Formula.off("one", 1))
    with pytest.raises(InvalidInput, match="'one > two > one'") as refused:
        quote(ask(TEA, 1), one, two)
    assert refused.value.faults[0].code == "formula_cycle"


def test_entries_of_a_replaced_publishing_do_not_count() -> None:
    anew = attrs.evolve(RETAIL, publishing=2, since=2)
    old = prices("retail", at("1"))
    new = attrs.evolve(prices("retail", at("2"), sku="RICE-1"), publishing=2)
    with pytest.raises(NoPrice):
        quote(ask(TEA, 1), anew, old, new)


def test_entries_without_their_head_do_not_count() -> None:
    assert unit_price(ask(TEA, 1), RETAIL, prices("retail", at("9")), prices("lost", at("1"))) == (
        "9.00 EUR"
    )


def test_keys_too_long_for_a_readable_id_have_prices_like_others() -> None:
    sku, name = "T" * 40, "L" * 20
    tea = attrs.evolve(TEA, id=sku)
    head = PriceList(name, "EUR", by_category=True)
    near = PriceEntries.of(name, "tea", at("5"), by=By.CATEGORY)
    own = prices(name, at("4"), sku=sku)
    assert own.id != f"20:{name}:s.{sku}"
    assert unit_price(ask(tea, 1), head, near, own) == "4.00 EUR"
    assert unit_price(ask(tea, 1), head, near) == "5.00 EUR"


def test_entries_by_category_count_where_the_head_says_that_there_are_some() -> None:
    near = PriceEntries.of("retail", "tea", at("6"), by=By.CATEGORY)
    with pytest.raises(NoPrice):
        quote(ask(TEA, 1), RETAIL, near)


def test_the_moment_of_a_request_is_kept_in_utc() -> None:
    berlin = AT.astimezone(timezone(timedelta(hours=2)))
    request = ask(TEA, 1, on=berlin)
    assert request.at.tzinfo is UTC
    assert request.at == AT


def test_lines_without_a_price_are_refused_together() -> None:
    none = Product("NONE", "Nothing", PIECES)
    lines = tuple(PriceLine.of(n, one, 1) for n, one in enumerate((none, TEA, RICE), 1))
    request = PriceRequest("EUR", AT, lines)
    with pytest.raises(NoPrice) as refused:
        price(request, PriceSlice.of(RETAIL, LADDER))
    assert refused.value.lines == (
        Unpriced(1, "NONE", ("retail",)),
        Unpriced(3, "RICE-1", ("retail",)),
    )
    assert str(refused.value) == (
        "no price is known for line 1, NONE (price lists: retail); line 3, RICE-1 (price lists: "
        "retail): publish a price for it, order a quantity and unit that has one, or set a price by "
        "hand with a reason"
    )


def test_a_refusal_says_that_no_list_holds() -> None:
    with pytest.raises(NoPrice, match="none holds for this customer, channel, currency and day"):
        quote(ask(TEA, 1))


def test_nothing_is_a_price_and_is_marked() -> None:
    line = quote(ask(TEA, 1), RETAIL, prices("retail", at("0")))
    assert (line.free, line.amount) == (True, Money.zero("EUR"))
    assert not quote(ask(TEA, 1), RETAIL, LADDER).free


def test_yen_have_no_minor_unit() -> None:
    yen = PriceEntries.of("yen", "TEA-1", Entry(UnitPrice.parse("99.5 JPY")))
    request = PriceRequest("JPY", AT, (PriceLine.of(1, TEA, 3),), places=0)
    [line] = price(request, PriceSlice.of(PriceList("yen", "JPY"), yen))
    assert (str(line.extended), line.amount) == ("299", Money(299, "JPY"))


def test_a_dozen_of_a_third_is_exact() -> None:
    thirds = Packaging("m", 2, units={"foot": (3, 10)})
    rope = Product("ROPE", "Rope", thirds)
    line = quote(
        ask(rope, "10 foot"), RETAIL, PriceEntries.of("retail", "ROPE", at("2 per 1 foot"))
    )
    assert (line.base, line.amount) == (300, EUR("20"))
