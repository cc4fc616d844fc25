"""Kits over memory and files, blocking and asyncio, alone and inside an application's transaction."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from orderkit.adapters.memory import MemoryRepository
from orderkit.catalog import Product
from orderkit.errors import InvalidInput, NotFound, OrderkitError
from orderkit.flow import DENY_ALL, PERMISSIONS, Rulebook
from orderkit.inventory import NotEnoughStock
from orderkit.kit import STANDARD, STANDARD_ROLES, OrderKit
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
from orderkit.shell import Failed, Ok
from orderkit.shell.relay import RelayPolicy
from tests.kit.counter import Inbox, commands
from tests.world import (
    NOW,
    ROOT,
    TENANT,
    Clock,
    balances,
    desk_of,
    in_memory,
    opened,
    order_of,
    placed,
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
    with pytest.raises(InvalidInput, match="give one for each"):
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
        desk.execute(HoldOrder(order.id), key="no\nkey")


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
