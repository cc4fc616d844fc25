"""An audit is true of one moment: what others write meanwhile is no drift, and real drift is found."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Event, Thread
from time import sleep
from typing import Any, cast

import pytest

from orderkit.adapters.awaiting import AwaitedRepository, at_once
from orderkit.adapters.memory import MemoryRepository
from orderkit.errors import Refused
from orderkit.kit import AsyncOrderKit, Audit, OrderKit
from orderkit.orders import CancelOrder, Line
from tests.world import TENANT, Clock, do, in_memory, opened, order_of, placed, stored

ROUNDS = 20
QUIET = "stock/main/POT-1/south/available"
"""Where nothing is sold meanwhile."""


@pytest.fixture(params=["memory", "file", "one connection"])
def kit(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OrderKit]:
    opens: dict[str, Callable[[], OrderKit]] = {
        "memory": lambda: OrderKit.memory(clock=Clock()),
        "file": lambda: OrderKit.sqlite(tmp_path / "shop.db", clock=Clock()),
        "one connection": lambda: OrderKit.sqlite(":memory:", clock=Clock()),
    }
    with opened(opens[request.param](), levels={("TEA-1", "north"): "100000"}) as made:
        yield made


@contextmanager
def selling(kit: OrderKit) -> Iterator[list[int]]:
    """Orders are placed and cancelled all the time; how many is told."""
    over, sold = Event(), [0]

    def sell() -> None:
        for n in count(1):
            if over.is_set():
                return
            try:
                name = do(kit, order_of(Line("TEA-1", 3), number=f"w-{n}")).order_id
                if n % 3:
                    do(kit, CancelOrder(name, "asked"))
            except Refused:
                continue  # the limit is reached: cancelled orders give it back
            sold[0] = n
            sleep(0.002)

    thread = Thread(target=sell)
    thread.start()
    try:
        yield sold
    finally:
        over.set()
        thread.join()


def test_what_is_written_meanwhile_is_no_drift(kit: OrderKit) -> None:
    audits: list[Audit] = []
    with selling(kit) as sold:
        while len(audits) < ROUNDS or not sold[0]:
            audits.append(kit.audit(TENANT))
            sleep(0.002)  # whoever waits for a lock that is taken again at once may wait for long
    assert [str(one) for one in audits if not one.clean] == []
    assert audits[-1].documents > audits[0].documents


def test_drift_is_found_while_others_write(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    with opened(OrderKit.sqlite(file, clock=Clock())) as kit:
        placed(kit, Line("TEA-1", 3))
        with sqlite3.connect(file) as connection:
            connection.execute(
                "UPDATE orderkit_balances SET balance = balance + 1 WHERE n = (SELECT n FROM "
                "orderkit_accounts WHERE name = '" + QUIET + "')"
            )
        connection.close()
        with selling(kit):
            audits = [kit.audit(TENANT) for _ in range(5)]
    for one in audits:
        assert QUIET in {drift.account for drift in one.ledger.drifts}
        assert not one.broken


def test_a_commit_after_a_balance_was_changed_by_hand_does_not_hide_it(tmp_path: Path) -> None:
    sold = "stock/main/TEA-1/north/available"
    with opened(OrderKit.sqlite(tmp_path / "shop.db", clock=Clock())) as kit:
        placed(kit, Line("TEA-1", 3))
        with sqlite3.connect(tmp_path / "shop.db") as connection:
            connection.execute(
                "UPDATE orderkit_balances SET balance = balance + 1 WHERE n = (SELECT n FROM "
                "orderkit_accounts WHERE name = '" + sold + "')"
            )
        connection.close()
        do(kit, order_of(Line("TEA-1", 2), number="next"))
        assert sold in {drift.account for drift in kit.audit(TENANT).ledger.drifts}


def test_drift_in_memory_is_found_while_others_write() -> None:
    repository = MemoryRepository()
    kit = opened(OrderKit(repository, clock=Clock()))
    placed(kit, Line("TEA-1", 3))
    accounts = repository._memory.tenants[TENANT].accounts
    held, last = accounts[QUIET]
    accounts[QUIET] = (held + 1, last)
    with selling(kit):
        audits = [kit.audit(TENANT) for _ in range(5)]
    assert all(QUIET in {drift.account for drift in one.ledger.drifts} for one in audits)


def test_one_instant_sees_nothing_of_what_is_written_after_it_began(tmp_path: Path) -> None:
    with opened(OrderKit.sqlite(tmp_path / "shop.db", clock=Clock())) as kit:
        _, order = placed(kit)
        key = (("order", order.id),)

        def work(view: Any) -> list[int]:
            versions = [view.history(TENANT, key[0], None, 9)[0].version]
            do(kit, CancelOrder(order.id, "asked"))
            return [*versions, view.history(TENANT, key[0], None, 9)[0].version]

        repository: Any = kit.repository
        assert repository.at_one_instant(work) == [1, 1]
        assert stored(kit, order.id).stage == "cancelled"


class Bare:
    """A repository of somebody's own that offers the ports and nothing beyond them."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __getattr__(self, name: str) -> Any:
        if name == "at_one_instant":
            raise AttributeError(name)
        return getattr(self.inner, name)


def test_an_adapter_without_such_a_reading_is_audited_as_it_is() -> None:
    kit = in_memory()
    placed(kit, Line("TEA-1", 3))
    bare: Any = Bare(kit.repository)
    assert OrderKit(bare, clock=Clock()).audit(TENANT) == kit.audit(TENANT)


def test_the_awaited_kit_audits_the_same() -> None:
    kit = in_memory()
    placed(kit, Line("TEA-1", 3))
    whole, bare = kit.audit(TENANT), Bare(kit.repository)
    awaited: list[Any] = [
        AwaitedRepository(kit.repository, at_once),
        AwaitedRepository(cast("Any", bare), at_once),
        Bare(AwaitedRepository(kit.repository, at_once)),
    ]
    for repository in awaited:
        assert asyncio.run(AsyncOrderKit(repository, clock=Clock()).audit(TENANT)) == whole


def test_without_one_instant_what_is_written_meanwhile_is_taken_for_drift() -> None:
    """Which is why the audit asks for one."""
    kit = in_memory()
    placed(kit, Line("TEA-1", 3))

    class Meddled(Bare):
        def accounts(self, *arguments: Any) -> Any:
            do(kit, order_of(Line("TEA-1", 2), number="meanwhile"))
            return self.inner.accounts(*arguments)

    meddled: Any = Meddled(kit.repository)
    drifts = OrderKit(meddled, clock=Clock()).audit(TENANT).ledger.drifts
    assert "stock/main/TEA-1/north/reserved" in {one.account for one in drifts}
    assert kit.audit(TENANT).clean
