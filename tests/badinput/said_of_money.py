"""Payments and credit that cannot be: the messages, word for word."""

from __future__ import annotations

from typing import Final

SAID: Final = {
    "paying twice, another amount under the same reference": (
        "reference 'bank-1' of order '(id)' is payment '20:(id):bank-1' of 50.00 EUR "
        "already: if this is other money, record it under its own reference; if it is "
        "the same, nothing is left to do"
    ),
    "paying twice, another amount under the same key": (
        "the key 'pay' was already used for a command with other content: repeat the "
        "command exactly as it was, or choose a fresh key"
    ),
    "overpaying": (
        "96.31 EUR is more than order '(id)' has due, 96.30 EUR: record at most that "
        "much here, and the rest on another order or as money to be sent back"
    ),
    "paying in another currency": "RecordPayment.amount cannot be '96.30 USD': the order is in EUR; give the amount in EUR",
    "paying what was cancelled": "cannot pay Order '(id)', which is cancelled; allowed now: nothing; this stage is final",
    "paying an order that is not there": "there is no Order 'o-none' here: check the id and the tenant, or create it first",
    "paying less than nothing": (
        "RecordPayment.amount cannot be '-1.00 EUR': no money moved; give an amount "
        "above 0; money that goes back is a refund"
    ),
    "paying with a number": (
        "RecordPayment.amount cannot be 100: it is no money; pass Money, such as "
        "Money.of('148.20', 'EUR')"
    ),
    "paying at a time without a zone": (
        "RecordPayment.received_at cannot be datetime.datetime(2026, 3, 1, 0, 0): it "
        "does not say in which time zone it is; pass an aware datetime, such as "
        "datetime.now(UTC)"
    ),
    "paying with a card number as the reference": (
        "RecordPayment.reference cannot be '…': it holds a payment card number; remove "
        "the number; pay through a payment method and keep its token"
    ),
    "giving back more than came in": (
        "50.01 EUR cannot be refunded of payment '20:(id):bank-1', which has 50.00 EUR "
        "left: refund at most that, and the rest from another payment"
    ),
    "giving back more than is left": (
        "30.01 EUR cannot be refunded of payment '20:(id):bank-1', which has 30.00 EUR "
        "left: refund at most that, and the rest from another payment"
    ),
    "giving back twice, another amount under the same reference": (
        "reference 'back-1' of payment '20:(id):bank-1' is a refund of 20.00 EUR "
        "already: if this is another refund, record it under its own reference; if it "
        "is the same, nothing is left to do"
    ),
    "giving back what was given back": (
        "cannot refund_part Payment '20:(id):bank-1', which is refunded; allowed now: "
        "nothing; this stage is final"
    ),
    "giving back in another currency": "RecordRefund.amount cannot be '1.00 USD': the order is in EUR; give the amount in EUR",
    "giving back another order's money": (
        "payment '20:(id):bank-1' is not one of order '(id)': name the order that was "
        "paid, or one of this order's payments"
    ),
    "a credit line in another currency": (
        "the credit of c-1 is in EUR and the amount is in USD: use EUR, take payment in"
        " advance, or name a payer with credit in USD"
    ),
    "a limit below zero": (
        "SetCreditLimit.limit cannot be '-1.00 EUR': nobody can owe less than nothing; "
        "give 0 for no credit, or None for no limit"
    ),
    "a limit in another currency than its line": (
        "SetCreditLimit.limit cannot be '1.00 USD': the credit line is in EUR; give the"
        " limit in EUR"
    ),
    "a limit that is no money": "SetCreditLimit.limit cannot be 5000: a int is no money; pass Money, such as EUR('500')",
    "blocking credit that nobody has": "there is no CreditLine 'c-3' here: check the id and the tenant, or create it first",
    "blocking credit without a reason": "BlockCredit.reason cannot be '': nothing is written there; fill it in",
    "a paid order whose number stands for another": (
        "number 1 of channel web is order '(id)', which says something else: edit that "
        "order, or give the new one its own number"
    ),
    "21 payments with an order": (
        "the order has 21 payments, the limit is 20: split it into smaller ones"
    ),
    "an order that came with no payment, and with nothing ordered": (
        "2 faults:\n- PlaceOrder.lines cannot be (): an order orders something; give at "
        "least one line\n- PlacePaidOrder.payments cannot be (): nothing was paid; give "
        "what was paid, or use PlaceOrder"
    ),
    "a paid order that is only offered": (
        "PlacePaidOrder.mode cannot be 'offer': what is paid binds already; leave it out"
    ),
    "a payment that came with its order twice": (
        "PlacePaidOrder.payments cannot be ['P-1', 'P-1']: one stands twice; give each "
        "payment once, under its own reference"
    ),
    "payments with an order beyond what a store keeps": (
        "PlacePaidOrder.payments cannot be 9007199254741491: integers go up to "
        "9007199254740991 (2**53 - 1); check the number; use a larger unit if it is "
        "meant"
    ),
    "a payment of nothing with an order": (
        "2 faults:\n- ChannelPayment.amount cannot be '0.00 EUR': no money moved; give "
        "an amount above 0; money that goes back is a refund\n- ChannelPayment.method "
        "cannot be '': nothing is written there; fill it in"
    ),
    "a payment with an order, in another currency": (
        "the order of c-1 cannot be accepted: payments[0].amount cannot be '5.00 USD': "
        "the order is in EUR, and an order has one currency; give the amount in EUR"
    ),
}
