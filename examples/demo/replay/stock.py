"""
Stock for orders of which the purchases were not published.

What was counted in the storage locations is the opening stock. It is far from enough for three
years of orders, so goods are received day by day, before the day's orders: of each product what
the day asks for and the shelves do not have, and its published safety stock on top. Every piece
that an order reserves was received before, and nothing is received that no order asks for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from examples import adventureworks as published
from examples.demo.replay.world import COMPANY, STORAGE, all_done
from orderkit import Desk, OrderKit, Product, ReceiveStock, StockLine
from orderkit.inventory import available_accounts

INCOMING: Final = next(iter(STORAGE))
"""Where goods from suppliers and from the works come in."""


class Stock:
    """
    The goods inwards of the replay.

    Attributes:
        opening: Pieces that were counted.

        received: Pieces that came in afterwards.

        receipts: How many papers they came with.
    """

    def __init__(
        self, kit: OrderKit, desk: Desk, folder: Path, goods: Mapping[str, Product]
    ) -> None:
        self.opening = 0
        self.received = 0
        self.receipts = 0
        self._kit = kit
        self._desk = desk
        self._goods = goods
        self._safety = {
            goods[row["ProductID"]].id: int(row["SafetyStockLevel"])
            for row in published.rows(folder / "oltp/Product.csv")
        }

    def open(self, folder: Path) -> None:
        """Receive what was counted in the storage locations."""
        counted: dict[str, Counter[str]] = {place: Counter() for place in STORAGE}
        for row in published.rows(folder / "oltp/ProductInventory.csv"):
            if row["LocationID"] in counted and int(row["Quantity"]):
                sku = self._goods[row["ProductID"]].id
                counted[row["LocationID"]][sku] += int(row["Quantity"])
        for place, pieces in counted.items():
            self.opening += self._receive(place, pieces, "opening count")

    def receive_for(self, orders: Iterable[published.SoldOrder], day: str) -> None:
        """Receive what the orders of one day ask for and the shelves do not have."""
        asked: Counter[str] = Counter()
        for order in orders:
            for line in order.lines:
                asked[self._goods[line.product].id] += line.quantity
        free = self._free(tuple(asked))
        short = Counter(
            {
                sku: pieces - free[sku] + self._safety[sku]
                for sku, pieces in asked.items()
                if pieces > free[sku]
            }
        )
        if short:
            self.received += self._receive(INCOMING, short, day)
            self.receipts += 1

    def _free(self, skus: Sequence[str]) -> Counter[str]:
        """Return how many pieces of each SKU can be promised, in all storage locations together."""
        shelves = available_accounts(COMPANY, skus, STORAGE)
        balances = self._kit.repository.balances(self._desk.tenant, tuple(shelves.values()))
        free: Counter[str] = Counter()
        for (sku, _), balance in zip(shelves, balances, strict=True):
            free[sku] += balance
        return free

    def _receive(self, place: str, pieces: Counter[str], reference: str) -> int:
        lines = [StockLine(sku, many) for sku, many in pieces.items()]
        key = f"receive-{place}-{reference.replace(' ', '-')}"
        all_done(self._desk, [ReceiveStock(COMPANY, place, lines, reference)], key)
        return pieces.total()
