"""
The forms of the library's own values: money, quantities, prices, windows and conditions.

The texts are those of ``str()``; where that is what an order is mostly made of, a shorter way to
the same text stands here, and a test compares the two.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from orderkit.codec.forms import register_json, register_value
from orderkit.rules import OPERATORS, Condition, from_json, to_json
from orderkit.values import MINOR_DIGITS, Money, Quantity, UnitPrice, Window


def money_text(value: Money) -> str:
    """
    Return ``str(value)``, by a shorter way where there are two decimals: an order has forty.

    >>> money_text(Money.of("148.20", "EUR"))
    '148.20 EUR'
    """
    minor = value.minor
    currency = value.currency
    if minor >= 0 and currency in _WITH_CENTS:
        return f"{minor // 100}{_CENTS[minor % 100]} {currency}"
    return str(value)


def quantity_text(value: Quantity) -> str:
    """
    Return ``str(value)``, without the detour that formatting a Decimal takes.

    >>> quantity_text(Quantity.of("2 case")), quantity_text(Quantity.of(3))
    ('2 case', '3')
    """
    unit = value.unit
    return f"{value.amount!s} {unit}" if unit else str(value.amount)


def price_text(value: UnitPrice) -> str:
    """
    Return ``str(value)``, by a shorter way where it is for one piece and has two decimals.

    >>> price_text(UnitPrice.parse("12.50 EUR")), price_text(UnitPrice.parse("12.25 EUR"))
    ('12.50 EUR', '12.25 EUR')
    """
    if value.per is _ONE and value.unit == "pcs" and value.currency in _WITH_CENTS:
        text = str(value.amount)
        if text[-3:-2] == ".":
            return f"{text} {value.currency}"
        if text[-2:-1] == ".":
            return f"{text}0 {value.currency}"
    return str(value)


_WITH_CENTS = frozenset(code for code, digits in MINOR_DIGITS.items() if digits == 2)
_CENTS = tuple(f".{n:02d}" for n in range(100))
_ONE = UnitPrice(Decimal(0), "EUR").per
_NUMBER = r"-?[0-9]+(\.[0-9]+)?"
_UNIT = r"[0-9]{0,2}[A-Za-z][A-Za-z0-9._-]{0,31}"
_MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}(Z|[+-][0-9]{2}:[0-9]{2})"


def _text(pattern: str, example: str) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{pattern}$", "examples": [example]}


register_value(
    Money, money_text, Money.parse, _text(f"{_NUMBER} [A-Z]{{3}}", "148.20 EUR"), plain=True
)
register_value(
    Quantity,
    quantity_text,
    Quantity.parse,
    {
        "type": ["string", "integer"],
        "pattern": f"^{_NUMBER}( {_UNIT})?$",
        "examples": ["2 case", "1.5 kg", 3],
    },
    from_int=Quantity.of,
    plain=True,
)
register_value(
    UnitPrice,
    price_text,
    UnitPrice.parse,
    _text(f"{_NUMBER} [A-Z]{{3}}( per {_NUMBER} {_UNIT})?", "12.50 EUR per 1000 pcs"),
    plain=True,
    recurring=True,
)
register_value(
    Window,
    str,
    Window.parse,
    _text(
        rf"({_MOMENT}|\.\.)/({_MOMENT}|\.\.)",
        "2026-01-01T00:00:00Z/..",
    ),
    plain=True,
)

_NESTED = {"$ref": "#/$defs/Condition"}


def _one_key(key: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {key: schema},
        "required": [key],
        "additionalProperties": False,
    }


_FACT_VALUE: Final[dict[str, Any]] = {
    "anyOf": [
        {"type": ["string", "integer", "boolean"]},
        _one_key("money", {"type": "string"}),
        _one_key("decimal", {"type": "string"}),
        _one_key("moment", {"type": "string"}),
    ]
}
_CONDITION: Final[dict[str, Any]] = {
    "title": "Condition",
    "description": "What must be true of a subject's facts.",
    "anyOf": [
        _one_key("all", {"type": "array", "items": _NESTED}),
        _one_key("any", {"type": "array", "items": _NESTED}),
        _one_key("not", _NESTED),
        _one_key("always", {"const": True}),
        {
            "type": "object",
            "properties": {
                "fact": {"type": "string"},
                "op": {"enum": [*OPERATORS, "has", "in"]},
                "value": {"anyOf": [_FACT_VALUE, {"type": "array", "items": _FACT_VALUE}]},
            },
            "required": ["fact", "op", "value"],
            "additionalProperties": False,
        },
    ],
}
register_json(Condition, to_json, from_json, _CONDITION)
