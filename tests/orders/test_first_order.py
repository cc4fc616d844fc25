"""Whether a customer is new is counted once, and what is held is not confirmed."""

from __future__ import annotations

from orderkit.orders.intake import first_order_account
from tests.world import TENANT, in_memory, placed


def test_only_the_first_order_is_counted() -> None:
    kit = in_memory()
    for number in ("1", "2", "3"):
        placed(kit, number=number)
    assert kit.repository.balances(TENANT, [first_order_account("c-1")]) == (1,)
    assert len(kit.repository.entries(TENANT, first_order_account("c-1"), None, 10)[0]) == 1


def test_an_order_on_hold_is_placed_and_not_confirmed() -> None:
    kit = in_memory(limit="5.00")
    answer, order = placed(kit)
    assert (answer.stage, order.stage, answer.holds) == ("placed", "placed", ("credit",))
