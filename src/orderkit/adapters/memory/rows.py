"""A sorted set in chunks, and the indexes made of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from typing import Any, Final, Generic, TypeVar

from orderkit.flow import IndexKey

T = TypeVar("T", bound="str | tuple[str, str]")

_CHUNK_MAX: Final = 1_024


class SortedRows(Generic[T]):
    """
    Distinct rows in order. Chunks of at most a thousand keep an insertion cheap at any size.

    >>> rows = SortedRows(["b", "a"])
    >>> rows.add("c")
    >>> list(rows.above("a"))
    ['b', 'c']
    """

    __slots__ = ("_chunks", "_firsts")

    def __init__(self, rows: list[T]) -> None:
        self._chunks: list[list[T]] = [[]]
        self._firsts: list[T] = []  # of the second chunk and all later ones
        for row in rows:
            self.add(row)

    def add(self, row: T) -> None:
        """Put *row* in its place; it must not be there yet."""
        at = bisect_right(self._firsts, row)
        chunk = self._chunks[at]
        insort(chunk, row)
        if len(chunk) > _CHUNK_MAX:
            # Rows mostly come in rising order: a full chunk is left nearly full.
            upper = chunk[_CHUNK_MAX * 7 // 8 :]
            del chunk[_CHUNK_MAX * 7 // 8 :]
            self._chunks.insert(at + 1, upper)
            self._firsts.insert(at, upper[0])

    def remove(self, row: T) -> None:
        """Take *row* out; it must be there."""
        at = bisect_right(self._firsts, row)
        chunk = self._chunks[at]
        del chunk[bisect_left(chunk, row)]
        if not chunk and self._firsts:
            del self._chunks[at]
            del self._firsts[max(at - 1, 0)]

    def above(self, row: T | None) -> Iterator[T]:
        """Return the rows above *row* in order; None: all."""
        at = 0 if row is None else bisect_right(self._firsts, row)
        start = 0 if row is None else bisect_right(self._chunks[at], row)
        while at < len(self._chunks):
            yield from self._chunks[at][start:]
            at, start = at + 1, 0


Place = tuple[str, str, tuple[str, ...]]
"""(kind, index, equals)"""
Row = tuple[str, str]
"""(sort, id)"""
Key = tuple[str, tuple[str, ...], str]
"""An :class:`~orderkit.flow.IndexKey` as an exact tuple, of which the garbage collector lets go."""


class Indexes:
    """
    All index rows of one tenant.

    A place with one row, as in an index of unique numbers, holds the row itself: no list, nothing
    for the garbage collector to visit.
    """

    __slots__ = ("_places",)

    def __init__(self) -> None:
        self._places: dict[Place, Row | SortedRows[Row]] = {}

    def list_id(self, kind: str, id_: str) -> None:
        """Enter a new document into the index ``""`` of its kind."""
        self._add((kind, "", ()), ("", id_))

    def replace(
        self, kind: str, id_: str, before: tuple[Key, ...], index: tuple[IndexKey, ...]
    ) -> tuple[Key, ...]:
        """Replace the rows *before* of a document by those of *index*; return the new rows."""
        after = tuple([(name, tuple(equals), sort) for name, equals, sort in index])
        if after != before:
            old, new = set(before), set(after)
            for name, equals, sort in old - new:
                self._remove((kind, name, equals), (sort, id_))
            for name, equals, sort in new - old:
                self._add((kind, name, equals), (sort, id_))
        return after

    def above(self, place: Place, row: Row | None) -> Iterator[Row]:
        """Return the rows of *place* above *row* in order."""
        found: Any = self._places.get(place)
        if isinstance(found, SortedRows):
            return found.above(row)
        return iter(() if found is None or (row is not None and found <= row) else (found,))

    def _add(self, place: Place, row: Row) -> None:
        found = self._places.setdefault(place, row)
        if isinstance(found, SortedRows):
            found.add(row)
        elif found is not row:
            self._places[place] = SortedRows([found, row])

    def _remove(self, place: Place, row: Row) -> None:
        found = self._places[place]
        if isinstance(found, SortedRows):
            found.remove(row)
        else:
            del self._places[place]
