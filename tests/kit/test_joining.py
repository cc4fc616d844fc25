"""Kits inside the transaction that an application has begun on its own connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from orderkit.adapters.sqlite import SqliteRepository
from orderkit.errors import Conflict, NotFound
from orderkit.inventory import NotEnoughStock
from orderkit.kit import OrderKit
from orderkit.orders import (
    Line,
    Order,
)
from orderkit.ports import Cause, ChangeSet, Declined, Failure, Outcome
from tests.world import (
    TENANT,
    Clock,
    balances,
    desk_of,
    opened,
    order_of,
    placed,
    shelf,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "host.db"
    opened(OrderKit.sqlite(path, clock=Clock())).close()
    return path


def begun(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("CREATE TABLE IF NOT EXISTS notes(text TEXT)")
    connection.execute("BEGIN IMMEDIATE")
    return connection


@pytest.mark.parametrize("lands", [True, False])
def test_an_order_lands_or_goes_with_the_hosts_transaction(file: Path, lands: bool) -> None:
    with OrderKit.sqlite(file, clock=Clock()) as kit:
        before = balances(kit)
        host = begun(file)
        host.execute("INSERT INTO notes VALUES ('mine')")
        answer, order = placed(kit.joining(host), Line("TEA-1", 3))
        assert answer.stage == order.stage == "confirmed"
        host.execute("COMMIT" if lands else "ROLLBACK")
        assert host.execute("SELECT count(*) FROM notes").fetchone()[0] == lands
        host.close()
        if lands:
            assert desk_of(kit).get(Order, answer.order_id) == order
            assert shelf(kit, "TEA-1", "north") == 17
        else:
            with pytest.raises(NotFound):
                desk_of(kit).get(Order, answer.order_id)
            assert balances(kit) == before
        assert kit.audit(TENANT).clean
        assert desk_of(kit).execute(order_of(Line("TEA-1", 3))) == answer


def test_a_refusal_leaves_the_hosts_transaction_whole(file: Path) -> None:
    with OrderKit.sqlite(file, clock=Clock()) as kit:
        host = begun(file)
        inside = kit.joining(host)
        host.execute("INSERT INTO notes VALUES ('mine')")
        with pytest.raises(NotEnoughStock):
            placed(inside, Line("TEA-1", 99))
        placed(inside, Line("TEA-1", 1))
        host.execute("COMMIT")
        assert host.execute("SELECT text FROM notes").fetchall() == [("mine",)]
        assert shelf(kit, "TEA-1", "north") == 19
        host.close()


def test_inside_a_transaction_there_is_one_attempt(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declined = Declined((Failure(Cause.CONFLICT, "customer/c-1", 7),))
    tries: list[int] = []

    def commit(_self: object, sets: Sequence[ChangeSet]) -> list[Outcome]:
        tries.append(len(sets))
        return [declined for _ in sets]

    monkeypatch.setattr(SqliteRepository, "commit", commit)
    with OrderKit.sqlite(file, clock=Clock()) as kit:
        host = begun(file)
        with pytest.raises(Conflict, match="customer/c-1"):
            desk_of(kit.joining(host)).execute(order_of())
        assert tries == [1]
        host.close()
