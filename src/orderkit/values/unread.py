"""
What a class says of its own fields when others of them cannot be read.

Whoever sends an object with one broken part wants to hear of the rest in the same answer. So the
checks of the class run on an object that was never finished, in which a stand-in takes the place of
every part that could not be read. Wherever a check looks into a stand-in there is nothing to be said,
and it stops there; what it says of the other fields holds.

One question a stand-in answers, because checks ask it so often: whether it is there at all. Nobody
knows, so everything runs twice, once with every stand-in being there and once with none, and what is
said both times is true either way.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from typing import Any, Final, NoReturn

import attrs

from orderkit.errors import Fault, InvalidInput, caught

FAILURES: Final = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError)
"""What code that was given odd data raises, ours or a constructor's."""

_first_word = re.compile(r"[A-Za-z_][A-Za-z0-9_]*").match


def faults_beside(
    cls: type[Any], given: Mapping[str, object], unread: Collection[str]
) -> tuple[Fault, ...]:
    """
    Return what *cls* refuses of the fields in *given*, those in *unread* being unknown.

    Args:
        cls: An attrs class.
        given: Its arguments by the names of the fields; one that is left out has its default.
        unread: The fields of which nothing is known; every one without a default that is not given
            must be among them.

    >>> from orderkit.values import Address
    >>> given = {"name": "", "city": "Hamburg", "postcode": "20457", "country": "DE"}
    >>> [fault.path for fault in faults_beside(Address, given, {"lines"})]
    ['Address.name']
    """
    there, not_there = (_said(cls, given, unread, _Unread(there=there)) for there in (True, False))
    return tuple(one for one in there if one in not_there)


def field_of(cls: type[Any], path: str) -> tuple[str, str]:
    """
    Return the field that the path of one of the class's own faults begins with, and what follows.

    Both are empty where the path names no field. A class tells of a field that it inherits by its own
    name or that of the class it has it from.

    >>> from orderkit.values import Address
    >>> field_of(Address, "Address.lines[1]"), field_of(Address, "Address")
    (('lines', '[1]'), ('', ''))
    """
    owner, _, rest = path.partition(".")
    named = rest if any(one.__name__ == owner for one in cls.__mro__) else path
    first = _first_word(named)
    if first is not None and first[0] in attrs.fields_dict(cls):
        return first[0], named[first.end() :]
    return "", ""


def _said(
    cls: type[Any], given: Mapping[str, object], unread: Collection[str], stand_in: _Unread
) -> tuple[Fault, ...]:
    """Return the faults that one run of the checks finds in what was read."""
    value: Any = object.__new__(cls)
    found: list[Fault] = []
    for one in (one for one in attrs.fields(cls) if one.init):
        held: object = stand_in
        if one.name not in unread:
            try:
                held = converted(one, given)
            except InvalidInput as refused:
                found += refused.faults
        object.__setattr__(value, one.name, held)
    with suppress(*FAILURES):  # code that is not ours was asked about a stand-in, and says nothing
        found += caught(getattr(value, "__attrs_post_init__", bool))
    return tuple(one for one in found if field_of(cls, one.path)[0] not in unread)


def converted(one: attrs.Attribute[Any], given: Mapping[str, object]) -> Any:
    """Return what the constructor would keep in the field *one*."""
    default: Any = one.default
    if one.name in given:
        value = given[one.name]
    else:
        value = default.factory() if isinstance(default, _FACTORY) else default
    convert: Any = one.converter
    return value if convert is None else convert(value)


_FACTORY: Final[Any] = attrs.Factory


class _Unread:
    """Stands where a part could not be read: there is nothing in it, and it answers nothing else."""

    __slots__ = ("_there",)

    def __init__(self, *, there: bool) -> None:
        self._there = there

    def __bool__(self) -> bool:
        return self._there

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[NoReturn]:
        return iter(())

    def __repr__(self) -> str:
        return "…"

    def __getattr__(self, _name: str) -> NoReturn:
        _says_nothing()


def _says_nothing(*_args: object) -> NoReturn:
    """End the check that looked into a stand-in: it is caught like any refusal, and without words."""
    raise InvalidInput(())


for _name in [
    "call",
    "contains",
    "eq",
    "format",
    "ge",
    "getitem",
    "gt",
    "hash",
    "index",
    "int",
    "le",
    "lt",
    "ne",
    "str",
    "add",
    "radd",
    "sub",
    "rsub",
    "mul",
    "rmul",
    "truediv",
    "rtruediv",
    "floordiv",
    "rfloordiv",
    "mod",
    "rmod",
    "divmod",
    "rdivmod",
    "neg",
]:
    setattr(_Unread, f"__{_name}__", _says_nothing)
