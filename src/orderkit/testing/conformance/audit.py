"""Audit: the history of documents, and the log of refused attempts."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, Final

from orderkit.ports import (
    GENESIS,
    AccessRow,
    Committed,
    Repository,
    VersionRow,
    body_hash,
    head_after,
)
from orderkit.testing.conformance.atomicity import WHOLE, traces
from orderkit.testing.conformance.checking import checks
from orderkit.testing.conformance.drafts import AT, KIND, TENANT, access, change, put, row
from orderkit.testing.conformance.harness import Harness
from orderkit.testing.conformance.proving import (
    Skipped,
    commits,
    conflict,
    declines,
    loaded,
    must,
    raised_by,
    same,
)

_NOT_OFFERED: Final = "the store has no at_one_instant: audit it while nobody writes"

_MEANWHILE_SECONDS: Final = 0.25
"""How long a writer is given who may have to wait until the instant was read."""


def _written(store: Repository, count: int) -> list[VersionRow]:
    """Put a document *count* times; return what its history must be."""
    head = GENESIS
    rows: list[VersionRow] = []
    for number in range(count):
        body, audit = f'{{"n":{number}}}'.encode(), f'{{"caf\u00e9":{number}}}'.encode()
        made = put("o-1", number, body, audit=audit, previous=head)
        at, head = AT + (number * 7) % 5, made.head
        commits(store, made, put(f"other-{number}"), at=at)
        rows.insert(0, VersionRow(number + 1, at, head, body_hash(body), audit, body))
    return rows


def history_newest_first(harness: Harness) -> None:
    """Every version has its row with time, head, hash, audit entry and body, newest first."""
    store = harness.store
    same(store.history(TENANT, (KIND, "o-1"), None, 9), (), "history of what does not exist")
    rows = _written(store, 5)
    same(store.history(TENANT, (KIND, "o-1"), None, 9), tuple(rows), "history")
    (newest,) = loaded(store, "o-1")
    same(newest and newest.head, rows[0].head, "head of the document beside its history")


def history_in_pages(harness: Harness) -> None:
    """Pages of history continue below a version."""
    store = harness.store
    rows = tuple(_written(store, 5))
    for before, limit, wanted in (
        (None, 2, rows[:2]),
        (4, 2, rows[2:4]),
        (2, 2, rows[4:]),
        (1, 2, ()),
        (6, 9, rows),
        (99, 1, rows[:1]),
    ):
        page = store.history(TENANT, (KIND, "o-1"), before, limit)
        same(page, wanted, f"history below {before}, at most {limit}")


def append_only(harness: Harness) -> None:
    """What stands in a history stays as it is, whatever is written or declined later."""
    store = harness.store
    rows = tuple(_written(store, 3))
    declines(store, "a stale update", [put("o-1", 2, b"stale")], conflict("order/o-1", 3))
    same(store.history(TENANT, (KIND, "o-1"), None, 9), rows, "history after a refusal")
    commits(store, put("o-1", 3, b"", index=row("open")))
    same(store.history(TENANT, (KIND, "o-1"), 4, 9), rows, "earlier versions after a later one")


def chain_verifies(harness: Harness) -> None:
    """Every head follows from the one before it, the body's hash and the audit entry."""
    store = harness.store
    _written(store, 4)
    head = GENESIS
    for one in reversed(store.history(TENANT, (KIND, "o-1"), None, 9)):
        same(one.body_hash, body_hash(one.body), f"hash of the body of version {one.version}")
        head = head_after(head, one.body_hash, one.audit)
        same(one.head, head, f"head of version {one.version}")
    (newest,) = loaded(store, "o-1")
    same(newest and newest.head, head, "head of the document at the end of its chain")


def accesses_newest_first(harness: Harness) -> None:
    """The access log gives its last lines, newest first by commit, whatever their times say."""
    store = harness.store
    lines = [AccessRow(AT - number, access(f"action-{number}")) for number in range(5)]
    for at, line in lines[:2]:
        commits(store, line, at=at)
    store.commit([change(line, at=at) for at, line in lines[2:]])
    same(store.accesses(TENANT, 9), tuple(lines[::-1]), "access log")
    same(store.accesses(TENANT, 2), tuple(lines[:2:-1]), "last two lines of the access log")


def _moved(now: Iterable[tuple[str, object]], then: Iterable[tuple[str, object]]) -> list[str]:
    return [what for (what, new), (_, old) in zip(now, then, strict=True) if new != old]


def one_instant(harness: Harness) -> None:
    """Nothing of a commit made meanwhile is seen at one instant, nor is the commit lost."""
    store, writer = harness.store, harness.another()
    offered = getattr(store, "at_one_instant", None)
    if offered is None:
        raise Skipped(_NOT_OFFERED)
    if store.joined:
        raise Skipped("the instant is the host's: all handles write in its transaction")
    before = list(traces(store))
    landing: list[Future[Committed]] = []

    with ThreadPoolExecutor(1) as pool:

        def work(view: Any) -> tuple[list[str], list[str]]:
            loaded(view, "o-1")
            landing.append(pool.submit(commits, writer, *WHOLE))
            wait(landing, _MEANWHILE_SECONDS)
            within = view.at_one_instant(lambda own: _moved(traces(own), before))
            return _moved(traces(view), before), within

        seen, within = offered(work)
    same(seen, [], "seen at one instant of a commit made meanwhile")
    same(within, [], "seen of it at one instant of the view")
    same([one.result().replayed for one in landing], [False], "a commit made meanwhile is a repeat")
    same(_moved(traces(store), before), [what for what, _ in before], "left of it afterwards")


def one_instant_lets_go(harness: Harness) -> None:
    """What is raised at one instant comes out, and all is usable and moves on afterwards."""
    store = harness.store
    offered = getattr(store, "at_one_instant", None)
    if offered is None:
        raise Skipped(_NOT_OFFERED)
    stop = KeyError("stop")

    def work(view: Repository) -> None:
        loaded(view, "o-1")
        raise stop

    must(
        raised_by(lambda: offered(work)) is stop, "what was raised at one instant did not come out"
    )
    for number, handle in enumerate((store, harness.another())):
        commits(handle, put("o-1", number))
        seen = [one and one.version for one in offered(lambda view: loaded(view, "o-1"))]
        same(seen, [number + 1], "version at the next instant")


AUDIT: Final = checks(
    "audit",
    ("D6", history_newest_first),
    ("D6", history_in_pages),
    ("D6", append_only),
    ("D6", chain_verifies),
    ("A1", accesses_newest_first),
    ("A2", one_instant),
    ("A2", one_instant_lets_go),
)
