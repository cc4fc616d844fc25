"""
The order as a document.

Quantities of a line are integers at the scale of the product's stock unit (pieces, or grams where
a product is kept in kilograms to three places); amounts are integer minor units of the order's
currency. Both are what the ledger holds, so nothing is converted when stock or credit moves.

Every line's schedule tells, part by part, of what is neither cancelled nor shipped: where it is
reserved, or that it waits for a location, when it is wanted and to whom it goes. What is not goods
is scheduled too, without a location. So ``ordered = cancelled + shipped + scheduled``. The revision
rises on a material change (lines, quantities, prices, addresses) and only then: approvals bind to
it.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Final

from attrs import frozen

from orderkit.catalog import LineKind
from orderkit.flow import Index, Query, Rule, document
from orderkit.lifecycle import ORDER, Lifecycle
from orderkit.orders.status import (
    Statuses,
    fulfilment_status,
    payment_status,
    return_status,
)
from orderkit.parties import CaptureMode, Roles
from orderkit.pricing import Adjustment
from orderkit.values import Money, Quantity, UnitPrice, Window, moment_text
from orderkit.values.decimals import ZERO

ORDER_LIFECYCLE: Final[Rule[Lifecycle]] = Rule("order.lifecycle", ORDER)
"""The life of an order; an integrator's rulebook may put an extended one here."""


STOCKED: Final = frozenset({LineKind.GOODS, LineKind.GIFT, LineKind.COMPONENT})
"""Kinds of lines that reserve and ship stock."""


@frozen
class ScheduleLine:
    """
    A part of a line: how much, from where, when and to whom. Every line has at least one.

    Attributes:
        quantity: Integer at the stock unit's scale that is neither shipped nor cancelled; reserved
            where there is a *location*.

        location: Id of the location that serves it; ``""`` while none does, and for what is not
            goods.

        planned: Part of *quantity* that stands in deliveries which have not shipped.

        requested: When the customer wants it; None for whenever.

        promised: When we said it comes; None until somebody says it.

        ship_to: Id of another address of the customer; ``""`` for the order's own.
    """

    quantity: int
    location: str = ""
    planned: int = 0
    requested: Window | None = None
    promised: Window | None = None
    ship_to: str = ""


@frozen
class OrderLine:
    """
    One line of an order.

    Attributes:
        id: Number within the order, ``"1"`` first.

        item: What the customer wrote: a SKU, their own item number, a GTIN.

        sku: What it was resolved to; ``""`` when it could not be (the order is held then).

        quantity: As ordered, in the unit it was ordered in.

        ordered, cancelled, shipped, delivered, returned, invoiced:
            Integers at the stock unit's scale. Of what could not be resolved 1 is ordered, for
            the whole of what was written.

        schedule: What is neither shipped nor cancelled, part by part; at least one, of which nothing
            may be left.

        weighed: What was actually weighed of goods by catch weight; None before, and for others.

        unit_price: Price per quantity and unit; not money.

        source: Where the price came from: a price list's id, or ``"override"``.

        tier: Least quantity from which that price holds.

        via: Ids of the lists that its formulas went through.

        reason: Why the price was set by hand; ``"channel"`` for one that came with the order.

        extended: Exact price of all that was ordered, after adjustments, at the company's number
            of places.

        net_minor, tax_minor: Amounts in minor units of the order's currency, rounded once, of what
            was ordered and not cancelled.

        as_ordered: Net and tax in minor units of all that was ordered, once a part was cancelled;
            None before. What is left is a share of these, whatever the way there.

        discount: Fraction by which the price is below the list price, for approval policies.
    """

    id: str
    kind: LineKind
    item: str
    sku: str
    quantity: Quantity
    ordered: int
    unit_price: UnitPrice
    extended: Decimal
    net_minor: int
    tax_minor: int = 0
    source: str = ""
    tier: Decimal = ZERO
    via: tuple[str, ...] = ()
    reason: str = ""
    offer: str = ""
    category: str = ""
    tax_category: str = "standard"
    discount: Decimal = ZERO
    adjustments: tuple[Adjustment, ...] = ()
    schedule: tuple[ScheduleLine, ...] = ()
    note: str = ""
    cancelled: int = 0
    shipped: int = 0
    delivered: int = 0
    returned: int = 0
    invoiced: int = 0
    as_ordered: tuple[int, int] | None = None
    weighed: Quantity | None = None

    @property
    def reserved(self) -> int:
        """Integer at the stock unit's scale that is reserved for this line now."""
        return sum([one.quantity for one in self.schedule if one.location])

    @property
    def standing(self) -> int:
        """What was ordered and not cancelled."""
        return self.ordered - self.cancelled

    @property
    def open(self) -> int:
        """What is still to be shipped; nothing of a line without stock."""
        return self.standing - self.shipped if self.kind in STOCKED else 0

    @property
    def short(self) -> int:
        """What is open and not reserved."""
        return self.open - self.reserved if self.sku else 0

    @property
    def gross_minor(self) -> int:
        """Net and tax together, in minor units."""
        return self.net_minor + self.tax_minor


@frozen
class Hold:
    """
    A reason why an order does not move on.

    Attributes:
        reason: Stable word: ``credit``, ``stock``, ``approval``, ``payment``, ``price``, ``item``,
            ``address``, ``customer``, ``review`` or an integrator's own.

        detail: In words, for whoever releases it.
    """

    reason: str
    detail: str
    since: datetime


@frozen
class CreditPosting:
    """
    What this order has in the payer's credit accounts, in minor units of the credit's currency.

    Each amount is in exactly one of them; reversals use these integers and compute nothing anew.
    """

    payer: str = ""
    open: int = 0
    held: int = 0
    unbilled: int = 0

    @property
    def total(self) -> int:
        """All that is exposed or held."""
        return self.open + self.held + self.unbilled


def _by_status(order: Order) -> tuple[tuple[tuple[str, ...], str], ...]:
    at = moment_text(order.placed_at)
    status = statuses(order)
    return (
        (("stage", order.stage), at),
        (("payment", status.payment), at),
        (("fulfilment", status.fulfilment), at),
        *((("hold", hold.reason), at) for hold in order.holds),
    )


@document(
    "order",
    indexes=(
        Index("by_status", _by_status),
        Index("by_customer", lambda o: (((o.roles.sold_to,), moment_text(o.placed_at)),)),
        Index(
            "waiting_for",
            lambda o: (((whom,), moment_text(o.placed_at)) for whom in o.waiting_for_whom),
        ),
    ),
    owner=lambda order: order.roles.sold_to,
)
@frozen
class Order:
    """
    An order: who, what, at which price, and how far it has come.

    Attributes:
        revision: 1 at first; rises on every material change.

        stage: Stage of :data:`ORDER_LIFECYCLE`.

        number: The channel's own number, unique per channel.

        purchase_number: The customer's purchase-order number.

        price_date: The time at which prices were looked up.

        inclusive: Whether line prices include tax.

        rounding_minor: So that net + tax + rounding = total.

        total_minor: What the customer owes for what was ordered and not cancelled.

        waiting_for_whom: ``"person:ann"``, ``"role:finance"``: who can give a pending approval.

        sources: ids and versions of lists, policies and rates that were used.
    """

    id: str
    revision: int
    stage: str
    mode: CaptureMode
    channel: str
    number: str
    roles: Roles
    currency: str
    terms: str
    placed_at: datetime
    price_date: datetime
    lines: tuple[OrderLine, ...]
    net_minor: int
    tax_minor: int
    total_minor: int
    rounding_minor: int = 0
    inclusive: bool = False
    purchase_number: str = ""
    holds: tuple[Hold, ...] = ()
    credit: CreditPosting = CreditPosting()
    paid_minor: int = 0
    refunded_minor: int = 0
    requested: Window | None = None
    promised: Window | None = None
    submitted_by: str = ""
    edited_by: str = ""
    approvals: tuple[str, ...] = ()
    waiting_for_whom: tuple[str, ...] = ()
    deliveries: tuple[str, ...] = ()
    payments: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str = ""

    @property
    def net(self) -> Money:
        """The sum of the lines before tax."""
        return Money(self.net_minor, self.currency)

    @property
    def tax(self) -> Money:
        """The tax on all lines."""
        return Money(self.tax_minor, self.currency)

    @property
    def total(self) -> Money:
        """What the customer owes: net + tax + rounding."""
        return Money(self.total_minor, self.currency)

    @property
    def due(self) -> Money:
        """What is still to be paid; negative when money is to be given back."""
        return Money(self.total_minor - self.paid_minor + self.refunded_minor, self.currency)

    def line(self, id: str) -> OrderLine | None:  # noqa: A002 - the field's own word
        """Return the line *id*, or None."""
        return next((line for line in self.lines if line.id == id), None)

    def held(self, reason: str) -> bool:
        """Tell whether a hold stands for *reason*."""
        return any(hold.reason == reason for hold in self.holds)

    @staticmethod
    def waiting_for(person: str) -> Query[Order]:
        """Find the orders that wait for this person's approval, oldest first."""
        return Query(Order, "waiting_for", (f"person:{person}",))

    @staticmethod
    def waiting_for_role(role: str) -> Query[Order]:
        """Find the orders that wait for the approval of anybody in *role*, oldest first."""
        return Query(Order, "waiting_for", (f"role:{role}",))

    @staticmethod
    def in_stage(stage: str) -> Query[Order]:
        """Find the orders in *stage*, oldest first."""
        return Query(Order, "by_status", ("stage", stage))

    @staticmethod
    def with_hold(reason: str) -> Query[Order]:
        """Find the orders held for *reason*, oldest first."""
        return Query(Order, "by_status", ("hold", reason))

    @staticmethod
    def with_payment(status: str) -> Query[Order]:
        """Find the orders by computed payment status, oldest first."""
        return Query(Order, "by_status", ("payment", status))

    @staticmethod
    def with_fulfilment(status: str) -> Query[Order]:
        """Find the orders by computed fulfilment status, oldest first."""
        return Query(Order, "by_status", ("fulfilment", status))

    @staticmethod
    def of_customer(customer: str) -> Query[Order]:
        """Find a customer's orders, oldest first."""
        return Query(Order, "by_customer", (customer,))


def statuses(order: Order) -> Statuses:
    """Compute all three statuses of *order*."""
    wanted = shipped = delivered = returned = 0
    for line in order.lines:
        if line.kind in STOCKED:
            wanted += line.ordered - line.cancelled
            shipped += line.shipped
            delivered += line.delivered
            returned += line.returned
    paid = order.paid_minor - order.refunded_minor
    return Statuses(
        payment_status(order.total_minor, paid, order.refunded_minor),
        fulfilment_status(wanted, shipped, delivered),
        return_status(delivered, returned),
    )


@document("channel_number")
@frozen
class ChannelNumber:
    """
    Claims a channel's own number for one order, so that a repeated import is an answer.

    Attributes:
        id: :func:`channel_number_id` of channel and number.

        content: Fingerprint of what was ordered; other content under the number is refused.

        revision: The channel's own count of the order's revisions, the newest that was seen.
    """

    id: str
    order_id: str
    content: str
    revision: int = 1


@document("purchase_number", owner=lambda claim: claim.customer)
@frozen
class PurchaseNumber:
    """Remembers the last order of a customer's purchase-order number; a repeat is warned of."""

    id: str
    customer: str
    order_id: str
