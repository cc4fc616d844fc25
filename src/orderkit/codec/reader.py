"""
The reader: plain JSON data into values, strictly.

A type is met exactly or refused; nothing is coerced. So every hook comes from here, for those of
cattrs are lenient (``3.9`` becomes 3, ``"no"`` becomes True). :func:`configure` is the one place
where a converter is set up.

There are two readers. The quick one, whose function of each attrs class cattrs builds, stops at the
first fault and does not say where; it reads what we wrote ourselves. When it stops, and for
everything from outside, the thorough one goes over the data and gathers every fault: of each field,
of the keys, and of what a class asks of its own fields, as far as those could be read. Inside it,
paths are relative: each level puts its own step before those of its parts, so ``.sku`` becomes
``[2].sku`` and then ``.lines[2].sku``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from threading import RLock
from types import MappingProxyType
from typing import Any

import attrs
from cattrs import Converter, override
from cattrs.errors import ForbiddenExtraKeysError
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
    Member,
    Perhaps,
    Record,
    Shape,
    Unordered,
    Word,
    members_of,
    shape_of,
)
from orderkit.errors import Fault, InvalidInput, gathered, invalid, shown
from orderkit.values.unread import FAILURES, faults_beside, field_of


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
            hooks = {one.name: self.of(one.shape) for one in members_of(cls)}
        except BaseException:
            self._made.clear()  # half of a circle of classes may be made by now
            raise
        build.append(_record(cls, hooks) if self._thorough else self._plain(cls, hooks))
        return build[0]

    def _plain(self, cls: type[Any], hooks: Mapping[str, Hook]) -> Hook:
        """Return the quick hook of a class: it stops at the first fault."""
        overrides: dict[str, Any] = {
            one.name: override(rename=one.key, struct_hook=hooks[one.name])
            for one in members_of(cls)
        }
        made: Any = make_dict_structure_fn(
            cls, self._converter, _cattrs_forbid_extra_keys=True, **overrides
        )
        hook: Hook = made
        return hook


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


def _each(calls: Calls) -> Found:
    """Read all, up to the first fault."""
    return [hook(one, None) for hook, one, _ in calls], ()


def _every(calls: Calls) -> Found:
    """Read all that can be read and gather the faults of the rest."""
    found: list[Any] = []
    faults: list[Fault] = []
    for hook, one, key in calls:
        try:
            found.append(hook(one, None))
        except InvalidInput as refused:
            faults += _moved(refused, step(key))
    return found, faults


Found = tuple[list[Any], Sequence[Fault]]
"""What could be read, in its order, and the faults of the rest."""

Gather = Callable[[Calls], Found]


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
        found, faults = gather((item, one, n) for n, one in enumerate(_array(data)))
        if faults:
            raise InvalidInput(tuple(faults))
        return tuple(found)

    return read


def _fixed(items: tuple[Hook, ...], gather: Gather) -> Hook:
    def read(data: Any, _: Any = None) -> tuple[Any, ...]:
        pairs = zip(items, _array(data), strict=False)
        found, faults = gather((item, one, n) for n, (item, one) in enumerate(pairs))
        if len(data) != len(items):
            why = f"it has {len(data)} items"
            length = invalid("", "wrong_length", data, why, f"send exactly {len(items)}")
            raise InvalidInput((*length.faults, *faults))
        if faults:
            raise InvalidInput(tuple(faults))
        return tuple(found)

    return read


def _unordered(item: Hook, gather: Gather) -> Hook:
    def read(data: Any, _: Any = None) -> frozenset[Any]:
        listed, faults = gather((item, one, n) for n, one in enumerate(_array(data)))
        found = frozenset(listed)
        if len(found) != len(listed):
            why, remedy = "an item stands there twice", "send it once"
            twice = invalid("", "duplicate_item", data, why, remedy)
            raise InvalidInput((*twice.faults, *faults))
        if faults:
            raise InvalidInput(tuple(faults))
        return found

    return read


def _keyed(item: Hook, key: Hook, gather: Gather) -> Hook:
    def read(data: Any, _: Any = None) -> Mapping[Any, Any]:
        if not isinstance(data, Mapping):
            raise misfit(data, "an object", "send an object: { … }")
        calls = [(key, one, one) for one in data] + [(item, data[one], one) for one in data]
        found, faults = gather(calls)
        if faults:
            raise InvalidInput(tuple(faults))
        return MappingProxyType(dict(zip(found[: len(data)], found[len(data) :], strict=True)))

    return read


def _open(data: Any, _: Any = None) -> Any:
    gathered(leaves.oddities(data, ""))
    return leaves.anything(data)


def _formed(form: JsonForm, *, thorough: bool) -> Hook:
    """Return the hook of what has JSON of its own; its paths begin with ``$``."""

    def read(data: Any, _: Any = None) -> Any:
        odd = tuple(leaves.oddities(data, "")) if thorough else ()
        value, faults = _by_form(form, data, odd)
        if odd or faults:
            raise InvalidInput((*odd, *faults))
        return value

    return read


def _by_form(form: JsonForm, data: Any, odd: tuple[Fault, ...]) -> tuple[Any, tuple[Fault, ...]]:
    """Return the value, or what its own reader says beside the *odd* things that are known."""
    try:
        return form.from_json(data), ()
    except InvalidInput as refused:
        known = {one.path for one in odd}
        told = (attrs.evolve(one, path=one.path.removeprefix("$")) for one in refused.faults)
        return None, tuple(one for one in told if one.path not in known)
    except FAILURES:
        if odd:  # no wonder: it was written for plain JSON
            return None, ()
        raise


def _record(cls: type[Any], hooks: Mapping[str, Hook]) -> Hook:
    """
    Return the thorough hook of a class, of whose fields *hooks* are the readers.

    Everything is looked at, whatever is wrong with the rest: each field, the keys, and what the
    class itself says of the fields that could be read.
    """
    members = members_of(cls)
    known = tuple(one.key for one in members)

    def read(data: Any, _: Any = None) -> Any:
        if not isinstance(data, Mapping):
            raise misfit(data, "an object", f"send an object with {', '.join(known)}")
        found: dict[str, Any] = {}
        unread: set[str] = set()
        faults: list[Fault] = []
        for one in members:
            if one.key in data:
                try:
                    found[one.name] = hooks[one.name](data[one.key], None)
                except InvalidInput as refused:
                    faults += _moved(refused, step(one.key))
                    unread.add(one.name)
            elif one.required:
                faults.append(_missing(one.key))
                unread.add(one.name)
        faults += (_unknown(key, known) for key in data if key not in known)
        if unread:
            beside = faults_beside(cls, found, unread)
            raise InvalidInput((*faults, *_of_class(cls, beside)))
        value, refused_by_class = _made(cls, members, found, data)
        gathered((*faults, *refused_by_class))
        return value

    return read


def _made(
    cls: type[Any], members: tuple[Member, ...], found: Mapping[str, Any], data: Any
) -> tuple[Any, tuple[Fault, ...]]:
    """Return the value, or what its class says against it."""
    try:
        return cls(**{one.key: found[one.name] for one in members if one.name in found}), ()
    except InvalidInput as refused:
        told = {field_of(cls, one.path)[0] for one in refused.faults}
        return None, _of_class(cls, (*refused.faults, *faults_beside(cls, found, told)))
    except (TypeError, ValueError, ArithmeticError) as why:
        remedy = f"see what {cls.__name__} asks for"
        return None, (Fault("", "bad_value", shown(data), str(why), remedy),)


def _missing(key: str) -> Fault:
    remedy = "send it, for it has no default"
    return Fault(step(key), "missing_key", "nothing", "it is required", remedy)


def _unknown(key: object, known: tuple[str, ...]) -> Fault:
    near = get_close_matches(str(key), known, n=1)
    remedy = f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(known) or 'none'}"
    return Fault(step(key), "unknown_key", shown(key), "nothing has this name here", remedy)


def _of_class(cls: type[Any], faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Put what a class said of its own fields, as ``Line.sku`` or ``sku``, under their keys."""
    keys = {one.name: f".{one.key}" for one in members_of(cls)}
    return tuple(
        attrs.evolve(one, path=keys[name] + rest if name in keys else "")
        for one in faults
        for name, rest in (field_of(cls, one.path),)
    )
