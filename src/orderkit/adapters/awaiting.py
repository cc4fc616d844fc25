"""
From blocking to awaited: one bridge for every repository, so that no adapter is written twice.

How a call is run is a function: :func:`at_once` for one that waits for nothing, a thread of its
own for one that does.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, Protocol

from orderkit.ports import (
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
    Repository,
    Settlement,
    VersionRow,
    Wanted,
)


class Run(Protocol):
    """Calls a blocking function and awaits what it returns."""

    def __call__(self, call: Callable[..., Any], *arguments: Any) -> Awaitable[Any]:
        """Run *call* with *arguments*."""
        ...


async def at_once(call: Callable[..., Any], *arguments: Any) -> Any:
    """Run a call that does not wait for anything."""
    return call(*arguments)


class AwaitedRepository:
    """
    Any blocking repository, awaited: the same methods with the same clauses.

    Where *run* uses a thread, a cancelled await cancels a call that has not begun; one that has
    begun comes to its end unseen. To the one who was cancelled a commit is then ``Unknown``: it
    happened wholly or not at all, and the same change set asks which.
    """

    def __init__(self, repository: Repository, run: Run) -> None:
        self._repository = repository
        self._run = run

    @property
    def joined(self) -> bool:
        """Whether it works inside the host's transaction."""
        return self._repository.joined

    async def load(self, tenant: str, wanted: Wanted, /) -> Loaded:
        """Return documents, balances and answers of keys, as of one instant."""
        loaded: Loaded = await self._run(self._repository.load, tenant, wanted)
        return loaded

    async def find(  # noqa: PLR0917 - the port's signature
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
        """Return the ids that stand under *equals* in a declared index, by (sort, id)."""
        found: Found = await self._run(
            self._repository.find, tenant, kind, index, equals, owner, after, limit
        )
        return found

    async def history(
        self, tenant: str, document: DocumentKey, before: int | None, limit: int, /
    ) -> tuple[VersionRow, ...]:
        """Return up to *limit* versions below *before*, newest first."""
        rows: tuple[VersionRow, ...] = await self._run(
            self._repository.history, tenant, document, before, limit
        )
        return rows

    async def balances(self, tenant: str, accounts: Sequence[str], /) -> tuple[int, ...]:
        """Return the balance of each account; 0 for one never moved."""
        found: tuple[int, ...] = await self._run(self._repository.balances, tenant, accounts)
        return found

    async def entries(
        self, tenant: str, account: str, before: str | None, limit: int, /
    ) -> tuple[tuple[EntryRow, ...], str | None]:
        """Return up to *limit* entries, newest first, and the cursor of the following ones."""
        page: tuple[tuple[EntryRow, ...], str | None] = await self._run(
            self._repository.entries, tenant, account, before, limit
        )
        return page

    async def accounts(
        self, tenant: str, after: str, limit: int, /
    ) -> tuple[tuple[str, int, int], ...]:
        """Return (name, balance, last sequence) of up to *limit* accounts named above *after*."""
        rows: tuple[tuple[str, int, int], ...] = await self._run(
            self._repository.accounts, tenant, after, limit
        )
        return rows

    @property
    def at_one_instant(self) -> Callable[[Callable[[Repository], Any]], Awaitable[Any]] | None:
        """The same of a *work* that blocks; None where the repository does not offer it."""
        offered = getattr(self._repository, "at_one_instant", None)
        return None if offered is None else partial(self._run, offered)

    async def limits(self) -> Limits:
        """Return what this store declares of itself."""
        return self._repository.limits()

    async def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        """Commit change sets, each by itself; one outcome each, in order."""
        outcomes: list[Outcome] = await self._run(self._repository.commit, sets)
        return outcomes

    async def outcome(self, tenant: str, keys: Sequence[str], /) -> tuple[Answer | None, ...]:
        """Return what each key stands for."""
        answers: tuple[Answer | None, ...] = await self._run(self._repository.outcome, tenant, keys)
        return answers

    async def claim(
        self, now: int, lease_until: int, limit: int, worker: str, tenant: str | None = None, /
    ) -> tuple[Claim, ...]:
        """Lease up to *limit* due rows; of all tenants in turn where *tenant* is None."""
        claims: tuple[Claim, ...] = await self._run(
            self._repository.claim, now, lease_until, limit, worker, tenant
        )
        return claims

    async def settle(self, claims: Sequence[tuple[Claim, Settlement]], /) -> tuple[bool, ...]:
        """Settle claims; True where the token was live."""
        settled: tuple[bool, ...] = await self._run(self._repository.settle, claims)
        return settled

    async def backlog(self, tenant: str, /) -> tuple[int, int]:
        """Return how many rows wait or are leased, and how many are dead."""
        counts: tuple[int, int] = await self._run(self._repository.backlog, tenant)
        return counts

    async def accesses(self, tenant: str, limit: int, /) -> tuple[AccessRow, ...]:
        """Return the last *limit* lines of the access log, newest first."""
        rows: tuple[AccessRow, ...] = await self._run(self._repository.accesses, tenant, limit)
        return rows

    async def version(self) -> int:
        """Return the schema version found; 0 before the first ``migrate``."""
        found: int = await self._run(self._repository.version)
        return found

    async def migrate(self) -> None:
        """Bring the schema to the version this code writes."""
        await self._run(self._repository.migrate)

    async def close(self) -> None:
        """Release everything held."""
        await self._run(self._repository.close)
