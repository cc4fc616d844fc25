"""Quantities, packagings and unit prices."""

from __future__ import annotations

import pickle
from decimal import Decimal
from fractions import Fraction

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from orderkit.values import (
    MINOR_DIGITS,
    Packaging,
    Quantity,
    Rounding,
    Unit,
    UnitPrice,
    positive,
)

amounts = st.decimals(-(10**8), 10**8, places=6, allow_nan=False)
units = st.sampled_from(["", "pcs", "case", "kg", "5B"])
ratios = st.tuples(st.integers(1, 1000), st.sampled_from([1, 2, 5, 10]))
packagings = st.builds(
    Packaging,
    st.just("pcs"),
    st.integers(0, 3),
    st.dictionaries(st.sampled_from(["case", "box", "pallet"]), ratios),
)
prices = st.builds(
    UnitPrice,
    amounts,
    st.sampled_from(sorted(MINOR_DIGITS)),
    st.sampled_from([Decimal(1), Decimal(1000), Decimal("0.5"), Decimal(7)]),
    st.sampled_from(["pcs", "kg"]),
)


@given(amounts, units)
def test_a_quantity_reads_back_what_it_writes(amount: Decimal, unit: str) -> None:
    quantity = Quantity(amount, unit)
    assert Quantity.parse(str(quantity)) == quantity
    assert Quantity.of(quantity) is quantity
    assert pickle.loads(pickle.dumps(quantity)) == quantity


@given(prices)
def test_a_price_reads_back_what_it_writes(price: UnitPrice) -> None:
    assert UnitPrice.parse(str(price)) == price
    assert pickle.loads(pickle.dumps(price)) == price


@given(packagings, st.data(), st.integers(-(10**6), 10**6))
def test_whole_units_come_back_from_the_ledger(
    packaging: Packaging, data: st.DataObject, count: int
) -> None:
    unit = data.draw(st.sampled_from(sorted(packaging.factors)))
    numerator, denominator = packaging.factor(unit)
    quantity = Quantity(Decimal(count * denominator), unit)
    base = packaging.to_base(quantity)
    assert base == count * numerator * 10**packaging.places
    assert packaging.from_base(base, unit) == quantity


def test_a_quantity_is_written_without_needless_zeros() -> None:
    written = [str(Quantity.of(one)) for one in (3, "2 case", "2.50 kg", Decimal("1E+1"))]
    assert written == ["3", "2 case", "2.5 kg", "10"]


def test_positive_lets_more_than_nothing_pass() -> None:
    one = Quantity.of(1)
    assert positive(one) is one


def test_a_unit_makes_quantities_at_its_scale() -> None:
    assert Unit("kg", 3).quantity("0.250") == Quantity(Decimal("0.25"), "kg")


def test_a_case_is_twelve_pieces() -> None:
    tea = Packaging("pcs", units={"case": (12, 1)})
    assert tea.to_base(Quantity.of("2 case")) == 24
    assert tea.to_base(Quantity.of("0.5 case")) == 6
    assert str(tea.from_base(30, "case")) == "2.5 case"
    assert str(tea.from_base(30)) == "30"


def test_grams_are_held_as_integers() -> None:
    flour = Packaging("kg", 3, {"sack": (25, 1), "lb": (45359237, 100000000)})
    assert flour.to_base(Quantity.of("0.25 kg")) == 250
    assert flour.to_base(Quantity.of("2 sack")) == 50_000
    assert flour.from_base(250, "kg") == Quantity.of("0.25 kg")


def test_a_quantity_without_unit_is_of_the_order_unit() -> None:
    pieces = Packaging("pcs", units={"case": (12, 1)})
    cases = evolve(pieces, order_unit="case")
    assert pieces.to_base(Quantity.of(2)) == 2
    assert cases.to_base(Quantity.of(2)) == 24
    assert cases.from_base(24) == Quantity.of(2)


def test_equal_packagings_are_equal_whatever_the_order_of_units() -> None:
    one = Packaging("pcs", units={"case": (12, 1), "box": (4, 1)})
    two = Packaging("pcs", units={"box": (4, 1), "case": (12, 1)})
    assert one == two
    assert hash(one) == hash(two)
    assert pickle.loads(pickle.dumps(one)) == one
    assert dict(one.factors) == {"pcs": (1, 1), "box": (4, 1), "case": (12, 1)}


@given(prices, amounts, st.integers(0, 6), st.sampled_from(Rounding))
def test_an_extension_is_rounded_once_from_the_exact_product(
    price: UnitPrice, quantity: Decimal, places: int, rounding: Rounding
) -> None:
    extended = price.extended(quantity, places, rounding)
    true = Fraction(price.amount) * Fraction(quantity) / Fraction(price.per)
    step = Fraction(1, 10**places)
    assert abs(Fraction(extended) - true) < step
    if rounding in {Rounding.HALF_UP, Rounding.HALF_EVEN, Rounding.HALF_DOWN}:
        assert abs(Fraction(extended) - true) <= step / 2
    assert extended.as_tuple().exponent == -places


def test_screws_are_priced_per_thousand() -> None:
    screws = UnitPrice.parse("12.50 EUR per 1000 pcs")
    assert str(screws) == screws.in_words() == "12.50 EUR per 1000 pcs"
    assert UnitPrice.parse("24 EUR per 1 kg").in_words() == "24.00 EUR per kg"
    assert UnitPrice.parse("1200 JPY").in_words() == "1200 JPY per pcs"
    assert screws.extended(Decimal(37), 4) == Decimal("0.4625")
    assert screws.extended(Decimal(37), 2) == Decimal("0.46")


def test_a_price_shows_at_least_the_decimals_of_its_currency() -> None:
    written = ["12.5 EUR", "1050 JPY", "0.000001 EUR", "0 EUR", "-3 KWD", "2 EUR per 1 kg"]
    assert [str(UnitPrice.parse(one)) for one in written] == [
        "12.50 EUR",
        "1050 JPY",
        "0.000001 EUR",
        "0.00 EUR",
        "-3.000 KWD",
        "2.00 EUR per 1 kg",
    ]


def test_a_price_may_be_nothing_or_a_credit() -> None:
    assert UnitPrice.parse("0 EUR").extended(Decimal(5), 2) == 0
    assert UnitPrice.parse("-1.5 EUR").extended(Decimal(3), 0) == Decimal(-5)
