"""Every question the ports ask, as a function of a handle inside a transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, Final

from orderkit.adapters.pages import cursor_after, equals_text, position_in
from orderkit.adapters.sqlite.connection import Handle
from orderkit.adapters.sqlite.many import found_for
from orderkit.adapters.sqlite.remembered import AccountHead, Remembered
from orderkit.adapters.sqlite.staging import answers, learn_accounts
from orderkit.ports import (
    Access,
    AccessRow,
    DocumentKey,
    EntryRow,
    Found,
    Loaded,
    Stored,
    VersionRow,
    Wanted,
)

_NEWEST: Final = """SELECT w.nth, v.version, v.head, v.key_id, v.body
    FROM w CROSS JOIN orderkit_documents d ON d.kind = w.c1 AND d.id = w.c2 AND d.tenant = ?
    CROSS JOIN orderkit_versions v ON v.n = d.last"""

_LISTED: Final = """SELECT '', id FROM orderkit_documents
    WHERE tenant = :tenant AND kind = :kind AND id > :id AND (:owner = '' OR owner = :owner)
    ORDER BY id LIMIT :limit"""

_FOUND: Final = """SELECT sort, id FROM orderkit_index
    WHERE tenant = :tenant AND kind = :kind AND name = :name AND equals = :equals
    AND (sort, id) > (:sort, :id) AND (:owner = '' OR owner = :owner)
    ORDER BY sort, id LIMIT :limit"""

_HISTORY: Final = """WITH RECURSIVE walk AS (
    SELECT v.* FROM orderkit_documents d JOIN orderkit_versions v ON v.n = d.last
        WHERE d.tenant = ? AND d.kind = ? AND d.id = ?
    UNION ALL SELECT v.* FROM walk w JOIN orderkit_versions v ON v.n = w.previous)
    SELECT version, at, head, body_hash, audit, body FROM walk WHERE version < ? LIMIT ?"""

_NEWEST_ENTRY: Final = """SELECT b.last FROM orderkit_accounts a JOIN orderkit_balances b
    ON b.n = a.n WHERE a.tenant = ? AND a.name = ?"""

_ENTRIES: Final = """WITH RECURSIVE walk AS (
    SELECT e.*, 1 AS nth FROM orderkit_entries e JOIN orderkit_accounts a ON a.n = e.account
        WHERE e.n = ? AND a.tenant = ? AND a.name = ?
    UNION ALL SELECT e.*, w.nth + 1 FROM walk w JOIN orderkit_entries e ON e.n = w.previous
        WHERE w.nth < ?)
    SELECT w.sequence, w.delta, w.balance, c.at, c.reason, w.previous
    FROM walk w CROSS JOIN orderkit_causes c ON c.n = w.cause"""

_ACCOUNTS: Final = """SELECT a.name, b.balance, b.sequence FROM orderkit_accounts a
    CROSS JOIN orderkit_balances b ON b.n = a.n
    WHERE a.tenant = ? AND a.name > ? ORDER BY a.name LIMIT ?"""

_ACCESSES: Final = """SELECT at, actor, action, subject, code, detail FROM orderkit_accesses
    WHERE tenant = ? ORDER BY n DESC LIMIT ?"""


_balance: Final[Callable[[AccountHead], int]] = itemgetter(1)


def load(tenant: str, wanted: Wanted, handle: Handle) -> Loaded:
    """Return documents, balances and, read last, answers of keys."""
    memory = handle.memory
    if not wanted.keys:
        loaded = _remembered(tenant, wanted, memory)
        if loaded is not None and memory.is_current(handle.cursor):
            return loaded
    handle.begin()
    documents, accounts = memory.documents(tenant), memory.accounts(tenant)
    _learn_documents(handle, tenant, [key for key in wanted.documents if key not in documents])
    learn_accounts(handle, tenant, [name for name in wanted.accounts if name not in accounts])
    found = answers(handle, tenant, wanted.keys) if wanted.keys else {}
    return Loaded(
        tuple(map(documents.__getitem__, wanted.documents)),
        tuple(map(_balance, map(accounts.__getitem__, wanted.accounts))),
        tuple([found.get(key) for key in wanted.keys]),
    )


def _remembered(tenant: str, wanted: Wanted, memory: Remembered) -> Loaded | None:
    documents, accounts = memory.documents(tenant), memory.accounts(tenant)
    try:
        return Loaded(
            tuple(map(documents.__getitem__, wanted.documents)),
            tuple(map(_balance, map(accounts.__getitem__, wanted.accounts))),
        )
    except KeyError:
        return None


def _learn_documents(handle: Handle, tenant: str, wanted: Sequence[DocumentKey]) -> None:
    """Read the newest versions of documents and remember them."""
    newest: dict[DocumentKey, Stored | None] = dict.fromkeys(wanted)
    for nth, *row in found_for(handle.cursor, _NEWEST, wanted, tenant):
        newest[wanted[nth]] = Stored(*row)
    for key, stored in newest.items():
        handle.memory.add_document(tenant, key, stored)


def find(
    search: tuple[str, str, str, tuple[str, ...], str],
    after: str | None,
    limit: int,
    handle: Handle,
) -> Found:
    """Return a page of ids; *search* is (tenant, kind, index, equals, owner)."""
    tenant, kind, index, equals, owner = search
    flat = (tenant, kind, index, *equals, owner)
    # Text is never below the empty one, and no id is empty.
    sort, id_ = ("", "") if after is None else position_in(flat, after)
    asked = {
        "tenant": tenant, "kind": kind, "name": index, "equals": equals_text(equals),
        "sort": sort, "id": id_, "owner": owner, "limit": limit + 1,
    }  # fmt: skip
    rows = handle.cursor.execute(_FOUND if index else _LISTED, asked).fetchall()
    more = cursor_after(flat, *rows[limit - 1]) if len(rows) > limit else None
    return Found(tuple([id_ for _, id_ in rows[:limit]]), more)


def history(
    tenant: str, document: DocumentKey, before: int | None, limit: int, handle: Handle
) -> tuple[VersionRow, ...]:
    """Return versions below *before*, newest first, by the pointers from each to the one before."""
    below = 2**63 - 1 if before is None else before
    rows = handle.cursor.execute(_HISTORY, (tenant, *document, below, limit)).fetchall()
    return tuple([VersionRow(*row) for row in rows])


def entries(
    tenant: str, account: str, before: str | None, limit: int, handle: Handle
) -> tuple[tuple[EntryRow, ...], str | None]:
    """Return entries newest first, by the pointers from each to the one before."""
    search = ("entries", tenant, account)
    newest = handle.cursor.execute(_NEWEST_ENTRY, (tenant, account)).fetchone() or (0,)
    (start,) = newest if before is None else position_in(search, before)
    rows = handle.cursor.execute(_ENTRIES, (start, tenant, account, limit)).fetchall()
    page = tuple([EntryRow(account, *row[:5]) for row in rows])
    previous: Any = rows[-1][5] if rows else 0
    return page, cursor_after(search, previous) if previous else None


def accounts(
    tenant: str, after: str, limit: int, handle: Handle
) -> tuple[tuple[str, int, int], ...]:
    """Return (name, balance, last sequence) of accounts named above *after*."""
    return tuple(handle.cursor.execute(_ACCOUNTS, (tenant, after, limit)).fetchall())


def accesses(tenant: str, limit: int, handle: Handle) -> tuple[AccessRow, ...]:
    """Return lines of the access log, newest first."""
    rows = handle.cursor.execute(_ACCESSES, (tenant, limit)).fetchall()
    return tuple([AccessRow(at, Access(*line)) for at, *line in rows])
