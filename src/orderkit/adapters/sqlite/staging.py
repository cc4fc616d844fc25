"""What a commit has to read of one tenant before it can be decided: two statements, or four."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import Any, Final, TypeAlias

from orderkit.adapters.sqlite.connection import Handle
from orderkit.adapters.sqlite.many import found_for
from orderkit.ports import Answer, ChangeSet, DocumentKey, Slate

_ANSWERS: Final = """SELECT w.nth, a.fingerprint, a.body FROM w CROSS JOIN orderkit_answers a
    ON a.key = w.c1 AND a.tenant = ?"""

_DOCUMENTS: Final = """SELECT w.nth, d.n, d.version, d.last, d.owner, d.keys
    FROM w CROSS JOIN orderkit_documents d ON d.kind = w.c1 AND d.id = w.c2 AND d.tenant = ?"""

_BY_NAME: Final = """SELECT w.nth, b.n, b.balance, b.sequence, b.last
    FROM w CROSS JOIN orderkit_accounts a ON a.name = w.c1 AND a.tenant = ?
    CROSS JOIN orderkit_balances b ON b.n = a.n"""

_BY_NUMBER: Final = """SELECT w.nth, b.n, b.balance, b.sequence, b.last
    FROM w CROSS JOIN orderkit_balances b ON b.n = w.c1"""

_EMITTED: Final = """SELECT w.nth FROM w CROSS JOIN orderkit_outbox o
    ON o.id = w.c1 AND o.tenant = ?"""

AccountHead: TypeAlias = tuple[int, int, int, int]
"""Where an account stands: its row number, balance, last sequence and newest entry."""

DocumentHead: TypeAlias = tuple[int, int, int, str, str]
"""Where a document stands: row number, version, newest row, owner, its index rows as JSON."""


class Stage:
    """
    What was read of one tenant for some change sets.

    Args:
        exact: Whether used keys and outbox ids are looked up. Nearly always there are none, and
            then the tables' own keys are enough to refuse them.

    Attributes:
        slate: What the sets are evaluated against.

        documents: Those that exist.

        accounts: Those that have a row.
    """

    __slots__ = ("accounts", "documents", "slate", "tenant")

    def __init__(
        self, handle: Handle, tenant: str, changes: Sequence[ChangeSet], *, exact: bool
    ) -> None:
        self.tenant = tenant
        self.documents = _documents(handle, tenant, changes)
        self.accounts = account_heads(handle, tenant, _account_names(changes))
        keys = [answer.key for one in changes for answer in one.answers] if exact else []
        ids = [emit.id for one in changes for emit in one.emits] if exact else []
        self.slate = Slate(
            answers(handle, tenant, keys),
            {key: head[1] for key, head in self.documents.items()},
            {name: head[1:3] for name, head in self.accounts.items()},
            _emitted(handle, tenant, ids),
        )


def answers(handle: Handle, tenant: str, keys: Sequence[str]) -> dict[str, Answer]:
    """Return what those of *keys* stand for that stand for something."""
    found = found_for(handle.cursor, _ANSWERS, [(key,) for key in keys], tenant)
    return {keys[nth]: Answer(keys[nth], fingerprint, body) for nth, fingerprint, body in found}


def account_heads(handle: Handle, tenant: str, names: Sequence[str]) -> dict[str, AccountHead]:
    """Return those accounts of *names* that have a row, by number where it is known."""
    known = handle.numbers(tenant)
    numbers = [known.get(name) for name in names]
    by_number = list(compress(names, numbers))
    found = found_for(handle.cursor, _BY_NUMBER, [(n,) for n in numbers if n])
    heads: dict[str, Any] = {by_number[row[0]]: row[1:] for row in found}
    if len(by_number) < len(names):
        by_name = [name for name, n in zip(names, numbers, strict=True) if not n]
        for row in found_for(handle.cursor, _BY_NAME, [(name,) for name in by_name], tenant):
            heads[by_name[row[0]]] = row[1:]
            known[by_name[row[0]]] = row[1]
    return heads


def _account_names(changes: Sequence[ChangeSet]) -> list[str]:
    names = dict.fromkeys([bump[0] for one in changes for bump in one.bumps])
    names.update(dict.fromkeys([entry[0] for one in changes for entry in one.outside]))
    return list(names)


def _documents(
    handle: Handle, tenant: str, changes: Sequence[ChangeSet]
) -> dict[DocumentKey, DocumentHead]:
    keys = {put[:2] for one in changes for put in one.puts}
    keys.update([check[:2] for one in changes for check in one.checks])
    wanted = list(keys)
    found = found_for(handle.cursor, _DOCUMENTS, wanted, tenant)
    return {wanted[row[0]]: row[1:] for row in found}


def _emitted(handle: Handle, tenant: str, ids: Sequence[str]) -> set[str]:
    found = found_for(handle.cursor, _EMITTED, [(id_,) for id_ in ids], tenant)
    return {ids[nth] for (nth,) in found}
