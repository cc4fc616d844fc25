"""The messages of the values' refusals, word for word once per code."""

from __future__ import annotations

import pytest

from orderkit.errors import InvalidInput
from tests.values.refused_amounts import AMOUNTS
from tests.values.refused_words import WORDS

MESSAGES = {
    "not_a_number": (
        "UnitPrice.amount cannot be Decimal('NaN'): NaN is no amount of anything; find "
        "where it was computed and refuse it there"
    ),
    "infinite": (
        "UnitPrice.amount cannot be Decimal('Infinity'): infinity is no amount of "
        "anything; find where it was computed and refuse it there"
    ),
    "not_decimal_text": (
        "line.quantity cannot be 'NaN': it is not a plain decimal number; write ASCII "
        "digits with at most one point, such as '-1234.5': no blanks, grouping, "
        "exponent or other scripts"
    ),
    "float": (
        "line.quantity cannot be nan: a float is not exact; pass an int, a Decimal or "
        "text such as '1.5'"
    ),
    "too_many_digits": (
        "UnitPrice.amount cannot be "
        "Decimal('0.1000000000000000055511151231257827021181583404541015625'): it has "
        "more than 15 digits; check the number; use a larger unit if it is meant"
    ),
    "bool": ("line.quantity cannot be True: a truth value is not a number; pass 0 or 1 if meant"),
    "wrong_type": (
        "line.quantity cannot be None: a NoneType is not a number; pass an int, a "
        "Decimal or text such as '1.5'"
    ),
    "out_of_range": (
        "Money.minor cannot be 9223372036854775808: integers go up to 9007199254740991 "
        "(2**53 - 1); check the number; use a larger unit if it is meant"
    ),
    "zero_denominator": ("denominator cannot be 0: nothing divides by zero; pass another number"),
    "zero_quantity": ("quantity cannot be '0': a line orders more than nothing; leave it out"),
    "negative_quantity": (
        "quantity cannot be '-1': a line orders more than nothing; use a return or a "
        "cancellation to take goods back"
    ),
    "not_exact": (
        "quantity cannot be '1.5 pcs': it is no whole number of steps of 1 pcs; order "
        "a quantity that divides evenly"
    ),
    "too_many_places": (
        "quantity cannot be '0.3333': it has 4 decimals and may have 3; round it to 3 "
        "decimals by a rule you choose"
    ),
    "unit_unknown": (
        "quantity cannot be 'kg': the product has no such unit; use one of: pcs, case, third"
    ),
    "bad_unit": (
        "line.quantity cannot be '000': a unit is a letter, at most two digits before "
        "it, and ASCII letters, digits and . _ - after; write a unit such as 'pcs', "
        "'kg' or 'case'"
    ),
    "bad_ratio": (
        "Packaging.units['case'] cannot be (0, 1): a unit is worth a numerator and a "
        "denominator of stock units, both above 0; write a case of twelve as (12, 1)"
    ),
    "duplicate_unit": (
        "Packaging.units cannot be ['pcs', 'pcs']: a unit is defined twice; the stock "
        "unit is one by itself; name each unit once"
    ),
    "currency_mismatch": (
        "Money cannot be '1.00 USD': EUR and USD do not add; convert one of them by a "
        "stored rate first"
    ),
    "currency_unknown": (
        "currency cannot be 'EUR ': it is not an ISO 4217 code in use; write the three "
        "capitals of the currency, such as 'EUR'"
    ),
    "bad_money": (
        "Money cannot be '1.00EUR': it is not an amount, one blank and a currency; "
        "write it like '148.20 EUR'"
    ),
    "bad_price": (
        "UnitPrice cannot be '12.50': it is not an amount, a currency and perhaps "
        "'per', a quantity and a unit; write it like '12.50 EUR' or '12.50 EUR per "
        "1000 pcs'"
    ),
    "rounding_unknown": (
        "rounding cannot be 'nearest': it is no rounding rule; name one: half_up, "
        "half_even, half_down, up, down, ceiling, floor"
    ),
    "tie_rule_unknown": (
        "tie cannot be 'dice': it is no tie rule; name one: largest_remainder, "
        "last_takes_rest, first_take_rest"
    ),
    "negative_weight": (
        "weights[1] cannot be -1: a negative weight would turn the sign of its part; "
        "weigh by magnitudes from 0"
    ),
    "zero_weights": (
        "weights cannot be (0, 0): no part has a weight to take any of 10; give at "
        "least one part a weight above 0"
    ),
    "surrogate": (
        "note cannot be '\\ud800': it has half of a character (a lone surrogate); "
        "decode the text again from its source, as UTF-8"
    ),
    "control_character": (
        "note cannot be 'a\\x00b': it has the control character U+0000; remove it; line "
        "breaks and tabs are for fields of several lines"
    ),
    "bidi_override": (
        "note cannot be 'invoice\\u202efdp.exe': U+202E makes it read otherwise than it "
        "is written; remove it"
    ),
    "empty": ("note cannot be '': nothing is written there; fill it in"),
    "too_long": ("note cannot be '…': it has 2001 characters and may have 2000; shorten it"),
    "card_number": (
        "note cannot be '…': it holds a payment card number; remove the number; pay "
        "through a payment method and keep its token"
    ),
    "bad_id": (
        "sku cannot be 'café': an id is 1 to 64 ASCII letters, digits and . _ : - with "
        "a letter or digit first; choose such an id and keep the original text in a "
        "field of its own"
    ),
    "naive_time": (
        "at cannot be datetime.datetime(2026, 1, 1, 0, 0): it does not say in which "
        "time zone it is; pass an aware datetime, such as datetime.now(UTC)"
    ),
    "dst_gap": (
        "at cannot be '2026-03-29T02:30:00': the clocks of Europe/Berlin skip it; "
        "choose a time before or after the jump"
    ),
    "dst_ambiguous": (
        "at cannot be '2026-10-25T02:30:00': the clocks of Europe/Berlin show it "
        "twice; say which with fold=0 (the earlier) or fold=1 (the later)"
    ),
    "zone_unknown": (
        "zone cannot be 'Mars/Olympus': no such time zone is installed here; name one "
        "like 'Europe/Berlin'; on systems without zone data install 'tzdata'"
    ),
    "bad_time": (
        "at cannot be '2026-W01-1': it is not a date, a time and an offset; write it "
        "like '2026-01-31T09:30:00Z' or '2026-01-31T09:30:00+01:00'"
    ),
    "bad_window": (
        "Window cannot be '2026-01-01T00:00:00Z/2026-01-01T00:00:00Z': it ends before "
        "or as it starts, so no moment lies in it; put the end after the start, or "
        "leave an end open"
    ),
    "bad_address": (
        "Address.lines cannot be (): an address has a tuple of one to 6 lines; put "
        "street and building there, without name, city and country"
    ),
    "country_unknown": (
        "Address.country cannot be 'UK': it is not an ISO 3166-1 code; write the two "
        "capitals of the country, such as 'DE'"
    ),
}


def test_every_code_says_what_why_and_the_way_out_in_these_words() -> None:
    said: dict[str, str] = {}
    for code, call in [*AMOUNTS, *WORDS]:
        if code not in said:
            with pytest.raises(InvalidInput) as caught:
                call()
            said[code] = str(caught.value)
    assert said == MESSAGES
