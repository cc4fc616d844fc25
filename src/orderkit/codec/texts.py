"""
The texts of single values in canonical JSON, as the writer's generated code puts them.

A value of another class than the annotated one is refused wherever Python would write something
else without a word (``True`` as an int, a text as a tuple of letters), because what is written
wrongly can never be read again. ``misfits`` then says where it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any, Final, NoReturn

from orderkit.codec.forms import ValueForm
from orderkit.errors import float_refused, invalid
from orderkit.values import exact, moment_text

PLACES: Final = 25
"""Decimals that a number may have in a document."""

DIGITS: Final = 50
"""Digits that a number may have in a document."""


def wrong(value: object, expected: str) -> NoReturn:
    """Refuse to write *value* where *expected* belongs; the path is added later."""
    if isinstance(value, float):
        raise float_refused("", value)
    raise invalid("", "wrong_type", value, f"it is no {expected}", f"put a {expected} there")


def row(value: Any, length: int | None = None) -> Any:
    """
    Return *value* when it is a tuple or a list, of *length* if that is given.

    >>> row([1, 2], 2)
    [1, 2]
    """
    if value.__class__ is not tuple and value.__class__ is not list:
        wrong(value, "tuple")
    if length is not None and len(value) != length:
        wrong(value, f"tuple of {length}")
    return value


def bag(value: Any) -> Any:
    """
    Return *value* when it is a set.

    >>> bag(frozenset({1}))
    frozenset({1})
    """
    if not isinstance(value, frozenset | set):
        wrong(value, "frozenset")
    return value


def pairs(value: Any) -> Any:
    """
    Return the items of a mapping, sorted.

    >>> pairs({"b": 1, "a": 2})
    [('a', 2), ('b', 1)]
    """
    if not isinstance(value, Mapping):
        wrong(value, "mapping")
    return sorted(value.items())


def braced(text: str) -> str:
    """
    Return *text* in braces, which generated code inside of braces cannot write itself.

    >>> braced("")
    '{}'
    """
    return "{" + text + "}"


def decimal_text(value: Any) -> str:
    """
    Return the canonical text of a Decimal, without quotes: equal numbers have equal texts.

    Raises:
        InvalidInput: It is no Decimal, no number, or has too many digits.

    >>> decimal_text(Decimal("12.50"))
    '12.5'
    """
    if value.__class__ is not Decimal:
        wrong(value, "Decimal")
    text = str(value)
    if len(text) <= PLACES:
        if "." in text and "E" not in text:
            text = text.rstrip("0").rstrip(".")
            return text if text != "-0" else "0"
        if text.isdigit():
            return text
    return f"{exact(value, '', places=PLACES, digits=DIGITS):f}"


def moment(value: Any) -> str:
    """
    Return the text of a datetime in UTC, in quotes.

    >>> from datetime import UTC
    >>> moment(datetime(2026, 1, 31, tzinfo=UTC))
    '"2026-01-31T00:00:00Z"'
    """
    if not isinstance(value, datetime):  # tools that stop the clock pass subclasses
        wrong(value, "datetime")
    return f'"{moment_text(value)}"'


def day(value: Any) -> str:
    """
    Return the text of a date, in quotes.

    >>> day(date(2026, 1, 31))
    '"2026-01-31"'
    """
    if isinstance(value, datetime) or not isinstance(value, date):
        wrong(value, "date")
    return f'"{value.isoformat()}"'


def open_text(value: Any) -> str:
    """
    Write plain JSON data, whatever they are: keys sorted, no floats.

    Raises:
        InvalidInput: Something in it is no plain JSON.

    >>> open_text({"b": [1, None], "a": True})
    '{"a":true,"b":[1,null]}'
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return encode_basestring(value)
        case int():
            return int.__repr__(value)
        case Mapping():
            told = [f"{encode_basestring(k)}:{open_text(v)}" for k, v in pairs(value)]
            return braced(",".join(told))
        case tuple() | list():
            return "[" + ",".join(map(open_text, value)) + "]"
    wrong(value, "plain JSON value")


class Kept:
    """
    The texts of values that come again as the same objects, as prices do out of kept price lists.

    Found by identity, which is quicker than any text is made. An entry holds its value, so that no
    other one can have its id while it stands here; only single operations on a dict are used, so
    that threads can at worst forget an entry.

    Args:
        form: How the values stand.

        size: How many are kept; when there are more, all are forgotten.
    """

    def __init__(self, form: ValueForm, size: int = 8_192) -> None:
        self._form = form
        self._size = size
        self._kept: dict[int, tuple[str, object]] = {}
        self.get = self._kept.get

    def keep(self, value: Any) -> tuple[str, object]:
        """
        Return the text of *value*, and the value; ``get(id(value))`` has them from now on.

        Raises:
            InvalidInput: It is of another class.
        """
        form = self._form
        if value.__class__ is not form.cls:
            wrong(value, form.cls.__name__)
        if len(self._kept) >= self._size:
            self._kept.clear()
        found = self._kept[id(value)] = (form.to_text(value), value)
        return found
