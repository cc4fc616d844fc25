"""
One commit path for one change set and for many: prefetch, evaluate, write the net effect.

Everything that all sets of one tenant touch is read in a handful of statements; each set is
decided by :func:`orderkit.ports.evaluate` on one slate; what they come to together is written in
a handful of statements, each table once.

That a key or an outbox id is new is not looked up at first, because it nearly always is. Where
anything is declined, the look-up is made and all is decided again before anything is written.
Where a table's own key says that one is taken, the transaction is given up as :class:`Taken`, to
be done again with the look-up.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, Final

from orderkit.adapters.pages import equals_text
from orderkit.adapters.sqlite.connection import Handle
from orderkit.adapters.sqlite.many import found_for, insert
from orderkit.adapters.sqlite.remembered import AccountHead
from orderkit.adapters.sqlite.staging import DocumentHead, Stage
from orderkit.flow import IndexKey
from orderkit.ports import (
    ChangeSet,
    Committed,
    Declined,
    DocumentPut,
    Emit,
    Outcome,
    evaluate,
)

_encode: Final[Callable[[Any], str]] = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":")
).encode

# Whatever fails takes the whole transaction back. To say so with OR FAIL spares SQLite a savepoint
# for each statement, and with it a copy of every page that the statement touches.
_INSERTED: Final = {
    "answers": ("INSERT OR FAIL INTO orderkit_answers", "(?, ?, ?, ?, ?)"),
    "new_documents": ("INSERT OR FAIL INTO orderkit_documents", "(?, ?, ?, ?, ?, ?, ?)"),
    "versions": ("INSERT OR FAIL INTO orderkit_versions", "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
    "index_in": ("INSERT OR FAIL INTO orderkit_index", "(?, ?, ?, ?, ?, ?, ?)"),
    "accounts": ("INSERT OR FAIL INTO orderkit_accounts", "(?, ?, ?)"),
    "balances": ("REPLACE INTO orderkit_balances", "(?, ?, ?, ?)"),
    "causes": ("INSERT OR FAIL INTO orderkit_causes", "(?, ?, ?)"),
    # Their numbers are those that follow, and SQLite spares looking whether they are free. The
    # causes beside them have theirs given, and fail should anything have been written meanwhile.
    "entries": (
        "INSERT OR FAIL INTO orderkit_entries(account, sequence, delta, balance, cause, previous)",
        "(?, ?, ?, ?, ?, ?)",
    ),
    "outbox": (
        """INSERT OR FAIL INTO orderkit_outbox
        (tenant, id, "partition", topic, body, due, state, tries, token, worker, why)""",
        "(?, ?, ?, ?, ?, ?, ?, 0, '', '', '')",
    ),
    "accesses": (
        "INSERT OR FAIL INTO orderkit_accesses(tenant, at, actor, action, subject, code, detail)",
        "(?, ?, ?, ?, ?, ?, ?)",
    ),
}

_EACH: Final = {
    "changed_documents": """UPDATE orderkit_documents
        SET version = ?, last = ?, owner = ?, keys = ? WHERE tenant = ? AND kind = ? AND id = ?""",
    "index_out": """DELETE FROM orderkit_index WHERE tenant = ? AND kind = ? AND name = ?
        AND equals = ? AND sort = ? AND id = ?""",
}

_UNSETTLED: Final = """SELECT w.nth FROM w WHERE EXISTS(SELECT 1 FROM orderkit_outbox o
    WHERE o."partition" = w.c1 AND o.tenant = ? AND o.state < 2)"""


_blob: Final = bytearray
"""sqlite3 binds it as it is; for ``bytes`` it first looks for an adapter, which costs far more."""


class Taken(Exception):
    """A key or an id was there already; nothing was looked up and nothing is written."""


def commit(sets: Sequence[ChangeSet], handle: Handle, *, exact: bool = False) -> list[Outcome]:
    """
    Commit change sets inside a transaction that holds the write lock; one outcome each.

    Raises:
        Taken: It has to be done again in a new transaction, *exact*.
    """
    handle.memory.refresh(handle.cursor)
    outcomes, effect = _decided(sets, handle, exact=exact)
    if not exact and any(isinstance(outcome, Declined) for outcome in outcomes):
        exact = True
        outcomes, effect = _decided(sets, handle, exact=True)
    try:
        effect.write()
    except sqlite3.IntegrityError as why:
        if exact:
            raise
        raise Taken from why
    return outcomes


def _decided(
    sets: Sequence[ChangeSet], handle: Handle, *, exact: bool
) -> tuple[list[Outcome], _NetEffect]:
    by_tenant: dict[str, list[ChangeSet]] = {}
    for change in sets:
        by_tenant.setdefault(change.tenant, []).append(change)
    stages = {
        tenant: Stage(handle, tenant, some, exact=exact) for tenant, some in by_tenant.items()
    }
    effect = _NetEffect(handle)
    outcomes = []
    for change in sets:
        stage = stages[change.tenant]
        outcome = evaluate(change, stage.slate)
        if isinstance(outcome, Committed) and not outcome.replayed:
            effect.add(stage, change, outcome.after)
        outcomes.append(outcome)
    return outcomes, effect


class _NetEffect:
    """Values to write, per table; documents and balances as they stand after the last set."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._last = list(handle.memory.last)
        self._values: dict[str, list[Any]] = {name: [] for name in _INSERTED}
        self._each: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _EACH}
        self._moved: dict[str, dict[str, AccountHead]] = {}
        self._documents: dict[tuple[str, str, str], _Document] = {}
        self._emits: dict[str, list[Emit]] = {}

    def add(self, stage: Stage, change: ChangeSet, after: Sequence[int]) -> None:
        tenant, at, values = change.tenant, change.at, self._values
        for answer in change.answers:
            key, fingerprint, body = answer
            values["answers"] += (tenant, key, _blob(fingerprint), _blob(body), at)
        for put in change.puts:
            self._put(stage, at, put)
        if change.bumps or change.outside:
            self._move(stage, change, after)
        if change.emits:
            self._emits.setdefault(tenant, []).extend(change.emits)
        for access in change.access:
            values["accesses"] += (tenant, at, *access)

    def write(self) -> None:
        """Write everything, each table once, and remember what it comes to."""
        cursor, memory, values = self._handle.cursor, self._handle.memory, self._values
        for document in self._documents.values():
            document.finish(values, self._each)
            memory.documents(document.key[0]).pop(document.key[1:], None)
        for tenant, emits in self._emits.items():
            self._queue(tenant, emits)
        for tenant, moved in self._moved.items():
            values["balances"] += chain.from_iterable(moved.values())
            memory.accounts(tenant).update(moved)
        for name, rows in self._each.items():
            if rows:
                cursor.executemany(_EACH[name], rows)
        for name, row in values.items():
            if row:
                insert(cursor, *_INSERTED[name], row)
        memory.last = self._last

    def _put(self, stage: Stage, at: int, put: DocumentPut) -> None:
        kind, id_, expect, head, hashed, key_id, body, index, owner, audit = put
        key = (stage.tenant, kind, id_)
        document = self._documents.get(key)
        if document is None:
            document = _Document(key, stage.documents.get((kind, id_)))
            self._documents[key] = document
        n = self._last[0][0] + 1
        self._last[0] = (n, head)
        self._values["versions"] += (
            n, *key, expect + 1, at, document.last, _blob(head), _blob(hashed), key_id,
            _blob(audit), _blob(body),
        )  # fmt: skip
        document.version, document.last = expect + 1, n
        document.owner, document.index = owner, index

    def _move(self, stage: Stage, change: ChangeSet, after: Sequence[int]) -> None:
        causes: dict[str, int] = {}
        told: str | None = None
        cause = 0
        heads, tenant = stage.accounts, stage.tenant
        moved = self._moved.setdefault(tenant, {})
        entries: list[int] = []
        number: int = self._last[2][0]
        for (account, delta, _, _, reason), balance in zip(change.bumps, after, strict=True):
            if delta:
                n, _, sequence, last = heads[account]
                if not n:
                    n = self._new_account(tenant, account)
                if reason != told:
                    told, cause = reason, self._cause(causes, change.at, reason)
                number += 1
                sequence += 1
                entries += (n, sequence, delta, balance, cause, last)
                heads[account] = moved[account] = (n, balance, sequence, number)
        for account, delta, reason in change.outside:
            n, _, _, last = heads[account]
            if not n:
                n = self._new_account(tenant, account)
            if reason != told:
                told, cause = reason, self._cause(causes, change.at, reason)
            number += 1
            entries += (n, 0, delta, 0, cause, last)
            heads[account] = moved[account] = (n, 0, 0, number)
        self._last[2] = (number,)
        self._values["entries"] += entries

    def _new_account(self, tenant: str, name: str) -> int:
        n: int = self._last[3][0] + 1
        self._last[3] = (n,)
        self._values["accounts"] += (n, tenant, name)
        return n

    def _cause(self, causes: dict[str, int], at: int, reason: str) -> int:
        if reason not in causes:
            n: int = self._last[1][0] + 1
            self._last[1] = (n, at, reason)
            self._values["causes"] += self._last[1]
            causes[reason] = n
        return causes[reason]

    def _queue(self, tenant: str, emits: Sequence[Emit]) -> None:
        """Add outbox rows: 0 for the first unsettled one of its partition, 1 for the others."""
        partitions = list(dict.fromkeys([emit.partition for emit in emits]))
        asked = [(partition,) for partition in partitions]
        found = found_for(self._handle.cursor, _UNSETTLED, asked, tenant)
        busy = {partitions[nth] for (nth,) in found}
        values = self._values["outbox"]
        for id_, partition, topic, body, due in emits:
            state = 1 if partition in busy else 0
            values += (tenant, id_, partition, topic, _blob(body), max(due, 0), state)
            busy.add(partition)


class _Document:
    """A document from where it stood before the first set to where it stands after the last."""

    __slots__ = ("_before", "index", "key", "last", "owner", "version")

    def __init__(self, key: tuple[str, str, str], before: DocumentHead | None) -> None:
        self._before = before
        self.key = key
        self.version = 0
        self.last = 0 if before is None else before[1]
        self.owner = ""
        self.index: tuple[IndexKey, ...] = ()

    def finish(self, values: dict[str, list[Any]], each: dict[str, list[Any]]) -> None:
        """Add the row of the document itself and those of its places in the indexes."""
        (tenant, kind, id_), owner, before = self.key, self.owner, self._before
        after = dict.fromkeys([(name, equals_text(eq), sort) for name, eq, sort in self.index])
        keys = _encode(list(after)) if after else ""
        if before is None:
            values["new_documents"] += (*self.key, self.version, self.last, owner, keys)
            for row in after:
                values["index_in"] += (tenant, kind, *row, id_, owner)
            return
        each["changed_documents"].append((self.version, self.last, owner, keys, *self.key))
        _, _, owner_before, keys_before = before
        if keys == keys_before and owner == owner_before:
            return
        gone = dict.fromkeys(map(tuple, json.loads(keys_before or "[]")))
        same = gone.keys() & after.keys() if owner == owner_before else ()
        each["index_out"] += [(tenant, kind, *row, id_) for row in gone if row not in same]
        for row in after:
            if row not in same:
                values["index_in"] += (tenant, kind, *row, id_, owner)
