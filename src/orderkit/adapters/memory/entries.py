"""
The ledger entries of one tenant in memory: of each account a line of bytes, appended to, never
changed.

A ten-line order makes some forty entries; as objects they would outweigh everything else and
the garbage collector would visit each. An entry is its delta and the number of its cause, which
is the same for all entries of a change set. Its sequence and its balance are not kept: they follow
from where the account stands now, walking down from the newest entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from struct import Struct
from typing import Final

from orderkit.adapters.memory.rows import SortedRows
from orderkit.ports import Bump, EntryRow, OutsideEntry

_ENTRY: Final = Struct("=qq")
"""delta, cause; of an entry of an account outside the complement of the cause"""

Position = tuple[int, int, int]
"""Where a walk stands: how many entries are left, sequence and balance after the next of them."""


class Entries:
    """
    Entries by account.

    Attributes:
        names: Every account that has one.
    """

    __slots__ = ("_causes", "_lines", "names")

    def __init__(self) -> None:
        self.names: SortedRows = SortedRows([])
        self._lines: dict[str, bytearray] = {}
        self._causes: list[tuple[int, str]] = []

    def add(self, at: int, bumps: Sequence[Bump], outside: Sequence[OutsideEntry]) -> None:
        """Append the entries of one change set."""
        known, pack = self._lines.get, _ENTRY.pack
        causes: dict[str, int] = {}
        why, cause = None, -1
        for account, delta, _, _, reason in bumps:
            if delta:
                if reason != why:  # mostly one reason goes for all
                    why, cause = reason, self._cause(causes, at, reason)
                line = known(account)
                if line is None:
                    line = self._line(account)
                line += pack(delta, cause)
        for account, delta, reason in outside:
            line = known(account)
            if line is None:
                line = self._line(account)
            line += pack(delta, ~self._cause(causes, at, reason))

    def newest(self, account: str, balance: int, sequence: int) -> Position:
        """Return the position of the newest entry of an account that stands so."""
        return len(self._lines.get(account, b"")) // _ENTRY.size, sequence, balance

    def down_from(self, account: str, position: Position) -> Iterator[tuple[EntryRow, Position]]:
        """Return entries, newest first, from *position* on, each with the position after it."""
        left, sequence, balance = position
        while left:
            left -= 1
            delta, cause = _ENTRY.unpack_from(self._lines[account], left * _ENTRY.size)
            if cause < 0:
                row = EntryRow(account, 0, delta, 0, *self._causes[~cause])
            else:
                row = EntryRow(account, sequence, delta, balance, *self._causes[cause])
                sequence, balance = sequence - 1, balance - delta
            yield row, (left, sequence, balance)

    def _line(self, account: str) -> bytearray:
        self.names.add(account)
        line = self._lines[account] = bytearray()
        return line

    def _cause(self, causes: dict[str, int], at: int, reason: str) -> int:
        if reason not in causes:
            causes[reason] = len(self._causes)
            self._causes.append((at, reason))
        return causes[reason]
