"""The repository in a SQLite file, blocking and awaited."""

from __future__ import annotations

import os
import sqlite3
from asyncio import wrap_future
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from functools import partial
from typing import Any, Final, Literal, TypeVar

from orderkit.adapters.asked import checked_lease, checked_sets
from orderkit.adapters.awaiting import AwaitedRepository
from orderkit.adapters.pages import checked_limit
from orderkit.adapters.sqlite import outbox, reading, schema, writing
from orderkit.adapters.sqlite.connection import Handle, Joined, Pool, Transactions
from orderkit.errors import Unavailable
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

T = TypeVar("T")
_LIMITS: Final = Limits()


class SqliteRepository:
    """
    All ports in one SQLite file; may be used by any number of threads and processes at once.

    Args:
        path: The file, or ``":memory:"``.

        synchronous: ``"NORMAL"``: what was committed survives the death of the process, and the
            last moments may be lost to a power failure; ``"FULL"``: it survives that as well.

        busy_seconds: How long a call tries to get the file's lock before it is ``Unavailable``.

        connect: Called like ``sqlite3.connect``, for those who bring another build of SQLite.

    >>> repository = SqliteRepository(":memory:")
    >>> repository.migrate()
    >>> repository.version()
    1
    >>> repository.close()
    """

    joined = False

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        synchronous: Literal["NORMAL", "FULL"] = "NORMAL",
        busy_seconds: float = 10,
        connect: Callable[..., sqlite3.Connection] = sqlite3.connect,
    ) -> None:
        self._transactions: Transactions
        self._transactions = Pool(os.fspath(path), synchronous, busy_seconds, connect)

    @classmethod
    def joining(cls, connection: sqlite3.Connection) -> SqliteRepository:
        """
        Return a repository inside the transaction that the host has begun on *connection*.

        What it commits lies in a savepoint: it lands when the host commits and goes when the host
        rolls back. It makes one attempt, remembers nothing and closes nothing.

        Raises:
            InvalidInput: The connection does not give text as ``str``.
        """
        repository = cls(":memory:")  # opens nothing yet, and now never will
        repository._transactions = Joined(connection)
        repository.joined = True
        return repository

    def load(self, tenant: str, wanted: Wanted, /) -> Loaded:
        """Return documents, balances and answers of keys, as of one instant."""
        return self._transactions.read(partial(reading.load, tenant, wanted), snapshot=False)

    def find(  # noqa: PLR0917 - the port's signature
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
        search = (tenant, kind, index, equals, owner)
        return self._transactions.read(partial(reading.find, search, after, checked_limit(limit)))

    def history(
        self, tenant: str, document: DocumentKey, before: int | None, limit: int, /
    ) -> tuple[VersionRow, ...]:
        """Return up to *limit* versions below *before*, newest first."""
        work = partial(reading.history, tenant, document, before, checked_limit(limit))
        return self._transactions.read(work)

    def balances(self, tenant: str, accounts: Sequence[str], /) -> tuple[int, ...]:
        """Return the balance of each account; 0 for one never moved."""
        return self.load(tenant, Wanted(accounts=tuple(accounts))).balances

    def entries(
        self, tenant: str, account: str, before: str | None, limit: int, /
    ) -> tuple[tuple[EntryRow, ...], str | None]:
        """Return up to *limit* entries, newest first, and the cursor of the following ones."""
        work = partial(reading.entries, tenant, account, before, checked_limit(limit))
        return self._transactions.read(work)

    def accounts(self, tenant: str, after: str, limit: int, /) -> tuple[tuple[str, int, int], ...]:
        """Return (name, balance, last sequence) of up to *limit* accounts named above *after*."""
        work = partial(reading.accounts, tenant, after, checked_limit(limit))
        return self._transactions.read(work)

    def at_one_instant(self, work: Callable[[Repository], T], /) -> T:
        """Return what *work* makes of a snapshot of the file; others go on writing beside it."""

        def reading_on(handle: Handle) -> T:
            view = copy(self)
            view._transactions = Joined(handle.connection)  # noqa: SLF001 - its own copy
            return work(view)

        return self._transactions.read(reading_on)

    def limits(self) -> Limits:
        """Return what this store declares of itself."""
        return _LIMITS

    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        """Commit change sets, each by itself, in one transaction; one outcome each, in order."""
        checked_sets(sets, _LIMITS)
        try:
            return self._transactions.write(partial(writing.commit, sets))
        except writing.Taken:
            return self._transactions.write(partial(writing.commit, sets, exact=True))

    def outcome(self, tenant: str, keys: Sequence[str], /) -> tuple[Answer | None, ...]:
        """Return what each key stands for."""
        return self.load(tenant, Wanted(keys=tuple(keys))).answers

    def claim(
        self, now: int, lease_until: int, limit: int, worker: str, tenant: str | None = None, /
    ) -> tuple[Claim, ...]:
        """Lease up to *limit* due rows; of all tenants in turn where *tenant* is None."""
        checked_lease(now, lease_until, limit)
        # A worker asks again and again, mostly for nothing: that takes no lock.
        if not self._transactions.read(partial(outbox.due, now, 1, tenant)):
            return ()
        return self._transactions.write(
            partial(outbox.claim, now, lease_until, limit, worker, tenant)
        )

    def settle(self, claims: Sequence[tuple[Claim, Settlement]], /) -> tuple[bool, ...]:
        """Settle claims; True where the token was live."""
        return self._transactions.write(partial(outbox.settle, claims))

    def backlog(self, tenant: str, /) -> tuple[int, int]:
        """Return how many rows wait or are leased, and how many are dead."""
        return self._transactions.read(partial(outbox.backlog, tenant))

    def accesses(self, tenant: str, limit: int, /) -> tuple[AccessRow, ...]:
        """Return the last *limit* lines of the access log, newest first."""
        return self._transactions.read(partial(reading.accesses, tenant, checked_limit(limit)))

    def version(self) -> int:
        """Return the schema version found; 0 before the first ``migrate``."""
        return self._transactions.read(_version, checked=False)

    def migrate(self) -> None:
        """Bring the schema to the version this code writes."""
        self._transactions.prepare()
        self._transactions.write(_migrate, checked=False)

    def close(self) -> None:
        """Close every connection of our own."""
        self._transactions.close()


def _version(handle: Handle) -> int:
    return schema.found_version(handle.cursor)


def _migrate(handle: Handle) -> None:
    schema.migrate(handle.cursor)


class AsyncSqliteRepository(AwaitedRepository):
    """
    The same, awaited, in one thread of its own.

    Args:
        repository: The blocking one; it is closed with this one.
    """

    def __init__(self, repository: SqliteRepository) -> None:
        super().__init__(repository, self._in_thread)
        self._closed = False
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._process = os.getpid()
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="orderkit-sqlite")

    async def close(self) -> None:
        """Release everything held, after what is under way."""
        if not self._closed:
            await super().close()
            self._closed = True
            self._executor.shutdown(wait=False)

    async def _in_thread(self, call: Callable[..., Any], *arguments: Any) -> Any:
        if self._closed:
            raise Unavailable("this handle was closed; open another one")
        if self._process != os.getpid():  # a fork does not copy threads
            self._begin_anew()
        return await wrap_future(self._executor.submit(call, *arguments))
