"""Random conditions over one table of facts, and random facts for it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from orderkit.rules import (
    All,
    Always,
    Any_,
    Compare,
    Condition,
    Fact,
    FactTable,
    FactType,
    Has,
    In,
    Not,
)
from orderkit.values import Money

TABLE = FactTable(
    "Order",
    (
        Fact("total", FactType.MONEY, currency="EUR", meaning="Net goods."),
        Fact("freight", FactType.MONEY),
        Fact("discount", FactType.DECIMAL),
        Fact("lines", FactType.INTEGER),
        Fact("channel", FactType.TEXT),
        Fact("web", FactType.FLAG),
        Fact("due", FactType.MOMENT),
        Fact("categories", FactType.TEXTS),
    ),
)

# Few values each, so that equal ones meet.
euros = st.builds(Money, st.integers(-3, 3), st.just("EUR"))
decimals = st.integers(-30, 30).map(lambda n: Decimal(n).scaleb(-1))
integers = st.integers(-3, 3)
words = st.sampled_from(("", "web", "edi", "Wein & Käse", "茶"))
moments = st.integers(1, 28).map(lambda day: datetime(2026, 2, day, tzinfo=UTC))

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "total": euros,
    "freight": euros,
    "discount": st.one_of(decimals, integers),
    "lines": integers,
    "channel": words,
    "web": st.booleans(),
    "due": moments,
    "categories": st.frozensets(words),
}
facts = st.fixed_dictionaries(VALUES)
_ORDERED = ("total", "freight", "discount", "lines", "due")
_LISTED = {**VALUES, "discount": decimals}


def _compare(name: str) -> st.SearchStrategy[Condition]:
    ops = ("eq", "ne", "lt", "le", "gt", "ge") if name in _ORDERED else ("eq", "ne")
    return st.builds(Compare, st.just(name), st.sampled_from(ops), VALUES[name])


def _in(name: str) -> st.SearchStrategy[Condition]:
    return st.builds(In, st.just(name), st.lists(_LISTED[name], min_size=1, max_size=4))


leaves: st.SearchStrategy[Condition] = st.one_of(
    st.sampled_from((*_ORDERED, "channel", "web")).flatmap(_compare),
    st.sampled_from((*_ORDERED, "channel")).flatmap(_in),
    st.builds(Has, st.just("categories"), words),
    st.builds(Always),
)


def _joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(st.builds(All, several), st.builds(Any_, several), st.builds(Not, inner))


conditions: st.SearchStrategy[Condition] = st.recursive(leaves, _joined, max_leaves=8)
