"""
What is unwise or impossible about an approval policy, found without an order.

That no order at all can need a level is undecidable by looking in general, but the mistakes people
make are simple: two limits the wrong way round, a flag that is to be both. Those are found, in
conditions joined with "and"; a condition that is not found to be impossible may still be.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from attrs import frozen

from orderkit.approvals.facts import ORDER_FACTS, in_currency
from orderkit.approvals.policy import ApprovalPolicy, Level
from orderkit.errors import Fault, caught
from orderkit.rules import All, Any_, Compare, Condition, FactTable, In, check

_LOWER = frozenset({"gt", "ge"})
_UPPER = frozenset({"lt", "le"})


@frozen
class PolicyProblem:
    """
    One thing unwise about a policy.

    Attributes:
        code: ``never``, ``asked_twice`` or ``no_levels``.

        subject: The level that has it; ``""`` for the policy.

        why: What is wrong there.

        remedy: The way out, as an imperative.
    """

    code: str
    subject: str
    why: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.subject or 'policy'}: {self.why}; {self.remedy}"


def fact_faults(policy: ApprovalPolicy, table: FactTable = ORDER_FACTS) -> tuple[Fault, ...]:
    """
    Return what its conditions ask that nobody tells, or tells otherwise.

    >>> from orderkit.rules import fact
    >>> from orderkit.values import USD
    >>> level = Level("big", fact("total") > USD("1000"), ["role:finance"])
    >>> [fault.code for fault in fact_faults(ApprovalPolicy("p", "EUR", [level]))]
    ['currency_mismatch']
    """
    known = in_currency(table, policy.currency)
    return tuple(
        Fault(f"levels[{n}].when{fault.path[1:]}", fault.code, fault.got, fault.why, fault.remedy)
        for n, level in enumerate(policy.levels)
        for fault in caught(check, level.when, known)
    )


def problems(policy: ApprovalPolicy) -> tuple[PolicyProblem, ...]:
    """
    Return what is unwise about *policy*, whose conditions have no :func:`fact_faults`.

    >>> from orderkit.rules import fact
    >>> odd = (fact("discount") > 1) & (fact("discount") < 0)
    >>> print(problems(ApprovalPolicy("p", "EUR", [Level("odd", odd, ["role:finance"])]))[0])
    odd: no order can meet its condition; check the limits, or drop the level
    """
    return (*_without_levels(policy), *_never(policy), *_asked_twice(policy))


def _without_levels(policy: ApprovalPolicy) -> Iterator[PolicyProblem]:
    if not policy.levels:
        why, remedy = "it has no levels and approves everything", "add a level"
        yield PolicyProblem("no_levels", "", why, remedy)


def _never(policy: ApprovalPolicy) -> Iterator[PolicyProblem]:
    for level in policy.levels:
        if impossible(level.when):
            why, remedy = "no order can meet its condition", "check the limits, or drop the level"
            yield PolicyProblem("never", level.name, why, remedy)


def _asked_twice(policy: ApprovalPolicy) -> Iterator[PolicyProblem]:
    for one, other in combinations(policy.levels, 2):
        both = _in_both(one, other)
        if one.when == other.when and both:
            why = f"level {one.name!r} asks {', '.join(both)} for the same reason"
            yield PolicyProblem("asked_twice", other.name, why, "join the two levels")


def _in_both(one: Level, other: Level) -> tuple[str, ...]:
    return tuple(who for who in one.approvers if who in other.approvers)


def impossible(condition: Condition) -> bool:
    """
    Tell whether *condition* contradicts itself in a way that can be seen.

    >>> from orderkit.rules import fact
    >>> impossible((fact("lines") > 5) & (fact("lines") <= 5)), impossible(fact("lines") > 5)
    (True, False)
    """
    if isinstance(condition, Any_):
        return all(impossible(part) for part in condition.parts)
    if not isinstance(condition, All):
        return False
    asked: dict[str, list[Compare | In]] = {}
    for part in condition.parts:
        if isinstance(part, Compare | In):
            asked.setdefault(part.fact, []).append(part)
    return any(_exclude(tests) for tests in asked.values()) or any(
        impossible(part) for part in condition.parts
    )


def _exclude(tests: list[Compare | In]) -> bool:
    """Whether no value passes all of the *tests* of one fact."""
    for test in tests:
        if isinstance(test, In):
            return not any(all(other.test(value) for other in tests) for value in test.values)
        if test.op == "eq":
            return not all(other.test(test.value) for other in tests)
    compares = [test for test in tests if isinstance(test, Compare)]
    return any(
        not upper.test(lower.value) or (lower.value == upper.value and lower.op == "gt")
        for lower in compares
        if lower.op in _LOWER
        for upper in compares
        if upper.op in _UPPER
    )
