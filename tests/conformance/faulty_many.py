"""Faults in committing many change sets in one call."""

from __future__ import annotations

from collections.abc import Sequence

from orderkit.ports import ChangeSet, Committed, Declined, Outcome
from tests.conformance.faulty import Faulty, caught_by
from tests.conformance.faulty_commits import without_keys


@caught_by("many/one_outcome_each")
class ShortList(Faulty):
    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        outcomes = super().commit(sets)
        if len(outcomes) == 1:
            return outcomes
        return [one for one in outcomes if isinstance(one, Committed)]


@caught_by("many/one_outcome_each")
class GroupedByTenant(Faulty):
    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        return super().commit(sorted(sets, key=lambda change: change.tenant))


@caught_by("many/later_sees_earlier")
class BatchOnOldBalances(Faulty):
    """Every change set of a call is judged by the balances before the call."""

    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        judged = [
            change._replace(
                bumps=tuple(
                    bump._replace(floor=None)
                    if self.balance(change.tenant, bump.account) + bump.delta >= (bump.floor or 0)
                    else bump
                    for bump in change.bumps
                )
            )
            for change in sets
        ]
        return super().commit(judged)


@caught_by("many/declined_keeps_no_other")
class StopsAtFirstRefusal(Faulty):
    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for change in sets:
            if outcomes and isinstance(outcomes[-1], Declined):
                outcomes.append(outcomes[-1])
            else:
                outcomes += super().commit([change])
        return outcomes


@caught_by("many/same_key_in_one_call")
class KeysReadOnceACall(Faulty):
    """Only keys that were there before the call are replayed."""

    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        seen: set[str] = set()
        changed = []
        for change in sets:
            names = {answer.key for answer in change.answers}
            changed.append(without_keys(change) if names & seen else change)
            seen |= names
        return super().commit(changed)


@caught_by("many/same_effect_in_one_call", "outbox/same_effect_once")
class EffectsInsertOrIgnore(Faulty):
    def altered(self, change: ChangeSet) -> ChangeSet:
        ids = self.notes.setdefault(change.tenant, set())
        fresh = {emit.id: emit for emit in change.emits if emit.id not in ids}
        ids.update(fresh)
        return change._replace(emits=tuple(fresh.values()))


@caught_by("many/access_lines_land")
class AccessOnlyByItself(Faulty):
    """Logs only change sets that write nothing else."""

    def altered(self, change: ChangeSet) -> ChangeSet:
        return change._replace(access=()) if change.puts else change
