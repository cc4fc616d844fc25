"""Conditions through JSON and back; bad JSON is refused with all its faults and their paths."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderkit.errors import InvalidInput
from orderkit.rules import Always, Condition, fact, from_json, to_json
from orderkit.values import EUR
from tests.rules.some_conditions import conditions


@given(conditions)
def test_a_condition_survives_json(condition: Condition) -> None:
    assert from_json(json.loads(json.dumps(to_json(condition)))) == condition


def test_the_json_form() -> None:
    condition = (
        (fact("total") > EUR("1000"))
        & ~(fact("channel").one_of("web", "edi"))
        & (
            fact("categories").has("wine")
            | (fact("discount") >= Decimal("0.1"))
            | (fact("due") < datetime(2026, 2, 1, tzinfo=UTC))
            | (fact("lines") == 3)
            | fact("web").is_true()
            | Always()
        )
    )
    assert to_json(condition) == {
        "all": [
            {"fact": "total", "op": "gt", "value": {"money": "1000.00 EUR"}},
            {"not": {"fact": "channel", "op": "in", "value": ["web", "edi"]}},
            {
                "any": [
                    {"fact": "categories", "op": "has", "value": "wine"},
                    {"fact": "discount", "op": "ge", "value": {"decimal": "0.1"}},
                    {"fact": "due", "op": "lt", "value": {"moment": "2026-02-01T00:00:00Z"}},
                    {"fact": "lines", "op": "eq", "value": 3},
                    {"fact": "web", "op": "eq", "value": True},
                    {"always": True},
                ]
            },
        ]
    }


def leaf(**changes: Any) -> dict[str, Any]:
    return {"fact": "x", "op": "eq", "value": 1, **changes}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (None, [("$", "wrong_type")]),
        ([], [("$", "wrong_type")]),
        ("always", [("$", "wrong_type")]),
        ({}, [("$", "unknown_kind")]),
        ({"and": []}, [("$", "unknown_kind")]),
        ({"always": 1}, [("$.always", "wrong_type")]),
        ({"always": True, "why": "x"}, [("$", "unknown_key")]),
        ({"all": []}, [("$", "empty")]),
        ({"any": {}}, [("$.any", "wrong_type")]),
        ({"all": [], "any": []}, [("$", "unknown_key"), ("$", "empty")]),
        ({"not": []}, [("$.not", "wrong_type")]),
        ({"fact": "x"}, [("$.op", "missing_key"), ("$.value", "missing_key")]),
        ({"fact": "X", "op": "eq"}, [("$.value", "missing_key"), ("$.fact", "bad_name")]),
        (leaf(fact=3), [("$.fact", "bad_name")]),
        (leaf(op="equals"), [("$.op", "unknown_op")]),
        (leaf(op=None), [("$.op", "unknown_op")]),
        (leaf(op="lt", value="a"), [("$.op", "not_ordered")]),
        (leaf(fact="X", op="lt", value="a"), [("$.fact", "bad_name"), ("$.op", "not_ordered")]),
        (leaf(value=1.5), [("$.value", "float")]),
        (leaf(value=None), [("$.value", "wrong_type")]),
        (leaf(value=[1]), [("$.value", "wrong_type")]),
        (leaf(value=2**60), [("$.value", "out_of_range")]),
        (leaf(value={"decimal": 1}), [("$.value", "wrong_type")]),
        (leaf(value={"float": "1"}), [("$.value", "wrong_type")]),
        (leaf(value={"decimal": "1", "money": "1 EUR"}), [("$.value", "wrong_type")]),
        (leaf(value={"decimal": "1e3"}), [("$.value", "not_decimal_text")]),
        (leaf(value={"money": "1.005 EUR"}), [("$.value", "too_many_places")]),
        (leaf(value={"moment": "2026-01-01"}), [("$.value", "bad_time")]),
        (leaf(op="has"), [("$.value", "wrong_type")]),
        (leaf(op="in"), [("$.value", "wrong_type")]),
        (leaf(op="in", value=[]), [("$.value", "empty")]),
        (leaf(op="in", value=["a", 1]), [("$.value", "mixed_types")]),
        (
            leaf(op="in", value=["a", 1.5, None, "b\0"]),
            [("$.value[1]", "float"), ("$.value[2]", "wrong_type")],
        ),
        (leaf(op="in", value=["a", "b\0"]), [("$.value[1]", "control_character")]),
        (leaf(op="in", value=list(range(501))), [("$", "too_large")]),
        ({"any": [leaf()] * 500}, [("$", "too_large")]),
        (leaf(operator="eq"), [("$", "unknown_key")]),
    ],
)
def test_bad_json(data: Any, expected: list[tuple[str, str]]) -> None:
    with pytest.raises(InvalidInput) as caught:
        from_json(data)
    assert [(fault.path, fault.code) for fault in caught.value.faults] == expected


def test_all_faults_come_at_once_with_their_paths() -> None:
    data = {
        "all": [
            leaf(value=0.1),
            {"not": {"any": [leaf(op="gte"), {"always": True}, leaf(fact="Big Total")]}},
            {"sometimes": True},
        ]
    }
    with pytest.raises(InvalidInput) as caught:
        from_json(data, "$.levels[0].when")
    assert str(caught.value) == (
        "4 faults:\n"
        "- $.levels[0].when.all[0].value cannot be 0.1: a number with a fraction loses digits in "
        "JSON; write it like {'decimal': '0.1'}\n"
        "- $.levels[0].when.all[1].not.any[0].op cannot be 'gte': no such comparison; "
        "did you mean 'gt' or 'ge'?\n"
        "- $.levels[0].when.all[1].not.any[2].fact cannot be 'Big Total': a fact's name is a small "
        "letter, then small letters, digits or underscores; write it like 'order_total'\n"
        "- $.levels[0].when.all[2] cannot be {'sometimes': True}: it is no kind of condition; "
        "give it one of: all, any, not, always, fact"
    )


def test_deep_json_is_refused_before_it_is_read() -> None:
    data: dict[str, Any] = {"always": True}
    for _ in range(900):
        data = {"not": data}
    with pytest.raises(InvalidInput) as caught:
        from_json(data)
    assert [fault.code for fault in caught.value.faults] == ["too_deep"]
    assert caught.value.faults[0].path == "$" + ".not" * 32


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("all", "any", "not", "always", "fact", "op", "value", "money", "x")),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(json_like)
def test_whatever_is_read_is_a_condition_or_invalid_input(data: Any) -> None:
    try:
        found = from_json(data)
    except InvalidInput as caught:
        paths = [fault.path for fault in caught.faults]
    else:
        paths = ["$"] if from_json(to_json(found)) == found else []
    assert paths
    assert all(path.startswith("$") for path in paths)
