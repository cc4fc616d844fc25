"""What offers take off a line, and prices set by hand."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from orderkit.errors import InvalidInput
from orderkit.pricing import (
    OVERRIDE,
    Adjustment,
    Declined,
    Formula,
    Offer,
    PriceLine,
    PriceList,
    PriceRequest,
    PriceSlice,
    Scope,
    price,
)
from orderkit.values import EUR, Window
from tests.pricing.shop import AT, RETAIL, TEA, ask, at, cost, prices, quote

LADDER = prices("retail", at("10", 1), at("9", 10), at("8", 100))
OFFER = Offer("spring", "Spring sale", Decimal(15), minimum=Decimal(10), maximum=Decimal(20))
TEN = prices("retail", at("3.333"))


def test_an_offer_takes_its_percentage_off_the_extended_price() -> None:
    line = quote(ask(TEA, 10, offer="spring"), RETAIL, TEN, OFFER)
    taken = Adjustment("15 % off: Spring sale", Decimal("-4.9995"), "spring")
    assert (line.gross, line.adjustments) == (Decimal("33.3300"), (taken,))
    assert (line.extended, line.amount) == (Decimal("28.3305"), EUR("28.33"))
    assert line.declined is Declined.NOT


@pytest.mark.parametrize(
    ("quantity", "declined"),
    [(9, Declined.QUANTITY), (10, Declined.NOT), (20, Declined.NOT), (21, Declined.QUANTITY)],
)
def test_an_offers_limits_are_themselves_inside(quantity: int, declined: Declined) -> None:
    line = quote(ask(TEA, quantity, offer="spring"), RETAIL, TEN, OFFER)
    assert (line.declined, not line.adjustments) == (declined, declined is not Declined.NOT)


@pytest.mark.parametrize(
    ("change", "declined"),
    [
        ({"id": "other"}, Declined.UNKNOWN),
        ({"window": Window(None, AT)}, Declined.OUTSIDE_WINDOW),
        ({"groups": ("gold",)}, Declined.OTHER_GROUP),
        ({"products": ("RICE-1",)}, Declined.OTHER_PRODUCT),
        ({"groups": ("north",), "products": ("TEA-1",)}, Declined.NOT),
    ],
)
def test_an_offer_says_why_it_does_not_apply(change: dict[str, object], declined: Declined) -> None:
    offer = attrs.evolve(OFFER, **change)  # type: ignore[arg-type]
    request = ask(TEA, 10, offer="spring", groups=("north",))
    assert quote(request, RETAIL, TEN, offer).declined is declined


def test_a_reduced_amount_is_rounded_once_from_the_exact_price() -> None:
    # 10 x 2.00096 x 0.5 is 10.0048: to three places 10.005, whose rounding to two would be 10.01.
    half = attrs.evolve(OFFER, percent=Decimal(50))
    line = quote(
        ask(TEA, 10, offer="spring", places=3), RETAIL, prices("retail", at("2.00089")), half
    )
    assert (str(line.extended), line.amount) == ("10.004", EUR("10.00"))
    line = quote(
        ask(TEA, 10, offer="spring", places=3), RETAIL, prices("retail", at("2.00096")), half
    )
    assert (str(line.extended), line.amount) == ("10.005", EUR("10.00"))


def test_an_offer_of_nothing_adjusts_nothing() -> None:
    line = quote(ask(TEA, 10, offer="spring"), RETAIL, TEN, attrs.evolve(OFFER, percent=Decimal(0)))
    assert (line.adjustments, line.declined) == ((), Declined.NOT)


def test_a_contract_price_is_reduced_only_by_offers_that_say_so() -> None:
    agreed = PriceList("agreed", "EUR", Scope.CONTRACT, "c-7", "k-1")
    request = ask(TEA, 10, offer="spring", customer="c-7")
    known = (agreed, prices("agreed", at("2")))
    line = quote(request, *known, OFFER)
    assert (line.contract, line.declined, line.amount) == (True, Declined.CONTRACT, EUR("20"))
    line = quote(request, *known, attrs.evolve(OFFER, on_contracts=True))
    assert (line.declined, line.amount) == (Declined.NOT, EUR("17"))


def test_an_offer_may_have_a_list_of_its_own_for_the_lines_it_applies_to() -> None:
    special = PriceList("special", "EUR", Scope.OFFER, "spring", formula=Formula.off("retail", 50))
    known = (RETAIL, prices("retail", at("10")), special, OFFER)
    lines = (
        PriceLine.of(1, TEA, 10, offer="spring"),
        PriceLine.of(2, TEA, 10),
        PriceLine.of(3, TEA, 5, offer="spring"),
        PriceLine.of(4, TEA, 10, offer="autumn"),
    )
    found = price(PriceRequest("EUR", AT, lines), PriceSlice.of(*known))
    assert [(one.source, str(one.extended)) for one in found] == [
        ("special", "42.5000"), ("retail", "100.0000"), ("retail", "50.0000"),
        ("retail", "100.0000"),
    ]  # fmt: skip
    assert found.total == EUR("292.50")


def test_a_price_set_by_hand_stands_with_its_reason() -> None:
    by_hand = PriceLine(1, TEA, 24, "pcs", "spring", cost("90 per 1 case"), "agreed on the phone")
    line = quote(PriceRequest("EUR", AT, (by_hand,)), RETAIL, LADDER, OFFER)
    assert (line.source, line.overridden, line.reason) == (OVERRIDE, True, "agreed on the phone")
    assert (line.amount, line.adjustments, line.winner) == (EUR("180"), (), None)
    assert line.declined is Declined.OVERRIDDEN


def test_a_credit_has_a_negative_price_by_hand() -> None:
    credit = PriceLine(1, TEA, 3, override=cost("-1.005"), reason="broken cups")
    line = quote(PriceRequest("EUR", AT, (credit,)))
    assert (str(line.extended), line.amount) == ("-3.0150", EUR("-3.02"))
    assert line.declined is Declined.NOT


def test_prices_by_hand_are_in_the_requests_currency() -> None:
    lines = tuple(PriceLine(n, TEA, 1, override=cost("1"), reason="r") for n in (1, 2))
    with pytest.raises(InvalidInput) as refused:
        PriceRequest("USD", AT, lines)
    assert [(fault.path, fault.code) for fault in refused.value.faults] == [
        ("PriceRequest.lines[1].override", "currency_mismatch"),
        ("PriceRequest.lines[2].override", "currency_mismatch"),
    ]


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"base": 0}, ("PriceLine.base", "out_of_range")),
        ({"unit": "kg"}, ("PriceLine.unit", "unit_unknown")),
        ({"override": cost("1")}, ("PriceLine.reason", "empty")),
        ({"override": cost("1 per 1 kg"), "reason": "r"}, ("PriceLine.override", "unit_unknown")),
    ],
)
def test_a_bad_line_is_refused(wrong: dict[str, object], found: tuple[str, str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        PriceLine(**{"number": 1, "product": TEA, "base": 1, **wrong})  # type: ignore[arg-type]
    assert [(fault.path, fault.code) for fault in refused.value.faults] == [found]
