"""Orders that are offered: what is read, reserved, refused and warned of."""

from __future__ import annotations

import threading
from datetime import timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest

from orderkit.catalog import DefineProduct
from orderkit.errors import NotFound, NotPermitted
from orderkit.flow import Actor
from orderkit.inventory import NotEnoughStock
from orderkit.kit import OrderKit
from orderkit.orders import (
    FulfilmentStatus,
    Line,
    Order,
    OrderConfirmed,
    OrderPlaced,
    OrderRefused,
    PaymentStatus,
    Placed,
    ReturnStatus,
    ScheduleLine,
    statuses,
)
from orderkit.parties import BlockCustomer, CaptureMode, DefineCustomer, PriceDate
from orderkit.pricing import NoPrice
from orderkit.tax import DefineTaxTable, NoTaxRate, TaxRate, TaxTable
from orderkit.values import EUR, USD, Window
from tests.world import (
    ANN,
    BUYER,
    NOW,
    ROOT,
    TENANT,
    Clock,
    balances,
    codes,
    company,
    credit,
    customers,
    desk_of,
    in_memory,
    opened,
    opening,
    order_of,
    placed,
    products,
    shelf,
    stored,
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


def test_an_order_reserves_stock_uses_credit_and_is_confirmed(kit: OrderKit) -> None:
    answer, order = placed(kit, Line("TEA-1", 3), Line("ENGRAVE", 1))
    # 3 × 9.50 at 7 % and 15.00 at 19 %
    assert (order.net, order.tax, order.total) == (EUR("43.50"), EUR("4.85"), EUR("48.35"))
    assert answer == Placed(order.id, 1, "confirmed", EUR("48.35"))
    assert shelf(kit, "TEA-1", "north") == 17
    assert shelf(kit, "TEA-1", "north", "reserved") == 3
    assert credit(kit) == {"free": 500_000 - 4835, "open": 4835}
    assert kit.audit(TENANT).clean


def test_the_audit_entry_tells_what_happened(kit: OrderKit) -> None:
    decision = desk_of(kit).preview(order_of(Line("TEA-1", 3)))
    order, events = next(put for put in decision.changes.puts if isinstance(put.value, Order))
    total = EUR("30.50")
    assert events == (
        OrderPlaced(order.id, "c-1", "web", "1", total, "confirmed"),
        OrderConfirmed(order.id, 1),
    )


def test_a_new_order_is_unpaid_unfulfilled_and_not_returned(kit: OrderKit) -> None:
    _, order = placed(kit)
    found = statuses(order)
    assert found.payment is PaymentStatus.UNPAID
    assert found.fulfilment is FulfilmentStatus.UNFULFILLED
    assert found.returned is ReturnStatus.NONE


def test_a_service_has_no_stock_and_is_scheduled_without_a_location(kit: OrderKit) -> None:
    before = balances(kit)
    _, order = placed(kit, Line("ENGRAVE", 2))
    line = order.lines[0]
    assert line.schedule == (ScheduleLine(2),)
    assert (line.reserved, line.open, line.short) == (0, 0, 0)
    assert statuses(order).fulfilment is FulfilmentStatus.NOTHING_TO_DELIVER
    held = {name: many for name, many in balances(kit).items() if name.startswith("stock/")}
    assert held == {name: many for name, many in before.items() if name.startswith("stock/")}


def test_an_order_of_services_needs_no_address(kit: OrderKit) -> None:
    unsettled = attrs.evolve(customers()[0].customer, ship_to=())
    desk_of(kit, ROOT).execute(DefineCustomer(unsettled), key="moved-out")
    answer, _ = placed(kit, Line("ENGRAVE", 1))
    assert answer.stage == "confirmed"


def test_a_line_is_served_from_the_first_location_that_has_it(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", 25))
    assert [(one.location, one.quantity) for one in order.lines[0].schedule] == [("south", 25)]


def test_a_line_is_filled_up_from_several_locations(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", 52))
    parts = [(one.location, one.quantity) for one in order.lines[0].schedule]
    assert parts == [("north", 20), ("south", 30), ("east", 2)]
    assert order.lines[0].reserved == 52
    assert shelf(kit, "TEA-1", "east") == 2


def test_two_lines_of_one_sku_share_what_there_is(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", 18), Line("TEA-1", 4))
    assert [one.schedule[0].location for one in order.lines] == ["north", "south"]
    assert shelf(kit, "TEA-1", "north") == 2


def test_what_runs_low_is_told(kit: OrderKit) -> None:
    answer, _ = placed(kit, Line("TEA-1", 16), Line("LEAF", "5 kg"))
    assert codes(answer.warnings) == ["low_stock"]
    notice = answer.warnings[0]
    assert (notice.subject, str(notice)) == ("TEA-1", notice.text)
    assert "north" in notice.text


def test_more_than_there_is_is_refused(kit: OrderKit) -> None:
    with pytest.raises(NotEnoughStock) as told:
        placed(kit, Line("TEA-1", 55))
    assert (told.value.sku, told.value.asked, told.value.free) == ("TEA-1", 55, 54)


def test_two_things_wrong_are_told_together(kit: OrderKit) -> None:
    found = refused(kit, Line("TEA-1", 55), Line("NOPE", 1), Line("POT-1", 3), Line("RARE", 1))
    assert found == {
        "lines[0].quantity": "not_enough_stock",
        "lines[1].item": "unknown_item",
        "lines[2].quantity": "not_in_multiple",
        "lines[3]": "no_price",
    }


@pytest.mark.parametrize(
    ("line", "code", "remedy"),
    [
        (Line("POT-1", 1), "under_minimum", "order at least 2 pcs"),
        (Line("POT-1", 22), "over_maximum", "order at most 20 pcs"),
        (Line("POT-1", 5), "not_in_multiple", "order 4 pcs or another multiple"),
        (Line("POT-1", "1 case"), "unit_unknown", ""),
    ],
)
def test_quantities_have_limits(kit: OrderKit, line: Line, code: str, remedy: str) -> None:
    with pytest.raises(OrderRefused) as told:
        placed(kit, line)
    fault = next(fault for fault in told.value.faults if fault.code == code)
    assert remedy in fault.remedy


def test_a_minimum_is_no_multiple(kit: OrderKit) -> None:
    four = attrs.evolve(products()[2].product, minimum=4)
    desk_of(kit, ROOT).execute(DefineProduct(four), key="four")
    assert refused(kit, Line("POT-1", 2), Line("NOPE", 1)) == {
        "lines[0].quantity": "under_minimum",
        "lines[1].item": "unknown_item",
    }


def test_what_is_not_sold_any_more_or_not_theirs_is_refused(kit: OrderKit) -> None:
    root = desk_of(kit, ROOT)
    gone = attrs.evolve(products()[0].product, sold=Window(None, NOW))
    root.execute(DefineProduct(gone), key="gone")
    narrow = attrs.evolve(customers()[0].customer, assortment=("food",))
    root.execute(DefineCustomer(narrow), key="narrow")
    found = refused(kit, Line("TEA-1", 1), Line("POT-1", 2), Line("LEAF", "1 kg"))
    assert found == {"lines[0].item": "not_sold", "lines[1].item": "not_in_assortment"}


def test_no_price_alone_is_its_own_refusal(kit: OrderKit) -> None:
    with pytest.raises(NoPrice, match="RARE"):
        placed(kit, Line("TEA-1", 1), Line("RARE", 1))


def test_a_rate_that_is_missing_is_its_own_refusal(kit: OrderKit) -> None:
    table = TaxTable("main", (TaxRate("reduced", Decimal(7)),))
    desk_of(kit, ROOT).execute(DefineTaxTable(table), key="less")
    with pytest.raises(NoTaxRate, match="standard"):
        placed(kit, Line("ENGRAVE", 1))


def test_blocked_customers_and_missing_terms_and_addresses_are_told(kit: OrderKit) -> None:
    root = desk_of(kit, ROOT)
    bare = attrs.evolve(customers()[0].customer, terms="", ship_to=())
    root.execute(DefineCustomer(bare), key="bare")
    root.execute(BlockCustomer("c-1", "does not pay"), key="block")
    assert refused(kit) == {
        "customer": "terms_missing",
        "place": "address_missing",
    }
    with pytest.raises(OrderRefused) as told:
        placed(kit)
    assert codes(told.value.faults) == ["customer_blocked", "terms_missing", "address_missing"]


def test_a_place_is_one_of_the_customers(kit: OrderKit) -> None:
    _, order = placed(kit, place="shop")
    assert order.roles.ship_to is not None
    assert order.roles.ship_to.name == "Tea House Shop"
    assert refused(kit, place="moon", number="2") == {"place": "address_missing"}


def test_the_expected_total_is_compared(kit: OrderKit) -> None:
    placed(kit, expected_total=EUR("10.17"))
    with pytest.raises(OrderRefused, match=r"9\.99 EUR.*the total is 10\.17 EUR"):
        placed(kit, number="2", expected_total=EUR("9.99"))
    assert refused(kit, number="3", expected_total=USD("10.17")) == {
        "expected_total": "currency_differs"
    }


def test_the_expected_total_is_not_compared_while_something_else_is_wrong(kit: OrderKit) -> None:
    found = refused(kit, Line("NOPE", 1), Line("POT-1", 3), expected_total=EUR("1.00"))
    assert set(found.values()) == {"unknown_item", "not_in_multiple"}


def test_a_buyer_orders_for_their_customer_alone(kit: OrderKit) -> None:
    answer, order = placed(kit, actor=BUYER)
    assert order.submitted_by == "tom"
    assert desk_of(kit, BUYER).get(Order, answer.order_id) == order
    with pytest.raises(NotPermitted):
        placed(kit, actor=BUYER, customer="c-3", number="2")


def test_a_buyer_chooses_neither_mode_nor_day(kit: OrderKit) -> None:
    yesterday = NOW - timedelta(days=1)
    found = refused(kit, actor=BUYER, mode=CaptureMode.RECORD, placed_at=yesterday)
    assert found == {"mode": "not_a_buyers", "placed_at": "not_a_buyers"}


def test_an_order_was_not_placed_tomorrow(kit: OrderKit) -> None:
    tomorrow = NOW + timedelta(days=1)
    assert refused(kit, placed_at=tomorrow) == {"placed_at": "in_future"}
    _, order = placed(kit, number="2", placed_at=NOW - timedelta(days=1))
    assert order.placed_at == NOW - timedelta(days=1)


@pytest.mark.parametrize(
    ("policy", "requested", "date"),
    [
        (PriceDate.PLACEMENT, Window(NOW + timedelta(days=9)), NOW),
        (PriceDate.REQUESTED, Window(NOW + timedelta(days=9)), NOW + timedelta(days=9)),
        (PriceDate.REQUESTED, Window(None, NOW + timedelta(days=9)), NOW),
        (PriceDate.REQUESTED, None, NOW),
        (PriceDate.DELIVERY, Window(NOW + timedelta(days=9)), NOW),
    ],
)
def test_prices_are_those_of_the_companys_price_date(
    policy: PriceDate, requested: Window | None, date: Any
) -> None:
    kit = in_memory(price_date=policy)
    _, order = placed(kit, requested=requested)
    assert order.price_date == date
    assert order.lines[0].schedule[0].requested == requested


def test_a_line_may_be_wanted_at_another_time(kit: OrderKit) -> None:
    soon, late = Window(NOW + timedelta(days=1)), Window(NOW + timedelta(days=9))
    _, order = placed(kit, Line("TEA-1", 1, requested=soon), Line("LEAF", "1 kg"), requested=late)
    assert [line.schedule[0].requested for line in order.lines] == [soon, late]


def test_customers_and_their_company_must_be_there(kit: OrderKit) -> None:
    with pytest.raises(NotFound, match="c-9"):
        placed(kit, customer="c-9")


def test_a_policy_that_is_not_there_lets_nothing_through(kit: OrderKit) -> None:
    desk_of(kit, ROOT).execute(company(approvals=("lost",)), key="strict")
    with pytest.raises(NotFound, match="lost"):
        placed(kit)


def test_without_auto_confirm_an_order_waits_to_be_confirmed() -> None:
    answer, _ = placed(in_memory(auto_confirm=False))
    assert (answer.stage, answer.holds) == ("placed", ())


def test_a_company_without_rates_charges_no_tax() -> None:
    kit = OrderKit.memory(clock=Clock())
    kit.migrate()
    for n, one in enumerate(one for one in opening() if not isinstance(one, DefineTaxTable)):
        desk_of(kit, ROOT).execute(one, key=f"o-{n}")
    _, order = placed(kit)
    assert (order.net, order.tax, order.total) == (EUR("9.50"), EUR("0"), EUR("9.50"))


def test_the_last_pieces_are_sold_once() -> None:
    kit = in_memory(levels={("TEA-1", "north"): "5"})
    outcomes: list[str] = []
    start = threading.Barrier(8)

    def order(n: int) -> None:
        start.wait()
        try:
            placed(kit, number=str(n))
        except NotEnoughStock:
            outcomes.append("refused")
        else:
            outcomes.append("placed")

    threads = [threading.Thread(target=order, args=(n,)) for n in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["placed"] * 5 + ["refused"] * 3
    assert (shelf(kit, "TEA-1", "north"), shelf(kit, "TEA-1", "north", "reserved")) == (0, 5)
    assert kit.audit(TENANT).clean


def test_what_is_ordered_is_stored_as_it_was_decided(kit: OrderKit) -> None:
    answer, order = placed(kit, Line("TEA-1", 1, note="in a box"), note="ring twice")
    assert stored(kit, answer.order_id) == order
    assert (order.note, order.lines[0].note) == ("ring twice", "in a box")
    assert order.sources == ("price_list/gold@1",)
    assert order.net + order.tax == order.total
    assert order.due == order.total


def test_a_kit_that_is_opened_twice_says_the_same(kit: OrderKit) -> None:
    opened(kit)
    assert kit.audit(TENANT).clean
