"""Counters: floors and ceilings bind at the bump, to the unit, at any size."""

from __future__ import annotations

from typing import Final

from orderkit.errors import TooLarge
from orderkit.ports import LARGEST, Committed
from orderkit.testing.conformance.checking import checks
from orderkit.testing.conformance.drafts import TENANT, bump, change, put
from orderkit.testing.conformance.harness import Harness
from orderkit.testing.conformance.proving import (
    balance_of,
    commits,
    conflict,
    declines,
    duplicate,
    loaded,
    over,
    refuses,
    same,
    short,
)


def unset_is_zero(harness: Harness) -> None:
    """An account that never moved has the balance 0 and no entries."""
    store = harness.store
    same(balance_of(store, "a"), 0, "balance of an account that never moved")
    same(store.entries(TENANT, "a", None, 9), ((), None), "entries of one that never moved")
    same(store.accounts(TENANT, "", 9), (), "accounts of a tenant that has none")


def floor_exact(harness: Harness) -> None:
    """A bump may take a balance to its floor exactly."""
    store = harness.store
    commits(store, bump("a", 5))
    same(commits(store, bump("a", -5, 0)).after, (0,), "balance after, as the outcome gives it")
    same(balance_of(store, "a"), 0, "balance of 5 after 5 were taken")


def floor_minus_one(harness: Harness) -> None:
    """A bump may not take a balance one below its floor; nothing is clamped."""
    store = harness.store
    commits(store, bump("a", 5))
    declines(store, "taking 6 of 5 with floor 0", [bump("a", -6, 0)], short("a", 5))
    same(balance_of(store, "a"), 5, "balance of 5 after 6 were refused")
    declines(store, "taking 1 of an account never moved", [bump("b", -1, 0)], short("b", 0))


def negative_floor(harness: Harness) -> None:
    """A floor is any integer: below 0, above 0, or none."""
    store = harness.store
    commits(store, bump("a", -3, -3))
    declines(store, "going to -4 with floor -3", [bump("a", -1, -3)], short("a", -3))
    commits(store, bump("b", 10))
    declines(store, "going to 6 with floor 7", [bump("b", -4, 7)], short("b", 10))
    commits(store, bump("b", -3, 7), bump("c", -1_000_000))
    found = [balance_of(store, one) for one in "abc"]
    same(found, [-3, 7, -1_000_000], "balances after bumps to floors -3, 7 and none")


def ceil_exact(harness: Harness) -> None:
    """A bump may take a balance to its ceiling exactly, and not above."""
    store = harness.store
    commits(store, bump("a", 4, None, 10))
    declines(store, "going to 11 with ceiling 10", [bump("a", 7, None, 10)], over("a", 4))
    same(commits(store, bump("a", 6, None, 10)).after, (10,), "balance after")
    declines(store, "going to 1 with ceiling 0", [bump("b", 1, None, 0)], over("b", 0))
    same(balance_of(store, "a"), 10, "balance that was taken to its ceiling")


def guards_bind_one_way(harness: Harness) -> None:
    """A floor does not hinder what raises a balance, nor a ceiling what lowers it."""
    store = harness.store
    commits(store, bump("a", -50), bump("b", 50))
    commits(store, bump("a", 10, 0), bump("b", -10, None, 0))
    found = [balance_of(store, one) for one in "ab"]
    same(found, [-40, 40], "balances moved towards the limit that they are beyond")


def large_exact(harness: Harness) -> None:
    """Balances are exact up to 2^53 - 1 on either side of 0, and past 2^31 and 2^32."""
    store = harness.store
    for account, size in (("a", 2**31), ("b", 2**32 + 1), ("c", LARGEST), ("d", -LARGEST)):
        step = 1 if size > 0 else -1
        commits(store, bump(account, size - step))
        same(commits(store, bump(account, step)).after, (size,), f"balance after {size}")
        same(balance_of(store, account), size, "balance of a large account")
        ((newest, *_), _) = store.entries(TENANT, account, None, 9)
        same((newest.delta, newest.balance), (step, size), "entry of a large account")
    commits(store, bump("c", -2))
    same(balance_of(store, "c"), LARGEST - 2, "2^53 - 1 less 2")


def overflow_refused(harness: Harness) -> None:
    """No balance goes beyond ±(2^53 - 1), whatever the limits of the bump."""
    store = harness.store
    commits(store, bump("a", LARGEST), bump("b", -LARGEST))
    declines(store, "a balance of 2^53", [bump("a", 1)], over("a", LARGEST))
    declines(store, "a balance of -2^53", [bump("b", -1)], short("b", -LARGEST))
    found = [balance_of(store, one) for one in "ab"]
    same(found, [LARGEST, -LARGEST], "balances after an overflow was refused")


def zero_delta_is_guard(harness: Harness) -> None:
    """A bump by 0 holds both limits and writes nothing."""
    store = harness.store
    commits(store, bump("a", 5))
    same(commits(store, bump("a", 0, 5, 5), bump("b", 0, 0)).after, (5, 0), "balances after")
    declines(store, "a guard with floor 6 on 5", [bump("a", 0, 6)], short("a", 5))
    declines(store, "a guard with ceiling 4 on 5", [bump("a", 0, None, 4)], over("a", 5))
    same(store.accounts(TENANT, "", 9), (("a", 5, 1),), "accounts after bumps by 0")
    entries, _ = store.entries(TENANT, "a", None, 9)
    same(len(entries), 1, "number of entries after bumps by 0")


def second_failure_undoes_first(harness: Harness) -> None:
    """A bump that does not hold undoes those before and after it."""
    store = harness.store
    commits(store, bump("a", 5), bump("b", 1), bump("c", 5))
    parts = (bump("a", -2, 0), bump("b", -2, 0), bump("c", -2, 0))
    declines(store, "three bumps of which the second is short", parts, short("b", 1))
    found = store.accounts(TENANT, "", 9)
    same(found, (("a", 5, 1), ("b", 1, 1), ("c", 5, 1)), "accounts after a bump was short")


def names_first_failure(harness: Harness) -> None:
    """The failure that comes first is the one that takes precedence, however the parts stand."""
    store = harness.store
    commits(store, put("o-1"), bump("a", 1), bump("b", 9))
    parts = (bump("b", 2, None, 10), bump("a", -2, 0), put("o-1"))
    failures = [conflict("order/o-1", 1), short("a", 1), over("b", 9)]
    declines(store, "a stale document beside two bumps", parts, *failures)
    declines(store, "one bump over and one short", parts[:2], *failures[1:])


def lists_all_failures(harness: Harness) -> None:
    """Every guard that does not hold is named, with what was found."""
    store = harness.store
    commits(store, put("o-1"), bump("a", 1), bump("c", 3))
    parts = (put("o-1"), put("o-2", 4), bump("a", -2, 0), bump("b", -1, 0), bump("c", -1, 0))
    failures = [conflict("order/o-1", 1), conflict("order/o-2"), short("a", 1), short("b", 0)]
    declines(store, "two stale documents and two short accounts", parts, *failures)


def duplicate_account_refused(harness: Harness) -> None:
    """An account twice in one change set is refused, and so is a document twice."""
    store = harness.store
    commits(store, bump("a", 5))
    twice = [bump("a", -1, 0), bump("b", 1), bump("a", -1, 0)]
    declines(store, "an account twice", twice, duplicate("a"))
    same(balance_of(store, "a"), 5, "balance after it stood twice in a change set")
    documents = [put("o-1", 0, b"first"), put("o-1", 0, b"second")]
    declines(store, "a document twice", documents, duplicate("order/o-1"))
    same(loaded(store, "o-1"), (None,), "document that stood twice in a change set")


def two_hundred_bumps_or_too_large(harness: Harness) -> None:
    """Two hundred accounts move at one instant, or ``TooLarge`` is raised and none does."""
    store = harness.store
    names = [f"stock/{number:03}" for number in range(200)]
    sets = [change(*(bump(name, number + 1) for number, name in enumerate(names)))]
    if store.limits().parts_max < len(names):
        refuses(lambda: store.commit(sets), TooLarge, "200 bumps in a store that takes fewer")
        same(store.balances(TENANT, names), (0,) * 200, "balances after TooLarge")
        return
    same(store.commit(sets), [Committed(False, (), tuple(range(1, 201)))], "outcome of 200 bumps")
    same(store.balances(TENANT, names), tuple(range(1, 201)), "balances after 200 bumps")


COUNTERS: Final = checks(
    "counters",
    ("L1", unset_is_zero),
    ("W4", floor_exact),
    ("W4", floor_minus_one),
    ("W4", negative_floor),
    ("W4", ceil_exact),
    ("W4", guards_bind_one_way),
    ("L1", large_exact),
    ("W4", overflow_refused),
    ("W4", zero_delta_is_guard),
    ("W1", second_failure_undoes_first),
    ("W5", names_first_failure),
    ("W5", lists_all_failures),
    ("W6", duplicate_account_refused),
    ("W1", two_hundred_bumps_or_too_large),
)
