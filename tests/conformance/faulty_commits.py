"""Faults in keys, in atomicity, and in committing many change sets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from orderkit.errors import Unavailable
from orderkit.ports import (
    Answer,
    Cause,
    ChangeSet,
    Committed,
    Declined,
    Failure,
    Limits,
    Loaded,
    Outcome,
    Wanted,
    fits,
)
from tests.conformance.faulty import Faulty, caught_by


def without_keys(change: ChangeSet) -> ChangeSet:
    return change._replace(answers=())


def bodies(change: ChangeSet) -> tuple[bytes, ...]:
    return tuple(answer.body for answer in change.answers)


@caught_by("idempotency/replay_same_result", "idempotency/outcome_agrees")
class KeyNotStored(Faulty):
    def one(self, change: ChangeSet) -> Outcome:
        outcome = self.right(without_keys(change))
        return (
            outcome._replace(answers=bodies(change)) if isinstance(outcome, Committed) else outcome
        )


@caught_by("idempotency/replay_same_result")
class AnswersWithWhatWasSent(Faulty):
    def one(self, change: ChangeSet) -> Outcome:
        outcome = self.right(change)
        return (
            outcome._replace(answers=bodies(change)) if isinstance(outcome, Committed) else outcome
        )


@caught_by("idempotency/replay_changes_nothing")
class ReplayMovesAgain(Faulty):
    def one(self, change: ChangeSet) -> Outcome:
        outcome = self.right(change)
        if isinstance(outcome, Committed) and outcome.replayed:
            self.right(ChangeSet(change.tenant, change.at, bumps=change.bumps))
        return outcome


@caught_by("idempotency/replay_changes_nothing")
class ReplayIsLogged(Faulty):
    def one(self, change: ChangeSet) -> Outcome:
        outcome = self.right(change)
        if isinstance(outcome, Committed) and outcome.replayed:
            self.right(ChangeSet(change.tenant, change.at, access=change.access))
        return outcome


@caught_by("idempotency/key_reuse", "many/same_key_in_one_call")
class FingerprintIgnored(Faulty):
    def altered(self, change: ChangeSet) -> ChangeSet:
        return change._replace(
            answers=tuple(
                new if old is None else new._replace(fingerprint=old.fingerprint)
                for new, old in zip(change.answers, self.answers(change), strict=True)
            )
        )


@caught_by("idempotency/key_reuse")
class GuardsNamedBesideReuse(Faulty):
    def one(self, change: ChangeSet) -> Outcome:
        outcome = self.right(change)
        if isinstance(outcome, Declined) and outcome.cause is Cause.KEY_REUSE:
            others = self.right(without_keys(change))
            if isinstance(others, Declined):
                return Declined(outcome.failures + others.failures)
        return outcome


@caught_by("idempotency/refusal_forgotten")
class RefusalRemembered(Faulty):
    def one(self, change: ChangeSet) -> Outcome:
        names = tuple(answer.key for answer in change.answers)
        remembered: dict[Any, Outcome] = self.notes.setdefault("refused", {})
        if names and (change.tenant, names) in remembered:
            return remembered[change.tenant, names]
        outcome = self.right(change)
        if isinstance(outcome, Declined):
            remembered[change.tenant, names] = outcome
        return outcome


@caught_by("idempotency/refusal_forgotten", "atomicity/nothing_left_per_failing_part")
class KeyApart(Faulty):
    """The key is written in a transaction of its own, before the rest."""

    def one(self, change: ChangeSet) -> Outcome:
        apart = ChangeSet(change.tenant, change.at, answers=change.answers)
        outcome = self.right(apart)
        if isinstance(outcome, Declined) or (outcome.replayed and change.answers):
            return outcome
        rest = self.right(without_keys(change))
        return rest._replace(answers=bodies(change)) if isinstance(rest, Committed) else rest


@caught_by("idempotency/keys_per_tenant", "tenancy/keys")
class KeysOfAllTenants(Faulty):
    def one(self, change: ChangeSet) -> Outcome:
        owner = self.notes.setdefault("owner", {})
        owners = {owner.setdefault(answer.key, change.tenant) for answer in change.answers}
        if owners - {change.tenant}:
            return self.right(ChangeSet(owners.pop(), change.at, answers=change.answers))
        return self.right(change)

    def outcome(self, tenant: str, keys: Sequence[str], /) -> tuple[Answer | None, ...]:
        owner = self.notes.get("owner", {})
        return tuple(super(Faulty, self).outcome(owner.get(one, tenant), [one])[0] for one in keys)


@caught_by("idempotency/outcome_agrees")
class OutcomeCached(Faulty):
    def outcome(self, tenant: str, keys: Sequence[str], /) -> tuple[Answer | None, ...]:
        cache = self.__dict__.setdefault("cache", {})
        asked = tenant, tuple(keys)
        found: tuple[Answer | None, ...] = cache.setdefault(asked, super().outcome(tenant, keys))
        return found


@caught_by("idempotency/replay_after_world_moved")
class VersionsBeforeKeys(Faulty):
    def one(self, change: ChangeSet) -> Outcome:
        found = [(put, self.found(change.tenant, put)) for put in change.puts]
        stale = tuple(
            Failure(Cause.CONFLICT, f"{put.kind}/{put.id}", version)
            for put, version in found
            if put.expect < version - 1
        )
        return Declined(stale) if stale else self.right(change)


@caught_by("idempotency/replay_other_handle")
class KeysOfTheHandle(Faulty):
    """Keeps the keys beside the handle and not in the store."""

    def one(self, change: ChangeSet) -> Outcome:
        held = self.__dict__.setdefault("held", {})
        names = [(change.tenant, answer.key) for answer in change.answers]
        if names and all(name in held for name in names):
            return Committed(True, tuple(held[name] for name in names))
        outcome = self.right(without_keys(change))
        if isinstance(outcome, Committed):
            held.update(zip(names, bodies(change), strict=True))
            return outcome._replace(answers=bodies(change))
        return outcome


@caught_by("idempotency/retention")
class KeysExpire(Faulty):
    """Forgets a key after a hundred others."""

    def altered(self, change: ChangeSet) -> ChangeSet:
        used = self.notes.setdefault("used", {})
        for answer in change.answers:
            used.setdefault(answer.key, len(used))
        answers = [one._replace(key=self._name(one.key)) for one in change.answers]
        return change._replace(answers=tuple(answers))

    def _name(self, name: str) -> str:
        used = self.notes.get("used", {})
        return f"{name} expired" if len(used) - used.get(name, len(used)) > 100 else name

    def load(self, tenant: str, wanted: Wanted, /) -> Loaded:
        keys = tuple(self._name(one) for one in wanted.keys)
        return super().load(tenant, wanted._replace(keys=keys))


@caught_by("idempotency/result_identical")
class FingerprintThroughText(Faulty):
    def altered(self, change: ChangeSet) -> ChangeSet:
        answers = [
            one._replace(fingerprint=one.fingerprint.decode(errors="replace").encode())
            for one in change.answers
        ]
        return change._replace(answers=tuple(answers))


@caught_by("idempotency/result_identical")
class AnswersInOrderOfKeys(Faulty):
    def altered(self, change: ChangeSet) -> ChangeSet:
        return change._replace(answers=tuple(sorted(change.answers)))


@caught_by("idempotency/some_keys_conflict")
class MissingKeysRun(Faulty):
    def altered(self, change: ChangeSet) -> ChangeSet:
        found = self.answers(change)
        missing = [
            one for one, old in zip(change.answers, found, strict=True) if old is None
        ] or change.answers
        return change._replace(answers=tuple(missing))


@caught_by("atomicity/nothing_left_per_failing_part", "outbox/only_after_commit")
class OutboxOnRefusal(Faulty):
    def one(self, change: ChangeSet) -> Outcome:
        outcome = self.right(change)
        if isinstance(outcome, Declined):
            self.right(ChangeSet(change.tenant, change.at, emits=change.emits))
        return outcome


@caught_by("atomicity/nothing_left_per_failing_part", "many/access_lines_land")
class AccessOnRefusal(Faulty):
    def one(self, change: ChangeSet) -> Outcome:
        outcome = self.right(change)
        if isinstance(outcome, Declined):
            self.right(ChangeSet(change.tenant, change.at, access=change.access))
        return outcome


@caught_by("atomicity/bad_body_leaves_nothing")
class HalfWrittenAtFault(Faulty):
    """What comes before the part that cannot be written stays."""

    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        try:
            return super().commit(sets)
        except TypeError:
            for change in sets:
                first = ChangeSet(change.tenant, change.at, puts=change.puts[:1])
                self.right(first)
            raise


@caught_by("atomicity/usable_after_refusal")
class TransactionLeftOpen(Faulty):
    def one(self, change: ChangeSet) -> Outcome:
        if self.notes.pop("open", False):
            raise Unavailable("cannot start a transaction within a transaction")
        outcome = self.right(change)
        self.notes["open"] = isinstance(outcome, Declined)
        return outcome


@caught_by("atomicity/usable_after_fault")
class RubbishInNextCommit(Faulty):
    """What a failed call had begun lands with the commit after it."""

    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        begun = self.notes.pop("begun", ())
        try:
            return super().commit(sets)
        except TypeError:
            self.notes["begun"] = sets
            raise
        finally:
            for change in begun:
                self.right(ChangeSet(change.tenant, change.at, puts=change.puts[:1]))


@caught_by("atomicity/empty_changeset")
class NothingIsAnError(Faulty):
    def one(self, change: ChangeSet) -> Outcome:
        if not any(change[2:]):
            raise ValueError("nothing to commit")
        return self.right(change)


@caught_by("atomicity/empty_changeset")
class NothingIsLogged(Faulty):
    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        return super().commit(sets) or [Committed(False, ())]


@caught_by("atomicity/too_large_before_write")
class TooLargeInTheMiddle(Faulty):
    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        outcomes = []
        for change in sets:
            fits(change, self.limits())
            outcomes.append(self.right(change))
        return outcomes


@caught_by("atomicity/too_large_before_write")
class LimitsNotKept(Faulty):
    def limits(self) -> Limits:
        return Limits(body_bytes_max=100_000, parts_max=1_000)

    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        return [self.right(change) for change in sets]


@caught_by("atomicity/too_large_before_write")
class BodiesMeasuredAlone(Faulty):
    """Answers, audit entries and effects may be of any length."""

    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        for change in sets:
            fits(change._replace(answers=(), emits=()), self.limits())
        return [self.right(change) for change in sets]
