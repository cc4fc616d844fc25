"""
In which order an execution says no: what the command cannot be, permission, the key, the decision.

Each test begins with a command that is wrong in every way and mends one thing at a time; what is
refused next is what comes next in the order. Where a later thing came first, mending would show it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from orderkit.approvals import NobodyToAsk
from orderkit.credit import OverCreditLimit, SetCreditLimit
from orderkit.errors import (
    InvalidInput,
    KeyReuse,
    NotAllowedNow,
    NotPermitted,
    OrderkitError,
    Refused,
)
from orderkit.flow import Actor
from orderkit.inventory import NotEnoughStock
from orderkit.kit import OrderKit
from orderkit.orders import (
    CancelOrder,
    HoldOrder,
    Line,
    NumberTaken,
    OrderRefused,
)
from orderkit.parties import BlockCustomer, Customer, DefineCustomer, OverLimit, UnblockCustomer
from orderkit.payments import (
    AlreadyPaid,
    AlreadyRefunded,
    MoreThanCaptured,
    NotOfOrder,
    Overpaid,
    RecordPayment,
    RecordRefund,
)
from orderkit.pricing import NoPrice
from orderkit.values import EUR, USD, CurrencyMismatch, Money, UnitPrice
from tests.badinput.rows import fault_codes
from tests.badinput.situations import BY_ROOT, an_order, part_paid, step
from tests.world import ANN, FIN, NOW, ROOT, desk_of, in_memory, order_of, placed, review

HAL = Actor.person("hal", roles={"warehouse"})


def refused(kit: OrderKit, command: Any, actor: Actor = ANN, key: str = "order") -> OrderkitError:
    with pytest.raises(OrderkitError) as caught:
        desk_of(kit, actor).execute(command, key=key)
    return caught.value


def strict(kit: OrderKit, limit: str) -> None:
    step(
        kit, SetCreditLimit("c-1", "EUR", EUR(limit), "strict", OverLimit.REFUSE), f"limit-{limit}"
    )


def test_placing_says_no_in_the_order_that_it_documents() -> None:
    kit = in_memory(policies=[review(BY_ROOT)])
    desk_of(kit, ROOT).execute(order_of(Line("SAMPLE", 1), number="taken"), key="used")
    step(kit, BlockCustomer("c-1", "unpaid"), "block")
    strict(kit, "1")
    much = [Line("TEA-1", 20), Line("SAMPLE", 200)]

    with pytest.raises(InvalidInput):
        refused(kit, order_of(Line("SAMPLE", 0), number="taken"), HAL, "used")
    wrong: dict[str, Any] = {"number": "taken", "expected_total": EUR("1")}
    assert type(refused(kit, order_of(*much, **wrong), HAL, "used")) is NotPermitted
    assert type(refused(kit, order_of(*much, **wrong), ROOT, "used")) is KeyReuse
    assert type(refused(kit, order_of(*much, **wrong), ROOT)) is NumberTaken
    wrong["number"] = "free"
    everything = refused(kit, order_of(*much, **wrong), ROOT)
    assert fault_codes(everything) == ("customer_blocked", "not_enough_stock")
    step(kit, UnblockCustomer("c-1"), "unblock")
    assert type(refused(kit, order_of(*much, **wrong), ROOT)) is NotEnoughStock
    del much[1]
    assert fault_codes(refused(kit, order_of(*much, **wrong), ROOT)) == ("total_differs",)
    wrong["expected_total"] = EUR("192.60")
    assert type(refused(kit, order_of(*much, **wrong), ROOT)) is OverCreditLimit
    strict(kit, "500")
    assert type(refused(kit, order_of(*much, **wrong), ROOT)) is NobodyToAsk
    assert desk_of(kit, ANN).execute(order_of(*much, **wrong)).total == EUR("192.60")


def test_what_is_wrong_with_an_order_is_told_in_the_order_that_it_documents() -> None:
    kit = in_memory()
    customer = Customer("c-9", "New", "main", "EUR", assortment=("tea",), blocked="unpaid")
    step(kit, DefineCustomer(customer), "customer")
    lines = [
        Line("NONE", 1),
        Line("TEA-1", "1 kg"),
        Line("POT-1", 21),
        Line("TEA-1", 1, UnitPrice.parse("1 EUR")),
        Line("RARE", 1),
        Line("LEAF", 99),
    ]
    command = order_of(
        *lines, customer="c-9", expected_total=EUR("1"), placed_at=NOW + timedelta(1)
    )
    assert fault_codes(refused(kit, command)) == (
        "customer_blocked",
        "terms_missing",
        "address_missing",
        "in_future",
        "unknown_item",
        "unit_unknown",
        "not_in_multiple",
        "over_maximum",
        "not_in_assortment",
        "not_in_assortment",
        "reason_missing",
        "no_price",
        "not_enough_stock",
    )


@pytest.mark.parametrize(
    ("line", "own"), [(Line("RARE", 1), NoPrice), (Line("TEA-1", 55), NotEnoughStock)]
)
def test_the_one_thing_wrong_has_its_own_refusal_and_among_others_it_is_a_fault(
    line: Line, own: type[Refused]
) -> None:
    kit = in_memory()
    assert type(refused(kit, order_of(line))) is own
    assert type(refused(kit, order_of(line, Line("NONE", 1)))) is OrderRefused


def test_every_command_asks_permission_before_the_key_and_the_key_before_it_decides() -> None:
    kit = in_memory()
    order = an_order(kit)
    step(kit, CancelOrder(order.id, "changed their mind"), "used", ANN)
    for command in (
        HoldOrder(order.id),
        CancelOrder(order.id, "late"),
        RecordPayment(order.id, USD("999"), "transfer", "bank-1"),
    ):
        assert type(refused(kit, command, HAL, "used")) is NotPermitted
        assert type(refused(kit, command, ROOT, "used")) is KeyReuse
        assert type(refused(kit, command, ROOT, "fresh")) is NotAllowedNow


def test_payments_say_no_in_the_order_that_they_document() -> None:
    kit = in_memory()
    order = part_paid(kit)[0]

    def paying(amount: Money, reference: str) -> OrderkitError:
        return refused(kit, RecordPayment(order.id, amount, "transfer", reference), FIN)

    assert type(paying(USD("999"), "bank-1")) is AlreadyPaid
    assert type(paying(USD("999"), "bank-2")) is CurrencyMismatch
    assert type(paying(EUR("999"), "bank-2")) is Overpaid
    step(kit, CancelOrder(order.id, "changed their mind"), "cancel")
    assert type(paying(USD("999"), "bank-1")) is NotAllowedNow


def test_refunds_say_no_in_the_order_that_they_document() -> None:
    kit = in_memory()
    order, payment = part_paid(kit)
    other = placed(kit, number="2")[1]
    step(kit, RecordRefund(order.id, payment, EUR("50"), "back-1", "damaged"), "refund")

    def giving(id_: str, amount: Money, reference: str) -> OrderkitError:
        return refused(kit, RecordRefund(id_, payment, amount, reference, "damaged"), FIN)

    assert type(giving(other.id, USD("999"), "back-1")) is NotOfOrder
    assert type(giving(order.id, USD("999"), "back-1")) is AlreadyRefunded
    assert type(giving(order.id, USD("999"), "back-2")) is CurrencyMismatch
    assert type(giving(order.id, EUR("999"), "back-2")) is NotAllowedNow
    part = part_paid(in_memory())
    assert part[1] == payment


def test_a_part_of_a_payment_is_refused_last_for_its_amount() -> None:
    kit = in_memory()
    order, payment = part_paid(kit)
    command = RecordRefund(order.id, payment, EUR("999"), "back-1", "damaged")
    assert type(refused(kit, command, FIN)) is MoreThanCaptured
