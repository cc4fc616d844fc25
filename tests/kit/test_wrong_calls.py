"""What is wrong about a call itself is told, and nothing is done."""

from __future__ import annotations

import asyncio
from base64 import urlsafe_b64encode
from typing import Any

import pytest

from orderkit.errors import InvalidInput
from orderkit.flow import PERMISSIONS, RolePolicy, Rulebook
from orderkit.kit import AsyncOrderKit, OrderKit
from orderkit.orders import Order
from tests.world import balances, desk_of, in_memory, order_of

DEEP = urlsafe_b64encode(b"[" * 100_000).decode()


@pytest.fixture(name="kit")
def _kit() -> OrderKit:
    return in_memory()


@pytest.mark.parametrize(
    ("how", "code"),
    [({"size": 0}, "out_of_range"), ({"size": -1}, "out_of_range"), ({"keys": []}, "not_one_each")],
)
def test_a_batch_that_would_do_nothing_is_refused(
    kit: OrderKit, how: dict[str, Any], code: str
) -> None:
    before = balances(kit)
    with pytest.raises(InvalidInput) as refused:
        desk_of(kit).execute_many([order_of()], **how)
    assert [fault.code for fault in refused.value.faults] == [code]
    assert balances(kit) == before


def test_what_is_no_query_finds_nothing(kit: OrderKit) -> None:
    what: Any = Order
    with pytest.raises(InvalidInput, match=r"pass a declared search, such as Order\.in_stage"):
        desk_of(kit).find(what)


def test_a_cursor_deeper_than_the_stack_is_none_of_ours(kit: OrderKit) -> None:
    with pytest.raises(InvalidInput, match="it was not given out by this search"):
        desk_of(kit).find(Order.in_stage("placed"), after=DEEP)


def test_a_rulebook_that_says_nothing_grants_nothing() -> None:
    assert Rulebook()[PERMISSIONS] == RolePolicy(commands={}, reads={})


def test_what_takes_no_messages_is_no_notifier() -> None:
    with pytest.raises(InvalidInput, match=r"pass an object with a method notify\(message\)"):
        in_memory().deliver(None)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="it takes no messages"):
        asyncio.run(AsyncOrderKit.memory().deliver(None))  # type: ignore[arg-type]
