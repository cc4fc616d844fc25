"""Reading what has no parts: texts, numbers, moments, and values that stand as one text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from attrs import evolve

from orderkit.codec.forms import ValueForm
from orderkit.codec.json_text import Misread, float_misread, step
from orderkit.codec.shapes import Leaf
from orderkit.codec.texts import DIGITS, PLACES
from orderkit.errors import Fault, InvalidInput, invalid
from orderkit.values import exact, moment

Hook = Callable[[Any, Any], Any]
"""Reads the first argument; cattrs passes the type as the second, which nothing here needs."""

_find_surrogate = re.compile("[\ud800-\udfff]").search
_find_control = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]").search


def misfit(data: Any, expected: str, remedy: str) -> InvalidInput:
    """Return the refusal of *data* where *expected* belongs; its path is still empty."""
    if isinstance(data, Misread):
        return InvalidInput((data.fault(),))
    if isinstance(data, float):
        return InvalidInput((float_misread(repr(data)).fault(),))
    return invalid("", "wrong_type", data, f"{_kind(data)} is not {expected}", remedy)


def _kind(data: Any) -> str:
    """Name the type of *data* as JSON does."""
    return _KINDS.get(type(data)) or f"a {type(data).__name__}"


_KINDS: Final[Mapping[type[Any], str]] = {
    bool: "a truth value",
    dict: "an object",
    int: "a number",
    list: "an array",
    str: "text",
    type(None): "null",
}


def text(data: Any, _: Any = None) -> str:
    """Read text as it is."""
    if data.__class__ is str:
        found: str = data
        return found
    raise misfit(data, "text", "send text in quotes")


def outside_text(data: Any, _: Any = None) -> str:
    """Read text that comes from outside: no half characters, no control characters but breaks."""
    return check_characters(text(data))


def check_characters(found: str) -> str:
    """
    Refuse what no store takes: half characters, and control characters that are no line break.

    Raises:
        InvalidInput: ``surrogate`` or ``control_character``.

    >>> check_characters("Tee, grün")
    'Tee, grün'
    """
    if found.isprintable():
        return found
    if _find_surrogate(found):
        why, remedy = "it has half of a character (a lone surrogate)", "decode it again, as UTF-8"
        raise invalid("", "surrogate", found, why, remedy)
    control = _find_control(found)
    if control:
        why = f"it has the control character U+{ord(control[0]):04X}"
        raise invalid("", "control_character", found, why, "remove it")
    return found


def whole(data: Any, _: Any = None) -> int:
    """Read an integer: no truth value, no text, nothing with places."""
    if data.__class__ is int:
        found: int = data
        return found
    raise misfit(data, "a whole number", "send an integer such as 3")


def truth(data: Any, _: Any = None) -> bool:
    """Read true or false."""
    if data is True or data is False:
        found: bool = data
        return found
    raise misfit(data, "a truth value", "send true or false")


def null(data: Any, _: Any = None) -> None:
    """Read null."""
    if data is not None:
        raise misfit(data, "null", "send null")


def number(data: Any, _: Any = None) -> Decimal:
    """Read a plain number written as text."""
    if data.__class__ is str:
        return _number(data)
    raise misfit(data, "a number written as text", 'send text such as "12.50"')


@lru_cache(maxsize=4096)
def _number(found: str) -> Decimal:
    return exact(found, "", places=PLACES, digits=DIGITS)


def at(data: Any, _: Any = None) -> datetime:
    """Read a moment with its offset; it becomes UTC."""
    if data.__class__ is str:
        return _moment(data)
    raise misfit(data, "a moment", 'send text such as "2026-01-31T09:30:00Z"')


@lru_cache(maxsize=4096)
def _moment(found: str) -> datetime:
    return moment(found, "")


_is_day = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch


def day(data: Any, _: Any = None) -> date:
    """Read a calendar day."""
    if data.__class__ is not str:
        raise misfit(data, "a day", 'send text such as "2026-01-31"')
    if not _is_day(data):
        raise _bad_date(data)
    try:
        return date.fromisoformat(data)
    except ValueError:
        raise _bad_date(data) from None


def _bad_date(data: str) -> InvalidInput:
    why, remedy = "it is not a day of the calendar", "write it like '2026-01-31'"
    return invalid("", "bad_date", data, why, remedy)


def anything(data: Any, _: Any = None) -> Any:
    """Read plain JSON; arrays become tuples and objects cannot be changed."""
    if isinstance(data, Mapping):
        return MappingProxyType({key: anything(one) for key, one in data.items()})
    if isinstance(data, list | tuple):
        return tuple(anything(one) for one in data)
    return data


def oddities(data: Any, path: str) -> Iterator[Fault]:
    """Tell what in *data* is no plain JSON, with paths."""
    if isinstance(data, Mapping):
        for key, one in data.items():
            yield from _text_faults(key, path + step(key))
            yield from oddities(one, path + step(key))
    elif isinstance(data, list | tuple):
        for n, one in enumerate(data):
            yield from oddities(one, path + step(n))
    elif data is not None and data.__class__ not in (int, bool):
        yield from _text_faults(data, path)


def _text_faults(data: Any, path: str) -> tuple[Fault, ...]:
    try:
        outside_text(data)
    except InvalidInput as refused:
        return tuple(evolve(one, path=path) for one in refused.faults)
    return ()


LEAVES: Final[Mapping[Leaf, Hook]] = {
    Leaf.TEXT: text,
    Leaf.WHOLE: whole,
    Leaf.TRUTH: truth,
    Leaf.NUMBER: number,
    Leaf.MOMENT: at,
    Leaf.DAY: day,
    Leaf.NULL: null,
    Leaf.OPEN: anything,
}


def choice(kind: type[StrEnum]) -> Hook:
    """Return the hook of a ``StrEnum``."""
    return _one_of({one.value: one for one in kind})


def word(words: tuple[str, ...]) -> Hook:
    """Return the hook of a ``Literal``."""
    return _one_of({one: one for one in words})


def _one_of(known: Mapping[str, Any]) -> Hook:
    def read(data: Any, _: Any = None) -> Any:
        found = known.get(data) if data.__class__ is str else None
        if found is not None:
            return found
        if data.__class__ is not str:
            raise misfit(data, "text", f"send one of: {', '.join(known)}")
        why, remedy = "it is none of the known words", f"send one of: {', '.join(known)}"
        raise invalid("", "unknown_word", data, why, remedy)

    return read


def valued(form: ValueForm) -> Hook:
    """
    Return the hook of a value that stands as one text.

    The values read last are kept: prices and quantities repeat from line to line, and reading one
    costs some microseconds. They are frozen, so that sharing them changes nothing.
    """
    from_text = lru_cache(maxsize=4096)(form.from_text)
    from_int = form.from_int
    example = f"send text such as {_example(form)}"

    def read(data: Any, _: Any = None) -> Any:
        if data.__class__ is str:
            return at_no_path(from_text, data)
        if from_int is not None and data.__class__ is int:
            return at_no_path(from_int, data)
        raise misfit(data, f"a {form.cls.__name__} written as text", example)

    return read


def _example(form: ValueForm) -> str:
    return f'"{next(iter(form.schema.get("examples", ["…"])))}"'


def at_no_path(make: Callable[[Any], Any], data: Any) -> Any:
    """Return ``make(data)``; what it refuses is refused without the path it gave."""
    try:
        return make(data)
    except InvalidInput as refused:
        faults = refused.faults
        raise InvalidInput(
            tuple(Fault("", one.code, one.got, one.why, one.remedy) for one in faults)
        ) from None
    except (TypeError, ValueError, ArithmeticError) as why:
        raise invalid("", "bad_value", data, str(why), "check how it is written") from None
