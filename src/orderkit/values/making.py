"""
Making frozen records as quickly as others: for what is made line by line, thousands a second.

The constructor that attrs gives a frozen class goes through ``object.__setattr__`` for each field,
and as a call of a class it packs its keywords into a dict first. A record of twenty-seven fields
costs 2 µs that way, a mutable one a quarter. A *maker* takes the way of the mutable one: it makes
an object of a subclass without slots of its own, in which fields can be set, sets them, and then
gives the object the class it was asked for. Both have the same layout, so that this is one change
of a pointer; from then on the record is as frozen as any, and of exactly that class. Nobody else
has seen it before.

A maker is not the constructor and changes nothing about it: evolve, cattrs and pickle make records
as ever. It is called where profiles say that it pays.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import attrs

P = ParamSpec("P")
T = TypeVar("T")


def maker(cls: Callable[P, T]) -> Callable[P, T]:
    """
    Return a function that takes what the frozen attrs class *cls* takes and makes the same, sooner.

    Without the interpreter's lock a change of class stops all threads; there it is *cls* itself.

    Raises:
        TypeError: The constructor of *cls* does more than to set its fields: one has a converter or
            a factory, is not taken by position, or has its slot in another class.

    >>> @attrs.frozen
    ... class Point:
    ...     x: int
    ...     y: int = 0
    >>> point = maker(Point)
    >>> point(3), point(3) == Point(3), point(x=1, y=2)
    (Point(x=3, y=0), True, Point(x=1, y=2))
    """
    locked: Callable[[], bool] = getattr(sys, "_is_gil_enabled", lambda: True)
    return _made(cls) if locked() else cls


def _made(cls: Any) -> Any:
    """Generate the function."""
    fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(cls)
    slots = {name for name in cls.__dict__.get("__slots__", ()) if name != "__weakref__"}
    plain = all(one.init and one.converter is None and not one.kw_only for one in fields)
    factories = any(isinstance(one.default, _FACTORY) for one in fields)
    if not plain or factories or slots != {one.name for one in fields}:
        raise TypeError(f"{cls.__qualname__} cannot be made by a maker: see what maker() asks for")
    taken = [
        one.alias if one.default is attrs.NOTHING else f"{one.alias}=defaults[{n}]"
        for n, one in enumerate(fields)
    ]
    source = [
        f"def make({', '.join(map(str, taken))}):",
        " one = unset()",
        *(f" one.{one.name} = {one.alias}" for one in fields),
        " one.__class__ = cls",
        " one.__attrs_post_init__()" if hasattr(cls, "__attrs_post_init__") else "",
        " return one",
    ]
    # Setting and deleting are one in the interpreter: both are put back, or neither is quick.
    # With the constructor of all objects, a call of the class is the shortest way to an empty one.
    own = ("__init__", "__setattr__", "__delattr__")
    plain_again = {name: getattr(object, name) for name in own}
    scope = {
        "cls": cls,
        "defaults": [one.default for one in fields],
        "unset": type(cls)(f"Unset{cls.__name__}", (cls,), {"__slots__": (), **plain_again}),
    }
    code = compile("\n".join(source), f"<maker of {cls.__qualname__}>", "exec")
    exec(code, scope)  # noqa: S102 - our own text
    return scope["make"]


_FACTORY: Any = attrs.Factory
