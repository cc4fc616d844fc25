"""Orders that cannot be placed: the messages, word for word."""

from __future__ import annotations

from typing import Final

SAID: Final = {
    "two currencies in one order": (
        "the order of c-1 cannot be accepted: lines[0].price cannot be '9.00 USD': the "
        "order is in EUR, and an order has one currency; give the price in EUR; "
        "lines[2].price cannot be '1.00 GBP': the order is in EUR, and an order has one"
        " currency; give the price in EUR"
    ),
    "the channel's number for other content": (
        "number 1 of channel web is order '(id)', which says something else: edit that "
        "order, or give the new one its own number"
    ),
    "an order of nothing": "PlaceOrder.lines cannot be (): an order orders something; give at least one line",
    "10,000 lines": "the order has 10000 lines, the limit is 2000: split it into smaller ones",
    "an unknown customer": "there is no Customer 'nobody' here: check the id and the tenant, or create it first",
    "an unknown product": (
        "the order of c-1 cannot be accepted: lines[0].item cannot be 'NONE': no "
        "product, item number of the customer, listing or GTIN goes by it; check the "
        "spelling, or define the product or a cross-reference"
    ),
    "an unknown unit": (
        "the order of c-1 cannot be accepted: lines[0].quantity cannot be 'barrel': the"
        " product has no such unit; use one of: pcs, case"
    ),
    "a quantity of 0": "Line.quantity cannot be '0': a line orders more than nothing; leave it out",
    "a quantity below 0": (
        "Line.quantity cannot be '-3': a line orders more than nothing; use a return or"
        " a cancellation to take goods back"
    ),
    "a float quantity": (
        "Line.quantity cannot be 1.5: a float is not exact; pass an int, a Decimal or "
        "text such as '1.5'"
    ),
    "a truth value for a quantity": "Line.quantity cannot be True: a truth value is not a number; pass 0 or 1 if meant",
    "a piece and a half": (
        "the order of c-1 cannot be accepted: lines[0].quantity cannot be '1.5 pcs': it"
        " is no whole number of steps of 1 pcs; order a quantity that divides evenly"
    ),
    "less than the minimum": (
        "the order of c-1 cannot be accepted: lines[0].quantity cannot be 1 pcs: at "
        "least 2 pcs of POT-1 are sold at once; order at least 2 pcs; lines[0].quantity"
        " cannot be 1 pcs: POT-1 is sold in multiples of 2 pcs; order 2 pcs or another "
        "multiple"
    ),
    "not in the multiple": (
        "the order of c-1 cannot be accepted: lines[0].quantity cannot be 3 pcs: POT-1 "
        "is sold in multiples of 2 pcs; order 2 pcs or another multiple"
    ),
    "more than the maximum": (
        "the order of c-1 cannot be accepted: lines[0].quantity cannot be 22 pcs: at "
        "most 20 pcs of POT-1 are sold at once; order at most 20 pcs"
    ),
    "goods out of the assortment": (
        "the order of c-9 cannot be accepted: place cannot be '': the customer has no "
        "ship-to address; name one of the customer's places, or define the customer "
        "with one; lines[0].item cannot be 'POT-1': it is not among what c-9 may order;"
        " widen the customer's assortment, or leave the line out"
    ),
    "goods not sold any more": (
        "the order of c-1 cannot be accepted: lines[0].item cannot be 'OLD': it is sold"
        " in the time ../2026-03-02T09:00:00Z only; order what replaces it; lines[0] "
        "cannot be 'OLD': no price list has a price for it; publish one, or set a price"
        " with a reason; lines[0].quantity cannot be 1: 0 of OLD are free to promise; "
        "order it later"
    ),
    "a blocked customer": (
        "the order of c-1 cannot be accepted: customer cannot be 'c-1': bills unpaid "
        "since May; clear up why, and unblock the customer"
    ),
    "a customer without terms or address": (
        "the order of c-9 cannot be accepted: customer cannot be 'c-9': no terms of "
        "payment are agreed; agree on terms, such as 'net30' or 'prepaid', and define "
        "the customer with them; place cannot be '': the customer has no ship-to "
        "address; name one of the customer's places, or define the customer with one"
    ),
    "an address that is not the customer's": (
        "the order of c-1 cannot be accepted: place cannot be 'moon': there is no such "
        "ship-to address; name one of the customer's places, or define the customer "
        "with one"
    ),
    "a line to a place that is not the customer's, one of an unknown product, one to both": (
        "the order of c-1 cannot be accepted: lines[0].ship_to cannot be 'moon': there is no such "
        "ship-to address; name one of the customer's places, or define the customer with it; "
        "lines[1].item cannot be 'NONE': no product, item number of the customer, listing or GTIN "
        "goes by it; check the spelling, or define the product or a cross-reference; "
        "lines[2].ship_to cannot be 'mars': there is no such ship-to address; name one of the "
        "customer's places, or define the customer with it; lines[2].item cannot be 'NOT': no "
        "product, item number of the customer, listing or GTIN goes by it; check the spelling, or "
        "define the product or a cross-reference"
    ),
    "a line to a place that cannot be one": (
        "Line.ship_to cannot be '…': it has 65 characters and may have 64; shorten it"
    ),
    "another total than the customer was shown": (
        "the order of c-1 cannot be accepted: expected_total cannot be '10.00 EUR': the"
        " total is 10.17 EUR; show the customer 10.17 EUR, and ask again"
    ),
    "a total in another currency": (
        "the order of c-1 cannot be accepted: expected_total cannot be '10.17 USD': the"
        " order is in EUR, and an order has one currency; give the total in EUR"
    ),
    "placed in the future": (
        "the order of c-1 cannot be accepted: placed_at cannot be "
        "'2026-03-02T09:01:00+00:00': an order cannot have been placed later than now; "
        "check the channel's clock"
    ),
    "a buyer who sets a price": (
        "the order of c-1 cannot be accepted: lines[0].price cannot be '1.00 EUR': a "
        "buyer does not set prices; leave the price out"
    ),
    "a buyer who chooses the mode and the day": (
        "the order of c-1 cannot be accepted: mode cannot be 'record': a buyer does not"
        " choose it; leave it out; placed_at cannot be '2026-03-01 09:00:00+00:00': a "
        "buyer does not choose it; leave it out"
    ),
    "a price by hand without a reason": (
        "the order of c-1 cannot be accepted: lines[0].price cannot be '1.00 EUR': a "
        "price set by hand needs a reason; give a reason with the line"
    ),
    "a price by hand in a unit the product has not": (
        "the order of c-1 cannot be accepted: lines[0].price cannot be '1.00 EUR per 1 "
        "kg': TEA-1 is not counted in kg; give the price per pcs"
    ),
    "goods without a price": (
        "no price is known for line 1, RARE (price lists: gold, retail): publish a "
        "price for it, order a quantity and unit that has one, or set a price by hand "
        "with a reason"
    ),
    "goods without a price among others": (
        "the order of c-1 cannot be accepted: lines[1].item cannot be 'NONE': no "
        "product, item number of the customer, listing or GTIN goes by it; check the "
        "spelling, or define the product or a cross-reference; lines[0] cannot be "
        "'RARE': no price list has a price for it; publish one, or set a price with a "
        "reason"
    ),
    "goods without a tax rate": (
        "company 'main' has no tax rate on 2026-03-02 for books: define the rate, or "
        "give the product another tax category"
    ),
    "goods without a tax rate and a wrong total": (
        "the order of c-1 cannot be accepted: lines cannot be 'books': no rate is known"
        " for it; define the company's tax table with a rate for it; lines[1].quantity "
        "cannot be 99: 54 of TEA-1 are free to promise; order at most 54, or later"
    ),
    "more than there is": (
        "55 of TEA-1 were asked for at north, south, east and 54 are available: take at"
        " most 54, choose another location, or receive stock first"
    ),
    "more than the credit limit": (
        "c-1 would use 96.30 EUR of credit and has 50.00 EUR left: take payment first, "
        "order less, raise the limit, or have the order held"
    ),
    "credit that is blocked": (
        "credit of c-1 is blocked: bills unpaid since May. Take payment in advance, or "
        "unblock the payer"
    ),
    "an order in another currency than the credit": (
        "the credit of c-1 is in EUR and the amount is in USD: use EUR, take payment in"
        " advance, or name a payer with credit in USD"
    ),
    "an approval that only the submitter could give": (
        "level 'big' of approval policy 'review' has too few approvers who did not "
        "submit or edit order (id) themselves: have somebody else submit it, or publish"
        " the policy with a role or more people at that level"
    ),
    "an approval policy in another currency": (
        "approval policy 'review' judges amounts in EUR and this is in USD: publish a "
        "policy in USD and name it, or order in EUR"
    ),
    "an approval policy that was never published": (
        "there is no ApprovalPolicy 'unwritten' here: check the id and the tenant, or "
        "create it first"
    ),
    "control characters in a line's note": (
        "Line.note cannot be 'fragile\\x1b[31m': it has the control character U+001B; "
        "remove it; line breaks and tabs are for fields of several lines"
    ),
    "an offer that is no id": (
        "Line.offer cannot be 'any offer': an id is 1 to 64 ASCII letters, digits and ."
        " _ : - with a letter or digit first; choose such an id and keep the original "
        "text in a field of its own"
    ),
    "a channel that counts from 0": (
        "PlaceOrder.channel_revision cannot be 0: a channel counts its revisions from "
        "1; pass 1 for the first"
    ),
    "a channel's discount on what is offered": (
        "the order of c-1 cannot be accepted: lines[0].discounts cannot be '0.60 EUR': "
        "what is offered is reduced by our lists and offers alone; name an offer, set "
        "a price with a reason, or record the order if it binds already"
    ),
    "discounts above what the line costs": (
        "the order of c-1 cannot be accepted: lines[0].discounts cannot be '1.20 EUR "
        "together': the line costs 1.00 EUR; give what was taken off the whole line, "
        "and the price before it; lines[1].discounts cannot be '1.20 EUR together': "
        "the line costs 1.00 EUR; give what was taken off the whole line, and the "
        "price before it"
    ),
    "a discount without a price": (
        "Line.discounts cannot be '0.60 EUR': it is taken off the price that came with "
        "it, and the line has none; give the line's price before the discount as well"
    ),
    "a discount in another currency than the price": (
        "Line.discounts[0].amount cannot be '0.60 USD': the line's price is in EUR, "
        "and an order has one currency; give the discount in EUR"
    ),
    "a discount below 0, without a reason": (
        "2 faults:\n- ChannelDiscount.amount cannot be '-0.60 EUR': a discount is how "
        "much is taken off; give it without the sign\n- ChannelDiscount.reason cannot "
        "be ' ': nothing is written there; fill it in"
    ),
    "21 discounts of a line": (
        "a line has 21 discounts, the limit is 20: split it into smaller ones"
    ),
}
