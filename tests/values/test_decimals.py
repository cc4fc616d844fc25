"""The gate for numbers, and rounding against the standard library's own."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderkit.values import LARGEST, Rounding, bounded, exact, ratio_rounded, rounded, to_minor

numbers = st.decimals(-(10**9), 10**9, places=6, allow_nan=False)
roundings = st.sampled_from(Rounding)
HALVES = (Rounding.HALF_UP, Rounding.HALF_EVEN, Rounding.HALF_DOWN)


@given(numbers)
def test_what_passes_the_gate_is_equal_and_canonical(number: Decimal) -> None:
    passed = exact(number, "x", places=6)
    assert passed == number
    text = str(passed)
    assert exact(text, "x", places=6) == passed
    assert str(exact(text, "x", places=6)) == text
    assert "E" not in text
    assert text != "-0"
    assert "." not in text or not text.endswith("0")


@pytest.mark.parametrize(
    ("given_number", "text"),
    [
        ("007.500", "7.5"),
        ("10.00", "10"),
        ("-0.0", "0"),
        ("100", "100"),
        (Decimal("1E+2"), "100"),
        (Decimal("0E-2000000"), "0"),
        (Decimal(-5), "-5"),
        (Decimal("12.50"), "12.5"),
        ("999999999999999", "999999999999999"),
        ("000000000000000000001", "1"),
        (-3, "-3"),
    ],
)
def test_equal_numbers_get_one_text(given_number: int | str | Decimal, text: str) -> None:
    assert str(exact(given_number, "x", places=2)) == text


@given(numbers, st.integers(0, 6), roundings)
def test_rounds_as_the_decimal_module_does(
    number: Decimal, places: int, rounding: Rounding
) -> None:
    mode = getattr(decimal, f"ROUND_{rounding.name}")
    expected = number.quantize(Decimal(1).scaleb(-places), mode)
    assert rounded(number, places, rounding) == expected
    assert to_minor(number, places, rounding) == int(expected.scaleb(places))


@given(st.integers(-(10**12), 10**12), st.integers(-(10**6), 10**6).filter(bool), roundings)
def test_divides_integers_as_decimals_would(top: int, bottom: int, rounding: Rounding) -> None:
    share = ratio_rounded(top, bottom, rounding)
    true = Fraction(top, bottom)
    assert abs(share - true) < 1
    twice = 2 * true  # halves are the only ties, and a number of halves says on which side it is
    if twice.denominator == 1:
        mode = getattr(decimal, f"ROUND_{rounding.name}")
        assert share == int((Decimal(int(twice)) / 2).quantize(Decimal(1), mode))


@pytest.mark.parametrize(
    ("rounding", "parts"),
    [
        (Rounding.HALF_UP, (-3, -2, -1, 1, 2, 3)),
        (Rounding.HALF_DOWN, (-2, -1, -1, 1, 1, 2)),
        (Rounding.HALF_EVEN, (-2, -2, -1, 1, 2, 2)),
        (Rounding.UP, (-3, -2, -2, 2, 2, 3)),
        (Rounding.DOWN, (-2, -1, -1, 1, 1, 2)),
        (Rounding.CEILING, (-2, -1, -1, 2, 2, 3)),
        (Rounding.FLOOR, (-3, -2, -2, 1, 1, 2)),
    ],
)
def test_each_rounding_on_halves_and_thirds(rounding: Rounding, parts: tuple[int, ...]) -> None:
    cases = ((-5, 2), (-3, 2), (-4, 3), (4, 3), (3, 2), (5, 2))
    assert tuple(ratio_rounded(top, bottom, rounding) for top, bottom in cases) == parts


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_half_up_is_the_same_for_both_signs(top: int, bottom: int) -> None:
    assert ratio_rounded(-top, bottom) == -ratio_rounded(top, bottom) == ratio_rounded(top, -bottom)


def test_rounding_is_named_and_differs_on_a_tie() -> None:
    price = Decimal("2.675")
    assert [str(rounded(price, 2, rule)) for rule in HALVES] == [
        "2.68",
        "2.68",
        "2.67",
    ]
    assert ratio_rounded(5, 2, Rounding("half_even")) == 2


def test_what_rounds_to_zero_has_no_sign() -> None:
    assert str(rounded(Decimal("-0.004"), 2)) == "0.00"


def test_bounds_are_inclusive() -> None:
    assert bounded(LARGEST, "x") == LARGEST
    assert bounded(-LARGEST, "x") == -LARGEST
