"""
Facts: what a condition may ask about. A subject (an order, a line) declares its facts once, with
types; conditions are checked against that table when they are defined, so that a policy that asks
for a fact nobody tells never gets into the store.

A type is told by the value itself. Nothing is converted between types, with one exception: whole
numbers may stand where decimals are asked for. Money is compared in its own currency or not at
all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Final, TypeAlias, cast

from attrs import define, field, frozen

from orderkit.errors import Fault, InvalidInput, float_refused, gathered, invalid, shown
from orderkit.values import Money, bounded, check_text, exact, minor_digits, typed, utc

FactValue: TypeAlias = bool | int | Decimal | Money | str | datetime | frozenset[str] | set[str]
"""What a fact can be; the type says which :class:`FactType` it is."""

_is_name = re.compile(r"[a-z][a-z0-9_]{0,63}").fullmatch


class FactType(StrEnum):
    """The types of facts."""

    FLAG = "flag"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    TEXT = "text"
    MOMENT = "moment"
    TEXTS = "texts"


ORDERED: Final = frozenset({FactType.INTEGER, FactType.DECIMAL, FactType.MONEY, FactType.MOMENT})
"""Types of which one value can be less than another."""

_NUMBERS = frozenset({FactType.INTEGER, FactType.DECIMAL})
_TYPE_OF: Final[dict[type, FactType]] = {
    bool: FactType.FLAG,
    int: FactType.INTEGER,
    Decimal: FactType.DECIMAL,
    Money: FactType.MONEY,
    str: FactType.TEXT,
    datetime: FactType.MOMENT,
    frozenset: FactType.TEXTS,
    set: FactType.TEXTS,
}


@define(eq=False)
class FactMissing(InvalidInput):
    """A condition asks for facts that were not told. It is neither true nor false."""

    code = "fact_missing"


@define(eq=False)
class FactMistyped(InvalidInput):
    """A fact was told with a value of another type than the condition compares it with."""

    code = "fact_mistyped"


def name_faults(path: str, got: object) -> Iterator[Fault]:
    """
    Yield what is wrong with the name of a fact.

    >>> [fault.code for fault in name_faults("Fact.name", "Order Total")]
    ['bad_name']
    """
    if not (isinstance(got, str) and _is_name(got)):
        why = "a fact's name is a small letter, then small letters, digits or underscores"
        yield Fault(path, "bad_name", shown(got), why, "write it like 'order_total'")


def type_of(value: object, path: str) -> FactType:
    """
    Return the type of a fact's *value*.

    Raises:
        FloatRefused: It is a float.
        InvalidInput: It is of no such type (``wrong_type``), not finite, or a naive time.

    >>> type_of(Money(100, "EUR"), "total").value, type_of({"wine"}, "categories").value
    ('money', 'texts')
    """
    found = _TYPE_OF.get(type(value)) or _type_of_subclass(value, path)
    if isinstance(value, Decimal) and not value.is_finite():
        why = "it is no number"
        raise invalid(path, "not_a_number", value, why, "find where it was computed")
    if isinstance(value, datetime):
        utc(value, path)
    return found


def _type_of_subclass(value: object, path: str) -> FactType:
    """Accept enumerations of texts and the like, whose values are texts as well."""
    if isinstance(value, float):
        raise float_refused(path, value)
    if isinstance(value, str):
        return FactType.TEXT
    if isinstance(value, datetime):
        return FactType.MOMENT
    why = f"a {type(value).__name__} is no fact"
    remedy = "pass a bool, int, Decimal, Money, text, aware datetime or set of texts"
    raise invalid(path, "wrong_type", value, why, remedy)


def literal(value: Any, path: str) -> Any:
    """
    Return *value* in the one form in which conditions keep it.

    Raises:
        InvalidInput: As :func:`type_of`, or too long, too large or not text that can be stored.

    >>> literal(Decimal("0.100"), "value")
    Decimal('0.1')
    """
    found = type_of(value, path)
    if found is FactType.INTEGER:
        return bounded(value, path)
    if found is FactType.DECIMAL:
        return exact(value, path, places=12, digits=24)
    if found is FactType.TEXT:
        return str(check_text(value, path, longest=200, empty=True))
    if found is FactType.MOMENT:
        return utc(value, path)
    return value


def fits(asked: FactType, told: FactType) -> bool:
    """
    Return whether a fact of type *told* can be compared with a value of type *asked*.

    >>> fits(FactType.DECIMAL, FactType.INTEGER), fits(FactType.TEXT, FactType.INTEGER)
    (True, False)
    """
    return asked is told or (asked in _NUMBERS and told in _NUMBERS)


def nearest(word: str, known: Iterable[str]) -> str:
    """
    Return the remedy for a *word* that is not among the *known* ones.

    >>> nearest("totl", ["total", "discount"])
    "did you mean 'total'?"
    """
    names = sorted(known)
    close = get_close_matches(word, names, n=3)
    if close:
        return f"did you mean {' or '.join(map(repr, close))}?"
    return f"use one of: {', '.join(names)}"


@typed
@frozen
class Fact:
    """
    One thing that can be known of a subject.

    >>> Fact("total", FactType.MONEY, currency="EUR").type.value
    'money'

    Attributes:
        name: Stable id, stored with conditions: small letters, digits and underscores.

        type: What its values are.

        currency: Money only: the currency it always has; None when it varies.

        meaning: One sentence for those who write policies; states the unit.

    Raises:
        InvalidInput: The name is none, the type is unknown, or only money has a currency.
    """

    name: str
    type: FactType
    currency: str | None = field(default=None, kw_only=True)
    meaning: str = field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        gathered((*name_faults("Fact.name", self.name), *self._type_faults()))
        if self.currency is not None:
            minor_digits(self.currency, "Fact.currency")

    def _type_faults(self) -> Iterator[Fault]:
        if not isinstance(self.type, FactType):
            why, remedy = "it is no type of facts", f"use one of: {', '.join(FactType)}"
            yield Fault("Fact.type", "unknown_type", shown(self.type), why, remedy)
        elif self.currency is not None and self.type is not FactType.MONEY:
            why = f"a fact of type {self.type} has no currency"
            yield Fault("Fact.currency", "no_currency", shown(self.currency), why, "leave it out")


def _tuple_of_facts(given: Iterable[Fact]) -> tuple[Fact, ...]:
    """Freeze a list; leave anything else to the check that names it."""
    return cast("tuple[Fact, ...]", tuple(given) if isinstance(given, list) else given)


@typed
@frozen
class FactTable:
    """
    The declared facts of one kind of subject.

    >>> table = FactTable("Order", [Fact("total", FactType.MONEY), Fact("web", FactType.FLAG)])
    >>> table.find("web").type.value, table.find("wbe")
    ('flag', None)

    Attributes:
        subject: What the facts are about: ``"Order"``.

        facts: Each name once.

    Raises:
        InvalidInput: Something in it is no fact, or two have one name.
    """

    subject: str
    facts: tuple[Fact, ...] = field(converter=_tuple_of_facts)
    _by_name: dict[str, Fact] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        got: object = self.facts
        if not (isinstance(got, tuple) and all(isinstance(one, Fact) for one in got)):
            why = "it is no tuple of facts"
            raise invalid("FactTable.facts", "wrong_type", got, why, "pass Fact values")
        by_name = {one.name: one for one in self.facts}
        if len(by_name) < len(self.facts):
            names = [one.name for one in self.facts]
            twice = sorted({name for name in names if names.count(name) > 1})
            why = f"told twice: {', '.join(twice)}"
            raise invalid("FactTable.facts", "duplicate_fact", names, why, "tell each name once")
        object.__setattr__(self, "_by_name", by_name)

    def find(self, name: str) -> Fact | None:
        """Return the fact of that *name*; None when it was not declared."""
        return self._by_name.get(name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the facts, in the order of their declaration."""
        return tuple(self._by_name)
