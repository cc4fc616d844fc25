"""Every adapter that is shipped keeps every clause."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from orderkit.adapters.memory import AsyncMemoryRepository, MemoryRepository
from orderkit.adapters.sqlite import AsyncSqliteRepository, SqliteRepository
from orderkit.testing import ConformanceCheck, Harness, LaggingFind, repository_checks

Fresh = Callable[[Path], Harness]

NEWER = "UPDATE orderkit_meta SET value = value + 1 WHERE name = 'schema'"


def migrated_by_newer_code(file: Path) -> None:
    connection = sqlite3.connect(file)
    with connection:
        connection.execute(NEWER)
    connection.close()


def memory(_folder: Path) -> Harness:
    return Harness(MemoryRepository().beside)


def awaited_memory(_folder: Path) -> Harness:
    first = MemoryRepository()
    return Harness.awaited(lambda: AsyncMemoryRepository(first.beside()))


def lagging_memory(_folder: Path) -> Harness:
    first = MemoryRepository()
    lagging = LaggingFind(first, MemoryRepository())
    return Harness(lambda: lagging.over(first.beside()))


def sqlite(folder: Path) -> Harness:
    file = folder / "shop.db"
    return Harness(
        lambda: SqliteRepository(file), newer_schema=lambda: migrated_by_newer_code(file)
    )


def awaited_sqlite(folder: Path) -> Harness:
    file = folder / "shop.db"
    return Harness.awaited(
        lambda: AsyncSqliteRepository(SqliteRepository(file)),
        newer_schema=lambda: migrated_by_newer_code(file),
    )


ADAPTERS: list[Fresh] = [memory, awaited_memory, lagging_memory, sqlite, awaited_sqlite]


@pytest.mark.parametrize("fresh", ADAPTERS, ids=lambda fresh: fresh.__name__)
@pytest.mark.parametrize("check", repository_checks(), ids=str)
def test_adapter_keeps_the_clause(check: ConformanceCheck, fresh: Fresh, tmp_path: Path) -> None:
    check(fresh(tmp_path))


@pytest.fixture
def host() -> Iterator[sqlite3.Connection]:
    """An application's own connection, in the middle of its own transaction."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield connection
    connection.close()


@pytest.mark.parametrize("check", repository_checks(), ids=str)
def test_sqlite_keeps_the_clause_in_the_hosts_transaction(
    check: ConformanceCheck, host: sqlite3.Connection
) -> None:
    harness = Harness(
        lambda: SqliteRepository.joining(host), newer_schema=lambda: host.execute(NEWER)
    )
    check(harness)
    assert host.in_transaction
