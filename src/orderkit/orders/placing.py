"""
Placing an order: one command, three rounds of reading, one commit.

The order in which an offered order is refused: what the command itself cannot be (``InvalidInput``),
permission, a key or a channel's number used for other content, then everything that is wrong with
the order together (``OrderRefused``): customer, terms, address, items, units, quantities,
assortment, prices, stock, expected total. If the one thing wrong is stock it is ``NotEnoughStock``,
if it is a price ``NoPrice``. Then comes credit, ``OverCreditLimit`` where the policy is to refuse,
and last an approval that nobody could give, ``NobodyToAsk``.
A recorded order (a marketplace's, a paid shop's) stands as it is: each of these becomes a hold.
"""

from __future__ import annotations

from typing import Any, Final

from attrs import frozen

from orderkit.approvals import Approval, ApprovalRequested
from orderkit.flow import (
    Changes,
    Command,
    Context,
    Decision,
    Flow,
    Put,
    Ref,
    command,
)
from orderkit.orders.answers import Placed, placed
from orderkit.orders.composing import Composed, composed
from orderkit.orders.events import OrderPlaced
from orderkit.orders.form import OrderForm
from orderkit.orders.intake import Known, purchase_id, read_first, read_rest
from orderkit.orders.model import ChannelNumber, Order, PurchaseNumber
from orderkit.orders.proposing import repeated
from orderkit.parties import Customer
from orderkit.pricing import PriceList
from orderkit.values import told_together
from orderkit.values.making import maker


@command("order.place")
@told_together
@frozen
class PlaceOrder(OrderForm, Command[Placed]):
    """
    Place an order: price it, reserve its stock, use the payer's credit, ask for approvals.

    Its fields are those of :class:`~orderkit.orders.OrderForm`.

    Raises:
        NumberTaken: The channel's number stands for an order with other content, and this is no
            newer revision of a recorded one, which would be kept as a proposal.
        OrderRefused: Everything that is wrong with an offered order.
        NotEnoughStock: The one thing wrong is stock.
        NoPrice: The one thing wrong is a price.
        OverCreditLimit: It does not fit the limit and the policy is to refuse.
    """

    def key(self) -> str:
        """Return the channel, its number and revision: a repeated import is answered."""
        # Before the channel, which is an id: a number may have slashes and digits of its own.
        newer = f":{self.channel_revision}" if self.channel_revision > 1 else ""
        return f"order.place{newer}/{self.channel}/{self.number}"

    def subject(self) -> str:
        """Return the claim of the channel's number."""
        return f"channel_number/{self.claim_id}"

    def decide(self, context: Context) -> Flow[Placed]:
        """Read in three rounds, compose, and answer."""
        first = yield from read_first(self)
        if first.claim is not None:
            return (yield from repeated(self, first.claim, context))
        known = yield from read_rest(self, first, context)
        made = composed(self, known, context)
        return _decision(placed(made.order, made.notices), self._changes(made, known))

    def _changes(self, made: Composed, known: Known) -> Changes:
        order = made.order
        puts = [
            _new(Put, (order, _events(made))),
            _new(Put, (_claimed(self, order), ())),
            *[Put(approval, (_requested(approval),)) for approval in made.approvals],
        ]
        if self.purchase_number:
            puts.append(Put(PurchaseNumber(purchase_id(self), self.customer, order.id)))
        checks: list[Ref[Any]] = [_ref(Customer, self.customer)]
        checks += [_ref(PriceList, name) for name in known.prices.lists]
        return _wanted(tuple(puts), made.transfers, tuple(checks))


_new: Final = tuple.__new__
_ref, _wanted, _decision = maker(Ref), maker(Changes), maker(Decision)
_order_placed = maker(OrderPlaced)
_channel_number = maker(ChannelNumber)


def _claimed(form: PlaceOrder, order: Order) -> ChannelNumber:
    return _channel_number(form.claim_id, order.id, form.content, form.channel_revision)


def _events(made: Composed) -> tuple[object, ...]:
    order = made.order
    placed = _order_placed(
        order.id,
        order.roles.sold_to,
        order.channel,
        order.number,
        order.total,
        order.stage,
        tuple([hold.reason for hold in order.holds]),
    )
    return (placed, *made.moved)


def _requested(approval: Approval) -> ApprovalRequested:
    return ApprovalRequested(
        approval.id,
        approval.kind,
        approval.document,
        approval.revision,
        approval.level,
        approval.asked,
    )
