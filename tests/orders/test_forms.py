"""What somebody fills in: forms, item numbers, and the numbers of customers and channels."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest

from orderkit.catalog import CrossReference, DefineCrossReference, Meaning, customer_scope
from orderkit.errors import InvalidInput, KeyReuse, TooLarge
from orderkit.flow import Actor
from orderkit.kit import OrderKit
from orderkit.orders import (
    LINES_MAX,
    Line,
    NumberTaken,
    OrderRefused,
    PlaceOrder,
)
from orderkit.values import EUR, Quantity, Window
from tests.world import (
    ANN,
    NOW,
    ROOT,
    balances,
    codes,
    desk_of,
    in_memory,
    order_of,
    placed,
)


@pytest.fixture
def kit() -> OrderKit:
    return in_memory()


def refused(kit: OrderKit, *lines: Line, actor: Actor = ANN, **fields: Any) -> dict[str, str]:
    """Where the faults are of an order that is refused, and their codes."""
    before = balances(kit)
    with pytest.raises(OrderRefused) as told:
        placed(kit, *lines, actor=actor, **fields)
    assert balances(kit) == before
    return {fault.path: fault.code for fault in told.value.faults}


BAD_FORMS: list[tuple[dict[str, Any], list[str]]] = [
    ({"lines": ()}, ["PlaceOrder.lines"]),
    (
        {"customer": "c 7", "channel": "", "number": "", "note": "\x00"},
        ["PlaceOrder.customer", "PlaceOrder.channel", "PlaceOrder.number", "PlaceOrder.note"],
    ),
    ({"purchase_number": "x" * 81, "place": "x" * 65},
     ["PlaceOrder.purchase_number", "PlaceOrder.place"]),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "paths"), BAD_FORMS)
def test_a_form_tells_all_that_it_cannot_be(fields: dict[str, Any], paths: list[str]) -> None:
    usual: dict[str, Any] = {
        "customer": "c-1", "channel": "web", "number": "1", "lines": [Line("TEA-1", 1)],
    }  # fmt: skip
    with pytest.raises(InvalidInput) as told:
        PlaceOrder(**(usual | fields))
    assert [fault.path for fault in told.value.faults] == paths


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(InvalidInput, match="placed_at"):
        order_of(placed_at=NOW.replace(tzinfo=None))


def test_an_order_has_at_most_two_thousand_lines() -> None:
    assert len(order_of(*[Line("TEA-1", 1)] * LINES_MAX).lines) == LINES_MAX
    with pytest.raises(TooLarge, match="2001"):
        order_of(*[Line("TEA-1", 1)] * (LINES_MAX + 1))


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"quantity": 0}, "Line.quantity"),
        ({"quantity": "-3"}, "Line.quantity"),
        ({"item": ""}, "Line.item"),
        ({"note": "\x07"}, "Line.note"),
        ({"reason": "x" * 201}, "Line.reason"),
    ],
)
def test_a_line_orders_something(fields: dict[str, Any], path: str) -> None:
    usual: dict[str, Any] = {"item": "TEA-1", "quantity": 1}
    with pytest.raises(InvalidInput) as told:
        Line(**usual | fields)
    assert [fault.path for fault in told.value.faults] == [path]


@pytest.mark.parametrize(
    ("item", "quantity", "sku", "base"),
    [
        ("TEA-1", "2 case", "TEA-1", 24),
        ("A 100", 3, "TEA-1", 3),
        ("A 100", "1 case", "TEA-1", 12),
        ("4006381333931", 2, "TEA-1", 24),
        ("LEAF", "0.25 kg", "LEAF", 250),
    ],
)
def test_items_go_by_several_names(
    kit: OrderKit, item: str, quantity: int | str, sku: str, base: int
) -> None:
    _, order = placed(kit, Line(item, quantity))
    line = order.lines[0]
    assert (line.item, line.sku, line.ordered) == (item, sku, base)


def test_a_listing_means_what_its_channel_says(kit: OrderKit) -> None:
    _, order = placed(kit, Line("tea-3pack", 2), channel="market")
    line = order.lines[0]
    assert (line.sku, line.ordered, line.quantity) == ("TEA-1", 6, Quantity.of("6 pcs"))
    assert refused(kit, Line("tea-3pack", 2), number="2") == {"lines[0].item": "unknown_item"}


def test_an_item_number_is_the_customers_alone(kit: OrderKit) -> None:
    assert refused(kit, Line("A 100", 1), customer="c-3") == {"lines[0].item": "unknown_item"}


def test_a_number_that_led_to_goods_already_read_reads_them_once(kit: OrderKit) -> None:
    _, order = placed(kit, Line("A 100", 1), Line("TEA-1", 1))
    assert [line.sku for line in order.lines] == ["TEA-1", "TEA-1"]


def test_an_item_number_may_change_its_meaning_with_time(kit: OrderKit) -> None:
    later = NOW + timedelta(days=30)
    dated = CrossReference.of(customer_scope("c-1"), "OLD", Meaning("LEAF", window=Window(later)))
    desk_of(kit, ROOT).execute(DefineCrossReference(dated), key="dated")
    assert refused(kit, Line("OLD", 1)) == {"lines[0].item": "unknown_item"}


def test_a_repeated_purchase_number_warns(kit: OrderKit) -> None:
    first, _ = placed(kit, purchase_number="PO 7")
    assert first.warnings == ()
    second, _ = placed(kit, number="2", purchase_number="PO 7")
    assert codes(second.warnings) == ["repeated_purchase_number"]
    assert first.order_id in second.warnings[0].text
    others, _ = placed(kit, number="3", customer="c-3", purchase_number="PO 7")
    assert others.warnings == ()


def test_the_same_command_again_is_the_same_answer(kit: OrderKit) -> None:
    first, _ = placed(kit)
    after = balances(kit)
    again, _ = placed(kit)
    assert again == first
    assert balances(kit) == after


def test_the_same_number_with_other_content_is_refused(kit: OrderKit) -> None:
    placed(kit)
    with pytest.raises(KeyReuse):
        placed(kit, Line("TEA-1", 2))


def test_a_number_that_comes_again_under_another_key_is_answered(kit: OrderKit) -> None:
    first, _ = placed(kit, number="№ 1")
    again = desk_of(kit).execute(order_of(number="№ 1"), key="import-2")
    assert again == attrs.evolve(first, repeated=True)
    with pytest.raises(NumberTaken) as told:
        desk_of(kit).execute(order_of(Line("TEA-1", 2), number="№ 1"), key="import-3")
    assert told.value.order_id == first.order_id
    assert desk_of(kit).execute(order_of(number="№ 1", channel="edi")).order_id != first.order_id


@pytest.mark.parametrize(
    "other",
    [
        {"place": "shop"},
        {"purchase_number": "PO 1"},
        {"expected_total": EUR("10.17")},
        {"customer": "c-3"},
    ],
)
def test_content_is_all_that_was_agreed(kit: OrderKit, other: dict[str, Any]) -> None:
    placed(kit)
    with pytest.raises(NumberTaken):
        desk_of(kit).execute(order_of(**other), key="other")
