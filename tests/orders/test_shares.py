from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderkit.orders.quoting import share

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
