"""
What the annotation of a field allows: whether a value fits, and if not, why.

Exact where Python is lenient: a ``bool`` is no ``int``, a ``datetime`` is no ``date``, a ``str`` is no
sequence of ``str``, and a float is refused wherever it stands. Of what cannot be judged from outside,
such as the arguments that a function takes, only the kind is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, NamedTuple, Union, get_args, get_origin

from orderkit.errors import Fault, float_refused, shown

Faults = Callable[[Any, str], Iterable[Fault]]


class Reading(NamedTuple):
    """
    What an annotation allows.

    Attributes:
        words: What to pass: ``"a tuple of str"``.

        usual: Classes of which every value fits, so that nobody need look closer.

        faults: From a value and its path to what is wrong with it.
    """

    words: str
    usual: frozenset[type]
    faults: Faults


def reading_of(annotation: Any) -> Reading:
    """
    Return what *annotation* allows.

    >>> [str(one) for one in reading_of(tuple[int, ...]).faults((1, "2"), "levels")]
    ["levels[1] cannot be '2': a str is no int; pass an int"]
    """
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return _either([reading_of(one) for one in parts])
    if origin is tuple and parts[-1] is not ...:
        return _fixed([reading_of(one) for one in parts])
    if origin in (tuple, frozenset, set):
        return _listed(origin, reading_of(parts[0]))
    if origin is Mapping:
        return _keyed(*(reading_of(one) for one in parts))
    kind = NoneType if annotation is None else origin or annotation
    if kind is Any or not isinstance(kind, type) or getattr(kind, "_is_protocol", False):
        return Reading("anything but a float", frozenset(), _not_a_float)
    return _of_class(kind)


def _not_a_float(value: Any, path: str) -> Iterable[Fault]:
    return float_refused(path, value).faults if isinstance(value, float) else ()


def _of_class(kind: type[Any]) -> Reading:
    words = _a(kind.__name__)
    first = next(iter(kind), None) if issubclass(kind, Enum) else None
    example = "" if first is None else f", such as {kind.__name__}.{first.name}"
    other = _SOMETHING_ELSE.get(kind, ())

    def faults(value: Any, path: str) -> Iterator[Fault]:
        if isinstance(value, float) and kind in (int, Decimal):
            yield from _not_a_float(value, path)
        elif not isinstance(value, kind) or isinstance(value, other):
            yield _misfit(value, path, kind.__name__, words + example)

    return Reading("None" if kind is NoneType else words, frozenset({kind}), faults)


_SOMETHING_ELSE: Final[Mapping[type, tuple[type, ...]]] = {int: (bool,), date: (datetime,)}
"""Subclasses whose values mean something else."""


def _a(name: str) -> str:
    return f"{'an' if name[0] in 'aeioAEIO' else 'a'} {name}"


def _misfit(value: object, path: str, name: str, words: str) -> Fault:
    got = "None" if value is None else _a(type(value).__name__)
    return Fault(path, "wrong_type", shown(value), f"{got} is no {name}", f"pass {words}")


def _either(readings: list[Reading]) -> Reading:
    words = " or ".join(one.words for one in readings)
    usual = frozenset[type]().union(*(one.usual for one in readings))

    def faults(value: Any, path: str) -> Iterable[Fault]:
        found = [tuple(one.faults(value, path)) for one in readings]
        if not all(found):
            return ()
        # What nearly fits is told of its own part, and a float as what it is.
        nearly = [told for told in found if told[0].path != path or told[0].code == "float"]
        return nearly[0] if nearly else (_misfit(value, path, words.removeprefix("a "), words),)

    return Reading(words, usual, faults)


def _listed(kind: type[Any], item: Reading) -> Reading:
    name = item.words.partition(" ")[2] or item.words
    words = f"{_a(kind.__name__)} of {name}"

    def faults(value: Any, path: str) -> Iterator[Fault]:
        if not isinstance(value, kind):
            yield _misfit(value, path, kind.__name__, words)
            return
        for n, one in enumerate(value):
            if one.__class__ not in item.usual:
                yield from item.faults(one, f"{path}[{n}]")

    return Reading(words, frozenset(), faults)


def _fixed(items: list[Reading]) -> Reading:
    words = f"a tuple of {', '.join(one.words for one in items)}"

    def faults(value: Any, path: str) -> Iterator[Fault]:
        if not isinstance(value, tuple) or len(value) != len(items):
            yield _misfit(value, path, f"tuple of {len(items)}", words)
            return
        for n, (item, one) in enumerate(zip(items, value, strict=True)):
            yield from item.faults(one, f"{path}[{n}]")

    return Reading(words, frozenset(), faults)


def _keyed(key: Reading, item: Reading) -> Reading:
    words = f"a mapping of {key.words} to {item.words}"

    def faults(value: Any, path: str) -> Iterator[Fault]:
        if not isinstance(value, Mapping):
            yield _misfit(value, path, "mapping", words)
            return
        for name, one in value.items():
            yield from key.faults(name, f"{path}[{shown(name)}]")
            yield from item.faults(one, f"{path}[{shown(name)}]")

    return Reading(words, frozenset(), faults)
