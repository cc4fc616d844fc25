"""Kits over memory and files, blocking and asyncio, alone and inside an application's transaction."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from orderkit.adapters.memory import MemoryRepository
from orderkit.adapters.sqlite import SqliteRepository
from orderkit.catalog import Product
from orderkit.errors import Conflict, InvalidInput, NotFound, OrderkitError
from orderkit.flow import DENY_ALL, PERMISSIONS, Rulebook
from orderkit.inventory import NotEnoughStock
from orderkit.kit import STANDARD, STANDARD_ROLES, AsyncDesk, AsyncOrderKit, OrderKit
from orderkit.orders import (
    ORDER_LIFECYCLE,
    CancelOrder,
    HoldOrder,
    Line,
    Order,
    OrderConfirmed,
    OrderPlaced,
    PlaceOrder,
)
from orderkit.ports import Cause, ChangeSet, Declined, Failure, Message, Outcome
from orderkit.shell import Failed, Ok
from orderkit.shell.relay import RelayPolicy
from tests.world import (
    ANN,
    NOW,
    ROOT,
    TENANT,
    Clock,
    balances,
    desk_of,
    in_memory,
    opened,
    opening,
    order_of,
    placed,
    shelf,
)


@pytest.fixture(params=["memory", "file"])
def kit(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OrderKit]:
    clock = Clock()
    file = tmp_path / "shop.db"
    made = (
        OrderKit.memory(clock=clock)
        if request.param == "memory"
        else OrderKit.sqlite(file, clock=clock)
    )
    with opened(made) as kit:
        yield kit


class Inbox:
    """Keeps what it is told; refuses the first so many messages."""

    def __init__(self, *, broken: int = 0) -> None:
        self.messages: list[Message] = []
        self.broken = broken

    def notify(self, message: Message, /) -> None:
        if self.broken:
            self.broken -= 1
            raise ConnectionError("nobody there")
        self.messages.append(message)

    @property
    def topics(self) -> list[str]:
        return [one.topic for one in self.messages if one.topic.startswith("order.")]


def test_an_order_goes_through_any_kit(kit: OrderKit) -> None:
    answer, order = placed(kit, Line("TEA-1", 3))
    assert answer.stage == "confirmed"
    assert desk_of(kit).find(Order.of_customer("c-1")).items == (order,)
    assert kit.audit(TENANT).clean


def test_a_file_keeps_what_was_done(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    with opened(OrderKit.sqlite(file, clock=Clock())) as first:
        answer, order = placed(first)
    with OrderKit.sqlite(file, clock=Clock()) as second:
        assert desk_of(second).get(Order, answer.order_id) == order
        assert desk_of(second).execute(order_of()) == answer


def test_threads_and_files_sell_the_last_pieces_once(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    kit = opened(OrderKit.sqlite(file, clock=Clock()), levels={("TEA-1", "north"): "5"})
    outcomes: list[str] = []

    def order(n: int) -> None:
        with OrderKit.sqlite(file, clock=Clock()) as own:
            try:
                placed(own, number=str(n))
            except NotEnoughStock:
                outcomes.append("refused")
            else:
                outcomes.append("placed")

    threads = [threading.Thread(target=order, args=(n,)) for n in range(7)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["placed"] * 5 + ["refused"] * 2
    assert kit.audit(TENANT).clean
    kit.close()


def test_tenants_know_nothing_of_each_other(kit: OrderKit) -> None:
    answer, _ = placed(kit)
    elsewhere = kit.acting(ROOT, tenant="other")
    with pytest.raises(NotFound):
        elsewhere.get(Order, answer.order_id)
    with pytest.raises(NotFound):
        elsewhere.execute(CancelOrder(answer.order_id, "not mine"), key="k")
    assert elsewhere.find(Order.of_customer("c-1")).items == ()
    assert kit.audit("other").documents == 0
    with pytest.raises(InvalidInput, match="tenant"):
        kit.acting(ROOT, tenant="no tenant")


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


async def opened_async(kit: AsyncOrderKit, **how: Any) -> AsyncOrderKit:
    await kit.migrate()
    desk = kit.acting(ROOT, tenant=TENANT)
    for n, one in enumerate(opening(**how)):
        await desk.execute(one, key=f"opening-{n}")
    return kit


def commands() -> list[PlaceOrder]:
    return [
        order_of(Line("TEA-1", 3), number="1"),
        order_of(Line("NOPE", 3), number="2"),
        order_of(Line("TEA-1", 90), number="3"),
        order_of(number="4", customer="c-2"),
    ]


def told(result: object) -> object:
    return result.answer if isinstance(result, Ok) else type(getattr(result, "error", None))


@pytest.mark.parametrize("where", ["memory", "file"])
def test_awaiting_gives_the_same_answers(where: str, tmp_path: Path) -> None:
    async def awaited() -> dict[str, object]:
        kit = (
            AsyncOrderKit.memory(clock=Clock())
            if where == "memory"
            else AsyncOrderKit.sqlite(tmp_path / "a.db", clock=Clock())
        )
        async with await opened_async(kit) as kit:
            desk = kit.acting(ANN, tenant=TENANT)
            assert isinstance(desk, AsyncDesk)
            done: list[tuple[int, int]] = []
            results = await desk.execute_many(
                commands(), size=3, progress=lambda *how: done.append(how)
            )
            order = await desk.get(Order, getattr(told(results[0]), "order_id"))  # noqa: B009
            together = await desk.execute_many(
                [order_of(number="7"), order_of(number="8")], all=True
            )
            inbox = Inbox()
            sent = await kit.deliver(inbox)
            return {
                "results": [told(one) for one in results],
                "progress": done,
                "order": order,
                "together": together,
                "quietly": [told(one) for one in await desk.execute_many(commands())],
                "preview": (await desk.preview(order_of(number="9"))).answer,
                "found": await desk.find(Order.of_customer("c-1"), limit=2),
                "history": await desk.history(Order, order.id, limit=1),
                "sent": sent.done,
                "topics": inbox.topics,
                "explained": desk.explain(order),
                "allowed": list(desk.allowed(order)),
                "parsed": kit.parse(HoldOrder, {"order_id": "o-1"}),
                "schemas": kit.schemas().keys(),
                "audit": str(await kit.audit(TENANT)),
            }

    def blocking() -> dict[str, object]:
        kit = (
            OrderKit.memory(clock=Clock())
            if where == "memory"
            else OrderKit.sqlite(tmp_path / "b.db", clock=Clock())
        )
        with opened(kit) as kit:
            desk = kit.acting(ANN, tenant=TENANT)
            done: list[tuple[int, int]] = []
            results = desk.execute_many(commands(), size=3, progress=lambda *how: done.append(how))
            order = desk.get(Order, getattr(told(results[0]), "order_id"))  # noqa: B009
            together = desk.execute_many([order_of(number="7"), order_of(number="8")], all=True)
            inbox = Inbox()
            sent = kit.deliver(inbox)
            return {
                "results": [told(one) for one in results],
                "progress": done,
                "order": order,
                "together": together,
                "quietly": [told(one) for one in desk.execute_many(commands())],
                "preview": desk.preview(order_of(number="9")).answer,
                "found": desk.find(Order.of_customer("c-1"), limit=2),
                "history": desk.history(Order, order.id, limit=1),
                "sent": sent.done,
                "topics": inbox.topics,
                "explained": desk.explain(order),
                "allowed": list(desk.allowed(order)),
                "parsed": kit.parse(HoldOrder, {"order_id": "o-1"}),
                "schemas": kit.schemas().keys(),
                "audit": str(kit.audit(TENANT)),
            }

    other, ours = asyncio.run(awaited()), blocking()
    assert other == ours
    assert ours["progress"] == [(3, 4), (4, 4)]


def test_many_are_answered_each_in_order(kit: OrderKit) -> None:
    done: list[tuple[int, int]] = []
    results = desk_of(kit).execute_many(commands(), progress=lambda *how: done.append(how))
    assert [type(one) for one in results] == [Ok, Failed, Failed, Ok]
    assert done == [(4, 4)]
    assert desk_of(kit).execute_many([]) == []


def test_keys_go_with_the_commands(kit: OrderKit) -> None:
    _, order = placed(kit)
    holds = [HoldOrder(order.id, "fraud"), HoldOrder(order.id, "review")]
    first = desk_of(kit).execute_many(holds, keys=["h-1", None])
    again = desk_of(kit).execute_many(holds[:1], keys=["h-1"])
    assert first[0] == again[0]
    with pytest.raises(ValueError, match="shorter"):
        desk_of(kit).execute_many(holds, keys=["h-2"])


def test_all_or_nothing(kit: OrderKit) -> None:
    before = balances(kit)
    with pytest.raises(OrderkitError):
        desk_of(kit).execute_many(commands(), all=True)
    assert balances(kit) == before
    answers = desk_of(kit).execute_many([order_of(number="7"), order_of(number="8")], all=True)
    assert [one.stage for one in answers] == ["confirmed", "confirmed"]


def test_everything_due_is_delivered_once(kit: OrderKit) -> None:
    inbox = Inbox()
    kit.deliver(Inbox())
    placed(kit)
    sent = kit.deliver(inbox, tenant=TENANT, policy=RelayPolicy(batch=1))
    assert (sent.done, inbox.topics) == (2, ["order.placed", "order.confirmed"])
    assert [type(one.event) for one in inbox.messages] == [OrderPlaced, OrderConfirmed]
    assert kit.deliver(inbox).total == 0


def test_what_fails_comes_again_later() -> None:
    clock = Clock()
    kit = opened(OrderKit.memory(clock=clock))
    kit.deliver(Inbox())
    placed(kit)
    inbox = Inbox(broken=1)
    first = kit.deliver(inbox)
    assert (first.retried, inbox.topics) == (1, [])
    clock.pass_time(minutes=1)
    assert kit.deliver(inbox).done == 2
    assert [one.tries for one in inbox.messages] == [2, 1]


def test_a_command_is_parsed_with_all_its_faults(kit: OrderKit) -> None:
    good = {
        "customer": "c-1", "channel": "web", "number": "1",
        "lines": [{"item": "TEA-1", "quantity": "2 case"}],
    }  # fmt: skip
    assert kit.parse(PlaceOrder, good) == order_of(Line("TEA-1", "2 case"))
    for bad, paths in (
        ({"number": 7, "lines": [{"item": "", "quantity": "1"}]}, ["number", "lines[0].item"]),
        ({"customer": "c 1", "channel": ""}, ["customer", "channel"]),
    ):
        with pytest.raises(InvalidInput) as told:
            kit.parse(PlaceOrder, {**good, **bad})
        assert [fault.path.rpartition("$.")[2] for fault in told.value.faults] == paths


def test_every_command_and_event_has_a_schema(kit: OrderKit) -> None:
    schemas = kit.schemas()
    assert {
        "command:order.place",
        "event:order.placed",
        "command:delivery.plan",
        "event:payment.recorded",
    } <= schemas.keys()


def test_time_comes_from_the_clock(kit: OrderKit) -> None:
    assert placed(kit)[1].placed_at == NOW
    usual = opened(OrderKit.memory())
    assert placed(usual)[1].placed_at.tzinfo is not None


def test_wrong_types_at_the_desk_are_refused(kit: OrderKit) -> None:
    with pytest.raises(InvalidInput, match=r"actor.*Actor\.person"):
        kit.acting("ann", tenant=TENANT)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match=r"command.*kit\.parse"):
        desk_of(kit).execute({"order_id": "o-1"})  # type: ignore[arg-type]


def test_a_naive_clock_is_refused() -> None:
    kit = OrderKit.memory(clock=lambda: NOW.replace(tzinfo=None))
    with pytest.raises(InvalidInput, match="clock"):
        desk_of(kit).execute(order_of())


def test_commands_without_a_key_are_done_each_time(kit: OrderKit) -> None:
    _, order = placed(kit)
    desk = desk_of(kit)
    desk.execute(HoldOrder(order.id, "review", "first"))
    desk.execute(HoldOrder(order.id, "review", "second"))
    assert desk.get(Order, order.id).holds[0].detail == "second"
    with pytest.raises(InvalidInput, match="key"):
        desk.execute(HoldOrder(order.id), key="no key")


def test_rules_say_who_may_do_what() -> None:
    assert STANDARD[PERMISSIONS] is STANDARD_ROLES
    own = Rulebook({ORDER_LIFECYCLE: ORDER_LIFECYCLE.default})
    for kit, granted in (
        (in_memory(), True),
        (OrderKit.memory(rulebook=own), True),
        (OrderKit.memory(permissions=DENY_ALL), False),
        (OrderKit.memory(rulebook=own, permissions=DENY_ALL), False),
        (OrderKit.memory(rulebook=STANDARD.having(PERMISSIONS, DENY_ALL)), False),
        (OrderKit.memory(rulebook=STANDARD, permissions=STANDARD_ROLES), True),
    ):
        refusal = NotFound if granted else OrderkitError
        with pytest.raises(refusal) as no:
            desk_of(kit).get(Product, "NOPE")
        assert (no.type is NotFound) == granted


def test_services_answer_what_decisions_ask() -> None:
    repository = MemoryRepository()
    kit = opened(OrderKit(repository, services={str: len}, clock=Clock()))
    assert kit.repository is repository
    assert placed(kit)[0].stage == "confirmed"


def test_pages_follow_each_other(kit: OrderKit) -> None:
    orders = [placed(kit, number=str(n))[1] for n in range(5)]
    query, found, after = Order.in_stage("confirmed"), list[Order](), None
    while True:
        page = desk_of(kit).find(query, after=after, limit=2)
        found += page.items
        after = page.next
        if after is None:
            break
    assert sorted(found, key=lambda one: one.id) == sorted(orders, key=lambda one: one.id)


@pytest.mark.parametrize(
    "query",
    [
        Order.with_payment("unpaid"),
        Order.with_fulfilment("unfulfilled"),
        Order.of_customer("c-1"),
        Order.in_stage("confirmed"),
    ],
)
def test_orders_are_found_by_their_statuses(kit: OrderKit, query: Any) -> None:
    _, order = placed(kit)
    assert desk_of(kit).find(query).items == (order,)


def test_the_past_is_kept(kit: OrderKit) -> None:
    _, order = placed(kit)
    desk_of(kit).execute(HoldOrder(order.id), key="h")
    versions = desk_of(kit).history(Order, order.id)
    assert [one.version for one in versions] == [2, 1]
    assert desk_of(kit).history(Order, order.id, before=2, limit=5) == versions[1:]
    assert versions[1].document == order
    assert timedelta(microseconds=versions[0].at).days > 20_000
