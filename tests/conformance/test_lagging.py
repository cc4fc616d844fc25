"""A find that lags shows what was some commits ago, and nothing else is late."""

from __future__ import annotations

import pytest

from orderkit.adapters.memory import MemoryRepository
from orderkit.ports import Wanted
from orderkit.testing import Harness, LaggingFind, Skipped, repository_checks
from orderkit.testing.conformance.drafts import KIND, TENANT, bump, change, key, put, row


def ids(store: LaggingFind, status: str = "open") -> tuple[str, ...]:
    return store.find(TENANT, KIND, "by_status", (status,), "", None, 100).ids


def store(behind: int) -> LaggingFind:
    return LaggingFind(MemoryRepository(), MemoryRepository(), behind)


def test_find_does_not_know_the_last_commits() -> None:
    lagging = store(2)
    for number in range(4):
        lagging.commit([change(put(f"o-{number}", index=row("open")))])
    assert ids(lagging) == ("o-0", "o-1")
    lagging.catch_up()
    assert ids(lagging) == ("o-0", "o-1", "o-2", "o-3")


def test_find_still_shows_what_was_replaced() -> None:
    lagging = store(1)
    lagging.commit([change(put("o-1", index=row("open"))), change(bump("a", 1))])
    lagging.commit([change(put("o-1", 1, index=row("closed")))])
    assert (ids(lagging), ids(lagging, "closed")) == (("o-1",), ())
    found = lagging.load(TENANT, Wanted(((KIND, "o-1"),), ("a",)))
    assert [one and one.version for one in found.documents] == [2]
    assert found.balances == (1,)


def test_what_was_declined_or_replayed_never_reaches_find() -> None:
    lagging = store(1)
    placed = change(key("k-1"), put("o-1", index=row("open")))
    lagging.commit([placed, change(put("o-9", 7, index=row("open"))), placed])
    assert ids(lagging) == ()
    lagging.commit([change(bump("a", 1))])
    assert ids(lagging) == ("o-1",)


def test_further_handle_lags_with_the_first() -> None:
    first = MemoryRepository()
    lagging = LaggingFind(first, MemoryRepository(), 1)
    other = lagging.over(first.beside())
    other.commit([change(put("o-1", index=row("open")))])
    assert (ids(lagging), ids(other)) == ((), ())
    lagging.commit([change(put("o-2", index=row("open")))])
    assert (ids(lagging), ids(other)) == (("o-1",), ("o-1",))


def test_lag_is_declared() -> None:
    lagging = store(3)
    assert lagging.limits().find_lags
    assert lagging.limits()._replace(find_lags=False) == MemoryRepository().limits()
    assert not lagging.joined


@pytest.mark.parametrize("name", ["find/stable_under_insert", "find/foreign_cursor_refused"])
def test_check_that_needs_a_cursor_is_skipped_where_find_never_catches_up(name: str) -> None:
    [check] = [one for one in repository_checks() if str(one) == name]
    lagging = store(10_000)
    with pytest.raises(Skipped, match="find_lags is declared"):
        check(Harness(lambda: lagging))
