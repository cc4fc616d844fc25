"""
Whatever is committed, claimed and settled: SQLite does what memory does, after every step.

Two handles on one file, which are closed and opened again now and then. The alphabets are small, so
that most things collide.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from orderkit.adapters.memory import MemoryRepository
from orderkit.adapters.sqlite import SqliteRepository
from orderkit.flow import IndexKey
from orderkit.ports import (
    Access,
    Answer,
    Bump,
    ChangeSet,
    Check,
    Claim,
    Dead,
    DocumentKey,
    DocumentPut,
    Done,
    Emit,
    OutsideEntry,
    Repository,
    RetryAt,
    Settlement,
    Wanted,
    body_hash,
)

TENANTS = ("t-1", "t-2")
KEYS = ("k-1", "k-2", "k-3")
DOCUMENTS: tuple[DocumentKey, ...] = tuple(
    (kind, name) for kind in ("order", "cart") for name in ("a", "b", "B")
)
ACCOUNTS = ("x", "y", "z")
OUTSIDE = ("outside/s", "outside/c")
STATUSES = ("open", "closed")
OWNERS = ("", "c-1")
TIMES = st.integers(0, 12)

limits = st.none() | st.integers(-3, 6)
rows = st.builds(
    IndexKey, st.sampled_from(["by_status", "late"]), st.tuples(st.sampled_from(STATUSES)),
    st.sampled_from(["", "1", "2"]),
)  # fmt: skip
puts = st.builds(
    lambda key, expect, byte, index, owner: DocumentPut(
        key[0],
        key[1],
        expect,
        bytes([byte]) * 32,
        body_hash(bytes([byte])),
        "",
        bytes([byte]),
        tuple(index),
        owner,
        b"{%d}" % byte,
    ),
    st.sampled_from(DOCUMENTS),
    st.integers(0, 3),
    st.integers(0, 255),
    st.lists(rows, max_size=2, unique=True),
    st.sampled_from(OWNERS),
)
changes = st.builds(
    ChangeSet,
    st.sampled_from(TENANTS),
    TIMES,
    st.lists(
        st.builds(Answer, st.sampled_from(KEYS), st.sampled_from([b"f", b"g"]), st.binary(max_size=2)),
        max_size=2,
    ).map(tuple),
    st.lists(
        st.builds(lambda key, n: Check(key[0], key[1], n), st.sampled_from(DOCUMENTS), st.integers(0, 3)),
        max_size=1,
    ).map(tuple),
    st.lists(puts, max_size=3).map(tuple),
    st.lists(
        st.builds(
            Bump, st.sampled_from(ACCOUNTS), st.integers(-4, 4), limits, limits, st.just("why")
        ),
        max_size=2,
    ).map(tuple),
    st.lists(
        st.builds(OutsideEntry, st.sampled_from(OUTSIDE), st.integers(-4, 4), st.just("why")),
        max_size=1,
    ).map(tuple),
    st.lists(
        st.builds(
            Emit, st.integers(0, 99).map(str), st.sampled_from("pq"), st.just("topic"),
            st.binary(max_size=2), TIMES,
        ),
        max_size=2,
    ).map(tuple),
    st.lists(
        st.builds(Access, st.just("ann"), st.sampled_from("vw"), *[st.just("")] * 3), max_size=1
    ).map(tuple),
)  # fmt: skip
settlements: st.SearchStrategy[Settlement] = (
    st.just(Done()) | st.builds(RetryAt, TIMES, st.just("")) | st.just(Dead("never"))
)


def seen(store: Repository, tenant: str) -> Iterator[object]:
    """Everything that can be read of one tenant."""
    yield store.load(tenant, Wanted(DOCUMENTS, ACCOUNTS, KEYS))
    yield store.outcome(tenant, KEYS)
    for key in DOCUMENTS:
        yield store.history(tenant, key, None, 50)
    for account in ACCOUNTS + OUTSIDE:
        yield store.entries(tenant, account, None, 1_000)[0]
    yield store.accounts(tenant, "", 50)
    yield store.backlog(tenant)
    yield store.accesses(tenant, 500)
    for owner in OWNERS:
        yield store.find(tenant, "order", "", (), owner, None, 50)
        for index in ("by_status", "late"):
            for status in STATUSES:
                yield walked(store, tenant, index, status, owner)


def walked(store: Repository, tenant: str, index: str, status: str, owner: str) -> list[str]:
    ids: list[str] = []
    after: str | None = None
    for _ in range(20):
        found = store.find(tenant, "order", index, (status,), owner, after, 2)
        ids += found.ids
        after = found.next
        if after is None:
            break
    return ids


class SqliteIsMemory(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.file = Path(self.folder.name) / "shop.db"
        self.memory = MemoryRepository()
        self.handles = [SqliteRepository(self.file), SqliteRepository(self.file)]
        self.handles[0].migrate()
        self.claims: list[tuple[Claim, Claim]] = []
        self.emitted = 100

    @rule(sets=st.lists(changes, max_size=3), handle=st.sampled_from([0, 1]))
    def commit(self, sets: list[ChangeSet], handle: int) -> None:
        assert self.handles[handle].commit(sets) == self.memory.commit(sets)

    @rule(sets=st.lists(changes, min_size=1, max_size=3), handle=st.sampled_from([0, 1]))
    def commit_what_mostly_fits(self, sets: list[ChangeSet], handle: int) -> None:
        self.commit([self.fitting(change) for change in sets], handle)

    def fitting(self, change: ChangeSet) -> ChangeSet:
        """As *change*, without what stands against it but its limits."""
        versions = dict.fromkeys(DOCUMENTS, 0)
        found = self.memory.load(change.tenant, Wanted(DOCUMENTS, (), KEYS))
        versions.update(
            {k: one.version for k, one in zip(DOCUMENTS, found.documents, strict=True) if one}
        )
        used = {answer.key for answer in found.answers if answer}
        fresh = {answer.key: answer for answer in change.answers if answer.key not in used}
        puts = {(put.kind, put.id): put for put in change.puts}
        self.emitted += 2
        return change._replace(
            answers=tuple(fresh.values()),
            checks=tuple(
                one._replace(version=versions[one.kind, one.id])
                for one in change.checks
                if versions[one.kind, one.id]
            ),
            puts=tuple(put._replace(expect=versions[key]) for key, put in puts.items()),
            bumps=tuple({bump.account: bump for bump in change.bumps}.values()),
            emits=tuple(
                one._replace(id=f"{self.emitted + n}") for n, one in enumerate(change.emits)
            ),
        )

    @rule(
        now=st.integers(4, 16),
        lease=st.integers(1, 4),
        tenant=st.sampled_from([None, *TENANTS]),
        hows=st.lists(settlements, max_size=3),
    )
    def relay(self, now: int, lease: int, tenant: str | None, hows: list[Settlement]) -> None:
        """Claim what is due, and settle some of it at once."""
        ours = sorted(self.handles[0].claim(now, now + lease, 50, "w", tenant))
        theirs = sorted(self.memory.claim(now, now + lease, 50, "w", tenant))
        told = [[one._replace(token="") for one in side] for side in (ours, theirs)]
        assert told[0] == told[1]
        claimed = list(zip(ours, theirs, strict=True))
        self.claims += claimed
        self._settle(list(zip(claimed, hows, strict=False)))

    @rule(pairs=st.lists(st.tuples(st.integers(0, 3), settlements), min_size=1, max_size=3))
    def settle_late(self, pairs: list[tuple[int, Settlement]]) -> None:
        self._settle([(self.claims[-1 - n], how) for n, how in pairs if n < len(self.claims)])

    def _settle(self, chosen: list[tuple[tuple[Claim, Claim], Settlement]]) -> None:
        settled = self.handles[1].settle([(ours, how) for (ours, _), how in chosen])
        assert settled == self.memory.settle([(theirs, how) for (_, theirs), how in chosen])

    @rule(handle=st.sampled_from([0, 1]))
    def reopen(self, handle: int) -> None:
        self.handles[handle].close()
        self.handles[handle] = SqliteRepository(self.file)

    @invariant()
    def everything_seen_is_equal(self) -> None:
        for tenant in TENANTS:
            wanted = list(seen(self.memory, tenant))
            for handle in self.handles:
                assert list(seen(handle, tenant)) == wanted

    def teardown(self) -> None:
        for handle in self.handles:
            handle.close()
        self.folder.cleanup()


TestSqliteIsMemory = SqliteIsMemory.TestCase
