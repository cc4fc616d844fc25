"""Faults in moving balances and keeping their entries."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from orderkit.ports import (
    LARGEST,
    Bump,
    Cause,
    ChangeSet,
    Committed,
    Declined,
    EntryRow,
    Failure,
    Limits,
    Loaded,
    Outcome,
    Wanted,
)
from tests.conformance.faulty import Faulty, caught_by


@caught_by("counters/unset_is_zero")
class AccountsMustExist(Faulty):
    def balances(self, tenant: str, accounts: Sequence[str], /) -> tuple[int, ...]:
        known = {name for name, _, _ in self.accounts(tenant, "", 1_000)}
        return super().balances(tenant, [one for one in accounts if one in known])


@caught_by("counters/floor_exact")
class FloorAbove(Faulty):
    def altered_bump(self, tenant: str, bump: Bump) -> Bump:
        return bump if bump.floor is None else bump._replace(floor=bump.floor + 1)


@caught_by("counters/floor_minus_one")
class FloorIgnored(Faulty):
    def altered_bump(self, tenant: str, bump: Bump) -> Bump:
        return bump._replace(floor=None)


@caught_by("counters/floor_minus_one")
class FloorOffByOne(Faulty):
    def altered_bump(self, tenant: str, bump: Bump) -> Bump:
        return bump if bump.floor is None else bump._replace(floor=bump.floor - 1)


@caught_by("counters/floor_minus_one")
class FloorOnOldBalance(Faulty):
    def altered_bump(self, tenant: str, bump: Bump) -> Bump:
        held = bump.floor is not None and self.balance(tenant, bump.account) >= bump.floor
        return bump._replace(floor=None) if held else bump


@caught_by("counters/floor_minus_one")
class ClampsToFloor(Faulty):
    def altered_bump(self, tenant: str, bump: Bump) -> Bump:
        if bump.floor is None or bump.delta >= 0:
            return bump
        room = bump.floor - self.balance(tenant, bump.account)
        return bump._replace(delta=max(bump.delta, min(room, 0)), floor=None)


@caught_by("counters/negative_floor")
class FloorAlwaysZero(Faulty):
    def altered_bump(self, tenant: str, bump: Bump) -> Bump:
        return bump if bump.floor is None else bump._replace(floor=0)


@caught_by("counters/negative_floor")
class NoFloorIsZero(Faulty):
    def altered_bump(self, tenant: str, bump: Bump) -> Bump:
        return bump._replace(floor=bump.floor or 0)


@caught_by("counters/ceil_exact")
class CeilingIgnored(Faulty):
    def altered_bump(self, tenant: str, bump: Bump) -> Bump:
        return bump._replace(ceiling=None)


@caught_by("counters/ceil_exact")
class CeilingZeroIsNone(Faulty):
    def altered_bump(self, tenant: str, bump: Bump) -> Bump:
        return bump._replace(ceiling=bump.ceiling or None)


@caught_by("counters/guards_bind_one_way")
class LimitsBindBothWays(Faulty):
    def one(self, change: ChangeSet) -> Outcome:
        for bump in change.bumps:
            after = self.balance(change.tenant, bump.account) + bump.delta
            if bump.floor is not None and bump.delta > 0 and after < bump.floor:
                return Declined((Failure(Cause.SHORT, bump.account, after - bump.delta),))
        return super().one(change)


@caught_by("counters/guards_bind_one_way")
class CeilingHindersLowering(Faulty):
    def one(self, change: ChangeSet) -> Outcome:
        for bump in change.bumps:
            after = self.balance(change.tenant, bump.account) + bump.delta
            if bump.ceiling is not None and bump.delta < 0 and after > bump.ceiling:
                return Declined((Failure(Cause.OVER, bump.account, after - bump.delta),))
        return super().one(change)


class _Balances(Faulty):
    """Balances through some column type."""

    def column(self, number: int) -> int:
        return number

    def load(self, tenant: str, wanted: Wanted, /) -> Loaded:
        loaded = super().load(tenant, wanted)
        return loaded._replace(balances=tuple(self.column(one) for one in loaded.balances))


@caught_by("counters/large_exact")
class Int32Saturates(_Balances):
    def column(self, number: int) -> int:
        return max(-(2**31), min(number, 2**31 - 1))


@caught_by("counters/large_exact")
class UnsignedColumn(_Balances):
    def column(self, number: int) -> int:
        return abs(number) if number < -(2**32) else number


@caught_by("counters/large_exact")
class SinglePrecision(_Balances):
    def column(self, number: int) -> int:
        (single,) = struct.unpack("f", struct.pack("f", number))
        return int(single)


@caught_by("counters/overflow_refused")
class OverflowSwallowed(Faulty):
    def one(self, change: ChangeSet) -> Outcome:
        after = [self.balance(change.tenant, one.account) + one.delta for one in change.bumps]
        if any(abs(one) > LARGEST for one in after):
            return Committed(False, (), tuple(after))
        return super().one(change)


@caught_by("counters/zero_delta_is_guard")
class ZeroIsNoGuard(Faulty):
    def altered_bump(self, tenant: str, bump: Bump) -> Bump:
        return bump if bump.delta else Bump(bump.account, 0, None, None, bump.reason)


@caught_by("counters/zero_delta_is_guard", "entries/accounts_listed")
class ZeroOpensAccount(Faulty):
    def accounts(self, tenant: str, after: str, limit: int, /) -> tuple[tuple[str, int, int], ...]:
        opened = [(one, 0, 0) for one in self.notes.get("zero", ()) if one > after]
        known = super().accounts(tenant, after, limit)
        named = {one[0] for one in known}
        return tuple(sorted([*known, *(one for one in opened if one[0] not in named)]))[:limit]

    def altered_bump(self, tenant: str, bump: Bump) -> Bump:
        if not bump.delta:
            self.notes.setdefault("zero", []).append(bump.account)
        return bump


@caught_by("counters/second_failure_undoes_first", "atomicity/nothing_left_per_failing_part")
class EarlierBumpsStay(Faulty):
    def one(self, change: ChangeSet) -> Outcome:
        outcome = self.right(change)
        if isinstance(outcome, Declined):
            failed = {failure.what for failure in outcome.failures}
            for bump in change.bumps:
                if bump.account in failed:
                    break
                self.right(ChangeSet(change.tenant, change.at, bumps=(bump,)))
        return outcome


class _Declining(Faulty):
    def failures(self, failures: tuple[Failure, ...]) -> tuple[Failure, ...]:
        return failures

    def one(self, change: ChangeSet) -> Outcome:
        outcome = self.right(change)
        if isinstance(outcome, Declined):
            return Declined(self.failures(outcome.failures))
        return outcome


@caught_by("counters/names_first_failure")
class LeastGraveFirst(_Declining):
    def failures(self, failures: tuple[Failure, ...]) -> tuple[Failure, ...]:
        return failures[::-1]


@caught_by("counters/lists_all_failures")
class FirstFailureOnly(_Declining):
    def failures(self, failures: tuple[Failure, ...]) -> tuple[Failure, ...]:
        return failures[:1]


@caught_by("counters/lists_all_failures")
class NothingFoundTold(_Declining):
    def failures(self, failures: tuple[Failure, ...]) -> tuple[Failure, ...]:
        return tuple(one._replace(found=0) for one in failures)


@caught_by("counters/duplicate_account_refused")
class LastBumpWins(Faulty):
    def altered(self, change: ChangeSet) -> ChangeSet:
        return change._replace(bumps=tuple({one.account: one for one in change.bumps}.values()))


@caught_by("counters/duplicate_account_refused")
class LastPutWins(Faulty):
    def altered(self, change: ChangeSet) -> ChangeSet:
        return change._replace(
            puts=tuple({(one.kind, one.id): one for one in change.puts}.values())
        )


@caught_by("counters/two_hundred_bumps_or_too_large")
class HundredAtMost(Faulty):
    def altered(self, change: ChangeSet) -> ChangeSet:
        return change._replace(bumps=change.bumps[:100])


@caught_by("counters/two_hundred_bumps_or_too_large")
class DeclaresWhatItDoesNotKeep(Faulty):
    def limits(self) -> Limits:
        return Limits(parts_max=100)

    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        return [self.right(change) for change in sets]


@caught_by("entries/numbered")
class EntriesOldestFirst(Faulty):
    def entries(
        self, tenant: str, account: str, before: str | None, limit: int, /
    ) -> tuple[tuple[EntryRow, ...], str | None]:
        rows, cursor = super().entries(tenant, account, before, limit)
        return rows[::-1], cursor


@caught_by("entries/numbered", "many/later_sees_earlier")
class BalanceOfNow(Faulty):
    """The balance after is read when the entry is read."""

    def entries(
        self, tenant: str, account: str, before: str | None, limit: int, /
    ) -> tuple[tuple[EntryRow, ...], str | None]:
        rows, cursor = super().entries(tenant, account, before, limit)
        now = self.balance(tenant, account)
        return tuple(one._replace(balance=now) for one in rows), cursor


@caught_by("entries/entries_in_pages")
class EntriesByOffset(Faulty):
    def entries(
        self, tenant: str, account: str, before: str | None, limit: int, /
    ) -> tuple[tuple[EntryRow, ...], str | None]:
        rows, _ = super().entries(tenant, account, None, 1_000)
        start = int(before or 0)
        more = str(start + limit) if start + limit < len(rows) else None
        return rows[start : start + limit], more


@caught_by("entries/entries_in_pages")
class EntriesNeverEnd(Faulty):
    def entries(
        self, tenant: str, account: str, before: str | None, limit: int, /
    ) -> tuple[tuple[EntryRow, ...], str | None]:
        rows, cursor = super().entries(tenant, account, before, limit)
        return rows, cursor or self.notes.setdefault(account, before)

    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        self.notes.clear()
        return super().commit(sets)


@caught_by("entries/outside_apart")
class OutsideIsBounded(Faulty):
    def altered(self, change: ChangeSet) -> ChangeSet:
        bumps = tuple(
            Bump(one.account, one.delta, None, None, one.reason) for one in change.outside
        )
        return change._replace(bumps=change.bumps + bumps, outside=())


@caught_by("entries/accounts_listed")
class EmptyAccountsUnlisted(Faulty):
    def accounts(self, tenant: str, after: str, limit: int, /) -> tuple[tuple[str, int, int], ...]:
        return tuple(one for one in super().accounts(tenant, after, limit) if one[1])
