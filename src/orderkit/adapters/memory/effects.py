"""
The outbox of one tenant in memory.

Every row is due at some time: at first its ``not_before``, when leased the lease's end, after a
failure the time of the retry. Only the first unsettled row of a partition, its head, can be
handed out. ``_waiting`` is a heap of heads by due time; a claim moves those that became due to
``_ready``, a heap by age. Entries are not taken out when they go stale: a row that is gone or
due at another time shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from orderkit.ports import Claim, Done, Emit, RetryAt, Settlement

EffectRow = tuple[str, str, str, bytes]
"""(id, partition, topic, body)"""


class Lease(NamedTuple):
    """What changes of a row; only rows that were handed out once have one."""

    tries: int
    token: str
    worker: str


class Effects:
    """Outbox rows of one tenant by number, in the order of their commits."""

    __slots__ = (
        "_dead", "_due", "_following", "_leases", "_number", "_numbers", "_ready", "_rows",
        "_tails", "_waiting",
    )  # fmt: skip

    def __init__(self) -> None:
        self._number = 0
        self._rows: dict[int, EffectRow] = {}
        self._due: dict[int, int] = {}
        self._leases: dict[int, Lease] = {}
        self._numbers: dict[str, int] = {}
        self._dead: dict[int, tuple[EffectRow, str]] = {}
        self._tails: dict[str, int] = {}
        self._following: dict[int, int] = {}
        self._waiting: list[tuple[int, int]] = []
        self._ready: list[int] = []

    def emitted(self, emits: Sequence[Emit]) -> set[str]:
        """Return those ids of *emits* that were added before, whatever became of them."""
        return {emit.id for emit in emits if emit.id in self._numbers}

    def add(self, emit: Emit) -> None:
        """Append one row to its partition."""
        self._number = number = self._number + 1
        id_, partition, topic, body, not_before = emit
        self._rows[number] = (id_, partition, topic, body)
        self._due[number] = not_before
        self._numbers[id_] = number
        tail = self._tails.get(partition)
        self._tails[partition] = number
        if tail is None:
            heappush(self._waiting, (not_before, number))
        else:
            self._following[tail] = number

    def claim(self, tenant: str, now: int, until: int, worker: str) -> Claim | None:
        """Lease the oldest head that is due; None: there is none."""
        while self._waiting and self._waiting[0][0] <= now:
            due, number = heappop(self._waiting)
            if self._due.get(number) == due:
                heappush(self._ready, number)
        while self._ready:
            number = heappop(self._ready)
            due = self._due[number]
            if due <= now:
                return self._lease(tenant, number, until, worker)
            heappush(self._waiting, (due, number))  # the caller's clock went back
        return None

    def settle(self, claim: Claim, settlement: Settlement) -> bool:
        """Settle a claim whose token is live."""
        number = self._numbers.get(claim.id, 0)
        lease = self._leases.get(number)
        if lease is None or lease.token != claim.token:
            return False
        if isinstance(settlement, RetryAt):
            self._leases[number] = lease._replace(token="", worker="")
            self._postpone(number, settlement.at)
        elif isinstance(settlement, Done):
            self._finish(number)
        else:
            self._dead[number] = (self._finish(number), settlement.why)
        return True

    def backlog(self) -> tuple[int, int]:
        """Return how many rows are unsettled, and how many dead."""
        return len(self._rows), len(self._dead)

    def _lease(self, tenant: str, number: int, until: int, worker: str) -> Claim:
        earlier = self._leases.get(number)
        tries = 1 if earlier is None else earlier.tries + 1
        token = f"{number}.{tries}"
        self._leases[number] = Lease(tries, token, worker)
        self._postpone(number, until)
        return Claim(tenant, *self._rows[number], token, tries)

    def _postpone(self, number: int, due: int) -> None:
        self._due[number] = due
        heappush(self._waiting, (due, number))

    def _finish(self, number: int) -> EffectRow:
        row = self._rows.pop(number)
        del self._due[number], self._leases[number]
        following = self._following.pop(number, None)
        if following is None:
            del self._tails[row[1]]
        else:
            heappush(self._waiting, (self._due[following], following))
        return row
