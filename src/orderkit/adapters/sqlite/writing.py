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
from typing import Any, Final

from orderkit.adapters.pages import equals_text
from orderkit.adapters.sqlite.connection import Handle
from orderkit.adapters.sqlite.many import insert
from orderkit.adapters.sqlite.staging import AccountHead, DocumentHead, Stage
from orderkit.flow import IndexKey
from orderkit.ports import (
    ChangeSet,
    Committed,
    Declined,
    DocumentPut,
    Outcome,
    body_hash,
    evaluate,
)

_encode: Final[Callable[[Any], str]] = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":")
).encode

_LAST_NUMBERS: Final = """SELECT
    (SELECT max(n) FROM orderkit_documents), (SELECT max(n) FROM orderkit_versions),
    (SELECT max(n) FROM orderkit_accounts), (SELECT max(n) FROM orderkit_causes),
    (SELECT max(n) FROM orderkit_entries)"""

_INSERTED: Final = {
    "answers": "INSERT INTO orderkit_answers",
    "new_documents": "INSERT INTO orderkit_documents",
    "versions": "INSERT INTO orderkit_versions",
    "index_in": "INSERT INTO orderkit_index",
    "accounts": "INSERT INTO orderkit_accounts",
    "balances": "REPLACE INTO orderkit_balances",
    "causes": "INSERT INTO orderkit_causes",
    "entries": "INSERT INTO orderkit_entries",
    "accesses": """INSERT INTO orderkit_accesses
        (tenant, at, actor, action, subject, code, detail)""",
}

_EACH: Final = {
    "changed_documents": """UPDATE orderkit_documents
        SET version = ?, last = ?, owner = ?, keys = ? WHERE n = ?""",
    "index_out": """DELETE FROM orderkit_index WHERE tenant = ? AND kind = ? AND name = ?
        AND equals = ? AND sort = ? AND id = ?""",
    "outbox": """INSERT INTO orderkit_outbox
        (tenant, id, "partition", topic, due, body, state, tries, token, worker, why)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, EXISTS(SELECT 1 FROM orderkit_outbox
            WHERE "partition" = ?3 AND tenant = ?1 AND state < 2), 0, '', '', '')""",
}

_IN_ORDER: Final = (
    "answers", "new_documents", "changed_documents", "versions", "index_out", "index_in",
    "accounts", "balances", "causes", "entries", "outbox", "accesses",
)  # fmt: skip


class Taken(Exception):
    """A key or an outbox id was there already; nothing was looked up and nothing is written."""


def commit(sets: Sequence[ChangeSet], handle: Handle, *, exact: bool = False) -> list[Outcome]:
    """
    Commit change sets inside a transaction that holds the write lock; one outcome each.

    Raises:
        Taken: It has to be done again in a new transaction, *exact*.
    """
    outcomes, effect = _decided(sets, handle, exact=exact)
    if not exact and any(isinstance(outcome, Declined) for outcome in outcomes):
        exact = True
        outcomes, effect = _decided(sets, handle, exact=True)
    try:
        effect.write(handle.cursor)
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
    effect = _NetEffect(handle.cursor)
    outcomes = []
    for change in sets:
        stage = stages[change.tenant]
        outcome = evaluate(change, stage.slate)
        if isinstance(outcome, Committed) and not outcome.replayed:
            effect.add(stage, change, outcome.after)
        outcomes.append(outcome)
    return outcomes, effect


class _NetEffect:
    """Rows to write, per statement; documents and balances as they stand after the last set."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        last = cursor.execute(_LAST_NUMBERS).fetchone()
        self._document, self._version, self._account, self._cause, self._entry = (
            number or 0 for number in last
        )
        self._rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _IN_ORDER}
        self._moved: dict[int, AccountHead] = {}
        self._documents: dict[tuple[str, str, str], _Document] = {}

    def add(self, stage: Stage, change: ChangeSet, after: Sequence[int]) -> None:
        tenant, at, rows = change.tenant, change.at, self._rows
        rows["answers"] += [
            (tenant, answer.key, answer.fingerprint, answer.body, at) for answer in change.answers
        ]
        for put in change.puts:
            self._put(stage, at, put)
        if change.bumps or change.outside:
            self._move(stage, change, after)
        rows["outbox"] += [
            (tenant, id_, partition, topic, max(not_before, 0), body)
            for id_, partition, topic, body, not_before in change.emits
        ]
        rows["accesses"] += [(tenant, at, *access) for access in change.access]

    def write(self, cursor: sqlite3.Cursor) -> None:
        for (tenant, kind, id_), document in self._documents.items():
            document.finish(tenant, kind, id_, self._rows)
        self._rows["balances"] = sorted(self._moved.values())
        for name, rows in self._rows.items():
            if rows and name in _INSERTED:
                insert(cursor, _INSERTED[name], rows)
            elif rows:
                cursor.executemany(_EACH[name], rows)

    def _put(self, stage: Stage, at: int, put: DocumentPut) -> None:
        kind, id_, expect, head, key_id, body, index, owner, audit = put
        document = self._documents.get((stage.tenant, kind, id_))
        if document is None:
            before = stage.documents.get((kind, id_))
            if before is None:
                self._document += 1
            document = _Document(before, self._document if before is None else before[0])
            self._documents[stage.tenant, kind, id_] = document
        self._version += 1
        self._rows["versions"].append((
            self._version, document.n, expect + 1, at, document.last, head, body_hash(body),
            key_id, audit, body,
        ))  # fmt: skip
        document.version, document.last = expect + 1, self._version
        document.owner, document.index = owner, index

    def _move(self, stage: Stage, change: ChangeSet, after: Sequence[int]) -> None:
        causes: dict[str, int] = {}
        accounts, moved, entries = stage.accounts, self._moved, self._rows["entries"]
        number = self._entry
        for (account, delta, _, _, reason), balance in zip(change.bumps, after, strict=True):
            if delta:
                n, _, sequence, last = accounts.get(account) or self._new_account(stage, account)
                cause = causes.get(reason) or self._new_cause(causes, change.at, reason)
                number += 1
                sequence += 1
                entries.append((number, n, sequence, delta, balance, cause, last))
                accounts[account] = moved[n] = (n, balance, sequence, number)
        for account, delta, reason in change.outside:
            n, _, _, last = accounts.get(account) or self._new_account(stage, account)
            cause = causes.get(reason) or self._new_cause(causes, change.at, reason)
            number += 1
            entries.append((number, n, 0, delta, 0, cause, last))
            accounts[account] = moved[n] = (n, 0, 0, number)
        self._entry = number

    def _new_account(self, stage: Stage, name: str) -> AccountHead:
        self._account += 1
        self._rows["accounts"].append((self._account, stage.tenant, name))
        return (self._account, 0, 0, 0)

    def _new_cause(self, causes: dict[str, int], at: int, reason: str) -> int:
        self._cause += 1
        self._rows["causes"].append((self._cause, at, reason))
        causes[reason] = self._cause
        return self._cause


class _Document:
    """A document from where it stood before the first set to where it stands after the last."""

    __slots__ = ("_before", "index", "last", "n", "owner", "version")

    def __init__(self, before: DocumentHead | None, n: int) -> None:
        self._before = before
        self.n = n
        self.version = 0
        self.last = 0 if before is None else before[2]
        self.owner = ""
        self.index: tuple[IndexKey, ...] = ()

    def finish(self, tenant: str, kind: str, id_: str, rows: dict[str, list[Any]]) -> None:
        """Add the rows of the document itself and of its places in the indexes."""
        after = dict.fromkeys((name, equals_text(eq), sort) for name, eq, sort in self.index)
        keys = _encode(list(after)) if after else ""
        before = self._before
        if before is None:
            rows["new_documents"].append(
                (self.n, tenant, kind, id_, self.version, self.last, self.owner, keys)
            )
            rows["index_in"] += [(tenant, kind, *row, id_, self.owner) for row in after]
            return
        rows["changed_documents"].append((self.version, self.last, self.owner, keys, self.n))
        _, _, _, owner, keys_before = before
        if keys == keys_before and self.owner == owner:
            return
        gone = dict.fromkeys(map(tuple, json.loads(keys_before or "[]")))
        same = gone.keys() & after.keys() if self.owner == owner else ()
        rows["index_out"] += [(tenant, kind, *row, id_) for row in gone if row not in same]
        rows["index_in"] += [
            (tenant, kind, *row, id_, self.owner) for row in after if row not in same
        ]
