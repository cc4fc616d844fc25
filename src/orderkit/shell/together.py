"""
Many commands that stand or fall together: ``execute_many(commands, all=True)``.

The commands are decided one after the other over an *overlay*: what an earlier one wrote, a later
one reads, although nothing is in the store yet. Then everything is merged into one change set and
committed at one instant:

- A document written twice gets one new version, with the last value; its audit entry holds those
  of all, its events all belong to that version.
- What an account was moved by is added up. Each command's limits are brought to the end of the
  batch, so that the sum is refused exactly where one of the commands would have been; where the
  sum raises an account, floors on the way up do not count: nobody ever sees that way.
- The answers of all commands are stored, each under its key.

If somebody else was faster, all of it is decided again. If one command is refused, nothing is
written and that refusal is raised, with a note that says which command it was. Only lines of the
access log go out at once.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from typing import Any, TypeVar

from orderkit.errors import Conflict, OrderkitError
from orderkit.ports import (
    GENESIS,
    Bump,
    ChangeSet,
    Check,
    Committed,
    DocumentKey,
    DocumentPut,
    Emit,
    Loaded,
    Outcome,
    OutsideEntry,
    Slate,
    Stored,
    Wanted,
    evaluate,
    head_after,
    touched,
)
from orderkit.shell.assembly import at_version
from orderkit.shell.attempt import Job
from orderkit.shell.batch import tenant_of
from orderkit.shell.demands import Demand, Load, Write, WriteMany
from orderkit.shell.execution import execute

A = TypeVar("A")


def execute_together(jobs: Sequence[Job[A]]) -> Generator[Demand, Any, list[A]]:
    """
    Carry out all *jobs* in one commit, or none.

    Raises:
        InvalidInput: They are of several tenants.
        OrderkitError: What the first refused command was refused with.
        Conflict: Somebody else was faster in every attempt.
    """
    tenant = tenant_of(jobs)
    attempts = min((job.attempts for job in jobs), default=1)
    for _ in range(attempts):
        overlay = _Overlay(tenant)
        answers = yield from _decided(jobs, overlay)
        if not overlay.changes:
            return answers
        outcomes: Sequence[Outcome] = yield WriteMany((overlay.merged(),))
        # A replay is the same batch by somebody else: the next round reads their answers.
        if isinstance(outcomes[0], Committed) and not outcomes[0].replayed:
            return answers
    raise Conflict(f"a batch of {len(jobs)} commands", attempts)


def _decided(jobs: Sequence[Job[A]], overlay: _Overlay) -> Generator[Demand, Any, list[A]]:
    answers: list[A] = []
    for at, job in enumerate(jobs, start=1):
        try:
            answers.append((yield from _over(job, overlay)))
        except OrderkitError as why:
            why.add_note(f"this is command {at} of {len(jobs)}; none was carried out")
            raise
    return answers


def _over(job: Job[A], overlay: _Overlay) -> Generator[Demand, Any, A]:
    """Carry out one job over the overlay."""
    execution = execute(job)
    try:
        demand = next(execution)
        while True:
            try:
                answer = yield from overlay.serve(demand)
            except OrderkitError as why:
                demand = execution.throw(why)
            else:
                demand = execution.send(answer)
    except StopIteration as stop:
        result: A = stop.value
        return result


class _Overlay:
    """
    What the commands decided so far have made of the store.

    Attributes:
        changes: Their change sets, in order.
    """

    def __init__(self, tenant: str) -> None:
        self.changes: list[ChangeSet] = []
        self._tenant = tenant
        self._base: dict[DocumentKey, Stored | None] = {}
        self._written: dict[DocumentKey, Stored] = {}
        self._slate = Slate({}, {}, {}, set())

    def serve(self, demand: Demand) -> Generator[Demand, Any, Any]:
        """Answer what a command demands: from the store, as it looks after the changes so far."""
        if isinstance(demand, Load):
            loaded: Loaded = yield demand
            return self._seen(loaded, demand.wanted)
        if isinstance(demand, Write) and not demand.change.access:
            return (yield from self._write(demand.change))
        return (yield demand)

    def _seen(self, loaded: Loaded, wanted: Wanted) -> Loaded:
        """Learn what the store holds, and return it as it looks now."""
        slate, base = self._slate, self._base
        for key, stored in zip(wanted.documents, loaded.documents, strict=True):
            first = base.setdefault(key, stored)
            if first is not None:
                slate.versions.setdefault(key, first.version)
        for account, balance in zip(wanted.accounts, loaded.balances, strict=True):
            slate.accounts.setdefault(account, (balance, 0))
        return Loaded(
            tuple([self._written.get(key, base[key]) for key in wanted.documents]),
            tuple([slate.accounts[account][0] for account in wanted.accounts]),
            tuple([
                slate.answers.get(key, found)
                for key, found in zip(wanted.keys, loaded.answers, strict=True)
            ]),
        )  # fmt: skip

    def _write(self, change: ChangeSet) -> Generator[Demand, Any, Outcome]:
        """Evaluate one change set over the overlay, and keep it if it commits."""
        needs = touched(change)
        unseen = Wanted(
            tuple([one for one in needs.documents if one not in self._base]),
            tuple([one for one in needs.accounts if one not in self._slate.accounts]),
        )
        if any(unseen):
            loaded: Loaded = yield Load(self._tenant, unseen)
            self._seen(loaded, unseen)
        outcome = evaluate(change, self._slate)
        if isinstance(outcome, Committed):
            self.changes.append(change)
            for put in change.puts:
                self._written[put.kind, put.id] = Stored(
                    put.expect + 1, put.head, put.key_id, put.body
                )
        return outcome

    def merged(self) -> ChangeSet:
        """Return everything kept as one change set."""
        every = self.changes
        puts = self._merged_puts()
        versions = {f"{put.kind}/{put.id}": put.expect + 1 for put in puts}
        return ChangeSet(
            self._tenant,
            every[-1].at,
            tuple([one for change in every for one in change.answers]),
            self._merged_checks(),
            puts,
            _merged_bumps(one for change in every for one in change.bumps),
            _merged_entries(one for change in every for one in change.outside),
            _renumbered((one for change in every for one in change.emits), versions),
        )

    def _merged_checks(self) -> tuple[Check, ...]:
        checks = {(one.kind, one.id): one for change in self.changes for one in change.checks}
        return tuple([check for key, check in checks.items() if key not in self._written])

    def _merged_puts(self) -> tuple[DocumentPut, ...]:
        by_document: dict[DocumentKey, list[DocumentPut]] = {}
        for change in self.changes:
            for put in change.puts:
                by_document.setdefault((put.kind, put.id), []).append(put)
        return tuple([self._merged_put(key, puts) for key, puts in by_document.items()])

    def _merged_put(self, key: DocumentKey, puts: Sequence[DocumentPut]) -> DocumentPut:
        last = puts[-1]
        if len(puts) == 1:
            return last
        before = self._base[key]
        audit = b'{"together":[' + b",".join(put.audit for put in puts) + b"]}"
        head = head_after(GENESIS if before is None else before.head, last.body_hash, audit)
        return last._replace(expect=puts[0].expect, audit=audit, head=head)


def _renumbered(emits: Iterable[Emit], versions: dict[str, int]) -> tuple[Emit, ...]:
    """Return the events of all commands, each at the version that its document really gets."""
    return tuple([at_version(emit, versions[emit.partition]) for emit in emits])


def _merged_bumps(bumps: Iterable[Bump]) -> tuple[Bump, ...]:
    merged: dict[str, Bump] = {}
    for bump in bumps:
        before = merged.get(bump.account)
        merged[bump.account] = bump if before is None else _both(before, bump)
    return tuple(merged.values())


def _both(a: Bump, b: Bump) -> Bump:
    """
    Add bump *b* to an earlier *a*.

    A limit on the balance after *a* is one on the balance after both once ``b.delta`` is added.
    """
    floors = [None if a.floor is None else a.floor + b.delta, b.floor]
    ceilings = [None if a.ceiling is None else a.ceiling + b.delta, b.ceiling]
    return Bump(
        a.account,
        a.delta + b.delta,
        max((one for one in floors if one is not None), default=None),
        min((one for one in ceilings if one is not None), default=None),
        _both_reasons(a.reason, b.reason),
    )


def _both_reasons(a: str, b: str) -> str:
    return a if b in a.split("; ") else f"{a}; {b}"


def _merged_entries(entries: Iterable[OutsideEntry]) -> tuple[OutsideEntry, ...]:
    merged: dict[str, OutsideEntry] = {}
    for entry in entries:
        before = merged.get(entry.account, entry._replace(delta=0))
        delta, reason = before.delta + entry.delta, _both_reasons(before.reason, entry.reason)
        merged[entry.account] = OutsideEntry(entry.account, delta, reason)
    return tuple([entry for entry in merged.values() if entry.delta])
