"""
The ports awaited: the same names, the same clauses, ``async def``.

The clauses stand once, in :mod:`orderkit.ports.protocols`. ``orderkit.adapters.awaiting`` makes
one of these of any blocking repository.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from orderkit.ports.records import (
    AccessRow,
    Answer,
    ChangeSet,
    Claim,
    DocumentKey,
    EntryRow,
    Found,
    Limits,
    Loaded,
    Outcome,
    Settlement,
    VersionRow,
    Wanted,
)


class AsyncDocuments(Protocol):
    """Reading documents: clauses D1 to D6 of :class:`~orderkit.ports.Documents`, awaited."""

    async def load(self, tenant: str, wanted: Wanted, /) -> Loaded:
        """Return documents, balances and answers of keys, each at its question's position."""
        ...

    async def find(  # noqa: PLR0917 - positional only
        self,
        tenant: str,
        kind: str,
        index: str,
        equals: tuple[str, ...],
        owner: str,
        after: str | None,
        limit: int,
        /,
    ) -> Found:
        """Return the ids that stand under *equals* in a declared index."""
        ...

    async def history(
        self, tenant: str, document: DocumentKey, before: int | None, limit: int, /
    ) -> tuple[VersionRow, ...]:
        """Return up to *limit* versions below *before* (None: from the newest), newest first."""
        ...


class AsyncLedger(Protocol):
    """Reading accounts: clauses L1 to L4 of :class:`~orderkit.ports.Ledger`, awaited."""

    async def balances(self, tenant: str, accounts: Sequence[str], /) -> tuple[int, ...]:
        """Return the balance of each account."""
        ...

    async def entries(
        self, tenant: str, account: str, before: str | None, limit: int, /
    ) -> tuple[tuple[EntryRow, ...], str | None]:
        """Return up to *limit* entries, newest first, and the cursor of the following ones."""
        ...

    async def accounts(
        self, tenant: str, after: str, limit: int, /
    ) -> tuple[tuple[str, int, int], ...]:
        """Return (name, balance, last sequence) of up to *limit* accounts named above *after*."""
        ...


class AsyncWriter(Protocol):
    """Changing anything: clauses W1 to W9 of :class:`~orderkit.ports.Writer`, awaited."""

    async def limits(self) -> Limits:
        """Return what this store declares of itself."""
        ...

    async def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        """Commit change sets, each by itself; one outcome each, in order."""
        ...

    async def outcome(self, tenant: str, keys: Sequence[str], /) -> tuple[Answer | None, ...]:
        """Return what each key stands for."""
        ...


class AsyncOutbox(Protocol):
    """Handing out effects: clauses O1 to O6 of :class:`~orderkit.ports.Outbox`, awaited."""

    async def claim(
        self, now: int, lease_until: int, limit: int, worker: str, tenant: str | None = None, /
    ) -> tuple[Claim, ...]:
        """Lease up to *limit* due rows; *tenant* None is for the operator's own relay."""
        ...

    async def settle(self, claims: Sequence[tuple[Claim, Settlement]], /) -> tuple[bool, ...]:
        """Settle claims; True where the token was live."""
        ...

    async def backlog(self, tenant: str, /) -> tuple[int, int]:
        """Return how many rows wait or are leased, and how many are dead."""
        ...


class AsyncAccessLog(Protocol):
    """Reading the access log: clause A1 of :class:`~orderkit.ports.AccessLog`, awaited."""

    async def accesses(self, tenant: str, limit: int, /) -> tuple[AccessRow, ...]:
        """Return the last *limit* lines."""
        ...


class AsyncSchema(Protocol):
    """The store's own layout: clauses Y1 to Y3 of :class:`~orderkit.ports.Schema`, awaited."""

    async def version(self) -> int:
        """Return the schema version found; 0 before the first ``migrate``."""
        ...

    async def migrate(self) -> None:
        """Bring the schema to the version this code writes."""
        ...

    async def close(self) -> None:
        """Release everything held."""
        ...


class AsyncRepository(
    AsyncDocuments, AsyncLedger, AsyncWriter, AsyncOutbox, AsyncAccessLog, AsyncSchema, Protocol
):
    """All ports in one object, awaited; ``joined`` as in :class:`~orderkit.ports.Repository`."""

    @property
    def joined(self) -> bool:
        """Whether it works inside the host's own transaction."""
        ...
