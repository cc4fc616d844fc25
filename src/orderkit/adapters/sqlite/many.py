"""
Many questions in one statement: ``WITH wanted AS (VALUES …)`` joined to a table.

The statement text depends on how many rows are asked for, and preparing one costs more than
running it. So the number is rounded up to one of a few sizes and the rest is NULL, which finds
nothing; the connection then keeps the prepared statements.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, Final

_SIZES: Final = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512)
_AT_ONCE_MAX: Final = _SIZES[-1]

_INSERTED_AT_ONCE_MAX: Final = 32


def found_for(
    cursor: sqlite3.Cursor, statement: str, wanted: Sequence[tuple[Any, ...]], *fixed: Any
) -> list[tuple[Any, ...]]:
    """
    Run *statement* for all *wanted* rows at once.

    Args:
        cursor: A cursor of plain tuples.

        statement: Reads them as ``w(nth, c1, c2…)``; the first column it gives must be
            ``w.nth``.

        wanted: Rows of one width.

        fixed: Values of the statement's other parameters, which come after.

    Returns:
        What was found, the first column being the position in *wanted*.
    """
    if not wanted:
        return []
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(wanted), _AT_ONCE_MAX):
        part = wanted[start : start + _AT_ONCE_MAX]
        size = _SIZES[bisect_left(_SIZES, len(part))]
        width = len(part[0])
        values = [*chain.from_iterable(part), *(None,) * (width * (size - len(part))), *fixed]
        rows = cursor.execute(_text(statement, width, size), values).fetchall()
        found.extend(rows if not start else [(start + row[0], *row[1:]) for row in rows])
    return found


@lru_cache(maxsize=512)
def _text(statement: str, width: int, size: int) -> str:
    names = ", ".join(f"c{nth}" for nth in range(1, width + 1))
    marks = ", ?" * width
    rows = ", ".join(f"({nth}{marks})" for nth in range(size))
    return f"WITH w(nth, {names}) AS (VALUES {rows}) {statement}"


def insert(cursor: sqlite3.Cursor, into: str, row: str, values: list[Any]) -> None:
    """
    Insert rows many at a time: stepping a statement costs more than one row in it.

    Args:
        cursor: Inside a transaction.

        into: The statement before ``VALUES``.

        row: One row in brackets, with a mark for each value.

        values: Those of all rows, one after the other.
    """
    width = row.count("?")
    rows = len(values) // width
    if rows <= _INSERTED_AT_ONCE_MAX:
        cursor.execute(_insertion(into, row, rows), values)
        return
    start, size = 0, _INSERTED_AT_ONCE_MAX
    while start < rows:
        while start + size > rows:
            size //= 2
        cursor.execute(_insertion(into, row, size), values[start * width : (start + size) * width])
        start += size


@lru_cache(maxsize=512)
def _insertion(into: str, row: str, size: int) -> str:
    return f"{into} VALUES " + ", ".join([row] * size)
