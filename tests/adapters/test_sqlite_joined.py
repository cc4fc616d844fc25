"""Inside the host's own transaction: what the host decides happens to all of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orderkit.adapters.sqlite import SqliteRepository
from orderkit.errors import InvalidInput, Unavailable
from orderkit.ports import Bump, Committed, Declined, Wanted
from orderkit.testing.conformance.drafts import KIND, TENANT, bump, change, key, put
from tests.adapters.faults import Script


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "shop.db"
    repository = SqliteRepository(file)
    repository.migrate()
    repository.close()
    return file


@pytest.fixture
def host(file: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE visits(page TEXT)")
    yield connection
    connection.close()


def visits(host: sqlite3.Connection) -> int:
    return int(host.execute("SELECT count(*) FROM visits").fetchone()[0])


def test_the_hosts_rollback_takes_ours_with_it_and_nothing_is_remembered(
    host: sqlite3.Connection,
) -> None:
    ours = SqliteRepository.joining(host)
    host.execute("INSERT INTO visits VALUES ('cart')")
    (outcome,) = ours.commit([change(key("k"), put("o-1"), bump("stock", 5))])
    assert isinstance(outcome, Committed)
    assert ours.balances(TENANT, ["stock"]) == (5,)
    host.rollback()
    assert ours.load(TENANT, Wanted(((KIND, "o-1"),), ("stock",), ("k",))).answers == (None,)
    host.execute("INSERT INTO visits VALUES ('cart')")
    ours.commit([change(bump("other", 1)), change(bump("stock", 2))])
    host.commit()
    assert ours.accounts(TENANT, "", 9) == (("other", 1, 1), ("stock", 2, 1))
    assert visits(host) == 1


def test_the_hosts_commit_keeps_ours(host: sqlite3.Connection, file: Path) -> None:
    ours = SqliteRepository.joining(host)
    host.execute("BEGIN IMMEDIATE")
    ours.commit([change(put("o-1"), bump("stock", 5))])
    assert host.in_transaction
    others = SqliteRepository(file)
    assert others.balances(TENANT, ["stock"]) == (0,)
    host.commit()
    ours.close()
    assert others.balances(TENANT, ["stock"]) == (5,)
    assert others.joined is False
    assert ours.joined is True
    others.close()
    assert visits(host) == 0


def test_what_is_declined_leaves_the_hosts_work_alone(host: sqlite3.Connection) -> None:
    ours = SqliteRepository.joining(host)
    host.execute("INSERT INTO visits VALUES ('cart')")
    (outcome,) = ours.commit([change(Bump("stock", -1, 0, None, "sale"))])
    assert isinstance(outcome, Declined)
    host.commit()
    assert visits(host) == 1


def test_without_a_transaction_there_is_none_to_join(host: sqlite3.Connection) -> None:
    ours = SqliteRepository.joining(host)
    with pytest.raises(InvalidInput, match="BEGIN IMMEDIATE") as refused:
        ours.commit([change(bump("stock", 5))])
    assert refused.value.faults[0].code == "no_transaction"
    assert ours.balances(TENANT, ["stock"]) == (0,)


def test_the_hosts_way_to_read_rows_does_not_matter(host: sqlite3.Connection) -> None:
    host.row_factory = sqlite3.Row
    ours = SqliteRepository.joining(host)
    host.execute("BEGIN")
    ours.commit([change(bump("stock", 5))])
    assert ours.accounts(TENANT, "", 9) == (("stock", 5, 1),)


def test_a_connection_that_reads_text_as_bytes_cannot_be_joined(host: sqlite3.Connection) -> None:
    host.text_factory = bytes
    with pytest.raises(InvalidInput) as refused:
        SqliteRepository.joining(host)
    assert refused.value.faults[0].code == "bad_text_factory"


def test_a_read_on_a_connection_that_the_host_closed_is_unavailable(
    host: sqlite3.Connection,
) -> None:
    ours = SqliteRepository.joining(host)
    host.close()
    with pytest.raises(Unavailable, match="closed"):
        ours.balances(TENANT, ["stock"])


def test_migrate_may_be_part_of_the_hosts_transaction(tmp_path: Path) -> None:
    host = sqlite3.connect(tmp_path / "host.db", isolation_level=None)
    ours = SqliteRepository.joining(host)
    host.execute("BEGIN")
    ours.migrate()
    ours.commit([change(bump("stock", 5))])
    host.execute("ROLLBACK")
    assert ours.version() == 0
    with pytest.raises(InvalidInput, match=r"call migrate\(\) once"):
        ours.balances(TENANT, ["stock"])
    host.close()


def test_somebody_elses_lock_is_reported_at_the_first_attempt(
    host: sqlite3.Connection, file: Path
) -> None:
    host.isolation_level = None
    host.execute("PRAGMA busy_timeout = 0")
    host.execute("BEGIN")
    ours = SqliteRepository.joining(host)
    ours.balances(TENANT, ["stock"])
    others = SqliteRepository(file)
    others.commit([change(bump("stock", 1))])
    with pytest.raises(Unavailable, match="begin with BEGIN IMMEDIATE"):
        ours.commit([change(bump("stock", 5))])
    host.execute("ROLLBACK")
    host.execute("BEGIN IMMEDIATE")
    assert ours.commit([change(bump("stock", 5))])
    host.execute("COMMIT")
    assert others.balances(TENANT, ["stock"]) == (6,)
    others.close()


@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
def test_a_failure_takes_only_ours_back(tmp_path: Path, late: bool) -> None:
    script = Script(late=late)
    host = script.connect(tmp_path / "host.db", isolation_level=None)
    ours = SqliteRepository.joining(host)
    host.execute("CREATE TABLE visits(page TEXT)")
    host.execute("BEGIN")
    ours.migrate()
    host.execute("INSERT INTO visits VALUES ('cart')")
    for nth in range(2, 8):
        script.countdown = nth
        with pytest.raises(Unavailable, match="scripted failure"):
            ours.commit([change(put(f"o-{nth}"), bump("stock", 1))])
    script.countdown = 0
    ours.commit([change(put("o-1"), bump("stock", 1))])
    host.execute("COMMIT")
    assert visits(host) == 1
    assert ours.accounts(TENANT, "", 9) == (("stock", 1, 1),)
    assert ours.find(TENANT, KIND, "", (), "", None, 9).ids == ("o-1",)
    host.close()


def test_an_error_that_ends_the_whole_transaction_is_told_and_not_covered(tmp_path: Path) -> None:
    host = sqlite3.connect(tmp_path / "host.db", isolation_level=None)
    ours = SqliteRepository.joining(host)
    host.execute("BEGIN")
    ours.migrate()
    host.execute("COMMIT")
    pages: Any = host.execute("PRAGMA page_count").fetchone()[0]
    host.execute(f"PRAGMA max_page_count = {pages + 2}")
    host.execute("BEGIN")
    with pytest.raises(Unavailable, match="full"):
        ours.commit([change(put("o-1", body=b"x" * 100_000))])
    assert ours.backlog(TENANT) == (0, 0)
    host.close()
