from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderkit.orders.judging import cost_of
from orderkit.orders.quoting import share
from orderkit.values import Packaging, UnitPrice

amounts = st.decimals(min_value=0, max_value=10**9, places=4)


@pytest.mark.parametrize(
    ("part", "whole", "fraction"),
    [("1", "3", "0.3333"), ("2", "3", "0.6667"), ("0", "7", "0.0000"), ("0.5", "10000", "0.0001")],
)
def test_a_share_that_never_ends_is_rounded_once(part: str, whole: str, fraction: str) -> None:
    assert share(Decimal(part), Decimal(whole)) == Decimal(fraction)


@given(part=amounts, whole=amounts.filter(bool))
def test_a_share_is_right_to_half_a_step(part: Decimal, whole: Decimal) -> None:
    assert abs(share(part, whole) * whole - part) <= whole * Decimal("0.00005")


@pytest.mark.parametrize(
    ("base", "cost", "whole"),
    [
        (7, "60 EUR per 1 case", "35"),
        (1, "1 EUR per 1 case", "0.083333"),
        (2, "1 EUR per 1 case", "0.166667"),
        (500, "12.50 EUR per 1000 pcs", "6.25"),
    ],
)
def test_what_is_no_whole_pack_costs_its_part_of_one(base: int, cost: str, whole: str) -> None:
    packaging = Packaging("pcs", units={"case": (12, 1)})
    assert cost_of(base, UnitPrice.parse(cost), packaging) == Decimal(whole)


def test_what_is_kept_to_the_gram_costs_by_the_kilogram() -> None:
    price = UnitPrice.parse("4.35 EUR per 1 kg")
    assert cost_of(1_500, price, Packaging("kg", 3)) == Decimal("6.525")
