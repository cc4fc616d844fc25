"""Cases 1 to 28: numbers, quantities, currencies and amounts that cannot be, as orders have them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Final

from orderkit.errors import FloatRefused, TooLarge
from orderkit.inventory import NotEnoughStock
from orderkit.kit import OrderKit
from orderkit.orders import Line, OrderRefused, PlaceOrder
from orderkit.pricing import (
    Entry,
    Formula,
    NoPrice,
    Offer,
    PriceEntries,
    PriceList,
    PublishPriceList,
)
from orderkit.values import JPY, Money, UnitPrice, Window, rounded
from tests.badinput.rows import Call, Row, doing, invalid, making
from tests.world import ANN, do, order_of, price

Cases = list[tuple[int, Row]]
LOOSELY: Final[Any] = Line
"""A line that takes what a type checker would not let pass."""


def ordering(item: str, quantity: object, **fields: Any) -> Call:
    """Place an order of one line."""
    return doing(lambda _: order_of(LOOSELY(item, quantity, **fields)), ANN)


def parsing(line: str, **more: object) -> Call:
    """Parse an order of one line from JSON, *line* being its text."""
    rest = json.dumps({"customer": "c-1", "channel": "web", "number": "1", **more})
    text = f'{rest[:-1]}, "lines": [{line}]}}'
    return lambda kit, _: kit.parse(PlaceOrder, text)


def priced(amount: object) -> Call:
    """Order at a price set by hand."""
    make: Any = UnitPrice
    return doing(
        lambda _: order_of(Line("TEA-1", 1, price=make(amount, "EUR"), reason="agreed")), ANN
    )


def publishing(*entries: Entry) -> Call:
    """Publish a list for the tea."""
    return doing(
        lambda _: PublishPriceList(
            PriceList("new", "EUR"), (PriceEntries.of("new", "TEA-1", *entries),)
        )
    )


def with_tax_inside(kit: OrderKit) -> None:
    """Publish a list with tax inside, for goods that no other list has."""
    head = PriceList("new", "EUR", tax_inclusive=True)
    do(kit, PublishPriceList(head, (PriceEntries.of("new", "RARE", price("9")),)))


def publishing_in(currency: str) -> Call:
    return doing(lambda _: PublishPriceList(PriceList("new", currency)))


def money(amount: str, currency: str) -> Call:
    return making(lambda: Money.of(amount, currency))


def dated(amount: str, window: str) -> Entry:
    return Entry(UnitPrice.parse(f"{amount} EUR"), window=Window.parse(window))


def refused(name: str, *faults: str, call: Call) -> Row:
    return Row(name, OrderRefused, "order_refused", faults, call)


def floats(name: str, call: Call) -> Row:
    return Row(name, FloatRefused, "float_refused", ("float",), call)


MANY: Final = [Line("TEA-1", 1)] * 100_000
LOOSE_ROUNDING: Final[Any] = "nearest"
DEAR: Final = Line("ENGRAVE", 50_000, UnitPrice(Decimal(900_000_000), "EUR"), "agreed")
FAR: Final = "2026-01-01T00:00:00Z"

NUMBERS: Cases = [
    (1, invalid("NaN as a price", "not_a_number", call=priced(Decimal("NaN")))),
    (2, invalid("a signalling NaN as a price", "not_a_number", call=priced(Decimal("sNaN")))),
    (3, invalid("infinity as a price", "infinite", call=priced(Decimal("Infinity")))),
    (4, floats("a float NaN as a quantity", ordering("TEA-1", float("nan")))),
    (5, floats("a float as a price", priced(0.1))),
    (6, invalid("a huge exponent in text", "not_decimal_text", call=ordering("LEAF", "1E+2000000"))),
    (6, invalid("a huge exponent in JSON text", "not_decimal_text",
                call=parsing('{"item": "LEAF", "quantity": "1E+2000000"}'))),
    (6, invalid("a huge exponent in JSON", "float",
                call=parsing('{"item": "LEAF", "quantity": 1E+2000000}'))),
    (6, invalid("a huge exponent in a Decimal", "too_many_digits",
                call=ordering("LEAF", Decimal("1E+2000000")))),
    (7, invalid("thirty zeros", "too_many_digits", call=priced(Decimal("1E+30")))),
    (9, invalid("a truth value as a quantity", "bool", call=ordering("TEA-1", True))),
    (9, invalid("a truth value as a quantity in JSON", "wrong_type",
                call=parsing('{"item": "TEA-1", "quantity": true}'))),
    (10, invalid("quantity 0", "zero_quantity", call=ordering("TEA-1", 0))),
    (10, invalid("quantity -0", "zero_quantity", call=ordering("TEA-1", Decimal("-0")))),
    (11, invalid("a negative quantity", "negative_quantity", call=ordering("TEA-1", -1))),
    (12, invalid("2**63 pieces", "too_many_digits", call=ordering("TEA-1", 2**63))),
    (12, refused("2**53 steps of a gram", "out_of_range", call=ordering("LEAF", 2**44))),
    (13, refused("a line no store keeps", "out_of_range",
                 call=ordering("ENGRAVE", 9_999_999, reason="agreed",
                               price=UnitPrice(Decimal("999999999.99"), "EUR")))),
    (13, refused("a total no store keeps", "out_of_range",
                 call=doing(lambda _: order_of(DEAR, DEAR), ANN))),
    (14, refused("a piece and a half", "not_exact", call=ordering("TEA-1", "1.5"))),
    (14, refused("a third of a kilogram", "not_exact", call=ordering("LEAF", "0.3333"))),
    (15, refused("an unknown unit", "unit_unknown", call=ordering("TEA-1", "1 barrel"))),
    (15, refused("an incompatible unit", "unit_unknown", call=ordering("TEA-1", "1 kg"))),
]  # fmt: skip

AMOUNTS: Cases = [
    (16, refused("a line in dollars of an order in euros", "currency_differs",
                 call=ordering("TEA-1", 1, price=UnitPrice.parse("9 USD"), reason="agreed"))),
    (17, invalid("yen with places", "too_many_places", call=making(lambda: JPY("10.50")))),
    *((17, invalid(f"{code} with places", "too_many_places",
                   call=money("10.5", code)))
      for code in ("KRW", "VND", "UGX", "ISK")),
    (18, invalid("a dinar with four places", "too_many_places",
                 call=money("1.2345", "KWD"))),
    *((19, invalid(f"the currency {code!r}", "currency_unknown",
                   call=publishing_in(code)))
      for code in ("EUR ", "eur", "XXX", "DEM")),
    (21, invalid("a rounding of no name", "rounding_unknown",
                 call=making(lambda: rounded(Decimal("2.675"), 2, LOOSE_ROUNDING)))),
    (24, invalid("more than 100 percent off by an offer", "out_of_range",
                 call=making(lambda: Offer("gift", "Gift", Decimal(101))))),
    (24, invalid("more than 100 percent off by a formula", "out_of_range",
                 call=making(lambda: Formula.off("retail", 101)))),
    (25, invalid("tiers out of order", "unsorted",
                 call=publishing(price("9", 10), price("10", 1)))),
    (25, invalid("the same tier twice", "duplicate_tier",
                 call=publishing(price("9", 10), price("8", 10)))),
    (25, invalid("tiers that overlap in time", "overlap",
                 call=publishing(dated("9", f"{FAR}/2026-07-01T00:00:00Z"),
                                 dated("8", "2026-06-01T00:00:00Z/..")))),
    (25, invalid("a gap between two tiers", "gap",
                 call=publishing(dated("9", f"{FAR}/2026-05-01T00:00:00Z"),
                                 dated("8", "2026-06-01T00:00:00Z/..")))),
    (26, Row("more than there is, over two lines of one SKU", NotEnoughStock, "not_enough_stock", (),
             doing(lambda _: order_of(Line("TEA-1", 30), Line("TEA-1", 30)), ANN))),
    (27, Row("100,000 lines", TooLarge, "too_large", (),
             doing(lambda _: order_of(*MANY), ANN))),
    (28, Row("prices with tax inside for a company without", NoPrice, "no_price", (),
             ordering("RARE", 2), given=with_tax_inside)),
]  # fmt: skip
