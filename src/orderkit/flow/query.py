"""Declared searches: a value that names an index and what must be equal, never text."""

from __future__ import annotations

from typing import Generic, TypeVar

from attrs import frozen

from orderkit.errors import caught, gathered, invalid
from orderkit.flow.declare import declared
from orderkit.values import typed

T = TypeVar("T")


@typed
@frozen
class Query(Generic[T]):
    """
    All documents of *kind* whose *index* row equals *equals*, in the index's order.

    The index ``""`` stands for all documents of the kind, by id.

    Raises:
        InvalidInput: The class declares no such index.
    """

    kind: type[T]
    index: str
    equals: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        gathered(caught(self._check_index), caught(self._check_equals))

    def _check_index(self) -> None:
        known = [one.name for one in declared(self.kind).indexes]
        if self.index not in ("", *known):
            raise invalid(
                "Query.index", "not_indexed", self.index, f"{self.kind.__name__} cannot be found by it",
                f"use one of: {', '.join(known) or 'none is declared'}",
            )  # fmt: skip

    def _check_equals(self) -> None:
        equals: object = self.equals
        if type(equals) is not tuple or not all(type(one) is str for one in equals):
            raise invalid(
                "Query.equals", "not_text", self.equals, "index fields are compared as text",
                "pass a tuple of str",
            )  # fmt: skip
        try:
            "".join(self.equals).encode()
        except UnicodeEncodeError:
            why, remedy = (
                "it has half of a character (a lone surrogate)",
                "decode it again, as UTF-8",
            )
            raise invalid("Query.equals", "surrogate", self.equals, why, remedy) from None


@frozen
class Page(Generic[T]):
    """
    Some of the items found, in order.

    Attributes:
        items: At most as many as the limit asked for.

        next: Cursor to pass as ``after`` for the following page; None on the last one.
    """

    items: tuple[T, ...]
    next: str | None = None
