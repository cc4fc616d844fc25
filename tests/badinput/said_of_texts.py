"""The messages of cases 29 to 60, word for word."""

from __future__ import annotations

from typing import Final

SAID: Final = {
    "Arabic digits": (
        "Line.quantity cannot be '١٢': it is not a plain decimal number; write ASCII "
        "digits with at most one point, such as '-1234.5': no blanks, grouping, "
        "exponent or other scripts"
    ),
    "an underscore in a number": (
        "Line.quantity cannot be '1_000': it is not a plain decimal number; write ASCII"
        " digits with at most one point, such as '-1234.5': no blanks, grouping, "
        "exponent or other scripts"
    ),
    "blanks around a number": (
        "Line.quantity cannot be ' 1.5\\n': it is not a plain decimal number; write "
        "ASCII digits with at most one point, such as '-1234.5': no blanks, grouping, "
        "exponent or other scripts"
    ),
    "a superscript digit": (
        "Line.quantity cannot be '²': it is not a plain decimal number; write ASCII "
        "digits with at most one point, such as '-1234.5': no blanks, grouping, "
        "exponent or other scripts"
    ),
    "a German number": (
        "Line.quantity cannot be '1.234,56': it is not a plain decimal number; write "
        "ASCII digits with at most one point, such as '-1234.5': no blanks, grouping, "
        "exponent or other scripts"
    ),
    "a grouped number": (
        "Line.quantity cannot be '1,234': it is not a plain decimal number; write ASCII"
        " digits with at most one point, such as '-1234.5': no blanks, grouping, "
        "exponent or other scripts"
    ),
    "an integer of 5,000 digits": (
        "$.lines[0].quantity cannot be 11111111111111111111… (5000 characters): it has "
        "more than 20 digits; check the number"
    ),
    "NaN in JSON": (
        "$.lines[0].quantity cannot be NaN: it is no number and no JSON; leave it out "
        "or send a number"
    ),
    "1e400 in JSON": (
        "$.lines[0].quantity cannot be 1e400: a JSON number with places is not exact; "
        'write it as text: "1e400"'
    ),
    "the same key twice": (
        "$.lines[0].quantity cannot be 'quantity': its key stands there more than once;"
        " send each key once"
    ),
    "100,000 brackets": (
        "$ cannot be '…': more than 32 arrays and objects stand inside each other; send it flatter"
    ),
    "100,000 braces": (
        "$ cannot be '…': more than 32 arrays and objects stand inside each other; send it flatter"
    ),
    "data that hold themselves": (
        "$ cannot be '…': more than 32 arrays and objects stand inside each other; send it flatter"
    ),
    "half a character": (
        "PlaceOrder.note cannot be 'tea \\ud800': it has half of a character (a lone "
        "surrogate); decode the text again from its source, as UTF-8"
    ),
    "half a character in JSON": (
        "$.note cannot be 'tea \\ud800': it has half of a character (a lone surrogate); "
        "decode it again, as UTF-8"
    ),
    "NUL in a text": (
        "PlaceOrder.note cannot be 'tea\\x00': it has the control character U+0000; "
        "remove it; line breaks and tabs are for fields of several lines"
    ),
    "NUL in JSON": "$.note cannot be 'tea\\x00': it has the control character U+0000; remove it",
    "an id with an accent": (
        "PlaceOrder.customer cannot be 'café': an id is 1 to 64 ASCII letters, digits "
        "and . _ : - with a letter or digit first; choose such an id and keep the "
        "original text in a field of its own"
    ),
    "an id with an accent in two characters": (
        "PlaceOrder.customer cannot be 'café': an id is 1 to 64 ASCII letters, digits "
        "and . _ : - with a letter or digit first; choose such an id and keep the "
        "original text in a field of its own"
    ),
    "an id that reads from the right": (
        "PlaceOrder.customer cannot be 'c-1\\u202e': an id is 1 to 64 ASCII letters, "
        "digits and . _ : - with a letter or digit first; choose such an id and keep "
        "the original text in a field of its own"
    ),
    "an id with no width": (
        "PlaceOrder.customer cannot be 'c-\\u200b1': an id is 1 to 64 ASCII letters, "
        "digits and . _ : - with a letter or digit first; choose such an id and keep "
        "the original text in a field of its own"
    ),
    "an id with a Cyrillic letter": (
        "PlaceOrder.customer cannot be 'А-1': an id is 1 to 64 ASCII letters, digits "
        "and . _ : - with a letter or digit first; choose such an id and keep the "
        "original text in a field of its own"
    ),
    "a note that reads otherwise than written": (
        "PlaceOrder.note cannot be 'invoice\\u202efdp.exe': U+202E makes it read "
        "otherwise than it is written; remove it"
    ),
    "an id of blanks": (
        "PlaceOrder.customer cannot be '  ': an id is 1 to 64 ASCII letters, digits and"
        " . _ : - with a letter or digit first; choose such an id and keep the original"
        " text in a field of its own"
    ),
    "two dots": (
        "PlaceOrder.customer cannot be '..': an id is 1 to 64 ASCII letters, digits and"
        " . _ : - with a letter or digit first; choose such an id and keep the original"
        " text in a field of its own"
    ),
    "a path": (
        "PlaceOrder.customer cannot be 'a/b': an id is 1 to 64 ASCII letters, digits "
        "and . _ : - with a letter or digit first; choose such an id and keep the "
        "original text in a field of its own"
    ),
    "an id of 10,000 characters": (
        "PlaceOrder.customer cannot be "
        "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… (10002 "
        "characters): an id is 1 to 64 ASCII letters, digits and . _ : - with a letter "
        "or digit first; choose such an id and keep the original text in a field of its"
        " own"
    ),
    "an operator as a filter": (
        "Query.equals cannot be ({'$ne': None},): index fields are compared as text; "
        "pass a tuple of str"
    ),
    "a filter on a field without an index": (
        "Query.index cannot be 'note': Order cannot be found by it; use one of: "
        "by_status, by_customer, waiting_for"
    ),
    "a list where an id belongs": "id cannot be ['o-1']: an id is text; pass the id of a document",
    "a list where a class belongs": (
        "class cannot be [<class 'orderkit.orders.model.Order'>]: it has no stable "
        "name; decorate it with document(), event() or command()"
    ),
    "a list among the roles": "Actor.roles[0] cannot be ['sales']: a list is no str; pass a str",
    "a list where a country belongs": (
        "Address.country cannot be ['DE']: it is not an ISO 3166-1 code; write the two "
        "capitals of the country, such as 'DE'"
    ),
    "a regular expression in a rule": (
        "$.levels[0].when.op cannot be 'matches': no such comparison; use one of: eq, "
        "ge, gt, has, in, le, lt, ne"
    ),
    "a pickled order": "$ cannot be b'\\x80\\x04\\x8c\\x02os\\x94\\x8c': the byte at 0 is not UTF-8; send UTF-8",
    "a card number in a note": (
        "PlaceOrder.note cannot be '…': it holds a payment card number; remove the "
        "number; pay through a payment method and keep its token"
    ),
    "a card number in a line's note": (
        "$.lines[0].note cannot be '…': it holds a payment card number; remove the "
        "number; pay through a payment method and keep its token"
    ),
    "a time without a zone": (
        "PlaceOrder.placed_at cannot be datetime.datetime(2026, 3, 1, 9, 0): it does "
        "not say in which time zone it is; pass an aware datetime, such as "
        "datetime.now(UTC)"
    ),
    "a time without a zone in JSON": (
        "$.placed_at cannot be '2026-03-01T09:00:00': it is not a date, a time and an "
        "offset; write it like '2026-01-31T09:30:00Z' or '2026-01-31T09:30:00+01:00'"
    ),
    "an hour that comes twice": (
        "at cannot be '2026-10-25T02:30:00': the clocks of Europe/Berlin show it twice;"
        " say which with fold=0 (the earlier) or fold=1 (the later)"
    ),
    "an hour that is skipped": (
        "at cannot be '2026-03-29T02:30:00': the clocks of Europe/Berlin skip it; "
        "choose a time before or after the jump"
    ),
    "a day of a week": (
        "$.placed_at cannot be '2026-W01-1': it is not a date, a time and an offset; "
        "write it like '2026-01-31T09:30:00Z' or '2026-01-31T09:30:00+01:00'"
    ),
    "a day without hyphens": (
        "$.placed_at cannot be '20260101': it is not a date, a time and an offset; "
        "write it like '2026-01-31T09:30:00Z' or '2026-01-31T09:30:00+01:00'"
    ),
    "a time after all calendars": (
        "PlaceOrder.placed_at cannot be '9999-12-30T00:00:00+00:00': years go from 1970"
        " to 9998; check the date; leave an end open instead of a far future"
    ),
    "a time stamp for a time": (
        "PlaceOrder.placed_at cannot be 100000000000000000000: a int is no moment; pass"
        " an aware datetime"
    ),
    "the year 9999 in JSON": (
        "$.placed_at cannot be '9999-12-31T00:00:00+00:00': years go from 1970 to 9998;"
        " check the date; leave an end open instead of a far future"
    ),
}
