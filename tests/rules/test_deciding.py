"""Whether conditions hold: laws of logic, two stories, and facts that cannot be used."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderkit.errors import FloatRefused, InvalidInput
from orderkit.rules import (
    All,
    Always,
    Any_,
    Condition,
    FactMissing,
    FactMistyped,
    Not,
    fact,
    holds,
    trace,
)
from orderkit.values import EUR, USD, CurrencyMismatch, Money
from tests.rules.some_conditions import conditions, facts

NEEDS_MANAGER = (fact("total") > EUR("1000")) & (
    (fact("discount") >= Decimal("0.1")) | fact("new_customer").is_true()
)


@pytest.mark.parametrize(
    ("total", "discount", "new_customer", "expected"),
    [
        ("1000.01", "0.10", False, True),
        ("1000.00", "0.50", True, False),
        ("9000.00", "0.09", False, False),
        ("9000.00", "0", True, True),
    ],
)
def test_a_manager_is_asked_for_large_orders_that_are_cheap_or_new(
    total: str, discount: str, new_customer: Any, *, expected: bool
) -> None:
    told = {"total": EUR(total), "discount": Decimal(discount), "new_customer": new_customer}
    assert holds(NEEDS_MANAGER, told) is expected


class Channel(StrEnum):
    WEB = "web"


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        (fact("x") == 3, 3, True),
        (fact("x") != 3, 3, False),
        (fact("x") < 3, 3, False),
        (fact("x") <= 3, 3, True),
        (fact("x") > 3, 3, False),
        (fact("x") >= 3, 3, True),
        (fact("x") >= Decimal("2.5"), 3, True),
        (fact("x") == 1, Decimal("1.0"), True),
        (fact("x").one_of(1, 2), Decimal("2.00"), True),
        (fact("x") == "web", Channel.WEB, True),
        (fact("x").one_of("edi"), Channel.WEB, False),
        (fact("x").one_of(EUR("1"), EUR("2")), EUR("2"), True),
        (fact("x").has("wine"), {"wine", "tea"}, True),
        (fact("x").has("wine"), frozenset(), False),
        (fact("x") > datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC), True),
        (Always(), None, True),
        (~Always(), None, False),
    ],
)
def test_single_conditions(condition: Condition, value: Any, *, expected: bool) -> None:
    assert holds(condition, {"x": value}) is expected
    assert trace(condition, {"x": value}).result is expected


@given(conditions, facts)
def test_trace_and_holds_agree(condition: Condition, told: dict[str, Any]) -> None:
    assert trace(condition, told).result is holds(condition, told)


@given(st.lists(conditions, min_size=1, max_size=3), facts)
def test_de_morgan(parts: list[Condition], told: dict[str, Any]) -> None:
    negated = [Not(part) for part in parts]
    assert holds(Not(All(parts)), told) is holds(Any_(negated), told)
    assert holds(Not(Any_(parts)), told) is holds(All(negated), told)


@given(conditions, conditions, facts)
def test_the_order_of_parts_changes_nothing(
    a: Condition, b: Condition, told: dict[str, Any]
) -> None:
    assert holds(a & b, told) is holds(b & a, told) is (holds(a, told) and holds(b, told))
    assert holds(a | b, told) is holds(b | a, told) is (holds(a, told) or holds(b, told))


@given(conditions, facts)
def test_the_opposite_of_the_opposite(condition: Condition, told: dict[str, Any]) -> None:
    assert holds(~~condition, told) is holds(condition, told) is not holds(~condition, told)


def test_missing_facts_are_an_error_and_not_false() -> None:
    for ask in (holds, trace):
        with pytest.raises(FactMissing) as caught:
            ask(NEEDS_MANAGER, {"totl": EUR("1"), "discount": Decimal(0)})
        assert [fault.path for fault in caught.value.faults] == ["new_customer", "total"]
        assert caught.value.code == "fact_missing"
    with pytest.raises(FactMissing) as caught:
        holds(fact("total") > EUR("1"), {"totl": EUR("1")})
    assert str(caught.value) == (
        "total cannot be missing: the condition asks for it and it was not told; "
        "tell every fact of the subject's table; did you mean 'totl'?"
    )
    with pytest.raises(FactMissing, match=r"tell every fact of the subject's table$"):
        holds(fact("total") > EUR("1"), {})


@pytest.mark.parametrize(
    ("condition", "value", "error"),
    [
        (fact("x") > 3, "3", FactMistyped),
        (fact("x") > 3, True, FactMistyped),
        (fact("x").is_true(), 1, FactMistyped),
        (fact("x").one_of("a"), 1, FactMistyped),
        (fact("x").has("a"), "abc", FactMistyped),
        (fact("x") > EUR("1"), 100, FactMistyped),
        (fact("x") > EUR("1"), USD("100"), CurrencyMismatch),
        (fact("x") == EUR("1"), USD("1"), CurrencyMismatch),
        (fact("x").one_of(EUR("1")), USD("1"), CurrencyMismatch),
        (fact("x") > 3, 3.5, FloatRefused),
        (fact("x") > 3, None, InvalidInput),
        (fact("x") > 3, Decimal("NaN"), InvalidInput),
        (fact("x") > datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2), InvalidInput),  # noqa: DTZ001
    ],
)
def test_a_fact_that_cannot_be_compared_is_an_error(
    condition: Condition, value: Any, error: type[InvalidInput]
) -> None:
    for ask in (holds, trace):
        with pytest.raises(error) as caught:
            ask(condition, {"x": value})
        assert [fault.path for fault in caught.value.faults] == ["x"]


def test_a_fact_in_another_currency_shows_in_whatever_branch_it_stands() -> None:
    told = {"total": Money(1, "USD"), "web": True}
    for condition in (
        fact("web").is_true() | (fact("total") > EUR("1")),
        ~fact("web").is_true() & (fact("total") > EUR("1")),
    ):
        with pytest.raises(CurrencyMismatch) as caught:
            holds(condition, told)
    assert str(caught.value) == (
        "total cannot be '0.01 USD': the condition compares it in EUR; tell the fact in the "
        "condition's currency, or define the condition in this one"
    )


def test_a_mistyped_fact_tells_the_way_out() -> None:
    with pytest.raises(FactMistyped) as caught:
        holds(fact("lines") > 3, {"lines": "4"})
    assert str(caught.value) == (
        "lines cannot be '4': it is a text and the condition asks for integer; "
        "check the condition against the table of facts before it is stored"
    )


def test_a_trace_tells_what_was_seen() -> None:
    told = {"total": EUR("1200"), "discount": Decimal("0.05"), "new_customer": True}
    assert trace(NEEDS_MANAGER | ~fact("new_customer").is_true() & Always(), told).explain() == (
        "at least one of these: yes\n"
        "  all of these: yes\n"
        "    total is more than 1000.00 EUR: yes, it is 1200.00 EUR\n"
        "    at least one of these: yes\n"
        "      discount is at least 0.1: no, it is 0.05\n"
        "      new_customer is yes: yes, it is yes\n"
        "  all of these: no\n"
        "    not this: no\n"
        "      new_customer is yes: yes, it is yes\n"
        "    always: yes"
    )


def test_an_empty_set_is_told_as_nothing() -> None:
    told = trace(fact("categories").has("wine"), {"categories": frozenset()})
    assert told.explain() == "categories has 'wine': no, it is nothing"
