"""
Forms: how values that are no records stand in JSON.

A *value form* makes a value one text and reads it back, as ``Money`` stands as ``"148.20 EUR"``. A
*JSON form* is for what has a shape of its own, such as a condition built of conditions. The table
is open, like the registry of documents: who has a value class registers it once, where it is
defined, before the first document that holds one is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, get_args

from attrs import frozen

from orderkit.values import ID_PATTERN, Money, Quantity, UnitPrice, Window

T = TypeVar("T")


@frozen(eq=False)
class ValueForm:
    """
    A class whose values stand as one text.

    Attributes:
        cls: The class; exactly it, no subclass.

        to_text: Its canonical text: equal values have equal texts.

        from_text: Reads that text; raises ``InvalidInput`` or ``ValueError`` where it is none.

        schema: JSON Schema of the text.

        from_int: Reads a JSON integer as well, where people write one.
    """

    cls: type[Any]
    to_text: Callable[[Any], str]
    from_text: Callable[[str], Any]
    schema: Mapping[str, Any]
    from_int: Callable[[int], Any] | None = None


@frozen(eq=False)
class JsonForm:
    """
    A type whose values stand as JSON of their own making.

    Attributes:
        to_json: Plain JSON data: None, bool, int, str, lists and mappings of them.

        from_json: Reads such data; raises ``InvalidInput`` with paths that begin with ``$``.

        schema: JSON Schema of that data.
    """

    to_json: Callable[[Any], Any]
    from_json: Callable[[Any], Any]
    schema: Mapping[str, Any]


Form = ValueForm | JsonForm

_FORMS: dict[object, Form] = {}


def register_value(
    cls: type[T],
    to_text: Callable[[T], str],
    from_text: Callable[[str], T],
    schema: Mapping[str, Any],
    *,
    from_int: Callable[[int], T] | None = None,
) -> None:
    """
    Have values of *cls* stand as one text in documents, events, commands and answers.

    >>> from fractions import Fraction
    >>> register_value(Fraction, str, Fraction, {"type": "string", "pattern": "^[0-9]+/[0-9]+$"})
    """
    _FORMS[cls] = ValueForm(cls, to_text, from_text, schema, from_int)


def register_json(
    kind: Any,
    to_json: Callable[[Any], Any],
    from_json: Callable[[Any], Any],
    schema: Mapping[str, Any],
) -> None:
    """
    Have values of *kind*, a class or a union of classes, stand as JSON of their own making.

    >>> register_json(complex, lambda z: [int(z.real)], lambda data: complex(data[0]), {})
    """
    _FORMS[_key(kind)] = JsonForm(to_json, from_json, schema)


def form_of(kind: Any) -> Form | None:
    """Return the form of a class or union, if one was registered."""
    return _FORMS.get(_key(kind))


def _key(kind: Any) -> object:
    """Make unions equal whatever the order of their members; leave classes as they are."""
    return kind if isinstance(kind, type) else frozenset(get_args(kind))


def money_text(value: Money) -> str:
    """
    Return ``str(value)``, by a shorter way where there are two decimals: an order has forty.

    >>> money_text(Money.of("148.20", "EUR"))
    '148.20 EUR'
    """
    minor = value.minor
    if minor >= 100 and value.currency in _WITH_CENTS:
        digits = str(minor)
        return f"{digits[:-2]}.{digits[-2:]} {value.currency}"
    return str(value)


_WITH_CENTS = frozenset({"CHF", "CNY", "EUR", "GBP", "TWD", "USD"})
_NUMBER = r"-?[0-9]+(\.[0-9]+)?"
_UNIT = r"[0-9]{0,2}[A-Za-z][A-Za-z0-9._-]{0,31}"
_MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}(Z|[+-][0-9]{2}:[0-9]{2})"

ID_SCHEMA = {"type": "string", "pattern": f"^{ID_PATTERN}$"}


def _text(pattern: str, example: str) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{pattern}$", "examples": [example]}


register_value(Money, money_text, Money.parse, _text(f"{_NUMBER} [A-Z]{{3}}", "148.20 EUR"))
register_value(
    Quantity,
    str,
    Quantity.parse,
    {
        "type": ["string", "integer"],
        "pattern": f"^{_NUMBER}( {_UNIT})?$",
        "examples": ["2 case", "1.5 kg", 3],
    },
    from_int=Quantity.of,
)
register_value(
    UnitPrice,
    str,
    UnitPrice.parse,
    _text(f"{_NUMBER} [A-Z]{{3}}( per {_NUMBER} {_UNIT})?", "12.50 EUR per 1000 pcs"),
)
register_value(
    Window,
    str,
    Window.parse,
    _text(
        rf"({_MOMENT}|\.\.)/({_MOMENT}|\.\.)",
        "2026-01-01T00:00:00Z/..",
    ),
)
