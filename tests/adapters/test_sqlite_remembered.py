"""What a connection remembers, and what a commit takes for granted until a table says no."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from orderkit.adapters.sqlite import SqliteRepository, connection, many, remembered, writing
from orderkit.errors import Unavailable, Unknown
from orderkit.ports import Bump, Committed, Declined, OutsideEntry, Wanted
from orderkit.testing.conformance.drafts import (
    KIND,
    TENANT,
    bump,
    change,
    emit,
    guard,
    key,
    put,
)
from tests.adapters.faults import Script

ALL = Wanted(tuple([(KIND, f"o-{nth}") for nth in range(4)]), ("stock", "cart", "none"))
State = tuple[list[bytes | None], tuple[int, ...]]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[SqliteRepository, SqliteRepository]]:
    """Two repositories on one file, as two processes have them; the first has read it all."""
    file = tmp_path / "shop.db"
    with closing(SqliteRepository(file)) as ours, closing(SqliteRepository(file)) as theirs:
        ours.migrate()
        ours.commit([change(put("o-0", body=b"0"), put("o-1", body=b"1"), bump("stock", 5))])
        state(ours)
        yield ours, theirs


def state(repository: SqliteRepository) -> State:
    loaded = repository.load(TENANT, ALL)
    return [one and one.body for one in loaded.documents], loaded.balances


def asked(repository: SqliteRepository, call: Callable[[], object]) -> list[str]:
    """Return the statements that SQLite was given."""
    pool = repository._transactions
    assert isinstance(pool, connection.Pool)
    (handle,) = pool._opened
    statements: list[str] = []
    handle.connection.set_trace_callback(statements.append)
    call()
    handle.connection.set_trace_callback(None)
    return statements


def test_what_is_known_is_not_asked_again_and_what_is_not_there_neither(
    pair: tuple[SqliteRepository, SqliteRepository],
) -> None:
    ours, _ = pair
    assert asked(ours, lambda: state(ours)) == ["PRAGMA data_version"]
    assert state(ours) == ([b"0", b"1", None, None], (5, 0, 0))


def test_our_own_commit_is_known_without_a_question_for_its_accounts(
    pair: tuple[SqliteRepository, SqliteRepository],
) -> None:
    ours, _ = pair
    ours.commit([change(put("o-0", 1, b"2"), put("o-2", body=b"3"), bump("cart", 2))])
    asked_now = asked(ours, lambda: state(ours))
    assert not [one for one in asked_now if "orderkit_accounts" in one]
    assert state(ours) == ([b"2", b"1", b"3", None], (5, 2, 0))


def test_what_others_wrote_is_learnt_and_documents_they_left_alone_stay_known(
    pair: tuple[SqliteRepository, SqliteRepository],
) -> None:
    ours, theirs = pair
    theirs.commit([change(put("o-1", 1, b"2"), bump("stock", -2), OutsideEntry("x", 1, "why"))])
    theirs.commit([change(put("o-2", body=b"3"), bump("cart", 1))])
    asked_now = asked(ours, lambda: state(ours))
    assert state(ours) == ([b"0", b"2", b"3", None], (3, 1, 0))
    assert not [one for one in asked_now if "'o-0'" in one]
    assert [one for one in asked_now if "'o-1'" in one and "'o-2'" in one]
    ours.commit([change(bump("stock", 1), bump("cart", 1), bump("none", 1))])
    assert state(theirs)[1] == (4, 2, 1)
    assert [row.sequence for row in theirs.entries(TENANT, "stock", None, 9)[0]] == [3, 2, 1]


def test_a_commit_is_evaluated_on_what_others_wrote(
    pair: tuple[SqliteRepository, SqliteRepository],
) -> None:
    ours, theirs = pair
    theirs.commit([change(put("o-1", 1, b"2"), bump("stock", -5))])
    for guarded in (guard("o-1", 1), put("o-1", 1, b"3"), Bump("stock", -1, 0, None, "sold")):
        (outcome,) = ours.commit([change(guarded, put("o-3"))])
        assert isinstance(outcome, Declined)
    assert state(ours) == ([b"0", b"2", None, None], (0, 0, 0))


def test_a_change_that_is_none_of_ours_is_nothing_to_learn(
    pair: tuple[SqliteRepository, SqliteRepository], tmp_path: Path
) -> None:
    ours, _ = pair
    with closing(sqlite3.connect(tmp_path / "shop.db")) as host:
        host.execute("CREATE TABLE visits(page TEXT)")
        assert state(ours) == ([b"0", b"1", None, None], (5, 0, 0))
        assert asked(ours, lambda: state(ours)) == ["PRAGMA data_version"]


@pytest.mark.parametrize("meanwhile", [False, True], ids=["alone", "with a commit beside it"])
def test_a_balance_changed_by_hand_is_built_upon_and_not_written_over(
    pair: tuple[SqliteRepository, SqliteRepository], tmp_path: Path, meanwhile: bool
) -> None:
    ours, theirs = pair
    with closing(sqlite3.connect(tmp_path / "shop.db")) as hand, hand:
        hand.execute("UPDATE orderkit_balances SET balance = balance + 100")
    if meanwhile:
        theirs.commit([change(bump("cart", 1))])
    ours.commit([change(bump("stock", -1))])
    assert ours.accounts(TENANT, "cart", 1) == (("stock", 104, 2),)
    rows, _ = ours.entries(TENANT, "stock", None, 9)
    assert [(row.delta, row.balance) for row in rows] == [(-1, 104), (5, 5)]


def test_accounts_read_again_and_again_weigh_once(
    pair: tuple[SqliteRepository, SqliteRepository], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = pair
    monkeypatch.setattr(remembered, "_WEIGHT_MAX_BYTES", 10_000)
    for _ in range(20):
        theirs.commit([change(bump("stock", 1))])
        asked_now = asked(ours, lambda: state(ours))
        assert not [one for one in asked_now if "'o-0'" in one]


@pytest.mark.parametrize("again", [False, True], ids=["as it was", "with other rows since"])
@pytest.mark.parametrize(
    "written", [put("o-0", 1, b"2"), bump("stock", 2)], ids=["document", "account"]
)
def test_a_backup_that_was_restored_is_read_anew(
    pair: tuple[SqliteRepository, SqliteRepository], tmp_path: Path, written: Any, again: bool
) -> None:
    ours, theirs = pair
    with (
        closing(sqlite3.connect(tmp_path / "shop.db")) as file,
        closing(sqlite3.connect(":memory:")) as backup,
    ):
        file.backup(backup)
        ours.commit([change(written, put("o-3"), at=1), change(bump("cart", 1), at=2)])
        state(ours)
        backup.backup(file)
    if again:
        theirs.commit([change(put("o-1", 1, b"4"), put("o-2", body=b"5"), at=3)])
        theirs.commit([change(bump("stock", 3), at=3), change(bump("none", 1), at=4)])
        assert state(ours) == ([b"0", b"4", b"5", None], (8, 0, 1))
    else:
        assert state(ours) == ([b"0", b"1", None, None], (5, 0, 0))
    ours.commit([change(bump("stock", 1), put("o-3"))])
    assert state(theirs) == state(ours)


def test_whoever_was_away_for_long_begins_anew(
    pair: tuple[SqliteRepository, SqliteRepository], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "_ROWS_MAX", 3)
    ours, theirs = pair
    for nth in range(1, 4):
        theirs.commit([change(put("o-1", nth, b"%d" % nth), bump("cart", 1))])
    assert state(ours) == ([b"0", b"3", None, None], (5, 3, 0))


def test_a_file_with_nothing_in_it_is_caught_up_with_from_the_beginning(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    with closing(SqliteRepository(file)) as ours, closing(SqliteRepository(file)) as theirs:
        ours.migrate()
        assert state(ours) == ([None] * 4, (0, 0, 0))
        theirs.commit([change(put("o-0", body=b"0"), bump("stock", 5))])
        assert state(ours) == ([b"0", None, None, None], (5, 0, 0))


def test_all_is_forgotten_before_it_fills_the_memory(
    pair: tuple[SqliteRepository, SqliteRepository], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, _ = pair
    before = state(ours)
    monkeypatch.setattr(remembered, "_WEIGHT_MAX_BYTES", 1_000)
    ours.outcome(TENANT, ["k-1"])
    assert len(asked(ours, lambda: state(ours))) > 1
    assert state(ours) == before


def test_what_may_not_have_landed_is_read_anew(tmp_path: Path) -> None:
    for late in (False, True):
        script = Script(late=late)
        with closing(SqliteRepository(tmp_path / f"{late}.db", connect=script.connect)) as ours:
            ours.migrate()
            ours.commit([change(put("o-0", body=b"0"), bump("stock", 5))])
            state(ours)
            script.statement = "COMMIT"
            with pytest.raises((Unavailable, Unknown)):
                ours.commit([change(put("o-0", 1, b"1"), bump("stock", 1))])
            script.statement = ""
            assert state(ours)[1] == (6 if late else 5, 0, 0)
            assert state(ours)[0][0] == (b"1" if late else b"0")


@pytest.mark.parametrize("used", [key("k-1"), emit("e-1")], ids=["key", "effect"])
def test_what_is_taken_is_found_out_without_a_document_that_tells(
    tmp_path: Path, used: Any
) -> None:
    with closing(SqliteRepository(tmp_path / "shop.db")) as repository:
        repository.migrate()
        repository.commit([change(used, bump("stock", 1))])
        again, new = repository.commit([change(used, bump("stock", 1)), change(bump("cart", 2))])
        assert isinstance(again, Declined) or again.replayed
        assert isinstance(new, Committed)
        assert repository.balances(TENANT, ["stock", "cart"]) == (1, 2)


def test_a_table_that_refuses_what_was_looked_up_is_unavailable(tmp_path: Path) -> None:
    script = Script(failure=sqlite3.IntegrityError)
    with closing(SqliteRepository(tmp_path / "shop.db", connect=script.connect)) as repository:
        repository.migrate()
        script.statement = many._insertion(*writing._INSERTED["answers"], 1)
        with pytest.raises(Unavailable, match="scripted failure"):
            repository.commit([change(key("k-1"), bump("stock", 1))])
        script.statement = ""
        assert repository.balances(TENANT, ["stock"]) == (0,)
