"""
The layout of the file, made for few dirty pages.

In SQLite a commit costs what the pages cost that it touched. So whatever grows only grows at its
end, and whatever changes is narrow:

- ``versions``, ``causes`` and ``entries`` are appended to. Each row points to the one before it of
  its document or account; histories follow those pointers and need no index. A body stands in
  ``versions`` alone. Because they are appended to, they also are the log by which a connection
  learns what others wrote: see :mod:`orderkit.adapters.sqlite.remembered`.
- ``documents`` and ``balances`` point to the newest row. A document's row is its key, and no
  other index of it is needed. Balances are four integers: two hundred to a page, so that an order
  of ten lines touches few. Names stand apart, in ``accounts``.
- An index row is a whole key without a row id. A document keeps its rows as JSON, so that the
  next version can take them out without a search.
- An outbox row is 0 while it is the first unsettled one of its partition, 1 while it waits behind
  another, 2 when done, 3 when dead. Partial indexes hold the unsettled rows only, so that a claim
  costs the same after a million effects.

All names begin with ``orderkit_``: the file may be the application's own. The schema version is
in a table for the same reason; ``user_version`` is the application's.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from orderkit.errors import invalid

_FIRST: Final = (
    """CREATE TABLE orderkit_meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE orderkit_documents(
        tenant TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
        version INTEGER NOT NULL, last INTEGER NOT NULL, owner TEXT NOT NULL, keys TEXT NOT NULL,
        PRIMARY KEY(tenant, kind, id)) WITHOUT ROWID""",
    """CREATE TABLE orderkit_versions(
        n INTEGER PRIMARY KEY, tenant TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
        version INTEGER NOT NULL, at INTEGER NOT NULL, previous INTEGER NOT NULL,
        head BLOB NOT NULL, body_hash BLOB NOT NULL, key_id TEXT NOT NULL,
        audit BLOB NOT NULL, body BLOB NOT NULL)""",
    """CREATE TABLE orderkit_index(
        tenant TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, equals TEXT NOT NULL,
        sort TEXT NOT NULL, id TEXT NOT NULL, owner TEXT NOT NULL,
        PRIMARY KEY(tenant, kind, name, equals, sort, id)) WITHOUT ROWID""",
    """CREATE TABLE orderkit_accounts(
        n INTEGER PRIMARY KEY, tenant TEXT NOT NULL, name TEXT NOT NULL, UNIQUE(tenant, name))""",
    """CREATE TABLE orderkit_balances(
        n INTEGER PRIMARY KEY, balance INTEGER NOT NULL, sequence INTEGER NOT NULL,
        last INTEGER NOT NULL)""",
    """CREATE TABLE orderkit_causes(
        n INTEGER PRIMARY KEY, at INTEGER NOT NULL, reason TEXT NOT NULL)""",
    """CREATE TABLE orderkit_entries(
        n INTEGER PRIMARY KEY, account INTEGER NOT NULL, sequence INTEGER NOT NULL,
        delta INTEGER NOT NULL, balance INTEGER NOT NULL, cause INTEGER NOT NULL,
        previous INTEGER NOT NULL)""",
    """CREATE TABLE orderkit_answers(
        tenant TEXT NOT NULL, key TEXT NOT NULL, fingerprint BLOB NOT NULL, body BLOB NOT NULL,
        at INTEGER NOT NULL, PRIMARY KEY(tenant, key)) WITHOUT ROWID""",
    """CREATE TABLE orderkit_outbox(
        n INTEGER PRIMARY KEY, tenant TEXT NOT NULL, id TEXT NOT NULL, "partition" TEXT NOT NULL,
        topic TEXT NOT NULL, due INTEGER NOT NULL, state INTEGER NOT NULL, tries INTEGER NOT NULL,
        token TEXT NOT NULL, worker TEXT NOT NULL, why TEXT NOT NULL, body BLOB NOT NULL,
        UNIQUE(tenant, id))""",
    """CREATE INDEX orderkit_outbox_line ON orderkit_outbox(tenant, "partition") WHERE state < 2""",
    """CREATE INDEX orderkit_outbox_due ON orderkit_outbox(tenant, due) WHERE state = 0""",
    """CREATE INDEX orderkit_outbox_dead ON orderkit_outbox(tenant) WHERE state = 3""",
    """CREATE TABLE orderkit_accesses(
        n INTEGER PRIMARY KEY, tenant TEXT NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL,
        action TEXT NOT NULL, subject TEXT NOT NULL, code TEXT NOT NULL, detail TEXT NOT NULL)""",
    """CREATE INDEX orderkit_accesses_tenant ON orderkit_accesses(tenant)""",
)

STEPS: Final = (_FIRST,)
"""Step n brings the schema from version n to n + 1."""

VERSION: Final = len(STEPS)
"""The schema version this code writes."""


def found_version(cursor: sqlite3.Cursor) -> int:
    """Return the schema version of the file; 0 where there is none."""
    there = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'orderkit_meta'"
    if cursor.execute(there).fetchone() is None:
        return 0
    row = cursor.execute("SELECT value FROM orderkit_meta WHERE name = 'schema'").fetchone()
    return int(row[0])


def check_version(cursor: sqlite3.Cursor) -> None:
    """
    Make sure that this code can work with the file.

    Raises:
        InvalidInput: ``schema_missing``, ``schema_older`` or ``schema_newer``.
    """
    found = found_version(cursor)
    if found < VERSION:
        code = "schema_older" if found else "schema_missing"
        raise invalid(
            "schema", code, found, f"this code needs version {VERSION}", "call migrate() once"
        )
    _refuse_newer(found)


def migrate(cursor: sqlite3.Cursor, steps: tuple[tuple[str, ...], ...] = STEPS) -> None:
    """
    Take every step that is missing; inside a transaction.

    Raises:
        InvalidInput: ``schema_newer``.
    """
    found = found_version(cursor)
    _refuse_newer(found)
    for step in steps[found:]:
        for statement in step:
            cursor.execute(statement)
    if found < len(steps):
        cursor.execute("REPLACE INTO orderkit_meta VALUES ('schema', ?)", (len(steps),))


def _refuse_newer(found: int) -> None:
    if found > VERSION:
        raise invalid(
            "schema", "schema_newer", found, f"this code knows versions up to {VERSION}",
            "use the version of orderkit that wrote it, or a later one",
        )  # fmt: skip
