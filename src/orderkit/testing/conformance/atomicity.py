"""Atomicity: a change set lands with all its parts or with none, and a fault harms no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from orderkit.errors import TooLarge
from orderkit.ports import Cause, ChangeSet, Committed, Failure, OutsideEntry, Repository, Wanted
from orderkit.testing.conformance.checking import checks
from orderkit.testing.conformance.drafts import (
    AT,
    KIND,
    OTHER,
    TENANT,
    Part,
    access,
    bump,
    change,
    emit,
    guard,
    key,
    put,
    row,
)
from orderkit.testing.conformance.harness import Harness
from orderkit.testing.conformance.proving import (
    body_of,
    commits,
    conflict,
    declines,
    duplicate,
    must,
    over,
    raised_by,
    refuses,
    same,
    short,
    version_of,
)

WHOLE: Final[tuple[Part, ...]] = (
    key("k-1"),
    put("o-1", 0, b"new", index=row("open")),
    bump("a", 3),
    OutsideEntry("outside/s-1", -3, "check"),
    emit("e-1"),
    access("order.place"),
)
"""A change set with every part that writes."""


def traces(store: Repository) -> Iterator[tuple[str, object]]:
    """Everything that :data:`WHOLE` would leave, by the way in which it is seen."""
    loaded = store.load(TENANT, Wanted(((KIND, "o-1"),), ("a",), ("k-1",)))
    yield "document", loaded.documents
    yield "balance", loaded.balances
    yield "key", loaded.answers
    yield "outcome", store.outcome(TENANT, ["k-1"])
    yield "history", store.history(TENANT, (KIND, "o-1"), None, 9)
    yield "entries", store.entries(TENANT, "a", None, 9)
    yield "outside entries", store.entries(TENANT, "outside/s-1", None, 9)
    yield "accounts", store.accounts(TENANT, "", 9)
    yield "index rows", store.find(TENANT, KIND, "by_status", ("open",), "", None, 9).ids
    yield "outbox rows", store.backlog(TENANT)
    yield "access lines", store.accesses(TENANT, 9)


def _nothing_left(store: Repository, before: list[tuple[str, object]], case: str) -> None:
    for (what, found), (_, wanted) in zip(traces(store), before, strict=True):
        same(found, wanted, f"{what} left by {case}")


def nothing_left_per_failing_part(harness: Harness) -> None:
    """Whichever part does not hold, nothing of the others is left."""
    store = harness.store
    commits(store, key("k-0"), put("o-0"), bump("b", 4), emit("e-0"))
    before = list(traces(store))
    failing: tuple[tuple[str, Part, Failure], ...] = (
        ("a key used otherwise", key("k-0", fingerprint=b"x"), Failure(Cause.KEY_REUSE, "k-0")),
        ("a key that is there", key("k-0"), conflict("k-0")),
        ("a check that does not hold", guard("o-0", 2), conflict("order/o-0", 1)),
        ("a stale document", put("o-0"), conflict("order/o-0", 1)),
        ("a short account", bump("b", -5, 0), short("b", 4)),
        ("an account over its ceiling", bump("b", 5, None, 8), over("b", 4)),
        ("an outbox id that is there", emit("e-0"), duplicate("e-0")),
    )
    for case, part, failure in failing:
        for parts in ((part, *WHOLE), (*WHOLE, part)):
            declines(store, f"a change set with {case}", parts, failure)
            _nothing_left(store, before, f"a change set with {case}")
    commits(store, *WHOLE)
    same(body_of(store, "o-1"), b"new", "body of the change set once nothing stands against it")


def _unstorable(tenant: str) -> Iterator[tuple[str, ChangeSet]]:
    """Change sets with a part that some store cannot write, and perhaps finds out late."""
    nothing: Any = None
    for case, part in (
        ("a body that is no bytes", put("o-2")._replace(body=nothing)),
        ("an audit entry that is no bytes", put("o-2")._replace(audit=nothing)),
        ("a reason with half a character", bump("b", 1, reason="\ud800")),
        ("a due time beyond 64 bits", emit("e-2", not_before=2**70)),
        ("an entry beyond 64 bits", OutsideEntry("outside/s-2", 2**70, "check")),
        ("an access line that is no text", access("")._replace(detail=nothing)),
    ):
        yield case, change(*WHOLE, part, tenant=tenant)
    yield "a time beyond 64 bits", change(*WHOLE, tenant=tenant, at=2**70)


def bad_body_leaves_nothing(harness: Harness) -> None:
    """A part that cannot be written raises and leaves nothing, or all is written; never half."""
    store = harness.store
    for number, (case, broken) in enumerate(_unstorable("")):
        tenant = f"bad-{number}"
        sets = [broken._replace(tenant=tenant)]
        raised = raised_by(partial(store.commit, sets))
        found = store.load(tenant, Wanted(((KIND, "o-1"),), ("a",), ("k-1",)))
        left = (
            *found.documents,
            *found.answers,
            found.balances != (0,),
            *store.accesses(tenant, 1),
        )
        backlog = store.backlog(tenant)
        whole, none = all(left) and backlog[0] > 0, not any(left) and backlog == (0, 0)
        must(none if raised else whole, f"half of a change set with {case} was written")
        commits(store, put("o-9"), tenant=tenant)


def usable_after_refusal(harness: Harness) -> None:
    """After a refusal the handle commits and reads as before."""
    store, second = harness.store, harness.another()
    commits(store, bump("a", 1))
    for number in range(3):
        declines(store, "taking 9 of 1", [bump("a", -9, 0), put("o-1")], short("a", 1))
        commits(store, put("o-2", number))
        same(version_of(second, "o-2"), number + 1, "version of a commit after a refusal")


def usable_after_fault(harness: Harness) -> None:
    """After any exception the next commit lands, alone, and other handles see it."""
    store, second = harness.store, harness.another()
    calls: list[Callable[[], object]] = [
        partial(store.commit, [broken]) for _, broken in _unstorable(OTHER)
    ]
    calls.append(partial(store.find, TENANT, KIND, "by_status", ("open",), "", "junk", 5))
    landed = False
    for number, call in enumerate(calls):
        answered = raised_by(call) is None
        landed = landed or answered
        commits(store, put("o-3", number), at=AT + 1)
        same(version_of(second, "o-3"), number + 1, "version of a commit after an exception")
        found = version_of(second, "o-1", tenant=OTHER)
        same(found, int(landed), "version of a document beside what raised an exception")


def empty_changeset(harness: Harness) -> None:
    """A change set without parts commits and leaves nothing; so does none at all."""
    store = harness.store
    before = list(traces(store))
    same(store.commit([change()]), [Committed(False, (), ())], "outcome of an empty change set")
    same(store.commit([]), [], "outcomes of no change set")
    _nothing_left(store, before, "an empty change set")


def too_large_before_write(harness: Harness) -> None:
    """What is beyond the declared limits raises ``TooLarge``, and nothing was sent."""
    store, limits = harness.store, harness.store.limits()
    before = list(traces(store))
    long = b" " * (limits.body_bytes_max + 1)
    for case, parts in (
        ("a body that is too long", [put("o-9", 0, long)]),
        ("an audit entry that is too long", [put("o-9", 0, audit=long)]),
        ("an answer that is too long", [key("k-9", long)]),
        ("an effect that is too long", [emit("e-9")._replace(body=long)]),
        ("too many parts", [emit("e-9")] * (limits.parts_max + 1)),
    ):
        sets = [change(*WHOLE), change(*parts)]
        refuses(partial(store.commit, sets), TooLarge, case)
        _nothing_left(store, before, f"a call with {case}")
    commits(store, *WHOLE)


ATOMICITY: Final = checks(
    "atomicity",
    ("W1", nothing_left_per_failing_part),
    ("W1", bad_body_leaves_nothing),
    ("W1", usable_after_refusal),
    ("W1", usable_after_fault),
    ("W1", empty_changeset),
    ("W1", too_large_before_write),
)
