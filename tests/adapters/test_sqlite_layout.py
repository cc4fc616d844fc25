from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from orderkit.adapters.sqlite import (
    SqliteRepository,
    many,
    outbox,
    reading,
    remembered,
    schema,
    staging,
    writing,
)
from orderkit.errors import InvalidInput
from orderkit.flow import IndexKey
from orderkit.ports import Wanted
from orderkit.testing.conformance.drafts import KIND, TENANT, bump, change, emit, put, row


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "shop.db"


@pytest.fixture
def repository(file: Path) -> Iterator[SqliteRepository]:
    repository = SqliteRepository(file)
    yield repository
    repository.close()


def test_before_migrate_every_call_tells_the_way_out(repository: SqliteRepository) -> None:
    with pytest.raises(InvalidInput) as refused:
        repository.load(TENANT, Wanted())
    assert refused.value.faults[0].code == "schema_missing"
    assert str(refused.value) == (
        "schema cannot be 0: this code needs version 1; call migrate() once"
    )
    assert repository.version() == 0
    with pytest.raises(InvalidInput, match=r"call migrate\(\) once"):
        repository.commit([change(bump("stock", 1))])
    repository.migrate()
    assert repository.commit([change(bump("stock", 1))])
    assert repository.version() == 1


def test_a_newer_schema_is_refused_and_left_alone(repository: SqliteRepository, file: Path) -> None:
    repository.migrate()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE orderkit_meta SET value = 2 WHERE name = 'schema'")
    connection.close()
    other = SqliteRepository(file)
    for call in (other.migrate, lambda: other.backlog(TENANT)):
        with pytest.raises(InvalidInput) as refused:
            call()
        assert refused.value.faults[0].code == "schema_newer"
    assert other.version() == 2
    other.close()


def test_a_schema_of_an_older_version_gets_the_missing_steps_alone() -> None:
    cursor = sqlite3.connect(":memory:").cursor()
    schema.migrate(cursor)
    steps = (*schema.STEPS, ("CREATE TABLE orderkit_more(n INTEGER PRIMARY KEY)",))
    schema.migrate(cursor, steps)
    assert schema.found_version(cursor) == 2
    assert cursor.execute("SELECT count(*) FROM orderkit_more").fetchone() == (0,)
    cursor.connection.close()


def test_the_file_has_the_write_ahead_log_and_our_names_only(
    repository: SqliteRepository, file: Path
) -> None:
    repository.migrate()
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA user_version").fetchone() == (0,)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master")]
    assert all(name.startswith(("orderkit_", "sqlite_autoindex_orderkit_")) for name in names)
    connection.close()


def test_the_log_of_a_great_commit_is_cut_back(repository: SqliteRepository, file: Path) -> None:
    repository.migrate()
    log = file.with_name("shop.db-wal")
    great = bytes(12 * 2**20)
    repository.commit([change(*[put(f"o-{nth}", body=great) for nth in range(3)])])
    assert log.stat().st_size > 3 * len(great)
    for name in ("p-1", "p-2"):
        repository.commit([change(put(name))])
    assert log.stat().st_size <= 32 * 2**20


@pytest.mark.parametrize("count", [1, 5, 511, 512, 513, 1_200])
def test_any_number_of_documents_and_accounts_is_read_in_its_order(
    repository: SqliteRepository, count: int
) -> None:
    repository.migrate()
    names = [f"n-{nth}" for nth in range(count)]
    repository.commit([
        change(*[put(name) for name in names[::2]]),
        change(*[bump(name, nth + 1) for nth, name in enumerate(names)]),
    ])  # fmt: skip
    for _ in range(2):
        loaded = repository.load(TENANT, Wanted(tuple((KIND, one) for one in names), tuple(names)))
        assert [one is not None for one in loaded.documents] == [
            nth % 2 == 0 for nth in range(count)
        ]
        assert loaded.balances == tuple(range(1, count + 1))


def test_a_new_owner_takes_the_index_rows_along(repository: SqliteRepository) -> None:
    repository.migrate()
    repository.commit([change(put("o-1", index=row("new"), owner="c-1"))])
    repository.commit([change(put("o-1", 1, index=row("new"), owner="c-2"))])

    def ids(owner: str) -> tuple[str, ...]:
        return repository.find(TENANT, KIND, "by_status", ("new",), owner, None, 9).ids

    assert [ids("c-1"), ids("c-2"), ids("")] == [(), ("o-1",), ("o-1",)]


def test_a_place_that_stays_is_left_alone_and_one_that_changes_is_moved(
    repository: SqliteRepository,
) -> None:
    repository.migrate()
    stays = (IndexKey("by_sku", ("TEA-1",), "1"),)
    repository.commit([change(put("o-1", index=row("new") + stays))])
    repository.commit([change(put("o-1", 1, index=row("old") + stays))])

    def ids(index: str, *equals: str) -> tuple[str, ...]:
        return repository.find(TENANT, KIND, index, equals, "", None, 9).ids

    assert ids("by_sku", "TEA-1") == ids("by_status", "old") == ("o-1",)
    assert ids("by_status", "new") == ()


def test_effects_with_a_time_and_without_are_handed_out_by_age(
    repository: SqliteRepository,
) -> None:
    repository.migrate()
    effects = [emit(f"e-{nth}", f"p-{nth}", not_before=nth % 3) for nth in range(6)]
    repository.commit([change(*effects), change(emit("u-1"), tenant="u")])
    assert [claim.id for claim in repository.claim(1, 9, 3, "w", TENANT)] == ["e-0", "e-1", "e-3"]
    assert [claim.id for claim in repository.claim(2, 9, 9, "w")] == ["e-2", "u-1", "e-4", "e-5"]


NAMED = dict.fromkeys(("tenant", "kind", "name", "equals", "sort", "id", "owner", "limit", "now"))

QUESTIONS = [
    (many._text(staging._HEADS, 2, 2), (None,) * 5),
    (many._text(staging._ANSWERS, 1, 2), (None,) * 3),
    (many._text(staging._ACCOUNTS, 1, 2), (None,) * 3),
    (many._text(staging._EMITTED, 1, 2), (None,) * 3),
    (many._text(writing._UNSETTLED, 1, 2), (None,) * 3),
    (many._text(reading._NEWEST, 2, 2), (None,) * 5),
    (remembered._SINCE, (None,) * 2),
    (remembered._CAUSE, (None,) * 1),
    (reading._FOUND, NAMED),
    (reading._LISTED, NAMED),
    (reading._HISTORY, (None,) * 5),
    (reading._ENTRIES, (None,) * 4),
    (reading._ACCOUNTS, (None,) * 3),
    (reading._ACCESSES, (None,) * 2),
    (outbox._TENANTS, (None,) * 0),
    (outbox._DUE, NAMED),
    (outbox._SETTLE, (None,) * 6),
    (outbox._FOLLOWING, (None,) * 2),
    (outbox._BACKLOG, NAMED),
]


@pytest.mark.parametrize(
    ("statement", "asked"), QUESTIONS, ids=[str(nth) for nth in range(len(QUESTIONS))]
)
def test_no_question_scans_a_table(
    statement: str, asked: tuple[None, ...] | dict[str, None]
) -> None:
    cursor = sqlite3.connect(":memory:").cursor()
    schema.migrate(cursor)
    plan = cursor.execute(f"EXPLAIN QUERY PLAN {statement}", asked).fetchall()
    steps = [step for *_, step in plan]
    scans = [step.split()[1] for step in steps if step.startswith("SCAN")]
    assert not [one for one in scans if one not in FREE and not one.startswith("(subquery")], steps
    assert any("USING" in step for step in steps), steps
    cursor.connection.close()


FREE = {"w", "t", "walk", "2", "3", "CONSTANT"}
"""The rows asked for, and what a statement made itself; older releases number them."""


def test_a_claim_walks_the_index_of_what_is_due_and_sorts_no_backlog() -> None:
    cursor = sqlite3.connect(":memory:").cursor()
    schema.migrate(cursor)
    plan = cursor.execute(f"EXPLAIN QUERY PLAN {outbox._DUE}", NAMED).fetchall()
    steps = " ".join(step for *_, step in plan)
    assert "orderkit_outbox_due (tenant=? AND due=?)" in steps
    assert "orderkit_outbox_due (tenant=? AND due>? AND due<?)" in steps
    cursor.connection.close()
