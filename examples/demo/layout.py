"""Text for people: headings, tables and paragraphs that fit into eighty columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Final

from orderkit import Money

WIDTH: Final = 80
"""Columns of a page."""


def heading(text: str) -> Iterator[str]:
    """
    Yield a heading with room above it.

    >>> list(heading("Stock"))
    ['', 'STOCK', '-----']
    """
    yield ""
    yield text.upper()
    yield "-" * len(text)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], right: str = "") -> Iterator[str]:
    """
    Yield *rows* under *heads*, as wide as they need; what is too long is cut.

    Args:
        heads: One per column.
        rows: Of as many cells.
        right: Digits of the columns that are flush right, the first is 0.

    >>> print(*table(("what", "many"), [("tea", "7"), ("coffee", "12")], right="1"), sep="|")
    what    many|tea        7|coffee    12
    """
    cells = [tuple(heads), *(tuple(row) for row in rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(heads))]
    flush = {int(digit) for digit in right}
    for row in cells:
        padded = (
            cell.rjust(width) if n in flush else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield cut("  ".join(padded).rstrip())


def paragraph(text: str, indent: str = "") -> Iterator[str]:
    """
    Yield the lines of *text*, wrapped; an indented line of it stays indented where it goes on.

    >>> list(paragraph("a price", "  "))
    ['  a price']
    """
    for line in text.splitlines():
        inner = indent + line[: len(line) - len(line.lstrip())]
        yield from wrap(
            line.strip(), WIDTH, initial_indent=inner, subsequent_indent=inner + "  "
        ) or [""]


def cut(line: str, width: int = WIDTH) -> str:
    """
    Return *line*, shortened to *width*.

    >>> cut("a long story", 8)
    'a lon...'
    """
    return line if len(line) <= width else line[: width - 3] + "..."


def amount(money: Money) -> str:
    """
    Return an amount as people read it, without its currency.

    >>> amount(Money(1234567, "EUR"))
    '12,345.67'
    """
    return f"{money.amount:,}"


def counted(number: int, one: str, many: str = "") -> str:
    """
    Return a number with its noun.

    >>> counted(1, "order"), counted(1200, "order"), counted(2, "delivery", "deliveries")
    ('1 order', '1,200 orders', '2 deliveries')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
