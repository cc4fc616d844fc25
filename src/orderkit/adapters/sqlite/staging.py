"""What a commit has to read of one tenant before it can be decided, in a handful of statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

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

_UNSETTLED: Final = """SELECT w.nth FROM w WHERE EXISTS(SELECT 1 FROM orderkit_outbox
    WHERE "partition" = w.c1 AND tenant = ? AND state < 2)"""


class AccountHead:
    """Where an account stands: its row number, balance, last sequence and newest entry."""

    __slots__ = ("balance", "last", "n", "sequence")

    def __init__(self, n: int, balance: int, sequence: int, last: int) -> None:
        self.n = n
        self.balance = balance
        self.sequence = sequence
        self.last = last


class DocumentHead:
    """Where a document stands; ``keys`` are its index rows as JSON. Row number 0: new."""

    __slots__ = ("keys", "last", "n", "owner", "version")

    def __init__(self, n: int, version: int, last: int, owner: str, keys: str) -> None:
        self.n = n
        self.version = version
        self.last = last
        self.owner = owner
        self.keys = keys


class Stage:
    """
    What was read of one tenant for some change sets.

    Attributes:
        slate: What the sets are evaluated against.

        documents: Those that exist.

        accounts: Those that have a row.

        partitions: Those of the outbox that have unsettled rows.
    """

    __slots__ = ("accounts", "documents", "partitions", "slate", "tenant")

    def __init__(self, handle: Handle, tenant: str, changes: Sequence[ChangeSet]) -> None:
        self.tenant = tenant
        self.documents = _documents(handle, tenant, changes)
        self.accounts = account_heads(handle, tenant, _account_names(changes))
        self.slate = Slate(
            answers(handle, tenant, [answer.key for one in changes for answer in one.answers]),
            {key: head.version for key, head in self.documents.items()},
            {name: (head.balance, head.sequence) for name, head in self.accounts.items()},
            _emitted(handle, tenant, [emit.id for one in changes for emit in one.emits]),
        )
        partitions = {emit.partition for one in changes for emit in one.emits}
        self.partitions = _unsettled(handle, tenant, list(partitions))


def answers(handle: Handle, tenant: str, keys: Sequence[str]) -> dict[str, Answer]:
    """Return what those of *keys* stand for that stand for something."""
    found = found_for(handle.cursor, _ANSWERS, [(key,) for key in keys], tenant)
    return {keys[nth]: Answer(keys[nth], fingerprint, body) for nth, fingerprint, body in found}


def account_heads(handle: Handle, tenant: str, names: Iterable[str]) -> dict[str, AccountHead]:
    """Return those accounts of *names* that have a row, by number where it is known."""
    known = handle.numbers(tenant)
    by_number: list[str] = []
    by_name: list[str] = []
    for name in names:
        (by_number if name in known else by_name).append(name)
    numbers = [(known[name],) for name in by_number]
    heads = {
        by_number[nth]: AccountHead(*row)
        for nth, *row in found_for(handle.cursor, _BY_NUMBER, numbers)
    }
    for nth, *row in found_for(handle.cursor, _BY_NAME, [(name,) for name in by_name], tenant):
        heads[by_name[nth]] = head = AccountHead(*row)
        known[by_name[nth]] = head.n
    return heads


def _account_names(changes: Sequence[ChangeSet]) -> dict[str, None]:
    names = dict.fromkeys(bump.account for one in changes for bump in one.bumps)
    names.update(dict.fromkeys(entry.account for one in changes for entry in one.outside))
    return names


def _documents(
    handle: Handle, tenant: str, changes: Sequence[ChangeSet]
) -> dict[DocumentKey, DocumentHead]:
    keys = {(put.kind, put.id) for one in changes for put in one.puts}
    keys.update((check.kind, check.id) for one in changes for check in one.checks)
    wanted = list(keys)
    found = found_for(handle.cursor, _DOCUMENTS, wanted, tenant)
    return {wanted[nth]: DocumentHead(*row) for nth, *row in found}


def _emitted(handle: Handle, tenant: str, ids: Sequence[str]) -> set[str]:
    found = found_for(handle.cursor, _EMITTED, [(id_,) for id_ in ids], tenant)
    return {ids[nth] for (nth,) in found}


def _unsettled(handle: Handle, tenant: str, partitions: Sequence[str]) -> set[str]:
    found = found_for(handle.cursor, _UNSETTLED, [(one,) for one in partitions], tenant)
    return {partitions[nth] for (nth,) in found}
