"""What a commit has to know of one tenant before it can be decided, and how to learn it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, Final, TypeAlias

from orderkit.adapters.sqlite.connection import Handle
from orderkit.adapters.sqlite.many import found_for
from orderkit.adapters.sqlite.remembered import NO_ACCOUNT
from orderkit.ports import Answer, ChangeSet, DocumentKey, Slate

_ANSWERS: Final = """SELECT w.nth, a.fingerprint, a.body FROM w CROSS JOIN orderkit_answers a
    ON a.key = w.c1 AND a.tenant = ?"""

_HEADS: Final = """SELECT w.nth, d.version, d.last, d.owner, d.keys
    FROM w CROSS JOIN orderkit_documents d ON d.kind = w.c1 AND d.id = w.c2 AND d.tenant = ?"""

_ACCOUNTS: Final = """SELECT w.nth, b.n, b.balance, b.sequence, b.last
    FROM w CROSS JOIN orderkit_accounts a ON a.name = w.c1 AND a.tenant = ?
    CROSS JOIN orderkit_balances b ON b.n = a.n"""

_EMITTED: Final = """SELECT w.nth FROM w CROSS JOIN orderkit_outbox o
    ON o.id = w.c1 AND o.tenant = ?"""

DocumentHead: TypeAlias = tuple[int, int, str, str]
"""Where a document stands: version, newest row, owner, its index rows as JSON."""


class Stage:
    """
    What is known of one tenant for some change sets, inside their transaction.

    Args:
        exact: Whether used keys, outbox ids and ids of new documents are looked up. Nearly always
            there are none, and then the tables' own keys are enough to refuse them.

    Attributes:
        slate: What the sets are evaluated against.

        documents: Those that exist of the ones to be changed.

        accounts: Where those to be moved stand; the writer moves them on.
    """

    __slots__ = ("accounts", "documents", "slate", "tenant")

    def __init__(
        self, handle: Handle, tenant: str, changes: Sequence[ChangeSet], *, exact: bool
    ) -> None:
        self.tenant = tenant
        remembered = handle.memory.documents(tenant)
        puts = [put for one in changes for put in one.puts]
        checks = {check[:2] for one in changes for check in one.checks}
        wanted = {put[:2] for put in puts if exact or put.expect}
        wanted.update([key for key in checks if key not in remembered])
        self.documents = _heads(handle, tenant, wanted)
        versions = {key: head[0] for key, head in self.documents.items()}
        for key in checks.union([put[:2] for put in puts]):
            stored = remembered.get(key)
            if stored is not None:
                versions[key] = stored.version
        names = _account_names(changes)
        accounts = handle.memory.accounts(tenant)
        learn_accounts(handle, tenant, [name for name in names if name not in accounts])
        self.accounts = dict(zip(names, map(accounts.__getitem__, names), strict=True))
        keys = [answer.key for one in changes for answer in one.answers] if exact else []
        ids = [emit.id for one in changes for emit in one.emits] if exact else []
        self.slate = Slate(
            answers(handle, tenant, keys),
            versions,
            {name: head[1:3] for name, head in self.accounts.items()},
            _emitted(handle, tenant, ids),
        )


def answers(handle: Handle, tenant: str, keys: Sequence[str]) -> dict[str, Answer]:
    """Return what those of *keys* stand for that stand for something."""
    found = found_for(handle.cursor, _ANSWERS, [(key,) for key in keys], tenant)
    return {keys[nth]: Answer(keys[nth], fingerprint, body) for nth, fingerprint, body in found}


def learn_accounts(handle: Handle, tenant: str, names: Sequence[str]) -> None:
    """Read where the accounts *names* stand and remember it."""
    heads: dict[str, Any] = dict.fromkeys(names, NO_ACCOUNT)
    for row in found_for(handle.cursor, _ACCOUNTS, [(name,) for name in names], tenant):
        heads[names[row[0]]] = row[1:]
    for name, found in heads.items():
        handle.memory.add_account(tenant, name, found)


def _account_names(changes: Sequence[ChangeSet]) -> dict[str, None]:
    bumps = chain.from_iterable([one.bumps for one in changes])
    names = dict.fromkeys(map(itemgetter(0), bumps))
    names.update(dict.fromkeys([entry[0] for one in changes for entry in one.outside]))
    return names


def _heads(
    handle: Handle, tenant: str, keys: Iterable[DocumentKey]
) -> dict[DocumentKey, DocumentHead]:
    wanted = list(keys)
    found = found_for(handle.cursor, _HEADS, wanted, tenant)
    return {wanted[row[0]]: row[1:] for row in found}


def _emitted(handle: Handle, tenant: str, ids: Sequence[str]) -> set[str]:
    found = found_for(handle.cursor, _EMITTED, [(id_,) for id_ in ids], tenant)
    return {ids[nth] for (nth,) in found}
