from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderkit.codec.forms import ValueForm, form_of
from orderkit.codec.known import money_text, price_text, quantity_text
from orderkit.codec.texts import Kept, decimal_text, open_text
from orderkit.errors import FloatRefused
from orderkit.values import Money, Quantity, UnitPrice, exact
from tests.codec.strategies import moneys, prices, quantities


@given(moneys)
def test_short_way_to_the_text_of_money_leads_to_the_same(value: Money) -> None:
    assert money_text(value) == str(value)


@given(quantities)
def test_short_way_to_the_text_of_a_quantity_leads_to_the_same(value: Quantity) -> None:
    assert quantity_text(value) == str(value)


@given(prices)
def test_short_way_to_the_text_of_a_price_leads_to_the_same(value: UnitPrice) -> None:
    assert price_text(value) == str(value)


@pytest.mark.parametrize("amount", ["0", "3", "0.5", "-0.5", "12.25", "12.255", "1000"])
def test_prices_for_one_piece_keep_the_currency_s_places(amount: str) -> None:
    price = UnitPrice(Decimal(amount), "EUR")
    assert price_text(price) == str(price)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1.50", "1.5"),
        ("100", "100"),
        ("1E+2", "100"),
        ("-0", "0"),
        ("0.00", "0"),
        ("-0.00", "0"),
        ("300.0000", "300"),
        ("-0.50", "-0.5"),
        ("10", "10"),
        ("-12.345", "-12.345"),
        ("1E-7", "0.0000001"),
        ("12345678901234567890123.5", "12345678901234567890123.5"),
        ("123456789012345678901234567.5", "123456789012345678901234567.5"),
    ],
)
def test_equal_numbers_have_one_text(number: str, text: str) -> None:
    assert decimal_text(Decimal(number)) == text


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=9
    )
)
def test_the_text_of_a_number_is_that_of_the_gate(number: Decimal) -> None:
    gated = format(exact(number, "number", places=9, digits=50), "f")
    assert decimal_text(number) == gated


def test_texts_of_what_recurs_are_found_by_the_object_and_only_so_many_are_kept() -> None:
    form = form_of(UnitPrice)
    assert isinstance(form, ValueForm)
    kept = Kept(form, size=2)
    nine, ten, more = (UnitPrice(Decimal(n), "EUR") for n in (9, 10, 11))
    assert [kept.keep(one)[0] for one in (nine, ten)] == ["9.00 EUR", "10.00 EUR"]
    assert kept.get(id(nine)) == ("9.00 EUR", nine)
    assert kept.get(id(UnitPrice(Decimal(9), "EUR"))) is None
    kept.keep(more)
    assert kept.get(id(nine)) is None
    assert kept.get(id(more)) == ("11.00 EUR", more)


def test_open_data_are_written_sorted_and_without_floats() -> None:
    assert open_text({"b": (1, None, "x"), "a": False}) == '{"a":false,"b":[1,null,"x"]}'
    with pytest.raises(FloatRefused):
        open_text([1.5])
