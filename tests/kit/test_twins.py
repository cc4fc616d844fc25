"""The asyncio twins give the same answers as the blocking kit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orderkit.kit import AsyncDesk, AsyncOrderKit, OrderKit
from orderkit.orders import (
    HoldOrder,
    Order,
)
from orderkit.shell import Ok
from tests.kit.counter import Inbox, commands
from tests.world import (
    ANN,
    ROOT,
    TENANT,
    Clock,
    desk_of,
    in_memory,
    opening,
    order_of,
    placed,
)


class AtOnce:
    """A blocking kit or desk behind awaitable names: what is called is done at once."""

    def __init__(self, plain: Any) -> None:
        self._plain = plain

    def acting(self, *who: Any, **where: Any) -> AtOnce:
        return AtOnce(self._plain.acting(*who, **where))

    def __getattr__(self, name: str) -> Callable[..., Any]:
        async def call(*given: Any, **named: Any) -> Any:
            return getattr(self._plain, name)(*given, **named)

        return call


def told(result: object) -> object:
    return result.answer if isinstance(result, Ok) else type(getattr(result, "error", None))


async def story(kit: Any) -> dict[str, Any]:
    """One day of a business, and everything that was answered."""
    await kit.migrate()
    root, desk = kit.acting(ROOT, tenant=TENANT), kit.acting(ANN, tenant=TENANT)
    for n, one in enumerate(opening()):
        await root.execute(one, key=f"opening-{n}")
    done: list[tuple[int, int]] = []
    results = await desk.execute_many(commands(), size=3, progress=lambda *how: done.append(how))
    order = await desk.get(Order, results[0].answer.order_id)
    inbox = Inbox()
    return {
        "results": [told(one) for one in results],
        "progress": done,
        "order": order,
        "together": await desk.execute_many([order_of(number="7"), order_of(number="8")], all=True),
        "quietly": [told(one) for one in await desk.execute_many(commands())],
        "preview": (await desk.preview(order_of(number="9"))).answer,
        "found": await desk.find(Order.of_customer("c-1"), limit=2),
        "history": await desk.history(Order, order.id, limit=1),
        "sent": (await kit.deliver(inbox)).done,
        "topics": inbox.topics,
        "audit": str(await kit.audit(TENANT)),
    }


@pytest.mark.parametrize("where", ["memory", "file"])
def test_awaiting_gives_the_same_answers(where: str, tmp_path: Path) -> None:
    async def awaited() -> dict[str, Any]:
        made = (
            AsyncOrderKit.memory(clock=Clock())
            if where == "memory"
            else AsyncOrderKit.sqlite(tmp_path / "a.db", clock=Clock())
        )
        async with made as kit:
            assert isinstance(kit.acting(ANN, tenant=TENANT), AsyncDesk)
            return await story(kit)

    blocking = OrderKit.memory(clock=Clock())
    ours = asyncio.run(story(AtOnce(blocking)))
    assert asyncio.run(awaited()) == ours
    assert ours["progress"] == [(3, 4), (4, 4)]
    assert ours["quietly"] == ours["results"]


def test_what_needs_no_waiting_is_the_same() -> None:
    blocking, awaiting = in_memory(), AsyncOrderKit.memory(clock=Clock())
    _, order = placed(blocking)
    desk, other = desk_of(blocking), awaiting.acting(ANN, tenant=TENANT)
    assert desk.explain(order) == other.explain(order)
    assert list(desk.allowed(order)) == list(other.allowed(order))
    given = {"order_id": "o-1"}
    assert blocking.parse(HoldOrder, given) == awaiting.parse(HoldOrder, given)
    assert blocking.schemas() == awaiting.schemas()
    assert awaiting.repository is not None
