"""Audit: the history of documents, and the log of refused attempts."""

from __future__ import annotations

from typing import Final

from orderkit.ports import GENESIS, AccessRow, Repository, VersionRow, body_hash, head_after
from orderkit.testing.conformance.checking import checks
from orderkit.testing.conformance.drafts import AT, KIND, TENANT, access, change, put, row
from orderkit.testing.conformance.harness import Harness
from orderkit.testing.conformance.proving import commits, conflict, declines, loaded, same


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


AUDIT: Final = checks(
    "audit",
    ("D6", history_newest_first),
    ("D6", history_in_pages),
    ("D6", append_only),
    ("D6", chain_verifies),
    ("A1", accesses_newest_first),
)
