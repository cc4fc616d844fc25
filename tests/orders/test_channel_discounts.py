"""Discounts that a recorded order came with: they stand, to the last coin."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from orderkit.errors import InvalidInput
from orderkit.kit import OrderKit
from orderkit.orders import (
    DISCOUNTS_MAX,
    CancelOrder,
    ChannelDiscount,
    Line,
    NumberTaken,
    OrderRefused,
    Placed,
    PlaceOrder,
)
from orderkit.parties import CaptureMode
from orderkit.pricing import Adjustment
from orderkit.values import EUR, Rounding, UnitPrice
from tests.world import (
    BUYER,
    SHOPBOT,
    TENANT,
    deep,
    desk_of,
    do,
    in_memory,
    order_of,
    placed,
    recorded,
    review,
    stored,
)


@pytest.fixture
def kit() -> OrderKit:
    return in_memory()


def line(price: str, *off: str, quantity: int = 1, item: str = "TEA-1", **fields: Any) -> Line:
    discounts = tuple(ChannelDiscount(EUR(one), f"voucher {n}") for n, one in enumerate(off, 1))
    return Line(item, quantity, UnitPrice.parse(price), discounts=discounts, **fields)


def test_the_net_is_the_price_less_the_discounts_and_tax_comes_after(kit: OrderKit) -> None:
    answer, order = recorded(kit, line("9.50 EUR", "1.50", "0.25", quantity=2))
    [one] = order.lines
    assert answer.holds == ()
    assert (one.net_minor, one.tax_minor, one.extended) == (1725, 121, Decimal("17.25"))
    assert one.adjustments == (
        Adjustment("voucher 1", Decimal("-1.50")),
        Adjustment("voucher 2", Decimal("-0.25")),
    )
    assert one.discount == Decimal("0.0921")
    assert order.total == EUR("18.46")


def test_where_prices_have_tax_inside_the_discounts_have_too() -> None:
    kit = in_memory(prices_include_tax=True)
    _, order = recorded(kit, line("9.50 EUR", "1.50", quantity=2))
    assert (order.total, order.tax) == (EUR("17.50"), EUR("1.14"))


def test_the_order_tells_them_with_their_codes(kit: OrderKit) -> None:
    voucher = ChannelDiscount(EUR("1.50"), "spring voucher", "SPRING")
    came = Line("TEA-1", 2, UnitPrice.parse("9.50 EUR"), discounts=(voucher,))
    _, order = recorded(kit, came)
    told = desk_of(kit).explain(order)
    assert "9.50 EUR per pcs (as the channel says) = 17.50 EUR" in told
    assert "    spring voucher (code SPRING): -1.50 EUR" in told


def test_a_price_is_rounded_to_the_currency_before_a_discount_is_taken_off() -> None:
    kit = in_memory(rounding=Rounding.HALF_EVEN)
    _, order = recorded(kit, line("0.3367 EUR", "0.34"), line("0.125 EUR", "0.01", item="mystery"))
    assert [one.extended for one in order.lines] == [Decimal(0), Decimal("0.11")]
    assert [one.net_minor for one in order.lines] == [0, 11]


def test_all_of_a_price_may_be_taken_off(kit: OrderKit) -> None:
    answer, order = recorded(kit, line("9.50 EUR", "9.50"))
    assert (answer.holds, order.total, order.lines[0].discount) == ((), EUR("0"), Decimal(1))


def test_a_line_that_nobody_understands_keeps_its_discounts(kit: OrderKit) -> None:
    _, order = recorded(kit, line("4.00 EUR", "2.00", quantity=2, item="mystery"))
    [one] = order.lines
    assert (one.net_minor, one.extended, one.discount) == (600, Decimal("6.00"), Decimal("0.25"))
    assert [adjustment.amount for adjustment in one.adjustments] == [Decimal("-2.00")]


@pytest.mark.parametrize(
    ("came", "holds"),
    [
        (line("9.50 EUR", "1.00"), ()),
        (line("10.00 EUR", "0.50"), ()),
        (line("10.00 EUR", "1.00"), ("price",)),
        (line("10.00 EUR"), ("price",)),
        (line("8.08 EUR", offer="spring"), ("price",)),
    ],
)
def test_a_price_is_ours_before_its_discounts_or_after_them(
    kit: OrderKit, came: Line, holds: tuple[str, ...]
) -> None:
    assert recorded(kit, came)[0].holds == holds


def test_what_our_lists_do_not_price_is_no_drift(kit: OrderKit) -> None:
    answer, order = recorded(kit, line("20.00 EUR", "5.00", item="RARE"))
    assert (answer.holds, order.lines[0].discount) == ((), Decimal("0.25"))


def test_approval_policies_see_how_much_was_taken_off() -> None:
    kit = in_memory(policies=[review(deep("0.15"))])
    assert recorded(kit, line("9.50 EUR", "1.40"))[0].holds == ()
    assert recorded(kit, line("9.50 EUR", "1.50"), number="2")[0].holds == ("approval",)
    unknown = line("9.50 EUR", "1.50", item="mystery")
    assert recorded(kit, unknown, number="3")[0].holds == ("item", "approval")


def test_a_part_that_is_cancelled_takes_its_share_of_the_discount(kit: OrderKit) -> None:
    answer, _ = recorded(kit, line("9.50 EUR", "1.00", quantity=2))
    do(kit, CancelOrder(answer.order_id, "changed their mind", {"1": 1}))
    assert stored(kit, answer.order_id).net == EUR("9.00")
    assert kit.audit(TENANT).clean


def test_the_same_number_with_another_discount_is_refused(kit: OrderKit) -> None:
    _, order = recorded(kit, line("9.50 EUR", "1.00"))

    def again(came: Line, key: str) -> Placed:
        command = order_of(came, mode=CaptureMode.RECORD)
        return desk_of(kit, SHOPBOT).execute(command, key=key)

    assert again(line("9.50 EUR", "1.00"), "again").order_id == order.id
    for n, other in enumerate(
        [line("9.50 EUR", "1.10"), line("9.50 EUR"), line("9.50 EUR", "1.00", "0")]
    ):
        with pytest.raises(NumberTaken):
            again(other, f"other-{n}")


def test_what_is_offered_takes_no_discounts_of_a_channel(kit: OrderKit) -> None:
    with pytest.raises(OrderRefused) as told:
        placed(kit, line("9.50 EUR", "1.00"))
    assert [(fault.path, fault.code) for fault in told.value.faults] == [
        ("lines[0].discounts", "discount_not_allowed")
    ]


def test_a_price_in_another_currency_is_refused_of_an_unknown_item_too(kit: OrderKit) -> None:
    with pytest.raises(OrderRefused, match="an order has one currency"):
        recorded(kit, line("9.50 USD", item="mystery"))


@pytest.mark.parametrize("item", ["TEA-1", "mystery"])
def test_a_buyer_sets_no_price_of_any_item_where_every_order_is_recorded(item: str) -> None:
    kit = in_memory(capture=CaptureMode.RECORD)
    with pytest.raises(OrderRefused) as told:
        placed(kit, line("9.50 EUR", "1.00", item=item), actor=BUYER)
    assert [fault.code for fault in told.value.faults] == ["override_not_allowed"]


@pytest.mark.parametrize("item", ["TEA-1", "mystery"])
@pytest.mark.parametrize("price", ["9.50 EUR", "-9.50 EUR"])
def test_more_than_the_line_costs_is_never_taken_off(kit: OrderKit, item: str, price: str) -> None:
    with pytest.raises(OrderRefused) as told:
        recorded(kit, line(price, "5.00", "4.51", item=item))
    assert [fault.code for fault in told.value.faults] == ["discount_too_large"]


def test_as_json_each_fault_has_its_path(kit: OrderKit) -> None:
    data: dict[str, Any] = {
        "customer": "c-1", "channel": "web", "number": "1", "mode": "record",
        "lines": [
            {"item": "TEA-1", "quantity": 1, "price": "9.50 EUR",
             "discounts": [{"amount": "1.00 EUR", "reason": "voucher", "code": "V"}]},
            {"item": "TEA-1", "quantity": 1, "price": "9.50 EUR",
             "discounts": [{"amount": "1.00 EUR", "reason": "voucher"},
                           {"amount": "-1.00 EUR", "reason": ""}]},
        ],
    }  # fmt: skip
    with pytest.raises(InvalidInput) as told:
        kit.parse(PlaceOrder, data)
    assert [(fault.path, fault.code) for fault in told.value.faults] == [
        ("$.lines[1].discounts[1].amount", "negative_amount"),
        ("$.lines[1].discounts[1].reason", "empty"),
    ]
    data["lines"] = data["lines"][:1]
    assert desk_of(kit, SHOPBOT).execute(kit.parse(PlaceOrder, data)).total == EUR("9.10")


def test_a_line_has_so_many_discounts_and_no_more() -> None:
    assert len(line("9.50 EUR", *["0"] * DISCOUNTS_MAX).discounts) == DISCOUNTS_MAX
