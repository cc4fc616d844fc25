"""
Adapters with one planted fault each: the memory adapter, wrong in one way that was seen in practice.

``caught_by`` names the checks that must catch the fault; ``test_planted_faults.py`` asks them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from orderkit.adapters.memory import MemoryRepository
from orderkit.errors import Unavailable
from orderkit.ports import (
    Answer,
    Bump,
    ChangeSet,
    DocumentPut,
    Loaded,
    Outcome,
    Wanted,
    fits,
)
from orderkit.testing import Harness


class Faulty(MemoryRepository):
    """Right as it stands. A fault overrides one of the hooks, or a method of the ports."""

    def __init__(self, memory: Any = None, notes: dict[Any, Any] | None = None) -> None:
        super().__init__(memory)
        self.notes: dict[Any, Any] = {} if notes is None else notes
        """Shared by all handles on one store."""

    def beside(self) -> Faulty:
        return type(self)(self._memory, self.notes)

    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        for change in sets:
            fits(change, self.limits())
        return [self.one(change) for change in sets]

    def migrate(self) -> None:
        if self.notes.get("schema", 1) > 1:
            raise Unavailable("newer code has migrated this store")
        super().migrate()

    def one(self, change: ChangeSet) -> Outcome:
        return self.right(self.altered(change))

    def altered(self, change: ChangeSet) -> ChangeSet:
        puts = tuple(self.altered_put(change.tenant, put) for put in change.puts)
        bumps = tuple(self.altered_bump(change.tenant, bump) for bump in change.bumps)
        return change._replace(puts=puts, bumps=bumps)

    def altered_put(self, tenant: str, put: DocumentPut) -> DocumentPut:
        return put

    def altered_bump(self, tenant: str, bump: Bump) -> Bump:
        return bump

    def right(self, change: ChangeSet) -> Outcome:
        """Commit one change set as the memory adapter does."""
        return MemoryRepository.commit(self, [change])[0]

    def right_load(self, tenant: str, wanted: Wanted) -> Loaded:
        """Load as the memory adapter does."""
        return MemoryRepository.load(self, tenant, wanted)

    def found(self, tenant: str, put: DocumentPut) -> int:
        """The version that *put* finds."""
        (stored,) = self.right_load(tenant, Wanted(((put.kind, put.id),))).documents
        return 0 if stored is None else stored.version

    def balance(self, tenant: str, account: str) -> int:
        return self.right_load(tenant, Wanted(accounts=(account,))).balances[0]

    def answers(self, change: ChangeSet) -> tuple[Answer | None, ...]:
        """What the keys of *change* stand for already."""
        wanted = Wanted(keys=tuple(answer.key for answer in change.answers))
        return self.right_load(change.tenant, wanted).answers


class Fault(NamedTuple):
    """A faulty adapter and the checks that must catch it."""

    adapter: type[Faulty]
    checks: tuple[str, ...]

    def __str__(self) -> str:
        return self.adapter.__name__

    def harness(self) -> Harness:
        store = self.adapter()
        return Harness(store.beside, newer_schema=lambda: store.notes.update(schema=2))


FAULTS: list[Fault] = []


def caught_by(*checks: str) -> Callable[[type[Faulty]], type[Faulty]]:
    def planted(adapter: type[Faulty]) -> type[Faulty]:
        FAULTS.append(Fault(adapter, checks))
        return adapter

    return planted
