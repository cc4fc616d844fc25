"""The facade for asyncio: ``AsyncOrderKit`` and ``AsyncDesk``, the same names awaited."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeVar, overload

from orderkit.adapters.memory import AsyncMemoryRepository
from orderkit.flow import Actor, Command, Decision, Page, PermissionPolicy, Query, Rulebook
from orderkit.kit.audit import Audit, audited_async
from orderkit.kit.blocking import Progress
from orderkit.kit.setting import (
    Clock,
    Seat,
    Setting,
    check_notifier,
    chunks,
    now_in_utc,
    rules,
)
from orderkit.ports import Notifier
from orderkit.ports.awaited import AsyncRepository
from orderkit.shell import (
    Result,
    Services,
    drive_async,
    execute,
    execute_many,
    execute_together,
    preview,
)
from orderkit.shell.awaiting import AsyncShell
from orderkit.shell.lookups import PastVersion, find, get, history
from orderkit.shell.relay import Delivered, RelayPolicy, relay_once

A = TypeVar("A")
T = TypeVar("T")


class AsyncDesk(Seat):
    """:class:`~orderkit.kit.blocking.Desk`, awaited."""

    def __init__(self, setting: Setting, shell: AsyncShell, actor: Actor, tenant: str) -> None:
        super().__init__(setting, actor, tenant)
        self._shell = shell

    async def execute(self, command: Command[A], *, key: str | None = None) -> A:
        """See :meth:`Desk.execute <orderkit.kit.blocking.Desk.execute>`."""
        return await drive_async(execute(self._job(command, key)), self._shell.serve)

    async def preview(self, command: Command[A]) -> Decision[A]:
        """See :meth:`Desk.preview <orderkit.kit.blocking.Desk.preview>`."""
        return await drive_async(preview(self._job(command, None)), self._shell.serve)

    @overload
    async def execute_many(
        self,
        commands: Sequence[Command[A]],
        *,
        keys: Sequence[str | None] | None = None,
        progress: Progress | None = None,
        size: int = 100,
    ) -> list[Result[A]]: ...
    @overload
    async def execute_many(
        self,
        commands: Sequence[Command[A]],
        *,
        all: Literal[True],
        keys: Sequence[str | None] | None = None,
    ) -> list[A]: ...
    async def execute_many(
        self,
        commands: Sequence[Command[A]],
        *,
        all: bool = False,  # noqa: A002 - the word that says it
        keys: Sequence[str | None] | None = None,
        progress: Progress | None = None,
        size: int = 100,
    ) -> list[Result[A]] | list[A]:
        """See :meth:`Desk.execute_many <orderkit.kit.blocking.Desk.execute_many>`."""
        jobs = self._jobs(commands, keys)
        if all:
            return await drive_async(execute_together(jobs), self._shell.serve)
        results: list[Result[A]] = []
        for part in chunks(len(jobs), size):
            results += await drive_async(execute_many(jobs[part]), self._shell.serve)
            if progress is not None:
                progress(len(results), len(jobs))
        return results

    async def get(self, kind: type[T], id: str) -> T:  # noqa: A002 - the field's own word
        """See :meth:`Desk.get <orderkit.kit.blocking.Desk.get>`."""
        return await drive_async(get(self._view(), kind, id), self._shell.serve)

    async def find(self, query: Query[T], *, after: str | None = None, limit: int = 100) -> Page[T]:
        """See :meth:`Desk.find <orderkit.kit.blocking.Desk.find>`."""
        return await drive_async(find(self._view(), query, after, limit), self._shell.serve)

    async def history(
        self,
        kind: type[Any],
        id: str,  # noqa: A002 - the field's own word
        *,
        before: int | None = None,
        limit: int = 100,
    ) -> tuple[PastVersion, ...]:
        """See :meth:`Desk.history <orderkit.kit.blocking.Desk.history>`."""
        work = history(self._view(), kind, id, before, limit)
        return await drive_async(work, self._shell.serve)


class AsyncOrderKit:
    """:class:`~orderkit.kit.blocking.OrderKit` for event loops: the same names, awaited."""

    def __init__(
        self,
        repository: AsyncRepository,
        *,
        rulebook: Rulebook | None = None,
        permissions: PermissionPolicy | None = None,
        services: Mapping[type[Any], Callable[[Any], Any]] | None = None,
        clock: Clock = now_in_utc,
    ) -> None:
        self._setting = Setting(rules(rulebook, permissions), services or {}, clock)
        self._shell = AsyncShell(repository, Services(self._setting.services))

    @classmethod
    def memory(cls, **options: Any) -> Self:
        """Return a kit that forgets on exit; *options* as for the class."""
        return cls(AsyncMemoryRepository(), **options)

    @classmethod
    def sqlite(cls, path: str | Path, **options: Any) -> Self:
        """Return a kit over an SQLite file; await :meth:`migrate` before its first use."""
        from orderkit.adapters.sqlite import (
            AsyncSqliteRepository,
            SqliteRepository,
        )

        return cls(AsyncSqliteRepository(SqliteRepository(path)), **options)

    @property
    def repository(self) -> AsyncRepository:
        """The storage adapter underneath."""
        return self._shell.repository

    def acting(self, actor: Actor, *, tenant: str) -> AsyncDesk:
        """Return the desk of *actor* in *tenant*."""
        return AsyncDesk(self._setting, self._shell, actor, tenant)

    async def migrate(self) -> None:
        """Bring the repository's schema to the version this code writes."""
        await self.repository.migrate()

    def parse(self, kind: type[T], data: Mapping[str, Any] | str | bytes) -> T:
        """See :meth:`OrderKit.parse <orderkit.kit.blocking.OrderKit.parse>`."""
        return self._setting.codec.parse(kind, data)

    def schemas(self) -> dict[str, dict[str, Any]]:
        """Return the JSON Schema of every declared command and event, by name."""
        return self._setting.codec.schemas()

    async def deliver(
        self,
        notifier: Notifier,
        *,
        tenant: str | None = None,
        policy: RelayPolicy | None = None,
    ) -> Delivered:
        """Hand everything that is due in the outbox to *notifier*; awaits what it returns."""
        policy = policy or RelayPolicy()
        check_notifier(notifier)
        total = Delivered()
        while True:
            now = self._setting.moment_us()
            work = relay_once(tenant, notifier, self._setting.codec, now, policy)
            done = await drive_async(work, self._shell.serve)
            total = total.plus(done)
            if not done.total:
                return total

    async def audit(self, tenant: str) -> Audit:
        """See :meth:`OrderKit.audit <orderkit.kit.blocking.OrderKit.audit>`."""
        return await audited_async(self.repository, tenant, self._setting.codec)

    async def close(self) -> None:
        """Release the repository."""
        await self.repository.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        why: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()
