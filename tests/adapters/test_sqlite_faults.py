"""Whatever fails, wherever: all or nothing, an honest error, and a handle that still works."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from orderkit.adapters.sqlite import SqliteRepository, connection
from orderkit.adapters.sqlite.connection import Pool
from orderkit.errors import InvalidInput, Unavailable, Unknown
from orderkit.ports import Committed, Done, OutsideEntry, Wanted
from orderkit.testing.conformance.drafts import (
    KIND,
    TENANT,
    access,
    bump,
    change,
    emit,
    guard,
    key,
    put,
    row,
)
from tests.adapters.faults import Script

BEFORE = change(put("o-1", index=row("new")), put("c-1"), bump("stock", 10), emit("e-0"))
ORDER = change(
    key("k-1"),
    guard("c-1", 1),
    put("o-1", 1, b'{"n":2}', index=row("old")),
    put("o-2", index=row("new")),
    bump("stock", -4, 0),
    bump("reserved", 4),
    OutsideEntry("outside/x", 1, "check"),
    emit("e-1"),
    access("order.place"),
)


@contextmanager
def opened(file: Path | str, **options: Any) -> Iterator[SqliteRepository]:
    repository = SqliteRepository(file, **options)
    try:
        yield repository
    finally:
        repository.close()


def pool_of(repository: SqliteRepository) -> Pool:
    pool = repository._transactions
    assert isinstance(pool, Pool)
    return pool


def trace(repository: SqliteRepository) -> tuple[bool, ...]:
    """Which of the order's effects are in the store."""
    loaded = repository.load(
        TENANT, Wanted(((KIND, "o-1"), (KIND, "o-2")), ("stock", "reserved"), ("k-1",))
    )
    first, second = loaded.documents
    assert first is not None
    return (
        first.version == 2,
        second is not None,
        loaded.balances[0] == 6,
        loaded.balances[1] == 4,
        loaded.answers[0] is not None,
        repository.find(TENANT, KIND, "by_status", ("old",), "", None, 9).ids == ("o-1",),
        repository.find(TENANT, KIND, "by_status", ("new",), "", None, 9).ids == ("o-2",),
        len(repository.entries(TENANT, "outside/x", None, 9)[0]) == 1,
        repository.backlog(TENANT) == (2, 0),
        len(repository.accesses(TENANT, 9)) == 1,
    )


@pytest.mark.parametrize("closing", [False, True], ids=["open", "lost"])
@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
def test_a_commit_that_fails_anywhere_is_whole_or_absent(
    tmp_path: Path, late: bool, closing: bool
) -> None:
    for nth in count(1):
        script = Script(late=late, closing=closing)
        with opened(tmp_path / f"{nth}.db", connect=script.connect) as repository:
            repository.migrate()
            repository.commit([BEFORE])
            script.countdown = nth
            try:
                (outcome,) = repository.commit([ORDER])
                present = {True}
                assert isinstance(outcome, Committed)
            except Unavailable:
                present = {False}
            except Unknown:
                present = {True, False}
            undisturbed = script.countdown > 0
            script.countdown = 0
            there = set(trace(repository))
            assert len(there) == 1, f"half an order after call {nth}"
            assert there <= present
            (again,) = repository.commit([ORDER])
            assert isinstance(again, Committed)
            assert again.replayed == (there == {True})
            assert set(trace(repository)) == {True}
        if undisturbed:
            assert nth > 15
            break


def test_a_failure_before_the_commit_is_unavailable_and_at_it_unknown(tmp_path: Path) -> None:
    script = Script(late=True)
    with opened(tmp_path / "shop.db", connect=script.connect) as repository:
        repository.migrate()
        repository.commit([BEFORE])
        script.countdown = 1
        with pytest.raises(Unavailable, match="nothing was written: SQLite says: scripted"):
            repository.commit([ORDER])
        script.statement = "COMMIT"
        with pytest.raises(Unknown, match="failed at the commit"):
            repository.commit([change(bump("other", 1))])
        script.statement = ""
        assert repository.balances(TENANT, ["other"]) == (1,)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY])
def test_a_commit_that_found_no_room_certainly_did_not_happen(tmp_path: Path, code: int) -> None:
    script = Script(code=code)
    with opened(tmp_path / "shop.db", connect=script.connect) as repository:
        repository.migrate()
        script.statement = "COMMIT"
        with pytest.raises(Unavailable):
            repository.commit([change(bump("stock", 1))])
        script.statement = ""
        assert repository.balances(TENANT, ["stock"]) == (0,)


def test_a_lock_that_is_let_go_in_time_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    with opened(file) as repository:
        repository.migrate()
        other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.05, other.execute, ["COMMIT"])
        timer.start()
        assert repository.commit([change(bump("stock", 1))])
        timer.join()
        other.close()


def test_a_lock_that_is_not_let_go_makes_it_unavailable(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    with opened(file, busy_seconds=0.02) as repository:
        repository.migrate()
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="other processes kept the database busy"):
            repository.commit([change(bump("stock", 1))])
        assert repository.balances(TENANT, ["stock"]) == (0,)
        other.close()
        assert repository.commit([change(bump("stock", 1))])


def test_a_thread_that_keeps_its_turn_makes_it_unavailable(tmp_path: Path) -> None:
    with opened(tmp_path / "shop.db", busy_seconds=0.01) as repository:
        repository.migrate()
        with (
            pool_of(repository)._turn,
            pytest.raises(Unavailable, match="other threads kept the database busy"),
        ):
            repository.commit([change(bump("stock", 1))])


def test_threads_lose_nothing_and_share_memory_too() -> None:
    with opened(":memory:") as repository:
        repository.migrate()

        def sell() -> None:
            for _ in range(20):
                repository.commit([change(bump("stock", 1))])
                repository.balances(TENANT, ["stock"])

        threads = [threading.Thread(target=sell) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert repository.accounts(TENANT, "", 9) == (("stock", 80, 80),)


def test_a_full_disk_takes_nothing_and_breaks_nothing(tmp_path: Path) -> None:
    def limited(*arguments: Any, **options: Any) -> sqlite3.Connection:
        made: sqlite3.Connection = sqlite3.connect(*arguments, **options)
        made.execute(f"PRAGMA max_page_count = {pages}")
        return made

    file = tmp_path / "shop.db"
    pages = 1_000
    with opened(file, connect=limited) as repository:
        repository.migrate()
        repository.commit([change(put("o-1"))])
        asking = sqlite3.connect(file)
        (size,) = asking.execute("PRAGMA page_count").fetchone()
        asking.close()
    pages = size + 2
    with opened(file, connect=limited) as repository:
        with pytest.raises(Unavailable, match="full"):
            repository.commit([change(put("o-2", body=b"x" * 100_000), bump("stock", 1))])
        assert repository.load(TENANT, Wanted(((KIND, "o-2"),), ("stock",))).balances == (0,)
        assert repository.commit([change(put("o-3"))])


def test_what_sqlite_cannot_hold_is_invalid_and_the_handle_goes_on(tmp_path: Path) -> None:
    with opened(tmp_path / "shop.db") as repository:
        repository.migrate()
        for broken in (change(put("\ud800")), change(bump("a", 1), at=2**63)):
            with pytest.raises(InvalidInput) as refused:
                repository.commit([broken])
            assert refused.value.faults[0].code == "not_storable"
        assert repository.commit([change(put("o-1"), bump("a", 1))])


def test_a_zero_byte_in_an_id_is_only_a_character(tmp_path: Path) -> None:
    with opened(tmp_path / "shop.db") as repository:
        repository.migrate()
        repository.commit([change(put("a\0b"), put("a"))])
        loaded = repository.load(TENANT, Wanted(((KIND, "a\0b"), (KIND, "a\0c"))))
        assert [one is not None for one in loaded.documents] == [True, False]


def test_any_other_error_leaves_the_handle_clean(tmp_path: Path) -> None:
    with opened(tmp_path / "shop.db") as repository:
        repository.migrate()

        def broken(_handle: connection.Handle) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            pool_of(repository).write(broken)
        assert repository.commit([change(bump("stock", 1))])


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    file.write_bytes(b"no database at all, " * 100)
    with opened(file) as repository, pytest.raises(Unavailable, match="not a database"):
        repository.load(TENANT, Wanted())


def test_a_folder_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with opened(tmp_path / "none" / "shop.db") as repository, pytest.raises(Unavailable):
        repository.version()


def test_a_connection_that_cannot_be_set_up_is_closed(tmp_path: Path) -> None:
    made: list[sqlite3.Connection] = []

    class Unwilling(sqlite3.Connection):
        def execute(self, sql: str, parameters: Any = (), /) -> Any:
            raise sqlite3.OperationalError(sql)

    def connect(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection = Unwilling(*arguments, **options)
        made.append(connection)
        return connection

    with opened(tmp_path / "shop.db", connect=connect) as repository, pytest.raises(Unavailable):
        repository.version()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        made[0].cursor()


def test_a_closed_handle_is_unavailable_and_work_under_way_ends_first(tmp_path: Path) -> None:
    repository = SqliteRepository(tmp_path / "shop.db")
    repository.migrate()

    def closing(handle: connection.Handle) -> int:
        repository.close()
        return int(handle.cursor.execute("SELECT 7").fetchone()[0])

    assert pool_of(repository).write(closing) == 7
    assert not pool_of(repository)._opened
    with pytest.raises(Unavailable, match="closed"):
        repository.backlog(TENANT)


def test_a_number_read_in_a_transaction_that_failed_is_still_right(tmp_path: Path) -> None:
    script = Script()
    with opened(tmp_path / "shop.db", connect=script.connect) as repository:
        repository.migrate()
        script.countdown = 8
        with pytest.raises(Unavailable):
            repository.commit([change(bump("a", 1))])
        repository.commit([change(bump("b", 2))])
        repository.commit([change(bump("a", 3))])
        assert repository.balances(TENANT, ["a", "b"]) == (3, 2)


def test_a_settled_claim_of_a_lost_connection_settles_once(tmp_path: Path) -> None:
    script = Script(late=True, closing=True)
    with opened(tmp_path / "shop.db", connect=script.connect) as repository:
        repository.migrate()
        repository.commit([change(emit("e-1"))])
        (claim,) = repository.claim(0, 10, 1, "w")
        script.statement = "COMMIT"
        with pytest.raises(Unknown):
            repository.settle([(claim, Done())])
        script.statement = ""
        assert repository.settle([(claim, Done())]) == (False,)
        assert repository.claim(99, 100, 1, "w") == ()
