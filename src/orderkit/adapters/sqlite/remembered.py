"""
What a connection remembers of the file, so that most of what is read is not asked for again.

``PRAGMA data_version`` gives another number as soon as any other connection has committed: of
another thread, another process, the host. While it is the same, everything remembered is what
stands in the file, and all of it together is one snapshot.

When it differs, the connection catches up. Versions are appended in the order of their numbers, so
the documents written elsewhere are those behind the last row known. That row and the last cause
are compared first: if they are others now, another state of the file was restored, and all is
forgotten. Balances are changed where they stand, by anybody with a tool of their own too; no
remembered one outlives what another connection wrote, so that none is written over what an audit
would have found.

What a transaction of our own writes is remembered at once. If it does not land for certain, all
is forgotten.
"""

from __future__ import annotations

import sqlite3
from typing import Any, Final, TypeAlias

from orderkit.ports import DocumentKey, Stored

_WEIGHT_MAX_BYTES: Final = 32 * 2**20
_WEIGHT_EACH_BYTES: Final = 300
"""About what a key and its value take, beside a body."""

_ROWS_MAX: Final = 5_000
"""Catching up with more rows than these costs more than to read anew what is wanted."""

_DATA_VERSION: Final = "PRAGMA data_version"

_LAST: Final = (
    "SELECT n, head FROM orderkit_versions ORDER BY n DESC LIMIT 1",
    "SELECT n, at, reason FROM orderkit_causes ORDER BY n DESC LIMIT 1",
    "SELECT n FROM orderkit_entries ORDER BY n DESC LIMIT 1",
    "SELECT n FROM orderkit_accounts ORDER BY n DESC LIMIT 1",
)
_SINCE: Final = """SELECT n, head, tenant, kind, id FROM orderkit_versions
    WHERE n >= ? ORDER BY n LIMIT ?"""

_CAUSE: Final = "SELECT n, at, reason FROM orderkit_causes WHERE n = ?"
_NONE: Final = (0,)

AccountHead: TypeAlias = tuple[int, int, int, int]
"""Where an account stands: its row number, balance, last sequence and newest entry."""

NO_ACCOUNT: Final = (0, 0, 0, 0)
"""Where an account stands that has no row."""


class Remembered:
    """
    Documents and accounts as they stand in the file; that there is none is remembered as well.

    Attributes:
        last: The last row known of versions, causes, entries and accounts, as far as it tells
            the row from another one; its first column is its number.
    """

    __slots__ = ("_accounts", "_documents", "_state", "_weight_bytes", "last")

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Forget everything."""
        self._state: int | None = None
        self._weight_bytes = 0
        self._documents: dict[str, dict[DocumentKey, Stored | None]] = {}
        self._accounts: dict[str, dict[str, AccountHead]] = {}
        self.last: list[tuple[Any, ...]] = [_NONE] * len(_LAST)

    def documents(self, tenant: str) -> dict[DocumentKey, Stored | None]:
        """Return the documents of *tenant*, to look at and to take out; None: there is none."""
        return self._documents.setdefault(tenant, {})

    def accounts(self, tenant: str) -> dict[str, AccountHead]:
        """Return the accounts of *tenant*, to look at and to move."""
        return self._accounts.setdefault(tenant, {})

    def add_document(self, tenant: str, key: DocumentKey, stored: Stored | None) -> None:
        """Remember what was read."""
        self.documents(tenant)[key] = stored
        self._weight_bytes += _WEIGHT_EACH_BYTES + (len(stored.body) if stored else 0)

    def add_account(self, tenant: str, name: str, head: AccountHead) -> None:
        """Remember what was read."""
        self.accounts(tenant)[name] = head
        self._weight_bytes += _WEIGHT_EACH_BYTES

    def is_current(self, cursor: sqlite3.Cursor) -> bool:
        """Tell whether no other connection has committed since."""
        (state,) = cursor.execute(_DATA_VERSION).fetchone()
        return bool(state == self._state)

    def refresh(self, cursor: sqlite3.Cursor) -> None:
        """Make it what the running transaction sees."""
        (state,) = cursor.execute(_DATA_VERSION).fetchone()
        if self._weight_bytes > _WEIGHT_MAX_BYTES:
            self.forget()
        if state != self._state:
            if self._state is None or not self._caught_up(cursor):
                self.forget()
            self.last = [cursor.execute(one).fetchone() or _NONE for one in _LAST]
            self._state = state

    def _caught_up(self, cursor: sqlite3.Cursor) -> bool:
        """Forget what may be others' now; False if that cannot be told, or is too much."""
        version, cause = self.last[:2]
        rows = cursor.execute(_SINCE, (version[0], _ROWS_MAX)).fetchall()
        same = (cursor.execute(_CAUSE, cause[:1]).fetchone() or _NONE) == cause
        if version[0]:
            same = same and bool(rows) and rows.pop(0)[:2] == version
        if not same or len(rows) >= _ROWS_MAX - 1:
            return False
        for _, _, tenant, *key in rows:
            self.documents(tenant).pop((key[0], key[1]), None)
        known = sum(map(len, self._accounts.values()))
        self._weight_bytes -= known * _WEIGHT_EACH_BYTES
        self._accounts = {}
        return True
