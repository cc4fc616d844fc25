"""A repository whose ``find`` lags behind its commits, as read replicas and search engines do."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from threading import Lock

from orderkit.ports import (
    AccessRow,
    Answer,
    ChangeSet,
    Claim,
    Committed,
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


class LaggingFind:
    """
    Everything of *repository*, but ``find`` of *replica*, which is *behind* commits late.

    Whoever decides on what ``find`` gives, or on what it does not give, is found out.

    Attributes:
        behind: How many of the last commits ``find`` does not know yet.
    """

    def __init__(self, repository: Repository, replica: Repository, behind: int = 3) -> None:
        self.behind = behind
        self._repository = repository
        self._replica = replica
        self._coming: deque[ChangeSet] = deque()
        self._lock = Lock()

    def over(self, repository: Repository) -> LaggingFind:
        """Return a further handle: *repository* is one onto the same store, the lag is this one."""
        other = LaggingFind(repository, self._replica, self.behind)
        other._coming, other._lock = self._coming, self._lock
        return other

    @property
    def joined(self) -> bool:
        """As of the repository."""
        return self._repository.joined

    def limits(self) -> Limits:
        """As of the repository, and ``find_lags``."""
        return self._repository.limits()._replace(find_lags=True)

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
        """As of some commits ago."""
        return self._replica.find(tenant, kind, index, equals, owner, after, limit)

    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        """Commit now; the replica hears of it later."""
        with self._lock:
            outcomes = self._repository.commit(sets)
            for change, outcome in zip(sets, outcomes, strict=True):
                if isinstance(outcome, Committed) and not outcome.replayed:
                    self._coming.append(ChangeSet(change.tenant, change.at, puts=change.puts))
            self._catch_up(self.behind)
        return outcomes

    def catch_up(self) -> None:
        """Let ``find`` know everything that was committed."""
        with self._lock:
            self._catch_up(0)

    def _catch_up(self, behind: int) -> None:
        while len(self._coming) > behind:
            self._replica.commit([self._coming.popleft()])

    def load(self, tenant: str, wanted: Wanted, /) -> Loaded:
        """As of the repository."""
        return self._repository.load(tenant, wanted)

    def history(
        self, tenant: str, document: DocumentKey, before: int | None, limit: int, /
    ) -> tuple[VersionRow, ...]:
        """As of the repository."""
        return self._repository.history(tenant, document, before, limit)

    def balances(self, tenant: str, accounts: Sequence[str], /) -> tuple[int, ...]:
        """As of the repository."""
        return self._repository.balances(tenant, accounts)

    def entries(
        self, tenant: str, account: str, before: str | None, limit: int, /
    ) -> tuple[tuple[EntryRow, ...], str | None]:
        """As of the repository."""
        return self._repository.entries(tenant, account, before, limit)

    def accounts(self, tenant: str, after: str, limit: int, /) -> tuple[tuple[str, int, int], ...]:
        """As of the repository."""
        return self._repository.accounts(tenant, after, limit)

    def outcome(self, tenant: str, keys: Sequence[str], /) -> tuple[Answer | None, ...]:
        """As of the repository."""
        return self._repository.outcome(tenant, keys)

    def claim(
        self, now: int, lease_until: int, limit: int, worker: str, tenant: str | None = None, /
    ) -> tuple[Claim, ...]:
        """As of the repository."""
        return self._repository.claim(now, lease_until, limit, worker, tenant)

    def settle(self, claims: Sequence[tuple[Claim, Settlement]], /) -> tuple[bool, ...]:
        """As of the repository."""
        return self._repository.settle(claims)

    def backlog(self, tenant: str, /) -> tuple[int, int]:
        """As of the repository."""
        return self._repository.backlog(tenant)

    def accesses(self, tenant: str, limit: int, /) -> tuple[AccessRow, ...]:
        """As of the repository."""
        return self._repository.accesses(tenant, limit)

    def version(self) -> int:
        """As of the repository."""
        return self._repository.version()

    def migrate(self) -> None:
        """Of the repository and of the replica."""
        self._repository.migrate()
        self._replica.migrate()

    def close(self) -> None:
        """Close this handle; the replica stays with whoever made it."""
        self._repository.close()
