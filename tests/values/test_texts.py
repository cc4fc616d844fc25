"""Texts, ids and addresses that are fine, and what marks personal fields."""

from __future__ import annotations

import pickle
import string

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderkit.errors import InvalidInput
from orderkit.values import COUNTRIES, Address, check_id, check_text, personal_fields

HOME = Address("陳小姐", ("信義路五段7號", "89樓"), "台北市", "110", "TW")


@pytest.mark.parametrize(
    "text",
    [
        "Ring at the gate",
        "請送到後門",
        "שלום",
        "order 4111111111111112",  # the check digit is wrong
        "4006381333931",  # a GTIN whose last digit no card would have
        "100234 100235 100236 100237 100238",  # item numbers are not looked at in slices
        "tel. +49 228 1234567",
        "4111/1111/1111/1111",
    ],
)
def test_ordinary_texts_pass_unchanged(text: str) -> None:
    assert check_text(text, "note") == text


def test_line_breaks_pass_where_several_lines_are_meant() -> None:
    assert check_text("a\n\tb", "note", multiline=True) == "a\n\tb"


def test_an_empty_text_passes_where_it_may_be_empty() -> None:
    assert check_text("", "note", empty=True) == ""


@given(st.integers(10**11, 10**18 - 1), st.sampled_from(["", " ", "-"]))
def test_every_number_with_the_right_check_digit_is_taken_for_a_card(
    body: int, between: str
) -> None:
    digits = next(number for check in range(10) if luhn(number := f"{body}{check}"))
    text = between.join(digits[n : n + 4] for n in range(0, len(digits), 4))
    if len(digits) < 13:
        assert check_text(text, "note") == text
    else:
        with pytest.raises(InvalidInput, match="card"):
            check_text(text, "note")


def luhn(digits: str) -> bool:
    table = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
    total = sum(
        table[int(digit)] if n % 2 else int(digit) for n, digit in enumerate(reversed(digits))
    )
    return total % 10 == 0


first = st.sampled_from(string.ascii_letters + string.digits)
rest = st.text(string.ascii_letters + string.digits + "._:-", max_size=63)


@given(first, rest)
def test_ids_of_the_pattern_pass(start: str, more: str) -> None:
    assert check_id(start + more, "id") == start + more


@given(st.text(max_size=70))
def test_no_id_has_another_character(text: str) -> None:
    allowed = set(string.ascii_letters + string.digits + "._:-")
    try:
        check_id(text, "id")
    except InvalidInput:
        assert not text or len(text) > 64 or text[0] in "._:-" or not set(text) <= allowed
    else:
        assert set(text) <= allowed
        assert 1 <= len(text) <= 64


def test_an_address_keeps_what_it_was_given() -> None:
    assert HOME.region == ""
    assert pickle.loads(pickle.dumps(HOME)) == HOME


def test_an_address_without_postcode_is_an_address() -> None:
    assert attrs.evolve(HOME, country="HK", city="Central", postcode="").postcode == ""


def test_the_fields_that_tell_who_and_where_are_personal() -> None:
    assert personal_fields(Address) == ("name", "lines", "city", "postcode")


def test_all_assigned_countries_are_known() -> None:
    assert len(COUNTRIES) == 249
    assert {"DE", "TW", "CN", "US"} <= COUNTRIES
    assert not {"UK", "EU", "XK", "ZZ"} & COUNTRIES


def test_numbers_of_items_and_orders_are_not_looked_at_for_cards() -> None:
    assert check_text("4745556207393", "item", number=True) == "4745556207393"
