"""The table and python-statemachine, given the same lifecycle, agree; a user's chart is lifted."""

from __future__ import annotations

import re
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statemachine import HistoryState, State, StateChart, StateMachine
from statemachine.exceptions import TransitionNotAllowed

from orderkit.errors import InvalidInput, NotAllowedNow
from orderkit.lifecycle import (
    APPROVAL,
    ORDER,
    STANDARD,
    Lifecycle,
    Move,
    Stage,
    chart,
    chart_name,
    lifecycle_name,
    lift,
    mermaid,
)
from orderkit.lifecycle.charts import CHART_WORDS
from tests.lifecycle.lifecycles import MOVE_NAMES, any_lifecycle


@given(any_lifecycle, st.data())
def test_table_and_chart_agree(lifecycle: Lifecycle, data: st.DataObject) -> None:
    stages = {stage.name for stage in lifecycle.stages}
    words = sorted({*MOVE_NAMES, *(move.name for move in lifecycle.moves)} - stages)
    machine, stage = chart(lifecycle)(), lifecycle.initial
    for _ in range(data.draw(st.integers(0, 12))):
        likely = lifecycle.allowed(stage) or words
        move = data.draw(st.one_of(st.sampled_from(likely), st.sampled_from(words)))
        try:
            stage = lifecycle.step(stage, move, "x-1")
        except NotAllowedNow:
            with pytest.raises(TransitionNotAllowed):
                machine.send(chart_name(move))
        else:
            machine.send(chart_name(move))
        assert [state.id for state in machine.configuration] == [chart_name(stage)]


@given(any_lifecycle)
def test_lifting_a_compiled_chart_gives_the_lifecycle_back(lifecycle: Lifecycle) -> None:
    told = {stage.name: stage for stage in lifecycle.stages}
    lifted = lift(chart(lifecycle), lifecycle.kind, told)
    assert set(lifted.moves) == set(lifecycle.moves)
    assert lifted.stages == lifecycle.stages
    assert lifted.initial == lifecycle.initial


@given(any_lifecycle)
def test_without_properties_the_lifted_stages_know_their_ends(lifecycle: Lifecycle) -> None:
    lifted = lift(chart(lifecycle), lifecycle.kind)
    plain = tuple(Stage(stage.name, terminal=stage.terminal) for stage in lifecycle.stages)
    assert lifted.stages == plain


def test_compiling_twice_gives_two_charts_that_share_nothing() -> None:
    first, second = chart(ORDER), chart(ORDER)
    assert not {id(state) for state in first.states} & {id(state) for state in second.states}


def test_the_list_of_chart_words_is_complete() -> None:
    """What the installed library's machines have, apart from the states and events of this one."""
    machine = chart(APPROVAL)
    own = {stage.name for stage in APPROVAL.stages} | {move.name for move in APPROVAL.moves}
    names = {*dir(machine()), *dir(machine), *dir(type(machine)), *vars(machine())}
    public = {name for name in names if re.fullmatch("[a-z][a-z0-9_]*", name)}
    assert public - own <= CHART_WORDS


@given(st.sampled_from([*sorted(CHART_WORDS), *MOVE_NAMES, "place", "on_x", "done_x"]))
def test_names_survive_the_way_into_a_chart_and_back(word: str) -> None:
    assert lifecycle_name(chart_name(word)) == word


def test_a_users_chart_is_lifted() -> None:
    class Ticket(StateMachine):
        fresh = State(initial=True)
        working = State()
        done = State(final=True)
        start = fresh.to(working)
        finish = working.to(done) | fresh.to(done)
        skip = fresh.to(done)

    lifted = lift(Ticket, "Ticket", {"working": Stage("working", allows={"log"})})
    assert lifted == Lifecycle(
        "Ticket",
        "fresh",
        [Stage("fresh"), Stage("working", allows={"log"}), Stage("done", terminal=True)],
        [
            Move("start", "fresh", "working"),
            Move("finish", "fresh", "done"),
            Move("skip", "fresh", "done"),
            Move("finish", "working", "done"),
        ],
        {"log"},
    )


def test_a_chart_that_a_table_cannot_say_is_refused_with_every_reason() -> None:
    class Busy(StateChart[Any]):
        class inside(State.Compound):  # noqa: N801
            first = State(initial=True)
            last = State(final=True)
            forward = first.to(last)
            back = HistoryState()

        Upper = State(enter="greet")
        end = State(final=True)
        falls = inside.to(Upper, cond="may_fall")
        stays = Upper.to(Upper, internal=True, on="greet")
        Upper.to(end)
        listeners: ClassVar[list[object]] = [object()]

        def greet(self) -> None:
            """Do something."""

        def may_fall(self) -> bool:
            """Guard something."""
            return True

        def on_enter_end(self) -> None:
            """Be called by its name."""

        def after_falls(self) -> None:
            """Be called by its name."""

        def prepare_event(self) -> dict[str, Any]:
            """Be called before every event."""
            return {}

    with pytest.raises(InvalidInput) as caught:
        lift(Busy, "Busy")
    found = {(fault.path, fault.code, fault.why) for fault in caught.value.faults}
    no_code = "and a table holds no code"
    assert found >= {
        ("Busy", "code", "it has listeners"),
        ("Busy", "code", f"prepare calls prepare_event, {no_code}"),
        ("Busy.inside", "nested", "it has states inside"),
        ("Busy.inside", "code", f"cond calls may_fall, {no_code}"),
        ("Busy.inside", "code", f"after calls after_falls, {no_code}"),
        ("Busy.Upper", "code", f"enter calls greet, {no_code}"),
        ("Busy.Upper", "code", f"on calls greet, {no_code}"),
        ("Busy.Upper", "eventless", "a transition fires by itself"),
        ("Busy.end", "code", f"enter calls on_enter_end, {no_code}"),
    }
    assert ("Busy.Upper", "bad_name") in {(path, code) for path, code, _ in found}


def test_a_transition_without_one_target_or_with_a_delay_is_refused() -> None:
    from statemachine import Event

    class Late(StateChart[Any]):
        a = State(initial=True)
        b = State(final=True)
        later = Event(a.to(b), delay=1000)
        Shout = a.to(b)
        nowhere = a.to()
        nothing = a.to(None)

    with pytest.raises(InvalidInput) as caught:
        lift(Late, "Late")
    assert {(fault.path, fault.code) for fault in caught.value.faults} == {
        ("Late.a.later", "delayed"),
        ("Late.a.Shout", "bad_name"),
        ("Late.a", "targets"),
    }


@pytest.mark.parametrize("given_class", [int, chart(APPROVAL)(), "Chart"])
def test_only_a_chart_class_can_be_lifted(given_class: Any) -> None:
    with pytest.raises(InvalidInput, match="pass the class, not a machine made of it"):
        lift(given_class, "Thing")


def test_a_chart_class_without_states_cannot_be_lifted() -> None:
    class Empty(StateChart[Any]):
        pass

    with pytest.raises(InvalidInput, match="it has no states"):
        lift(Empty, "Thing")


def test_what_is_told_of_stages_must_fit_the_chart() -> None:
    told = {
        "draft": Stage("placed"),
        "placed": Stage("placed", terminal=True),
        "plced": Stage("plced"),
    }
    with pytest.raises(InvalidInput) as caught:
        lift(chart(ORDER), "Order", told)
    assert [(fault.path, fault.code) for fault in caught.value.faults] == [
        ("stages['draft']", "name"),
        ("stages['placed']", "terminal"),
        ("stages['plced']", "unknown_stage"),
    ]


def test_two_transitions_for_one_event_are_no_table() -> None:
    class Either(StateChart[Any]):
        a = State(initial=True)
        b = State(final=True)
        c = State(final=True)
        go = a.to(b) | a.to(c)

    with pytest.raises(InvalidInput) as caught:
        lift(Either, "Either")
    assert [fault.code for fault in caught.value.faults] == ["duplicate_move"]


def test_the_drawing_of_an_order() -> None:
    assert mermaid(ORDER) == (
        "stateDiagram-v2\n"
        "    [*] --> draft\n"
        "    draft --> placed : place\n"
        "    placed --> confirmed : confirm\n"
        "    confirmed --> placed : unconfirm\n"
        "    confirmed --> closed : close\n"
        "    closed --> confirmed : reopen\n"
        "    draft --> cancelled : cancel\n"
        "    placed --> cancelled : cancel\n"
        "    confirmed --> cancelled : cancel\n"
        "    cancelled --> [*]\n"
    )


def test_a_stage_named_by_a_word_of_mermaid_is_drawn_under_another() -> None:
    small = Lifecycle("Thing", "note", [Stage("note"), Stage("end", terminal=True)], [])
    assert mermaid(small) == "stateDiagram-v2\n    [*] --> note_\n    end_ --> [*]\n"


@pytest.mark.parametrize("lifecycle", STANDARD, ids=lambda one: one.kind)
def test_a_drawing_has_a_line_for_each_move(lifecycle: Lifecycle) -> None:
    drawn = mermaid(lifecycle)
    assert all(drawn.count(f" : {move.name}\n") for move in lifecycle.moves)
    assert len(drawn.splitlines()) == 2 + len(lifecycle.moves) + len(
        lifecycle.having(terminal=True)
    )
