"""
The writer: canonical JSON by generated code.

For each attrs class one function is generated and compiled when the class is first written. It
knows the fields in the order of their keys, their types and their defaults, so that an order of
ten lines is written in some tens of microseconds where walking it generically takes several times
that. Canonical means: keys sorted by code point, no blanks, nothing escaped that need not be, no
floats, numbers with places as text without needless zeros, what equals its default left out. Equal
values have equal texts; hashes, fingerprints and chains lean on it.

The generated code checks the class of what it writes wherever Python would write something else
without a word (``True`` as an int, a text as a tuple of letters), because what is written wrongly
can never be read again. ``misfits`` then says where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from json.encoder import encode_basestring
from threading import RLock
from typing import Any, Final, NoReturn

import attrs

from orderkit.codec.forms import ValueForm
from orderkit.codec.shapes import (
    AsJson,
    AsText,
    Choice,
    Keyed,
    Leaf,
    Listed,
    Many,
    Member,
    Perhaps,
    Record,
    Shape,
    Unordered,
    Word,
    members_of,
)
from orderkit.errors import float_refused, invalid
from orderkit.values import exact, moment_text

Encode = Callable[[Any], str]


class Writer:
    """
    Writes values as canonical JSON text. Safe for threads: a class is compiled under a lock.

    Args:
        full: Write fields that equal their default too, as golden documents do.
    """

    def __init__(self, *, full: bool = False) -> None:
        self._full = full
        self._lock = RLock()
        self._made: dict[Shape, Encode] = {}
        self._start()

    def _start(self) -> None:
        self._scope: dict[str, Any] = dict(_SCOPE)
        self._names: dict[type[Any], str] = {}

    def of(self, shape: Shape) -> Encode:
        """
        Return the function that writes a value of *shape*.

        Raises:
            InvalidInput: A class in it has a field that nothing in JSON stands for.

        >>> Writer().of(Listed(Leaf.TEXT))(("a", "b"))
        '["a","b"]'
        """
        made = self._made.get(shape)
        if made is None:
            with self._lock:
                made = self._made[shape] = self._compiled(shape)
        return made

    def _compiled(self, shape: Shape) -> Encode:
        try:
            source = self._text(shape, "x")
        except BaseException:
            self._start()  # half of a circle of classes may be compiled by now
            raise
        made: Encode = eval(f"lambda x: {source}", self._scope)  # noqa: S307 - our own text
        return made

    def _bind(self, value: object) -> str:
        """Give *value* a name in the generated code."""
        name = f"c{len(self._scope)}"
        self._scope[name] = value
        return name

    def _record(self, cls: type[Any]) -> str:
        """Return the name of the function for *cls*, generating it when it is new."""
        name = self._names.get(cls)
        if name is None:
            name = self._names[cls] = self._bind(None)
            source = "\n".join(self._record_lines(cls, name))
            exec(compile(source, f"<writer of {cls.__qualname__}>", "exec"), self._scope)  # noqa: S102
        return name

    def _record_lines(self, cls: type[Any], name: str) -> Iterator[str]:
        """Give the source of the function for *cls*; fields that follow each other share a text."""
        kind = self._bind(cls)
        yield f"def {name}(v):"
        yield f" if v.__class__ is not {kind}: wrong(v, {kind}.__name__)"
        yield " s = ''"
        always: list[str] = []
        for n, one in enumerate(sorted(members_of(cls), key=lambda one: one.key)):
            unless, shape = self._unless_default(one, f"x{n}")
            part = f',"{one.key}":{self._placed(shape, f"x{n}")}'
            yield f" x{n} = v.{one.name}"
            if not unless:
                always.append(part)
                continue
            if always:
                yield _appended(always)
                always.clear()
            yield f" if {unless}:{_appended([part])}"
        if always:
            yield _appended(always)
        yield " return '{' + s[1:] + '}'"

    def _unless_default(self, one: Member, x: str) -> tuple[str, Shape]:
        """Return the condition of writing a field, if there is one, and the shape it has then."""
        if self._full or one.default is attrs.NOTHING:
            return "", one.shape
        if one.default is None and isinstance(one.shape, Perhaps):
            return f"{x} is not None", one.shape.inner
        if isinstance(one.default, bool):
            return f"{x} is not {one.default}", one.shape
        name = self._bind(one.default)
        return f"{x} is not {name} and {x} != {name}", one.shape

    def _placed(self, shape: Shape, x: str) -> str:
        """Return how *x* stands inside a format string."""
        match shape:
            case AsText(form) if form.plain:
                return f'"{{{self._plain(form, x)}}}"'
        return f"{{{self._text(shape, x)}}}"

    def _plain(self, form: ValueForm, x: str) -> str:
        """Return the source for the text of a value, without quotes."""
        name, to_text = self._bind(form.cls), self._bind(form.to_text)
        return f"({to_text}({x}) if {x}.__class__ is {name} else wrong({x}, {name}.__name__))"

    def _text(self, shape: Shape, x: str, depth: int = 0) -> str:
        """Return the source of an expression that writes the variable *x*. No backslashes."""
        match shape:
            case Leaf():
                return _LEAVES[shape].format(x=x)
            case Choice(kind):
                name = self._bind(kind)
                return f"(esc({x}._value_) if {x}.__class__ is {name} else wrong({x}, {name}.__name__))"
            case Word(words):
                name = self._bind(frozenset(words))
                return f"(esc({x}) if {x} in {name} else wrong({x}, 'one of the words'))"
            case AsText(form) if form.plain:
                return f"('\"' + {self._plain(form, x)} + '\"')"
            case AsText(form):
                return f"esc({self._plain(form, x)})"
            case AsJson(form):
                return f"open_text({self._bind(form.to_json)}({x}))"
            case Record(cls):
                return f"{self._record(cls)}({x})"
            case Perhaps(inner):
                return f"('null' if {x} is None else {self._text(inner, x, depth)})"
        return self._many(shape, x, depth)

    def _many(self, shape: Many, x: str, depth: int) -> str:
        """Return the source for what holds other things."""
        y, k = f"y{depth}", f"k{depth}"
        match shape:
            case Listed(item):
                row = f"({x} if {x}.__class__ is tuple else row({x}))"
                return f"'[' + ','.join({self._all(item, row, y, depth)}) + ']'"
            case Unordered(item):
                bag = f"({x} if {x}.__class__ is frozenset else bag({x}))"
                return f"'[' + ','.join(sorted({self._all(item, bag, y, depth)})) + ']'"
            case Keyed(item, keys):
                key = self._text(Choice(keys) if keys else Leaf.TEXT, k, depth + 1)
                each = (
                    f"[{key} + ':' + {self._text(item, y, depth + 1)} for {k}, {y} in pairs({x})]"
                )
                return f"braced(','.join({each}))"
            case _:
                items = shape.items
                names = [f"{y}_{n}" for n in range(len(items))]
                texts = [self._text(one, n, depth + 1) for one, n in zip(items, names, strict=True)]
                each = "".join(f"{text}, " for text in texts)
                unpacked = (
                    f"for ({''.join(f'{name}, ' for name in names)}) in (row({x}, {len(items)}), )"
                )
                return f"'[' + ','.join([part {unpacked} for part in ({each})]) + ']'"

    def _all(self, item: Shape, items: str, y: str, depth: int) -> str:
        """Return the source for the texts of all *items*; a lone call is mapped, which is quicker."""
        text = self._text(item, y, depth + 1)
        call = text.removesuffix(f"({y})")
        if call.isidentifier():
            return f"map({call}, {items})"
        return f"[{text} for {y} in {items}]"


def _appended(parts: list[str]) -> str:
    return f" s += f'''{''.join(parts)}'''"


def wrong(value: object, expected: str) -> NoReturn:
    """Refuse to write *value* where *expected* belongs; the path is added later."""
    if isinstance(value, float):
        raise float_refused("", value)
    raise invalid("", "wrong_type", value, f"it is no {expected}", f"put a {expected} there")


def _row(value: Any, length: int | None = None) -> Any:
    if value.__class__ is not tuple and value.__class__ is not list:
        wrong(value, "tuple")
    if length is not None and len(value) != length:
        wrong(value, f"tuple of {length}")
    return value


def _bag(value: Any) -> Any:
    if not isinstance(value, frozenset | set):
        wrong(value, "frozenset")
    return value


def _pairs(value: Any) -> Any:
    if not isinstance(value, Mapping):
        wrong(value, "mapping")
    return sorted(value.items())


def _braced(text: str) -> str:
    return "{" + text + "}"


def decimal_text(value: Any) -> str:
    """
    Return the canonical text of a Decimal, in quotes: equal numbers have equal texts.

    Raises:
        InvalidInput: It is no Decimal, no number, or has too many digits.

    >>> decimal_text(Decimal("12.50"))
    '"12.5"'
    """
    if value.__class__ is not Decimal:
        wrong(value, "Decimal")
    text = str(value)
    if len(text) > PLACES or "E" in text or "N" in text or text[-1] == "y":  # NaN, Infinity
        text = format(exact(value, "", places=PLACES, digits=DIGITS), "f")
    elif text[-1] == "0" and "." in text:
        text = text.rstrip("0").rstrip(".")
    if text == "-0":
        text = "0"
    return f'"{text}"'


PLACES: Final = 25
"""Decimals that a number may have in a document."""

DIGITS: Final = 50
"""Digits that a number may have in a document."""


def _moment(value: Any) -> str:
    if not isinstance(value, datetime):  # tools that stop the clock pass subclasses
        wrong(value, "datetime")
    return f'"{moment_text(value)}"'


def _day(value: Any) -> str:
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
            pairs = sorted(value.items())
            return _braced(",".join([f"{encode_basestring(k)}:{open_text(v)}" for k, v in pairs]))
        case tuple() | list():
            return "[" + ",".join(map(open_text, value)) + "]"
    wrong(value, "plain JSON value")


_LEAVES: Final[Mapping[Leaf, str]] = {
    Leaf.TEXT: "esc({x})",
    Leaf.WHOLE: "str({x} if {x}.__class__ is int else wrong({x}, 'int'))",
    Leaf.TRUTH: "('true' if {x} is True else 'false' if {x} is False else wrong({x}, 'bool'))",
    Leaf.NUMBER: "decimal_text({x})",
    Leaf.MOMENT: "moment({x})",
    Leaf.DAY: "day({x})",
    Leaf.NULL: "('null' if {x} is None else wrong({x}, 'None'))",
    Leaf.OPEN: "open_text({x})",
}

_SCOPE: Final[Mapping[str, Any]] = {
    "bag": _bag,
    "braced": _braced,
    "day": _day,
    "decimal_text": decimal_text,
    "esc": encode_basestring,
    "moment": _moment,
    "open_text": open_text,
    "pairs": _pairs,
    "row": _row,
    "wrong": wrong,
}
