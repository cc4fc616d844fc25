"""
Find: what stands in an index, in order, page by page.

A store may declare that ``find`` lags behind its commits. Then what is missing or still there
proves nothing; but the order, the absence of repetitions, and that nothing foreign is shown, hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

from attrs import evolve, frozen

from orderkit.errors import InvalidInput
from orderkit.flow import IndexKey
from orderkit.ports import Found, Repository
from orderkit.testing.conformance.checking import checks
from orderkit.testing.conformance.drafts import KIND, OTHER, TENANT, emit, put, row
from orderkit.testing.conformance.harness import Harness
from orderkit.testing.conformance.proving import (
    Skipped,
    commits,
    must,
    refuses,
    same,
)

INJECTIONS: Final = (
    "open",
    "Open",
    "open ",
    " open",
    "",
    "0",
    "00",
    "null",
    "'; DROP TABLE documents; --",
    '" OR ""="',
    "%",
    "op_n",
    "op*",
    "op.n",
    '{"$ne": null}',
    "\\",
    "\\'",
    "a/b",
    "a|b",
    "caf\u00e9",
    "cafe\u0301",
    "cafe",
    "\u212a",
    "K",
    "\u0410",
    "A",
    "x" * 255,
    "x" * 256,
)
"""Texts that differ, though some stores or some careless queries think that they do not."""


@frozen
class Search:
    """Which documents are looked for."""

    equals: tuple[str, ...] = ("open",)
    owner: str = ""
    index: str = "by_status"
    kind: str = KIND
    tenant: str = TENANT

    def page(self, store: Repository, after: str | None = None, limit: int = 1_000) -> Found:
        """Return one page."""
        tenant, kind, index, equals = self.tenant, self.kind, self.index, self.equals
        found = store.find(tenant, kind, index, equals, self.owner, after, limit)
        must(len(found.ids) <= limit, f"{len(found.ids)} ids on a page of {limit}")
        return found

    def walk(self, store: Repository, limit: int, after: str | None = None) -> list[str]:
        """Return the ids of all pages from *after* on."""
        ids: list[str] = []
        for _ in range(100):
            found = self.page(store, after, limit)
            ids += found.ids
            after = found.next
            if after is None:
                break
        must(after is None, "paging does not end: the last page has a cursor, too")
        return ids


OPEN: Final = Search()


def _shows(store: Repository, found: Iterable[str], wanted: list[str], what: str) -> None:
    """*found* is *wanted*; of a lagging index some may be missing, in the same order."""
    ids = list(found)
    if store.limits().find_lags:
        wanted = [one for one in wanted if one in ids]
    same(ids, wanted, what)


def complete(harness: Harness) -> None:
    """All pages together have every id once, in order, whatever the size of a page."""
    store = harness.store
    names = [f"o-{number:02}" for number in range(23)]
    for name in reversed(names):
        commits(store, put(name, index=row("open", f"s{int(name[2:]) // 3}")))
        commits(store, put(f"x{name}", index=row("closed")))
    for limit in (1, 5, 22, 23, 24, 1_000):
        _shows(store, OPEN.walk(store, limit), names, f"ids in pages of {limit}")
    _shows(store, Search(("none",)).walk(store, 5), [], "ids under what no document has")
    _shows(store, Search(kind="other").walk(store, 5), [], "ids of another kind")


def _first_page(store: Repository, limit: int) -> Found:
    """A page with a cursor: a lagging index is given commits to catch up with."""
    for number in range(100):
        found = OPEN.page(store, limit=limit)
        if found.next is not None:
            return found
        must(store.limits().find_lags, f"no cursor after {limit} of more documents")
        commits(store, emit(f"time-passes-{number}"))
    raise Skipped("find_lags is declared, and after a hundred commits find has not caught up")


def stable_under_insert(harness: Harness) -> None:
    """Between two pages something is inserted before and behind: nothing is missed or repeated."""
    store = harness.store
    names = [f"o-{number}" for number in range(1, 10)]
    for name in names:
        commits(store, put(name, index=row("open", name)))
    first = _first_page(store, 4)
    for name in ("o-0", "o-10", "o-35", "o-95"):
        commits(store, put(name, index=row("open", name)))
    ids = [*first.ids, *OPEN.walk(store, 4, first.next)]
    _shows(store, ids, [*names, "o-95"], "ids with insertions between the pages")


def stable_under_delete(harness: Harness) -> None:
    """Between two pages some leave the index, even the one the cursor stands on."""
    store = harness.store
    names = [f"o-{number}" for number in range(1, 10)]
    for name in names:
        commits(store, put(name, index=row("open", name)))
    first = _first_page(store, 4)
    for name in ("o-1", "o-4", "o-6"):
        commits(store, put(name, 1))
    following = OPEN.walk(store, 2, first.next)
    if store.limits().find_lags:
        following = [one for one in following if one != "o-6"]
    _shows(store, following, ["o-5", "o-7", "o-8", "o-9"], "ids with removals between the pages")


def bytewise_order(harness: Harness) -> None:
    """Rows are sorted by (sort, id), each compared as UTF-8 bytes."""
    store = harness.store
    sorts = ["", " ", "!", "0", "00", "10", "9", "A", "Z", "_", "a", "a ", "ab", "b", "z", "~"]
    sorts += ["z\u0301", "\u00e9", "\u0436", "\uff5e", "\U0001f600"]
    rows = [(sort, f"{letter}-{n}") for n, sort in enumerate(sorts) for letter in "Zaz"]
    for sort, name in reversed(rows):
        commits(store, put(name, index=row("open", sort)))
    rows.sort(key=lambda one: (one[0].encode(), one[1].encode()))
    names = [name for _, name in rows]
    for limit in (7, 1_000):
        _shows(store, OPEN.walk(store, limit), names, f"ids by (sort, id) in pages of {limit}")


def injection_strings(harness: Harness) -> None:
    """Fields are compared byte by byte and mean nothing else; each stands at its own position."""
    store = harness.store
    fields: list[tuple[str, ...]] = [(text,) for text in INJECTIONS]
    fields += [(), ("a", "b"), ("b", "a"), ("ab", ""), ("", "ab"), ("a", "b", ""), ("a,b",)]
    for number, equals in enumerate(fields):
        commits(store, put(f"o-{number}", index=(IndexKey("by_status", equals, ""),)))
    for number, equals in enumerate(fields):
        found = Search(equals).page(store).ids
        _shows(store, found, [f"o-{number}"], f"ids found by {equals!r}")
    hostile = Search(index="by_status' OR 1=1 --").page(store)
    same(hostile, Found((), None), "ids in an index that nobody declared")


def silly_limits(harness: Harness) -> None:
    """A page has 1 to 1,000 rows; another limit is refused."""
    store = harness.store
    commits(store, put("o-1", index=row("open")))
    for limit in (0, -1, 1_001, 2**63):
        refuses(partial(OPEN.page, store, None, limit), InvalidInput, f"a limit of {limit}")
    for limit in (1, 1_000):
        _shows(store, OPEN.page(store, limit=limit).ids, ["o-1"], f"ids with a limit of {limit}")


def foreign_cursor_refused(harness: Harness) -> None:
    """A cursor belongs to one tenant, kind, index and search; elsewhere it is refused."""
    store = harness.store
    for tenant in (TENANT, OTHER):
        for name in ("o-1", "o-2", "o-3"):
            commits(store, put(name, index=(*row("open"), *row("new"))), tenant=tenant)
    cursor = _first_page(store, 1).next
    searches = {
        "another tenant": evolve(OPEN, tenant=OTHER),
        "another kind": evolve(OPEN, kind="other"),
        "another index": evolve(OPEN, index="by_customer"),
        "other fields": evolve(OPEN, equals=("new",)),
        "another owner": evolve(OPEN, owner="c-1"),
    }
    for case, search in searches.items():
        use = f"a cursor used for {case}"
        refuses(partial(search.page, store, cursor), InvalidInput, use)
    for junk in ("junk", "", "o-1", "1", "[]", "'", "bnVsbA==", "\u00e9"):
        use = f"the cursor {junk!r}"
        refuses(partial(OPEN.page, store, junk), InvalidInput, use)
    _shows(store, OPEN.page(store, cursor).ids, ["o-2", "o-3"], "ids by its own cursor")


def owner_confines(harness: Harness) -> None:
    """A search for an owner finds that customer's documents and no other; ``""`` finds all."""
    store = harness.store
    for number, owner in enumerate(["c-1", "c-2", "", "c-1", "C-1", "c-11"]):
        commits(store, put(f"o-{number}", index=row("open"), owner=owner))
    for search in (OPEN, evolve(OPEN, index="", equals=())):
        for limit in (1, 9):
            mine = evolve(search, owner="c-1").walk(store, limit)
            _shows(store, mine, ["o-0", "o-3"], "ids that one customer finds")
    everything = [f"o-{number}" for number in range(6)]
    _shows(store, OPEN.walk(store, 2), everything, "ids that the house finds")
    commits(store, put("o-0", 1, index=row("open"), owner="c-2"))
    theirs = evolve(OPEN, owner="c-2").walk(store, 9)
    _shows(store, theirs, ["o-0", "o-1"], "ids after a change of owner")


def all_of_a_kind(harness: Harness) -> None:
    """The index ``""`` lists every document of a kind by id, indexed or not."""
    store = harness.store
    for name in ("b", "a", "B", "c"):
        commits(store, put(name, index=row("open", "z") if name == "a" else ()))
    commits(store, put("x", kind="other"))
    commits(store, put("c", 1))
    everything = evolve(OPEN, index="", equals=())
    for limit in (1, 4, 5):
        _shows(store, everything.walk(store, limit), ["B", "a", "b", "c"], "ids of one kind")


def rows_replaced(harness: Harness) -> None:
    """A put replaces all index rows of its document, and leaves those of others."""
    store = harness.store
    both = (*row("open"), *row("late"))
    commits(store, put("o-1", index=both), put("o-2", index=both))
    commits(store, put("o-1", 1, index=(*row("closed"), *row("late", "9"))))
    if store.limits().find_lags:
        raise Skipped("find_lags is declared: what was replaced may still be shown")
    found = [Search((one,)).walk(store, 9) for one in ("open", "late", "closed")]
    same(found, [["o-2"], ["o-2", "o-1"], ["o-1"]], "ids found as open, late and closed")


FINDING: Final = checks(
    "find",
    ("D4", complete),
    ("D5", stable_under_insert),
    ("D5", stable_under_delete),
    ("D4", bytewise_order),
    ("D4", injection_strings),
    ("D5", silly_limits),
    ("D5", foreign_cursor_refused),
    ("D4", owner_confines),
    ("D4", all_of_a_kind),
    ("D4", rows_replaced),
)
