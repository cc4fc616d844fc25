"""Conditions on facts, as data: written in Python or JSON, checked, decided and explained."""

from orderkit.rules.building import FactNamed, fact
from orderkit.rules.checking import check
from orderkit.rules.conditions import (
    DEEPEST,
    LARGEST_SIZE,
    OPERATORS,
    All,
    Always,
    Any_,
    Compare,
    Condition,
    Has,
    In,
    Not,
)
from orderkit.rules.deciding import Trace, holds, trace
from orderkit.rules.facts import (
    Fact,
    FactMissing,
    FactMistyped,
    FactTable,
    FactType,
    FactValue,
)
from orderkit.rules.plain import from_json, to_json

__all__ = [
    "DEEPEST",
    "LARGEST_SIZE",
    "OPERATORS",
    "All",
    "Always",
    "Any_",
    "Compare",
    "Condition",
    "Fact",
    "FactMissing",
    "FactMistyped",
    "FactNamed",
    "FactTable",
    "FactType",
    "FactValue",
    "Has",
    "In",
    "Not",
    "Trace",
    "check",
    "fact",
    "from_json",
    "holds",
    "to_json",
    "trace",
]
