"""
Receiving, adjusting and moving stock.

Quantities come in any unit of the product and are booked in base units; what does not convert
exactly is refused, all lines at once. Several lines of one SKU are one movement, so that a refusal
tells the whole of what was asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from attrs import field, frozen

from orderkit.catalog import Product
from orderkit.errors import Fault, InvalidInput, caught, gathered, invalid
from orderkit.flow import (
    Changes,
    Command,
    Context,
    Decision,
    Each,
    Flow,
    Put,
    Reading,
    Ref,
    Transfer,
    ask,
    command,
    event,
)
from orderkit.inventory.documents import GoodsReceipt, Moved, StockAdjustment, StockMove
from orderkit.inventory.location import Location
from orderkit.inventory.stock import Bucket, StockKey, adjust, moved, receive
from orderkit.values import Quantity, check_id, check_text, several, typed


def _quantity(value: int | str | Decimal | Quantity) -> Quantity:
    return Quantity.of(value, "StockLine.quantity")


@typed
@frozen
class StockLine:
    """
    How much of which goods.

    Attributes:
        sku: The product.

        quantity: In any unit of the product; below 0 only in an adjustment.
    """

    sku: str
    quantity: Quantity = field(converter=_quantity)

    def __attrs_post_init__(self) -> None:
        check_id(self.sku, "StockLine.sku")


def _lines(given: Iterable[StockLine]) -> tuple[StockLine, ...]:
    return several(given, StockLine, "lines")


@event("stock.received")
@frozen
class StockReceived:
    """Goods came in; in base units."""

    receipt: str
    owner: str
    location: str
    lines: tuple[Moved, ...]


@event("stock.adjusted")
@frozen
class StockAdjusted:
    """The books were corrected; in base units, below 0 is lost."""

    adjustment: str
    owner: str
    location: str
    lines: tuple[Moved, ...]
    reason: str


@event("stock.moved")
@frozen
class StockWasMoved:
    """Goods changed their state or their place; in base units."""

    move: str
    owner: str
    location: str
    to_location: str
    from_bucket: Bucket
    to_bucket: Bucket
    lines: tuple[Moved, ...]


@frozen
class StockPosted:
    """
    The answer of a stock command.

    Attributes:
        id: Of the paper that was written.

        lines: What was booked, in base units, one per SKU.
    """

    id: str
    lines: tuple[Moved, ...]


@command("stock.receive")
@typed
@frozen
class ReceiveStock(Command[StockPosted]):
    """
    Take goods in.

    Attributes:
        owner: Whose goods they are.

        location: Where they come in.

        lines: What, each above 0.

        reference: The supplier's paper; ``""`` where there is none.

        bucket: In which state they are put: available, or quarantine to be looked at first.
    """

    owner: str
    location: str
    lines: tuple[StockLine, ...] = field(converter=_lines)
    reference: str = ""
    bucket: Bucket = Bucket.AVAILABLE

    def __attrs_post_init__(self) -> None:
        gathered(
            (
                *caught(check_id, self.owner, "ReceiveStock.owner"),
                *caught(check_id, self.location, "ReceiveStock.location"),
                *caught(check_text, self.reference, "ReceiveStock.reference", empty=True),
                *_line_faults(self.lines, "ReceiveStock.lines", above_zero=True),
            )
        )

    def decide(self, context: Context) -> Flow[StockPosted]:
        """
        Write the receipt and move the goods in from the supplier.

        Raises:
            NotFound: There is no such location.
            InvalidInput: A product is unknown or a quantity does not convert; all faults at once.
        """
        lines = yield from _booked(self.location, self.lines)
        paper = context.fresh_id()
        receipt = GoodsReceipt(
            paper, self.owner, self.location, lines, self.reference, self.bucket, context.now
        )
        told = StockReceived(paper, self.owner, self.location, lines)
        reason = f"stock.receive {paper}"
        transfers = tuple(
            receive(
                self.owner, one.sku, self.location, one.base_quantity, reason, bucket=self.bucket
            )
            for one in lines
        )
        return _posted(receipt, told, transfers)


@command("stock.adjust")
@typed
@frozen
class AdjustStock(Command[StockPosted]):
    """
    Correct the books to what is there.

    Attributes:
        owner: Whose goods they are.

        location: Where.

        lines: By how much; below 0 is lost, 0 is refused.

        reason: Why, for the audit; not empty.

        bucket: Which state is corrected.
    """

    owner: str
    location: str
    lines: tuple[StockLine, ...] = field(converter=_lines)
    reason: str
    bucket: Bucket = Bucket.AVAILABLE

    def __attrs_post_init__(self) -> None:
        gathered(
            (
                *caught(check_id, self.owner, "AdjustStock.owner"),
                *caught(check_id, self.location, "AdjustStock.location"),
                *caught(check_text, self.reason, "AdjustStock.reason"),
                *_line_faults(self.lines, "AdjustStock.lines", above_zero=False),
            )
        )

    def decide(self, context: Context) -> Flow[StockPosted]:
        """
        Write the adjustment and move the difference.

        Raises:
            NotFound: There is no such location.
            InvalidInput: A product is unknown or a quantity does not convert; all faults at once.
            NotEnoughStock: More is taken away than the books have.
        """
        lines = yield from _booked(self.location, self.lines)
        paper = context.fresh_id()
        adjustment = StockAdjustment(
            paper, self.owner, self.location, lines, self.reason, self.bucket, context.now
        )
        told = StockAdjusted(paper, self.owner, self.location, lines, self.reason)
        reason = f"stock.adjust {paper}"
        transfers = tuple(
            adjust(
                self.owner, one.sku, self.location, one.base_quantity, reason, bucket=self.bucket
            )
            for one in lines
            if one.base_quantity
        )
        return _posted(adjustment, told, transfers)


@command("stock.move")
@typed
@frozen
class MoveStock(Command[StockPosted]):
    """
    Move goods to another state, another location, or both.

    Attributes:
        owner: Whose goods they are, before and after.

        location: Where they are.

        from_bucket: The state they are in.

        to_bucket: The state they come into.

        lines: What, each above 0.

        reason: Why, for the audit; not empty.

        to_location: Where they go; ``""`` when they stay.
    """

    owner: str
    location: str
    from_bucket: Bucket
    to_bucket: Bucket
    lines: tuple[StockLine, ...] = field(converter=_lines)
    reason: str
    to_location: str = ""

    def __attrs_post_init__(self) -> None:
        gathered(
            caught(check_id, self.owner, "MoveStock.owner"),
            caught(check_id, self.location, "MoveStock.location"),
            caught(check_id, self.to_location, "MoveStock.to_location") if self.to_location else (),
            caught(check_text, self.reason, "MoveStock.reason"),
            _line_faults(self.lines, "MoveStock.lines", above_zero=True),
            caught(self._check_way),
        )

    def _check_way(self) -> None:
        if self.from_bucket == self.to_bucket and self.to_location in ("", self.location):
            raise invalid(
                "MoveStock.to_bucket", "moves_nowhere", str(self.to_bucket),
                "the goods are there already", "name another bucket or another location",
            )  # fmt: skip

    def decide(self, context: Context) -> Flow[StockPosted]:
        """
        Write the paper and move the goods.

        Raises:
            NotFound: There is no such location.
            InvalidInput: A product is unknown or a quantity does not convert; all faults at once.
            NotEnoughStock: There is less in the bucket.
        """
        there = self.to_location or self.location
        if there != self.location:
            yield from ask(Ref(Location, there))
        lines = yield from _booked(self.location, self.lines)
        paper = context.fresh_id()
        buckets = self.from_bucket, self.to_bucket
        where = self.owner, self.location, there
        move = StockMove(paper, *where, *buckets, lines, self.reason, context.now)
        told = StockWasMoved(paper, *where, *buckets, lines)
        return _posted(move, told, tuple(self._transfers(lines, there, f"stock.move {paper}")))

    def _transfers(self, lines: Iterable[Moved], there: str, reason: str) -> Iterable[Transfer]:
        for one in lines:
            source = StockKey(self.owner, one.sku, self.location)
            target = StockKey(self.owner, one.sku, there)
            yield moved(
                source, self.from_bucket, target, self.to_bucket, one.base_quantity, reason=reason
            )


def _line_faults(lines: tuple[StockLine, ...], path: str, *, above_zero: bool) -> Iterable[Fault]:
    """Yield what is wrong with the lines before any product is known."""
    if not lines:
        why, remedy = "nothing is to be moved", "give at least one line"
        yield from invalid(path, "empty", lines, why, remedy).faults
    for n, line in enumerate(lines):
        amount = line.quantity.amount
        if not amount or (above_zero and amount < 0):
            yield from invalid(
                f"{path}[{n}].quantity", "not_positive", str(line.quantity),
                "it moves nothing that way",
                f"give a quantity {'above' if above_zero else 'other than'} 0, or leave the line out",
            ).faults  # fmt: skip


def _booked(location: str, lines: tuple[StockLine, ...]) -> Reading[tuple[Moved, ...]]:
    """Read location and products, and convert the lines."""
    skus = [line.sku for line in lines]
    _, products = yield from ask(Ref(Location, location), Each(Product, skus))
    return in_base_units(lines, products)


def in_base_units(lines: Iterable[StockLine], products: Mapping[str, Product]) -> tuple[Moved, ...]:
    """
    Convert *lines* to base units, those of one SKU added up, in the order of their first line.

    >>> from orderkit.values import Packaging
    >>> tea = Product("TEA-1", "Tea", Packaging("pcs", units={"case": (12, 1)}))
    >>> in_base_units([StockLine("TEA-1", 3), StockLine("TEA-1", "2 case")], {"TEA-1": tea})
    (Moved(sku='TEA-1', base_quantity=27),)

    Raises:
        InvalidInput: A product is unknown (``sku_unknown``) or a quantity does not convert; all
            faults at once.
    """
    faults: list[Fault] = []
    sums: dict[str, int] = {}
    for n, (sku, quantity) in enumerate((line.sku, line.quantity) for line in lines):
        path = f"lines[{n}]"
        if sku not in products:
            why, remedy = "no such product is known", "check the SKU, or define the product first"
            faults += invalid(f"{path}.sku", "sku_unknown", sku, why, remedy).faults
            continue
        try:
            base = products[sku].packaging.to_base(quantity, f"{path}.quantity")
        except InvalidInput as why_not:
            faults += why_not.faults
        else:
            sums[sku] = sums.get(sku, 0) + base
    gathered(faults)
    return tuple(Moved(sku, base) for sku, base in sums.items())


def _posted(
    paper: GoodsReceipt | StockAdjustment | StockMove,
    told: StockReceived | StockAdjusted | StockWasMoved,
    transfers: tuple[Transfer, ...],
) -> Decision[StockPosted]:
    answer = StockPosted(paper.id, paper.lines)
    return Decision(answer, Changes((Put(paper, (told,)),), transfers))
