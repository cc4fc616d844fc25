"""Many change sets in one call: one outcome each, as if committed one after the other."""

from __future__ import annotations

from typing import Final

from orderkit.ports import Cause, Committed, Declined, Failure
from orderkit.testing.conformance.checking import checks
from orderkit.testing.conformance.drafts import (
    OTHER,
    TENANT,
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
    duplicate,
    only,
    same,
    short,
    version_of,
)


def one_outcome_each(harness: Harness) -> None:
    """Every change set has its outcome at its own position, of whatever tenant it is."""
    store = harness.store
    commits(store, put("o-3"))
    sets = [
        change(key("k-1", b"1"), put("o-1")),
        change(key("k-2", b"2"), bump("a", 7), tenant=OTHER),
        change(key("k-3", b"3"), put("o-3")),
        change(),
        change(key("k-5", b"5"), bump("a", 1), bump("b", 2)),
    ]
    wanted = [
        Committed(False, (b"1",)),
        Committed(False, (b"2",), (7,)),
        Declined((conflict("order/o-3", 1),)),
        Committed(False, ()),
        Committed(False, (b"5",), (1, 2)),
    ]
    same(store.commit(sets), wanted, "outcomes of five change sets")


def later_sees_earlier(harness: Harness) -> None:
    """A change set is judged by what those before it in the same call have left."""
    store = harness.store
    commits(store, bump("a", 5))
    takes = [change(put("o-1", n, b"%d" % n), bump("a", -2, 0)) for n in range(3)]
    wanted = [Committed(False, (), (3,)), Committed(False, (), (1,)), Declined((short("a", 1),))]
    same(store.commit(takes), wanted, "outcomes of three that take 2 of 5")
    same((version_of(store, "o-1"), body_of(store, "o-1")), (2, b"1"), "the document they put")
    entries, _ = store.entries(TENANT, "a", None, 9)
    found = [(one.sequence, one.balance) for one in entries]
    same(found, [(3, 1), (2, 3), (1, 5)], "entries (sequence, balance) of one call")
    versions = [one.version for one in store.history(TENANT, ("order", "o-1"), None, 9)]
    same(versions, [2, 1], "history of a document that was put twice in one call")


def declined_keeps_no_other(harness: Harness) -> None:
    """One that is declined leaves nothing and does not keep the others from landing."""
    store = harness.store
    sets = [
        change(put("o-1"), bump("a", 1), emit("e-1")),
        change(key("k-2"), put("o-2"), bump("a", 4), bump("b", -1, 0), emit("e-2")),
        change(put("o-3"), bump("a", 2), emit("e-3")),
    ]
    same([type(one) for one in store.commit(sets)], [Committed, Declined, Committed], "outcomes")
    found = [version_of(store, one) for one in ("o-1", "o-2", "o-3")]
    same(found, [1, 0, 1], "versions after the second of three was declined")
    same(balance_of(store, "a"), 3, "balance after the second of three was declined")
    same(store.backlog(TENANT), (2, 0), "outbox after the second of three was declined")
    same(store.outcome(TENANT, ["k-2"]), (None,), "key of the one that was declined")


def same_key_in_one_call(harness: Harness) -> None:
    """A key that stands twice in one call is answered the second time, or refused as reused."""
    store = harness.store
    sets = [
        change(key("k-1", b"first"), bump("a", 1)),
        change(key("k-1", b"second"), bump("a", 1)),
        change(key("k-1", b"third", b"other"), bump("a", 1)),
    ]
    wanted = [
        Committed(False, (b"first",), (1,)),
        Committed(True, (b"first",)),
        Declined((Failure(Cause.KEY_REUSE, "k-1"),)),
    ]
    same(store.commit(sets), wanted, "outcomes of three change sets with one key")
    same(balance_of(store, "a"), 1, "balance after them")


def same_effect_in_one_call(harness: Harness) -> None:
    """An outbox id that an earlier change set of the call has written is a duplicate."""
    store = harness.store
    outcomes = store.commit([change(emit("e-1")), change(emit("e-1"), bump("a", 1))])
    wanted = [Committed(False, ()), Declined((duplicate("e-1"),))]
    same(outcomes, wanted, "outcomes of two change sets with one outbox id")
    same(only(store, change(bump("a", 0))), Committed(False, (), (0,)), "balance after them")


def access_lines_land(harness: Harness) -> None:
    """Access lines are appended whenever their set commits, and never when it is declined."""
    store = harness.store
    store.commit([
        change(access("one"), access("two")),
        change(access("never"), put("o-1", 5)),
        change(access("three"), put("o-1")),
    ])  # fmt: skip
    lines = sorted(one.access.action for one in store.accesses(TENANT, 9))
    same(lines, ["one", "three", "two"], "actions in the access log")


MANY: Final = checks(
    "many",
    ("W7", one_outcome_each),
    ("W7", later_sees_earlier),
    ("W7", declined_keeps_no_other),
    ("W7", same_key_in_one_call),
    ("W6", same_effect_in_one_call),
    ("W9", access_lines_land),
)
