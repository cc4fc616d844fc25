"""
The lifecycles of an order, a delivery, an approval and a payment, as they are unless somebody
says otherwise. An integrator's rulebook may put an extended or rerouted one in their place.

**Order**: the commercial axis only. Placing reserves stock and exposes credit; both stay until
the order is closed or cancelled. What keeps an order from moving on (credit, address, fraud,
review) are holds, a set of reasons beside the stage, so that two of them at once need no stage
of their own. `unconfirm` (反審核) takes a confirmed order back while nothing was released; an
order that was closed may `reopen`; cancelled is for ever. How much of it is paid, shipped or
returned is computed from quantities and amounts and is no stage.

**Delivery**: lines of one or many orders from one location to one place. A warehouse that keeps
no steps goes straight from `planned` to `shipped`. Once picking began nobody can simply cancel:
`recall` (截停) asks the warehouse and undoes nothing, the stock stays reserved, until it
answers: `stop` (it is still here), `ship` (too late) or `release` (the recall was withdrawn).
After that only the carrier brings it back. A parcel that nobody finds stays `failed`; that it is
lost is for a claim to say. A customer who returns what was delivered starts a return, which is a
document of its own.

**Approval**: one level's question to its approvers; one answer ends it. To remind, delegate and
escalate changes whom it waits for and not where it stands.

**Payment**: one attempt to get money for an order; an order may have many. `record` enters money
that somebody already received. A refund in part leaves it captured, the amounts say how much;
`refund` ends it when all was given back.
"""

from __future__ import annotations

from typing import Final

from orderkit.lifecycle.model import Lifecycle
from orderkit.lifecycle.stage import Move, Stage


def _moves(name: str, target: str, *sources: str) -> tuple[Move, ...]:
    """Tell one move that leads to *target* from each of the *sources*."""
    return tuple(Move(name, source, target) for source in sources)


ORDER: Final = Lifecycle(
    "Order",
    "draft",
    (
        Stage(
            "draft",
            allows={"edit"},
            meaning="Being written. Nothing is promised to anybody.",
        ),
        Stage(
            "placed",
            holds_stock=True,
            exposes_credit=True,
            allows={"edit", "approve", "hold", "pay"},
            meaning="The customer ordered. Stock is reserved and credit is used; we have not agreed.",
        ),
        Stage(
            "confirmed",
            holds_stock=True,
            exposes_credit=True,
            allows={"deliver", "hold", "pay"},
            meaning="Both sides are bound. Deliveries may be planned and shipped.",
        ),
        Stage(
            "closed",
            allows={"return", "pay"},
            meaning="Nothing more will be delivered. Payment and returns may still come.",
        ),
        Stage("cancelled", terminal=True, meaning="Called off. Stock and credit were given back."),
    ),
    (
        *_moves("place", "placed", "draft"),
        *_moves("confirm", "confirmed", "placed"),
        *_moves("unconfirm", "placed", "confirmed"),
        *_moves("close", "closed", "confirmed"),
        *_moves("reopen", "confirmed", "closed"),
        *_moves("cancel", "cancelled", "draft", "placed", "confirmed"),
    ),
    {"edit", "approve", "hold", "pay", "deliver", "return"},
)
"""The life of an order."""

DELIVERY: Final = Lifecycle(
    "Delivery",
    "planned",
    (
        Stage(
            "planned",
            holds_stock=True,
            allows={"edit", "merge", "split"},
            meaning="Chosen what, from where and to whom. The warehouse has not been told.",
        ),
        Stage(
            "released",
            holds_stock=True,
            allows={"label"},
            meaning="The warehouse may begin.",
        ),
        Stage("picking", holds_stock=True, allows={"label"}, meaning="Being taken off the shelf."),
        Stage("packed", holds_stock=True, allows={"label"}, meaning="In parcels at the dock."),
        Stage(
            "recalling",
            holds_stock=True,
            meaning="The warehouse was asked to stop and has not answered. Nothing is undone yet.",
        ),
        Stage(
            "shipped",
            goods_left=True,
            allows={"invoice"},
            meaning="Handed to the carrier. The stock is gone from the location.",
        ),
        Stage(
            "in_transit",
            goods_left=True,
            allows={"invoice"},
            meaning="The carrier has told us that it is on the road.",
        ),
        Stage(
            "delivered",
            terminal=True,
            goods_left=True,
            goods_arrived=True,
            allows={"invoice", "return"},
            meaning="The customer has the goods.",
        ),
        Stage(
            "refused",
            goods_left=True,
            meaning="The customer did not take it. It is with the carrier.",
        ),
        Stage(
            "failed",
            goods_left=True,
            meaning="The carrier could not hand it over, or cannot find it.",
        ),
        Stage("returned", terminal=True, meaning="Back at our location, to be looked at."),
        Stage("cancelled", terminal=True, meaning="Never left. The stock was given back."),
    ),
    (
        *_moves("release", "released", "planned", "recalling"),
        *_moves("pick", "picking", "released"),
        *_moves("pack", "packed", "released", "picking"),
        *_moves("ship", "shipped", "planned", "released", "picking", "packed", "recalling"),
        *_moves("depart", "in_transit", "shipped"),
        *_moves("deliver", "delivered", "shipped", "in_transit", "failed"),
        *_moves("recall", "recalling", "released", "picking", "packed"),
        *_moves("stop", "cancelled", "recalling"),
        *_moves("refuse", "refused", "shipped", "in_transit"),
        *_moves("fail", "failed", "shipped", "in_transit"),
        *_moves("retry", "in_transit", "refused", "failed"),
        *_moves("bring_back", "returned", "shipped", "in_transit", "refused", "failed"),
        *_moves("cancel", "cancelled", "planned", "released"),
    ),
    {"edit", "merge", "split", "label", "invoice", "return"},
)
"""The life of a delivery."""

APPROVAL: Final = Lifecycle(
    "Approval",
    "requested",
    (
        Stage(
            "requested",
            awaits_answer=True,
            allows={"remind", "delegate", "escalate"},
            meaning="Somebody was asked and has not answered.",
        ),
        Stage("approved", terminal=True, grants=True, meaning="The answer was yes."),
        Stage("rejected", terminal=True, meaning="The answer was no."),
        Stage("expired", terminal=True, meaning="Nobody answered in time, which is no yes."),
        Stage("withdrawn", terminal=True, meaning="The question does not stand any more."),
    ),
    (
        *_moves("approve", "approved", "requested"),
        *_moves("reject", "rejected", "requested"),
        *_moves("expire", "expired", "requested"),
        *_moves("withdraw", "withdrawn", "requested"),
    ),
    {"remind", "delegate", "escalate"},
)
"""The life of one level's approval."""

PAYMENT: Final = Lifecycle(
    "Payment",
    "created",
    (
        Stage("created", awaits_answer=True, meaning="Asked for. Nobody has said yes."),
        Stage(
            "authorised",
            holds_money=True,
            meaning="The payer's bank keeps the amount back for us.",
        ),
        Stage(
            "captured",
            has_money=True,
            allows={"refund_part"},
            meaning="The money is ours, less what was refunded.",
        ),
        Stage("refunded", terminal=True, meaning="All of it was given back."),
        Stage("failed", terminal=True, meaning="The payer's bank said no."),
        Stage("voided", terminal=True, meaning="We let go of it before capture."),
        Stage("expired", terminal=True, meaning="Time ran out before capture."),
    ),
    (
        *_moves("authorise", "authorised", "created"),
        *_moves("capture", "captured", "authorised"),
        *_moves("record", "captured", "created"),
        *_moves("refund", "refunded", "captured"),
        *_moves("fail", "failed", "created", "authorised"),
        *_moves("void", "voided", "created", "authorised"),
        *_moves("expire", "expired", "created", "authorised"),
    ),
    {"refund_part"},
)
"""The life of one attempt to get paid."""

STANDARD: Final = (ORDER, DELIVERY, APPROVAL, PAYMENT)
"""All of the above."""
