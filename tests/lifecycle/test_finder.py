"""Each kind of problem, planted and found, and found alike by the chart."""

from __future__ import annotations

import pytest
from hypothesis import given

from orderkit.errors import InvalidInput
from orderkit.lifecycle import (
    ORDER,
    Lifecycle,
    Move,
    Stage,
    problems,
    reachable,
    second_opinion,
)
from tests.lifecycle.lifecycles import any_lifecycle

PARKED = Stage("parked")
PARK, UNPARK = Move("park", "placed", "parked"), Move("unpark", "parked", "placed")


def test_a_stage_that_takes_part_in_everything_is_no_problem() -> None:
    assert problems(ORDER.extend([PARKED.being(holds_stock=True)], [PARK, UNPARK])) == ()


@pytest.mark.parametrize(
    ("planted", "expected"),
    [
        (ORDER.extend([PARKED], [UNPARK]), [("unreachable", "parked")]),
        (ORDER.extend([PARKED], [PARK]), [("dead_end", "parked")]),
        (
            ORDER.extend([PARKED.being(holds_stock=True)], [PARK]),
            [("dead_end", "parked"), ("never_lets_go", "parked")],
        ),
        (
            ORDER.extend([Stage("gone", terminal=True, exposes_credit=True)]).extend(
                moves=[Move("lose", "placed", "gone")]
            ),
            [("terminal_holds", "gone")],
        ),
        (
            ORDER.extend(change=[ORDER.stage("draft").being(allows={"edti"})]),
            [("unknown_word", "draft")],
        ),
        (
            ORDER.extend(change=[ORDER.stage("draft").being(allows={"reopen"})]),
            [("no_such_move", "draft")],
        ),
    ],
    ids=lambda one: one[0][0] if isinstance(one, list) else "",
)
def test_a_planted_problem_is_found(planted: Lifecycle, expected: list[tuple[str, str]]) -> None:
    assert [(one.code, one.subject) for one in problems(planted)] == expected


def test_a_circle_that_keeps_stock_is_found_in_each_of_its_stages() -> None:
    circle = ORDER.extend(
        [Stage("x", holds_stock=True), Stage("y", holds_stock=True)],
        [Move("enter", "placed", "x"), Move("there", "x", "y"), Move("back", "y", "x")],
    )
    found = [(one.code, one.subject) for one in problems(circle)]
    assert found == [
        ("dead_end", "x"),
        ("dead_end", "y"),
        ("never_lets_go", "x"),
        ("never_lets_go", "y"),
    ]


def test_a_problem_tells_the_way_out() -> None:
    typo = ORDER.extend(change=[ORDER.stage("draft").being(allows={"edti"})])
    assert [str(one) for one in problems(typo)] == [
        "draft: it allows 'edti', which is neither an action nor a move; did you mean 'edit'?"
    ]


def test_without_any_words_the_way_out_is_to_declare_one() -> None:
    lonely = Lifecycle("Thing", "a", [Stage("a", terminal=True, allows={"look"})], [])
    assert [one.remedy for one in problems(lonely)] == ["declare it in the lifecycle's actions"]


def test_what_a_stage_can_come_to() -> None:
    assert reachable(ORDER, "closed") == {"closed", "confirmed", "placed", "cancelled"}
    with pytest.raises(InvalidInput, match="did you mean 'closed'"):
        reachable(ORDER, "close")


@given(any_lifecycle)
def test_the_chart_finds_the_same_stages(lifecycle: Lifecycle) -> None:
    found = problems(lifecycle)
    unreachable, dead = second_opinion(lifecycle)
    assert {one.subject for one in found if one.code == "unreachable"} == unreachable
    assert {one.subject for one in found if one.code == "dead_end"} == dead
