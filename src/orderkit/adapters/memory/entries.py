"""
The ledger entries of one tenant in memory: one column of integers, appended to, never changed.

A ten-line order makes some forty entries; as objects they would outweigh everything else and
the garbage collector would visit each. An entry points to the one before it of its account, and
to its cause, which is the same for all entries of a change set.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Final

from orderkit.adapters.memory.rows import SortedRows
from orderkit.ports import Bump, EntryRow, OutsideEntry

_WIDTH: Final = 5
"""sequence, delta, balance after, position of the entry before or -1, cause"""


class Entries:
    """
    Entries by position.

    Attributes:
        last: Account to the position of its newest entry.

        names: Every account that has one.
    """

    __slots__ = ("_causes", "_numbers", "last", "names")

    def __init__(self) -> None:
        self.last: dict[str, int] = {}
        self.names: SortedRows = SortedRows([])
        self._numbers = array("q")
        self._causes: list[tuple[int, str]] = []

    def add(
        self,
        at: int,
        bumps: Sequence[Bump],
        accounts: dict[str, tuple[int, int]],
        outside: Sequence[OutsideEntry],
    ) -> None:
        """Append the entries of one change set; *accounts* is as after its bumps."""
        last, position = self.last, len(self._numbers) // _WIDTH
        numbers: list[int] = []
        causes: dict[str, int] = {}
        for account, delta, _, _, reason in bumps:
            if delta:
                balance, sequence = accounts[account]
                previous = last[account] if account in last else self._begin(account)
                cause = causes[reason] if reason in causes else self._cause(causes, at, reason)
                numbers += (sequence, delta, balance, previous, cause)
                last[account] = position
                position += 1
        for account, delta, reason in outside:
            previous = last[account] if account in last else self._begin(account)
            cause = causes[reason] if reason in causes else self._cause(causes, at, reason)
            numbers += (0, delta, 0, previous, cause)
            last[account] = position
            position += 1
        self._numbers.fromlist(numbers)

    def down_from(self, account: str, position: int) -> Iterator[tuple[int, EntryRow]]:
        """Return (position before, entry), newest first, from *position* on."""
        while position >= 0:
            start = position * _WIDTH
            sequence, delta, balance, before, cause = self._numbers[start : start + _WIDTH]
            yield before, EntryRow(account, sequence, delta, balance, *self._causes[cause])
            position = before

    def _begin(self, account: str) -> int:
        self.names.add(account)
        return -1

    def _cause(self, causes: dict[str, int], at: int, reason: str) -> int:
        causes[reason] = number = len(self._causes)
        self._causes.append((at, reason))
        return number
