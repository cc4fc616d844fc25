"""Cases 29 to 60: texts, JSON, ids, searches and times that cannot be, as a desk meets them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from orderkit.approvals import PublishApprovalPolicy
from orderkit.flow import Actor, Query
from orderkit.orders import Line, Order, PlaceOrder
from orderkit.values import Address, from_local
from tests.badinput.numbers_and_amounts import Cases, ordering, parsing
from tests.badinput.rows import Call, Row, doing, invalid, making
from tests.world import ANN, desk_of, order_of

CARD: Final = "4111 1111 1111 1111"
CONDITION: Final[Mapping[str, Any]] = {"fact": "customer", "op": "matches", "value": "(a+)+$"}
PICKLE: Final = b"\x80\x04\x8c\x02os\x94\x8c\x06system\x94\x93\x94."


def reading(text: str | bytes) -> Call:
    """Parse an order from a whole text."""
    return lambda kit, _: kit.parse(PlaceOrder, text)


def noting(note: str) -> Call:
    """Place an order with a note."""
    return doing(lambda _: order_of(note=note), ANN)


def buying(customer: object) -> Call:
    """Place an order of some customer's."""
    loosely: Any = PlaceOrder
    return doing(lambda _: loosely(customer, "web", "1", [Line("TEA-1", 1)]), ANN)


def finding(index: str, *equals: object) -> Call:
    """Search orders."""
    loosely: Any = Query
    return lambda kit, _: desk_of(kit).find(loosely(Order, index, equals))


def at(moment: object) -> Call:
    """Record an order that was placed at some time."""
    loosely: Any = moment
    return doing(lambda _: order_of(placed_at=loosely))


def circle() -> dict[str, Any]:
    made: dict[str, Any] = {"customer": "c-1", "channel": "web", "number": "1"}
    made["lines"] = [made]
    return made


def no_number(name: str, text: str) -> Row:
    return invalid(name, "not_decimal_text", call=ordering("LEAF", text))


def no_id(name: str, text: object) -> Row:
    return invalid(name, "bad_id", call=buying(text))


def getting(id_: object) -> Call:
    loosely: Any = id_
    return lambda kit, _: desk_of(kit).get(Order, loosely)


def roles(given: object) -> Call:
    loosely: Any = given
    return lambda kit, _: kit.acting(Actor.person("eve", roles=loosely), tenant="acme")


LOOSE_COUNTRY: Final[Any] = ["DE"]
LOOSE_CLASS: Final[Any] = [Order]
POLICY: Final = json.dumps(
    {
        "policy": "review",
        "currency": "EUR",
        "reason": "agreed",
        "levels": [{"name": "big", "when": CONDITION, "approvers": ["role:finance"]}],
    }
)
LINE: Final = '{"item": "TEA-1", "quantity": 1}'

TEXTS: Cases = [
    (29, no_number("Arabic digits", "١٢")),
    (30, no_number("an underscore in a number", "1_000")),
    (31, no_number("blanks around a number", " 1.5\n")),
    (32, no_number("a superscript digit", "²")),
    (33, no_number("a German number", "1.234,56")),
    (33, no_number("a grouped number", "1,234")),
    (34, invalid("an integer of 5,000 digits", "too_many_digits",
                 call=parsing(f'{{"item": "TEA-1", "quantity": {"1" * 5000}}}'))),
    (35, invalid("NaN in JSON", "not_a_number", call=parsing('{"item": "TEA-1", "quantity": NaN}'))),
    (35, invalid("1e400 in JSON", "float", call=parsing('{"item": "TEA-1", "quantity": 1e400}'))),
    (36, invalid("the same key twice", "duplicate_key",
                 call=parsing('{"item": "TEA-1", "quantity": 1, "quantity": 100}'))),
    (37, invalid("100,000 brackets", "too_deep", call=reading("[" * 100_000))),
    (37, invalid("100,000 braces", "too_deep", call=reading('{"lines":' * 100_000))),
    (38, invalid("data that hold themselves", "too_deep",
                 call=lambda kit, _: kit.parse(PlaceOrder, circle()))),
    (39, invalid("half a character", "surrogate", call=noting("tea \ud800"))),
    (39, invalid("half a character in JSON", "surrogate", call=parsing(LINE, note="tea \ud800"))),
    (40, invalid("NUL in a text", "control_character", call=noting("tea\x00"))),
    (40, invalid("NUL in JSON", "control_character", call=parsing(LINE, note="tea\x00"))),
    (41, no_id("an id with an accent", "caf\u00e9")),
    (41, no_id("an id with an accent in two characters", "cafe\u0301")),
    (42, no_id("an id that reads from the right", "c-1\u202e")),
    (42, no_id("an id with no width", "c-\u200b1")),
    (42, no_id("an id with a Cyrillic letter", "\u0410-1")),
    (42, invalid("a note that reads otherwise than written", "bidi_override",
                 call=noting("invoice\u202efdp.exe"))),
    (43, no_id("an id of blanks", "  ")),
    (43, no_id("two dots", "..")),
    (43, no_id("a path", "a/b")),
    (43, no_id("an id of 10,000 characters", "x" * 10_000)),
    (44, invalid("an operator as a filter", "not_text", call=finding("by_customer", {"$ne": None}))),
    (45, invalid("a filter on a field without an index", "not_indexed", call=finding("note", "tea"))),
    (46, invalid("a list where an id belongs", "wrong_type", call=getting(["o-1"]))),
    (46, invalid("a list where a class belongs", "not_declared",
                 call=lambda kit, _: desk_of(kit).get(LOOSE_CLASS, "o-1"))),
    (46, invalid("a list among the roles", "wrong_type", call=roles([["sales"]]))),
    (46, invalid("a list where a country belongs", "country_unknown",
                 call=making(lambda: Address("Ann", ("Ring 1",), "Bonn", "53111", LOOSE_COUNTRY)))),
    (60, invalid("a regular expression in a rule", "unknown_op",
                 call=lambda kit, _: kit.parse(PublishApprovalPolicy, POLICY))),
    (0, invalid("a pickled order", "not_utf8", call=reading(PICKLE))),
    (0, invalid("a card number in a note", "card_number", call=noting(f"charge {CARD}"))),
    (0, invalid("a card number in a line's note", "card_number",
                call=parsing(f'{{"item": "TEA-1", "quantity": 1, "note": "charge {CARD}"}}'))),
]  # fmt: skip

TIMES: Cases = [
    (47, invalid("a time without a zone", "naive_time",
                 call=at(datetime(2026, 3, 1, 9, 0)))),  # noqa: DTZ001 - what is refused
    (47, invalid("a time without a zone in JSON", "bad_time",
                 call=parsing(LINE, placed_at="2026-03-01T09:00:00"))),
    (48, invalid("an hour that comes twice", "dst_ambiguous",
                 call=making(lambda: from_local(date(2026, 10, 25), time(2, 30), "Europe/Berlin")))),
    (49, invalid("an hour that is skipped", "dst_gap",
                 call=making(lambda: from_local(date(2026, 3, 29), time(2, 30), "Europe/Berlin")))),
    (51, invalid("a day of a week", "bad_time", call=parsing(LINE, placed_at="2026-W01-1"))),
    (51, invalid("a day without hyphens", "bad_time", call=parsing(LINE, placed_at="20260101"))),
    (52, invalid("a time after all calendars", "out_of_range",
                 call=at(datetime(9999, 12, 31, tzinfo=UTC) - timedelta(1)))),
    (52, invalid("a time stamp for a time", "wrong_type", call=at(10**20))),
    (52, invalid("the year 9999 in JSON", "out_of_range",
                 call=parsing(LINE, placed_at="9999-12-31T00:00:00Z"))),
]  # fmt: skip
