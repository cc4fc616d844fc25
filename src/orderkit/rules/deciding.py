"""
Whether a condition holds, and why.

Every part is looked at, also where an earlier one decides already: a fact that is missing, of the
wrong type or in the wrong currency shows on the first day and not on the day its branch is taken,
and the order of the parts changes nothing. So :func:`holds` and :func:`trace` raise for the same
facts and agree on all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from orderkit.errors import Fault
from orderkit.rules.conditions import (
    All,
    Any_,
    Compare,
    Condition,
    Has,
    In,
    Not,
    in_words,
)
from orderkit.rules.facts import FactMissing, FactValue, nearest


@frozen
class Trace:
    """
    Why a condition holds or does not.

    Attributes:
        condition: What was asked.

        result: Whether it holds.

        seen: The fact's value that was looked at; None where several conditions are joined.

        parts: The traces of the joined conditions, in their order.
    """

    condition: Condition
    result: bool
    seen: FactValue | None = None
    parts: tuple[Trace, ...] = ()

    def explain(self) -> str:
        """
        Tell the trace in words, a line for each condition.

        >>> from orderkit.rules import fact
        >>> print(trace((fact("lines") > 2) & (fact("lines") < 9), {"lines": 12}).explain())
        all of these: no
          lines is more than 2: yes, it is 12
          lines is less than 9: no, it is 12
        """
        return "\n".join(_lines(self, ""))


def _lines(told: Trace, indent: str) -> Iterator[str]:
    answer = "yes" if told.result else "no"
    seen = "" if told.seen is None else f", it is {in_words(told.seen)}"
    yield f"{indent}{_asked(told.condition)}: {answer}{seen}"
    for part in told.parts:
        yield from _lines(part, indent + "  ")


def _asked(condition: Condition) -> str:
    if isinstance(condition, All):
        return "all of these"
    if isinstance(condition, Any_):
        return "at least one of these"
    return "not this" if isinstance(condition, Not) else str(condition)


def holds(condition: Condition, facts: Mapping[str, Any]) -> bool:
    """
    Return whether *condition* is true of the *facts*.

    Raises:
        FactMissing: Facts that it asks for are not there; all of them are listed.
        FactMistyped: A fact is of another type than the value it is compared with.
        CurrencyMismatch: A fact is in another currency.

    >>> from orderkit.rules import fact
    >>> from orderkit.values import EUR
    >>> big = fact("total") > EUR("1000")
    >>> holds(big, {"total": EUR("1000")}), holds(big, {"total": EUR("1000.01")})
    (False, True)
    """
    _require(condition, facts)
    return _met(condition, facts)


def trace(condition: Condition, facts: Mapping[str, Any]) -> Trace:
    """
    Return whether *condition* is true of the *facts*, with what was looked at.

    Raises:
        FactMissing, FactMistyped, CurrencyMismatch: As :func:`holds`.

    >>> from orderkit.rules import fact
    >>> trace(fact("lines") > 2, {"lines": 3}).result
    True
    """
    _require(condition, facts)
    return _traced(condition, facts)


def _require(condition: Condition, facts: Mapping[str, Any]) -> None:
    if condition.facts <= facts.keys():
        return
    missing = sorted(condition.facts - facts.keys())
    why = "the condition asks for it and it was not told"
    tell = "tell every fact of the subject's table"
    remedies = (f"{tell}; {nearest(name, facts)}" if facts else tell for name in missing)
    pairs = zip(missing, remedies, strict=True)
    raise FactMissing(
        tuple(Fault(name, "fact_missing", "missing", why, way) for name, way in pairs)
    )


def _met(condition: Condition, facts: Mapping[str, Any]) -> bool:
    if isinstance(condition, Compare | In | Has):
        return condition.test(facts[condition.fact])
    if isinstance(condition, All):
        results = [_met(part, facts) for part in condition.parts]
        return all(results)
    if isinstance(condition, Any_):
        results = [_met(part, facts) for part in condition.parts]
        return any(results)
    return not _met(condition.part, facts) if isinstance(condition, Not) else True


def _traced(condition: Condition, facts: Mapping[str, Any]) -> Trace:
    if isinstance(condition, Compare | In | Has):
        seen = facts[condition.fact]
        return Trace(condition, condition.test(seen), seen)
    if isinstance(condition, Not):
        part = _traced(condition.part, facts)
        return Trace(condition, not part.result, None, (part,))
    if isinstance(condition, All | Any_):
        parts = tuple(_traced(part, facts) for part in condition.parts)
        joined = all if isinstance(condition, All) else any
        return Trace(condition, joined(part.result for part in parts), None, parts)
    return Trace(condition, result=True)
