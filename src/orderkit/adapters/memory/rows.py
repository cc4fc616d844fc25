"""
A sorted set in chunks, and the indexes made of it.

All of it is text: a dict of text to text and a list of text hold nothing that the garbage
collector would have to follow.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from orderkit.adapters.pages import equals_text
from orderkit.flow import IndexKey

_CHUNK_MAX: Final = 1_024
_NUL: Final = "\0"
"""Below every other character, and part of no text: joined by it, (sort, id) keeps its order."""


class SortedRows:
    """
    Distinct rows in order. Chunks of at most a thousand keep an insertion cheap at any size.

    >>> rows = SortedRows(["b", "a"])
    >>> rows.add("c")
    >>> list(rows.above("a"))
    ['b', 'c']
    """

    __slots__ = ("_chunks", "_firsts")

    def __init__(self, rows: Iterable[str]) -> None:
        self._chunks: list[list[str]] = [[]]
        self._firsts: list[str] = []  # of the second chunk and all later ones
        for row in rows:
            self.add(row)

    def add(self, row: str) -> None:
        """Put *row* in its place; it must not be there yet."""
        at, chunk = len(self._firsts), self._chunks[-1]
        if not chunk or row > chunk[-1]:  # rows mostly come in rising order
            chunk.append(row)
        else:
            at = bisect_right(self._firsts, row)
            chunk = self._chunks[at]
            insort(chunk, row)
        if len(chunk) > _CHUNK_MAX:
            # For the same reason a full chunk is left nearly full.
            upper = chunk[_CHUNK_MAX * 7 // 8 :]
            del chunk[_CHUNK_MAX * 7 // 8 :]
            self._chunks.insert(at + 1, upper)
            self._firsts.insert(at, upper[0])

    def remove(self, row: str) -> None:
        """Take *row* out; it must be there."""
        at = bisect_right(self._firsts, row)
        chunk = self._chunks[at]
        del chunk[bisect_left(chunk, row)]
        if not chunk and self._firsts:
            del self._chunks[at]
            del self._firsts[max(at - 1, 0)]

    def above(self, row: str | None) -> Iterator[str]:
        """Return the rows above *row* in order; None: all."""
        at = 0 if row is None else bisect_right(self._firsts, row)
        start = 0 if row is None else bisect_right(self._chunks[at], row)
        while at < len(self._chunks):
            yield from self._chunks[at][start:]
            at, start = at + 1, 0


Key = tuple[str, str]
"""(place, row) of an index row: index and *equals* as one text, then sort and id as one."""


class Indexes:
    """
    All index rows of one tenant.

    A place with one row, as in an index of unique numbers, holds the row itself.
    """

    __slots__ = ("_alone", "_many")

    def __init__(self) -> None:
        self._alone: dict[str, str] = {}
        self._many: dict[str, SortedRows] = {}

    def list_id(self, kind: str, id_: str) -> None:
        """Enter a new document into the index ``""`` of its kind."""
        self._add(place(kind, "", ()), _NUL + id_)

    def replace(
        self, kind: str, id_: str, before: tuple[Key, ...], index: tuple[IndexKey, ...]
    ) -> tuple[Key, ...]:
        """Replace the rows *before* of a document by those of *index*; return the new rows."""
        rows: dict[str, str] = {}  # by sort, which is mostly the same: then so is the text kept
        after = tuple([
            (place(kind, name, equals), rows.get(sort) or rows.setdefault(sort, sort + _NUL + id_))
            for name, equals, sort in index
        ])  # fmt: skip
        if after == before:
            return before
        new = set(after)
        if before:
            for where, row in set(before).difference(after):
                self._remove(where, row)
            new.difference_update(before)
        for where, row in new:
            self._add(where, row)
        return after

    def above(self, where: str, position: list[str] | None) -> Iterator[tuple[str, str]]:
        """Return (sort, id) of the rows of a place above that *position*, in order."""
        start = None if position is None else _NUL.join(position)
        rows = self._many.get(where)
        if rows is not None:
            found = rows.above(start)
        else:
            alone = self._alone.get(where)
            found = iter(() if alone is None or (start and alone <= start) else (alone,))
        for row in found:
            sort, _, id_ = row.rpartition(_NUL)
            yield sort, id_

    def _add(self, where: str, row: str) -> None:
        rows = self._many.get(where)
        if rows is not None:
            rows.add(row)
        elif where in self._alone:
            self._many[where] = SortedRows([self._alone.pop(where), row])
        else:
            self._alone[where] = row

    def _remove(self, where: str, row: str) -> None:
        rows = self._many.get(where)
        if rows is not None:
            rows.remove(row)
        else:
            del self._alone[where]


# Most documents stand where others of their kind do; a bounded number of places is kept, and one
# text serves all.
@lru_cache(maxsize=16_384)
def place(kind: str, index: str, equals: tuple[str, ...]) -> str:
    """Return the one text under which the rows of such a search stand."""
    return equals_text((kind, index, *equals))
