"""A blocking face for an async repository, so that both kinds answer to the same checks."""

from __future__ import annotations

from asyncio import Runner
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from threading import Lock
from typing import Any, TypeVar

from orderkit.ports import (
    AccessRow,
    Answer,
    AsyncRepository,
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


class Turns:
    """An event loop for several threads: one call after the other."""

    def __init__(self) -> None:
        self._runner = Runner()
        self._turn = Lock()

    def run(self, call: Coroutine[Any, Any, T]) -> T:
        """Return what *call* comes to, once the calls before it have come to their ends."""
        with self._turn:
            return self._runner.run(call)

    def close(self) -> None:
        """Close the loop."""
        self._runner.close()


class Awaited:
    """A :class:`~orderkit.ports.Repository` that runs each call of an async one to its end."""

    def __init__(self, repository: AsyncRepository, turns: Turns) -> None:
        self._repository = repository
        self._run = turns.run

    @property
    def joined(self) -> bool:
        """See :class:`~orderkit.ports.Repository`."""
        return self._repository.joined

    def load(self, tenant: str, wanted: Wanted, /) -> Loaded:
        """See :class:`~orderkit.ports.Documents`."""
        return self._run(self._repository.load(tenant, wanted))

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
        """See :class:`~orderkit.ports.Documents`."""
        return self._run(self._repository.find(tenant, kind, index, equals, owner, after, limit))

    def history(
        self, tenant: str, document: DocumentKey, before: int | None, limit: int, /
    ) -> tuple[VersionRow, ...]:
        """See :class:`~orderkit.ports.Documents`."""
        return self._run(self._repository.history(tenant, document, before, limit))

    def balances(self, tenant: str, accounts: Sequence[str], /) -> tuple[int, ...]:
        """See :class:`~orderkit.ports.Ledger`."""
        return self._run(self._repository.balances(tenant, accounts))

    def entries(
        self, tenant: str, account: str, before: str | None, limit: int, /
    ) -> tuple[tuple[EntryRow, ...], str | None]:
        """See :class:`~orderkit.ports.Ledger`."""
        return self._run(self._repository.entries(tenant, account, before, limit))

    def accounts(self, tenant: str, after: str, limit: int, /) -> tuple[tuple[str, int, int], ...]:
        """See :class:`~orderkit.ports.Ledger`."""
        return self._run(self._repository.accounts(tenant, after, limit))

    @property
    def at_one_instant(self) -> Callable[[Callable[[Repository], Any]], Any] | None:
        """See :class:`~orderkit.ports.Frozen`; None where the async one does not offer it."""
        offered = getattr(self._repository, "at_one_instant", None)
        return None if offered is None else partial(self._at_one_instant, offered)

    def _at_one_instant(self, offered: Any, work: Callable[[Repository], Any]) -> Any:
        async def asked() -> Any:
            return await offered(work)

        return self._run(asked())

    def limits(self) -> Limits:
        """See :class:`~orderkit.ports.Writer`."""
        return self._run(self._repository.limits())

    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        """See :class:`~orderkit.ports.Writer`."""
        return self._run(self._repository.commit(sets))

    def outcome(self, tenant: str, keys: Sequence[str], /) -> tuple[Answer | None, ...]:
        """See :class:`~orderkit.ports.Writer`."""
        return self._run(self._repository.outcome(tenant, keys))

    def claim(
        self, now: int, lease_until: int, limit: int, worker: str, tenant: str | None = None, /
    ) -> tuple[Claim, ...]:
        """See :class:`~orderkit.ports.Outbox`."""
        return self._run(self._repository.claim(now, lease_until, limit, worker, tenant))

    def settle(self, claims: Sequence[tuple[Claim, Settlement]], /) -> tuple[bool, ...]:
        """See :class:`~orderkit.ports.Outbox`."""
        return self._run(self._repository.settle(claims))

    def backlog(self, tenant: str, /) -> tuple[int, int]:
        """See :class:`~orderkit.ports.Outbox`."""
        return self._run(self._repository.backlog(tenant))

    def accesses(self, tenant: str, limit: int, /) -> tuple[AccessRow, ...]:
        """See :class:`~orderkit.ports.AccessLog`."""
        return self._run(self._repository.accesses(tenant, limit))

    def version(self) -> int:
        """See :class:`~orderkit.ports.Schema`."""
        return self._run(self._repository.version())

    def migrate(self) -> None:
        """See :class:`~orderkit.ports.Schema`."""
        self._run(self._repository.migrate())

    def close(self) -> None:
        """See :class:`~orderkit.ports.Schema`."""
        self._run(self._repository.close())
