"""
Changes that a channel proposes to an order that is binding already.

A marketplace sends its order again when something was changed there. The number is the same and
its revision is newer. Nothing of ours changes by itself: what it now says is kept as a proposal, and
the order is held until somebody has looked. An offered order is the seller's, and its number stands.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import attrs
from attrs import frozen

from orderkit.flow import Changes, Context, Decision, Flow, Index, Put, Ref, ask, document, event
from orderkit.orders.answers import Placed, placed
from orderkit.orders.form import OrderForm
from orderkit.orders.lines import Line
from orderkit.orders.model import ORDER_LIFECYCLE, ChannelNumber, Hold, Order
from orderkit.orders.progress import without_hold
from orderkit.orders.refusals import NumberTaken
from orderkit.parties import CaptureMode
from orderkit.values import Money

CHANGE: Final = "change"
"""The hold of an order to which its channel has proposed a change."""


@event("order.change_proposed")
@frozen
class OrderChangeProposed:
    """A channel has sent a newer revision of an order with other content."""

    order_id: str
    proposal: str
    channel_revision: int


@document(
    "change_proposal",
    indexes=(Index("by_order", lambda one: (((one.order_id,), f"{one.channel_revision:09}"),)),),
)
@frozen
class ChangeProposal:
    """
    What a channel's newer revision of an order says.

    Attributes:
        revision: The order's own revision that it would change.

        channel_revision: The channel's count of its revisions.

        lines: What is ordered now, all of it.

        expected_total: What the channel says it comes to.
    """

    id: str
    order_id: str
    revision: int
    channel_revision: int
    lines: tuple[Line, ...]
    expected_total: Money | None
    proposed_at: datetime
    proposed_by: str


def repeated(form: OrderForm, claim: ChannelNumber, context: Context) -> Flow[Placed]:
    """
    Answer an order whose channel's number is known already.

    The same content is the earlier order; so is an older revision, which came late. A newer revision
    of a recorded order is kept as a proposal and holds the order.

    Raises:
        NumberTaken: It is another customer's; or it says something else, and is no newer revision of
            a recorded order.
        NotAllowedNow: Orders in its stage are not held any more.
    """
    order = yield from ask(Ref(Order, claim.order_id))
    if form.customer != order.roles.sold_to:
        raise NumberTaken(form.channel, form.number, "")
    if claim.content == form.content or form.channel_revision < claim.revision:
        return Decision(placed(order, repeated=True))
    if order.mode is not CaptureMode.RECORD or form.channel_revision == claim.revision:
        raise NumberTaken(form.channel, form.number, order.id)
    context.rulebook[ORDER_LIFECYCLE].require(order.stage, "hold", order.id)
    proposal = _proposal(form, order, context)
    detail = f"revision {form.channel_revision} of channel {form.channel} says something else"
    hold = Hold(CHANGE, detail, context.now)
    held = attrs.evolve(order, holds=(*without_hold(order, CHANGE).holds, hold))
    told = OrderChangeProposed(order.id, proposal.id, form.channel_revision)
    known = attrs.evolve(claim, content=form.content, revision=form.channel_revision)
    return Decision(
        placed(held, repeated=True),
        Changes((Put(proposal), Put(held, (told,)), Put(known))),
    )


def _proposal(form: OrderForm, order: Order, context: Context) -> ChangeProposal:
    return ChangeProposal(
        context.fresh_id(),
        order.id,
        order.revision,
        form.channel_revision,
        form.lines,
        form.expected_total,
        context.now,
        context.actor.id,
    )
