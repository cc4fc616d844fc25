from __future__ import annotations

from typing import Any, Generic, TypeVar

import pytest
from attrs import frozen

from orderkit.codec import Codec, Unreadable
from orderkit.errors import InvalidInput
from orderkit.flow import NOTHING, Command, Context, Decision, Flow, command
from orderkit.values import Money
from tests.codec.sample_classes import (
    Kind,
    Placed,
)

A = TypeVar("A")
CODEC = Codec()


def deciding(_: Any, context: Context) -> Flow[Any]:
    return Decision(None, NOTHING)
    yield


def answered(answer: Any) -> type[Command[Any]]:
    """A command class that is answered with *answer*."""
    made = type("Asked", (Command,), {"decide": deciding, "__module__": __name__})
    made.__orig_bases__ = (Command[answer],)  # type: ignore[attr-defined]
    return command("sample.asked")(frozen(made))


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (None, None),
        ("o-1", str),
        (7, int),
        (True, bool),
        (Placed("o-1"), Placed),
        (Placed("o-1", ("late",)), "Placed"),
        (Money(5, "EUR"), Money),
        (Kind.GOODS, Kind),
        (("a", "b"), tuple[str, ...]),
        (("a", Placed("b"), 3), tuple[str, Placed, int]),
        ((), tuple[Money, ...]),
        (None, Money | None),
    ],
)
def test_answers_come_back_equal(answer: Any, kind: Any) -> None:
    codec = Codec()
    cls = answered(kind)
    for _ in range(2):
        assert codec.answer(cls, codec.answer_body(answer)) == answer


def test_an_answer_of_another_kind_is_unreadable() -> None:
    for held in (b'"text"', b"{", b"1.5"):
        with pytest.raises(Unreadable):
            Codec().answer(answered(int), held)


class Passing(Command[A], Generic[A]):
    """A base between, that passes its parameter on."""


@command("sample.passing")
@frozen
class Indirect(Passing[Placed]):
    decide = deciding


@command("sample.heir")
@frozen
class Heir(Indirect):
    pass


@command("sample.untold")
@frozen
class Untold(Command):  # type: ignore[type-arg]
    decide = deciding


@command("sample.unbound")
@frozen
class Unbound(Passing[A]):
    decide = deciding


@frozen
class Stranger:
    pass


def test_type_of_the_answer_is_found_through_bases_between() -> None:
    answer = Placed("o-1")
    for cls in (Indirect, Heir):
        assert CODEC.answer(cls, CODEC.answer_body(answer)) == answer


@pytest.mark.parametrize("cls", [Untold, Unbound, Stranger])
def test_a_command_that_does_not_say_its_answer_is_refused(cls: type[Any]) -> None:
    with pytest.raises(InvalidInput) as caught:
        CODEC.answer(cls, b"null")
    assert caught.value.faults[0].code == "answer_untold"
