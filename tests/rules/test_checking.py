"""Bad definitions against a table of facts: each is named, all of them at once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given

from orderkit.errors import InvalidInput
from orderkit.rules import All, Always, Condition, check, fact
from orderkit.values import EUR, USD
from tests.rules.some_conditions import TABLE, conditions


@given(conditions)
def test_what_fits_the_table_passes(condition: Condition) -> None:
    check(condition, TABLE)
    assert condition.facts <= set(TABLE.names)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (fact("totl") > EUR("1"), [("$.fact", "unknown_fact")]),
        (fact("total") > 3, [("$.value", "type_mismatch")]),
        (fact("lines") > Decimal("2.5"), [("$.value", "type_mismatch")]),
        (fact("discount") > 0, []),
        (fact("web").has("x"), [("$.value", "type_mismatch")]),
        (fact("categories") == "wine", [("$.value", "type_mismatch")]),
        (fact("channel").one_of(1, 2), [("$.value", "type_mismatch")]),
        (fact("total") > USD("1"), [("$.value", "currency_mismatch")]),
        (fact("total").one_of(USD("1"), USD("2")), [("$.value", "currency_mismatch")]),
        (fact("freight") > USD("1"), []),
        (
            (fact("freight") > USD("1")) & (fact("freight") < EUR("9")),
            [("$.all[1].value", "currency_mixed")],
        ),
        (Always() | ~(fact("nope") == "x"), [("$.any[1].not.fact", "unknown_fact")]),
        (
            All([fact("totl") > 1, fact("web") == "yes", ~(fact("chanel") == "web")]),
            [
                ("$.all[0].fact", "unknown_fact"),
                ("$.all[1].value", "type_mismatch"),
                ("$.all[2].not.fact", "unknown_fact"),
            ],
        ),
    ],
)
def test_bad_definitions(condition: Condition, expected: list[tuple[str, str]]) -> None:
    found: list[tuple[str, str]] = []
    try:
        check(condition, TABLE)
    except InvalidInput as caught:
        found = [(fault.path, fault.code) for fault in caught.faults]
    assert found == expected


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (
            fact("totl") > EUR("1"),
            "$.fact cannot be 'totl': Order has no such fact; did you mean 'total'?",
        ),
        (
            fact("zzz") > EUR("1"),
            (
                "$.fact cannot be 'zzz': Order has no such fact; use one of: categories, channel, "
                "discount, due, freight, lines, total, web"
            ),
        ),
        (
            fact("categories") == "wine",
            "$.value cannot be of type text: the fact 'categories' is of type texts; ask has(text)",
        ),
        (
            fact("total") > 1000,
            (
                "$.value cannot be of type integer: the fact 'total' is of type money; "
                "compare it with a value of type money"
            ),
        ),
        (
            fact("total") > USD("1"),
            "$.value cannot be USD: the fact 'total' is always in EUR; give an amount in EUR",
        ),
    ],
)
def test_a_bad_definition_tells_the_way_out(condition: Condition, message: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check(condition, TABLE)
    assert str(caught.value) == message
