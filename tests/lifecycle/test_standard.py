"""What the standard lifecycles must mean, told by hand: no agreement of two tables can know it."""

from __future__ import annotations

import pytest

from orderkit.errors import NotAllowedNow
from orderkit.lifecycle import (
    APPROVAL,
    DELIVERY,
    ORDER,
    PAYMENT,
    STANDARD,
    Lifecycle,
    chart_name,
    problems,
)


@pytest.mark.parametrize(
    ("lifecycle", "story", "stages"),
    [
        (ORDER, "place confirm close", "placed confirmed closed"),
        (
            ORDER,
            "place confirm unconfirm confirm close reopen cancel",
            "placed confirmed placed confirmed closed confirmed cancelled",
        ),
        (
            DELIVERY,
            "release pick pack ship depart deliver",
            "released picking packed shipped in_transit delivered",
        ),
        (
            DELIVERY,
            "release pick recall release pack ship fail retry refuse bring_back",
            "released picking recalling released packed shipped failed in_transit refused returned",
        ),
        (DELIVERY, "ship deliver", "shipped delivered"),
        (DELIVERY, "release pick recall stop", "released picking recalling cancelled"),
        (DELIVERY, "release recall ship deliver", "released recalling shipped delivered"),
        (APPROVAL, "approve", "approved"),
        (APPROVAL, "expire", "expired"),
        (PAYMENT, "authorise capture refund", "authorised captured refunded"),
        (PAYMENT, "record refund", "captured refunded"),
        (PAYMENT, "authorise void", "authorised voided"),
    ],
)
def test_stories(lifecycle: Lifecycle, story: str, stages: str) -> None:
    stage = lifecycle.initial
    passed = [stage := lifecycle.step(stage, move, "x-1") for move in story.split()]
    assert passed == stages.split()


@pytest.mark.parametrize(
    ("lifecycle", "stage", "move"),
    [
        (ORDER, "cancelled", "place"),
        (ORDER, "closed", "cancel"),
        (ORDER, "placed", "close"),
        (DELIVERY, "picking", "cancel"),
        (DELIVERY, "shipped", "recall"),
        (DELIVERY, "recalling", "cancel"),
        (DELIVERY, "delivered", "bring_back"),
        (APPROVAL, "expired", "approve"),
        (APPROVAL, "approved", "withdraw"),
        (PAYMENT, "captured", "void"),
        (PAYMENT, "created", "capture"),
        (PAYMENT, "refunded", "capture"),
    ],
)
def test_what_must_never_happen(lifecycle: Lifecycle, stage: str, move: str) -> None:
    with pytest.raises(NotAllowedNow):
        lifecycle.step(stage, move, "x-1")


@pytest.mark.parametrize("lifecycle", STANDARD, ids=lambda one: one.kind)
def test_the_standard_lifecycles_have_no_problems(lifecycle: Lifecycle) -> None:
    assert problems(lifecycle) == ()


@pytest.mark.parametrize("lifecycle", STANDARD, ids=lambda one: one.kind)
def test_every_standard_stage_says_what_it_means(lifecycle: Lifecycle) -> None:
    assert all(stage.meaning.endswith(".") for stage in lifecycle.stages)


@pytest.mark.parametrize("lifecycle", STANDARD, ids=lambda one: one.kind)
def test_standard_names_need_no_capital_in_a_chart(lifecycle: Lifecycle) -> None:
    names = [stage.name for stage in lifecycle.stages] + [move.name for move in lifecycle.moves]
    assert [name for name in names if chart_name(name) != name] == []


def test_stock_is_held_until_the_goods_leave_or_stay_for_good() -> None:
    held = DELIVERY.having(holds_stock=True)
    assert held == {"planned", "released", "picking", "packed", "recalling"}
    assert not held & DELIVERY.having(goods_left=True)


def test_an_order_holds_stock_exactly_while_it_exposes_credit() -> None:
    both = ORDER.having(holds_stock=True, exposes_credit=True)
    assert both == ORDER.having(holds_stock=True) == ORDER.having(exposes_credit=True)


def test_only_a_yes_grants() -> None:
    assert APPROVAL.having(grants=True) == {"approved"}
    assert APPROVAL.having(awaits_answer=True) == {"requested"}


def test_money_is_first_held_and_then_ours() -> None:
    assert PAYMENT.having(holds_money=True) == {"authorised"}
    assert PAYMENT.having(has_money=True) == {"captured"}


@pytest.mark.parametrize(
    ("stage", "actions"),
    [
        ("draft", {"edit", "place", "cancel"}),
        ("placed", {"edit", "cancel", "approve", "hold", "pay", "confirm"}),
        ("confirmed", {"deliver", "cancel", "pay", "hold", "unconfirm", "close"}),
        ("closed", {"return", "pay", "reopen"}),
        ("cancelled", set()),
    ],
)
def test_what_is_possible_with_an_order(stage: str, actions: set[str]) -> None:
    asked = ORDER.actions | {move.name for move in ORDER.moves}
    assert {action for action in asked if ORDER.allows(stage, action)} == actions
