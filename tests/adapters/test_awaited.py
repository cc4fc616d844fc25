from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from orderkit.adapters.memory import AsyncMemoryRepository, MemoryRepository
from orderkit.adapters.sqlite import AsyncSqliteRepository, SqliteRepository
from orderkit.errors import Unavailable
from orderkit.ports import AsyncRepository, Committed, Repository
from orderkit.testing.conformance.drafts import TENANT, bump, change, key

Opened = Callable[[Path], tuple[AsyncRepository, Repository]]


def in_memory(_folder: Path) -> tuple[AsyncRepository, Repository]:
    blocking = MemoryRepository()
    return AsyncMemoryRepository(blocking), blocking.beside()


def in_file(folder: Path) -> tuple[AsyncRepository, Repository]:
    file = folder / "shop.db"
    return AsyncSqliteRepository(SqliteRepository(file)), SqliteRepository(file)


@pytest.mark.parametrize("opened", [in_memory, in_file])
def test_the_awaited_and_the_blocking_one_see_the_same(opened: Opened, tmp_path: Path) -> None:
    awaited, blocking = opened(tmp_path)

    async def run() -> None:
        await awaited.migrate()
        (outcome,) = await awaited.commit([change(bump("stock", 3))])
        assert isinstance(outcome, Committed)
        assert await awaited.balances(TENANT, ["stock"]) == (3,)
        assert awaited.joined is blocking.joined is False

    asyncio.run(run())
    assert blocking.balances(TENANT, ["stock"]) == (3,)
    asyncio.run(awaited.close())
    blocking.close()


def test_a_memory_of_its_own_needs_no_argument() -> None:
    async def run() -> int:
        repository = AsyncMemoryRepository()
        await repository.commit([change(bump("stock", 3))])
        return (await repository.balances(TENANT, ["stock"]))[0]

    assert asyncio.run(run()) == 3


def test_many_tasks_lose_nothing(tmp_path: Path) -> None:
    async def run() -> None:
        repository = AsyncSqliteRepository(SqliteRepository(tmp_path / "shop.db"))
        await repository.migrate()
        await asyncio.gather(*[repository.commit([change(bump("stock", 1))]) for _ in range(50)])
        assert await repository.balances(TENANT, ["stock"]) == (50,)
        await repository.close()

    asyncio.run(run())


def test_a_cancelled_commit_happened_wholly_or_not_at_all(tmp_path: Path) -> None:
    async def run() -> None:
        repository = AsyncSqliteRepository(SqliteRepository(tmp_path / "shop.db"))
        await repository.migrate()
        held = threading.Event()
        waiting = asyncio.ensure_future(repository._run(held.wait))
        orders = [change(key(f"k-{nth}"), bump("stock", 1)) for nth in range(2)]
        first, second = [asyncio.ensure_future(repository.commit([order])) for order in orders]
        await asyncio.sleep(0)
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        await asyncio.sleep(0)
        held.set()
        await asyncio.gather(waiting, first)
        assert await repository.balances(TENANT, ["stock"]) == (1,)
        (outcome,) = await repository.commit([orders[1]])
        assert isinstance(outcome, Committed)
        assert not outcome.replayed
        await repository.close()

    asyncio.run(run())


def test_a_closed_one_is_unavailable(tmp_path: Path) -> None:
    async def run() -> None:
        repository = AsyncSqliteRepository(SqliteRepository(tmp_path / "shop.db"))
        await repository.migrate()
        await repository.close()
        await repository.close()
        with pytest.raises(Unavailable, match="closed"):
            await repository.backlog(TENANT)

    asyncio.run(run())


def test_in_another_process_it_begins_a_thread_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        repository = AsyncSqliteRepository(SqliteRepository(tmp_path / "shop.db"))
        await repository.migrate()
        threads = repository._executor
        with monkeypatch.context() as elsewhere:
            elsewhere.setattr(os, "getpid", lambda: -1)
            assert await repository.version() == 1
            assert repository._executor is not threads
            await repository.close()
        threads.shutdown()
        for handle in repository._repository._transactions._inherited:  # type: ignore[attr-defined]
            handle.connection.close()

    asyncio.run(run())
