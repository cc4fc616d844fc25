"""What a replay came to: lines compared with what was published, and the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Final

from examples import adventureworks as published
from examples.demo.layout import counted, heading, paragraph, table
from examples.demo.replay.stock import Stock
from examples.demo.replay.world import STORAGE, World
from orderkit import Audit, Order, Product

TAKEN: Final = (
    ("defining", "master data, prices, customers"),
    ("receiving", "goods received"),
    ("placing", "orders placed, in one batch a day"),
    ("paying", "card payments booked"),
    ("comparing", "orders read again and compared"),
    ("auditing", "everything computed anew"),
    ("in all", "in all, reading the tables included"),
)
"""What takes time, in the order in which it is told."""


class Outcome:
    """
    What was found so far.

    Attributes:
        lines: How many lines were compared.

        mismatches: One text for each line that is not as it was published.

        paid: How many payments were booked.

        audit: What the audit found; None while there was none.

        seconds: Time taken, by what was done.
    """

    def __init__(self) -> None:
        self.lines = 0
        self.mismatches: list[str] = []
        self.paid = 0
        self.audit: Audit | None = None
        self.seconds: dict[str, float] = {}

    @property
    def good(self) -> bool:
        """Whether every line is as it was published and the books are right."""
        return not self.mismatches and self.audit is not None and self.audit.clean

    def took(self, what: str, since: float) -> None:
        """Add the time since *since* to *what* was done."""
        self.seconds[what] = self.seconds.get(what, 0) + perf_counter() - since

    def compare(
        self, sold: published.SoldOrder, order: Order, goods: Mapping[str, Product]
    ) -> None:
        """Compare goods, quantity, unit price and extended amount of every line, to four places."""
        for theirs, ours in zip(sold.lines, order.lines, strict=True):
            self.lines += 1
            wanted = (
                goods[theirs.product].id, theirs.quantity, theirs.unit_price, theirs.line_total,
            )  # fmt: skip
            found = (ours.sku, ours.ordered, ours.unit_price.amount, ours.extended)
            if wanted != found:
                told = " ".join(str(one) for one in found)
                published_ = " ".join(str(one) for one in wanted)
                self.mismatches.append(f"{sold.number}/{theirs.number}: {told}, not {published_}")


def report(
    outcome: Outcome,
    sold: Sequence[published.SoldOrder],
    world: World,
    stock: Stock,
    path: Path | None,
) -> Iterator[str]:
    """Yield the report of the whole replay."""
    yield "Adventure Works Cycles, replayed"
    yield "=" * 32
    stores = sum(one.channel == published.STORE for one in sold)
    yield (
        f"{counted(len(sold), 'order')} from {sold[0].placed:%Y-%m-%d} to "
        f"{sold[-1].placed:%Y-%m-%d}: {stores:,} of stores, "
        f"{len(sold) - stores:,} of individuals"
    )
    yield (
        f"{outcome.lines - len(outcome.mismatches):,} of {outcome.lines:,} lines with the "
        "published unit price and amount"
    )
    yield from (f"  {one}" for one in outcome.mismatches)
    yield from _prices(world)
    yield from _stock(outcome, world, stock)
    yield from _effort(outcome, len(sold), path)
    yield from _audited(outcome)
    yield from _next(path)


def _prices(world: World) -> Iterator[str]:
    yield from heading("What the prices come from")
    counts = world.prices.counts()
    rows = [
        ("price lists", counts["lists"], "retail; stores 40 % off; one per reducing offer"),
        ("formulas", counts["formulas"], "of these lists: retail times a factor, 4 places"),
        ("entries", counts["entries"], "products with a retail price"),
        ("tiers", counts["tiers"], "of these entries, by date"),
        ("offers", counts["offers"], "with tiers of quantity, by product and date"),
    ]
    yield from table(
        ("what", "how many", ""), [(what, f"{n:,}", why) for what, n, why in rows], right="1"
    )
    yield "There is no entry per order line, and no order line brought a price with it."


def _stock(outcome: Outcome, world: World, stock: Stock) -> Iterator[str]:
    yield from heading("What was done")
    yield from paragraph(
        f"{counted(world.customers, 'customer')} who ordered: stores on account, with credit "
        "without a limit; individuals prepaid. An order of theirs is held until its card payment "
        f"is booked: {counted(outcome.paid, 'payment')}."
    )
    yield from paragraph(
        f"Opening stock is what was counted in {len(STORAGE)} storage locations: "
        f"{stock.opening:,} pieces. Work centres hold work in progress, which is promised to "
        "nobody. Purchases of finished goods were not published, so each morning goods are "
        "received: what the orders of the day ask for and the shelves do not have, and the "
        f"product's safety stock. {stock.received:,} pieces with {counted(stock.receipts, 'receipt')}."
    )
    yield from paragraph(
        "Tax is 8 %, as it is published on every line. Deliveries are not replayed: what was "
        "ordered stays reserved, so every piece can be counted."
    )


def _effort(outcome: Outcome, orders: int, path: Path | None) -> Iterator[str]:
    yield from heading("What it took")
    rows = [(why, f"{outcome.seconds.get(what, 0):,.1f} s") for what, why in TAKEN]
    yield from table(("for", "time"), rows, right="1")
    rate = orders / outcome.seconds["placing"]
    yield f"{rate:,.0f} orders and {outcome.lines / outcome.seconds['placing']:,.0f} lines placed a second"
    yield f"peak memory: {_peak_mib():,} MiB"
    if path is not None:
        size = sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*"))
        yield f"database: {size / 2**20:,.0f} MiB, {size // orders:,} bytes an order"


def _peak_mib() -> int:
    """Return the most memory the process had, in MiB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024


def _audited(outcome: Outcome) -> Iterator[str]:
    yield from heading("Audit")
    yield from str(outcome.audit).splitlines()
    if outcome.good:
        yield "Clean: stock and credit agree with the orders, every hash chain verifies."


def _next(path: Path | None) -> Iterator[str]:
    if path is None:
        return
    yield from heading("Where to look next")
    yield "docs/demo.md tells what this means"
    yield f"sqlite3 {path} \\"
    yield '  "select kind, count(*) from orderkit_documents group by kind"'
