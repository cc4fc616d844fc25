"""
The repository in memory.

One lock, one dict per thing, per tenant. A commit is evaluated completely before anything is
written, so nothing ever needs undoing. What is kept are bytes, text, integers and exact tuples of
them: the garbage collector lets go of those, so that a hundred thousand orders do not make it
pause. That is also why an ``Answer`` is made afresh on every load, and why no more than some
thousands of ``Stored`` are kept: of the documents that were read lately.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from copy import copy
from itertools import islice
from threading import Lock
from typing import Any, Final, TypeVar

from orderkit.adapters.asked import checked_lease, checked_sets
from orderkit.adapters.awaiting import AwaitedRepository, at_once
from orderkit.adapters.memory.effects import Effects
from orderkit.adapters.memory.entries import Entries
from orderkit.adapters.memory.rows import Indexes, Key, place
from orderkit.adapters.pages import checked_limit, cursor_after, position_in
from orderkit.errors import Unavailable
from orderkit.ports import (
    Access,
    AccessRow,
    Answer,
    ChangeSet,
    Claim,
    Committed,
    DocumentKey,
    DocumentPut,
    EntryRow,
    Found,
    Limits,
    Loaded,
    Outcome,
    Repository,
    Settlement,
    Slate,
    Stored,
    VersionRow,
    Wanted,
    body_hash,
    evaluate,
)

T = TypeVar("T")
VERSION: Final = 1

_WARM_MAX: Final = 16_384
"""Most ``Stored`` that are kept of one tenant: the decoded documents beside them are as many."""

_Fields = tuple[int, bytes, str, bytes]
"""The fields of a Stored."""
_Document = tuple[_Fields, str, tuple[Key, ...], int, bytes, Any]
"""(the fields, owner, index rows, at, audit, the version before as the first and last three)"""

_new = tuple.__new__
"""Half the price of calling the class, for an argument that is an exact tuple of its fields."""


class _Tenant:
    """Everything of one tenant."""

    __slots__ = (
        "accesses",
        "accounts",
        "answers",
        "documents",
        "effects",
        "entries",
        "indexes",
        "warm",
    )

    def __init__(self) -> None:
        self.answers: dict[str, bytes] = {}  # length of the fingerprint, it, the body
        self.documents: dict[DocumentKey, _Document] = {}
        self.indexes = Indexes()
        self.accounts: dict[str, tuple[int, int]] = {}
        self.entries = Entries()
        self.effects = Effects()
        self.accesses: list[tuple[int, str, str, str, str, str]] = []
        self.warm: dict[DocumentKey, Stored] = {}  # of documents, some of those read lately

    def stored(self, key: DocumentKey) -> Stored:
        """Return a document that is there, and keep it ready."""
        if len(self.warm) >= _WARM_MAX:
            self.warm.clear()
        stored = self.warm[key] = _new(Stored, self.documents[key][0])
        return stored

    def answer(self, key: str) -> Answer | None:
        held = self.answers.get(key)
        if held is None:
            return None
        end = 4 + int.from_bytes(held[:4], "big")
        return Answer(key, held[4:end], held[end:])

    def commit(self, change: ChangeSet) -> Outcome:
        documents = self.documents
        answers: dict[str, Answer] = {}
        for given in change.answers:
            earlier = self.answer(given.key)
            if earlier is not None:
                answers[given.key] = earlier
        named = [(put.kind, put.id) for put in change.puts]
        named += [(check.kind, check.id) for check in change.checks]
        versions: dict[DocumentKey, int] = {}
        for key in named:
            row = documents.get(key)
            if row is not None:
                versions[key] = row[0][0]
        emitted = self.effects.emitted(change.emits)
        slate = Slate(answers, versions, self.accounts, emitted)
        outcome = evaluate(change, slate)
        if isinstance(outcome, Committed) and not outcome.replayed:
            self._write(change)
        return outcome

    def _write(self, change: ChangeSet) -> None:
        for key, fingerprint, body in change.answers:
            self.answers[key] = len(fingerprint).to_bytes(4, "big") + fingerprint + body
        for put in change.puts:
            self._put(put, change.at)
        if change.bumps or change.outside:
            self.entries.add(change.at, change.bumps, change.outside)
        for emit in change.emits:
            self.effects.add(emit)
        for access in change.access:
            self.accesses.append((change.at, *access))

    def _put(self, put: DocumentPut, at: int) -> None:
        kind, id_, expect, head, _, key_id, body, index, owner, audit = put
        keys: tuple[Key, ...] = ()
        before = None
        if expect:
            self.warm.pop((kind, id_), None)
            fields, _, keys, *since = self.documents[kind, id_]
            before = (fields, *since)
        else:
            self.indexes.list_id(kind, id_)
        keys = self.indexes.replace(kind, id_, keys, index)
        fields = (expect + 1, head, key_id, body)
        self.documents[kind, id_] = (fields, owner, keys, at, audit, before)


class _Memory:
    """What the handles on one memory share."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.tenants: dict[str, _Tenant] = {}
        self.turns: deque[str] = deque()
        self.version = 0


class _Closed:
    """The lock of a closed handle: nobody gets in."""

    def __enter__(self) -> None:
        raise Unavailable("this handle was closed; open another one")

    def __exit__(self, *_: object) -> None:
        """Leave; nobody came in."""


class MemoryRepository:
    """
    All ports in memory.

    >>> repository = MemoryRepository()
    >>> repository.commit([ChangeSet("acme", 0, answers=(Answer("k", b"f", b"done"),))])
    [Committed(replayed=False, answers=(b'done',), after=())]
    """

    joined = False

    def __init__(self, memory: _Memory | None = None) -> None:
        self._memory = _Memory() if memory is None else memory
        self._lock: Lock | _Closed | nullcontext[None] = self._memory.lock

    def beside(self) -> MemoryRepository:
        """Return another handle on the same memory; each is closed by itself."""
        with self._lock:
            return MemoryRepository(self._memory)

    def load(self, tenant: str, wanted: Wanted, /) -> Loaded:
        """Return documents, balances and answers of keys, as of one instant."""
        with self._lock:
            store = self._memory.tenants.get(tenant, _EMPTY)
            documents, accounts, keys = wanted
            warm, held, balance = store.warm.get, store.documents, store.accounts.get
            rows: list[Stored | None] = []
            for key in documents:
                row = warm(key)
                if row is None and key in held:
                    row = store.stored(key)
                rows.append(row)
            balances = [balance(account, _ZERO)[0] for account in accounts]
            answers = tuple(map(store.answer, keys)) if keys else ()
        return _new(Loaded, (tuple(rows), tuple(balances), answers))

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
        checked_limit(limit)
        search = (tenant, kind, index, *equals, owner)
        start: Any = None if after is None else position_in(search, after)
        with self._lock:
            store = self._memory.tenants.get(tenant, _EMPTY)
            rows = store.indexes.above(place(kind, index, equals), start)
            if owner:
                documents = store.documents
                rows = (row for row in rows if documents[kind, row[1]][1] == owner)
            page = list(islice(rows, limit + 1))
        more = cursor_after(search, *page[limit - 1]) if len(page) > limit else None
        return Found(tuple([id_ for _, id_ in page[:limit]]), more)

    def history(
        self, tenant: str, document: DocumentKey, before: int | None, limit: int, /
    ) -> tuple[VersionRow, ...]:
        """Return up to *limit* versions below *before*, newest first."""
        checked_limit(limit)
        found: list[VersionRow] = []
        with self._lock:
            held = self._memory.tenants.get(tenant, _EMPTY).documents.get(document)
            row: Any = None if held is None else (held[0], *held[3:])
            while row is not None and len(found) < limit:
                (version, head, _, body), at, audit, earlier = row
                if before is None or version < before:
                    found.append(VersionRow(version, at, head, body_hash(body), audit, body))
                row = earlier
        return tuple(found)

    def balances(self, tenant: str, accounts: Sequence[str], /) -> tuple[int, ...]:
        """Return the balance of each account; 0 for one never moved."""
        return self.load(tenant, Wanted(accounts=tuple(accounts))).balances

    def entries(
        self, tenant: str, account: str, before: str | None, limit: int, /
    ) -> tuple[tuple[EntryRow, ...], str | None]:
        """Return up to *limit* entries, newest first, and the cursor of the following ones."""
        checked_limit(limit)
        search = ("entries", tenant, account)
        start: Any = None if before is None else position_in(search, before)
        with self._lock:
            store = self._memory.tenants.get(tenant, _EMPTY)
            if start is None:
                start = store.entries.newest(account, *store.accounts.get(account, _ZERO))
            page = list(islice(store.entries.down_from(account, start), limit))
        more = cursor_after(search, *page[-1][1]) if page and page[-1][1][0] else None
        return tuple([row for row, _ in page]), more

    def accounts(self, tenant: str, after: str, limit: int, /) -> tuple[tuple[str, int, int], ...]:
        """Return (name, balance, last sequence) of up to *limit* accounts named above *after*."""
        checked_limit(limit)
        with self._lock:
            store = self._memory.tenants.get(tenant, _EMPTY)
            names = islice(store.entries.names.above(after), limit)
            return tuple([(name, *store.accounts.get(name, _ZERO)) for name in names])

    def at_one_instant(self, work: Callable[[Repository], T], /) -> T:
        """Return what *work* makes of a view in which nothing moves: everybody else waits."""
        with self._lock:
            view = copy(self)
            view._lock = nullcontext()  # noqa: SLF001 - its own copy
            return work(view)

    def limits(self) -> Limits:
        """Return what this store declares of itself."""
        return _LIMITS

    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        """Commit change sets, each by itself; one outcome each, in order."""
        checked_sets(sets, _LIMITS)
        with self._lock:
            return [self._store(change.tenant).commit(change) for change in sets]

    def outcome(self, tenant: str, keys: Sequence[str], /) -> tuple[Answer | None, ...]:
        """Return what each key stands for."""
        return self.load(tenant, Wanted(keys=tuple(keys))).answers

    def claim(
        self, now: int, lease_until: int, limit: int, worker: str, tenant: str | None = None, /
    ) -> tuple[Claim, ...]:
        """Lease up to *limit* due rows; of all tenants in turn where *tenant* is None."""
        checked_lease(now, lease_until, limit)
        claims: list[Claim] = []
        with self._lock:
            turns = deque((tenant,)) if tenant is not None else self._memory.turns
            fruitless = 0
            while len(claims) < limit and fruitless < len(turns):
                turn = turns[0]
                turns.rotate(-1)
                effects = self._memory.tenants.get(turn, _EMPTY).effects
                claim = effects.claim(turn, now, lease_until, worker)
                fruitless = fruitless + 1 if claim is None else 0
                if claim is not None:
                    claims.append(claim)
        return tuple(claims)

    def settle(self, claims: Sequence[tuple[Claim, Settlement]], /) -> tuple[bool, ...]:
        """Settle claims; True where the token was live."""
        with self._lock:
            tenants = self._memory.tenants
            return tuple([
                tenants.get(claim.tenant, _EMPTY).effects.settle(claim, settlement)
                for claim, settlement in claims
            ])  # fmt: skip

    def backlog(self, tenant: str, /) -> tuple[int, int]:
        """Return how many rows wait or are leased, and how many are dead."""
        with self._lock:
            return self._memory.tenants.get(tenant, _EMPTY).effects.backlog()

    def accesses(self, tenant: str, limit: int, /) -> tuple[AccessRow, ...]:
        """Return the last *limit* lines of the access log, newest first."""
        checked_limit(limit)
        with self._lock:
            lines = self._memory.tenants.get(tenant, _EMPTY).accesses[: -limit - 1 : -1]
        return tuple([AccessRow(at, Access(*access)) for at, *access in lines])

    def version(self) -> int:
        """Return 1 after ``migrate``, 0 before; memory has no layout to wait for."""
        with self._lock:
            return self._memory.version

    def migrate(self) -> None:
        """Mark the schema as present."""
        with self._lock:
            self._memory.version = VERSION

    def close(self) -> None:
        """Close this handle; the memory lives as long as another one holds it."""
        self._lock = _Closed()
        self._memory = _Memory()

    def _store(self, tenant: str) -> _Tenant:
        store = self._memory.tenants.get(tenant)
        if store is None:
            store = self._memory.tenants[tenant] = _Tenant()
            self._memory.turns.append(tenant)
        return store


_EMPTY: Final = _Tenant()
_ZERO: Final = (0, 0)
_LIMITS: Final = Limits()


class AsyncMemoryRepository(AwaitedRepository):
    """The same, awaited; nothing is waited for, so everything is done at once."""

    def __init__(self, repository: MemoryRepository | None = None) -> None:
        super().__init__(MemoryRepository() if repository is None else repository, at_once)
