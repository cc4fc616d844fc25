"""Errors tell what, why and the way out; they survive pickling and become problem documents."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from typing import Any

import pytest
from attrs import define

from orderkit import errors
from orderkit.errors import (
    AlreadyExists,
    Conflict,
    Fault,
    FloatRefused,
    InvalidInput,
    KeyReuse,
    MissingExtra,
    NotAllowedNow,
    NotFound,
    NotPermitted,
    OrderkitError,
    OutOfLimits,
    Refused,
    TooLarge,
    Unavailable,
    Unknown,
    caught,
    float_refused,
    gathered,
    invalid,
    shown,
)

FAULT = Fault("Money.minor", "float", "1.5", "a float is not exact", "pass an int")

EXAMPLES: list[tuple[OrderkitError, str, bool]] = [
    (InvalidInput((FAULT,)), "Money.minor cannot be 1.5: a float is not exact; pass an int", False),
    (float_refused("quantity", 1.5), "pass an int, a Decimal or text", False),
    (NotPermitted("ann", "order.place", "here", "no role"), "ann may not order.place here", False),
    (NotFound("Order", "o-1"), "check the id and the tenant", False),
    (AlreadyExists("Order", "o-1"), "choose a fresh id", False),
    (KeyReuse("k"), "repeat the command exactly as it was", False),
    (NotAllowedNow("Order", "o-1", "ship", "draft", ("place",)), "allowed now: place", False),
    (NotAllowedNow("Order", "o-1", "ship", "closed", ()), "this stage is final", False),
    (OutOfLimits("stock/a", 3), "stands at 3", True),
    (Conflict("order/o-1", 12), "during each of 12 attempts", True),
    (Unavailable("the store is closed"), "nothing was written: the store is closed", True),
    (Unknown("the line went dead"), "the outcome is unknown", True),
    (TooLarge("the order", 9, 3), "the order has 9 parts, the limit is 3", False),
    (TooLarge("order o-1", 9, 3, "bytes"), "order o-1 has 9 bytes, the limit is 3", False),
    (MissingExtra("openpyxl", "excel"), "pip install 'orderkit[excel]'", False),
]


@pytest.mark.parametrize(("error", "told", "transient"), EXAMPLES)
def test_error_tells_the_way_out_and_survives_pickling(
    error: OrderkitError, told: str, transient: bool
) -> None:
    assert told in str(error)
    assert error.transient is transient
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (type(error), str(error))
    assert again.as_problem() == error.as_problem()


@pytest.mark.parametrize(("error", "told", "transient"), EXAMPLES)
def test_error_is_a_problem_document(error: OrderkitError, told: str, transient: bool) -> None:
    problem = json.loads(json.dumps(error.as_problem()))
    assert problem["type"] == f"urn:orderkit:error:{error.code}"
    assert (problem["title"], problem["status"]) == (type(error).__name__, error.status)
    assert told in problem["detail"]
    assert (problem["code"], problem["transient"]) == (error.code, transient)


def everything_below(cls: type[OrderkitError]) -> Iterator[type[OrderkitError]]:
    for one in cls.__subclasses__():
        yield one
        yield from everything_below(one)


def test_every_error_of_the_tree_has_an_example_and_a_code_of_its_own() -> None:
    ours = [one for one in everything_below(OrderkitError) if one.__module__ == errors.__name__]
    assert {type(error) for error, _, _ in EXAMPLES} == {*ours} - {Refused}
    assert len({one.code for one in ours}) == len(ours)


def test_fields_of_a_problem_are_plain() -> None:
    fault = Fault("$.lines[2]", "x", "y", "why", "remedy")
    problem = InvalidInput((FAULT, fault)).as_problem()
    assert problem["faults"][1]["path"] == "$.lines[2]"
    assert "2 faults:" in problem["detail"]


def test_fields_of_an_integrators_error_become_plain_and_hide_no_problem_word() -> None:
    @define(eq=False)
    class Odd(Refused):
        detail: dict[str, Any]
        given: dict[int, Any]
        seen: frozenset[int]

        def __str__(self) -> str:
            return "odd"

    problem = Odd({}, {1: object, 2: True}, frozenset({7})).as_problem()
    assert problem["detail"] == "odd"
    assert problem["given"] == {"1": str(object), "2": True}
    assert problem["seen"] == [7]


def test_error_without_fields_is_a_problem_too() -> None:
    class Plain(Refused):
        pass

    assert Plain("no").as_problem()["detail"] == "no"


def test_float_is_a_type_error_too() -> None:
    with pytest.raises(TypeError):
        raise float_refused("quantity", 1.5)
    assert issubclass(FloatRefused, InvalidInput)


def test_faults_are_gathered_and_moved_under_a_path() -> None:
    gathered([])
    found = [*caught(fails, "a"), *caught(fails, ""), *caught(fails, "b")]
    with pytest.raises(InvalidInput) as refused:
        gathered(found)
    moved = refused.value.under("$.lines[0]")
    assert [one.path for one in moved.faults] == ["$.lines[0].a", "$.lines[0].b"]


def fails(path: str) -> None:
    if path:
        raise invalid(path, "bad", 7, "it is bad", "be good")


def test_what_is_shown_is_short_and_never_raises() -> None:
    class Broken:
        def __repr__(self) -> str:
            raise RuntimeError("no")

    assert shown(Broken()) == "<Broken whose repr raises RuntimeError>"
    assert shown("x" * 200).endswith("… (202 characters)")
    assert len(shown("x" * 78)) == 80
