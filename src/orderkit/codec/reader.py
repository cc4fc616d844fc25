"""
The reader: plain JSON data into values, strictly.

cattrs builds the function of each attrs class; everything it hands out comes from here, because
its own hooks are lenient (``3.9`` becomes 3, ``"no"`` becomes True). :func:`configure` is the one
place where a converter is set up. A type is met exactly or refused; nothing is coerced.

There are two readers. The quick one stops at the first fault and does not say where; it reads what
we wrote ourselves. When it stops, and for everything from outside, the thorough one goes over the
data and gathers every fault. Inside it, paths are relative: each level puts its own step before
those of its parts, so ``.sku`` becomes ``[2].sku`` and then ``.lines[2].sku``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from threading import RLock
from types import MappingProxyType
from typing import Any

from cattrs import ClassValidationError, Converter, override
from cattrs.errors import AttributeValidationNote, ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn

from orderkit.codec import leaves
from orderkit.codec.forms import JsonForm
from orderkit.codec.json_text import step
from orderkit.codec.leaves import Hook, misfit
from orderkit.codec.shapes import (
    AsJson,
    AsText,
    Choice,
    Keyed,
    Leaf,
    Listed,
    Many,
    Perhaps,
    Record,
    Shape,
    Unordered,
    Word,
    members_of,
    shape_of,
)
from orderkit.errors import Fault, InvalidInput, gathered, invalid, shown


def configure(converter: Converter) -> None:
    """
    Make *converter* strict: every type is read by the hooks of this package, no key is ignored.

    Whether it gathers all faults is the converter's own ``detailed_validation``.

    >>> converter = Converter()
    >>> configure(converter)
    >>> converter.structure(["a"], tuple[str, ...])
    ('a',)
    """
    hooks = Hooks(converter)
    for simple in (str, int, bool):  # cattrs looks at these before it asks any factory
        converter.register_structure_hook(simple, hooks.of(shape_of(simple)))
    converter.register_structure_hook_factory(
        lambda _: True, lambda annotation: hooks.of(shape_of(annotation))
    )


class Hooks:
    """The hooks of one converter, made when they are first wanted."""

    def __init__(self, converter: Converter) -> None:
        self._converter = converter
        self._thorough = converter.detailed_validation
        self._made: dict[Shape, Hook] = {}

    def of(self, shape: Shape) -> Hook:
        """Return the hook of *shape*."""
        made = self._made.get(shape)
        if made is None:
            made = self._made[shape] = self._make(shape)
        return made

    def _make(self, shape: Shape) -> Hook:
        match shape:
            case Leaf.TEXT if self._thorough:
                return leaves.outside_text
            case Leaf.OPEN if self._thorough:
                return _open
            case Leaf():
                return leaves.LEAVES[shape]
            case Choice(kind):
                return leaves.choice(kind)
            case Word(words):
                return leaves.word(words)
            case AsText(form):
                return leaves.valued(form)
            case AsJson(form):
                return _formed(form, thorough=self._thorough)
            case Record(cls):
                return self._record(cls)
            case Perhaps(inner):
                return _perhaps(self.of(inner))
        return self._many(shape)

    def _many(self, shape: Many) -> Hook:
        """Return the hook of what holds other things."""
        every = _every if self._thorough else _each
        match shape:
            case Listed(item):
                return _listed(self.of(item), every)
            case Unordered(item):
                return _unordered(self.of(item), every)
            case Keyed(item, keys):
                return _keyed(self.of(item), self.of(Choice(keys) if keys else Leaf.TEXT), every)
            case _:
                return _fixed(tuple(self.of(one) for one in shape.items), every)

    def _record(self, cls: type[Any]) -> Hook:
        """Return the hook of an attrs class; a class may hold itself, so it is found late."""
        build: list[Hook] = []
        self._made[Record(cls)] = lambda data, kind: build[0](data, kind)  # noqa: PLW0108 - it is not there yet
        try:
            overrides: dict[str, Any] = {
                one.name: override(rename=one.key, struct_hook=self.of(one.shape))
                for one in members_of(cls)
            }
        except BaseException:
            self._made.clear()  # half of a circle of classes may be made by now
            raise
        plain: Any = make_dict_structure_fn(
            cls, self._converter, _cattrs_forbid_extra_keys=True, **overrides
        )
        build.append(_record(cls, plain) if self._thorough else plain)
        return build[0]


class Reader:
    """
    Reads plain JSON data as values of a shape. Safe for threads: hooks are made under a lock.

    >>> Reader().thoroughly(Listed(Leaf.WHOLE), [1, 2])
    (1, 2)
    """

    def __init__(self) -> None:
        self._lock = RLock()
        self._quick = _hooks(thorough=False)
        self._thorough = _hooks(thorough=True)
        self._made: dict[Shape, tuple[Hook, Hook]] = {}

    def _of(self, shape: Shape) -> tuple[Hook, Hook]:
        made = self._made.get(shape)
        if made is None:
            with self._lock:
                pair = self._quick.of(shape), self._thorough.of(shape)
                made = self._made[shape] = pair
        return made

    def quickly(self, shape: Shape, data: Any) -> Any:
        """
        Read what we wrote ourselves.

        Raises:
            InvalidInput: As :meth:`thoroughly`.
        """
        hook = self._of(shape)[0]
        try:
            return hook(data, None)
        except (InvalidInput, ForbiddenExtraKeysError, *FAILURES):
            return self.thoroughly(shape, data)

    def thoroughly(self, shape: Shape, data: Any) -> Any:
        """
        Read anything.

        Raises:
            InvalidInput: Every fault of the data, with paths that begin with ``$``.
        """
        hook = self._of(shape)[1]
        try:
            return hook(data, None)
        except InvalidInput as refused:
            raise InvalidInput(_moved(refused, "$")) from None


FAILURES = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError)
"""What code that was given odd data raises, ours or a constructor's."""


def _hooks(*, thorough: bool) -> Hooks:
    converter = Converter(detailed_validation=thorough)
    configure(converter)
    return Hooks(converter)


def _moved(refused: InvalidInput, step: str) -> tuple[Fault, ...]:
    """Return the faults of *refused* with *step* before their paths."""
    return tuple(
        Fault(step + one.path, one.code, one.got, one.why, one.remedy) for one in refused.faults
    )


Calls = Iterable[tuple[Hook, Any, object]]
"""A hook, what it shall read, and the key or index of that."""


def _each(calls: Calls) -> list[Any]:
    """Read all, up to the first fault."""
    return [hook(one, None) for hook, one, _ in calls]


def _every(calls: Calls) -> list[Any]:
    """Read all and gather the faults of all."""
    found: list[Any] = []
    faults: list[Fault] = []
    for hook, one, key in calls:
        try:
            found.append(hook(one, None))
        except InvalidInput as refused:
            faults += _moved(refused, step(key))
    gathered(faults)
    return found


Gather = Callable[[Calls], list[Any]]


def _perhaps(inner: Hook) -> Hook:
    def read(data: Any, _: Any = None) -> Any:
        return None if data is None else inner(data, None)

    return read


def _array(data: Any) -> Any:
    if data.__class__ is list or data.__class__ is tuple:
        return data
    raise misfit(data, "an array", "send an array: [ … ]")


def _listed(item: Hook, gather: Gather) -> Hook:
    def read(data: Any, _: Any = None) -> tuple[Any, ...]:
        return tuple(gather((item, one, n) for n, one in enumerate(_array(data))))

    return read


def _fixed(items: tuple[Hook, ...], gather: Gather) -> Hook:
    def read(data: Any, _: Any = None) -> tuple[Any, ...]:
        if len(_array(data)) != len(items):
            why = f"it has {len(data)} items"
            raise invalid("", "wrong_length", data, why, f"send exactly {len(items)}")
        return tuple(gather((item, data[n], n) for n, item in enumerate(items)))

    return read


def _unordered(item: Hook, gather: Gather) -> Hook:
    def read(data: Any, _: Any = None) -> frozenset[Any]:
        found = frozenset(gather((item, one, n) for n, one in enumerate(_array(data))))
        if len(found) == len(data):
            return found
        raise invalid("", "duplicate_item", data, "an item stands there twice", "send it once")

    return read


def _keyed(item: Hook, key: Hook, gather: Gather) -> Hook:
    def read(data: Any, _: Any = None) -> Mapping[Any, Any]:
        if not isinstance(data, Mapping):
            raise misfit(data, "an object", "send an object: { … }")
        calls = [(key, one, one) for one in data] + [(item, data[one], one) for one in data]
        found = gather(calls)
        return MappingProxyType(dict(zip(found[: len(data)], found[len(data) :], strict=True)))

    return read


def _open(data: Any, _: Any = None) -> Any:
    gathered(leaves.oddities(data, ""))
    return leaves.anything(data)


def _formed(form: JsonForm, *, thorough: bool) -> Hook:
    """Return the hook of what has JSON of its own; its paths begin with ``$``."""

    def read(data: Any, _: Any = None) -> Any:
        if thorough:
            gathered(leaves.oddities(data, ""))
        try:
            return form.from_json(data)
        except InvalidInput as refused:
            raise InvalidInput(
                tuple(
                    Fault(one.path.removeprefix("$"), one.code, one.got, one.why, one.remedy)
                    for one in refused.faults
                )
            ) from None

    return read


def _record(cls: type[Any], made: Hook) -> Hook:
    """Return the thorough hook of a class whose plain one is *made*."""
    known = {one.name: one.key for one in members_of(cls)}

    def read(data: Any, _: Any = None) -> Any:
        if not isinstance(data, Mapping):
            raise misfit(data, "an object", f"send an object with {', '.join(known.values())}")
        try:
            return made(data, cls)
        except ClassValidationError as group:
            found = [one for why in group.exceptions for one in _faults(cls, known, data, why)]
        raise InvalidInput(tuple(found))

    return read


def _faults(
    cls: type[Any], known: Mapping[str, str], data: Mapping[Any, Any], why: Exception
) -> Iterator[Fault]:
    """Tell what *why*, one exception in the group of one object, means for the sender."""
    note = next(
        (one for one in getattr(why, "__notes__", ()) if isinstance(one, AttributeValidationNote)),
        None,
    )
    if isinstance(why, ForbiddenExtraKeysError):
        for key in data:
            if key not in known.values():
                yield _unknown(key, tuple(known.values()))
    elif note is None:
        yield from _of_constructor(cls, known, data, why)
    elif known[note.name] not in data:
        remedy = "send it, for it has no default"
        yield Fault(step(known[note.name]), "missing_key", "nothing", "it is required", remedy)
    elif isinstance(why, InvalidInput):
        yield from _moved(why, step(known[note.name]))
    else:
        raise why


def _unknown(key: object, known: tuple[str, ...]) -> Fault:
    near = get_close_matches(str(key), known, n=1)
    remedy = f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(known) or 'none'}"
    return Fault(step(key), "unknown_key", shown(key), "nothing has this name here", remedy)


def _of_constructor(
    cls: type[Any], known: Mapping[str, str], data: Mapping[Any, Any], why: Exception
) -> Iterator[Fault]:
    """Tell what the class itself refused; it names its own fields, as ``Line.sku`` or ``sku``."""
    if isinstance(why, InvalidInput):
        for one in why.faults:
            path = _inside(cls, known, one.path)
            yield Fault(path, one.code, one.got, one.why, one.remedy)
    elif isinstance(why, TypeError | ValueError | ArithmeticError):
        yield Fault("", "bad_value", shown(data), str(why), f"see what {cls.__name__} asks for")
    else:
        raise why


def _inside(cls: type[Any], known: Mapping[str, str], path: str) -> str:
    """Return the relative JSON path of a constructor's own *path*: empty where it names no field."""
    named = path.removeprefix(f"{cls.__name__}.")
    first = _first_word(named)
    if first is not None and first[0] in known:
        return f".{known[first[0]]}{named[first.end() :]}"
    return ""


_first_word = re.compile(r"[A-Za-z_][A-Za-z0-9_]*").match
