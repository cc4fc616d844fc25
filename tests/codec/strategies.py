"""Sample values drawn at random, of every shape."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from orderkit.rules import Condition, fact
from orderkit.values import Money, Quantity, UnitPrice, Window
from tests.codec.sample_classes import Branch, Everything, Kind, Sku

texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t\"\\'"), max_size=12
)
wholes = st.integers(-(10**18), 10**18)
numbers = st.decimals(
    allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9
)
moments = st.datetimes(datetime(1970, 1, 2), datetime(9998, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is drawn
days = st.dates(date(1970, 1, 1), date(9998, 1, 1))
moneys = st.builds(
    Money, st.integers(-(10**15), 10**15), st.sampled_from(["EUR", "JPY", "KWD", "USD"])
)
quantities = st.builds(
    Quantity,
    st.decimals(min_value=-999, max_value=999, places=3),
    st.sampled_from(["", "case", "kg"]),
)
prices = st.builds(
    UnitPrice,
    st.decimals(min_value=-999, max_value=999, places=6),
    st.sampled_from(["EUR", "JPY", "KWD"]),
    st.sampled_from([Decimal(1), Decimal(1000), Decimal("0.5")]),
    st.sampled_from(["pcs", "kg"]),
)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    start, until = sorted(draw(st.tuples(moments, moments)))
    open_start, open_until = draw(st.tuples(st.booleans(), st.booleans()))
    if start == until:
        return Window()
    return Window(None if open_start else start, None if open_until else until)


conditions: st.SearchStrategy[Condition] = st.recursive(
    st.builds(lambda n: fact("lines") > n, st.integers(0, 9)),
    lambda inner: st.builds(lambda a, b: a & ~b, inner, inner),
    max_leaves=4,
)
branches: st.SearchStrategy[Branch] = st.recursive(
    st.builds(Branch, texts),
    lambda inner: st.builds(Branch, texts, st.lists(inner, max_size=2).map(tuple)),
    max_leaves=4,
)
plain = st.recursive(
    st.none() | st.booleans() | wholes | texts,
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple) | st.dictionaries(texts, inner, max_size=3)
    ),
    max_leaves=6,
)
everything = st.builds(
    Everything,
    text=texts,
    whole=wholes,
    truth=st.booleans(),
    number=numbers,
    moment=moments,
    day=days,
    choice=st.sampled_from(Kind),
    word=st.sampled_from(["a", "b"]),
    sku=texts.map(Sku),
    money=moneys,
    quantity=quantities,
    price=prices,
    window=windows(),
    condition=conditions,
    branch=branches,
    listed=st.lists(wholes, max_size=3).map(tuple),
    fixed=st.tuples(wholes, moneys, branches),
    bag=st.frozensets(st.sampled_from(Kind)),
    keyed=st.dictionaries(texts, moneys, max_size=3),
    by_kind=st.dictionaries(
        st.sampled_from(Kind), st.lists(texts, max_size=2).map(tuple), max_size=2
    ),
    perhaps=st.none() | moneys,
    nothing=st.none(),
    anything=plain,
    maybe_when=st.none() | conditions,
)
