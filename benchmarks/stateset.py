"""
The peer ``stateset-embedded``: an order of ten lines through a commerce engine written in Rust.

It is given the prices; it takes no price lists, computes no tax, knows no credit limit and writes
no audit entry. Once the order is created alone, and once each line's stock is reserved as well, by
a call of its own as its interface has it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import shop


class Stateset:
    """
    One store.

    Args:
        path: The SQLite file, or ``":memory:"``.

    Raises:
        ImportError: It is not installed here.
    """

    def __init__(self, path: str) -> None:
        self._engine: Any = import_module("stateset_embedded")
        self._store = self._engine.Commerce(path)
        buyer = self._store.customers.create(
            email="tea@example.com", first_name="Tea", last_name="House"
        )
        self._buyer = buyer.id
        for n in range(shop.SKUS):
            self._store.inventory.create_item(
                sku=f"SKU-{n}", name=f"Article {n}", initial_quantity=1_000_000_000
            )

    def create(self, n: int) -> Any:
        """Create the n-th order."""
        item = self._engine.CreateOrderItemInput
        lines = [
            item(sku=sku, name="Article", quantity=pieces, unit_price=9.5)
            for sku, pieces in shop.basket(n)
        ]
        return self._store.orders.create(customer_id=self._buyer, items=lines, currency="EUR")

    def create_and_reserve(self, n: int) -> None:
        """Create the n-th order and reserve the stock of its lines."""
        order = self.create(n)
        for sku, pieces in shop.basket(n):
            self._store.inventory.reserve(sku, pieces, "order", order.id)
