"""What commands on orders answer with."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from orderkit.orders.model import Order
from orderkit.values import Money
from orderkit.values.making import maker


class NoticeCode(StrEnum):
    """What a notice warns of."""

    LOW_STOCK = "low_stock"
    REPEATED_PURCHASE_NUMBER = "repeated_purchase_number"
    OVER_CREDIT_LIMIT = "over_credit_limit"
    ZERO_PRICE = "zero_price"
    OFFER_NOT_APPLIED = "offer_not_applied"
    PAYMENT_NOT_RECORDED = "payment_not_recorded"


@frozen
class Notice:
    """
    A typed warning: the command was carried out, and somebody should know this.

    Attributes:
        text: In words.

        line: Id of the order line it is about; ``""`` for the whole order.

        subject: SKU, purchase number, payer or reference of a payment it is about.
    """

    code: NoticeCode
    text: str
    line: str = ""
    subject: str = ""

    def __str__(self) -> str:
        return self.text


@frozen
class Placed:
    """
    What became of an order that was placed.

    Attributes:
        stage: Where it stands: ``placed``, or ``confirmed`` where nothing holds it.

        holds: Reasons why it does not move on.

        waiting_for: Who can give its approvals: ``"person:ann"``, ``"role:finance"``.

        repeated: Whether the channel's number was known already and nothing was done now.
    """

    order_id: str
    revision: int
    stage: str
    total: Money
    holds: tuple[str, ...] = ()
    waiting_for: tuple[str, ...] = ()
    warnings: tuple[Notice, ...] = ()
    repeated: bool = False


@frozen
class Moved:
    """
    What became of an order after a command on it.

    Attributes:
        total: What the customer owes for it now.

        holds: Reasons why it does not move on.
    """

    order_id: str
    revision: int
    stage: str
    total: Money
    holds: tuple[str, ...] = ()


_new_placed = maker(Placed)


def placed(order: Order, warnings: tuple[Notice, ...] = (), *, repeated: bool = False) -> Placed:
    """Return the answer that tells how *order* stands after it was placed."""
    return _new_placed(
        order.id,
        order.revision,
        order.stage,
        order.total,
        tuple([hold.reason for hold in order.holds]),
        order.waiting_for_whom,
        warnings,
        repeated,
    )


def moved(order: Order) -> Moved:
    """Return the answer that tells how *order* stands now."""
    return Moved(
        order.id,
        order.revision,
        order.stage,
        order.total,
        tuple(hold.reason for hold in order.holds),
    )
