"""What may be put on a delivery, and what may not."""

from __future__ import annotations

import pytest

from orderkit.errors import InvalidInput, NotAllowedNow
from orderkit.fulfilment import (
    AddToDelivery,
    DeliveryLine,
    DeliveryPlanned,
    LineQuantity,
    MoreThanReserved,
    NoAddress,
    NothingToDeliver,
    NotTogether,
    PlanDelivery,
    ReleaseDelivery,
    Short,
)
from orderkit.fulfilment.planning import left_at
from orderkit.orders import NoSuchLine, OnHold, RevisionChanged, ScheduleLine
from orderkit.parties import Roles
from tests.fulfilment.books import HOME, SHOP, Books, goods, order, problems

TWO_PLACES = (ScheduleLine(4, "north"), ScheduleLine(6, "south"))


def test_everything_that_is_reserved_at_the_location_is_planned_unless_told() -> None:
    books = Books(order(goods("1", 10, 1000, schedule=TWO_PLACES), goods("2", 3, 300)))
    planned = books.execute(PlanDelivery("o-1", "north"))
    assert [(line.line_id, line.quantity) for line in planned.lines] == [("1", 4), ("2", 3)]
    delivery = books.delivery(planned.delivery_id)
    assert (delivery.stage, delivery.location, delivery.ship_to) == ("planned", "north", HOME)
    assert (delivery.customer, delivery.company, delivery.revision) == ("c-7", "acme", 1)
    assert books.events == [DeliveryPlanned(delivery.id, "o-1", "north", delivery.lines)]


def test_planning_marks_the_schedule_and_changes_nothing_else() -> None:
    books = Books(order(goods("1", 10, 1000, schedule=TWO_PLACES)))
    before = dict(books.balances)
    planned = books.execute(PlanDelivery("o-1", "south", {"1": 5}))
    assert books.line().schedule == (ScheduleLine(4, "north"), ScheduleLine(6, "south", planned=5))
    assert books.balances == before
    assert (books.order().revision, books.order().deliveries) == (3, (planned.delivery_id,))
    assert problems(books.order()) == []


def test_the_first_of_two_dates_at_one_location_is_served_first() -> None:
    books = Books(
        order(goods("1", 5, 500, schedule=(ScheduleLine(2, "north"), ScheduleLine(3, "north"))))
    )
    books.execute(PlanDelivery("o-1", "north", [("1", 3)]))
    assert [one.planned for one in books.line().schedule] == [2, 1]


def test_more_than_is_reserved_and_unplanned_is_refused_for_all_lines_at_once() -> None:
    books = Books(order(goods("1", 10, 1000, schedule=TWO_PLACES), goods("2", 3, 300)))
    books.execute(PlanDelivery("o-1", "north", {"1": 3}))
    with pytest.raises(MoreThanReserved) as refused:
        books.execute(PlanDelivery("o-1", "north", {"1": 2, "2": 4}))
    assert refused.value.lines == (Short("o-1", "1", 2, 1), Short("o-1", "2", 4, 3))
    assert str(refused.value) == (
        "more is asked for than is reserved at north and in no other delivery: 2 of line 1 of "
        "order 'o-1' (1); 4 of line 2 of order 'o-1' (3); deliver at most the quantities in "
        "brackets, or reserve more there first"
    )


def test_where_nothing_is_left_the_refusal_says_where_something_is() -> None:
    books = Books(order(goods("1", 10, 1000, schedule=TWO_PLACES)))
    books.execute(PlanDelivery("o-1", "north"))
    with pytest.raises(NothingToDeliver) as refused:
        books.execute(PlanDelivery("o-1", "north"))
    assert str(refused.value) == (
        "nothing of order 'o-1' is left to plan at north: plan from south, where something is left"
    )
    books.execute(PlanDelivery("o-1", "south"))
    with pytest.raises(NothingToDeliver, match="all of it has left or stands in a delivery"):
        books.execute(PlanDelivery("o-1", "south"))


def test_what_goes_to_another_place_never_goes_along() -> None:
    schedule = (ScheduleLine(4, "north"), ScheduleLine(6, "north", ship_to="shop"))
    books = Books(order(goods("1", 10, 1000, schedule=schedule)))
    own = books.execute(PlanDelivery("o-1", "north"))
    assert [one.quantity for one in own.lines] == [4]
    with pytest.raises(NothingToDeliver) as refused:
        books.execute(AddToDelivery(own.delivery_id, "o-1"))
    assert str(refused.value) == (
        "nothing of order 'o-1' is left to plan at north: plan from north for place 'shop', where "
        "something is left"
    )
    shop = books.execute(PlanDelivery("o-1", "north", place="shop"))
    assert [one.quantity for one in shop.lines] == [6]
    with pytest.raises(NothingToDeliver) as again:
        books.execute(AddToDelivery(shop.delivery_id, "o-1"))
    assert str(again.value) == (
        "nothing of order 'o-1' is left to plan at north for place 'shop': all of it has left or "
        "stands in a delivery; cancel one that has not left"
    )


def test_what_waits_for_a_location_is_in_no_delivery() -> None:
    schedule = (ScheduleLine(4, "north"), ScheduleLine(6))
    assert left_at(order(goods("1", 10, 1000, schedule=schedule)), "north", "") == {"1": 4}


def test_a_line_that_the_order_does_not_have_is_refused() -> None:
    books = Books(order(goods("1", 10, 1000)))
    with pytest.raises(NoSuchLine, match="'9'"):
        books.execute(PlanDelivery("o-1", "north", {"9": 1}))


@pytest.mark.parametrize("stage", ["placed", "closed", "cancelled"])
def test_the_orders_stage_must_allow_to_deliver(stage: str) -> None:
    books = Books(order(goods("1", 10, 1000), stage=stage))
    with pytest.raises(NotAllowedNow, match="cannot deliver Order 'o-1'"):
        books.execute(PlanDelivery("o-1", "north"))


def test_an_order_on_hold_is_not_delivered() -> None:
    books = Books(order(goods("1", 10, 1000), holds=("credit", "review")))
    with pytest.raises(OnHold) as refused:
        books.execute(PlanDelivery("o-1", "north"))
    assert refused.value.reasons == ("credit", "review")


def test_planning_on_an_outdated_look_is_refused() -> None:
    books = Books(order(goods("1", 10, 1000)))
    with pytest.raises(RevisionChanged) as refused:
        books.execute(PlanDelivery("o-1", "north", revision=2))
    assert (refused.value.expected, refused.value.found) == (2, 3)
    assert books.execute(PlanDelivery("o-1", "north", revision=3)).lines


def test_lines_for_another_address_go_by_themselves() -> None:
    schedule = (ScheduleLine(4, "north"), ScheduleLine(6, "north", ship_to="shop"))
    books = Books(order(goods("1", 10, 1000, schedule=schedule)))
    planned = books.execute(PlanDelivery("o-1", "north", place="shop"))
    delivery = books.delivery(planned.delivery_id)
    assert (delivery.ship_to, delivery.place, delivery.lines[0].quantity) == (SHOP, "shop", 6)
    assert [one.planned for one in books.line().schedule] == [0, 6]


def test_without_an_address_nothing_is_planned() -> None:
    nowhere = Roles("acme", "c-7", "c-1")
    books = Books(order(goods("1", 10, 1000), roles=nowhere))
    with pytest.raises(NoAddress, match="no address to ship to: set one"):
        books.execute(PlanDelivery("o-1", "north"))
    with pytest.raises(NoAddress, match="no address 'moon': set one"):
        books.execute(PlanDelivery("o-1", "north", place="moon"))


def test_two_orders_go_together() -> None:
    books = Books(order(goods("1", 10, 1000)), order(goods("1", 2, 200), id_="o-2"))
    planned = books.execute(PlanDelivery("o-1", "north", {"1": 4}))
    both = books.execute(AddToDelivery(planned.delivery_id, "o-2"))
    assert both.lines == (
        DeliveryLine("o-1", "1", "TEA-1", 4),
        DeliveryLine("o-2", "1", "TEA-1", 2),
    )
    delivery = books.delivery(planned.delivery_id)
    assert (delivery.order_ids, delivery.revision) == (("o-1", "o-2"), 2)
    assert books.order("o-2").deliveries == (delivery.id,)


def test_more_of_the_same_line_is_added_to_it() -> None:
    books = Books(order(goods("1", 10, 1000)))
    planned = books.execute(PlanDelivery("o-1", "north", {"1": 4}))
    more = books.execute(AddToDelivery(planned.delivery_id, "o-1", {"1": 3}))
    assert more.lines == (DeliveryLine("o-1", "1", "TEA-1", 7),)
    assert books.order().deliveries == (planned.delivery_id,)
    assert books.line().schedule[0].planned == 7


def test_what_differs_cannot_go_together() -> None:
    other = Roles("beta", "c-8", "c-8", ship_to=SHOP)
    books = Books(order(goods("1", 10, 1000)), order(goods("1", 2, 200), id_="o-2", roles=other))
    planned = books.execute(PlanDelivery("o-1", "north"))
    with pytest.raises(NotTogether) as refused:
        books.execute(AddToDelivery(planned.delivery_id, "o-2"))
    assert str(refused.value) == (
        f"order 'o-2' cannot go with delivery '{planned.delivery_id}', another company, customer, "
        "address: plan a delivery of its own"
    )


def test_orders_of_a_customer_go_to_one_place_of_theirs_together() -> None:
    elsewhere = Roles("acme", "c-7", "c-1", ship_to=SHOP)
    to_shop = (ScheduleLine(2, "north", ship_to="shop"),)
    books = Books(
        order(goods("1", 2, 200, schedule=to_shop)),
        order(goods("1", 2, 200, schedule=to_shop), id_="o-2", roles=elsewhere),
    )
    planned = books.execute(PlanDelivery("o-1", "north", place="shop"))
    assert len(books.execute(AddToDelivery(planned.delivery_id, "o-2")).lines) == 2


def test_nothing_is_added_to_a_delivery_that_was_released() -> None:
    books = Books(order(goods("1", 10, 1000)))
    planned = books.execute(PlanDelivery("o-1", "north", {"1": 4}))
    books.execute(ReleaseDelivery(planned.delivery_id))
    with pytest.raises(NotAllowedNow, match="cannot merge Delivery"):
        books.execute(AddToDelivery(planned.delivery_id, "o-1"))


def test_nothing_is_added_of_an_order_on_hold() -> None:
    books = Books(
        order(goods("1", 10, 1000)), order(goods("1", 2, 200), id_="o-2", holds=("fraud",))
    )
    planned = books.execute(PlanDelivery("o-1", "north"))
    with pytest.raises(OnHold, match="fraud"):
        books.execute(AddToDelivery(planned.delivery_id, "o-2"))


def test_a_plan_that_cannot_be_is_refused_with_all_faults() -> None:
    with pytest.raises(InvalidInput) as refused:
        PlanDelivery("no id", "", [("1", 1), ("1", 2)], place="no place")
    found = [(fault.path, fault.code) for fault in refused.value.faults]
    assert found == [
        ("PlanDelivery.order_id", "bad_id"),
        ("PlanDelivery.location", "bad_id"),
        ("PlanDelivery.place", "bad_id"),
        ("PlanDelivery.lines", "duplicate"),
    ]
    with pytest.raises(InvalidInput, match=r"AddToDelivery\.delivery_id"):
        AddToDelivery("", "o-1")


@pytest.mark.parametrize("quantity", [0, -1, True, 2**53])
def test_a_quantity_is_a_whole_number_above_zero(quantity: int) -> None:
    with pytest.raises(InvalidInput, match=r"LineQuantity\.quantity"):
        LineQuantity("1", quantity)


def test_subjects_and_scopes_name_what_is_written() -> None:
    plan, add = PlanDelivery("o-1", "north"), AddToDelivery("d-1", "o-2")
    assert (plan.subject(), plan.scope().id) == ("order/o-1", "o-1")
    assert (add.subject(), add.scope().id) == ("delivery/d-1", "d-1")
