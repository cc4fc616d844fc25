"""Cancelling takes nothing that is spoken for, nothing that went with the goods, no credit alone."""

from __future__ import annotations

import pytest

from orderkit.kit import OrderKit
from orderkit.orders import CancelOrder, Line, NothingLeft, Order, TotalWouldRise
from orderkit.values import EUR, UnitPrice
from tests.world import (
    BUYER,
    TENANT,
    balances,
    big,
    credit,
    do,
    in_memory,
    placed,
    planned,
    review,
    shipped,
    stored,
)

GOODWILL = UnitPrice.parse("-150.00 EUR")


def with_a_credit(kit: OrderKit) -> Order:
    credited = Line("ENGRAVE", 1, price=GOODWILL, reason="goodwill")
    return placed(kit, Line("TEA-1", 20), credited)[1]


def test_what_no_delivery_holds_is_called_off_before_what_one_does() -> None:
    kit = in_memory()
    _, order = placed(kit, Line("TEA-1", 45))
    planned(kit, order.id, "south", 24)
    do(kit, CancelOrder(order.id, "less is enough", {"1": 5}))
    after = stored(kit, order.id).lines[0].schedule
    assert [(one.location, one.quantity, one.planned) for one in after] == [
        ("north", 16, 0),
        ("south", 24, 24),
    ]


def test_services_went_with_the_goods_that_left() -> None:
    kit = in_memory()
    _, order = placed(kit, Line("TEA-1", 2), Line("ENGRAVE", 1))
    shipped(kit, order.id, "north", 2)
    before = balances(kit)
    with pytest.raises(NothingLeft):
        do(kit, CancelOrder(order.id, "changed my mind"), BUYER)
    assert (balances(kit), stored(kit, order.id).total) == (before, order.total)


def test_the_rest_of_an_order_is_the_rest_of_its_goods() -> None:
    kit = in_memory()
    _, order = placed(kit, Line("TEA-1", 5), Line("ENGRAVE", 1))
    shipped(kit, order.id, "north", 2)
    do(kit, CancelOrder(order.id, "no more"))
    assert [line.standing for line in stored(kit, order.id).lines] == [2, 1]


def test_a_service_is_called_off_by_name_although_goods_have_left() -> None:
    kit = in_memory()
    _, order = placed(kit, Line("TEA-1", 2), Line("ENGRAVE", 1))
    shipped(kit, order.id, "north", 2)
    do(kit, CancelOrder(order.id, "not engraved", {"2": 1}))
    assert [line.standing for line in stored(kit, order.id).lines] == [2, 0]


def test_a_credit_is_not_called_off_alone() -> None:
    kit = in_memory(policies=[review(big("100.00"))])
    order = with_a_credit(kit)
    assert (order.stage, order.total) == ("confirmed", EUR("14.10"))
    before = balances(kit)
    with pytest.raises(TotalWouldRise) as refused:
        do(kit, CancelOrder(order.id, "no credit after all", {"2": 1}))
    assert refused.value.after == EUR("192.60")
    assert balances(kit) == before


def test_a_credit_goes_with_the_whole_order() -> None:
    kit = in_memory()
    order = with_a_credit(kit)
    do(kit, CancelOrder(order.id, "no more"))
    assert (stored(kit, order.id).stage, credit(kit)) == ("cancelled", {"free": 500_000})
    assert kit.audit(TENANT).clean
