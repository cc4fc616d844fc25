"""Idempotency: a key stands for one command and one answer, for ever."""

from __future__ import annotations

from typing import Final

from orderkit.ports import Answer, Cause, Committed, Failure, Outcome, Repository, Wanted
from orderkit.testing.conformance.checking import checks
from orderkit.testing.conformance.drafts import (
    AT,
    DAY,
    EVERY_BYTE,
    KIND,
    OTHER,
    TENANT,
    Part,
    access,
    bump,
    change,
    emit,
    key,
    put,
)
from orderkit.testing.conformance.harness import Harness
from orderkit.testing.conformance.proving import (
    balance_of,
    body_of,
    commits,
    conflict,
    declines,
    only,
    same,
    short,
    version_of,
)


def _order(name: str = "k-1") -> tuple[Part, ...]:
    return (key(name), put("o-1", 0, b"placed"), bump("a", -1), emit("e-1"), access("order.place"))


def _same_again(store: Repository, *parts: Part, body: bytes = b'"done"') -> None:
    wanted: Outcome = Committed(True, (body,))
    same(only(store, change(*parts)), wanted, "outcome of a change set that is there already")


def replay_same_result(harness: Harness) -> None:
    """A change set sent again is answered as the first time, and says that it is a replay."""
    store = harness.store
    first = commits(store, key("k-1", b'"first"'), put("o-1"))
    same(first, Committed(False, (b'"first"',), ()), "outcome of a first commit")
    for body in (b'"first"', b'"another try"'):
        _same_again(store, key("k-1", body), put("o-1"), body=b'"first"')


def replay_changes_nothing(harness: Harness) -> None:
    """A replay writes nothing: no version, no movement, no entry, no effect, no access line."""
    store = harness.store
    commits(store, *_order())
    for _ in range(2):
        _same_again(store, *_order())
    same(version_of(store, "o-1"), 1, "version after replays")
    same(store.accounts(TENANT, "", 9), (("a", -1, 1),), "accounts after replays")
    same(store.backlog(TENANT), (1, 0), "outbox after replays (waiting, dead)")
    same(len(store.accesses(TENANT, 9)), 1, "access lines after replays")


def key_reuse(harness: Harness) -> None:
    """A key with another fingerprint is refused before anything else is looked at."""
    store = harness.store
    commits(store, key("k-1", fingerprint=b"one"), bump("a", 1))
    parts = (key("k-1", fingerprint=b"two"), bump("a", -9, 0), put("o-1", 3))
    declines(store, "a key that stands for other content", parts, Failure(Cause.KEY_REUSE, "k-1"))
    same(balance_of(store, "a"), 1, "balance after a key was refused")
    _same_again(store, key("k-1", fingerprint=b"one"), bump("a", 1))


def refusal_forgotten(harness: Harness) -> None:
    """A declined change set leaves no answer: sent again when it fits, it commits."""
    store = harness.store
    parts = (key("k-1"), bump("a", -1, 0))
    for _ in range(2):
        declines(store, "taking 1 of nothing", parts, short("a", 0))
    same(store.outcome(TENANT, ["k-1"]), (None,), "outcome of a key that was declined")
    commits(store, bump("a", 1))
    same(commits(store, *parts), Committed(False, (b'"done"',), (0,)), "outcome once it fits")


def keys_per_tenant(harness: Harness) -> None:
    """The same key of another tenant is another key."""
    store = harness.store
    commits(store, key("k-1", b'"mine"', b"one"))
    theirs = commits(store, key("k-1", b'"theirs"', b"two"), bump("a", 1), tenant=OTHER)
    same(theirs, Committed(False, (b'"theirs"',), (1,)), "outcome of another tenant's same key")
    _same_again(store, key("k-1", fingerprint=b"one"), body=b'"mine"')


def outcome_agrees(harness: Harness) -> None:
    """``outcome`` and ``load`` give what a key stands for, at once and through every handle."""
    store, second = harness.store, harness.another()
    answers = [key(f"k-{number}", b'"%d"' % number, b"%d" % number) for number in range(3)]
    for answer in answers:
        for handle in (second, store):
            same(handle.outcome(TENANT, [answer.key]), (None,), "outcome of an unused key")
        commits(store, answer)
        for handle in (second, store):
            same(handle.outcome(TENANT, [answer.key]), (answer,), "outcome right after the commit")
    asked = ("k-2", "k-9", "k-0")
    wanted: tuple[Answer | None, ...] = (answers[2], None, answers[0])
    same(store.outcome(TENANT, asked), wanted, "outcome of several keys")
    same(store.load(TENANT, Wanted(keys=asked)).answers, wanted, "answers of several keys by load")


def replay_after_world_moved(harness: Harness) -> None:
    """A replay is answered although its versions and floors would no longer hold."""
    store = harness.store
    commits(store, bump("a", 1))
    parts = (key("k-1"), put("o-1", 0, b"placed"), bump("a", -1, 0), emit("e-1"))
    commits(store, *parts)
    commits(store, put("o-1", 1, b"changed"))
    _same_again(store, *parts)
    same(body_of(store, "o-1"), b"changed", "body after a replay")


def replay_other_handle(harness: Harness) -> None:
    """A replay through another handle is a replay."""
    first, second = harness.store, harness.another()
    same(second.outcome(TENANT, ["k-1"]), (None,), "outcome before")
    commits(first, *_order())
    _same_again(second, *_order())
    same(second.balances(TENANT, ["a"]), (-1,), "balance after a replay through another handle")


def retention(harness: Harness) -> None:
    """An answer is still there ten years and some hundred commits later."""
    store = harness.store
    commits(store, *_order())
    later = AT + 3_652 * DAY
    for batch in range(5):
        store.commit([change(key(f"later-{batch}-{n}"), bump("b", 1), at=later) for n in range(80)])
    same(store.outcome(TENANT, ["k-1"]), (key("k-1"),), "outcome after ten years")
    replay = only(store, change(*_order(), at=later))
    same(replay, Committed(True, (b'"done"',)), "the same change set after ten years")


def result_identical(harness: Harness) -> None:
    """Keys, fingerprints of any bytes and answers of 100 kB come back byte for byte."""
    store = harness.store
    long = "\u20ac" * min(33_000, store.limits().body_bytes_max // 3)
    answers = [
        Answer("K-1", EVERY_BYTE[:32], b'"upper"'),
        Answer("k-1", EVERY_BYTE[-32:], long.encode()),
        Answer("k-1.", b"", "caf\u00e9 cafe\u0301 1.10 \t".encode()),
        Answer("k-" + "9" * 180, b"\x00\n", b""),
    ]
    bodies = tuple(answer.body for answer in answers)
    same(commits(store, *answers).answers, bodies, "answers of a first commit")
    names = [answer.key for answer in answers]
    same(store.outcome(TENANT, names), tuple(answers), "answers as they were read back")
    replay = only(store, change(*reversed(answers)))
    same(replay, Committed(True, bodies[::-1]), "answers of a replay, in its own order")


def some_keys_conflict(harness: Harness) -> None:
    """Where only some keys of a change set are there, those are named as a conflict."""
    store = harness.store
    commits(store, key("k-1"), put("o-1"))
    parts = (key("k-0"), key("k-1"), put("o-2"))
    declines(store, "keys of which some are there", parts, conflict("k-1"))
    same(store.outcome(TENANT, ["k-0", "k-1"]), (None, key("k-1")), "outcome of the keys")
    same(store.load(TENANT, Wanted(((KIND, "o-2"),))).documents, (None,), "document beside them")


IDEMPOTENCY: Final = checks(
    "idempotency",
    ("W2", replay_same_result),
    ("W2", replay_changes_nothing),
    ("W2", key_reuse),
    ("W5", refusal_forgotten),
    ("T", keys_per_tenant),
    ("W8", outcome_agrees),
    ("W2", replay_after_world_moved),
    ("W2", replay_other_handle),
    ("W2", retention),
    ("D3", result_identical),
    ("W2", some_keys_conflict),
)
