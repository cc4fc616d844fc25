"""Several values where one might have been passed: text is refused before its letters are taken."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from orderkit.errors import Fault, gathered, invalid, shown

T = TypeVar("T")


def several(given: object, kind: type[T], path: str) -> tuple[T, ...]:
    """
    Return *given*, some values of *kind* in their order, as a tuple.

    >>> several([1, 2], int, "numbers")
    (1, 2)

    Raises:
        InvalidInput: It is text or cannot be gone through (``not_several``), or something in it is
            of another type (``wrong_type``, all of them at once).
    """
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        why, remedy = "several are asked for here", "pass a list or a tuple, even of one"
        raise invalid(path, "not_several", given, why, remedy)
    found: tuple[T, ...] = tuple(given)
    gathered(
        Fault(
            f"{path}[{n}]", "wrong_type", shown(one), f"a {type(one).__name__} is no {kind.__name__}",
            f"pass a {kind.__name__}",
        )
        for n, one in enumerate(found)
        if not isinstance(one, kind)
    )  # fmt: skip
    return found
