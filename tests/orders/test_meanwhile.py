"""What an order leans on may not change between reading and commit."""

from __future__ import annotations

from orderkit.parties import Customer
from tests.world import desk_of, in_memory, order_of


def test_the_customer_is_checked_at_the_commit() -> None:
    checks = desk_of(in_memory()).preview(order_of()).changes.checks
    assert [ref.id for ref in checks if ref.kind is Customer] == ["c-1"]
