"""What a connection remembers, and what a commit takes for granted until a table says no."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from orderkit.adapters.sqlite import SqliteRepository, connection, many
from orderkit.errors import Unavailable
from orderkit.ports import Committed, Declined, Wanted
from orderkit.testing.conformance.drafts import KIND, TENANT, bump, change, emit, key, put
from tests.adapters.faults import Script


def test_bodies_are_forgotten_before_they_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_BODIES_MAX_BYTES", 25)
    with closing(SqliteRepository(tmp_path / "shop.db")) as repository:
        repository.migrate()
        names = [f"o-{nth}" for nth in range(5)]
        repository.commit([change(*[put(one, body=one.encode() * 3) for one in names])])
        for wanted in (names, names[::-1], names):
            loaded = repository.load(TENANT, Wanted(tuple([(KIND, one) for one in wanted])))
            assert [one and one.body for one in loaded.documents] == [
                one.encode() * 3 for one in wanted
            ]
        pool = repository._transactions
        assert isinstance(pool, connection.Pool)
        (handle,) = pool._opened
        assert 0 < len(handle.bodies) < 5


def test_a_version_that_another_process_wrote_is_seen_although_bodies_are_kept(
    tmp_path: Path,
) -> None:
    file = tmp_path / "shop.db"
    with closing(SqliteRepository(file)) as repository, closing(SqliteRepository(file)) as other:
        repository.migrate()
        repository.commit([change(put("o-1", body=b"1"))])
        wanted = Wanted(((KIND, "o-1"),))
        assert [one and one.body for one in repository.load(TENANT, wanted).documents] == [b"1"]
        other.commit([change(put("o-1", 1, body=b"2"))])
        assert [one and one.body for one in repository.load(TENANT, wanted).documents] == [b"2"]


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
        script.statement = many._insertion("INSERT INTO orderkit_answers", 5, 1)
        with pytest.raises(Unavailable, match="scripted failure"):
            repository.commit([change(key("k-1"), bump("stock", 1))])
        script.statement = ""
        assert repository.balances(TENANT, ["stock"]) == (0,)
