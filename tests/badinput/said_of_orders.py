"""What cannot be done with an order: the messages, word for word."""

from __future__ import annotations

from typing import Final

SAID: Final = {
    "an approver who submitted it": (
        "ann submitted or last edited what approval '(id)' is about, and nobody "
        "approves their own: one of role:finance has to answer"
    ),
    "an approver of another role": (
        "nothing of order '(id)' waits for bob; the order waits for role:finance: have "
        "one of them decide"
    ),
    "an approval by an automaton": "approval '(id)' does not wait for robot: one of role:finance has to answer",
    "an approval of an old revision": (
        "order '(id)' is at revision 2 and was expected at 1: read it again and decide "
        "on what it says now"
    ),
    "approving what is approved": (
        "cannot approve Order '(id)', which is confirmed; allowed now: cancel, close, "
        "deliver, hold, pay, unconfirm"
    ),
    "approving twice": (
        "nothing of order '(id)' waits for bob; the order waits for person:eva: have "
        "one of them decide"
    ),
    "approving without the permission": (
        "hal may not order.reject order/(id): no role of theirs (warehouse) is granted "
        "order.reject. Act as somebody who may, or have the permission policy grant it"
    ),
    "a card number in an approver's note": (
        "ApproveOrder.note cannot be '…': it holds a payment card number; remove the "
        "number; pay through a payment method and keep its token"
    ),
    "approving for a level that waits for others": (
        "level 'deep' of order '(id)' does not wait for fin; the order waits for "
        "role:finance: have one of them decide, or leave the level out"
    ),
    "an order that is not there": "there is no Order 'o-none' here: check the id and the tenant, or create it first",
    "confirming twice": "cannot confirm Order '(id)', which is confirmed; allowed now: unconfirm, close, cancel",
    "closing with open lines": "order '(id)' cannot be closed, 10 of line 1 are open: ship or cancel them first",
    "reopening what was cancelled": (
        "cannot reopen Order '(id)', which is cancelled; allowed now: nothing; this stage is final"
    ),
    "taking back what is on its way": (
        "10 of line 1 of order '(id)' cannot be taken back, 4 stand in no delivery: "
        "cancel or recall a delivery first ((id))"
    ),
    "releasing a hold that goes by itself": "order '(id)' is held for 'payment': record the payment with RecordPayment",
    "releasing a hold that is not there": "order '(id)' is not held for 'credit': name one of its holds, review",
    "releasing what is not held": "order '(id)' is not held for 'credit': no hold stands, so nothing has to be released",
    "a hold that only a payment may put": (
        "HoldOrder.reason cannot be 'payment': such a hold comes and goes with its "
        "ground; give another reason, such as 'review'"
    ),
    "holding what was cancelled": "cannot hold Order '(id)', which is cancelled; allowed now: nothing; this stage is final",
    "advancing by a move with a command of its own": (
        "order '(id)' cannot be advanced by 'cancel', which changes more than its "
        "stage: use CancelOrder"
    ),
    "advancing by a move that nobody knows": "cannot polish Order '(id)', which is confirmed; allowed now: unconfirm, close, cancel",
    "cancelling what was shipped": (
        "7 of line 1 of order '(id)' cannot be cancelled, 4 are not shipped: cancel at "
        "most those, and let the customer return the rest"
    ),
    "cancelling when all was shipped": (
        "nothing of order '(id)' is left to cancel, all of it was shipped: let the "
        "customer return it"
    ),
    "cancelling what stands in a delivery": (
        "5 of line 1 of order '(id)' cannot be taken back, 4 stand in no delivery: "
        "cancel or recall a delivery first ((id))"
    ),
    "cancelling a line that is not there": "order '(id)' has no line '9': name one of its lines, 1",
    "cancelling a part of an unknown item": "line 1 of order '(id)' names no known item and cannot be divided: cancel all of it, 3",
    "cancelling a credit alone": (
        "order '(id)' would come to 96.30 EUR instead of 90.35 EUR, for a credit is "
        "among what is cancelled: cancel what it was given for as well, or the whole "
        "order"
    ),
    "cancelling twice": (
        "cannot cancel Order '(id)', which is cancelled; allowed now: nothing; this stage is final"
    ),
    "cancelling an old revision": (
        "order '(id)' is at revision 2 and was expected at 1: read it again and decide "
        "on what it says now"
    ),
    "cancelling half a piece": (
        "lines[1] cannot be '0.5': it is no whole number of steps of 1 pcs; order a "
        "quantity that divides evenly"
    ),
    "cancelling nothing of a line, for no reason": (
        "2 faults:\n- CancelOrder.reason cannot be ' ': nothing is written there; fill "
        "it in\n- CancelOrder.lines[1] cannot be '0': a line orders more than nothing; "
        "leave it out"
    ),
}
