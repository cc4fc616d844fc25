"""Orders that are paid already: recorded together with their payments, or not at all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest

from orderkit.approvals import Level
from orderkit.credit import SetCreditLimit
from orderkit.errors import InvalidInput, KeyReuse, NotFound, NotPermitted, TooLarge
from orderkit.kit import OrderKit
from orderkit.orders import (
    CancelOrder,
    ChangeProposal,
    ChannelDiscount,
    Line,
    NumberTaken,
    Order,
    OrderRefused,
    Placed,
    PlaceOrder,
    ReleaseHold,
    statuses,
)
from orderkit.parties import CaptureMode, DefineCustomer
from orderkit.payments import (
    PAYMENTS_MAX,
    ChannelPayment,
    Payment,
    PaymentKind,
    PlacePaidOrder,
    RecordRefund,
    payment_id,
)
from orderkit.rules import fact
from orderkit.shell import Failed, Ok
from orderkit.values import EUR, USD, UnitPrice
from tests.badinput.unchanged import fingerprint_of
from tests.world import (
    ANN,
    BUYER,
    NOW,
    ROOT,
    SHOPBOT,
    TENANT,
    credit,
    customers,
    desk_of,
    do,
    in_memory,
    paid,
    review,
    shelf,
    stored,
)

TEA = Line("TEA-1", 1, UnitPrice.parse("10.00 EUR"), discounts=(ChannelDiscount(EUR("0.50"), "x"),))
"""10.17 EUR with tax, for the Tea House."""


@pytest.fixture
def kit() -> OrderKit:
    return in_memory()


def pay(amount: str, reference: str = "P-1", **more: Any) -> ChannelPayment:
    return ChannelPayment(EUR(amount), "marketplace", reference, **more)


def sold(
    *payments: ChannelPayment, lines: tuple[Line, ...] = (TEA,), **more: Any
) -> PlacePaidOrder:
    fields: dict[str, Any] = {"customer": "c-1", "channel": "web", "number": "1", **more}
    return PlacePaidOrder(lines=lines, payments=payments, **fields)


def record(kit: OrderKit, command: PlacePaidOrder, **how: Any) -> tuple[Placed, Order]:
    answer = desk_of(kit, SHOPBOT).execute(command, **how)
    return answer, stored(kit, answer.order_id)


def events(kit: OrderKit, command: PlacePaidOrder) -> list[str]:
    puts = desk_of(kit, SHOPBOT).preview(command).changes.puts
    return [type(one).__name__ for put in puts for one in put.events]


def test_order_and_payments_land_together(kit: OrderKit) -> None:
    early = NOW - timedelta(hours=3)
    command = sold(pay("6.00", received_at=early), pay("4.17", "P-2"))
    assert events(kit, command) == [
        "OrderPlaced", "OrderPaid", "OrderConfirmed", "PaymentRecorded", "PaymentRecorded",
    ]  # fmt: skip
    answer, order = record(kit, command)
    assert (answer.stage, answer.holds, answer.total) == ("confirmed", (), EUR("10.17"))
    assert (order.paid_minor, order.due, order.mode) == (1017, EUR("0"), CaptureMode.RECORD)
    assert statuses(order).payment == "paid"
    assert order.payments == (payment_id(order.id, "P-1"), payment_id(order.id, "P-2"))
    first, second = desk_of(kit, ROOT).find(Payment.of_order(order.id)).items
    assert first == Payment(
        payment_id(order.id, "P-1"), order.id, "c-1", PaymentKind.ON_ACCOUNT, "marketplace", "P-1",
        "EUR", 600, "captured", early, 600, 600,
    )  # fmt: skip
    assert (second.amount, second.received_at) == (EUR("4.17"), NOW)
    assert kit.audit(TENANT).clean


def test_each_payment_tells_what_is_due_after_it(kit: OrderKit) -> None:
    command = sold(pay("6.00"), pay("4.00", "P-2"))
    puts = desk_of(kit, SHOPBOT).preview(command).changes.puts
    told = [put.events[0] for put in puts if isinstance(put.value, Payment)]
    assert [one.due for one in told] == [EUR("4.17"), EUR("0.17")]
    assert events(kit, command)[:2] == ["OrderPlaced", "OrderConfirmed"]


def test_only_what_stays_unpaid_uses_credit(kit: OrderKit) -> None:
    _, order = record(kit, sold(pay("6.00")))
    assert order.credit.open == 417
    assert credit(kit) == {"free": 500000 - 417, "open": 417}
    assert statuses(order).payment == "partly_paid"
    paid(kit, order.id, "4.17")
    assert credit(kit) == {"free": 500000}


def test_a_limit_that_is_gone_holds_nothing_that_is_paid() -> None:
    kit = in_memory(
        limit="1.00",
        policies=[review(Level("over", fact("over_credit") > EUR("0"), ("role:finance",)))],
    )
    assert record(kit, sold(pay("9.17")))[0].holds == ()
    assert record(kit, sold(pay("9.16"), number="2"))[0].holds == ("credit", "approval")
    assert record(kit, sold(pay("10.17"), number="3"))[0].holds == ()


def test_credit_in_another_currency_matters_only_for_what_is_unpaid(kit: OrderKit) -> None:
    do(kit, SetCreditLimit("c-3", "USD", USD("900"), "agreed"))
    lines = (Line("TEA-1", 1, UnitPrice.parse("8.00 EUR")),)
    assert record(kit, sold(pay("8.00"), lines=lines, customer="c-3"))[0].holds == ()
    part = sold(pay("7.99"), lines=lines, customer="c-3", number="2")
    assert record(kit, part)[0].holds == ("credit",)


def test_under_prepaid_terms_a_paid_order_waits_for_nothing(kit: OrderKit) -> None:
    lines = (Line("TEA-1", 1, UnitPrice.parse("10.00 EUR")),)
    answer, order = record(kit, sold(pay("10.70"), lines=lines, customer="c-2"))
    assert (answer.stage, answer.holds) == ("confirmed", ())
    [payment] = desk_of(kit, ROOT).find(Payment.of_order(order.id)).items
    assert payment.kind is PaymentKind.PREPAID


def test_under_prepaid_terms_a_part_waits_for_the_rest(kit: OrderKit) -> None:
    lines = (Line("TEA-1", 1, UnitPrice.parse("10.00 EUR")),)
    answer, order = record(kit, sold(pay("10.00"), lines=lines, customer="c-2"))
    assert (answer.stage, answer.holds) == ("placed", ("payment",))
    assert order.holds[0].detail == "0.70 EUR are to be paid before delivery"
    paid(kit, order.id, "0.70")
    assert stored(kit, order.id).stage == "confirmed"


def test_without_terms_what_is_paid_waits_for_no_payment(kit: OrderKit) -> None:
    do(kit, DefineCustomer(attrs.evolve(customers()[0].customer, terms="")))
    assert record(kit, sold(pay("10.17")))[0].holds == ()
    assert record(kit, sold(pay("10.16"), number="2"))[0].holds == ("payment",)


def test_more_than_the_order_costs_is_held_for_and_can_be_given_back(kit: OrderKit) -> None:
    answer, order = record(kit, sold(pay("12.00")))
    assert (answer.holds, order.due) == (("price",), EUR("-1.83"))
    assert order.holds[0].detail == "12.00 EUR were paid, the total is 10.17 EUR"
    assert statuses(order).payment == "refund_due"
    assert credit(kit) == {"free": 500000}
    do(kit, RecordRefund(order.id, order.payments[0], EUR("1.83"), "R-1", "paid too much"))
    do(kit, ReleaseHold(order.id, "price"))
    after = stored(kit, order.id)
    assert (after.stage, statuses(after).payment) == ("confirmed", "paid")


def test_a_refund_of_a_cancelled_order_gives_all_back(kit: OrderKit) -> None:
    _, order = record(kit, sold(pay("6.00")))
    do(kit, CancelOrder(order.id, "changed their mind"))
    assert credit(kit) == {"free": 500000}
    do(kit, RecordRefund(order.id, order.payments[0], EUR("6.00"), "R-1", "cancelled"))
    assert stored(kit, order.id).due == EUR("0")
    assert shelf(kit, "TEA-1", "north") == 20


def test_the_same_import_again_is_the_earlier_answer(kit: OrderKit) -> None:
    command = sold(pay("6.00"), pay("4.17", "P-2"))
    answer, _ = record(kit, command)
    before = fingerprint_of(kit, TENANT)
    assert record(kit, command)[0] == answer
    again, _ = record(kit, command, key="another")
    assert (again.order_id, again.repeated, again.warnings) == (answer.order_id, True, ())
    assert fingerprint_of(kit, TENANT) == before


@pytest.mark.parametrize(
    "other",
    [
        sold(pay("10.16")),
        sold(pay("10.17", "P-2")),
        sold(pay("10.17"), lines=(TEA, TEA)),
        sold(pay("10.17"), lines=(attrs.evolve(TEA, discounts=()),)),
        PlaceOrder("c-1", "web", "1", (TEA,), mode=CaptureMode.RECORD),
    ],
)
def test_other_content_under_the_number_is_refused(kit: OrderKit, other: PlaceOrder) -> None:
    record(kit, sold(pay("10.17")))
    before = fingerprint_of(kit, TENANT)
    with pytest.raises(NumberTaken):
        desk_of(kit, SHOPBOT).execute(other, key="another")
    if isinstance(other, PlacePaidOrder):
        with pytest.raises(KeyReuse):
            desk_of(kit, SHOPBOT).execute(other)
    assert fingerprint_of(kit, TENANT) == before


def test_a_newer_revision_proposes_a_change_and_warns_of_money_that_is_new(kit: OrderKit) -> None:
    _, order = record(kit, sold(pay("10.17")))
    newer = sold(pay("10.17"), pay("10.17", "P-2"), lines=(TEA, TEA), channel_revision=2)
    answer, held = record(kit, newer)
    assert (answer.order_id, answer.repeated, answer.holds) == (order.id, True, ("change",))
    assert [(one.code, one.subject) for one in answer.warnings] == [("payment_not_recorded", "P-2")]
    assert "record it with RecordPayment" in str(answer.warnings[0])
    assert held.payments == order.payments
    puts = (
        desk_of(kit, SHOPBOT).preview(attrs.evolve(newer, channel_revision=3, number="2")).changes
    )
    assert not [put for put in puts.puts if isinstance(put.value, ChangeProposal)]


def test_a_batch_answers_for_each_and_all_or_none_lands(kit: OrderKit) -> None:
    desk = desk_of(kit, SHOPBOT)
    good, bad = sold(pay("10.17")), sold(pay("10.17"), customer="nobody", number="2")
    before = fingerprint_of(kit, TENANT)
    with pytest.raises(NotFound, match="command 2 of 2; none was carried out"):
        desk.execute_many([good, bad], all=True)
    assert fingerprint_of(kit, TENANT) == before
    assert [type(one) for one in desk.execute_many([good, bad])] == [Ok, Failed]


@pytest.mark.parametrize("actor", [ANN, BUYER])
def test_who_sells_or_buys_does_not_say_what_was_paid(kit: OrderKit, actor: Any) -> None:
    with pytest.raises(NotPermitted):
        desk_of(kit, actor).execute(sold(pay("10.17")))


def test_as_json_each_fault_has_its_path(kit: OrderKit) -> None:
    data: dict[str, Any] = {
        "customer": "c-1", "channel": "web", "number": "1",
        "lines": [{"item": "TEA-1", "quantity": 1, "price": "9.50 EUR"}],
        "payments": [
            {"amount": "6.00 EUR", "method": "card", "reference": "P-1"},
            {"amount": "0 EUR", "method": "", "reference": "P-1"},
        ],
    }  # fmt: skip
    with pytest.raises(InvalidInput) as told:
        kit.parse(PlacePaidOrder, data)
    assert [(fault.path, fault.code) for fault in told.value.faults] == [
        ("$.payments[1].amount", "not_positive"),
        ("$.payments[1].method", "empty"),
    ]
    data["payments"] = [data["payments"][0]]
    assert record(kit, kit.parse(PlacePaidOrder, data))[1].due == EUR("4.17")
    for wrong, path, code in [
        ({"payments": []}, "$.payments", "empty"),
        ({"payments": data["payments"] * 2}, "$.payments", "duplicate"),
        ({"mode": "offer"}, "$.mode", "not_recorded"),
        ({"number": ""}, "$.number", "empty"),
        ({"lines": []}, "$.lines", "empty"),
    ]:
        with pytest.raises(InvalidInput) as told:
            kit.parse(PlacePaidOrder, data | wrong)
        assert [(fault.path, fault.code) for fault in told.value.faults] == [(path, code)]


def test_no_mode_but_record() -> None:
    for mode in (None, CaptureMode.OFFER):
        with pytest.raises(InvalidInput, match="leave it out"):
            sold(pay("1.00"), mode=mode)


def test_a_payment_in_another_currency_is_refused_with_all_that_is_wrong(kit: OrderKit) -> None:
    dollars = ChannelPayment(USD("10.17"), "card", "P-2")
    over = attrs.evolve(TEA, discounts=(ChannelDiscount(EUR("20"), "x"),))
    with pytest.raises(OrderRefused) as told:
        record(kit, sold(pay("1.00"), dollars, lines=(over,)))
    assert [(fault.path, fault.code) for fault in told.value.faults] == [
        ("lines[0].discounts", "discount_too_large"),
        ("payments[1].amount", "currency_differs"),
    ]


def test_so_many_payments_and_no_more() -> None:
    many = [pay("1.00", f"P-{n}") for n in range(PAYMENTS_MAX + 1)]
    assert len(sold(*many[1:]).payments) == PAYMENTS_MAX
    with pytest.raises(TooLarge, match="21 payments"):
        sold(*many)
