"""Orders that bind already: what is wrong with them becomes a hold."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from orderkit.approvals import NobodyToAsk
from orderkit.credit import BlockCredit, SetCreditLimit
from orderkit.inventory import NotEnoughStock
from orderkit.kit import OrderKit
from orderkit.orders import (
    CancelOrder,
    HoldNotYours,
    Line,
    NotDivisible,
    Order,
    OrderRefused,
    ReleaseHold,
    statuses,
)
from orderkit.parties import BlockCustomer, CaptureMode, DefineCustomer, OverLimit
from orderkit.values import EUR, USD, Quantity, UnitPrice
from tests.world import (
    ANN,
    FIN,
    ROOT,
    TENANT,
    balances,
    big,
    codes,
    credit,
    customers,
    desk_of,
    in_memory,
    placed,
    recorded,
    review,
    shelf,
    stock,
    stored,
)


@pytest.fixture
def kit() -> OrderKit:
    return in_memory()


def at(price: str, quantity: int = 1, item: str = "TEA-1") -> Line:
    return Line(item, quantity, price=UnitPrice.parse(price))


def release(kit: OrderKit, order: Order, reason: str) -> Order:
    desk_of(kit, ROOT).execute(ReleaseHold(order.id, reason), key=f"release-{order.id}-{reason}")
    return stored(kit, order.id)


def test_what_fits_is_confirmed_at_the_channels_price(kit: OrderKit) -> None:
    answer, order = recorded(kit, at("9.50 EUR", 2))
    assert (answer.stage, answer.holds) == ("confirmed", ())
    line = order.lines[0]
    assert (line.source, line.reason) == ("override", "channel")
    assert "as the channel says" in desk_of(kit).explain(order)


def test_without_a_price_our_lists_say_it(kit: OrderKit) -> None:
    assert recorded(kit, Line("TEA-1", 2))[1].lines[0].source == "gold"


def test_the_companys_mode_holds_where_none_is_given() -> None:
    kit = in_memory(capture=CaptureMode.RECORD)
    answer, order = placed(kit, Line("nonsense", 1))
    assert (order.mode, answer.holds) == (CaptureMode.RECORD, ("item",))


def test_a_price_that_is_not_ours_is_held_for(kit: OrderKit) -> None:
    answer, order = recorded(kit, at("7.00 EUR", 2))
    assert answer.holds == ("price",)
    assert order.holds[0].detail == "line 1 came at 14.0000, our lists say 19.0000"
    assert release(kit, order, "price").stage == "confirmed"


def test_an_unknown_item_stands_as_it_was_written(kit: OrderKit) -> None:
    answer, order = recorded(kit, at("4.00 EUR", 3, "mystery"), Line("TEA-1", 1))
    line = order.lines[0]
    assert (answer.holds, answer.stage) == (("item",), "placed")
    assert (line.sku, line.item, line.quantity) == ("", "mystery", Quantity.of(3))
    assert (line.net_minor, line.tax_minor, line.ordered, line.short) == (1200, 0, 1, 0)
    assert order.total_minor == 1200 + 1017
    assert "3 of mystery at 4.00 EUR per pcs (as the channel says)" in desk_of(kit).explain(order)
    with pytest.raises(HoldNotYours, match="cancel the lines"):
        release(kit, order, "item")
    assert kit.audit(TENANT).clean


def test_an_unknown_item_without_a_price_costs_nothing_yet(kit: OrderKit) -> None:
    _, order = recorded(kit, Line("mystery", 3))
    assert order.total == EUR("0")
    assert "no price is known" in desk_of(kit).explain(order)


def test_an_unknown_item_is_cancelled_whole_and_the_rest_goes_on(kit: OrderKit) -> None:
    _, order = recorded(kit, at("4.00 EUR", 3, "mystery"), Line("TEA-1", 1))
    desk = desk_of(kit)
    with pytest.raises(NotDivisible, match="cancel all of it, 3"):
        desk.execute(CancelOrder(order.id, "unknown", {"1": 2}), key="part")
    moved = desk.execute(CancelOrder(order.id, "unknown", {"1": 3}), key="all-of-it")
    assert (moved.stage, moved.holds, moved.total) == ("confirmed", (), EUR("10.17"))
    assert credit(kit)["open"] == 1017


def test_an_order_of_unknown_items_is_cancelled_to_nothing(kit: OrderKit) -> None:
    before = balances(kit)
    _, order = recorded(kit, at("4.00 EUR", 3, "mystery"))
    moved = desk_of(kit).execute(CancelOrder(order.id, "unknown"), key="off")
    assert (moved.stage, moved.total) == ("cancelled", EUR("0"))
    assert balances(kit) == before


def test_a_unit_that_does_not_convert_is_like_an_unknown_item(kit: OrderKit) -> None:
    answer, order = recorded(kit, Line("LEAF", "3 case"))
    assert (answer.holds, order.lines[0].sku) == (("item",), "")
    assert statuses(order).fulfilment == "unfulfilled"


def test_an_odd_quantity_may_be_accepted(kit: OrderKit) -> None:
    answer, order = recorded(kit, Line("POT-1", 3))
    assert answer.holds == ("review",)
    assert release(kit, order, "review").stage == "confirmed"


def test_goods_without_a_price_are_reserved_and_wait(kit: OrderKit) -> None:
    answer, order = recorded(kit, Line("RARE", 2), Line("TEA-1", 1))
    line = order.lines[0]
    assert answer.holds == ("price",)
    assert (line.sku, line.reserved, line.net_minor, line.source) == ("RARE", 2, 0, "")
    assert order.lines[1].net_minor == 950
    assert kit.audit(TENANT).clean


def test_what_is_short_is_reserved_when_it_comes(kit: OrderKit) -> None:
    answer, order = recorded(kit, Line("TEA-1", 60))
    assert (answer.holds, order.lines[0].reserved, order.lines[0].short) == (("stock",), 54, 6)
    assert kit.audit(TENANT).clean
    with pytest.raises(NotEnoughStock) as told:
        release(kit, order, "stock")
    assert (told.value.asked, told.value.free) == (6, 0)
    for n, one in enumerate(stock({("TEA-1", "south"): "10"})):
        desk_of(kit, ROOT).execute(one, key=f"more-{n}")
    after = release(kit, order, "stock")
    assert (after.stage, after.lines[0].reserved, after.lines[0].short) == ("confirmed", 60, 0)
    assert shelf(kit, "TEA-1", "south") == 4
    assert kit.audit(TENANT).clean


def test_what_is_short_may_be_cancelled(kit: OrderKit) -> None:
    _, order = recorded(kit, Line("TEA-1", 60), Line("LEAF", "1 kg"))
    moved = desk_of(kit).execute(CancelOrder(order.id, "short", {"1": 6}), key="cut")
    assert (moved.stage, moved.holds) == ("confirmed", ())
    assert stored(kit, order.id).lines[0].reserved == 54


def test_blocked_customers_and_missing_terms_and_addresses_hold(kit: OrderKit) -> None:
    root = desk_of(kit, ROOT)
    bare = attrs.evolve(customers()[0].customer, terms="", ship_to=())
    root.execute(DefineCustomer(bare), key="bare")
    root.execute(BlockCustomer("c-1", "does not pay"), key="block")
    answer, order = recorded(kit)
    assert answer.holds == ("customer", "payment", "address")
    assert order.roles.ship_to is None
    assert {hold.reason for hold in release(kit, order, "address").holds} == {"customer", "payment"}


def test_another_total_than_expected_is_held_for(kit: OrderKit) -> None:
    answer, _ = recorded(kit, expected_total=EUR("9.99"))
    assert answer.holds == ("price",)


@pytest.mark.parametrize(
    ("policy", "holds", "warnings"),
    [
        (OverLimit.HOLD, ("credit",), []),
        (OverLimit.REFUSE, ("credit",), []),
        (OverLimit.WARN, (), ["over_credit_limit"]),
    ],
)
def test_over_the_limit_a_binding_order_is_never_refused(
    policy: OverLimit, holds: tuple[str, ...], warnings: list[str]
) -> None:
    kit = in_memory(limit="1.00", over_limit=policy)
    answer, _ = recorded(kit)
    assert (answer.holds, codes(answer.warnings)) == (holds, warnings)
    assert kit.audit(TENANT).clean


def test_blocked_credit_is_never_a_refusal(kit: OrderKit) -> None:
    strict = SetCreditLimit("c-1", "EUR", EUR("900"), "strict", OverLimit.REFUSE)
    desk_of(kit, ROOT).execute(strict, key="strict")
    desk_of(kit, ROOT).execute(BlockCredit("c-1", "three bills open"), key="block")
    assert recorded(kit)[0].holds == ("credit",)


def test_credit_in_another_currency_is_held_for(kit: OrderKit) -> None:
    desk_of(kit, ROOT).execute(SetCreditLimit("c-3", "USD", USD("900"), "agreed"), key="usd")
    answer, order = recorded(kit, customer="c-3")
    assert answer.holds == ("credit",)
    assert release(kit, order, "credit").stage == "confirmed"


def test_nobody_to_ask_is_looked_at_by_hand() -> None:
    kit = in_memory(policies=[review(big("1.00", "person:shopbot"))])
    answer, order = recorded(kit)
    assert (answer.holds, answer.waiting_for) == (("review",), ())
    assert "level 'big'" in order.holds[0].detail
    with pytest.raises(NobodyToAsk):
        placed(in_memory(policies=[review(big("1.00", "person:ann"))]), actor=ANN)


@pytest.mark.parametrize(
    "fields",
    [
        {"lines": [at("7.00 USD")]},
        {"lines": [at("7.00 EUR per 1 kg")]},
        {"expected_total": USD("10.17")},
    ],
)
def test_what_no_order_can_have_is_refused_in_both_modes(
    kit: OrderKit, fields: dict[str, Any]
) -> None:
    lines = fields.pop("lines", [])
    before = balances(kit)
    with pytest.raises(OrderRefused):
        recorded(kit, *lines, **fields)
    assert balances(kit) == before


def test_held_credit_is_let_in_by_finance() -> None:
    kit = in_memory(limit="1.00")
    _, order = recorded(kit)
    desk_of(kit, FIN).execute(ReleaseHold(order.id, "credit", "known well"), key="let-in")
    assert credit(kit) == {"free": 100 - 1017, "open": 1017}
    assert stored(kit, order.id).credit.open == 1017
