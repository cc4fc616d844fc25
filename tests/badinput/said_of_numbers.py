"""The messages of cases 1 to 28, word for word."""

from __future__ import annotations

from typing import Final

SAID: Final = {
    "NaN as a price": (
        "UnitPrice.amount cannot be Decimal('NaN'): NaN is no amount of anything; find "
        "where it was computed and refuse it there"
    ),
    "a signalling NaN as a price": (
        "UnitPrice.amount cannot be Decimal('sNaN'): NaN is no amount of anything; find"
        " where it was computed and refuse it there"
    ),
    "infinity as a price": (
        "UnitPrice.amount cannot be Decimal('Infinity'): infinity is no amount of "
        "anything; find where it was computed and refuse it there"
    ),
    "a float NaN as a quantity": (
        "Line.quantity cannot be nan: a float is not exact; pass an int, a Decimal or "
        "text such as '1.5'"
    ),
    "a float as a price": (
        "UnitPrice.amount cannot be 0.1: a float is not exact; pass an int, a Decimal "
        "or text such as '1.5'"
    ),
    "a huge exponent in text": (
        "Line.quantity cannot be '1E+2000000': it is not a plain decimal number; write "
        "ASCII digits with at most one point, such as '-1234.5': no blanks, grouping, "
        "exponent or other scripts"
    ),
    "a huge exponent in JSON text": (
        "$.lines[0].quantity cannot be '1E+2000000': it is not a plain decimal number; "
        "write ASCII digits with at most one point, such as '-1234.5': no blanks, "
        "grouping, exponent or other scripts"
    ),
    "a huge exponent in JSON": (
        "$.lines[0].quantity cannot be 1E+2000000: a JSON number with places is not "
        'exact; write it as text: "1E+2000000"'
    ),
    "a huge exponent in a Decimal": (
        "Line.quantity cannot be Decimal('1E+2000000'): it has more than 64 digits; "
        "check the number; use a larger unit if it is meant"
    ),
    "thirty zeros": (
        "UnitPrice.amount cannot be Decimal('1E+30'): it has more than 15 digits; check"
        " the number; use a larger unit if it is meant"
    ),
    "a truth value as a quantity": "Line.quantity cannot be True: a truth value is not a number; pass 0 or 1 if meant",
    "a truth value as a quantity in JSON": (
        "$.lines[0].quantity cannot be True: a truth value is not a Quantity written as"
        ' text; send text such as "2 case"'
    ),
    "quantity 0": "Line.quantity cannot be '0': a line orders more than nothing; leave it out",
    "quantity -0": "Line.quantity cannot be '0': a line orders more than nothing; leave it out",
    "a negative quantity": (
        "Line.quantity cannot be '-1': a line orders more than nothing; use a return or"
        " a cancellation to take goods back"
    ),
    "2**63 pieces": (
        "Line.quantity cannot be 9223372036854775808: it has more than 15 digits; check"
        " the number; use a larger unit if it is meant"
    ),
    "2**53 steps of a gram": (
        "the order of c-1 cannot be accepted: lines[0].quantity cannot be "
        "17592186044416000: integers go up to 9007199254740991 (2**53 - 1); check the "
        "number; use a larger unit if it is meant"
    ),
    "a line no store keeps": (
        "the order of c-1 cannot be accepted: lines[0] cannot be '9999999 at "
        "999999999.99 EUR': amounts go up to 9007199254740991 (2**53 - 1) of the "
        "smallest coin; check its quantity and its price"
    ),
    "a total no store keeps": (
        "the order of c-1 cannot be accepted: lines cannot be worth 10710000000000000 "
        "of the smallest coin together: totals go up to 9007199254740991 (2**53 - 1); "
        "split the order"
    ),
    "a piece and a half": (
        "the order of c-1 cannot be accepted: lines[0].quantity cannot be '1.5': it is "
        "no whole number of steps of 1 pcs; order a quantity that divides evenly"
    ),
    "a third of a kilogram": (
        "the order of c-1 cannot be accepted: lines[0].quantity cannot be '0.3333': it "
        "is no whole number of steps of 0.001 kg; order a quantity that divides evenly"
    ),
    "an unknown unit": (
        "the order of c-1 cannot be accepted: lines[0].quantity cannot be 'barrel': the"
        " product has no such unit; use one of: pcs, case"
    ),
    "an incompatible unit": (
        "the order of c-1 cannot be accepted: lines[0].quantity cannot be 'kg': the "
        "product has no such unit; use one of: pcs, case"
    ),
    "a line in dollars of an order in euros": (
        "the order of c-1 cannot be accepted: lines[0].price cannot be '9.00 USD': the "
        "order is in EUR, and an order has one currency; give the price in EUR"
    ),
    "yen with places": (
        "Money cannot be '10.50': it has 1 decimals and may have 0; round it to 0 "
        "decimals by a rule you choose"
    ),
    "KRW with places": (
        "Money cannot be '10.5': it has 1 decimals and may have 0; round it to 0 "
        "decimals by a rule you choose"
    ),
    "VND with places": (
        "Money cannot be '10.5': it has 1 decimals and may have 0; round it to 0 "
        "decimals by a rule you choose"
    ),
    "UGX with places": (
        "Money cannot be '10.5': it has 1 decimals and may have 0; round it to 0 "
        "decimals by a rule you choose"
    ),
    "ISK with places": (
        "Money cannot be '10.5': it has 1 decimals and may have 0; round it to 0 "
        "decimals by a rule you choose"
    ),
    "a dinar with four places": (
        "Money cannot be '1.2345': it has 4 decimals and may have 3; round it to 3 "
        "decimals by a rule you choose"
    ),
    "the currency 'EUR '": (
        "PriceList.currency cannot be 'EUR ': it is not an ISO 4217 code in use; write "
        "the three capitals of the currency, such as 'EUR'"
    ),
    "the currency 'eur'": (
        "PriceList.currency cannot be 'eur': it is not an ISO 4217 code in use; write "
        "the three capitals of the currency, such as 'EUR'"
    ),
    "the currency 'XXX'": (
        "PriceList.currency cannot be 'XXX': it is not an ISO 4217 code in use; write "
        "the three capitals of the currency, such as 'EUR'"
    ),
    "the currency 'DEM'": (
        "PriceList.currency cannot be 'DEM': it is not an ISO 4217 code in use; write "
        "the three capitals of the currency, such as 'EUR'"
    ),
    "a rounding of no name": (
        "rounding cannot be 'nearest': it is no rounding rule; name one: half_up, "
        "half_even, half_down, up, down, ceiling, floor"
    ),
    "more than 100 percent off by an offer": (
        "Offer.percent cannot be Decimal('101'): a reduction is 0 to 100 percent; check the number"
    ),
    "more than 100 percent off by a formula": (
        "Formula.factor cannot be Decimal('-0.01'): a list has no negative prices; "
        "write forty percent off as 0.6"
    ),
    "tiers out of order": (
        "PriceEntries.entries[1] cannot be 'from 1 pcs, ../..': it comes after the one "
        "from 10 pcs, ../..; sort by unit, minimum and window"
    ),
    "the same tier twice": (
        "PriceEntries.entries[1] cannot be 'from 10 pcs, ../..': the same tier stands "
        "before it; keep one of the two"
    ),
    "tiers that overlap in time": (
        "PriceEntries.entries[1] cannot be 'from 0 pcs, 2026-06-01T00:00:00Z/..': it "
        "overlaps with the one from 0 pcs, 2026-01-01T00:00:00Z/2026-07-01T00:00:00Z, "
        "so two prices would hold at once; end the earlier one where the later begins"
    ),
    "a gap between two tiers": (
        "PriceEntries.entries[1] cannot be 'from 0 pcs, 2026-06-01T00:00:00Z/..': no "
        "price holds between it and the one from 0 pcs, "
        "2026-01-01T00:00:00Z/2026-05-01T00:00:00Z; let the earlier one hold until the "
        "later begins, or use a list of its own"
    ),
    "more than there is, over two lines of one SKU": (
        "60 of TEA-1 were asked for at north, south, east and 54 are available: take at"
        " most 54, choose another location, or receive stock first"
    ),
    "100,000 lines": "the order has 100000 lines, the limit is 2000: split it into smaller ones",
    "prices with tax inside for a company without": (
        "no price is known for line 1, RARE (price lists: gold, retail): publish a "
        "price for it, order a quantity and unit that has one, or set a price by hand "
        "with a reason"
    ),
}
