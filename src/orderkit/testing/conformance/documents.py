"""Documents: versions are compared and set, content comes back byte for byte."""

from __future__ import annotations

from typing import Final

from orderkit.ports import Committed, Stored, Wanted
from orderkit.testing.conformance.checking import checks
from orderkit.testing.conformance.drafts import (
    AT,
    EVERY_BYTE,
    KIND,
    TENANT,
    bump,
    change,
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
    loaded,
    must,
    same,
    version_of,
)

TEXTS: Final = (
    "{}",
    "",
    " leading and trailing \t\r\n",
    '{"price":1.10,"big":9007199254740993,"small":1e-7}',
    "caf\u00e9 and cafe\u0301, \u212b and \u00c5, \ufb01",
    "".join(map(chr, range(256))),
    "\u05d0\u202e\u200b\ufeff\uffff\U0001f600\U0010ffff",
    "'; DROP TABLE documents; -- %s ? :a \\ \x00 \x1a",
)
"""Texts that a store may be tempted to trim, fold, normalise, parse or cut."""


def create_then_get(harness: Harness) -> None:
    """A document that was created is read as it was put; one that was not is None."""
    store = harness.store
    same(loaded(store, "o-1"), (None,), "reading what was never created")
    made = put("o-1", 0, b'{"n":1}', key_id="k-1")
    commits(store, made)
    same(
        loaded(store, "o-1"), (Stored(1, made.head, "k-1", made.body),), "reading what was created"
    )


def positions(harness: Harness) -> None:
    """Every answer stands at the position of its question, also where it is asked twice."""
    store = harness.store
    commits(store, put("o-2", 0, b"two"), bump("a-2", 7), key("k-2", b"answer"))
    commits(store, put("o-1", 0, b"one"), bump("a-1", -4))
    wanted = Wanted(
        tuple((KIND, one) for one in ("o-2", "gone", "o-1", "o-2")),
        ("a-1", "a-0", "a-2", "a-1"),
        ("k-9", "k-2", "k-2"),
    )
    found = store.load(TENANT, wanted)
    bodies = tuple(one and one.body for one in found.documents)
    same(bodies, (b"two", None, b"one", b"two"), "documents of one load")
    same(found.balances, (-4, 0, 7, -4), "balances of one load")
    answer = key("k-2", b"answer")
    same(found.answers, (None, answer, answer), "answers of keys of one load")
    same(store.load(TENANT, Wanted()), ((), (), ()), "a load that asks for nothing")


def create_existing_refused(harness: Harness) -> None:
    """What exists cannot be created again."""
    store = harness.store
    commits(store, put("o-1", 0, b"first"))
    case = "the creation of a document that exists"
    declines(store, case, [put("o-1", 0, b"second")], conflict("order/o-1", 1))
    same(body_of(store, "o-1"), b"first", f"body after {case}")


def update_missing_refused(harness: Harness) -> None:
    """What does not exist cannot be updated."""
    store = harness.store
    case = "an update of a document that does not exist"
    declines(store, case, [put("o-1", 1)], conflict("order/o-1"))
    same(loaded(store, "o-1"), (None,), f"document after {case}")


def version_plus_one(harness: Harness) -> None:
    """The first put gives version 1, each later one the next."""
    store = harness.store
    for version in range(1, 5):
        commits(store, put("o-1", version - 1, b"%d" % version))
        same(version_of(store, "o-1"), version, f"version after {version} puts")
        same(body_of(store, "o-1"), b"%d" % version, f"body after {version} puts")


def stale_refused(harness: Harness) -> None:
    """An update based on an earlier version is declined."""
    store = harness.store
    for version in range(3):
        commits(store, put("o-1", version, b"%d" % version))
    for stale in (1, 2):
        case = f"an update based on version {stale} of a document at version 3"
        declines(store, case, [put("o-1", stale, b"stale")], conflict("order/o-1", 3))
    same(body_of(store, "o-1"), b"2", "body after stale updates")


def future_refused(harness: Harness) -> None:
    """An update based on a version that is not there yet is declined."""
    store = harness.store
    commits(store, put("o-1", 0, b"first"))
    for future in (2, 3):
        case = f"an update based on version {future} of a document at version 1"
        declines(store, case, [put("o-1", future, b"future")], conflict("order/o-1", 1))
    same(body_of(store, "o-1"), b"first", "body after updates from the future")


def versions_never_restart(harness: Harness) -> None:
    """A document that was emptied and left every index still exists, and its versions go on."""
    store = harness.store
    commits(store, put("o-1", 0, b"full", index=row("open")))
    commits(store, put("o-1", 1, b""))
    case = "the creation of a document that was emptied"
    declines(store, case, [put("o-1", 0, b"again")], conflict("order/o-1", 2))
    commits(store, put("o-1", 2, b"again"))
    same(version_of(store, "o-1"), 3, "version of a document that was emptied and filled again")


def check_enforced(harness: Harness) -> None:
    """A check holds for the version that is there, and never for a document that is absent."""
    store = harness.store
    for version in range(2):
        commits(store, put("o-1", version))
    commits(store, guard("o-1", 2), put("o-2"))
    for version in (1, 3):
        case = f"a check of version {version} where 2 is found"
        declines(store, case, [guard("o-1", version), put("o-3")], conflict("order/o-1", 2))
    for version in (0, 1):
        case = f"a check of version {version} of a document that does not exist"
        declines(store, case, [guard("o-9", version), put("o-3")], conflict("order/o-9"))
    same(loaded(store, "o-3"), (None,), "document put beside a check that did not hold")


def check_does_not_write(harness: Harness) -> None:
    """A document that was checked is as it was."""
    store = harness.store
    commits(store, put("o-1", 0, b"first"))
    before = loaded(store, "o-1")
    commits(store, guard("o-1", 1), put("o-2"), at=AT + 1)
    same(loaded(store, "o-1"), before, "a document after it was checked")
    versions = [one.version for one in store.history(TENANT, (KIND, "o-1"), None, 9)]
    same(versions, [1], "history of a document after it was checked")


def multi_put_all_or_none(harness: Harness) -> None:
    """Of several documents either all are written or none."""
    store = harness.store
    commits(store, put("o-0"), put("o-9", 0, b"first"))
    stale = [put("o-1"), put("o-9", 0, b"again"), put("o-2")]
    declines(store, "documents beside a stale one", stale, conflict("order/o-9", 1))
    same(loaded(store, "o-1", "o-2"), (None, None), "documents put beside a stale one")
    commits(store, put("o-1"), put("o-9", 1, b"again"), put("o-2"))
    same([version_of(store, one) for one in ("o-1", "o-9", "o-2")], [1, 2, 1], "versions")


def body_bytes_identical(harness: Harness) -> None:
    """Bodies come back byte for byte: any UTF-8, 100 kB of it, and heads of any 32 bytes."""
    store = harness.store
    most = min(100_000, store.limits().body_bytes_max)
    bodies = [text.encode() for text in TEXTS]
    bodies.append(("\u20ac1 " * 25_000).encode()[: most - most % 5])
    for number, body in enumerate(bodies):
        head = EVERY_BYTE[number * 28 : number * 28 + 32]
        commits(store, put(f"o-{number}", 0, body)._replace(head=head))
        (found,) = loaded(store, f"o-{number}")
        same(found, Stored(1, head, "", body), "a document as it was read back")


def ids_exact(harness: Harness) -> None:
    """Ids and kinds are matched byte for byte: case, trailing dots, leading zeros, all 64 places."""
    store = harness.store
    ids = ["a", "A", "a.", "a..", "a_", "a-", "a:", "1", "01", "1.0", "CON", "x" * 64]
    ids += ["x" * 63, "x" * 63 + "y", "X" * 64]
    keys = [(kind, one) for one in ids for kind in ("order", "order.line")]
    for kind, one in keys:
        same(body_of(store, one, kind=kind), None, f"{kind} {one!r} before it was created")
        commits(store, put(one, 0, f"{kind} {one}".encode(), kind=kind))
    for kind, one in keys:
        same(body_of(store, one, kind=kind), f"{kind} {one}".encode(), f"body of {kind} {one!r}")


def no_aliasing(harness: Harness) -> None:
    """What a caller holds and what the store holds are never the same changeable thing."""
    store = harness.store
    sets = [change(put("o-1", 0, b"first"), key("k-1", b"answer"))]
    outcomes = store.commit(sets)
    sets.clear()
    outcomes.clear()
    (found,) = loaded(store, "o-1")
    must(
        found is not None and type(found.body) is bytes, "a body is not bytes when it is read back"
    )
    (again,) = store.commit([change(put("o-1", 0, b"first"), key("k-1", b"answer"))])
    same(again, Committed(True, (b"answer",)), "outcome after the caller emptied its own lists")
    for part in store.load(TENANT, Wanted(((KIND, "o-1"),), ("a",), ("k-1",))):
        must(
            type(part) is tuple, "a part of what was loaded is no tuple, so a caller can change it"
        )


def second_handle_sees(harness: Harness) -> None:
    """What one handle committed, another reads, also after it had read what was before."""
    first, second = harness.store, harness.another()
    for version in range(3):
        commits(first, put("o-1", version, b"%d" % version), bump("a", 1))
        same(body_of(second, "o-1"), b"%d" % version, "body read through another handle")
        same(second.balances(TENANT, ["a"]), (version + 1,), "balance through another handle")
    commits(second, put("o-1", 3, b"by the second"))
    same(body_of(first, "o-1"), b"by the second", "body read through the first handle")


DOCUMENTS: Final = checks(
    "documents",
    ("D2", create_then_get),
    ("D2", positions),
    ("W3", create_existing_refused),
    ("W3", update_missing_refused),
    ("W3", version_plus_one),
    ("W3", stale_refused),
    ("W3", future_refused),
    ("W3", versions_never_restart),
    ("W3", check_enforced),
    ("W3", check_does_not_write),
    ("W1", multi_put_all_or_none),
    ("D3", body_bytes_identical),
    ("D3", ids_exact),
    ("D3", no_aliasing),
    ("D1", second_handle_sees),
)
