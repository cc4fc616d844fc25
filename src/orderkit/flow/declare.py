"""
How a class becomes a document, an event or a command: a decorator gives it a stable name and
a version, and enters it into the one open registry from which codec, schemas and kit read.

Names are for ever: they stand in stored rows and in other people's logs. A class may be renamed
or moved at will; its name here may not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeVar

from attrs import fields_dict, frozen, has

from orderkit.errors import invalid

T = TypeVar("T")
Data = Mapping[str, Any]
"""Plain JSON data of one stored value, before it is structured."""

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
"""Turns the plain JSON data of version n into that of version n + 1."""


class IndexKey(NamedTuple):
    """One row by which a document is found: equal to *equals* in index *name*, by *sort*."""

    name: str
    equals: tuple[str, ...]
    sort: str


# Half the price of calling the class, for an argument that is an exact tuple of its fields.
_new: Final = tuple.__new__


class Index(NamedTuple):
    """
    A declared way to find documents of one class.

    Attributes:
        name: Stable word, such as ``"by_status"``.

        keys: From a document to its ``(equals, sort)`` pairs; none leaves it out of the index.
    """

    name: str
    keys: Callable[[Any], Iterable[tuple[tuple[str, ...], str]]]


@frozen
class Declared:
    """
    What is known of a declared class.

    Attributes:
        cls: The class itself.

        role: ``"document"``, ``"event"`` or ``"command"``.

        name: Stable name, such as ``"order.place"``.

        version: The version that is written now, from 1.

        upcasters: From version n to n + 1, for every n below *version*.

        indexes: Documents only: how they can be found.

        owner: Documents only: the customer whose buyers may read it; ``""`` for house documents.
    """

    cls: type[Any]
    role: str
    name: str
    version: int
    upcasters: Mapping[int, Upcaster]
    indexes: tuple[Index, ...] = ()
    owner: Callable[[Any], str] = lambda _value: ""

    def keys(self, value: object) -> tuple[IndexKey, ...]:
        """Return the index rows of one document."""
        return tuple(
            [
                _new(IndexKey, (name, equals, sort))
                for name, keys in self.indexes
                for equals, sort in keys(value)
            ]
        )


_NAME: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_BY_NAME: dict[tuple[str, str], Declared] = {}
_BY_CLASS: dict[type[Any], Declared] = {}


def document(
    name: str,
    *,
    version: int = 1,
    indexes: tuple[Index, ...] = (),
    owner: Callable[[Any], str] = lambda _value: "",
    upcasters: Mapping[int, Upcaster] = MappingProxyType({}),
) -> Callable[[type[T]], type[T]]:
    """Declare a frozen attrs class with an ``id`` field as a stored document."""
    return _declare("document", name, version, upcasters, indexes=indexes, owner=owner)


def event(
    name: str, *, version: int = 1, upcasters: Mapping[int, Upcaster] = MappingProxyType({})
) -> Callable[[type[T]], type[T]]:
    """Declare a frozen attrs class as an event; *name* is its topic."""
    return _declare("event", name, version, upcasters)


def command(
    name: str, *, version: int = 1, upcasters: Mapping[int, Upcaster] = MappingProxyType({})
) -> Callable[[type[T]], type[T]]:
    """Declare a frozen attrs class as a command; *name* is what permissions speak of."""
    return _declare("command", name, version, upcasters)


def _declare(
    role: str,
    name: str,
    version: int,
    upcasters: Mapping[int, Upcaster],
    *,
    indexes: tuple[Index, ...] = (),
    owner: Callable[[Any], str] = lambda _value: "",
) -> Callable[[type[T]], type[T]]:
    _check_names(name, [index.name for index in indexes])
    missing = sorted(set(range(1, version)) - set(upcasters))
    if missing:
        raise invalid(
            "upcasters", "missing_upcaster", missing, "stored values of these versions exist",
            "give one upcaster for every version below the present one",
        )  # fmt: skip

    def enter(cls: type[T]) -> type[T]:
        _check_class(role, cls)
        made = Declared(cls, role, name, version, dict(upcasters), indexes, owner)
        other = _BY_NAME.get((role, name))
        if other is not None and _place(other.cls) != _place(cls):
            raise invalid("name", "name_taken", name, f"{other.cls} has it", "choose another")
        _BY_NAME[role, name] = made
        _BY_CLASS[cls] = made
        return cls

    return enter


def _check_names(name: str, indexes: Sequence[str]) -> None:
    for one in (name, *indexes):
        if not _NAME.fullmatch(one):
            why, remedy = "it is stored for ever", "use words like order.place"
            raise invalid("name", "bad_name", one, why, remedy)
    if len(set(indexes)) != len(indexes):
        why, remedy = "two indexes have one name", "give each its own"
        raise invalid("indexes", "name_taken", indexes, why, remedy)


def _check_class(role: str, cls: type[Any]) -> None:
    if not has(cls):
        raise invalid(
            "class", "not_attrs", cls, "only the fields of an attrs class can be stored",
            f"put @frozen between @{role} and the class",
        )  # fmt: skip
    if role == "document" and "id" not in fields_dict(cls):
        raise invalid(
            "class", "id_missing", cls, "a document is known by its id", "give it a field id: str"
        )


def _place(cls: type[Any]) -> tuple[str, str]:
    """Return where a class stands; one that is defined there anew replaces the earlier one."""
    return cls.__module__, cls.__qualname__


def declared(cls: type[Any]) -> Declared:
    """
    Return what was declared of *cls*.

    Raises:
        InvalidInput: The class was never declared.
    """
    try:
        return _BY_CLASS[cls]
    except (KeyError, TypeError):
        raise invalid(
            "class", "not_declared", cls, "it has no stable name",
            "decorate it with document(), event() or command()",
        ) from None  # fmt: skip


def named(role: str, name: str) -> Declared:
    """
    Return the declaration of *name*.

    Raises:
        InvalidInput: Nothing of that role has the name.
    """
    try:
        return _BY_NAME[role, name]
    except KeyError:
        raise invalid(
            "name", "not_declared", name, f"no {role} has this name",
            "import the module that declares it, or check the spelling",
        ) from None  # fmt: skip


def all_declared(role: str) -> tuple[Declared, ...]:
    """Return every declaration of one role, by name."""
    return tuple(one for _, one in sorted(_BY_NAME.items()) if one.role == role)
