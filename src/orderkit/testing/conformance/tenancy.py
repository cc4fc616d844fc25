"""Tenancy: nothing of one tenant is read, changed or given away by another."""

from __future__ import annotations

from typing import Final

from orderkit.ports import Done, Wanted
from orderkit.testing.conformance.checking import checks
from orderkit.testing.conformance.drafts import (
    AT,
    KIND,
    OTHER,
    TENANT,
    access,
    bump,
    emit,
    guard,
    key,
    put,
    row,
)
from orderkit.testing.conformance.finding import Search
from orderkit.testing.conformance.harness import Harness
from orderkit.testing.conformance.proving import (
    body_of,
    commits,
    conflict,
    declines,
    loaded,
    same,
    short,
    version_of,
)

NEIGHBOURS: Final = (OTHER, "T-1", "t-", "t-11", "t-1.")
"""Tenants whose names a careless store takes for that of :data:`TENANT`."""


def get(harness: Harness) -> None:
    """Documents of the same id are each tenant's own: content, versions and history."""
    store = harness.store
    commits(store, put("o-1", 0, b"mine"))
    commits(store, put("o-1", 1, b"mine again"))
    for tenant in NEIGHBOURS:
        same(loaded(store, "o-1", tenant=tenant), (None,), f"document of t-1 read as {tenant}")
        same(store.history(tenant, (KIND, "o-1"), None, 9), (), f"history of t-1 read as {tenant}")
        case = "a check of another tenant's document"
        declines(store, case, [guard("o-1", 2)], conflict("order/o-1"), tenant=tenant)
        commits(store, put("o-1", 0, tenant.encode()), tenant=tenant)
    for tenant in NEIGHBOURS:
        same(body_of(store, "o-1", tenant=tenant), tenant.encode(), f"document of {tenant}")
        versions = [one.version for one in store.history(tenant, (KIND, "o-1"), None, 9)]
        same(versions, [1], f"history of {tenant}")
    same(body_of(store, "o-1"), b"mine again", "document of t-1 after others wrote theirs")
    same(version_of(store, "o-1"), 2, "version of t-1 after others wrote theirs")


def find(harness: Harness) -> None:
    """A search finds documents of its own tenant only."""
    store = harness.store
    for number in range(3):
        commits(store, put(f"o-{number}", index=row("open")))
    for number, tenant in enumerate(NEIGHBOURS):
        for search in (Search(tenant=tenant), Search((), index="", tenant=tenant)):
            same(search.page(store).ids, (), f"ids of t-1 found by {tenant}")
        commits(store, put(f"n-{number}", index=row("open")), tenant=tenant)
    for number, tenant in enumerate(NEIGHBOURS):
        found = set(Search(tenant=tenant).page(store).ids)
        same(found - {f"n-{number}"}, set(), f"foreign ids found by {tenant}")


def balance(harness: Harness) -> None:
    """Accounts of the same name are each tenant's own: balances, entries, sequences, floors."""
    store = harness.store
    commits(store, bump("a", 5))
    for tenant in NEIGHBOURS:
        same(store.balances(tenant, ["a"]), (0,), f"balance of t-1 read as {tenant}")
        same(store.load(tenant, Wanted(accounts=("a",))).balances, (0,), f"load as {tenant}")
        same(store.entries(tenant, "a", None, 9), ((), None), f"entries of t-1 read as {tenant}")
        same(store.accounts(tenant, "", 9), (), f"accounts of t-1 read as {tenant}")
        case = f"taking of t-1's account as {tenant}"
        declines(store, case, [bump("a", -1, 0)], short("a", 0), tenant=tenant)
        commits(store, bump("a", 2), tenant=tenant)
    for tenant, amount in (*((one, 2) for one in NEIGHBOURS), (TENANT, 5)):
        same(store.accounts(tenant, "", 9), (("a", amount, 1),), f"accounts of {tenant}")
        entries, _ = store.entries(tenant, "a", None, 9)
        same([one.delta for one in entries], [amount], f"entries of {tenant}")


def keys(harness: Harness) -> None:
    """What a key stands for is told to its own tenant only."""
    store = harness.store
    mine = key("k-1", b'"secret"')
    commits(store, mine)
    for tenant in NEIGHBOURS:
        same(store.outcome(tenant, ["k-1"]), (None,), f"outcome of t-1's key asked as {tenant}")
        answers = store.load(tenant, Wanted(keys=("k-1",))).answers
        same(answers, (None,), f"answer of t-1's key loaded as {tenant}")
    same(store.outcome(TENANT, ["k-1"]), (mine,), "outcome of t-1's own key")


def effects_and_tokens(harness: Harness) -> None:
    """Outbox rows, tokens and access lines are each tenant's own; only the operator claims all."""
    store = harness.store
    commits(store, emit("e-1"), access("mine"))
    lines = [len(store.accesses(tenant, 9)) for tenant in NEIGHBOURS]
    same(lines, [0] * len(NEIGHBOURS), "access lines of t-1 read by others")
    same([store.backlog(one) for one in NEIGHBOURS], [(0, 0)] * len(NEIGHBOURS), "backlogs")
    commits(store, emit("e-1"), tenant=OTHER)
    (claim,) = store.claim(AT, AT + 10, 9, "w", TENANT)
    same((claim.tenant, claim.id), (TENANT, "e-1"), "what a claim as t-1 gives")
    stolen = claim._replace(tenant=OTHER)
    same(store.settle([(stolen, Done())]), (False,), "settling with another tenant's token")
    same((store.backlog(TENANT), store.backlog(OTHER)), ((1, 0), (1, 0)), "backlogs after that")
    rest = store.claim(AT, AT + 10, 9, "w")
    same([one.tenant for one in rest], [OTHER], "tenants that the operator's claim still finds")
    same(store.settle([(claim, Done()), (rest[0], Done())]), (True, True), "settling both")


TENANCY: Final = checks(
    "tenancy",
    ("T", get),
    ("T", find),
    ("T", balance),
    ("T", keys),
    ("T", effects_and_tokens),
)
