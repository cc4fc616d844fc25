"""Money, its division, and currencies: properties and a few stories."""

from __future__ import annotations

import csv
import pickle
from collections.abc import Callable
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderkit.values import (
    CHF,
    EUR,
    JPY,
    KWD,
    LARGEST,
    MINOR_DIGITS,
    Currency,
    Money,
    TieRule,
    UnitPrice,
    apportion,
    currency,
    exact,
    rounded,
)

codes = st.sampled_from(sorted(MINOR_DIGITS))
minors = st.integers(-LARGEST, LARGEST)
monies = st.builds(Money, minors, codes)
rules = st.sampled_from(TieRule)
weightings = st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(any)


@given(monies)
def test_money_reads_back_what_it_writes(money: Money) -> None:
    assert Money.parse(str(money)) == money
    assert Money.of(money.amount, money.currency) == money
    assert pickle.loads(pickle.dumps(money)) == money


@given(minors, weightings, rules)
def test_a_split_loses_nothing(minor: int, weights: list[int], tie: TieRule) -> None:
    parts = apportion(minor, weights, tie)
    assert sum(parts) == minor
    assert len(parts) == len(weights)
    assert all(part * minor >= 0 for part in parts)
    assert all(not part for part, weight in zip(parts, weights, strict=True) if not weight)


@given(minors, weightings, rules)
def test_a_split_is_the_same_for_both_signs(minor: int, weights: list[int], tie: TieRule) -> None:
    there = Money(minor, "EUR").split(weights, tie)
    back = Money(-minor, "EUR").split(weights, tie)
    assert back == tuple(-part for part in there)
    assert Money.total(there, "EUR") == Money(minor, "EUR")


@given(minors, weightings, st.sampled_from([TieRule.LARGEST_REMAINDER, TieRule.FIRST_TAKE_REST]))
def test_a_part_is_less_than_one_unit_from_its_share(
    minor: int, weights: list[int], tie: TieRule
) -> None:
    whole = sum(weights)
    parts = apportion(minor, weights, tie)
    assert all(
        abs(part * whole - minor * weight) < whole
        for part, weight in zip(parts, weights, strict=True)
    )


def test_each_tie_rule_gives_the_rest_to_its_own() -> None:
    weights = (0, 1, 1, 4, 0)
    assert apportion(5, weights) == (0, 1, 1, 3, 0)
    assert apportion(5, weights, TieRule.LAST_TAKES_REST) == (0, 0, 0, 5, 0)
    assert apportion(5, weights, TieRule.FIRST_TAKE_REST) == (0, 1, 1, 3, 0)
    assert apportion(3, weights, TieRule.FIRST_TAKE_REST) == (0, 1, 0, 2, 0)
    assert apportion(3, (1, 4, 1), TieRule.LARGEST_REMAINDER) == (1, 2, 0)
    assert apportion(2, (1, 4, 1), TieRule.LAST_TAKES_REST) == (0, 1, 1)


def test_nothing_is_split_into_nothings() -> None:
    assert apportion(0, (0, 0)) == (0, 0)
    assert apportion(0, ()) == ()
    assert apportion(0, (3, 1)) == (0, 0)


def test_one_euro_in_three_is_one_euro() -> None:
    assert [str(part) for part in EUR(1).split((1, 1, 1))] == ["0.34 EUR", "0.33 EUR", "0.33 EUR"]


def test_money_adds_negates_and_multiplies() -> None:
    five = EUR(5)
    assert five + EUR("0.50") - EUR(1) == EUR("4.50")
    assert -five == EUR(-5)
    assert abs(-five) == five
    assert 3 * five == five * 3 == EUR(15)
    assert Money.total([], "EUR") == Money.zero("EUR")


def test_money_is_true_when_there_is_some() -> None:
    assert EUR("-0.01")
    assert not EUR(0)


def test_money_compares_within_a_currency() -> None:
    small, large = EUR(1), EUR(2)
    assert (small < large, small <= large, small > large, small >= large) == (
        True,
        True,
        False,
        False,
    )
    assert EUR(1) != CHF(1)


def test_money_shows_the_decimals_of_its_currency() -> None:
    shown = [str(JPY(1050)), str(KWD("1.234")), str(EUR("-0.05")), str(currency("CLF")("0.5"))]
    assert shown == ["1050 JPY", "1.234 KWD", "-0.05 EUR", "0.5000 CLF"]
    assert str(EUR("148.20").amount) == "148.20"


def test_a_minus_zero_is_zero() -> None:
    assert str(EUR(Decimal("-0"))) == str(EUR("-0.00")) == "0.00 EUR"


def test_a_currency_knows_its_code_and_digits() -> None:
    assert (str(KWD), KWD.digits, KWD.code) == ("KWD", 3, "KWD")
    assert currency("SEK") == Currency("SEK")


@pytest.mark.parametrize("digits", [0, 3, 4])
def test_the_table_has_the_unusual_currencies(digits: int) -> None:
    unusual = {
        0: {"JPY", "KRW", "VND", "UGX", "ISK", "CLP", "XOF", "XAF", "XPF"},
        3: {"BHD", "KWD", "JOD", "OMR", "TND", "IQD", "LYD"},
        4: {"CLF", "UYW"},
    }
    assert unusual[digits] <= {code for code, places in MINOR_DIGITS.items() if places == digits}


def test_the_table_is_the_published_list_without_funds(data_dir: Path) -> None:
    listing = data_dir / "tck_currency" / "iso4217_codes-all.csv"
    if not listing.is_file():
        pytest.skip(f"no currency list at {listing}")
    with listing.open(encoding="utf-8", newline="") as rows:
        listed = {
            row["AlphabeticCode"]: row["MinorUnit"]
            for row in csv.DictReader(rows)
            if row["AlphabeticCode"] and not row["WithdrawalDate"] and row["MinorUnit"] != "-"
        }
    left_out = set(listed) - set(MINOR_DIGITS)
    assert left_out == {"BOV", "CHE", "CHW", "COU", "MXV", "USN", "UYI", "XAD"}
    assert {code: str(digits) for code, digits in MINOR_DIGITS.items()} == {
        code: digits for code, digits in listed.items() if code not in left_out
    }


ARITHMETIC: list[Callable[[], object]] = [
    lambda: str(EUR("123456.78") + EUR("0.01")),
    lambda: EUR("99999999999.99").amount,
    lambda: exact("123456.789012", "x", places=6),
    lambda: exact(Decimal("123456.789012"), "x", places=6),
    lambda: rounded(Decimal("123456.785"), 2),
    lambda: UnitPrice.parse("1234.567891 EUR per 7 pcs").extended(Decimal("98765.4321"), 6),
]


@pytest.mark.parametrize("compute", ARITHMETIC)
def test_the_callers_decimal_context_changes_nothing(compute: Callable[[], object]) -> None:
    usual = compute()
    with localcontext(prec=5, Emax=3, Emin=-3):
        assert compute() == usual
