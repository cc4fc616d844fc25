from __future__ import annotations

import pickle
import sys
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest
from attrs import evolve, field, frozen
from hypothesis import given
from hypothesis import strategies as st

from orderkit.orders import OrderLine
from orderkit.orders.model import ScheduleLine
from orderkit.values import Window
from orderkit.values.making import maker


@frozen
class Step:
    """A record with a check, a private field and defaults."""

    name: str
    _weight: int
    note: str = ""
    parts: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        if not self.name:
            raise ValueError("it has no name")
        object.__setattr__(self, "note", self.note.strip())


step = maker(Step)


@given(st.text(min_size=1), st.integers(), st.text(), st.tuples(st.text()))
def test_what_a_maker_makes_is_what_the_constructor_makes(
    name: str, weight: int, note: str, parts: tuple[str, ...]
) -> None:
    made, built = step(name, weight, note, parts), Step(name, weight, note, parts)
    assert made == built
    assert (type(made), hash(made), repr(made)) == (Step, hash(built), repr(built))
    assert pickle.loads(pickle.dumps(made)) == built
    assert evolve(made, name="other") == evolve(built, name="other")


def test_fields_may_be_given_by_name_and_have_their_defaults() -> None:
    assert step(weight=3, name="a") == Step("a", 3, "", ())
    with pytest.raises(TypeError):
        step("a")  # type: ignore[call-arg]


def test_what_a_maker_makes_is_frozen() -> None:
    made: Any = step("a", 1)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made.name = "b"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del made.name


def test_a_maker_asks_what_the_class_asks() -> None:
    with pytest.raises(ValueError, match="no name"):
        step("", 1)


def test_a_maker_changes_the_note_as_the_constructor_does() -> None:
    assert step("a", 1, " b ").note == "b"


def test_lines_of_orders_can_be_made() -> None:
    window = Window(datetime(2026, 1, 1, tzinfo=UTC), None)
    assert maker(ScheduleLine)(3, "north", requested=window) == ScheduleLine(
        3, "north", requested=window
    )
    names = [one.name for one in attrs.fields(OrderLine)]
    made: Any = maker(OrderLine)
    values = dict(zip(names, range(len(names)), strict=True))
    assert attrs.asdict(made(**values), recurse=False) == values


@frozen
class Converting:
    name: str = field(converter=str)


@frozen
class Growing:
    names: tuple[str, ...] = field(factory=tuple)


@frozen
class Named:
    name: str = field(kw_only=True)


@frozen
class Counting:
    name: str
    length: int = field(init=False, default=0)


@frozen
class Longer(Step):
    more: int = 0


@frozen(slots=False)
class Open:
    name: str


@pytest.mark.parametrize("cls", [Converting, Growing, Named, Counting, Longer, Open])
def test_a_class_whose_constructor_does_more_is_refused(cls: type[Any]) -> None:
    with pytest.raises(TypeError, match=f"{cls.__name__} cannot be made"):
        maker(cls)


def test_without_the_interpreters_lock_the_class_itself_is_the_maker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: False, raising=False)
    assert maker(Step) is Step
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: True, raising=False)
    assert maker(Step) is not Step
