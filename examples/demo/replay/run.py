"""The replay: day by day, in the order in which it happened; each line compared as it is placed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from time import perf_counter
from typing import Final, TextIO

from examples import adventureworks as published
from examples.demo.clock import VirtualClock
from examples.demo.progress import Progress
from examples.demo.replay.outcome import Outcome, report
from examples.demo.replay.stock import Stock
from examples.demo.replay.world import World, all_done, defined
from orderkit import Actor, Desk, Line, Order, OrderKit, Placed, PlaceOrder, RecordPayment

TENANT: Final = "adventureworks"
DATABASE: Final = "adventureworks.db"


def replay(
    data: Path,
    folder: Path,
    *,
    orders: int | None = None,
    memory: bool = False,
    quiet: bool = False,
    out: TextIO | None = None,
) -> int:
    """
    Replay the orders in *data* and write what came of it; return 0 if all is as published.

    Args:
        folder: Where the SQLite file is written, afresh.
        orders: How many, from the first day on; all unless given.
        memory: Whether to keep everything in memory instead.
        quiet: Whether to show no progress.
        out: Where the report goes; standard output unless given.
    """
    began = perf_counter()
    path = None if memory else _fresh(folder)
    sold = sorted(published.orders(data), key=lambda one: (one.placed, int(one.number)))[:orders]
    clock = VirtualClock(sold[0].placed - timedelta(days=1))
    kit = OrderKit.memory(clock=clock) if path is None else OrderKit.sqlite(path, clock=clock)
    with kit:
        kit.migrate()
        run = Replay(kit, clock, data, sold)
        run.open()
        run.place(Progress("Replay", len(sold), "orders", quiet=quiet))
        run.audit()
        run.outcome.took("in all", began)
        print(
            "\n".join(report(run.outcome, sold, run.world, run.stock, path)), file=out or sys.stdout
        )
    return 0 if run.outcome.good else 1


def _fresh(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for end in ("", "-wal", "-shm"):
        (folder / f"{DATABASE}{end}").unlink(missing_ok=True)
    return folder / DATABASE


class Replay:
    """
    A replay in progress.

    Attributes:
        outcome: What was found so far.

        world: Master data.

        stock: Goods inwards.
    """

    def __init__(
        self, kit: OrderKit, clock: VirtualClock, data: Path, sold: Sequence[published.SoldOrder]
    ) -> None:
        self.kit = kit
        self.outcome = Outcome()
        self._clock = clock
        self._data = data
        self._sold = sold
        self._desk: Desk = kit.acting(Actor.automaton("replay", roles={"admin"}), tenant=TENANT)
        began = perf_counter()
        self.world: World = defined(self._desk, data, sold)
        self.stock = Stock(kit, self._desk, data, self.world.products)
        self.outcome.took("defining", began)

    def open(self) -> None:
        """Take in the opening stock."""
        began = perf_counter()
        self.stock.open(self._data)
        self.outcome.took("receiving", began)

    def place(self, progress: Progress) -> None:
        """Place all orders, each day's after the goods for it have come in."""
        done = 0
        for day, some in groupby(self._sold, key=lambda one: one.placed):
            self._clock.forward_to(day)
            done += self._day(day, list(some))
            progress.show(done, f"{day:%Y-%m-%d}")
        progress.finish()

    def _day(self, day: datetime, orders: Sequence[published.SoldOrder]) -> int:
        began = perf_counter()
        self.stock.receive_for(orders, f"{day:%Y-%m-%d}")
        self.outcome.took("receiving", began)
        began = perf_counter()
        placed = all_done(self._desk, [self._command(one) for one in orders])
        self.outcome.took("placing", began)
        began = perf_counter()
        self._pay(placed)
        self.outcome.took("paying", began)
        began = perf_counter()
        for one, answer in zip(orders, placed, strict=True):
            order = self._desk.get(Order, answer.order_id)
            self.outcome.compare(one, order, self.world.products)
        self.outcome.took("comparing", began)
        return len(orders)

    def _command(self, sold: published.SoldOrder) -> PlaceOrder:
        """Return the order as it came in: its goods, quantities and offers, and no price."""
        lines = tuple(
            Line(self.world.products[line.product].id, line.quantity, offer=line.offer)
            for line in sold.lines
        )
        return PlaceOrder(
            sold.customer, sold.channel, sold.number, lines,
            purchase_number=sold.purchase_number, placed_at=sold.placed,
        )  # fmt: skip

    def _pay(self, placed: Sequence[Placed]) -> None:
        """Book the cards of individuals, whose orders are held until they are paid."""
        waiting = [one for one in placed if "payment" in one.holds]
        all_done(
            self._desk,
            [RecordPayment(one.order_id, one.total, "card", "at checkout") for one in waiting],
        )
        self.outcome.paid += len(waiting)

    def audit(self) -> None:
        """Compute everything anew."""
        began = perf_counter()
        self.outcome.audit = self.kit.audit(TENANT)
        self.outcome.took("auditing", began)
