"""Amounts, currencies and quantities that cannot be: the code of the refusal and the attempt."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from orderkit.values import (
    EUR,
    JPY,
    KWD,
    USD,
    Money,
    Packaging,
    Quantity,
    Rounding,
    Unit,
    UnitPrice,
    apportion,
    bounded,
    currency,
    minor_digits,
    positive,
    ratio_rounded,
    rounded,
    to_minor,
)

Row = tuple[str, Callable[[], object]]

NAN = Decimal("NaN")
PIECES = Packaging("pcs", units={"case": (12, 1), "third": (1, 3)})
KILOS = Packaging("kg", 3)
# The same callables without their types, for arguments a type checker would not let pass.
loosely: Any = SimpleNamespace(
    apportion=apportion,
    bounded=bounded,
    minor_digits=minor_digits,
    ratio_rounded=ratio_rounded,
    rounded=rounded,
    EUR=EUR,
    Money=Money,
    Packaging=Packaging,
    Quantity=Quantity,
    UnitPrice=UnitPrice,
)


def price(value: object) -> UnitPrice:
    made: UnitPrice = loosely.UnitPrice(value, "EUR")
    return made


def quantity(value: object) -> Quantity:
    made: Quantity = loosely.Quantity.of(value, "line.quantity")
    return made


AMOUNTS: list[Row] = [
    # numbers that are none
    ("not_a_number", lambda: price(NAN)),
    ("not_a_number", lambda: price(Decimal("sNaN"))),
    ("not_a_number", lambda: quantity(Decimal("-sNaN123"))),
    ("not_a_number", lambda: rounded(NAN, 2)),
    ("infinite", lambda: price(Decimal("Infinity"))),
    ("infinite", lambda: to_minor(Decimal("-Infinity"), 2, Rounding.HALF_UP)),
    ("not_decimal_text", lambda: quantity("NaN")),
    ("not_decimal_text", lambda: quantity("Infinity")),
    # floats and truth values
    ("float", lambda: quantity(float("nan"))),
    ("float", lambda: price(0.1)),
    ("float", lambda: loosely.EUR(1.5)),
    ("float", lambda: loosely.Money(1.0, "EUR")),
    ("float", lambda: loosely.Money(100, "EUR") * 0.5),
    ("float", lambda: loosely.Money(100, "EUR") + 0.5),
    ("float", lambda: 0.5 + loosely.Money(100, "EUR")),
    ("float", lambda: loosely.rounded(2.675, 2)),
    ("float", lambda: loosely.ratio_rounded(1.0, 2)),
    ("float", lambda: loosely.ratio_rounded(1, 2.0)),
    ("float", lambda: loosely.apportion(10, (1, 2.5))),
    ("float", lambda: loosely.apportion(10.0, (1, 2))),
    ("float", lambda: loosely.bounded(1.0, "delta")),
    ("float", lambda: loosely.UnitPrice(Decimal(1), "EUR").extended(2.5, 2)),
    ("too_many_digits", lambda: price(Decimal(0.1))),  # noqa: RUF032
    ("bool", lambda: quantity(True)),
    ("bool", lambda: loosely.Money(True, "EUR")),
    ("wrong_type", lambda: quantity(None)),
    ("wrong_type", lambda: quantity([1])),
    ("wrong_type", lambda: loosely.Money("1", "EUR")),
    ("wrong_type", lambda: loosely.rounded(2, 2)),
    ("wrong_type", lambda: sum([Money(1, "EUR")])),
    ("wrong_type", lambda: loosely.Money(1, "EUR") < 2),
    # size
    ("not_decimal_text", lambda: quantity("1E+2000000")),
    ("not_decimal_text", lambda: price("1E+30")),
    ("too_many_digits", lambda: quantity(Decimal("1E+2000000"))),
    ("too_many_digits", lambda: quantity(Decimal("1E-2000000"))),
    ("too_many_digits", lambda: quantity(Decimal("1E+30"))),
    ("too_many_digits", lambda: quantity(Decimal("1E+63"))),
    ("too_many_digits", lambda: quantity(2**63)),
    ("too_many_digits", lambda: quantity(10**5000)),
    ("too_many_digits", lambda: quantity("1" * 5000)),
    ("too_many_digits", lambda: quantity(Decimal("1" * 5000))),
    ("too_many_digits", lambda: quantity("1234567890123456")),
    ("too_many_digits", lambda: rounded(Decimal("1E+60"), 2)),
    ("out_of_range", lambda: Money(2**63, "EUR")),
    ("out_of_range", lambda: Money(2**53, "EUR")),
    ("out_of_range", lambda: bounded(-(2**53), "delta")),
    ("out_of_range", lambda: EUR("99999999999999.99")),
    ("out_of_range", lambda: Money(2**53 - 1, "EUR") + Money(1, "EUR")),
    ("out_of_range", lambda: Money(2**52, "EUR") * 4),
    ("out_of_range", lambda: to_minor(Decimal(10**15), 2, Rounding.HALF_UP)),
    ("out_of_range", lambda: KILOS.to_base(quantity(10**14))),
    ("out_of_range", lambda: UnitPrice(Decimal(1), "EUR", Decimal(0))),
    ("out_of_range", lambda: UnitPrice(Decimal(1), "EUR", Decimal(-1))),
    ("out_of_range", lambda: Unit("kg", 7)),
    ("out_of_range", lambda: Packaging("kg", -1)),
    ("zero_denominator", lambda: ratio_rounded(1, 0)),
    # quantities and units
    ("zero_quantity", lambda: positive(quantity(0))),
    ("zero_quantity", lambda: positive(quantity(Decimal("-0")))),
    ("negative_quantity", lambda: positive(quantity(-1))),
    ("not_exact", lambda: PIECES.to_base(quantity("1.5 pcs"))),
    ("not_exact", lambda: PIECES.to_base(quantity("1.5"))),
    ("not_exact", lambda: PIECES.to_base(quantity("1 third"))),
    ("not_exact", lambda: KILOS.to_base(quantity("0.3333 kg"))),
    ("not_exact", lambda: PIECES.from_base(7, "case")),
    ("too_many_places", lambda: Unit("kg", 3).quantity("0.3333")),
    ("too_many_places", lambda: quantity("0.0000001")),
    ("too_many_places", lambda: quantity(Decimal("1E-7"))),
    ("unit_unknown", lambda: PIECES.to_base(quantity("1 kg"))),
    ("unit_unknown", lambda: PIECES.from_base(1, "kg")),
    ("unit_unknown", lambda: Packaging("pcs", order_unit="case")),
    ("bad_unit", lambda: quantity("1 000")),
    ("bad_unit", lambda: quantity("2 ")),
    ("bad_unit", lambda: loosely.Quantity(Decimal(1), None)),
    ("bad_unit", lambda: Unit("Stück")),
    ("bad_unit", lambda: UnitPrice(Decimal(1), "EUR", Decimal(1), "a b")),
    ("bad_unit", lambda: loosely.Packaging("pcs", units={7: (1, 1)})),
    ("bad_ratio", lambda: Packaging("pcs", units={"case": (0, 1)})),
    ("bad_ratio", lambda: Packaging("pcs", units={"case": (1, -1)})),
    ("bad_ratio", lambda: loosely.Packaging("pcs", units={"case": 12})),
    ("bad_ratio", lambda: loosely.Packaging("pcs", units={"case": (1, 2, 3)})),
    ("float", lambda: loosely.Packaging("pcs", units={"case": (1.5, 1)})),
    ("wrong_type", lambda: loosely.Packaging("pcs", units=12)),
    ("wrong_type", lambda: loosely.Packaging("pcs", units=("case",))),
    ("duplicate_unit", lambda: Packaging("pcs", units={"pcs": (1, 1)})),
    ("duplicate_unit", lambda: Packaging("pcs", units=(("box", (1, 1)), ("box", (2, 1))))),
    # currencies
    ("currency_mismatch", lambda: EUR(1) + USD(1)),
    ("currency_mismatch", lambda: EUR(1) - USD(1)),
    ("currency_mismatch", lambda: EUR(1) < USD(1)),
    ("currency_mismatch", lambda: Money.total([EUR(1), USD(1)], "EUR")),
    ("too_many_places", lambda: JPY("10.50")),
    ("too_many_places", lambda: currency("KRW")("0.1")),
    ("too_many_places", lambda: currency("VND")("0.1")),
    ("too_many_places", lambda: currency("UGX")("0.1")),
    ("too_many_places", lambda: currency("ISK")("0.1")),
    ("too_many_places", lambda: KWD("1.2345")),
    ("too_many_places", lambda: currency("BHD")("1.2345")),
    ("currency_unknown", lambda: minor_digits("EUR ")),
    ("currency_unknown", lambda: minor_digits("eur")),
    ("currency_unknown", lambda: currency("XXX")),
    ("currency_unknown", lambda: Money(1, "DEM")),
    ("currency_unknown", lambda: loosely.Money(1, [])),
    ("currency_unknown", lambda: loosely.minor_digits({})),
    ("currency_unknown", lambda: Money.parse("1.00 EUR ")),
    ("currency_unknown", lambda: UnitPrice(Decimal(1), "XAU")),
    ("bad_money", lambda: Money.parse("1.00EUR")),
    ("bad_money", lambda: loosely.Money.parse(5)),
    ("bad_price", lambda: UnitPrice.parse("12.50")),
    ("bad_price", lambda: UnitPrice.parse("12.50 EUR per 1000")),
    ("bad_price", lambda: loosely.UnitPrice.parse(5)),
    # texts of numbers
    ("not_decimal_text", lambda: quantity("١٢")),
    ("not_decimal_text", lambda: quantity("1_000")),
    ("not_decimal_text", lambda: quantity(" 1.5\n")),
    ("not_decimal_text", lambda: quantity("1.5\n")),
    ("not_decimal_text", lambda: quantity("²")),
    ("not_decimal_text", lambda: quantity("1.234,56")),
    ("not_decimal_text", lambda: quantity("1,234")),
    ("not_decimal_text", lambda: quantity("+1")),
    ("not_decimal_text", lambda: quantity(".5")),
    ("not_decimal_text", lambda: quantity("1.")),
    ("not_decimal_text", lambda: quantity("")),
    # policies by name
    ("rounding_unknown", lambda: loosely.rounded(Decimal("1.5"), 0, "nearest")),
    ("rounding_unknown", lambda: loosely.ratio_rounded(1, 2, "nearest")),
    ("tie_rule_unknown", lambda: loosely.apportion(1, (1,), "dice")),
    ("negative_weight", lambda: apportion(10, (3, -1))),
    ("negative_weight", lambda: apportion(0, (-1,))),
    ("zero_weights", lambda: apportion(10, (0, 0))),
    ("zero_weights", lambda: apportion(10, ())),
]
