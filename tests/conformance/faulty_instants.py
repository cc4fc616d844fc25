"""Faults in reading as of one instant."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import TypeVar

from orderkit.adapters.memory import MemoryRepository
from orderkit.errors import Unavailable
from orderkit.ports import Repository
from tests.conformance.faulty import Faulty, caught_by

T = TypeVar("T")


@caught_by("audit/one_instant")
class InstantPerRead(Faulty):
    """The view is the handle itself: every read sees what is there by then."""

    def at_one_instant(self, work: Callable[[Repository], T], /) -> T:
        return work(self)


@caught_by("audit/one_instant")
class InstantLosesWriters(Faulty):
    """Puts back what it has found, and with it undoes what others have committed meanwhile."""

    def at_one_instant(self, work: Callable[[Repository], T], /) -> T:
        kept = deepcopy(self._memory.tenants)
        view = MemoryRepository()
        view._memory.tenants = deepcopy(kept)
        found = work(view)
        self._memory.tenants = kept
        return found


@caught_by("audit/one_instant")
class InstantInInstantIsAnother(Faulty):
    """The view is a copy, but it hands on to the store where it is asked for one instant again."""

    def at_one_instant(self, work: Callable[[Repository], T], /) -> T:
        view = MemoryRepository()
        view._memory.tenants = deepcopy(self._memory.tenants)
        view.__dict__["at_one_instant"] = self.at_one_instant
        return work(view)


@caught_by("audit/one_instant_lets_go")
class InstantHidesErrors(Faulty):
    def at_one_instant(self, work: Callable[[Repository], T], /) -> T:
        try:
            return super().at_one_instant(work)
        except KeyError as why:
            raise Unavailable(str(why)) from why


@caught_by("audit/one_instant_lets_go")
class InstantForEver(Faulty):
    """What was read at the first instant is what stands at each later one."""

    def at_one_instant(self, work: Callable[[Repository], T], /) -> T:
        view = self.notes.get("view")
        if view is None:
            view = self.notes["view"] = MemoryRepository()
            view._memory.tenants = deepcopy(self._memory.tenants)
        return work(view)
