"""What a condition may be, how it is written, and that it has no truth of its own."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from operator import and_, or_
from typing import Any

import pytest
from hypothesis import given

from orderkit.errors import FloatRefused, InvalidInput
from orderkit.rules import (
    DEEPEST,
    LARGEST_SIZE,
    All,
    Always,
    Any_,
    Compare,
    Condition,
    Fact,
    FactTable,
    FactType,
    Has,
    In,
    Not,
    fact,
)
from orderkit.values import EUR, USD
from tests.rules.some_conditions import conditions


def codes(caught: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("written", "op"),
    [
        (fact("lines") == 3, "eq"),
        (fact("lines") != 3, "ne"),
        (fact("lines") < 3, "lt"),
        (fact("lines") <= 3, "le"),
        (fact("lines") > 3, "gt"),
        (fact("lines") >= 3, "ge"),
        (3 > fact("lines"), "lt"),  # noqa: SIM300 (the other way round is what is tested)
    ],
)
def test_comparisons_are_written_as_in_python(written: Compare, op: str) -> None:
    assert written == Compare("lines", op, 3)


def test_the_builder_gives_the_values() -> None:
    assert fact("web").is_true() == Compare("web", "eq", value=True)
    assert fact("channel").one_of("web", "edi") == In("channel", ["web", "edi"])
    assert fact("categories").has("wine") == Has("categories", "wine")
    assert repr(fact("web")) == "fact('web')"


def test_joining_the_same_way_adds_no_level() -> None:
    a, b, c = (fact(name).is_true() for name in "abc")
    assert a & b & c == a & (b & c) == All((a, b, c))
    assert a | b | c == a | (b | c) == Any_((a, b, c))
    assert (a & b) | c == Any_((All((a, b)), c))
    assert ~~a == Not(Not(a))


@pytest.mark.parametrize(
    "ask",
    [
        lambda: bool(fact("total")),
        lambda: not Always(),
        lambda: 1 < fact("lines") < 9,
        lambda: (fact("web") == True) and Always(),  # noqa: E712 (what people write)
        lambda: fact("lines") in [3, 4],
    ],
)
def test_a_condition_has_no_truth_of_its_own(ask: Callable[[], object]) -> None:
    with pytest.raises(InvalidInput, match=r"join conditions with & \| ~ instead of and") as caught:
        ask()
    assert codes(caught) == [("condition", "no_truth")]


def test_a_fact_without_its_comparison_goes_into_no_set() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(fact("web"))


@pytest.mark.parametrize("join", [and_, or_])
@pytest.mark.parametrize("other", [True, None, fact("web"), "web"])
def test_only_conditions_are_joined(join: Callable[[Any, Any], object], other: Any) -> None:
    with pytest.raises(InvalidInput, match="is no condition; build one with fact"):
        join(Always(), other)


class Channel(StrEnum):
    WEB = "web"


@pytest.mark.parametrize(
    ("given_value", "kept"),
    [
        (Decimal("0.100"), "0.1"),
        (Decimal("1E+3"), "1000"),
        (datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=1))), "2026-01-01 00:00:00+00:00"),
        (Channel.WEB, "web"),
    ],
)
def test_values_are_kept_in_one_form(given_value: Any, kept: str) -> None:
    condition = Compare("x", "eq", given_value)
    assert str(condition.value) == kept
    assert type(condition.value) in {Decimal, datetime, str}


def test_a_flag_is_no_number() -> None:
    assert Compare("x", "eq", value=True) != Compare("x", "eq", 1)
    assert Compare("x", "eq", Decimal(1)) != Compare("x", "eq", 1)


def test_repeated_values_of_a_list_are_dropped() -> None:
    assert In("x", ["a", "b", "a"]).values == ("a", "b")


class Later(datetime):
    """A datetime of somebody's own."""


def test_subclasses_of_moments_and_texts_are_what_they_extend() -> None:
    assert Compare("x", "gt", Later(2026, 1, 1, tzinfo=UTC)).type is FactType.MOMENT
    assert In("x", (Channel.WEB,)).type is FactType.TEXT


WRONG: list[tuple[Callable[[], object], list[tuple[str, str]]]] = [
    (
        lambda: Compare("Total", "is", 3),
        [("Compare.fact", "bad_name"), ("Compare.op", "unknown_op")],
    ),
    (lambda: Compare("", "eq", 3), [("Compare.fact", "bad_name")]),
    (lambda: Compare(None, "eq", 3), [("Compare.fact", "bad_name")]),  # type: ignore[arg-type]
    (lambda: Compare("x", ["eq"], 3), [("Compare.op", "unknown_op")]),  # type: ignore[arg-type]
    (lambda: Compare("x", "lt", "abc"), [("Compare.op", "not_ordered")]),
    (lambda: fact("web") >= True, [("Compare.op", "not_ordered")]),
    (lambda: fact("x") == frozenset({"a"}), [("Compare.value", "not_comparable")]),
    (lambda: fact("x") > Decimal("NaN"), [("Compare.value", "not_a_number")]),
    (lambda: fact("x") > Decimal("0.1234567890123"), [("Compare.value", "too_many_places")]),
    (lambda: fact("x") > 2**60, [("Compare.value", "out_of_range")]),
    (lambda: fact("x") > datetime(2026, 1, 1), [("Compare.value", "naive_time")]),  # noqa: DTZ001
    (lambda: fact("x") == "a\0", [("Compare.value", "control_character")]),
    (lambda: fact("x") == None, [("Compare.value", "wrong_type")]),  # noqa: E711
    (lambda: fact("x").one_of(), [("In.values", "empty")]),
    (lambda: In("x", "abc"), [("In.values", "empty")]),
    (lambda: In("X", [1, "a"]), [("In.fact", "bad_name"), ("In.values", "mixed_types")]),
    (lambda: In("x", [True, False]), [("In.values", "not_listable")]),
    (lambda: In("x", [{"a"}]), [("In.values", "not_listable")]),
    (lambda: In("x", [EUR("1"), USD("1")]), [("In.values", "currency_mismatch")]),
    (lambda: In("x", [1, None]), [("In.values[1]", "wrong_type")]),  # type: ignore[list-item]
    (lambda: Has("x", 3), [("Has.value", "wrong_type")]),  # type: ignore[arg-type]
    (lambda: Has("X", "a"), [("Has.fact", "bad_name")]),
    (lambda: All(()), [("condition", "empty")]),
    (lambda: Any_([]), [("condition", "empty")]),
    (lambda: All(3), [("condition", "empty")]),  # type: ignore[arg-type]
    (lambda: All([Always(), 3]), [("condition", "wrong_type")]),  # type: ignore[list-item]
    (lambda: Not(True), [("condition", "wrong_type")]),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("build", "expected"), WRONG)
def test_a_condition_that_exists_is_well_formed(
    build: Callable[[], object], expected: list[tuple[str, str]]
) -> None:
    with pytest.raises(InvalidInput) as caught:
        build()
    assert codes(caught) == expected


def test_no_float_gets_in() -> None:
    some_float: Any = 0.1
    for build in (lambda: fact("x") > some_float, lambda: fact("x").one_of(some_float)):
        with pytest.raises(FloatRefused, match="a float is not exact"):
            build()


def nested(levels: int) -> Condition:
    """A comparison under so many levels of not."""
    found: Condition = fact("web").is_true()
    for _ in range(levels):
        found = ~found
    return found


def test_a_condition_is_neither_too_deep_nor_too_large() -> None:
    assert nested(DEEPEST - 1).depth == DEEPEST
    with pytest.raises(InvalidInput, match="it is 33 conditions deep and may be 32; flatten it"):
        nested(DEEPEST)
    assert In("x", tuple(range(LARGEST_SIZE))).size == LARGEST_SIZE
    wide = In("x", tuple(range(LARGEST_SIZE - 1)))
    with pytest.raises(InvalidInput, match="it has 501 parts and may have 500"):
        wide & Always()


@given(conditions)
def test_a_condition_is_a_value(condition: Condition) -> None:
    copy = pickle.loads(pickle.dumps(condition))
    assert copy == condition
    assert hash(copy) == hash(condition)
    assert (copy.depth, copy.size, copy.facts) == (condition.depth, condition.size, condition.facts)


def test_a_condition_reads_as_a_sentence() -> None:
    condition = (fact("total") > EUR("1000")) & ~(
        fact("channel").one_of("web", "edi") | fact("new").is_true()
    )
    assert str(condition) == (
        "(total is more than 1000.00 EUR and not (channel is one of 'web', 'edi' or new is yes))"
    )
    assert str(~Always()) == "not (always)"


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (lambda: Fact("Total", FactType.MONEY), [("Fact.name", "bad_name")]),
        (
            lambda: Fact("total", "cash"),  # type: ignore[arg-type]
            [("Fact.type", "unknown_type")],
        ),
        (lambda: Fact("n", FactType.TEXT, currency="EUR"), [("Fact.currency", "no_currency")]),
        (
            lambda: Fact("n", FactType.MONEY, currency="XXX"),
            [("Fact.currency", "currency_unknown")],
        ),
        (
            lambda: FactTable("Order", ["total"]),  # type: ignore[list-item]
            [("FactTable.facts", "wrong_type")],
        ),
        (
            lambda: FactTable("Order", "total"),  # type: ignore[arg-type]
            [("FactTable.facts", "wrong_type")],
        ),
        (
            lambda: FactTable("Order", [Fact("a", FactType.TEXT), Fact("a", FactType.FLAG)]),
            [("FactTable.facts", "duplicate_fact")],
        ),
    ],
)
def test_a_table_of_facts_is_well_formed(
    build: Callable[[], object], expected: list[tuple[str, str]]
) -> None:
    with pytest.raises(InvalidInput) as caught:
        build()
    assert codes(caught) == expected
