"""Several processes on one file: nothing is lost, nothing sold twice, nobody breaks another."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pytest

from orderkit.adapters.sqlite import SqliteRepository
from orderkit.adapters.sqlite.connection import Pool
from orderkit.errors import Unavailable
from orderkit.ports import Wanted
from orderkit.testing.conformance.drafts import KIND, TENANT, bump, change
from tests.adapters.selling import checked_in_fork, sell, sell_for_ever

SPAWNING = multiprocessing.get_context("spawn")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "shop.db"
    repository = SqliteRepository(file)
    repository.migrate()
    repository.commit([change(bump("stock", 60))])
    repository.close()
    return file


def test_two_processes_sell_exactly_what_there_is(file: Path) -> None:
    start, results = SPAWNING.Barrier(2), [SPAWNING.Pipe(duplex=False) for _ in range(2)]
    sellers = [
        SPAWNING.Process(target=sell, args=(str(file), f"s{nth}", 50, start, results[nth][1]))
        for nth in range(2)
    ]
    for seller in sellers:
        seller.start()
    sold = [receiver.recv() for receiver, _ in results]
    for seller in sellers:
        seller.join()
    repository = SqliteRepository(file)
    assert sum(sold) == 60
    assert repository.accounts(TENANT, "", 9) == (("sold", 60, 60), ("stock", 0, 61))
    entries, _ = repository.entries(TENANT, "stock", None, 1_000)
    assert [entry.balance for entry in entries] == list(range(61))
    repository.close()


def test_what_was_acknowledged_survives_the_death_of_the_process(file: Path) -> None:
    receiver, sender = SPAWNING.Pipe(duplex=False)
    seller = SPAWNING.Process(target=sell_for_ever, args=(str(file), sender))
    seller.start()
    sender.close()
    acknowledged = 0
    while acknowledged < 50:
        acknowledged = int(receiver.recv_bytes())
    seller.kill()
    seller.join()
    while receiver.poll():
        try:
            acknowledged = int(receiver.recv_bytes())
        except EOFError:
            break
    repository = SqliteRepository(file)
    (stored,) = repository.balances(TENANT, ["sold"])
    assert acknowledged <= stored <= acknowledged + 1
    keys = tuple(f"k-{nth + 1}" for nth in range(stored + 1))
    found = repository.outcome(TENANT, keys)
    assert [one is not None for one in found] == [True] * stored + [False]
    assert repository.load(TENANT, Wanted(((KIND, f"o-{stored}"),))).documents[0] is not None
    assert repository.commit([change(bump("stock", -1, 0))])
    repository.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_handle_works_on_both_sides_of_a_fork(file: Path) -> None:
    repository = SqliteRepository(file)
    repository.commit([change(bump("stock", -1, 0))])
    assert checked_in_fork(repository)
    repository.commit([change(bump("stock", -1, 0))])
    assert repository.accounts(TENANT, "", 9) == (("stock", 57, 4),)
    repository.close()


def test_in_another_process_the_inherited_connections_are_left_alone(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = SqliteRepository(file)
    repository.balances(TENANT, ["stock"])
    pool = repository._transactions
    assert isinstance(pool, Pool)
    (inherited,) = pool._opened
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(os, "getpid", lambda: -1)
        assert repository.balances(TENANT, ["stock"]) == (60,)
        assert pool._opened != [inherited]
        repository.close()
    repository.close()
    assert inherited.connection.execute("SELECT 1").fetchone() == (1,)
    inherited.connection.close()


def test_a_database_in_memory_stays_in_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    repository = SqliteRepository(":memory:")
    repository.migrate()
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(os, "getpid", lambda: -1)
        with pytest.raises(Unavailable, match="stays in the process that opened it"):
            repository.balances(TENANT, ["stock"])
    assert repository.balances(TENANT, ["stock"]) == (0,)
    repository.close()
