"""
The papers behind movements of stock that no order or delivery explains.

Every movement has a document: each of these is written once, with what was moved in base units as
it was at the time, and never changed. A mistake is corrected by another one.
"""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from orderkit.flow import Index, document
from orderkit.inventory.stock import Bucket


@frozen
class Moved:
    """
    One line of a paper.

    Attributes:
        sku: Which goods.

        base_quantity: Base units; for an adjustment below 0 when goods were lost.
    """

    sku: str
    base_quantity: int


_BY_LOCATION = Index(
    "by_location", lambda paper: (((paper.location,), paper.at.isoformat(timespec="microseconds")),)
)


@document("goods_receipt", indexes=(_BY_LOCATION,))
@frozen
class GoodsReceipt:
    """
    Goods came in.

    Attributes:
        id: Stable id.

        owner: Whose goods they are.

        location: Where they came in.

        lines: What.

        reference: The supplier's paper, such as a delivery note; ``""`` where there was none.

        bucket: In which state they were put.

        at: When it was booked, in UTC.
    """

    id: str
    owner: str
    location: str
    lines: tuple[Moved, ...]
    reference: str
    bucket: Bucket
    at: datetime


@document("stock_adjustment", indexes=(_BY_LOCATION,))
@frozen
class StockAdjustment:
    """
    The books were corrected to what is there.

    Attributes:
        id: Stable id.

        owner: Whose goods they are.

        location: Where.

        lines: By how much; below 0 is lost.

        reason: Why.

        bucket: Which state was corrected.

        at: When it was booked, in UTC.
    """

    id: str
    owner: str
    location: str
    lines: tuple[Moved, ...]
    reason: str
    bucket: Bucket
    at: datetime


@document("stock_move", indexes=(_BY_LOCATION,))
@frozen
class StockMove:
    """
    Goods changed their state or their place.

    Attributes:
        id: Stable id.

        owner: Whose goods they are.

        location: Where they were.

        to_location: Where they are now.

        from_bucket: The state they were in.

        to_bucket: The state they are in.

        lines: What.

        reason: Why.

        at: When it was booked, in UTC.
    """

    id: str
    owner: str
    location: str
    to_location: str
    from_bucket: Bucket
    to_bucket: Bucket
    lines: tuple[Moved, ...]
    reason: str
    at: datetime


StockPaper = GoodsReceipt | StockAdjustment | StockMove
"""Any of the papers."""
