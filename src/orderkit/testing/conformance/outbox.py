"""Outbox: effects are handed out at least once, under a lease, in order per partition."""

from __future__ import annotations

from typing import Final

from orderkit.ports import Claim, Dead, Done, Emit, Repository, RetryAt, Settlement
from orderkit.testing.conformance.checking import checks
from orderkit.testing.conformance.drafts import AT, TENANT, bump, emit, put
from orderkit.testing.conformance.harness import Harness
from orderkit.testing.conformance.proving import (
    balance_of,
    commits,
    conflict,
    declines,
    duplicate,
    must,
    same,
)

SECOND: Final = 1_000_000
"""One second in microseconds."""


def _claimed(store: Repository, now: int = AT, limit: int = 9) -> tuple[Claim, ...]:
    return store.claim(now, now + SECOND, limit, "worker", TENANT)


def _ids(store: Repository, now: int = AT, limit: int = 9) -> list[str]:
    return [claim.id for claim in _claimed(store, now, limit)]


def _one(store: Repository, name: str, now: int = AT) -> Claim:
    claims = _claimed(store, now)
    same([claim.id for claim in claims], [name], "outbox rows handed out")
    return claims[0]


def _settled(store: Repository, claim: Claim, settlement: Settlement) -> None:
    same(store.settle([(claim, settlement)]), (True,), "settling with the live token")


def only_after_commit(harness: Harness) -> None:
    """A row is handed out if and only if its change set has committed."""
    store = harness.store
    same(_ids(store), [], "rows handed out before there is any")
    case = "a change set with a stale document"
    declines(store, case, [emit("e-0"), put("o-1", 3)], conflict("order/o-1"))
    same(_ids(store), [], "rows handed out of a change set that was declined")
    commits(store, emit("e-1"))
    same(_ids(store), ["e-1"], "rows handed out after a commit")


def handed_out_whole(harness: Harness) -> None:
    """A claim has everything that was emitted; the backlog counts it until it is settled."""
    store = harness.store
    body = '{"name":"caf\u00e9"}'.encode()
    commits(
        store, Emit("e-1", "order/o-1", "order.placed", body), emit("e-2", "q"), emit("e-3", "r")
    )
    same(store.backlog(TENANT), (3, 0), "backlog (waiting, dead) before")
    first, second = _claimed(store, limit=2)
    wanted = Claim(TENANT, "e-1", "order/o-1", "order.placed", body, first.token, 1)
    same(first, wanted, "a claim")
    must(first.token not in ("", second.token), "two claims have one token, or an empty one")
    same(_ids(store), ["e-3"], "rows left after two of three were claimed")
    same(store.backlog(TENANT), (3, 0), "backlog while leased")
    _settled(store, second, Done())
    same(store.backlog(TENANT), (2, 0), "backlog after one was done")
    same(store.settle([]), (), "settling nothing")


def by_state_not_position(harness: Harness) -> None:
    """A row is not skipped because later ones, or ones that sort higher, went before it."""
    store = harness.store
    commits(store, emit("e-5", "p", not_before=AT + 5), emit("e-9", "q"))
    _settled(store, _one(store, "e-9"), Done())
    commits(store, emit("e-1", "r"), at=AT - SECOND)
    _settled(store, _one(store, "e-1"), Done())
    _settled(store, _one(store, "e-5", AT + 5), Done())
    same(store.backlog(TENANT), (0, 0), "backlog after all were done")


def lease_hides(harness: Harness) -> None:
    """A leased row is not handed out before the lease ends, through whatever handle."""
    store, second = harness.store, harness.another()
    commits(store, emit("e-1"))
    _one(store, "e-1")
    for handle in (store, second):
        same(_ids(handle, AT + SECOND - 1), [], "rows handed out while leased")


def lease_ends_new_token(harness: Harness) -> None:
    """When the lease ends, the row is handed out under a new token and with one more try."""
    store = harness.store
    commits(store, emit("e-1"))
    tokens = []
    for tries in (1, 2, 3):
        claim = _one(store, "e-1", AT + (tries - 1) * SECOND)
        same(claim.tries, tries, "tries")
        tokens.append(claim.token)
    same(len(set(tokens)), 3, "number of different tokens of three leases")


def stale_token(harness: Harness) -> None:
    """A token that is no longer live settles nothing."""
    store = harness.store
    commits(store, emit("e-1"))
    old = _one(store, "e-1")
    new = _one(store, "e-1", AT + SECOND)
    settlements: tuple[Settlement, ...] = (Done(), Dead("x"), RetryAt(AT, "x"))
    for settlement in settlements:
        by_old: list[tuple[Claim, Settlement]] = [(old, settlement)]
        same(store.settle(by_old), (False,), f"settling {settlement} by an old token")
    forged = new._replace(token="no such token")  # noqa: S106 - no secret
    same(store.settle([(forged, Done())]), (False,), "settling with a token never given")
    same(store.backlog(TENANT), (1, 0), "backlog after tokens that are not live")
    _settled(store, new, Done())


def settle_once(harness: Harness) -> None:
    """A claim is settled once; one answer for each, at its position; done is never handed out."""
    store, second = harness.store, harness.another()
    commits(store, emit("e-1"), emit("e-2", "q"))
    one, two = _claimed(store)
    pairs: list[tuple[Claim, Settlement]] = [(one, Done()), (one, Dead("again")), (two, Done())]
    same(second.settle(pairs), (True, False, True), "settling a claim twice beside another")
    same(store.settle([(one, RetryAt(AT, "late"))]), (False,), "settling what is done")
    same(_ids(store, AT + 9 * SECOND), [], "rows handed out after they were done")
    same(store.backlog(TENANT), (0, 0), "backlog after all were done")


def partition_order(harness: Harness) -> None:
    """A row waits until every earlier one of its partition is done or dead; other ones do not."""
    store = harness.store
    commits(store, emit("e-3", "p"), emit("e-1", "p"), emit("e-9", "q"))
    commits(store, emit("e-2", "p"))
    first, other = _claimed(store)
    same((first.id, other.id), ("e-3", "e-9"), "first rows of two partitions")
    same(_ids(store), [], "rows handed out behind leased ones")
    _settled(store, first, RetryAt(AT + 5, "busy"))
    same(_ids(store, AT + 4), [], "rows handed out behind one that is to be tried again")
    _settled(store, _one(store, "e-3", AT + 5), Done())
    _settled(store, _one(store, "e-1"), Dead("never"))
    _settled(store, _one(store, "e-2"), Done())


def not_before(harness: Harness) -> None:
    """A row is handed out from its time on, and holds up its partition until then."""
    store = harness.store
    commits(store, emit("e-1", "p", not_before=AT + 5), emit("e-2", "p"), emit("e-3", "q"))
    same(_ids(store), ["e-3"], "rows handed out before the time of another")
    same(_ids(store, AT + 4), [], "rows handed out just before their time")
    same(_ids(store, AT + 5), ["e-1"], "rows handed out at their time")


def retry_at(harness: Harness) -> None:
    """After a failure a row is handed out again from the time given, whatever its lease was."""
    store = harness.store
    commits(store, emit("e-1"))
    _settled(store, _one(store, "e-1"), RetryAt(AT + 9 * SECOND, "busy"))
    same(_ids(store, AT + 9 * SECOND - 1), [], "rows handed out before the time of the retry")
    again = _one(store, "e-1", AT + 9 * SECOND)
    same(again.tries, 2, "tries after a failure")
    _settled(store, again, RetryAt(AT, "at once"))
    _one(store, "e-1", AT + 9 * SECOND)


def same_effect_once(harness: Harness) -> None:
    """An outbox id that exists, even if it is done or dead, is a duplicate; nothing is written."""
    store = harness.store
    for settlement in (None, Done(), Dead("never")):
        name = f"e-{settlement}"
        commits(store, emit(name, name))
        if settlement is not None:
            _settled(store, _one(store, name), settlement)
        case = f"an outbox id that exists ({settlement or 'waiting'})"
        declines(store, case, [emit(name, "q"), bump("a", 1)], duplicate(name))
        _claimed(store)
    same(balance_of(store, "a"), 0, "balance put beside a duplicate")
    case = "an outbox id twice in one change set"
    declines(store, case, [emit("e-9"), emit("e-9")], duplicate("e-9"))


def dead_rows_stay(harness: Harness) -> None:
    """A dead row is counted, not handed out, and does not hold up its partition."""
    store = harness.store
    commits(store, emit("e-1"), emit("e-2"))
    _settled(store, _one(store, "e-1"), Dead("no such address"))
    same(store.backlog(TENANT), (1, 1), "backlog (waiting, dead) after one died")
    _settled(store, _one(store, "e-2", AT + 9 * SECOND), Done())
    same(store.backlog(TENANT), (0, 1), "backlog after the other was done")
    same(_ids(store, AT + 99 * SECOND), [], "rows handed out after they died")


OUTBOX: Final = checks(
    "outbox",
    ("W1", only_after_commit),
    ("O2", handed_out_whole),
    ("O1", by_state_not_position),
    ("O2", lease_hides),
    ("O2", lease_ends_new_token),
    ("O3", stale_token),
    ("O3", settle_once),
    ("O4", partition_order),
    ("O5", not_before),
    ("O5", retry_at),
    ("W6", same_effect_once),
    ("O6", dead_rows_stay),
)
