"""
The ledger entries of one tenant in memory: columns of integers, appended to and never changed.

A ten-line order makes some forty entries; as objects they would outweigh everything else and
the garbage collector would visit each. An entry points to the one before it of its account.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from orderkit.adapters.memory.rows import SortedRows
from orderkit.ports import Bump, EntryRow, OutsideEntry


class Entries:
    """Entries by position; ``last`` has the newest position of each account."""

    __slots__ = (
        "_ats", "_balances", "_deltas", "_previous", "_reason", "_reasons", "_sequences",
        "last", "names",
    )  # fmt: skip

    def __init__(self) -> None:
        self.last: dict[str, int] = {}
        self.names: SortedRows[str] = SortedRows([])
        self._sequences = array("q")
        self._deltas = array("q")
        self._balances = array("q")
        self._ats = array("q")
        self._previous = array("q")
        self._reason = array("q")
        self._reasons: list[str] = [""]

    def add(
        self,
        at: int,
        bumps: Sequence[Bump],
        accounts: dict[str, tuple[int, int]],
        outside: Sequence[OutsideEntry],
    ) -> None:
        """Append the entries of one change set; *accounts* is as after its bumps."""
        moved = [bump for bump in bumps if bump.delta]
        balances = [accounts[bump.account] for bump in moved]
        self._sequences.extend([sequence for _, sequence in balances])
        self._balances.extend([balance for balance, _ in balances])
        self._sequences.extend([0] * len(outside))
        self._balances.extend([0] * len(outside))
        last, start = self.last, len(self._deltas)
        rows: list[Bump | OutsideEntry] = [*moved, *outside]
        self._deltas.extend([row.delta for row in rows])
        self._ats.extend([at] * len(rows))
        self._reason.extend([self._reason_number(row.reason) for row in rows])
        for position, row in enumerate(rows, start):
            account = row.account
            previous = last.get(account, -1)
            if previous < 0:
                self.names.add(account)
            self._previous.append(previous)
            last[account] = position

    def down_from(self, account: str, position: int) -> Iterator[tuple[int, EntryRow]]:
        """Return (position before, entry), newest first, from *position* on."""
        while position >= 0:
            before = self._previous[position]
            yield (
                before,
                EntryRow(
                    account,
                    self._sequences[position],
                    self._deltas[position],
                    self._balances[position],
                    self._ats[position],
                    self._reasons[self._reason[position]],
                ),
            )
            position = before

    def _reason_number(self, reason: str) -> int:
        if self._reasons[-1] != reason:
            self._reasons.append(reason)
        return len(self._reasons) - 1
