"""All that is wrong with one input is told at once, each with its path."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

import pytest

from orderkit.approvals import PublishApprovalPolicy
from orderkit.catalog import Product
from orderkit.credit import SetCreditLimit
from orderkit.errors import InvalidInput
from orderkit.fulfilment import PlanDelivery
from orderkit.inventory import AdjustStock, ReceiveStock, StockLine
from orderkit.orders import Line, OrderRefused, PlaceOrder
from orderkit.parties import CaptureMode, DefineCustomer
from orderkit.payments import RecordRefund
from orderkit.pricing import Entry, PriceEntries, PriceList, PublishPriceList
from orderkit.values import EUR, USD, Packaging, UnitPrice
from tests.badinput.rows import fault_codes
from tests.badinput.unchanged import fingerprint_of
from tests.world import ROOT, TENANT, desk_of, do, in_memory, order_of, price

CARD: Final = "4111 1111 1111 1111"
Told = list[tuple[str, str]]


def by_path(error: Any) -> Told:
    return [(fault.path, fault.code) for fault in error.faults]


MADE: list[tuple[Callable[[], object], Told]] = [
    (
        lambda: PlaceOrder(
            "c 1", "", " ", [], purchase_number="\x00", note=CARD, channel_revision=0
        ),
        [
            ("PlaceOrder.customer", "bad_id"),
            ("PlaceOrder.channel", "bad_id"),
            ("PlaceOrder.number", "empty"),
            ("PlaceOrder.purchase_number", "control_character"),
            ("PlaceOrder.note", "card_number"),
            ("PlaceOrder.channel_revision", "out_of_range"),
            ("PlaceOrder.lines", "empty"),
        ],
    ),
    (
        lambda: RecordRefund("o 1", "p 1", EUR("-1"), "", CARD),
        [
            ("RecordRefund.order_id", "bad_id"),
            ("RecordRefund.payment_id", "bad_id"),
            ("RecordRefund.amount", "not_positive"),
            ("RecordRefund.reference", "empty"),
            ("RecordRefund.reason", "card_number"),
        ],
    ),
    (
        lambda: AdjustStock("", "no rth", [StockLine("TEA-1", 0), StockLine("LEAF", "0 kg")], ""),
        [
            ("AdjustStock.owner", "bad_id"),
            ("AdjustStock.location", "bad_id"),
            ("AdjustStock.reason", "empty"),
            ("AdjustStock.lines[0].quantity", "not_positive"),
            ("AdjustStock.lines[1].quantity", "not_positive"),
        ],
    ),
    (
        lambda: PlanDelivery("o 1", "no rth", [("1", 1), ("1", 2)], "the moon"),
        [
            ("PlanDelivery.order_id", "bad_id"),
            ("PlanDelivery.location", "bad_id"),
            ("PlanDelivery.place", "bad_id"),
            ("PlanDelivery.lines", "duplicate"),
        ],
    ),
    (
        lambda: SetCreditLimit("", "eur", USD("-1"), "\u202e"),
        [
            ("SetCreditLimit.payer", "bad_id"),
            ("SetCreditLimit.currency", "currency_unknown"),
            ("SetCreditLimit.limit", "currency_mismatch"),
            ("SetCreditLimit.reason", "bidi_override"),
        ],
    ),
    (
        lambda: Product("a b", "", Packaging("pcs"), ("food", "t e a"), minimum=-1, multiple=0),
        [
            ("Product.id", "bad_id"),
            ("Product.name", "empty"),
            ("Product.category[1]", "bad_id"),
            ("Product.minimum", "out_of_range"),
            ("Product.multiple", "out_of_range"),
        ],
    ),
]


@pytest.mark.parametrize(("make", "told"), MADE)
def test_a_constructor_tells_all(make: Callable[[], object], told: Told) -> None:
    with pytest.raises(InvalidInput) as caught:
        make()
    assert by_path(caught.value) == told
    assert str(caught.value).startswith(f"{len(told)} faults:\n- ")
    assert [one["path"] for one in caught.value.as_problem()["faults"]] == [
        path for path, _ in told
    ]


PARSED: list[tuple[Any, Any, Told]] = [
    (
        PlaceOrder,
        {
            "customer": 7,
            "chanel": "web",
            "number": "1",
            "mode": "maybe",
            "placed_at": "yesterday",
            "expected_total": "10 EURO",
            "requested": "2026-02-01T00:00:00Z/2026-01-01T00:00:00Z",
            "lines": [
                {"item": "TEA-1", "quantity": True},
                {"item": "", "quantity": "1 case"},
                {"quantity": "1,5", "price": "cheap", "note": CARD},
                7,
            ],
        },
        [
            ("$.customer", "wrong_type"),
            ("$.channel", "missing_key"),
            ("$.lines[0].quantity", "wrong_type"),
            ("$.lines[1].item", "empty"),
            ("$.lines[2].item", "missing_key"),
            ("$.lines[2].quantity", "not_decimal_text"),
            ("$.lines[2].price", "bad_price"),
            ("$.lines[2].note", "card_number"),
            ("$.lines[3]", "wrong_type"),
            ("$.expected_total", "currency_unknown"),
            ("$.mode", "unknown_word"),
            ("$.placed_at", "bad_time"),
            ("$.requested", "bad_window"),
            ("$.chanel", "unknown_key"),
        ],
    ),
    (
        DefineCustomer,
        {
            "customer": {
                "id": "c 7",
                "name": "\u202eeht",
                "company": "main",
                "currency": "eur",
                "groups": ["gold", "sil ver"],
                "ship_to": [
                    {"id": "main", "address": {"name": "A", "lines": [], "city": "", "postcode": "1",
                                               "country": "UK"}},
                ],
            }
        },
        [("$.customer.id", "bad_id"),
         ("$.customer.name", "bidi_override"),
         ("$.customer.currency", "currency_unknown"),
         ("$.customer.groups[1]", "bad_id"),
         ("$.customer.ship_to[0].address.lines", "bad_address"),
         ("$.customer.ship_to[0].address.city", "empty"),
         ("$.customer.ship_to[0].address.country", "country_unknown")],
    ),
    (
        PublishApprovalPolicy,
        {
            "policy": "p",
            "currency": "EUR",
            "reason": "r",
            "levels": [
                {"name": "one", "when": {"all": [{"fact": "total", "op": "more", "value": 1},
                                                 {"maybe": True}]}, "approvers": []},
                {"name": "two", "when": {"always": False}, "approvers": ["finance"]},
            ],
        },
        [("$.levels[0].when.all[0].op", "unknown_op"), ("$.levels[0].when.all[1]", "unknown_kind"),
         ("$.levels[0].approvers", "nobody_to_ask"), ("$.levels[1].when.always", "wrong_type"),
         ("$.levels[1].approvers[0]", "bad_approver")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "data", "told"), PARSED)
def test_parsing_tells_all(kind: Any, data: Any, told: Told) -> None:
    with pytest.raises(InvalidInput) as caught:
        in_memory().parse(kind, data)
    assert sorted(by_path(caught.value)) == sorted(told)


def test_an_order_is_refused_with_all_that_is_wrong_with_its_lines() -> None:
    kit = in_memory()
    before = fingerprint_of(kit, TENANT)
    lines = [
        Line("NONE", 1),
        Line("TEA-1", "1 barrel"),
        Line("POT-1", "0.5"),
        Line("POT-1", 21),
        Line("TEA-1", 1, UnitPrice.parse("1 USD"), "agreed"),
        Line("RARE", 1),
        Line("LEAF", 6),
    ]
    with pytest.raises(OrderRefused) as caught:
        desk_of(kit).execute(order_of(*lines, place="moon"))
    assert by_path(caught.value) == [
        ("place", "address_missing"),
        ("lines[0].item", "unknown_item"),
        ("lines[1].quantity", "unit_unknown"),
        ("lines[2].quantity", "not_exact"),
        ("lines[3].quantity", "not_in_multiple"),
        ("lines[3].quantity", "over_maximum"),
        ("lines[4].price", "currency_differs"),
        ("lines[5]", "no_price"),
        ("lines[6].quantity", "not_enough_stock"),
    ]
    assert fingerprint_of(kit, TENANT) == before


def test_a_price_list_is_refused_with_all_its_entries() -> None:
    kit = in_memory()
    dollars = Entry(UnitPrice.parse("1 USD"))
    entries = (
        PriceEntries.of(
            "new", "TEA-1", price("1"), dollars.__class__(dollars.price, minimum=Decimal(5))
        ),
        PriceEntries.of("new", "TEA-1", price("2")),
        PriceEntries.of("retail", "LEAF", price("3")),
    )
    with pytest.raises(InvalidInput) as caught:
        do(kit, PublishPriceList(PriceList("new", "EUR"), entries))
    assert by_path(caught.value) == [
        ("entries[0].entries[1]", "currency_mismatch"),
        ("entries[1]", "duplicate"),
        ("entries[2]", "other_list"),
    ]


def test_a_receipt_is_refused_with_all_its_lines() -> None:
    kit = in_memory()
    lines = [StockLine("NONE", 1), StockLine("TEA-1", "0.5"), StockLine("LEAF", "1 case")]
    with pytest.raises(InvalidInput) as caught:
        do(kit, ReceiveStock("main", "north", lines))
    assert by_path(caught.value) == [
        ("lines[0].sku", "sku_unknown"),
        ("lines[1].quantity", "not_exact"),
        ("lines[2].quantity", "unit_unknown"),
    ]


def test_even_what_no_order_can_have_is_told_with_the_rest_of_a_recorded_one() -> None:
    lines = [Line("TEA-1", 1, UnitPrice.parse("1 USD")), Line("NONE", 1), Line("LEAF", 1_000)]
    command = order_of(*lines, mode=CaptureMode.RECORD, expected_total=USD("1"))
    with pytest.raises(OrderRefused) as caught:
        desk_of(in_memory(), ROOT).execute(command)
    assert fault_codes(caught.value) == ("currency_differs",)
