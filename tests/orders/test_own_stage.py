"""A stage of the business's own: a review between placing and confirming, in which all works."""

from __future__ import annotations

import pytest

from orderkit.errors import InvalidInput, NotAllowedNow
from orderkit.flow import Rulebook
from orderkit.kit import OrderKit
from orderkit.lifecycle import ORDER, Lifecycle, Move, Stage
from orderkit.orders import (
    ORDER_LIFECYCLE,
    AdvanceOrder,
    ApproveOrder,
    CancelOrder,
    ConfirmOrder,
    HoldOrder,
    Line,
    MoveOfItsOwn,
    OnHold,
    Order,
    OrderAdvanced,
    OrderConfirmed,
    OrderPlaced,
    ReleaseHold,
    UnconfirmOrder,
)
from orderkit.payments import RecordPayment
from tests.world import (
    FIN,
    ROOT,
    TENANT,
    Clock,
    balances,
    big,
    delivered,
    desk_of,
    do,
    opened,
    order_of,
    paid,
    placed,
    review,
    stored,
)

REVIEWING = Stage(
    "reviewing",
    holds_stock=True,
    exposes_credit=True,
    allows={"hold", "pay", "approve"},
    meaning="Somebody looks at it once more.",
)
REVIEWED = ORDER.reroute("placed", "confirmed", via=REVIEWING, move="pass_review").extend(
    moves=[
        Move("send_back", "reviewing", "placed"),
        Move("cancel", "reviewing", "cancelled"),
        Move("write_off", "reviewing", "closed"),
    ]
)
"""placed → (confirm) → reviewing → (pass_review) → confirmed"""


def kit_with(lifecycle: Lifecycle, **how: object) -> OrderKit:
    book = Rulebook({ORDER_LIFECYCLE: lifecycle})
    return opened(OrderKit.memory(rulebook=book, clock=Clock()), **how)


@pytest.fixture
def kit() -> OrderKit:
    return kit_with(REVIEWED)


def told(kit: OrderKit, command: object) -> list[object]:
    puts = desk_of(kit, ROOT).preview(command).changes.puts  # type: ignore[arg-type]
    return [event for put in puts for event in put.events]


def test_an_order_comes_to_the_stage_and_is_not_confirmed(kit: OrderKit) -> None:
    events = told(kit, order_of())
    assert [type(event) for event in events] == [OrderPlaced, OrderAdvanced]
    answer, order = placed(kit)
    assert answer.stage == "reviewing"
    assert desk_of(kit).find(Order.in_stage("reviewing")).items == (order,)
    with pytest.raises(NotAllowedNow, match="pass_review, send_back, cancel"):
        do(kit, ConfirmOrder(order.id))


def test_its_move_confirms(kit: OrderKit) -> None:
    _, order = placed(kit)
    on = AdvanceOrder(order.id, "pass_review")
    assert told(kit, on) == [OrderConfirmed(order.id, 1)]
    assert do(kit, on).stage == "confirmed"
    assert do(kit, UnconfirmOrder(order.id)).stage == "placed"
    assert do(kit, ConfirmOrder(order.id)).stage == "reviewing"
    back = AdvanceOrder(order.id, "send_back")
    assert told(kit, back) == [OrderAdvanced(order.id, "placed")]
    assert do(kit, back).stage == "placed"


def test_confirming_by_hand_leads_to_the_stage() -> None:
    kit = kit_with(REVIEWED, auto_confirm=False)
    _, order = placed(kit)
    assert told(kit, ConfirmOrder(order.id)) == [OrderAdvanced(order.id, "reviewing")]


def test_holds_approvals_payment_and_cancelling_work_in_it() -> None:
    kit = kit_with(REVIEWED, policies=[review(big())])
    before = balances(kit)
    _, order = placed(kit, Line("TEA-1", 12))
    assert stored(kit, order.id).stage == "placed"
    assert do(kit, ApproveOrder(order.id, 1), FIN).stage == "reviewing"
    assert do(kit, HoldOrder(order.id, "fraud")).holds == ("fraud",)
    with pytest.raises(OnHold):
        do(kit, AdvanceOrder(order.id, "pass_review"))
    assert do(kit, ReleaseHold(order.id, "fraud")).stage == "reviewing"
    assert do(kit, CancelOrder(order.id, "less", {"1": 2})).stage == "reviewing"
    paid(kit, order.id, "10.00")
    assert do(kit, CancelOrder(order.id, "off")).stage == "cancelled"
    assert balances(kit) == before
    assert kit.audit(TENANT).clean


def test_goods_leave_once_it_is_passed(kit: OrderKit) -> None:
    _, order = placed(kit)
    with pytest.raises(NotAllowedNow):
        delivered(kit, order.id, "north", 1)
    do(kit, AdvanceOrder(order.id, "pass_review"))
    delivered(kit, order.id, "north", 1)
    assert stored(kit, order.id).lines[0].delivered == 1


def test_moves_that_change_more_have_commands_of_their_own(kit: OrderKit) -> None:
    _, order = placed(kit)
    with pytest.raises(MoveOfItsOwn, match="use CancelOrder"):
        do(kit, AdvanceOrder(order.id, "cancel"))
    with pytest.raises(MoveOfItsOwn, match="both hold stock"):
        do(kit, AdvanceOrder(order.id, "write_off"))
    with pytest.raises(NotAllowedNow):
        do(kit, AdvanceOrder(order.id, "dance"))
    with pytest.raises(InvalidInput):
        AdvanceOrder(order.id, "two words")


def test_what_is_possible_tells_its_moves(kit: OrderKit) -> None:
    _, order = placed(kit)
    found = desk_of(kit).allowed(order)
    assert "order.advance:pass_review" in found
    assert "order.advance:send_back" in found
    assert "order.confirm" not in found
    assert found.why_not("order.confirm") == (
        "the order is reviewing; from there it can: pass_review, send_back, cancel, write_off"
    )
    assert "is reviewing" in desk_of(kit).explain(order)


def test_a_stage_that_is_passed_by_confirm_itself_is_left_by_hand_or_by_itself() -> None:
    twice = ORDER.reroute("placed", "confirmed", via=REVIEWING, move="confirm")
    kit = kit_with(twice)
    _, order = placed(kit)
    assert order.stage == "reviewing"
    assert told(kit, ConfirmOrder(order.id)) == [OrderConfirmed(order.id, 1)]
    assert do(kit, ConfirmOrder(order.id)).stage == "confirmed"


def test_a_payment_that_lifts_the_last_hold_leads_to_the_stage(kit: OrderKit) -> None:
    _, order = placed(kit, customer="c-2")
    payment = RecordPayment(order.id, order.total, "card", "p-1")
    assert told(kit, payment)[-1] == OrderAdvanced(order.id, "reviewing")
    do(kit, payment)
    assert stored(kit, order.id).stage == "reviewing"
