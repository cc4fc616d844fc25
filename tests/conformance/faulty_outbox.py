"""Faults in handing out effects, in what is kept for the auditor, and in operations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from orderkit.errors import Unavailable
from orderkit.ports import (
    AccessRow,
    ChangeSet,
    Claim,
    Dead,
    DocumentKey,
    Done,
    Emit,
    Outcome,
    RetryAt,
    Settlement,
    VersionRow,
)
from tests.conformance.faulty import Faulty, caught_by


class _Emitting(Faulty):
    def emit(self, emit: Emit) -> Emit:
        return emit

    def altered(self, change: ChangeSet) -> ChangeSet:
        return change._replace(emits=tuple(self.emit(one) for one in change.emits))


@caught_by("outbox/not_before")
class NotBeforeIgnored(_Emitting):
    def emit(self, emit: Emit) -> Emit:
        return emit._replace(not_before=0)


@caught_by("outbox/partition_order")
class PartitionsIgnored(_Emitting):
    def emit(self, emit: Emit) -> Emit:
        return emit._replace(partition=emit.id)


@caught_by("outbox/partition_order", "outbox/not_before")
class OnePartition(_Emitting):
    def emit(self, emit: Emit) -> Emit:
        return emit._replace(partition="all")


@caught_by("outbox/partition_order")
class OrderedById(Faulty):
    def altered(self, change: ChangeSet) -> ChangeSet:
        return change._replace(emits=tuple(sorted(change.emits)))


@caught_by("outbox/handed_out_whole")
class PayloadLeftOut(Faulty):
    def claim(
        self, now: int, lease_until: int, limit: int, worker: str, tenant: str | None = None, /
    ) -> tuple[Claim, ...]:
        claims = super().claim(now, lease_until, limit, worker, tenant)
        return tuple(claim._replace(body=b"") for claim in claims)


@caught_by("outbox/handed_out_whole")
class LimitIgnored(Faulty):
    def claim(
        self, now: int, lease_until: int, limit: int, worker: str, tenant: str | None = None, /
    ) -> tuple[Claim, ...]:
        return super().claim(now, lease_until, 100, worker, tenant)


@caught_by("outbox/only_after_commit")
class NothingHandedOut(Faulty):
    def claim(
        self, now: int, lease_until: int, limit: int, worker: str, tenant: str | None = None, /
    ) -> tuple[Claim, ...]:
        return ()


@caught_by("outbox/by_state_not_position")
class CursorInsteadOfState(Faulty):
    """Remembers the highest id that was handed out, and looks above it."""

    def claim(
        self, now: int, lease_until: int, limit: int, worker: str, tenant: str | None = None, /
    ) -> tuple[Claim, ...]:
        claims = super().claim(now, lease_until, limit, worker, tenant)
        last = self.notes.get("last", "")
        self.notes["last"] = max([last, *(claim.id for claim in claims)])
        return tuple(claim for claim in claims if claim.id > last)


@caught_by("outbox/lease_hides")
class NoLease(Faulty):
    def claim(
        self, now: int, lease_until: int, limit: int, worker: str, tenant: str | None = None, /
    ) -> tuple[Claim, ...]:
        return super().claim(now, now + 1, limit, worker, tenant)


@caught_by("outbox/lease_hides")
class LeaseEndsEarly(Faulty):
    def claim(
        self, now: int, lease_until: int, limit: int, worker: str, tenant: str | None = None, /
    ) -> tuple[Claim, ...]:
        return super().claim(now, lease_until - 1, limit, worker, tenant)


@caught_by("outbox/lease_ends_new_token")
class LeaseForEver(Faulty):
    def claim(
        self, now: int, lease_until: int, limit: int, worker: str, tenant: str | None = None, /
    ) -> tuple[Claim, ...]:
        return super().claim(now, 2**60, limit, worker, tenant)


@caught_by("outbox/lease_ends_new_token")
class TokenIsTheId(Faulty):
    def claim(
        self, now: int, lease_until: int, limit: int, worker: str, tenant: str | None = None, /
    ) -> tuple[Claim, ...]:
        claims = super().claim(now, lease_until, limit, worker, tenant)
        self.notes.update({claim.id: claim.token for claim in claims})
        return tuple(claim._replace(token=claim.id) for claim in claims)

    def settle(self, claims: Sequence[tuple[Claim, Settlement]], /) -> tuple[bool, ...]:
        return super().settle(
            [(one._replace(token=self.notes[one.id]), how) for one, how in claims]
        )


@caught_by("outbox/stale_token")
class TokenIgnored(Faulty):
    def claim(
        self, now: int, lease_until: int, limit: int, worker: str, tenant: str | None = None, /
    ) -> tuple[Claim, ...]:
        claims = super().claim(now, lease_until, limit, worker, tenant)
        self.notes.update({claim.id: claim.token for claim in claims})
        return claims

    def settle(self, claims: Sequence[tuple[Claim, Settlement]], /) -> tuple[bool, ...]:
        return super().settle(
            [(one._replace(token=self.notes[one.id]), how) for one, how in claims]
        )


@caught_by("outbox/settle_once")
class SettledIsAlwaysTrue(Faulty):
    def settle(self, claims: Sequence[tuple[Claim, Settlement]], /) -> tuple[bool, ...]:
        super().settle(claims)
        return (True,) * len(claims)


class _Settling(Faulty):
    def how(self, settlement: Settlement) -> Settlement:
        return settlement

    def settle(self, claims: Sequence[tuple[Claim, Settlement]], /) -> tuple[bool, ...]:
        return super().settle([(claim, self.how(one)) for claim, one in claims])


@caught_by("outbox/settle_once")
class DoneComesBack(_Settling):
    def how(self, settlement: Settlement) -> Settlement:
        return RetryAt(2**50, "") if isinstance(settlement, Done) else settlement


@caught_by("outbox/retry_at")
class RetryTimeIgnored(_Settling):
    def how(self, settlement: Settlement) -> Settlement:
        return RetryAt(0, "") if isinstance(settlement, RetryAt) else settlement


@caught_by("outbox/retry_at")
class FailedIsDropped(_Settling):
    def how(self, settlement: Settlement) -> Settlement:
        return Done() if isinstance(settlement, RetryAt) else settlement


@caught_by("outbox/dead_rows_stay")
class DeadIsDropped(_Settling):
    def how(self, settlement: Settlement) -> Settlement:
        return Done() if isinstance(settlement, Dead) else settlement


@caught_by("outbox/dead_rows_stay")
class DeadBlocksItsPartition(_Settling):
    def how(self, settlement: Settlement) -> Settlement:
        return RetryAt(2**60, "") if isinstance(settlement, Dead) else settlement


class _History(Faulty):
    def rows(self, rows: tuple[VersionRow, ...]) -> tuple[VersionRow, ...]:
        return rows

    def history(
        self, tenant: str, document: DocumentKey, before: int | None, limit: int, /
    ) -> tuple[VersionRow, ...]:
        return self.rows(super().history(tenant, document, before, limit))


@caught_by("audit/history_newest_first")
class HistoryOldestFirst(_History):
    def rows(self, rows: tuple[VersionRow, ...]) -> tuple[VersionRow, ...]:
        return rows[::-1]


@caught_by("audit/chain_verifies")
class AuditEntryReencoded(_History):
    def rows(self, rows: tuple[VersionRow, ...]) -> tuple[VersionRow, ...]:
        return tuple(one._replace(audit=one.audit.replace(b":", b": ")) for one in rows)


@caught_by("audit/chain_verifies")
class BodyHashOfNothing(_History):
    def rows(self, rows: tuple[VersionRow, ...]) -> tuple[VersionRow, ...]:
        return tuple(one._replace(body_hash=bytes(32)) for one in rows)


@caught_by("audit/history_in_pages")
class BeforeIsIncluded(Faulty):
    def history(
        self, tenant: str, document: DocumentKey, before: int | None, limit: int, /
    ) -> tuple[VersionRow, ...]:
        return super().history(tenant, document, before and before + 1, limit)


@caught_by("audit/append_only")
class HistoryHasTheLastEntryOnly(_History):
    """Keeps one audit entry per document and overwrites it."""

    def rows(self, rows: tuple[VersionRow, ...]) -> tuple[VersionRow, ...]:
        return tuple(one._replace(audit=self.notes["audit"]) for one in rows)

    def altered(self, change: ChangeSet) -> ChangeSet:
        for put in change.puts:
            if put.id == "o-1":
                self.notes["audit"] = put.audit
        return change


@caught_by("audit/append_only")
class EmptyingErasesHistory(Faulty):
    def one(self, change: ChangeSet) -> Outcome:
        for put in change.puts:
            if put.expect and not put.body:
                self.notes[put.kind, put.id] = put.expect
        return self.right(change)

    def history(
        self, tenant: str, document: DocumentKey, before: int | None, limit: int, /
    ) -> tuple[VersionRow, ...]:
        erased = self.notes.get(document, 0)
        rows = super().history(tenant, document, before, limit)
        return tuple(one for one in rows if one.version > erased)


@caught_by("audit/accesses_newest_first")
class AccessesOldestFirst(Faulty):
    def accesses(self, tenant: str, limit: int, /) -> tuple[AccessRow, ...]:
        return super().accesses(tenant, limit)[::-1]


@caught_by("audit/accesses_newest_first")
class AccessesByTime(Faulty):
    def accesses(self, tenant: str, limit: int, /) -> tuple[AccessRow, ...]:
        rows = super().accesses(tenant, 1_000)
        return tuple(sorted(rows, key=lambda row: -row.at))[:limit]


@caught_by("operations/migrate_twice")
class MigrateBeginsAnew(Faulty):
    def migrate(self) -> None:
        self._memory.tenants.clear()
        super().migrate()


@caught_by("operations/migrate_twice")
class MigratesWhenOpened(Faulty):
    def __init__(self, memory: Any = None, notes: dict[Any, Any] | None = None) -> None:
        super().__init__(memory, notes)
        self.migrate()


@caught_by("operations/newer_schema_refused")
class NewerSchemaUsed(Faulty):
    def migrate(self) -> None:
        self._memory.version = 1


@caught_by("operations/close_twice")
class ClosedTwiceRaises(Faulty):
    def close(self) -> None:
        if self.__dict__.get("closed"):
            raise Unavailable("already closed")
        self.__dict__["closed"] = True
        super().close()


@caught_by("operations/close_twice")
class CloseEndsAll(Faulty):
    def close(self) -> None:
        self._memory.tenants.clear()
