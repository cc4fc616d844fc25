"""
Conditions as values: what must be true of a subject's facts.

A condition that exists is well formed: comparisons fit the type of their value, nothing is nested
deeper than :data:`DEEPEST` or larger than :data:`LARGEST_SIZE`, so that whatever walks over one
may recurse. Whether its facts are declared anywhere is asked of a table
(:func:`orderkit.rules.check`), because the same condition can be about several subjects.

A condition has no truth of its own. ``if condition:`` would always be true, ``a and b`` would be
``b``, and ``low < fact("total") < high`` would lose its first half: all three raise and tell the
way out, which is ``&``, ``|`` and ``~``.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeAlias, cast

from attrs import field, frozen

from orderkit.errors import Fault, InvalidInput, gathered, invalid, shown
from orderkit.rules.facts import (
    ORDERED,
    FactMistyped,
    FactType,
    FactValue,
    fits,
    literal,
    name_faults,
    nearest,
    type_of,
)
from orderkit.values import CurrencyMismatch, Money

DEEPEST: Final = 32
"""How many conditions may stand inside each other."""

LARGEST_SIZE: Final = 500
"""How many comparisons, listed values and connectives a condition may have in all."""

OPERATORS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}
"""What :class:`Compare` can ask."""

_WORDS: Final = {
    "eq": "is",
    "ne": "is not",
    "lt": "is less than",
    "le": "is at most",
    "gt": "is more than",
    "ge": "is at least",
}


def no_truth(got: object) -> InvalidInput:
    """Refuse to say whether a condition is true, and tell what to write instead."""
    return invalid(
        "condition",
        "no_truth",
        got,
        "it is neither true nor false before facts are told",
        "join conditions with & | ~ instead of and, or, not and chained comparisons; "
        "ask holds(condition, facts)",
    )


def _tuple_of_conditions(given: Iterable[Condition]) -> tuple[Condition, ...]:
    """Freeze a list; leave anything else to the check that names it."""
    return cast("tuple[Condition, ...]", tuple(given) if isinstance(given, list) else given)


def _tuple_of_values(given: Iterable[FactValue]) -> tuple[FactValue, ...]:
    """Freeze a list; leave anything else to the check that names it."""
    return cast("tuple[FactValue, ...]", tuple(given) if isinstance(given, list) else given)


@frozen
class _Joinable:
    """What all conditions share: their measures, and how they are joined."""

    depth: int = field(init=False, eq=False, repr=False)
    size: int = field(init=False, eq=False, repr=False)
    facts: frozenset[str] = field(init=False, eq=False, repr=False)

    def _measure(self, depth: int, size: int, facts: frozenset[str]) -> None:
        if depth > DEEPEST:
            why = f"it is {depth} conditions deep and may be {DEEPEST}"
            raise invalid("condition", "too_deep", f"{depth} levels", why, "flatten it")
        if size > LARGEST_SIZE:
            why = f"it has {size} parts and may have {LARGEST_SIZE}"
            raise invalid("condition", "too_large", f"{size} parts", why, "use several policies")
        for name, value in (("depth", depth), ("size", size), ("facts", facts)):
            object.__setattr__(self, name, value)

    def __and__(self, other: Condition) -> All:
        return All((*_unfolded(self, All), *_unfolded(other, All)))

    def __or__(self, other: Condition) -> Any_:
        return Any_((*_unfolded(self, Any_), *_unfolded(other, Any_)))

    def __invert__(self) -> Not:
        return Not(_checked(self))

    def __bool__(self) -> bool:
        raise no_truth(self)


def _unfolded(condition: object, joined: type[All | Any_]) -> tuple[Condition, ...]:
    """Return the parts of a condition that is joined in the same way, to save a level."""
    found = _checked(condition)
    return found.parts if isinstance(found, All | Any_) and type(found) is joined else (found,)


def _checked(condition: object) -> Condition:
    if isinstance(condition, Compare | In | Has | All | Any_ | Not | Always):
        return condition
    why = f"a {type(condition).__name__} is no condition"
    remedy = "build one with fact('name') and a comparison; put parentheses around comparisons"
    raise invalid("condition", "wrong_type", condition, why, remedy)


@frozen
class Compare(_Joinable):
    """
    A fact compared with a value.

    >>> print(Compare("total", "gt", Money(100000, "EUR")))
    total is more than 1000.00 EUR

    Attributes:
        fact: Name of the fact.

        op: One of ``eq ne lt le gt ge``; flags and texts know the first two only.

        value: What the fact is compared with, in its canonical form.

        type: The type of *value*.

    Raises:
        InvalidInput: The name is none, the operator is unknown or does not fit the value.
    """

    fact: str
    op: str
    value: FactValue
    type: FactType = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "value", literal(self.value, "Compare.value"))
        object.__setattr__(self, "type", type_of(self.value, "Compare.value"))
        gathered((*name_faults("Compare.fact", self.fact), *self._op_faults()))
        self._measure(1, 1, frozenset({self.fact}))

    def _op_faults(self) -> Iterator[Fault]:
        op: object = self.op
        if not (isinstance(op, str) and op in OPERATORS):
            remedy = nearest(str(op), OPERATORS)
            yield Fault("Compare.op", "unknown_op", shown(op), "no such comparison", remedy)
        elif self.type is FactType.TEXTS:
            why = "a set of texts is asked for what it has"
            yield Fault("Compare.value", "not_comparable", shown(self.value), why, "use Has")
        elif self.type not in ORDERED and self.op not in {"eq", "ne"}:
            why = f"a {self.type} is equal or not, and never more or less"
            yield Fault("Compare.op", "not_ordered", shown(self.op), why, "use eq or ne")

    def test(self, got: object) -> bool:
        """
        Return whether the fact's value *got* meets this comparison.

        >>> Compare("lines", "ge", 3).test(2)
        False

        Raises:
            FactMistyped: *got* is of another type.
            CurrencyMismatch: *got* is in another currency.
        """
        _match(self.fact, self.value, self.type, got)
        return OPERATORS[self.op](got, self.value)

    def __str__(self) -> str:
        return f"{self.fact} {_WORDS[self.op]} {in_words(self.value)}"


@frozen
class In(_Joinable):
    """
    A fact that is one of some values.

    >>> print(In("channel", ("web", "edi")))
    channel is one of 'web', 'edi'

    Attributes:
        fact: Name of the fact.

        values: What it may be, all of one type, money in one currency; repeats are dropped.

        type: The type of *values*.

    Raises:
        InvalidInput: There is no value, or they differ in type or currency.
    """

    fact: str
    values: tuple[FactValue, ...] = field(converter=_tuple_of_values)
    type: FactType = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        given: object = self.values
        if not (isinstance(given, tuple) and given):
            why = "it is no tuple of values, or an empty one"
            raise invalid("In.values", "empty", given, why, "list at least one value")
        paths = [f"In.values[{at}]" for at in range(len(given))]
        values = [literal(value, path) for value, path in zip(given, paths, strict=True)]
        types = [type_of(value, path) for value, path in zip(values, paths, strict=True)]
        gathered((*name_faults("In.fact", self.fact), *_mixed(values, types)))
        object.__setattr__(self, "values", tuple(dict.fromkeys(values)))
        object.__setattr__(self, "type", types[0])
        self._measure(1, len(self.values), frozenset({self.fact}))

    def test(self, got: object) -> bool:
        """
        Return whether the fact's value *got* is one of these.

        >>> In("channel", ("web", "edi")).test("edi")
        True

        Raises:
            FactMistyped: *got* is of another type.
            CurrencyMismatch: *got* is in another currency.
        """
        _match(self.fact, self.values[0], self.type, got)
        return got in self.values

    def __str__(self) -> str:
        return f"{self.fact} is one of {', '.join(map(in_words, self.values))}"


@frozen
class Has(_Joinable):
    """
    A set of texts that has a certain one in it.

    >>> print(Has("categories", "wine"))
    categories has 'wine'

    Attributes:
        fact: Name of the fact.

        value: The text that must be in it.

    Raises:
        InvalidInput: The name is none, or the value is no text.
    """

    fact: str
    value: str

    def __attrs_post_init__(self) -> None:
        given = literal(self.value, "Has.value")
        if type_of(given, "Has.value") is not FactType.TEXT:
            why = "a set of texts has texts only"
            raise invalid("Has.value", "wrong_type", given, why, "pass a text")
        object.__setattr__(self, "value", given)
        gathered(name_faults("Has.fact", self.fact))
        self._measure(1, 1, frozenset({self.fact}))

    def test(self, got: object) -> bool:
        """
        Return whether the text is in the set *got*.

        >>> Has("categories", "wine").test(frozenset({"tea"}))
        False

        Raises:
            FactMistyped: *got* is no set of texts.
        """
        if not isinstance(got, frozenset | set):
            raise _mistyped(self.fact, FactType.TEXTS, got)
        return self.value in got

    def __str__(self) -> str:
        return f"{self.fact} has {in_words(self.value)}"


@frozen
class All(_Joinable):
    """
    Every one of some conditions; ``a & b``.

    >>> print(All((Compare("lines", "ge", 3), Compare("web", "eq", True))))
    (lines is at least 3 and web is yes)

    Raises:
        InvalidInput: There is none, one is no condition, or it gets too deep or too large.
    """

    parts: tuple[Condition, ...] = field(converter=_tuple_of_conditions)

    def __attrs_post_init__(self) -> None:
        self._measure(*_sizes(self.parts))

    def __str__(self) -> str:
        return f"({' and '.join(map(str, self.parts))})"


@frozen
class Any_(_Joinable):  # noqa: N801 (typing has the other one)
    """
    At least one of some conditions; ``a | b``.

    >>> print(Any_((Compare("lines", "ge", 3), Compare("web", "eq", True))))
    (lines is at least 3 or web is yes)

    Raises:
        InvalidInput: There is none, one is no condition, or it gets too deep or too large.
    """

    parts: tuple[Condition, ...] = field(converter=_tuple_of_conditions)

    def __attrs_post_init__(self) -> None:
        self._measure(*_sizes(self.parts))

    def __str__(self) -> str:
        return f"({' or '.join(map(str, self.parts))})"


@frozen
class Not(_Joinable):
    """
    The opposite of a condition; ``~a``.

    >>> print(Not(Has("categories", "wine")))
    not (categories has 'wine')

    Raises:
        InvalidInput: It is about no condition, or it gets too deep or too large.
    """

    part: Condition

    def __attrs_post_init__(self) -> None:
        self._measure(*_sizes((self.part,)))

    def __str__(self) -> str:
        inner = str(self.part)
        return f"not {inner}" if inner.startswith("(") else f"not ({inner})"


@frozen
class Always(_Joinable):
    """
    True whatever the facts are.

    >>> print(Always())
    always
    """

    def __attrs_post_init__(self) -> None:
        self._measure(1, 1, frozenset())

    def __str__(self) -> str:
        return "always"


Condition: TypeAlias = Compare | In | Has | All | Any_ | Not | Always
"""What must be true of a subject's facts."""


def in_words(value: FactValue) -> str:
    """
    Return a fact's value as people read it.

    >>> in_words(True), in_words(Money(100, "EUR")), in_words({"b", "a"})
    ('yes', '1.00 EUR', "'a', 'b'")
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return repr(str(value))
    if isinstance(value, frozenset | set):
        return ", ".join(map(repr, sorted(map(str, value)))) or "nothing"
    return str(value)


def _sizes(parts: object) -> tuple[int, int, frozenset[str]]:
    """Return depth, size and facts of a condition that is made of *parts*."""
    if not (isinstance(parts, tuple) and parts):
        why = "it is no tuple of conditions, or an empty one"
        raise invalid(
            "condition", "empty", parts, why, "join at least one; Always() is always true"
        )
    found = [_checked(part) for part in parts]
    return (
        1 + max(part.depth for part in found),
        1 + sum(part.size for part in found),
        frozenset().union(*(part.facts for part in found)),
    )


def _mixed(values: Iterable[FactValue], types: list[FactType]) -> Iterator[Fault]:
    """Yield the fault of a list whose values are not all of one listable type and currency."""
    got = shown(tuple(values))
    if set(types) & {FactType.TEXTS, FactType.FLAG}:
        why = "flags and sets are not listed"
        yield Fault("In.values", "not_listable", got, why, "use Compare or Has")
    elif len(set(types)) > 1:
        why = f"they are of the types {', '.join(sorted(set(types)))}"
        yield Fault("In.values", "mixed_types", got, why, "list values of one type")
    elif len({one.currency for one in values if isinstance(one, Money)}) > 1:
        why = "they are in several currencies"
        yield Fault("In.values", "currency_mismatch", got, why, "list money of one currency")


_PLAIN = frozenset({FactType.FLAG, FactType.INTEGER, FactType.TEXT})
"""Types whose values are comparable whatever they are."""


def _match(fact: str, value: FactValue, asked: FactType, got: object) -> None:
    """Refuse to compare what cannot be compared."""
    if type(got) is type(value) and asked in _PLAIN:
        return
    if not fits(asked, type_of(got, fact)):
        raise _mistyped(fact, asked, got)
    if isinstance(got, Money) and isinstance(value, Money) and got.currency != value.currency:
        why = f"the condition compares it in {value.currency}"
        remedy = "tell the fact in the condition's currency, or define the condition in this one"
        raise CurrencyMismatch((Fault(fact, "currency_mismatch", shown(str(got)), why, remedy),))


def _mistyped(fact: str, asked: FactType, got: object) -> FactMistyped:
    told = type_of(got, fact)
    why = f"it is a {told} and the condition asks for {asked}"
    remedy = "check the condition against the table of facts before it is stored"
    return FactMistyped((Fault(fact, "fact_mistyped", shown(got), why, remedy),))
