"""
The meaning of a commit, once, as a pure function: prefetch, evaluate, write.

An adapter reads under its lock what a change set touches, asks :func:`evaluate`, and writes what
it is told. For several change sets in one transaction it hands the same :class:`Slate` to each in
turn: what one commits, the next one sees, and at the end the slate holds the net effect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, NoReturn

from orderkit.errors import TooLarge
from orderkit.ledger import Bump
from orderkit.ports.records import (
    LARGEST,
    Answer,
    Cause,
    ChangeSet,
    Committed,
    Declined,
    Failure,
    Limits,
    Outcome,
)

_LEAST: Final = -LARGEST
_UNMOVED: Final = (0, 0)


class Touched(NamedTuple):
    """What one change set needs to have read before it can be evaluated."""

    keys: tuple[str, ...]
    documents: tuple[tuple[str, str], ...]
    accounts: tuple[str, ...]
    emits: tuple[str, ...]


def touched(change: ChangeSet) -> Touched:
    """Return what must be read, each part sorted: the canonical order of locks."""
    documents = {(one.kind, one.id) for one in change.checks}
    documents.update((one.kind, one.id) for one in change.puts)
    return Touched(
        tuple(sorted(answer.key for answer in change.answers)),
        tuple(sorted(documents)),
        tuple(sorted({bump.account for bump in change.bumps})),
        tuple(sorted(emit.id for emit in change.emits)),
    )


class Slate:
    """
    The state that commits are evaluated against, and what they made of it.

    Each part is a plain dict that the adapter fills before; a missing account is 0, a missing
    document is at version 0, a missing key is unused, a missing outbox id is free.

    Attributes:
        answers: Key to what it stands for.

        versions: (kind, id) to version.

        accounts: Account to (balance, last sequence).

        emitted: Outbox ids that exist.
    """

    __slots__ = ("accounts", "answers", "emitted", "versions")

    def __init__(
        self,
        answers: dict[str, Answer],
        versions: dict[tuple[str, str], int],
        accounts: dict[str, tuple[int, int]],
        emitted: set[str],
    ) -> None:
        self.answers = answers
        self.versions = versions
        self.accounts = accounts
        self.emitted = emitted


def evaluate(change: ChangeSet, slate: Slate) -> Outcome:
    """
    Decide one change set against *slate*; when it commits, *slate* is as it is afterwards.

    >>> slate = Slate({}, {}, {"a": (5, 1)}, set())
    >>> evaluate(ChangeSet("t", 0, bumps=(Bump("a", -6, 0, None, "sold"),)), slate).failures
    (Failure(cause=<Cause.SHORT: 3>, what='a', found=5),)
    >>> evaluate(ChangeSet("t", 0, bumps=(Bump("a", -5, 0, None, "sold"),)), slate).after
    (0,)
    """
    answers = {answer.key: answer for answer in change.answers}
    if not slate.answers.keys().isdisjoint(answers):
        return _repeated(change.answers, slate.answers)
    failures: list[Failure] = []
    versions = _written(change, slate.versions, failures)
    after, moved, named = _moved(change.bumps, slate.accounts, failures)
    emitted = {emit.id for emit in change.emits}
    if (
        named < len(change.bumps)
        or len(versions) < len(change.puts)
        or len(answers) < len(change.answers)
        or len(emitted) < len(change.emits)
        or not slate.emitted.isdisjoint(emitted)
    ):
        failures += _duplicates(change, slate)
    if failures:
        failures.sort(key=lambda failure: failure.cause)
        return Declined(tuple(failures))
    slate.answers.update(answers)
    slate.versions.update(versions)
    slate.accounts.update(moved)
    slate.emitted.update(emitted)
    return Committed(False, tuple([answer.body for answer in change.answers]), tuple(after))


def _repeated(answers: Sequence[Answer], known: Mapping[str, Answer]) -> Outcome:
    """Tell what keys stand for of which some, or all, are known."""
    earlier = [known[answer.key] for answer in answers if answer.key in known]
    reused = [
        Failure(Cause.KEY_REUSE, answer.key)
        for answer in answers
        if answer.key in known and known[answer.key].fingerprint != answer.fingerprint
    ]
    if reused:
        return Declined(tuple(reused))
    if len(earlier) == len(answers):
        return Committed(True, tuple([found.body for found in earlier]))
    return Declined(tuple([Failure(Cause.CONFLICT, found.key) for found in earlier]))


def _written(
    change: ChangeSet, versions: Mapping[tuple[str, str], int], failures: list[Failure]
) -> dict[tuple[str, str], int]:
    """Return the versions after the puts; add the documents that are not as expected to *failures*."""
    for kind, id_, version in change.checks:
        found = versions.get((kind, id_), 0)
        if found != version or found < 1:
            failures.append(Failure(Cause.CONFLICT, f"{kind}/{id_}", found))
    written: dict[tuple[str, str], int] = {}
    for put in change.puts:
        document, expect = (put.kind, put.id), put.expect
        found = versions.get(document, 0)
        if found != expect:
            failures.append(Failure(Cause.CONFLICT, f"{put.kind}/{put.id}", found))
        written[document] = expect + 1
    return written


def _moved(
    bumps: Sequence[Bump], accounts: Mapping[str, tuple[int, int]], failures: list[Failure]
) -> tuple[list[int], dict[str, tuple[int, int]], int]:
    """
    Return the balance after each of *bumps*, the accounts that are moved, as they are then, and how
    many different ones are named; add the limits that do not hold to *failures*. All of it in one
    pass: most of what a commit costs is done here.
    """
    after: list[int] = []
    moved: dict[str, tuple[int, int]] = {}
    guarded: set[str] = set()
    for account, delta, floor, ceiling, _ in bumps:
        balance, sequence = accounts.get(account, _UNMOVED)
        left = balance + delta
        after.append(left)
        if delta:
            moved[account] = (left, sequence + 1)
        else:
            guarded.add(account)
        if delta <= 0 and (left < _LEAST or (floor is not None and left < floor)):
            failures.append(Failure(Cause.SHORT, account, balance))
        if delta >= 0 and (left > LARGEST or (ceiling is not None and left > ceiling)):
            failures.append(Failure(Cause.OVER, account, balance))
    return after, moved, len(guarded.union(moved)) if guarded else len(moved)


def _duplicates(change: ChangeSet, slate: Slate) -> list[Failure]:
    """Name each once what stands twice in *change*, and the outbox ids that exist already."""
    ids = [emit.id for emit in change.emits]
    return [
        Failure(Cause.DUPLICATE, name)
        for names in (
            [answer.key for answer in change.answers],
            [f"{put.kind}/{put.id}" for put in change.puts],
            [bump.account for bump in change.bumps],
            ids,
        )
        for name in sorted({name for name in names if names.count(name) > 1})
    ] + [Failure(Cause.DUPLICATE, id_) for id_ in ids if id_ in slate.emitted]


def fits(change: ChangeSet, limits: Limits) -> None:
    """
    Refuse a change set that a store cannot hold, before anything is sent.

    Raises:
        TooLarge: It has more parts, or a longer body, than *limits* allow.
    """
    parts = sum(map(len, change[2:]))
    if parts > limits.parts_max:
        raise TooLarge("the change set", parts, limits.parts_max)
    longest = limits.body_bytes_max
    for put in change.puts:
        if len(put.body) > longest or len(put.audit) > longest:
            _too_long(f"{put.kind} {put.id}", max(len(put.body), len(put.audit)), longest)
    for answer in change.answers:
        if len(answer.body) > longest:
            _too_long(f"the answer of the key {answer.key}", len(answer.body), longest)
    for emit in change.emits:
        if len(emit.body) > longest:
            _too_long(f"the event {emit.topic} of {emit.partition}", len(emit.body), longest)


def _too_long(what: str, size: int, limit: int) -> NoReturn:
    raise TooLarge(what, size, limit, "bytes")
