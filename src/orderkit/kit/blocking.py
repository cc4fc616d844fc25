"""The facade for blocking code: ``OrderKit`` and ``Desk``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeVar, overload

import attrs

from orderkit.adapters.memory import MemoryRepository
from orderkit.flow import Actor, Command, Decision, Page, PermissionPolicy, Query, Rulebook
from orderkit.kit.audit import Audit, audited
from orderkit.kit.setting import (
    Clock,
    Seat,
    Setting,
    check_notifier,
    chunks,
    now_in_utc,
    rules,
)
from orderkit.ports import Notifier, Repository
from orderkit.shell import (
    Result,
    Services,
    drive,
    execute,
    execute_many,
    execute_together,
    preview,
)
from orderkit.shell.blocking import BlockingShell
from orderkit.shell.lookups import PastVersion, find, get, history
from orderkit.shell.relay import Delivered, RelayPolicy, relay_once

A = TypeVar("A")
T = TypeVar("T")
Progress = Callable[[int, int], None]


class Desk(Seat):
    """
    Where one actor works in one tenant: execute commands, preview them, read.

    Made by :meth:`OrderKit.acting`; cheap, to be made per request.
    """

    def __init__(self, setting: Setting, shell: BlockingShell, actor: Actor, tenant: str) -> None:
        super().__init__(setting, actor, tenant)
        self._shell = shell

    def execute(self, command: Command[A], *, key: str | None = None) -> A:
        """
        Carry out *command* and return its answer; again under the same key: the earlier answer.

        Args:
            key: Idempotency key; the command's natural key unless given.

        Raises:
            InvalidInput: The command cannot be what it claims.
            Refused: The business says no; nothing was written.
            Conflict: Somebody else was faster, again and again.
            Unavailable: The store could not be reached; nothing was written.
            Unknown: It may have happened: repeat it with the same key.
        """
        return drive(execute(self._job(command, key)), self._shell.serve)

    def preview(self, command: Command[A]) -> Decision[A]:
        """Decide *command* without committing anything: its answer and what it would write."""
        return drive(preview(self._job(command, None)), self._shell.serve)

    @overload
    def execute_many(
        self,
        commands: Sequence[Command[A]],
        *,
        keys: Sequence[str | None] | None = None,
        progress: Progress | None = None,
        size: int = 100,
    ) -> list[Result[A]]: ...
    @overload
    def execute_many(
        self,
        commands: Sequence[Command[A]],
        *,
        all: Literal[True],
        keys: Sequence[str | None] | None = None,
    ) -> list[A]: ...
    def execute_many(
        self,
        commands: Sequence[Command[A]],
        *,
        all: bool = False,  # noqa: A002 - the word that says it
        keys: Sequence[str | None] | None = None,
        progress: Progress | None = None,
        size: int = 100,
    ) -> list[Result[A]] | list[A]:
        """
        Carry out many commands in few round trips, as if one after the other.

        Args:
            all: False: each by itself, one ``Ok`` or ``Failed`` each, in input order. True: in
                one commit or not at all; returns the answers, raises the first refusal.
            keys: Idempotency keys in the order of the commands, None for the natural one.
            progress: Called with (done, total) after every *size* commands.
            size: Commands decided and committed together.
        """
        jobs = self._jobs(commands, keys)
        if all:
            return drive(execute_together(jobs), self._shell.serve)
        results: list[Result[A]] = []
        for part in chunks(len(jobs), size):
            results += drive(execute_many(jobs[part]), self._shell.serve)
            if progress is not None:
                progress(len(results), len(jobs))
        return results

    def get(self, kind: type[T], id: str) -> T:  # noqa: A002 - the field's own word
        """
        Return the document *id*.

        Raises:
            NotPermitted: This actor may not read documents of the kind.
            NotFound: It is not there, or not theirs.
        """
        return drive(get(self._view(), kind, id), self._shell.serve)

    def find(self, query: Query[T], *, after: str | None = None, limit: int = 100) -> Page[T]:
        """Return a page of what a declared query finds; pass ``page.next`` as *after* for more."""
        return drive(find(self._view(), query, after, limit), self._shell.serve)

    def history(
        self,
        kind: type[Any],
        id: str,  # noqa: A002 - the field's own word
        *,
        before: int | None = None,
        limit: int = 100,
    ) -> tuple[PastVersion, ...]:
        """Return the versions of a document, newest first, each with its audit entry."""
        return drive(history(self._view(), kind, id, before, limit), self._shell.serve)


class OrderKit:
    """
    The whole library over one repository.

    >>> kit = OrderKit.memory()
    >>> desk = kit.acting(Actor.person("ann", roles={"sales"}), tenant="acme")
    """

    def __init__(
        self,
        repository: Repository,
        *,
        rulebook: Rulebook | None = None,
        permissions: PermissionPolicy | None = None,
        services: Mapping[type[Any], Callable[[Any], Any]] | None = None,
        clock: Clock = now_in_utc,
    ) -> None:
        joined = bool(getattr(repository, "joined", False))
        self._setting = Setting(rules(rulebook, permissions), services or {}, clock, joined=joined)
        self._shell = BlockingShell(repository, Services(self._setting.services))

    @classmethod
    def memory(cls, **options: Any) -> Self:
        """Return a kit that forgets on exit; *options* as for the class."""
        return cls(MemoryRepository(), **options)

    @classmethod
    def sqlite(cls, path: str | Path, **options: Any) -> Self:
        """Return a kit over an SQLite file; call :meth:`migrate` before its first use."""
        from orderkit.adapters.sqlite import SqliteRepository

        return cls(SqliteRepository(path), **options)

    def joining(self, connection: Any) -> OrderKit:
        """
        Return a kit inside the application's own open transaction on a ``sqlite3.Connection``.

        One attempt per command; commit and roll back are the application's; nothing is cached.
        """
        from orderkit.adapters.sqlite import SqliteRepository

        kit = OrderKit(SqliteRepository.joining(connection))
        kit._setting = attrs.evolve(self._setting, joined=True)
        kit._shell = BlockingShell(kit.repository, Services(self._setting.services))
        return kit

    @property
    def repository(self) -> Repository:
        """The storage adapter underneath."""
        return self._shell.repository

    def acting(self, actor: Actor, *, tenant: str) -> Desk:
        """Return the desk of *actor* in *tenant*."""
        return Desk(self._setting, self._shell, actor, tenant)

    def migrate(self) -> None:
        """Bring the repository's schema to the version this code writes."""
        self.repository.migrate()

    def parse(self, kind: type[T], data: Mapping[str, Any] | str | bytes) -> T:
        """
        Build a command, event or document from JSON.

        Raises:
            InvalidInput: With every fault at once, each with its path.
        """
        return self._setting.codec.parse(kind, data)

    def schemas(self) -> dict[str, dict[str, Any]]:
        """Return the JSON Schema of every declared command and event, by name."""
        return self._setting.codec.schemas()

    def deliver(
        self,
        notifier: Notifier,
        *,
        tenant: str | None = None,
        policy: RelayPolicy | None = None,
    ) -> Delivered:
        """Hand everything that is due in the outbox to *notifier*, here and now."""
        policy = policy or RelayPolicy()
        check_notifier(notifier)
        total = Delivered()
        while True:
            now = self._setting.moment_us()
            work = relay_once(tenant, notifier, self._setting.codec, now, policy)
            done = drive(work, self._shell.serve)
            total = total.plus(done)
            if not done.total:
                return total

    def audit(self, tenant: str) -> Audit:
        """
        Recompute all balances, chains and sums of *tenant*, and name what drifted.

        Others may go on writing: all is read as of one instant. With an adapter of your own that
        offers no such reading, run it while nothing is written.
        """
        return audited(self.repository, tenant, self._setting.codec)

    def close(self) -> None:
        """Release the repository."""
        self.repository.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        why: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
