"""The words of what a field may not hold, and what stays as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from inspect import signature
from typing import Any, Protocol, cast

import attrs
import pytest
from attrs import field, frozen

from orderkit.errors import FloatRefused, InvalidInput, OrderkitError, gathered, invalid
from orderkit.values import Money, UnitPrice, check_id, told_together, type_faults, typed
from orderkit.values.annotated import reading_of
from orderkit.values.unread import faults_beside


class Colour(StrEnum):
    RED = "red"


class Sized(Protocol):
    size: int


NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def words(annotation: Any, value: object) -> list[str]:
    return [
        f"{one.path}: {one.why}; {one.remedy}" for one in reading_of(annotation).faults(value, "x")
    ]


@pytest.mark.parametrize(
    ("annotation", "value", "said"),
    [
        (str, 7, "x: an int is no str; pass a str"),
        (str, None, "x: None is no str; pass a str"),
        (str, 1.5, "x: a float is no str; pass a str"),
        (int, True, "x: a bool is no int; pass an int"),
        (int, 1.5, "x: a float is not exact; pass an int, a Decimal or text such as '1.5'"),
        (Decimal, 1.5, "x: a float is not exact; pass an int, a Decimal or text such as '1.5'"),
        (date, NOON, "x: a datetime is no date; pass a date"),
        (Colour, "red", "x: a str is no Colour; pass a Colour, such as Colour.RED"),
        (Money | None, 3, "x: an int is no Money or None; pass a Money or None"),
        (int | None, 1.5, "x: a float is not exact; pass an int, a Decimal or text such as '1.5'"),
        (tuple[int, ...] | None, ("1",), "x[0]: a str is no int; pass an int"),
        (tuple[str, ...], "abc", "x: a str is no tuple; pass a tuple of str"),
        (tuple[str, ...], ["a"], "x: a list is no tuple; pass a tuple of str"),
        (tuple[str, ...], ("a", 1), "x[1]: an int is no str; pass a str"),
        (tuple[str, int], ("a",), "x: a tuple is no tuple of 2; pass a tuple of a str, an int"),
        (tuple[str, int], ("a", "b"), "x[1]: a str is no int; pass an int"),
        (frozenset[str], {"a"}, "x: a set is no frozenset; pass a frozenset of str"),
        (Mapping[str, int], [], "x: a list is no mapping; pass a mapping of a str to an int"),
        (Mapping[str, int], {"a": "b"}, "x['a']: a str is no int; pass an int"),
        (Mapping[str, int], {1: 1}, "x[1]: an int is no str; pass a str"),
        (Callable[[int], int], 3, "x: an int is no Callable; pass a Callable"),
        (type[Any], 3, "x: an int is no type; pass a type"),
        (None, 3, "x: an int is no NoneType; pass a NoneType"),
        (Any, 1.5, "x: a float is not exact; pass an int, a Decimal or text such as '1.5'"),
        (Sized, 1.5, "x: a float is not exact; pass an int, a Decimal or text such as '1.5'"),
    ],
)  # fmt: skip
def test_what_does_not_fit(annotation: Any, value: object, said: str) -> None:
    assert words(annotation, value) == [said]


@pytest.mark.parametrize(
    ("annotation", "value"),
    [
        (str, Colour.RED), (int, 3), (date, date(2026, 1, 1)), (Money | None, None),
        (tuple[str, ...], ()), (tuple[str, int], ("a", 1)), (frozenset[str], frozenset("a")),
        (Mapping[str, int], {"a": 1}), (Callable[[int], int], len), (type[Any], int), (None, None),
        (Any, object()), (Sized, "x"), (Money | UnitPrice, Money(1, "EUR")),
    ],
)  # fmt: skip
def test_what_fits(annotation: Any, value: object) -> None:
    assert words(annotation, value) == []


def split(given: Any) -> Any:
    return tuple(given.split())


@typed
@frozen
class Shelf:
    """What a shelf is."""

    id: str
    size: int = 1
    tags: tuple[str, ...] = field(default="", converter=split)
    _kept: str = field(default="x", alias="keep")
    prices: Mapping[str, Decimal] = field(factory=dict)
    made: int = field(init=False, default=0)

    def __attrs_post_init__(self) -> None:
        gathered(self._faults())

    def _faults(self) -> Iterable[Any]:
        if self.size < 1:
            yield from invalid("Shelf.size", "too_small", self.size, "no", "no").faults
        check_id(self.id, "Shelf.id")


LOOSE = cast("Any", Shelf)


def test_all_that_is_wrong_is_told_together() -> None:
    with pytest.raises(InvalidInput) as caught:
        LOOSE(7, 0, 3, None, {"a": 1.5})
    assert [(one.path, one.code) for one in caught.value.faults] == [
        ("Shelf.tags", "wrong_type"), ("Shelf.id", "wrong_type"), ("Shelf._kept", "wrong_type"),
        ("Shelf.prices['a']", "float"), ("Shelf.size", "too_small"),
    ]  # fmt: skip
    assert "has no attribute 'split'; pass a tuple of str" in str(caught.value)


def test_a_check_that_stumbles_over_a_wrong_type_is_no_type_error() -> None:
    with pytest.raises(InvalidInput) as caught:
        LOOSE("a", "large")
    assert str(caught.value) == "Shelf.size cannot be 'large': a str is no int; pass an int"


def test_floats_alone_are_type_errors_as_well() -> None:
    with pytest.raises(FloatRefused):
        LOOSE("a", 1.5)
    with pytest.raises(TypeError):
        LOOSE("a", prices={"a": 1.5})


def test_a_wrong_call_is_told_by_python() -> None:
    for call in (LOOSE, lambda: LOOSE("a", name="b"), lambda: LOOSE("a", kept="b")):
        with pytest.raises(TypeError, match="__init__"):
            cast("Any", call)()


def test_what_the_class_refuses_by_itself_is_told_as_it_is() -> None:
    with pytest.raises(InvalidInput) as caught:
        Shelf("a", 0)
    assert [one.code for one in caught.value.faults] == ["too_small"]


def test_the_rest_of_the_class_stays() -> None:
    shelf = Shelf("a", tags="b c", keep="y")
    assert (shelf.tags, shelf.made, shelf.prices) == (("b", "c"), 0, {})
    assert attrs.evolve(shelf, size=2, tags="d") == Shelf("a", 2, "d", "y")
    assert list(signature(Shelf).parameters) == ["id", "size", "tags", "keep", "prices"]
    assert Shelf.__init__.__name__ == "__init__"


@typed
@frozen
class Buggy:
    size: int = 1

    def __attrs_post_init__(self) -> None:
        if self.size == 2:
            raise AttributeError("a bug")
        if self.size == 3:
            raise OrderkitError


def test_a_bug_in_a_check_is_not_taken_for_bad_input() -> None:
    with pytest.raises(AttributeError, match="a bug"):
        Buggy(2)
    with pytest.raises(OrderkitError):
        Buggy(3)


@told_together
@frozen
class Slot:
    id: str
    size: int = 1

    def __attrs_post_init__(self) -> None:
        check_id(self.id, "Slot.id")


def test_told_together_looks_at_nothing_while_all_is_right() -> None:
    assert cast("Any", Slot)("a", "large").size == "large"
    with pytest.raises(InvalidInput) as caught:
        cast("Any", Slot)("a b", "large")
    assert [one.path for one in caught.value.faults] == ["Slot.id", "Slot.size"]


def test_types_are_told_of_the_fields_that_are_asked_for() -> None:
    assert [one.path for one in type_faults(Shelf, {"id": 7, "size": 1})] == ["Shelf.id"]


@frozen
class Asking:
    """Asks a stand-in all that can be asked."""

    other: Any
    how: int = 0

    def __attrs_post_init__(self) -> None:
        answers: list[Callable[[], object]] = [
            lambda: str(self.other), lambda: self.other.name, lambda: self.other + 1,
            lambda: 1 + self.other, lambda: self.other == 1, lambda: self.other > 1,
            lambda: hash(self.other), lambda: int(self.other), lambda: 1 in self.other,
            lambda: self.other[0], lambda: self.other(1), lambda: -self.other,
            lambda: len(self.other) or list(self.other) or 1 / 0,
            lambda: repr(self.other) == "…" and 1 / 0,
        ]  # fmt: skip
        answers[self.how]()
        raise invalid("Asking.how", "told", self.how, "no", "no")


@pytest.mark.parametrize("how", range(14))
def test_a_check_that_looks_into_what_could_not_be_read_says_nothing(how: int) -> None:
    assert faults_beside(Asking, {"how": how}, {"other"}) == ()


@frozen
class Plain:
    id: str


def test_a_class_without_checks_has_nothing_to_say() -> None:
    assert faults_beside(Plain, {}, {"id"}) == ()
