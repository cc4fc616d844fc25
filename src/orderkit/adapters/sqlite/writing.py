"""
One commit path for one change set and for many: prefetch, evaluate, write the net effect.

Everything that all sets of one tenant touch is read in a handful of statements; each set is
decided by :func:`orderkit.ports.evaluate` on one slate; what they come to together is written in
a handful of statements, each table once.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Final

from orderkit.adapters.pages import equals_text
from orderkit.adapters.sqlite.connection import Handle
from orderkit.adapters.sqlite.staging import AccountHead, DocumentHead, Stage
from orderkit.flow import IndexKey
from orderkit.ports import (
    ChangeSet,
    Committed,
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

_STATEMENTS: Final = {
    "answers": "INSERT INTO orderkit_answers VALUES (?, ?, ?, ?, ?)",
    "new_documents": "INSERT INTO orderkit_documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    "changed_documents": """UPDATE orderkit_documents
        SET version = ?, last = ?, owner = ?, keys = ? WHERE n = ?""",
    "versions": "INSERT INTO orderkit_versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "index_out": """DELETE FROM orderkit_index WHERE tenant = ? AND kind = ? AND name = ?
        AND equals = ? AND sort = ? AND id = ?""",
    "index_in": "INSERT INTO orderkit_index VALUES (?, ?, ?, ?, ?, ?, ?)",
    "accounts": "INSERT INTO orderkit_accounts VALUES (?, ?, ?)",
    "balances": "REPLACE INTO orderkit_balances VALUES (?, ?, ?, ?)",
    "causes": "INSERT INTO orderkit_causes VALUES (?, ?, ?)",
    "entries": "INSERT INTO orderkit_entries VALUES (?, ?, ?, ?, ?, ?, ?)",
    "outbox": """INSERT INTO orderkit_outbox
        (tenant, id, "partition", topic, due, body, state, tries, token, worker, why)
        VALUES (?, ?, ?, ?, ?, ?, ?, 0, '', '', '')""",
    "accesses": """INSERT INTO orderkit_accesses
        (tenant, at, actor, action, subject, code, detail) VALUES (?, ?, ?, ?, ?, ?, ?)""",
}


def commit(sets: Sequence[ChangeSet], handle: Handle) -> list[Outcome]:
    """Commit change sets inside a transaction that holds the write lock; one outcome each."""
    by_tenant: dict[str, list[ChangeSet]] = {}
    for change in sets:
        by_tenant.setdefault(change.tenant, []).append(change)
    stages = {tenant: Stage(handle, tenant, some) for tenant, some in by_tenant.items()}
    effect = _NetEffect(handle.cursor)
    outcomes = []
    for change in sets:
        stage = stages[change.tenant]
        outcome = evaluate(change, stage.slate)
        if isinstance(outcome, Committed) and not outcome.replayed:
            effect.add(stage, change, outcome.after)
        outcomes.append(outcome)
    effect.write(handle.cursor)
    return outcomes


class _NetEffect:
    """Rows to write, per statement; documents and balances as they stand after the last set."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        last = cursor.execute(_LAST_NUMBERS).fetchone()
        self._document, self._version, self._account, self._cause, self._entry = (
            number or 0 for number in last
        )
        self._rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _STATEMENTS}
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
        for id_, partition, topic, body, not_before in change.emits:
            behind = partition in stage.partitions
            stage.partitions.add(partition)
            rows["outbox"].append((tenant, id_, partition, topic, max(not_before, 0), body, behind))
        rows["accesses"] += [(tenant, at, *access) for access in change.access]

    def write(self, cursor: sqlite3.Cursor) -> None:
        for (tenant, kind, id_), document in self._documents.items():
            document.finish(tenant, kind, id_, self._rows)
        self._rows["balances"] = [
            (n, head.balance, head.sequence, head.last) for n, head in sorted(self._moved.items())
        ]
        for name, rows in self._rows.items():
            if rows:
                cursor.executemany(_STATEMENTS[name], rows)

    def _put(self, stage: Stage, at: int, put: DocumentPut) -> None:
        kind, id_, expect, head, key_id, body, index, owner, audit = put
        document = self._documents.get((stage.tenant, kind, id_))
        if document is None:
            before = stage.documents.get((kind, id_))
            if before is None:
                self._document += 1
            document = _Document(before, self._document if before is None else before.n)
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
        entries = self._rows["entries"]
        for (account, delta, _, _, reason), balance in zip(change.bumps, after, strict=True):
            if delta:
                head = stage.accounts.get(account) or self._new_account(stage, account)
                cause = causes.get(reason) or self._new_cause(causes, change.at, reason)
                head.balance = balance
                head.sequence += 1
                self._entry += 1
                entries.append(
                    (self._entry, head.n, head.sequence, delta, balance, cause, head.last)
                )
                head.last = self._entry
                self._moved[head.n] = head
        for account, delta, reason in change.outside:
            head = stage.accounts.get(account) or self._new_account(stage, account)
            cause = causes.get(reason) or self._new_cause(causes, change.at, reason)
            self._entry += 1
            entries.append((self._entry, head.n, 0, delta, 0, cause, head.last))
            head.last = self._entry
            self._moved[head.n] = head

    def _new_account(self, stage: Stage, name: str) -> AccountHead:
        self._account += 1
        self._rows["accounts"].append((self._account, stage.tenant, name))
        stage.accounts[name] = head = AccountHead(self._account, 0, 0, 0)
        return head

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
        self.last = 0 if before is None else before.last
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
        if keys == before.keys and self.owner == before.owner:
            return
        gone = dict.fromkeys(map(tuple, json.loads(before.keys or "[]")))
        same = gone.keys() & after.keys() if self.owner == before.owner else ()
        rows["index_out"] += [(tenant, kind, *row, id_) for row in gone if row not in same]
        rows["index_in"] += [
            (tenant, kind, *row, id_, self.owner) for row in after if row not in same
        ]
