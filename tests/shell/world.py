"""A repository that is watched and can be disturbed, and both shells over it behind one face."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast

from orderkit.adapters.awaiting import AwaitedRepository, at_once
from orderkit.adapters.memory import MemoryRepository
from orderkit.codec import Codec
from orderkit.errors import Unavailable, Unknown
from orderkit.flow import PERMISSIONS, Actor, Command, Context, Decision, RolePolicy, Rulebook
from orderkit.ports import Access, EntryRow, Repository, Wanted
from orderkit.shell import (
    ATTEMPTS,
    Demand,
    Job,
    Services,
    drive,
    drive_async,
    execute,
    preview,
)
from orderkit.shell.awaiting import AsyncShell
from orderkit.shell.blocking import BlockingShell

A = TypeVar("A")
NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
ANN = Actor.person("ann", roles={"clerk"})
BOB = Actor.person("bob", roles={"clerk"})
EVE = Actor.person("eve")
POLICY = RolePolicy(
    commands={"clerk": ["sample.*"], "buyer": ["sample.book", "sample.rename"]},
    reads={"clerk": ["*"], "buyer": ["sample.shelf", "sample.booking"]},
)
RULES = Rulebook({PERMISSIONS: POLICY})
CODEC = Codec()


def buyer(customer: str) -> Actor:
    return Actor.person(f"of-{customer}", roles={"buyer"}, customer=customer)


class Watched:
    """
    A repository in memory whose calls are counted, and before or after which things can happen.

    ``disturb("commit", action)`` runs *action* before the next commit, once; an action that raises
    makes the call fail. ``disturb("commit", action, after=True)`` runs it when the call has taken
    effect: the acknowledgement is lost.
    """

    def __init__(self) -> None:
        self.raw = MemoryRepository()
        self.calls: Counter[str] = Counter()
        self.loads: list[Wanted] = []
        self.changes: list[int] = []
        self.disturbances: dict[tuple[str, bool], list[Callable[[], object]]] = {}

    def disturb(self, method: str, *actions: Callable[[], object], after: bool = False) -> None:
        self.disturbances.setdefault((method, after), []).extend(actions)

    def __getattr__(self, method: str) -> Any:
        plain = getattr(self.raw, method)
        if not callable(plain):
            return plain

        def call(*arguments: Any) -> Any:
            self.calls[method] += 1
            if method == "load":
                self.loads.append(arguments[1])
            if method == "commit":
                self.changes.append(len(arguments[0]))
            self._happen(method, after=False)
            answer = plain(*arguments)
            self._happen(method, after=True)
            return answer

        return call

    def _happen(self, method: str, *, after: bool) -> None:
        waiting = self.disturbances.get((method, after))
        if waiting:
            waiting.pop(0)()


def unreachable() -> None:
    raise Unavailable("the store does not answer")


def unacknowledged() -> None:
    raise Unknown("the line went dead")


class World:
    """One store and one shell over it; what differs between the shells is not to be seen."""

    def __init__(self, *, awaited: bool = False) -> None:
        self.awaited = awaited
        self.store = Watched()
        self.services: dict[type[Any], Callable[[Any], Any]] = {}
        self.now = NOON
        self.keys = 0

    def run(self, execution: Generator[Demand, Any, A]) -> A:
        services = Services(self.services)
        if self.awaited:
            shell = AsyncShell(AwaitedRepository(self.port, at_once), services)
            return asyncio.run(drive_async(execution, shell.serve))
        return drive(execution, BlockingShell(self.port, services).serve)

    @property
    def port(self) -> Repository:
        return cast("Repository", self.store)

    def job(
        self,
        command: Command[A],
        *,
        key: str | None = None,
        actor: Actor = ANN,
        tenant: str = "acme",
        rules: Rulebook = RULES,
        attempts: int = ATTEMPTS,
        joined: bool = False,
    ) -> Job[A]:
        natural = command.key() if key is None else key
        self.keys += 1
        self.now += timedelta(milliseconds=1)
        context = Context(self.now, tenant, actor, natural or f"random-{self.keys}", rules)
        return Job(
            command,
            context,
            CODEC,
            repeatable=natural is not None,
            attempts=attempts,
            joined=joined,
        )

    def execute(self, command: Command[A], **options: Any) -> A:
        return self.run(execute(self.job(command, **options)))

    def preview(self, command: Command[A], **options: Any) -> Decision[A]:
        return self.run(preview(self.job(command, **options)))

    def meanwhile(self, command: Command[Any], **options: Any) -> Callable[[], object]:
        """Make somebody else's execution of *command*, to be let loose between two calls."""

        def happen() -> object:
            other = World()
            other.store.raw = self.store.raw
            other.now, other.keys, other.services = self.now, self.keys + 1_000, self.services
            self.keys += 1_000
            return other.execute(command, **options)

        return happen

    def jobs(self, commands: Sequence[Command[A]], **options: Any) -> list[Job[A]]:
        return [self.job(command, **options) for command in commands]

    def balances(self, *accounts: str, tenant: str = "acme") -> tuple[int, ...]:
        return self.store.raw.balances(tenant, accounts)

    def entries(self, account: str) -> list[EntryRow]:
        return list(self.store.raw.entries("acme", account, None, 1000)[0])

    def version(self, kind: str, id: str) -> int:  # noqa: A002 - the field's own word
        [stored] = self.store.raw.load("acme", Wanted(((kind, id),))).documents
        return 0 if stored is None else stored.version

    def value(self, cls: type[A], kind: str, id: str) -> A | None:  # noqa: A002 - as above
        [stored] = self.store.raw.load("acme", Wanted(((kind, id),))).documents
        return None if stored is None else CODEC.document(cls, stored)

    def accesses(self) -> list[Access]:
        return [row.access for row in self.store.raw.accesses("acme", 1000)]

    def waiting(self) -> int:
        return self.store.raw.backlog("acme")[0]
