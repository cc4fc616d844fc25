"""What becomes of orders, stock and credit as a delivery moves along."""

from __future__ import annotations

import attrs
import pytest

from orderkit.catalog import LineKind
from orderkit.errors import InvalidInput, NotAllowedNow, NotFound
from orderkit.flow import Ref, declared
from orderkit.fulfilment import (
    DELIVERY_LIFECYCLE,
    AddToDelivery,
    AdvanceDelivery,
    CancelDelivery,
    ConfirmDelivery,
    Delivery,
    DeliveryAdvanced,
    DeliveryBroughtBack,
    DeliveryCancelled,
    DeliveryDelivered,
    DeliveryShipped,
    MoreThanReserved,
    PackDelivery,
    Parcel,
    PickDelivery,
    PlanDelivery,
    ReleaseDelivery,
    ShipDelivery,
    Short,
)
from orderkit.inventory import NotEnoughStock
from orderkit.lifecycle import DELIVERY, Move, Stage
from orderkit.orders import CancelOrder, CreditPosting, OnHold, Order, OrderClosed, ScheduleLine
from orderkit.orders.shares import shipped_minor
from tests.fulfilment.books import NOW, Books, goods, order, problems, stock

TWO_PLACES = (ScheduleLine(4, "north"), ScheduleLine(6, "south"))


def planned(books: Books, location: str = "north", *, order_id: str = "o-1") -> str:
    return books.execute(PlanDelivery(order_id, location)).delivery_id


def shipped(books: Books) -> str:
    delivery = planned(books)
    books.execute(ShipDelivery(delivery))
    return delivery


def test_part_deliveries_from_two_locations() -> None:
    books = Books(order(goods("1", 10, 1000, schedule=TWO_PLACES)))
    north, south = planned(books), planned(books, "south")
    books.execute(ShipDelivery(north, carrier="DHL", tracking="JD1", parcels=(Parcel("1"),)))
    delivery = books.delivery(north)
    assert (delivery.stage, delivery.carrier, delivery.tracking) == ("shipped", "DHL", "JD1")
    assert (delivery.parcels, delivery.shipped_at) == ((Parcel("1"),), NOW)
    assert (books.line().shipped, books.line().schedule) == (
        4,
        (ScheduleLine(6, "south", planned=6),),
    )
    assert (books.stock("north"), books.stock("south")) == (0, 6)
    assert books.credit() == {"open": 600, "unbilled": 400}
    assert books.events[0] == DeliveryShipped(
        north, "north", delivery.lines, "DHL", "JD1", (Parcel("1"),)
    )
    books.execute(ShipDelivery(south))
    nothing_left = (ScheduleLine(0, "south"),)
    assert (books.line().shipped, books.line().schedule) == (10, nothing_left)
    assert books.stock("south") == 0
    assert books.credit() == {"unbilled": 1000}
    assert (books.order().revision, problems(books.order())) == (3, [])


def test_amounts_that_do_not_divide_come_out_even_and_charges_go_last() -> None:
    lines = goods("1", 3, 1000), goods("9", 1, 77, kind=LineKind.CHARGE)
    books = Books(order(*lines, rounding=-2))
    moved = []
    for _ in range(3):
        one = books.execute(PlanDelivery("o-1", "north", {"1": 1}))
        books.execute(ShipDelivery(one.delivery_id))
        moved.append(books.credit()["unbilled"])
    assert moved == [333, 667, 1075]
    assert books.credit() == {"unbilled": 1075}


def test_what_was_called_off_between_deliveries_leaves_no_amount_open() -> None:
    books = Books(order(goods("1", 7, 110)))
    first = books.execute(PlanDelivery("o-1", "north", {"1": 2}))
    books.execute(ShipDelivery(first.delivery_id))
    books.execute(CancelOrder("o-1", "not wanted", {"1": 2}))
    assert books.credit() == {"free": 31, "open": 48, "unbilled": 31}
    assert shipped_minor(books.order()) == 32
    books.execute(ShipDelivery(planned(books)))
    assert books.credit() == {"free": 31, "unbilled": 79}


def test_an_order_without_a_credit_line_moves_no_credit() -> None:
    books = Books(order(goods("1", 7, 1000), posted=CreditPosting()))
    first = books.execute(PlanDelivery("o-1", "north", {"1": 2}))
    made = books.decide(ShipDelivery(first.delivery_id))
    assert [one.source for one in made.changes.transfers] == [stock("TEA-1", "north")]


def test_two_orders_on_one_delivery_are_shipped_and_delivered_together() -> None:
    books = Books(order(goods("1", 10, 1000)), order(goods("1", 2, 300), id_="o-2"))
    delivery = planned(books)
    books.execute(AddToDelivery(delivery, "o-2"))
    made = books.decide(ShipDelivery(delivery))
    assert [t.amount for t in made.changes.transfers if t.source == stock("TEA-1", "north")] == [12]
    books.execute(ShipDelivery(delivery))
    assert [books.line(order_id=one).shipped for one in ("o-1", "o-2")] == [10, 2]
    assert books.credit() == {"unbilled": 1300}
    assert books.order("o-2").credit.unbilled == 300
    books.execute(ConfirmDelivery(delivery))
    assert [books.line(order_id=one).delivered for one in ("o-1", "o-2")] == [10, 2]


def test_confirming_delivers_the_lines() -> None:
    books = Books(order(goods("1", 10, 1000)))
    delivery = shipped(books)
    answer = books.execute(ConfirmDelivery(delivery))
    assert (answer.delivery_id, answer.stage) == (delivery, "delivered")
    found = books.delivery(delivery)
    assert (found.lines[0].delivered, found.delivered_at) == (10, NOW)
    assert (books.line().delivered, books.order().stage) == (10, "confirmed")
    assert books.events == [DeliveryDelivered(delivery, found.lines)]


def test_the_last_delivery_closes_an_order_that_is_paid() -> None:
    books = Books(order(goods("1", 10, 1000), terms="prepaid"))
    books.change(books.order(), paid_minor=1000)
    books.execute(ConfirmDelivery(shipped(books)))
    assert books.order().stage == "closed"
    assert books.events[-1] == OrderClosed("o-1")


def test_a_cancelled_delivery_can_be_planned_again() -> None:
    books = Books(order(goods("1", 10, 1000)))
    before = dict(books.balances)
    delivery = planned(books)
    books.execute(CancelDelivery(delivery, "truck broke down"))
    found = books.delivery(delivery)
    assert (found.stage, found.reason) == ("cancelled", "truck broke down")
    assert books.line().schedule == (ScheduleLine(10, "north"),)
    assert books.balances == before
    assert books.events == [DeliveryCancelled(delivery, found.lines, "truck broke down")]
    assert books.execute(PlanDelivery("o-1", "north")).lines[0].quantity == 10


def test_the_warehouse_keeps_its_steps() -> None:
    books = Books(order(goods("1", 10, 1000)))
    delivery = planned(books)
    assert books.execute(ReleaseDelivery(delivery)).stage == "released"
    assert books.execute(PickDelivery(delivery)).stage == "picking"
    parcels = Parcel("1", "JD1", "DHL", 1200), Parcel("2")
    assert books.execute(PackDelivery(delivery, parcels)).stage == "packed"
    assert books.events == [DeliveryAdvanced(delivery, "pack", "packed")]
    before = books.order()
    books.execute(AdvanceDelivery(delivery, "recall"))
    assert books.delivery(delivery).stage == "recalling"
    assert books.order() is before
    books.execute(ShipDelivery(delivery))
    assert books.delivery(delivery).parcels == parcels


def test_a_recalled_delivery_that_is_stopped_frees_its_plan() -> None:
    books = Books(order(goods("1", 10, 1000)))
    delivery = planned(books)
    for move in ("release", "recall", "stop"):
        books.execute(AdvanceDelivery(delivery, move))
    assert books.line().schedule == (ScheduleLine(10, "north"),)


def test_goods_that_are_brought_back_wait_in_quarantine() -> None:
    books = Books(order(goods("1", 10, 1000)))
    delivery = shipped(books)
    books.execute(AdvanceDelivery(delivery, "refuse"))
    books.execute(AdvanceDelivery(delivery, "bring_back"))
    assert (books.stock(bucket="quarantine"), books.stock()) == (10, 0)
    assert (books.line().shipped, books.line().delivered, books.line().returned) == (10, 0, 10)
    assert books.events == [DeliveryBroughtBack(delivery, "north", books.delivery(delivery).lines)]
    assert problems(books.order()) == []


def test_goods_over_the_counter_leave_and_arrive_in_one_step() -> None:
    books = Books(order(goods("1", 10, 1000)))
    handed = Stage("handed_over", goods_left=True, goods_arrived=True)
    counter = DELIVERY.extend([handed], [Move("hand_over", "planned", "handed_over")])
    books.rulebook = books.rulebook.having(DELIVERY_LIFECYCLE, counter)
    delivery = planned(books)
    books.execute(AdvanceDelivery(delivery, "hand_over"))
    assert (books.line().shipped, books.line().delivered, books.stock()) == (10, 10, 0)
    assert [type(one) for one in books.events] == [DeliveryShipped, DeliveryDelivered]


@pytest.mark.parametrize("command", [ShipDelivery, CancelDelivery, PickDelivery])
def test_what_was_shipped_is_not_shipped_or_cancelled_again(
    command: type[ShipDelivery | CancelDelivery | PickDelivery],
) -> None:
    books = Books(order(goods("1", 10, 1000)))
    delivery = shipped(books)
    before = dict(books.balances), dict(books.documents)
    with pytest.raises(NotAllowedNow, match="which is shipped; allowed now: depart, deliver"):
        books.execute(command(delivery, *(("late",) if command is CancelDelivery else ())))
    assert (books.balances, books.documents) == before


def test_goods_do_not_leave_while_a_hold_stands() -> None:
    books = Books(order(goods("1", 10, 1000)))
    delivery = planned(books)
    books.change(books.order(), holds=order(holds=("fraud",)).holds)
    with pytest.raises(OnHold, match="fraud"):
        books.execute(ShipDelivery(delivery))
    books.execute(CancelDelivery(delivery, "fraud"))
    assert books.line().schedule[0].planned == 0


def test_goods_do_not_leave_for_an_order_that_was_taken_back() -> None:
    books = Books(order(goods("1", 10, 1000)))
    delivery = planned(books)
    books.change(books.order(), stage="placed")
    with pytest.raises(NotAllowedNow, match="cannot deliver Order 'o-1', which is placed"):
        books.execute(ShipDelivery(delivery))


def test_what_the_order_does_not_have_planned_does_not_leave() -> None:
    books = Books(order(goods("1", 10, 1000)))
    delivery = planned(books)
    line = attrs.evolve(books.line(), schedule=(ScheduleLine(10, "north", planned=4),))
    books.change(books.order(), lines=(line,))
    with pytest.raises(MoreThanReserved) as refused:
        books.execute(ShipDelivery(delivery))
    assert refused.value.lines == (Short("o-1", "1", 10, 4),)


def test_books_that_lost_the_stock_say_so() -> None:
    books = Books(order(goods("1", 10, 1000)))
    delivery = planned(books)
    books.balances[stock("TEA-1", "north")] = 9
    with pytest.raises(NotEnoughStock) as refused:
        books.execute(ShipDelivery(delivery))
    assert (refused.value.asked, refused.value.free, refused.value.bucket) == (10, 9, "reserved")


def test_a_delivery_without_its_order_is_not_moved() -> None:
    books = Books(order(goods("1", 10, 1000)))
    delivery = planned(books)
    del books.documents[Ref(Order, "o-1")]
    with pytest.raises(NotFound, match="'o-1'"):
        books.execute(ShipDelivery(delivery))


def test_each_command_names_the_delivery_it_writes() -> None:
    ship = ShipDelivery("d-1")
    assert (ship.subject(), ship.scope(), ship.key()) == (
        "delivery/d-1",
        Ref(Delivery, "d-1"),
        None,
    )


def test_bad_commands_are_refused_with_all_faults() -> None:
    with pytest.raises(InvalidInput) as refused:
        ShipDelivery("", "a" * 81, "\x00", (Parcel("1"), Parcel("1")))
    found = [(fault.path, fault.code) for fault in refused.value.faults]
    assert found == [
        ("ShipDelivery.delivery_id", "bad_id"),
        ("ShipDelivery.carrier", "too_long"),
        ("ShipDelivery.tracking", "control_character"),
        ("ShipDelivery.parcels", "duplicate"),
    ]
    for path, make in (
        ("CancelDelivery.reason", lambda: CancelDelivery("d-1", "")),
        ("AdvanceDelivery.move", lambda: AdvanceDelivery("d-1", "")),
        ("PackDelivery.parcels", lambda: PackDelivery("d-1", (Parcel("1"),) * 501)),
    ):
        with pytest.raises(InvalidInput, match=path):
            make()


@pytest.mark.parametrize("weight", [0, -1])
def test_a_parcel_weighs_something(weight: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        Parcel("", "\x00", "\x00", weight)
    assert [fault.path for fault in refused.value.faults] == [
        "Parcel.id", "Parcel.tracking", "Parcel.carrier", "Parcel.weight_g"
    ]  # fmt: skip
    assert Parcel("1", weight_g=None).weight_g is None


def test_deliveries_are_found_by_stage_order_and_location() -> None:
    books = Books(order(goods("1", 10, 1000)), order(goods("1", 2, 300), id_="o-2"))
    delivery = planned(books)
    books.execute(AddToDelivery(delivery, "o-2"))
    keys = {key[:2] for key in declared(Delivery).keys(books.delivery(delivery))}
    for query in (
        Delivery.in_stage("planned"),
        Delivery.of_order("o-1"),
        Delivery.of_order("o-2"),
        Delivery.at_location("north", "planned"),
    ):
        assert (query.index, query.equals) in keys
    assert declared(Delivery).owner(books.delivery(delivery)) == "c-7"
