"""Goods and deliveries that cannot be: the messages, word for word."""

from __future__ import annotations

from typing import Final

SAID: Final = {
    "delivering more than is reserved": (
        "more is asked for than is reserved at north and in no other delivery: 11 of "
        "line 1 of order '(id)' (10); deliver at most the quantities in brackets, or "
        "reserve more there first"
    ),
    "delivering from the wrong location": (
        "nothing of order '(id)' is left to plan at south: plan from north, where something is left"
    ),
    "delivering from a location where other orders' goods are": (
        "more is asked for than is reserved at south and in no other delivery: 1 of "
        "line 1 of order '(id)' (0); deliver at most the quantities in brackets, or "
        "reserve more there first"
    ),
    "delivering an order on hold": (
        "order '(id)' is on hold (review): have the holds released, by payment, "
        "approval or ReleaseHold, and try again"
    ),
    "delivering an order that waits for its approval": (
        "cannot deliver Order '(id)', which is placed; allowed now: approve, cancel, "
        "confirm, edit, hold, pay"
    ),
    "delivering what is gone": (
        "nothing of order '(id)' is left to plan at north: all of it has left or stands"
        " in a delivery; cancel one that has not left"
    ),
    "delivering a line that is not there": "order '(id)' has no line '9': name one of its lines, 1",
    "delivering to a place that is not there": (
        "order '(id)' has no address 'moon': set one on the order or the customer, then"
        " plan the delivery"
    ),
    "delivering an old revision": (
        "order '(id)' is at revision 1 and was expected at 7: read it again and decide "
        "on what it says now"
    ),
    "delivering a line twice at once": (
        "PlanDelivery.lines cannot be ['1', '1']: a line is named twice; name each "
        "once, with the sum"
    ),
    "delivering nothing of a line": (
        "LineQuantity.quantity cannot be 0: nothing would go; give base units above 0, "
        "or leave the line out"
    ),
    "delivering what is no line": "lines cannot be '1': it is no line and quantity; pass pairs of a line id and base units",
    "shipping twice": (
        "cannot ship Delivery '(id)', which is shipped; allowed now: depart, deliver, "
        "refuse, fail, bring_back"
    ),
    "shipping what was put on hold meanwhile": (
        "order '(id)' is on hold (review): have the holds released, by payment, "
        "approval or ReleaseHold, and try again"
    ),
    "a delivery that is not there": "there is no Delivery 'd-none' here: check the id and the tenant, or create it first",
    "cancelling a delivery that has left": (
        "cannot cancel Delivery '(id)', which is shipped; allowed now: depart, deliver,"
        " refuse, fail, bring_back"
    ),
    "bringing back what has not left": "cannot bring_back Delivery '(id)', which is planned; allowed now: release, ship, cancel",
    "another customer's order on a delivery": (
        "order '(id)' cannot go with delivery '(id)', another customer: plan a delivery of its own"
    ),
    "two parcels of one name": "PackDelivery.parcels cannot be ['1', '1']: one is named twice; name each once",
    "a thousand and one parcels": (
        "PackDelivery.parcels cannot be 1001: a delivery has at most 500 parcels; split"
        " the delivery"
    ),
    "receiving nothing": (
        "ReceiveStock.lines[0].quantity cannot be '0': it moves nothing that way; give "
        "a quantity above 0, or leave the line out"
    ),
    "receiving less than nothing": (
        "ReceiveStock.lines[0].quantity cannot be '-1': it moves nothing that way; give"
        " a quantity above 0, or leave the line out"
    ),
    "receiving no line": "ReceiveStock.lines cannot be (): nothing is to be moved; give at least one line",
    "receiving what nobody knows, and half a piece": (
        "2 faults:\n- lines[0].sku cannot be 'NONE': no such product is known; check the"
        " SKU, or define the product first\n- lines[1].quantity cannot be '0.5': it is "
        "no whole number of steps of 1 pcs; order a quantity that divides evenly"
    ),
    "receiving at a location that is not there": "there is no Location 'moon' here: check the id and the tenant, or create it first",
    "losing more than there is": (
        "21 of TEA-1 were asked for at north and 20 are available: take at most 20, "
        "choose another location, or receive stock first"
    ),
    "losing what is reserved": (
        "11 of TEA-1 were asked for at north and 10 are available: take at most 10, "
        "choose another location, or receive stock first"
    ),
    "an adjustment by nothing": (
        "AdjustStock.lines[0].quantity cannot be '0': it moves nothing that way; give a"
        " quantity other than 0, or leave the line out"
    ),
    "moving more than there is": (
        "21 of TEA-1 were asked for at north and 20 are available: take at most 20, "
        "choose another location, or receive stock first"
    ),
    "moving to where it is": (
        "MoveStock.to_bucket cannot be 'available': the goods are there already; name "
        "another bucket or another location"
    ),
    "moving to a location that is not there": "there is no Location 'moon' here: check the id and the tenant, or create it first",
    "a text where lines belong": "lines cannot be 'TEA-1': several are asked for here; pass a list or a tuple, even of one",
    "more than a store keeps of one thing": (
        "the account 'stock/main/LEAF/north/available' stands at 9000000000005000 and "
        "may not go beyond its limit: move less, or first move something the other way"
    ),
}
