"""Ledger entries: what every balance is made of."""

from __future__ import annotations

from typing import Final

from orderkit.ports import EntryRow, OutsideEntry, Repository
from orderkit.testing.conformance.checking import checks
from orderkit.testing.conformance.drafts import AT, TENANT, bump
from orderkit.testing.conformance.harness import Harness
from orderkit.testing.conformance.proving import commits, declines, must, same, short


def _walked(store: Repository, account: str, limit: int) -> list[EntryRow]:
    rows: list[EntryRow] = []
    cursor: str | None = None
    for _ in range(20):
        page, cursor = store.entries(TENANT, account, cursor, limit)
        must(len(page) <= limit, f"{len(page)} entries on a page of {limit}")
        rows += page
        if cursor is None:
            break
    must(cursor is None, f"paging through the entries of {account} does not end")
    return rows


def numbered(harness: Harness) -> None:
    """Entries have the sequences 1, 2, 3… and the balance after each, newest first."""
    store = harness.store
    commits(store, bump("a", 5, reason="receipt"), at=AT)
    declines(store, "taking 9 of 5", [bump("a", -9, 0)], short("a", 5))
    commits(store, bump("a", -2, 0, reason="order.place o-1"), bump("b", 1), at=AT + 7)
    commits(store, bump("a", 4, reason="receipt"), at=AT + 5)
    rows = [
        EntryRow("a", 3, 4, 7, AT + 5, "receipt"),
        EntryRow("a", 2, -2, 3, AT + 7, "order.place o-1"),
        EntryRow("a", 1, 5, 5, AT, "receipt"),
    ]
    same(_walked(store, "a", 50), rows, "entries of an account")


def entries_in_pages(harness: Harness) -> None:
    """Pages of entries join without gap or repetition, whatever is written meanwhile."""
    store = harness.store
    for _ in range(7):
        commits(store, bump("a", 1))
    for limit in (1, 3, 7, 8):
        sequences = [one.sequence for one in _walked(store, "a", limit)]
        same(sequences, [7, 6, 5, 4, 3, 2, 1], f"sequences in pages of {limit}")
    _, cursor = store.entries(TENANT, "a", None, 3)
    commits(store, bump("a", 1))
    following, _ = store.entries(TENANT, "a", cursor, 3)
    same([one.sequence for one in following], [4, 3, 2], "second page after one more entry")


def outside_apart(harness: Harness) -> None:
    """Outside accounts have entries with sequence 0 and balance 0, newest first."""
    store = harness.store
    for number in range(1, 4):
        commits(store, bump("a", 5), OutsideEntry("outside/s-1", -5 * number, f"receipt {number}"))
    rows = [EntryRow("outside/s-1", 0, -5 * n, 0, AT, f"receipt {n}") for n in (3, 2, 1)]
    same(_walked(store, "outside/s-1", 50), rows, "entries of an outside account")
    same(_walked(store, "outside/s-1", 1), rows, "entries of an outside account one by one")
    same(store.balances(TENANT, ["outside/s-1"]), (0,), "balance of an outside account")


def accounts_listed(harness: Harness) -> None:
    """Every account with a balance or an entry is listed, bytewise by name, in pages."""
    store = harness.store
    commits(store, bump("b", 5), bump("a/x", 1), bump("a", 2), OutsideEntry("outside/s-1", -8, ""))
    commits(store, bump("b", -5), bump("B", 3), bump("z", 0))
    rows = [("B", 3, 1), ("a", 2, 1), ("a/x", 1, 1), ("b", 0, 2), ("outside/s-1", 0, 0)]
    same(store.accounts(TENANT, "", 50), tuple(rows), "accounts (name, balance, sequence)")
    walked: list[tuple[str, int, int]] = []
    for _ in rows:
        walked += store.accounts(TENANT, walked[-1][0] if walked else "", 2)
    same(walked, rows, "accounts in pages of 2")


ENTRIES: Final = checks(
    "entries",
    ("L2", numbered),
    ("L2", entries_in_pages),
    ("L3", outside_apart),
    ("L4", accounts_listed),
)
