"""
The meaning of a commit, once, as a pure function: prefetch, evaluate, write.

An adapter reads under its lock what a change set touches, asks :func:`evaluate`, and writes what
it is told. For several change sets in one transaction it hands the same :class:`Slate` to each in
turn: what one commits, the next one sees, and at the end the slate holds the net effect.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple, NoReturn

from orderkit.errors import TooLarge
from orderkit.ports.records import (
    LARGEST,
    Answer,
    Bump,
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
    replay = _replayed(change, slate)
    if replay is not None:
        return replay
    failures = list(_failures(change, slate))
    if failures:
        failures.sort(key=lambda failure: failure.cause)
        return Declined(tuple(failures))
    return _applied(change, slate)


def _replayed(change: ChangeSet, slate: Slate) -> Outcome | None:
    if not change.answers:
        return None
    earlier = [slate.answers.get(answer.key) for answer in change.answers]
    if not any(earlier):
        return None
    reused = [
        Failure(Cause.KEY_REUSE, answer.key)
        for answer, found in zip(change.answers, earlier, strict=True)
        if found is not None and found.fingerprint != answer.fingerprint
    ]
    if reused:
        return Declined(tuple(reused))
    bodies = tuple(found.body for found in earlier if found is not None)
    if len(bodies) == len(earlier):
        return Committed(True, bodies)
    return Declined(tuple(Failure(Cause.CONFLICT, found.key) for found in earlier if found))


def _failures(change: ChangeSet, slate: Slate) -> Iterator[Failure]:
    versions = slate.versions
    for check in change.checks:
        found = versions.get((check.kind, check.id), 0)
        if found != check.version or found < 1:
            yield Failure(Cause.CONFLICT, f"{check.kind}/{check.id}", found)
    for put in change.puts:
        found = versions.get((put.kind, put.id), 0)
        if found != put.expect:
            yield Failure(Cause.CONFLICT, f"{put.kind}/{put.id}", found)
    yield from _limit_failures(change.bumps, slate.accounts)
    yield from _duplicates(change, slate)


def _limit_failures(
    bumps: Sequence[Bump], accounts: Mapping[str, tuple[int, int]]
) -> Iterator[Failure]:
    for account, delta, floor, ceiling, _ in bumps:
        balance = accounts.get(account, _UNMOVED)[0]
        after = balance + delta
        if delta <= 0 and (after < _LEAST or (floor is not None and after < floor)):
            yield Failure(Cause.SHORT, account, balance)
        if delta >= 0 and (after > LARGEST or (ceiling is not None and after > ceiling)):
            yield Failure(Cause.OVER, account, balance)


def _duplicates(change: ChangeSet, slate: Slate) -> Iterator[Failure]:
    ids = [emit.id for emit in change.emits]
    for names in (
        [answer.key for answer in change.answers],
        [f"{put.kind}/{put.id}" for put in change.puts],
        [bump[0] for bump in change.bumps],
        ids,
    ):
        distinct = set(names)
        if len(distinct) != len(names):
            yield from (
                Failure(Cause.DUPLICATE, one) for one in sorted(distinct) if names.count(one) > 1
            )
    emitted = slate.emitted
    if emitted:
        yield from (Failure(Cause.DUPLICATE, one) for one in ids if one in emitted)


def _applied(change: ChangeSet, slate: Slate) -> Committed:
    for answer in change.answers:
        slate.answers[answer.key] = answer
    for put in change.puts:
        slate.versions[put.kind, put.id] = put.expect + 1
    after = []
    accounts = slate.accounts
    for account, delta, _, _, _ in change.bumps:
        balance, sequence = accounts.get(account, _UNMOVED)
        balance += delta
        if delta:
            accounts[account] = (balance, sequence + 1)
        after.append(balance)
    slate.emitted.update([emit.id for emit in change.emits])
    return Committed(False, tuple([answer.body for answer in change.answers]), tuple(after))


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
