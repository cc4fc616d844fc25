"""Flat tax: identities, shares, rounding, dates, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given as such_that
from hypothesis import strategies as st

from orderkit.errors import InvalidInput, NotFound
from orderkit.flow import NOTHING, Put
from orderkit.parties import Company, TaxRounding
from orderkit.tax import (
    DefineTaxTable,
    LineTax,
    NoTaxRate,
    RateTax,
    TaxLine,
    TaxRate,
    TaxTable,
    TaxTableDefined,
    tax_of,
)
from orderkit.testing.scripted import decide, given
from orderkit.values import Rounding, Window

AT = datetime(2026, 1, 1, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
TABLE = TaxTable(
    "main",
    (
        TaxRate("reduced", Decimal(7)),
        TaxRate("standard", Decimal(16), Window(None, AT)),
        TaxRate("standard", Decimal(19), Window(AT, None)),
        TaxRate("zero", Decimal(0)),
    ),
)


def lines(*found: tuple[str, int]) -> list[TaxLine]:
    return [TaxLine(n, category, minor) for n, (category, minor) in enumerate(found, 1)]


def codes(refused: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in refused.value.faults]


def test_tax_is_put_on_top_of_net_prices() -> None:
    result = tax_of(lines(("standard", 1000), ("reduced", 500)), TABLE, AT)
    assert result.lines == (
        LineTax(1, Decimal(19), 1000, 190),
        LineTax(2, Decimal(7), 500, 35),
    )
    assert result.rates == (RateTax(Decimal(7), 500, 35), RateTax(Decimal(19), 1000, 190))
    assert (result.net, result.tax, result.total) == (1500, 225, 1725)


def test_tax_is_taken_out_of_gross_prices() -> None:
    result = tax_of(lines(("standard", 1190), ("standard", 119)), TABLE, AT, inclusive=True)
    assert result.lines == (LineTax(1, Decimal(19), 1000, 190), LineTax(2, Decimal(19), 100, 19))
    assert (result.net, result.tax, result.total) == (1100, 209, 1309)
    assert [one.total for one in result.lines] == [1190, 119]


def test_rounding_once_per_rate_is_not_rounding_every_line() -> None:
    # 3 x 0.03 at 19 %: 0.0057 each rounds to 0.01, together 0.0171 rounds to 0.02.
    three = lines(("standard", 3), ("standard", 3), ("standard", 3))
    assert tax_of(three, TABLE, AT).tax == 2
    each = tax_of(three, TABLE, AT, per=TaxRounding.PER_LINE)
    assert [one.tax for one in each.lines] == [1, 1, 1]


def test_the_rule_of_rounding_is_a_choice() -> None:
    one = lines(("standard", 50))
    assert tax_of(one, TABLE, AT).tax == 10
    assert tax_of(one, TABLE, AT, rounding=Rounding.HALF_DOWN).tax == 9


def test_a_new_rate_begins_with_its_first_moment() -> None:
    one = lines(("standard", 100))
    assert tax_of(one, TABLE, AT - MOMENT).tax == 16
    assert tax_of(one, TABLE, AT).tax == 19


def test_an_exemption_charges_no_tax_and_says_why() -> None:
    exempt = tax_of(lines(("standard", 100), ("none", 50)), TABLE, AT, exemption="export")
    assert (exempt.net, exempt.tax, exempt.exemption) == (150, 0, "export")
    assert exempt.rates == (RateTax(Decimal(0), 150, 0),)


def test_categories_of_one_rate_are_rounded_together() -> None:
    table = TaxTable("main", (TaxRate("a", Decimal(19)), TaxRate("b", Decimal(19))))
    result = tax_of(lines(("a", 3), ("b", 3), ("a", 3)), table, AT)
    assert (len(result.rates), result.tax) == (1, 2)


def test_no_lines_have_no_tax() -> None:
    nothing = tax_of([], TABLE, AT)
    assert (nothing.lines, nothing.rates, nothing.total) == ((), (), 0)


def test_missing_rates_are_refused_together() -> None:
    with pytest.raises(NoTaxRate) as refused:
        tax_of(lines(("books", 1), ("standard", 1), ("wine", 1)), TABLE, AT)
    assert str(refused.value) == (
        "company 'main' has no tax rate on 2026-01-01 for books, wine: "
        "define the rate, or give the product another tax category"
    )


def test_a_category_without_a_rate_on_that_day_is_missing() -> None:
    table = TaxTable("main", (TaxRate("standard", Decimal(19), Window(AT, None)),))
    with pytest.raises(NoTaxRate):
        tax_of(lines(("standard", 1)), table, AT - MOMENT)


def test_a_credit_gets_its_share_of_the_tax() -> None:
    result = tax_of(lines(("standard", 1000), ("standard", -200)), TABLE, AT)
    assert [one.tax for one in result.lines] == [190, -38]


amounts = st.lists(
    st.tuples(st.sampled_from(["standard", "reduced", "zero"]), st.integers(-(10**9), 10**9)),
    max_size=12,
)
policies = st.tuples(st.booleans(), st.sampled_from(TaxRounding), st.sampled_from(Rounding))


@such_that(amounts, policies)
def test_everything_adds_up(
    found: list[tuple[str, int]], policy: tuple[bool, TaxRounding, Rounding]
) -> None:
    inclusive, per, rounding = policy
    given_lines = lines(*found)
    result = tax_of(given_lines, TABLE, AT, inclusive=inclusive, per=per, rounding=rounding)
    assert [one.number for one in result.lines] == [one.number for one in given_lines]
    for line, taxed in zip(given_lines, result.lines, strict=True):
        assert (taxed.total if inclusive else taxed.net) == line.minor
    for rate in result.rates:
        same = [one for one in result.lines if one.percent == rate.percent]
        assert sum(one.tax for one in same) == rate.tax
        assert sum(one.net for one in same) == rate.net
    assert sum(one.tax for one in result.lines) == result.tax
    assert result.net + result.tax == result.total
    assert result.total == sum(one.total for one in result.lines)


@such_that(amounts, st.booleans(), st.sampled_from(Rounding))
def test_tax_per_rate_is_the_exact_tax_rounded_once(
    found: list[tuple[str, int]], inclusive: bool, rounding: Rounding
) -> None:
    result = tax_of(lines(*found), TABLE, AT, inclusive=inclusive, rounding=rounding)
    for rate in result.rates:
        whole = rate.net + (rate.tax if inclusive else 0)
        percent = Fraction(rate.percent)
        exact = whole * percent / (100 + percent if inclusive else 100)
        assert abs(exact - rate.tax) < 1


@such_that(amounts, policies)
def test_crediting_everything_undoes_everything(
    found: list[tuple[str, int]], policy: tuple[bool, TaxRounding, Rounding]
) -> None:
    inclusive, per, rounding = policy
    turned = {Rounding.CEILING: Rounding.FLOOR, Rounding.FLOOR: Rounding.CEILING}
    one = tax_of(lines(*found), TABLE, AT, inclusive=inclusive, per=per, rounding=rounding)
    back = tax_of(
        lines(*[(category, -minor) for category, minor in found]),
        TABLE,
        AT,
        inclusive=inclusive,
        per=per,
        rounding=turned.get(rounding, rounding),
    )
    assert (back.net, back.tax) == (-one.net, -one.tax)
    zero_sums = {rate.percent for rate in one.rates if not rate.net}
    for there, again in zip(one.lines, back.lines, strict=True):
        if there.percent not in zero_sums:
            assert again.tax == -there.tax


@such_that(amounts)
def test_no_share_has_the_wrong_sign(found: list[tuple[str, int]]) -> None:
    for line, taxed in zip(lines(*found), tax_of(lines(*found), TABLE, AT).lines, strict=True):
        assert taxed.tax * line.minor >= 0


@such_that(st.integers(0, 10**9))
def test_inclusive_and_exclusive_agree_within_rounding(minor: int) -> None:
    there = tax_of(lines(("standard", minor)), TABLE, AT)
    back = tax_of(lines(("standard", there.total)), TABLE, AT, inclusive=True)
    assert abs(back.net - there.net) <= 1


@pytest.mark.parametrize(
    ("rates", "found"),
    [
        ((TaxRate("b", Decimal(1)), TaxRate("a", Decimal(1))), "unsorted"),
        ((TaxRate("a", Decimal(1)), TaxRate("a", Decimal(2))), "overlap"),
        (
            (
                TaxRate("a", Decimal(1), Window(None, AT)),
                TaxRate("a", Decimal(2), Window(None, AT)),
            ),
            "overlap",
        ),
        (
            (
                TaxRate("a", Decimal(1), Window(AT, AT + 2 * MOMENT)),
                TaxRate("a", Decimal(2), Window(AT + MOMENT, None)),
            ),
            "overlap",
        ),
    ],
)
def test_a_category_has_one_rate_at_a_time(rates: tuple[TaxRate, ...], found: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        TaxTable("main", rates)
    assert codes(refused) == [("TaxTable.rates[1]", found)]


def test_all_faults_of_a_rate_come_together() -> None:
    with pytest.raises(InvalidInput) as refused:
        TaxRate("", Decimal("100.1"))
    assert codes(refused) == [("TaxRate.category", "bad_id"), ("TaxRate.percent", "out_of_range")]


def test_defining_rates_writes_them_and_tells() -> None:
    main = Company("main", "Tea Trading Ltd", "EUR", "DE")
    define = DefineTaxTable(TABLE)
    assert define.subject() == "tax_table/main"
    made = decide(define, given=given(main))
    assert (made.answer, made.changes.puts) == ("main", (Put(TABLE, (TaxTableDefined("main"),)),))
    assert decide(define, given=given(main, TABLE)).changes == NOTHING
    with pytest.raises(NotFound):
        decide(define)


def test_rates_given_as_a_list_are_the_same_table() -> None:
    listed = TaxTable("main", [TaxRate("standard", 19)])
    assert listed == TaxTable("main", (TaxRate("standard", Decimal(19)),))
    assert hash(listed.rates) == hash((TaxRate("standard", Decimal(19)),))


def test_rates_are_rates() -> None:
    with pytest.raises(InvalidInput, match="pass a TaxRate"):
        TaxTable("main", ["standard"])  # type: ignore[list-item]
