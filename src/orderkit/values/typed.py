"""
Fields that hold what their annotations say.

A type checker tells the developer who runs one. Everybody else learns of a ``str`` where a tuple
belongs by an ``AttributeError`` somewhere inside, or not at all, and then a float is in the books.
:func:`typed` holds a class to its annotations: what does not fit is refused with path, what was
given, why and the way out, together with whatever else is wrong.

It is for what people make by hand: master data, policies, most commands. There it costs a look at the
class of each field. What is made for every order looks at its fields itself, and is
:func:`told_together`: nothing is done until something is wrong. What is made dozens of times for one
order does without that too, and asks :func:`type_faults` once something is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from inspect import signature
from typing import Any, Final, TypeVar, get_type_hints

import attrs

from orderkit.errors import Fault, InvalidInput, refusal_of, shown
from orderkit.values.annotated import Reading, reading_of
from orderkit.values.unread import FAILURES, converted, faults_beside, field_of

T = TypeVar("T")


def typed(cls: type[T]) -> type[T]:
    """
    Have the constructor of the attrs class *cls* refuse what its annotations do not allow.

    >>> from attrs import frozen
    >>> @typed
    ... @frozen
    ... class Rack:
    ...     name: str
    ...     levels: int = 1
    >>> Rack(7, 1.5)
    Traceback (most recent call last):
        ...
    orderkit.errors.InvalidInput: 2 faults:
    - Rack.name cannot be 7: an int is no str; pass a str
    - Rack.levels cannot be 1.5: a float is not exact; pass an int, a Decimal or text such as '1.5'
    """
    return _constructed(cls, _look)


def told_together(cls: type[T]) -> type[T]:
    """
    Have the constructor of the attrs class *cls* tell all that is wrong once anything is.

    >>> from attrs import frozen
    >>> from orderkit.values import check_id
    >>> @told_together
    ... @frozen
    ... class Slot:
    ...     id: str
    ...     size: int = 1
    ...     def __attrs_post_init__(self):
    ...         check_id(self.id, "Slot.id")
    >>> Slot("A", "large").size
    'large'
    >>> Slot(7, "large")
    Traceback (most recent call last):
        ...
    orderkit.errors.InvalidInput: 2 faults:
    - Slot.id cannot be 7: an id is 1 to 64 ASCII letters, ...
    - Slot.size cannot be 'large': a str is no int; pass an int
    """
    return _constructed(cls, None)


def _constructed(cls: type[T], look: Callable[[type[Any], Any], None] | None) -> type[T]:
    """Have the constructor tell all that is wrong, and *look* at what came of it."""
    target: Any = cls
    plain: Callable[..., None] = target.__init__

    @wraps(plain)
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807 - it becomes that
        try:
            plain(self, *args, **kwargs)
        except (InvalidInput, *FAILURES) as why:
            raise _with_all_else(plain, self, args, kwargs, why) from None
        if look is not None:
            look(cls, self)

    target.__init__ = __init__
    return cls


def _look(cls: type[Any], made: object) -> None:
    """Refuse fields that hold another type than they are annotated with."""
    faults: list[Fault] = []
    for name, reading in readings(cls).items():
        value = getattr(made, name)
        if value.__class__ not in reading.usual:  # a tuple, say: what is in it is looked at
            faults += reading.faults(value, f"{cls.__name__}.{name}")
    if faults:
        raise refusal_of(tuple(faults))


def readings(cls: type[Any]) -> Mapping[str, Reading]:
    """
    Return what each field that the constructor of *cls* takes may hold.

    >>> from orderkit.values import Window
    >>> readings(Window)["start"].words
    'a datetime or None'
    """
    found = _READINGS.get(cls)
    if found is None:
        hints = get_type_hints(cls)  # not before all modules that they name are there
        fields = (one.name for one in attrs.fields(cls) if one.init)
        found = _READINGS[cls] = {name: reading_of(hints[name]) for name in fields}
    return found


_READINGS: Final[dict[type[Any], Mapping[str, Reading]]] = {}


def type_faults(cls: type[Any], values: Mapping[str, object]) -> Iterator[Fault]:
    """
    Tell which of the *values* of fields of *cls* are not of the type they are annotated with.

    >>> from orderkit.values import Window
    >>> [fault.code for fault in type_faults(Window, {"start": 1.5, "until": None})]
    ['wrong_type']
    """
    for name, reading in readings(cls).items():
        if name in values:
            yield from reading.faults(values[name], f"{cls.__name__}.{name}")


def _with_all_else(
    plain: Callable[..., None],
    value: Any,
    args: tuple[object, ...],
    kwargs: Mapping[str, object],
    why: Exception,
) -> Exception:
    """Return the refusal of all that is wrong, where *why* was the first thing to come up."""
    cls = type(value)
    try:
        bound = signature(plain).bind(value, *args, **kwargs)
    except TypeError:
        return why  # the call itself was wrong
    names = {one.alias: one.name for one in attrs.fields(cls)}
    given = {names[alias]: one for alias, one in bound.arguments.items() if alias in names}
    told = why.faults if isinstance(why, InvalidInput) else ()
    unread = {field_of(cls, one.path)[0] for one in told}
    misfits = [one for one in _misfits(cls, given) if field_of(cls, one.path)[0] not in unread]
    unread |= {field_of(cls, one.path)[0] for one in misfits}
    found = (*told, *misfits, *faults_beside(cls, given, unread))
    return refusal_of(found) if len(found) > len(told) else why


def _misfits(cls: type[Any], given: Mapping[str, Any]) -> Iterator[Fault]:
    """Tell which of the fields that were given would hold the wrong type, or not even that."""
    values: dict[str, object] = {}
    for one in (one for one in attrs.fields(cls) if one.name in given):
        path = f"{cls.__name__}.{one.name}"
        try:
            values[one.name] = converted(one, given)
        except InvalidInput:
            continue
        except FAILURES as why:
            remedy = f"pass {readings(cls)[one.name].words}"
            yield Fault(path, "wrong_type", shown(given[one.name]), str(why), remedy)
    yield from type_faults(cls, values)
