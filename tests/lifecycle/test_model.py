"""Lifecycles as values: what they refuse to be, and what extending and rerouting gives."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderkit.errors import InvalidInput, NotAllowedNow
from orderkit.lifecycle import ORDER, Lifecycle, Move, Stage
from tests.lifecycle.lifecycles import MOVE_NAMES, any_lifecycle

A, B, END = Stage("a"), Stage("b"), Stage("end", terminal=True)
GO, STOP = Move("go", "a", "b"), Move("stop", "b", "end")


def codes(caught: pytest.ExceptionInfo[InvalidInput]) -> list[str]:
    return [fault.code for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("stages", "moves", "initial", "expected"),
    [
        ([A, A, END], [], "a", ["duplicate_stage"]),
        ([A, B, END], [GO, Move("go", "a", "end")], "a", ["duplicate_move"]),
        ([A, END], [GO], "a", ["unknown_stage"]),
        ([A, B], [Move("go", "x", "y")], "a", ["unknown_stage", "unknown_stage"]),
        ([A], [Move("go", "x", "x")], "a", ["unknown_stage"]),
        ([A, B], [Move("b", "a", "b")], "a", ["move_named_as_stage"]),
        ([A, END], [Move("back", "end", "a")], "a", ["leaves_terminal"]),
        ([A, END], [], "nowhere", ["unknown_stage"]),
    ],
)
def test_a_lifecycle_refuses_to_contradict_itself(
    stages: list[Stage], moves: list[Move], initial: str, expected: list[str]
) -> None:
    with pytest.raises(InvalidInput) as caught:
        Lifecycle("Thing", initial, stages, moves)
    assert codes(caught) == expected


def test_all_faults_of_a_lifecycle_come_at_once() -> None:
    with pytest.raises(InvalidInput) as caught:
        Lifecycle("Thing", "strat", [Stage("start"), Stage("start"), END], [GO, GO])
    assert codes(caught) == [
        "duplicate_stage",
        "unknown_stage",
        *("unknown_stage", "unknown_stage"),
        *("unknown_stage", "unknown_stage", "duplicate_move"),
    ]
    assert "Lifecycle.initial cannot be 'strat': no stage has this name; did you mean 'start'?" in (
        str(caught.value)
    )


@pytest.mark.parametrize(
    ("args", "paths"),
    [
        (("", "a", (A,), ()), ["Lifecycle.kind"]),
        ((7, ["a"], (A,), ()), ["Lifecycle.kind", "Lifecycle.initial"]),
        (("Thing", "a", "abc", ()), ["Lifecycle.stages"]),
        (("Thing", "a", ["a"], ["go"]), ["Lifecycle.stages", "Lifecycle.moves"]),
        (("Thing", "a", [A], [], "edit"), ["Lifecycle.actions"]),
        (("Thing", "a", [A], [], {"edit", "Not One"}), ["Lifecycle.actions"]),
    ],
)
def test_the_parts_of_a_lifecycle_have_types(args: tuple[Any, ...], paths: list[str]) -> None:
    with pytest.raises(InvalidInput) as caught:
        Lifecycle(*args)
    assert [fault.path for fault in caught.value.faults] == paths


def test_all_faults_of_a_stage_come_at_once() -> None:
    wrong: dict[str, Any] = {"holds_stock": 1, "allows": {"edit", "Big"}, "meaning": None}
    with pytest.raises(InvalidInput) as caught:
        Stage("In Review", **wrong)
    assert [(fault.path, fault.code) for fault in caught.value.faults] == [
        ("Stage.name", "bad_name"),
        ("Stage.holds_stock", "wrong_type"),
        ("Stage.allows", "bad_name"),
        ("Stage.meaning", "wrong_type"),
    ]


@pytest.mark.parametrize("allows", ["edit", None, [7]])
def test_what_a_stage_allows_is_a_set_of_names(allows: Any) -> None:
    with pytest.raises(InvalidInput) as caught:
        Stage("a", allows=allows)
    assert [fault.path for fault in caught.value.faults] == ["Stage.allows"]


@pytest.mark.parametrize("name", ["", "A", "1a", "a-b", "a b", "ä", "_a", "a" * 65, "a\n", 7, None])
def test_names_are_ids(name: Any) -> None:
    with pytest.raises(InvalidInput) as caught:
        Move(name, name, name)
    assert [fault.path for fault in caught.value.faults] == [
        "Move.name",
        "Move.source",
        "Move.target",
    ]


def test_a_step_that_is_not_there_is_refused_by_naming_those_that_are() -> None:
    with pytest.raises(NotAllowedNow) as caught:
        ORDER.step("draft", "close", "o-1")
    assert str(caught.value) == (
        "cannot close Order 'o-1', which is draft; allowed now: place, cancel"
    )
    with pytest.raises(NotAllowedNow, match="nothing; this stage is final"):
        ORDER.step("cancelled", "place", "o-1")


def test_an_action_that_is_not_allowed_is_refused_by_naming_those_that_are() -> None:
    with pytest.raises(NotAllowedNow) as caught:
        ORDER.require("closed", "edit", "o-1")
    assert caught.value.allowed == ("pay", "reopen", "return")
    assert ORDER.require("closed", "pay", "o-1") is ORDER.stage("closed")


def test_an_unknown_stage_is_invalid_and_not_refused() -> None:
    for ask in (ORDER.stage, ORDER.allowed, lambda name: ORDER.step(name, "place", "o-1")):
        with pytest.raises(InvalidInput, match="did you mean 'placed'"):
            ask("plaecd")


@given(any_lifecycle, st.data())
def test_step_after_allowed_and_allows_agree(lifecycle: Lifecycle, data: st.DataObject) -> None:
    stage = data.draw(st.sampled_from(lifecycle.stages)).name
    move = data.draw(st.sampled_from([*MOVE_NAMES, *(move.name for move in lifecycle.moves)]))
    target = lifecycle.after(stage, move)
    assert (target is not None) is (move in lifecycle.allowed(stage))
    if target is None:
        with pytest.raises(NotAllowedNow):
            lifecycle.step(stage, move, "x-1")
    else:
        assert lifecycle.step(stage, move, "x-1") == target
        assert lifecycle.allows(stage, move)


@given(any_lifecycle)
def test_a_lifecycle_is_a_value(lifecycle: Lifecycle) -> None:
    copy = pickle.loads(pickle.dumps(lifecycle))
    assert copy == lifecycle
    assert hash(copy) == hash(lifecycle)
    assert lifecycle.extend() == lifecycle
    assert all(copy.after(move.source, move.name) == move.target for move in lifecycle.moves)


def test_extending_leaves_the_original_alone() -> None:
    before = repr(ORDER)
    review = Stage("in_review", allows={"escalate"})
    longer = ORDER.extend([review], [Move("submit", "draft", "in_review")], actions={"escalate"})
    assert longer.step("draft", "submit", "o-1") == "in_review"
    assert longer.actions == ORDER.actions | {"escalate"}
    assert ORDER.after("draft", "submit") is None
    assert repr(ORDER) == before


def test_changing_a_stage_keeps_its_place() -> None:
    loose = ORDER.extend(change=[ORDER.stage("placed").being(holds_stock=False)])
    assert [stage.name for stage in loose.stages] == [stage.name for stage in ORDER.stages]
    assert loose.having(holds_stock=True) == {"confirmed"}
    with pytest.raises(InvalidInput, match="did you mean 'placed'"):
        ORDER.extend(change=[Stage("plced")])


def test_every_move_between_two_stages_is_rerouted() -> None:
    base = Lifecycle("Thing", "a", [A, B], [GO, Move("jump", "a", "b"), Move("back", "b", "a")])
    through = base.reroute("a", "b", via=Stage("gate"), move="pass_gate")
    assert through.moves == (
        Move("go", "a", "gate"),
        Move("jump", "a", "gate"),
        Move("back", "b", "a"),
        Move("pass_gate", "gate", "b"),
    )


def test_two_ways_may_lead_through_one_stage() -> None:
    review = Stage("in_review")
    once = ORDER.reroute("draft", "placed", via=review, move="accept")
    twice = once.reroute("confirmed", "placed", via="in_review", move="accept")
    assert once.reroute("confirmed", "placed", via=review, move="accept") == twice
    assert twice.step("confirmed", "unconfirm", "o-1") == "in_review"
    assert sum(move.name == "accept" for move in twice.moves) == 1


@pytest.mark.parametrize(
    ("a", "b", "via", "expected"),
    [
        ("draft", "closed", Stage("gate"), ["no_such_move"]),
        ("drft", "plced", Stage("gate"), ["unknown_stage", "unknown_stage"]),
        ("draft", "placed", "gate", ["unknown_stage", "unknown_stage"]),
        ("draft", "placed", Stage("closed"), ["duplicate_stage"]),
        ("draft", "placed", "cancelled", ["leaves_terminal"]),
    ],
)
def test_a_reroute_that_makes_no_sense_is_refused(
    a: str, b: str, via: str | Stage, expected: list[str]
) -> None:
    with pytest.raises(InvalidInput) as caught:
        ORDER.reroute(a, b, via=via, move="accept")
    assert codes(caught) == expected


def test_a_stage_tells_only_what_is_true_of_it() -> None:
    assert repr(ORDER.stage("placed")) == (
        "Stage(name='placed', holds_stock=True, exposes_credit=True, "
        "allows={'approve', 'edit', 'hold', 'pay'})"
    )
    assert str(GO) == "go: a → b"


def test_asking_for_an_unknown_property_is_an_error() -> None:
    with pytest.raises(AttributeError):
        ORDER.having(hold_stock=True)
