"""Approvals: who is asked, who may answer, and what their answers mean for the order."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from orderkit.approvals import Approval, Level, Mode, NobodyToAsk, SelfApproval
from orderkit.catalog import DefineProduct
from orderkit.errors import NotAllowedNow, NotPermitted
from orderkit.flow import Actor
from orderkit.kit import OrderKit
from orderkit.orders import (
    REJECTED,
    ApproveOrder,
    CancelOrder,
    HoldNotYours,
    Line,
    Moved,
    NothingToApprove,
    Order,
    RejectOrder,
    ReleaseHold,
    RevisionChanged,
)
from orderkit.rules import Condition, fact
from orderkit.values import EUR, UnitPrice
from tests.world import (
    ANN,
    BOB,
    EVA,
    FIN,
    ROOT,
    TENANT,
    big,
    deep,
    desk_of,
    in_memory,
    placed,
    products,
    review,
    stored,
)

MANY = Line("TEA-1", 12)
CHEAP = Line("TEA-1", 1, price=UnitPrice.parse("7.00 EUR"), reason="old customer")


@pytest.fixture
def kit() -> OrderKit:
    """Finance approves above 100 EUR, bob or eva discounts above 15 percent."""
    return in_memory(policies=[review()])


def approve(kit: OrderKit, order: Order, actor: Actor, **fields: str) -> Moved:
    command = ApproveOrder(order.id, order.revision, **fields)
    return desk_of(kit, actor).execute(command, key=f"yes-{actor.id}-{order.revision}")


def approvals(kit: OrderKit, order: Order) -> list[Approval]:
    desk = desk_of(kit, ROOT)
    return [desk.get(Approval, one) for one in stored(kit, order.id).approvals]


@pytest.mark.parametrize(
    ("lines", "waiting"),
    [
        ([Line("TEA-1", 1)], ()),
        ([MANY], ("role:finance",)),
        ([CHEAP], ("person:bob", "person:eva")),
        ([CHEAP, MANY], ("role:finance", "person:bob", "person:eva")),
    ],
)
def test_amount_and_discount_decide_who_is_asked(
    kit: OrderKit, lines: list[Line], waiting: tuple[str, ...]
) -> None:
    answer, order = placed(kit, *lines)
    assert answer.waiting_for == order.waiting_for_whom == waiting
    assert answer.holds == (("approval",) if waiting else ())
    assert answer.stage == ("placed" if waiting else "confirmed")


def test_what_waits_for_somebody_is_found(kit: OrderKit) -> None:
    _, big_one = placed(kit, MANY)
    _, cheap_one = placed(kit, CHEAP, number="2")
    desk = desk_of(kit)
    assert desk.find(Order.waiting_for("bob")).items == (cheap_one,)
    assert desk.find(Order.waiting_for_role("finance")).items == (big_one,)
    assert desk.find(Order.with_hold("approval")).items == (big_one, cheap_one)
    approve(kit, big_one, FIN)
    assert desk.find(Order.waiting_for_role("finance")).items == ()


def test_the_last_yes_releases_and_confirms(kit: OrderKit) -> None:
    _, order = placed(kit, CHEAP, MANY)
    first = approve(kit, order, FIN)
    assert (first.stage, first.holds) == ("placed", ("approval",))
    assert stored(kit, order.id).waiting_for_whom == ("person:bob", "person:eva")
    second = approve(kit, order, EVA, note="fine")
    assert (second.stage, second.holds) == ("confirmed", ())
    assert stored(kit, order.id).waiting_for_whom == ()
    assert [one.stage for one in approvals(kit, order)] == ["approved", "approved"]
    assert kit.audit(TENANT).clean


def test_without_auto_confirm_an_approved_order_waits_to_be_confirmed() -> None:
    kit = in_memory(policies=[review()], auto_confirm=False)
    _, order = placed(kit, MANY)
    assert approve(kit, order, FIN) == Moved(order.id, 1, "placed", order.total)


def test_a_level_can_be_named(kit: OrderKit) -> None:
    both = Actor.person("boss", roles={"finance", "approver"})
    kit = in_memory(policies=[review(big(), deep("0.15", "role:finance"))])
    _, order = placed(kit, CHEAP, MANY)
    approve(kit, order, both, level="deep")
    assert [one.stage for one in approvals(kit, order)] == ["requested", "approved"]


def test_nobody_approves_what_they_submitted(kit: OrderKit) -> None:
    clerk = Actor.person("cleo", roles={"sales", "finance"})
    _, order = placed(kit, MANY, actor=clerk)
    with pytest.raises(SelfApproval):
        approve(kit, order, clerk)
    assert approve(kit, order, FIN).stage == "confirmed"


def test_who_is_named_and_submits_is_not_asked() -> None:
    kit = in_memory(policies=[review(deep("0.15", "person:ann", "person:bob"))])
    answer, order = placed(kit, CHEAP, actor=ANN)
    assert answer.waiting_for == ("person:bob",)
    with pytest.raises(NothingToApprove):
        approve(kit, order, ANN)


def test_an_order_that_nobody_could_approve_is_refused() -> None:
    kit = in_memory(policies=[review(deep("0.15", "person:ann"))])
    with pytest.raises(NobodyToAsk):
        placed(kit, CHEAP, actor=ANN)


def test_who_is_not_asked_has_nothing_to_answer(kit: OrderKit) -> None:
    _, order = placed(kit, MANY)
    with pytest.raises(NothingToApprove) as told:
        approve(kit, order, BOB)
    assert told.value.waiting_for == ("role:finance",)
    with pytest.raises(NotPermitted):
        approve(kit, order, Actor.person("wim", roles={"warehouse"}))


def test_an_answer_is_to_the_revision_that_was_seen(kit: OrderKit) -> None:
    _, order = placed(kit, MANY)
    desk_of(kit).execute(CancelOrder(order.id, "one less", {"1": 1}), key="less")
    with pytest.raises(RevisionChanged) as told:
        approve(kit, order, FIN)
    assert (told.value.expected, told.value.found) == (1, 2)
    assert approve(kit, stored(kit, order.id), FIN).stage == "confirmed"


def test_approval_survives_when_less_is_ordered(kit: OrderKit) -> None:
    _, order = placed(kit, CHEAP, MANY)
    approve(kit, order, FIN)
    desk_of(kit).execute(CancelOrder(order.id, "one less", {"2": 1}), key="less")
    assert [(one.stage, one.revision) for one in approvals(kit, order)] == [
        ("approved", 2),
        ("requested", 2),
    ]
    assert approve(kit, stored(kit, order.id), BOB).stage == "confirmed"


def test_who_was_asked_is_not_asked_any_more_when_all_is_cancelled(kit: OrderKit) -> None:
    _, order = placed(kit, CHEAP, MANY)
    approve(kit, order, FIN)
    desk_of(kit).execute(CancelOrder(order.id, "off"), key="off")
    assert [(one.stage, one.asked) for one in approvals(kit, order)] == [
        ("approved", ()),
        ("withdrawn", ()),
    ]
    assert stored(kit, order.id).waiting_for_whom == ()
    with pytest.raises(NotAllowedNow):
        approve(kit, stored(kit, order.id), BOB)


def test_one_no_ends_it(kit: OrderKit) -> None:
    _, order = placed(kit, CHEAP, MANY)
    no = desk_of(kit, BOB).execute(RejectOrder(order.id, 1, "too cheap"), key="no")
    assert (no.stage, no.holds) == ("placed", (REJECTED,))
    after = stored(kit, order.id)
    assert after.waiting_for_whom == ()
    assert after.holds[0].detail == "bob said no at level deep: too cheap"
    assert [one.stage for one in approvals(kit, order)] == ["withdrawn", "rejected"]
    with pytest.raises(NothingToApprove):
        approve(kit, order, FIN)
    with pytest.raises(HoldNotYours, match="cancel the order"):
        desk_of(kit, ROOT).execute(ReleaseHold(order.id, REJECTED), key="anyway")


def test_a_no_without_a_note_needs_none(kit: OrderKit) -> None:
    _, order = placed(kit, MANY)
    desk_of(kit, FIN).execute(RejectOrder(order.id, 1), key="no")
    assert stored(kit, order.id).holds[0].detail == "fin said no at level big"


def test_a_rejected_order_can_be_cancelled_in_part_and_whole(kit: OrderKit) -> None:
    _, order = placed(kit, MANY)
    desk_of(kit, FIN).execute(RejectOrder(order.id, 1), key="no")
    before = approvals(kit, order)
    moved = desk_of(kit).execute(CancelOrder(order.id, "less", {"1": 1}), key="less")
    assert moved.holds == (REJECTED,)
    assert approvals(kit, order) == before
    assert desk_of(kit).execute(CancelOrder(order.id, "off"), key="off").stage == "cancelled"


def test_other_holds_stay_when_it_is_approved() -> None:
    kit = in_memory(policies=[review()], limit="1.00")
    _, order = placed(kit, MANY)
    moved = approve(kit, order, FIN)
    assert (moved.stage, moved.holds) == ("placed", ("credit",))


def test_so_many_of_them_have_to_say_yes() -> None:
    level = big("1.00", "person:bob", "person:eva", "role:finance", mode=Mode.N_OF_M, needed=2)
    kit = in_memory(policies=[review(level)])
    _, order = placed(kit)
    assert approve(kit, order, BOB).stage == "placed"
    assert stored(kit, order.id).waiting_for_whom == ("person:eva", "role:finance")
    with pytest.raises(NothingToApprove):
        desk_of(kit, BOB).execute(ApproveOrder(order.id, 1), key="again")
    assert approve(kit, order, FIN).stage == "confirmed"


def test_all_of_them_have_to_say_yes() -> None:
    level = big("1.00", "person:bob", "role:finance", mode=Mode.ALL)
    kit = in_memory(policies=[review(level)])
    _, order = placed(kit)
    assert approve(kit, order, FIN).stage == "placed"
    assert approve(kit, order, BOB).stage == "confirmed"


def test_several_policies_ask_by_themselves() -> None:
    fresh = Level("new", fact("new_customer").is_true(), ("person:eva",))
    kit = in_memory(policies=[review(big("1.00")), review(fresh, policy="care")])
    _, order = placed(kit)
    found = approvals(kit, order)
    assert [(one.policy, one.level) for one in found] == [("review", "big"), ("care", "new")]
    assert len({one.id for one in found} | {order.id}) == 3
    assert order.sources == (
        "price_list/gold@1",
        "approval_policy/review@1",
        "approval_policy/care@1",
    )
    approve(kit, order, FIN)
    assert approve(kit, order, EVA).stage == "confirmed"
    _, second = placed(kit, number="2")
    assert second.waiting_for_whom == ("role:finance",)


@pytest.mark.parametrize(
    ("condition", "lines", "asked"),
    [
        (fact("margin") < Decimal("0.55"), [Line("TEA-1", 1)], False),
        (fact("margin") < Decimal("0.55"), [Line("TEA-1", 1), CHEAP], True),
        (fact("margin") < 0, [Line("POT-1", 2)], True),
        (fact("price_override").is_true(), [CHEAP], True),
        (fact("price_override").is_true(), [MANY], False),
        (fact("groups").has("gold"), [MANY], True),
        (fact("categories").has("ware"), [MANY], False),
        (fact("channel") == "web", [MANY], True),
        (fact("lines") > 1, [MANY, MANY], True),
    ],
)  # fmt: skip
def test_facts_of_the_order_decide(condition: Condition, lines: list[Line], asked: bool) -> None:
    kit = in_memory(policies=[review(Level("one", condition, ("role:finance",)))])
    answer, _ = placed(kit, *lines)
    assert (answer.waiting_for != ()) == asked


def test_going_over_the_limit_is_a_fact() -> None:
    level = Level("credit", fact("over_credit") > EUR("0"), ("role:finance",))
    kit = in_memory(policies=[review(level)], limit="20.00")
    assert placed(kit)[0].holds == ()
    assert set(placed(kit, Line("TEA-1", 2), number="2")[0].holds) == {"credit", "approval"}


def test_cost_in_another_currency_is_no_known_margin() -> None:
    level = Level("thin", fact("margin") < 0, ("role:finance",))
    kit = in_memory(policies=[review(level)])
    assert placed(kit)[0].holds == ()
    dollars = attrs.evolve(products()[0].product, standard_cost=UnitPrice.parse("1.00 USD"))
    desk_of(kit, ROOT).execute(DefineProduct(dollars), key="usd")
    assert placed(kit, number="2")[0].holds == ("approval",)
