"""The type of a command's answer: the ``A`` of its base ``Command[A]``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, ForwardRef, TypeVar, get_args, get_origin

from orderkit.errors import invalid
from orderkit.flow import Command


def answer_type(cls: type[Any]) -> Any:
    """
    Return what *cls*, a command, is answered with; bases between may pass their own parameter on.

    Raises:
        InvalidInput: No base says it.
    """
    found = _search(cls, {})
    if found is None or isinstance(found, TypeVar):
        raise invalid(
            cls.__qualname__, "answer_untold", cls, "no base says what the answer is",
            "inherit from Command[…] with the class of the answer",
        )  # fmt: skip
    return found


def _search(cls: type[Any], told: Mapping[Any, Any]) -> Any:
    """Follow the bases down to Command, putting the types told for parameters in their place."""
    for base in getattr(cls, "__orig_bases__", cls.__bases__):
        origin: Any = get_origin(base) or base
        args = tuple(told.get(one, one) for one in map(_resolver(cls), get_args(base)))
        if origin is Command:
            return args[0] if args else None
        if issubclass(origin, Command):
            return _search(origin, dict(zip(origin.__parameters__, args, strict=False)))
    return None


def _resolver(cls: type[Any]) -> Any:
    names = vars(sys.modules[cls.__module__])

    def resolve(one: Any) -> Any:
        return eval(one.__forward_arg__, names) if isinstance(one, ForwardRef) else one  # noqa: S307

    return resolve
