"""Allocation: never more than there is, nothing lost, and stories of who serves what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderkit.allocation import (
    ALLOCATION,
    AllocationPlan,
    Need,
    Shortage,
    Split,
    allocate,
    priority_list,
)
from orderkit.errors import InvalidInput
from orderkit.flow import Rulebook

PLACES = ("north", "south", "west")
Free = dict[tuple[str, str], int]

skus = st.sampled_from(["TEA", "CUP", "JAR"])
needs = st.lists(st.tuples(skus, st.integers(1, 12)), max_size=6).map(
    lambda wanted: [Need(str(n), sku, quantity) for n, (sku, quantity) in enumerate(wanted)]
)
frees = st.dictionaries(st.tuples(skus, st.sampled_from(PLACES)), st.integers(-3, 15))
splits = st.sampled_from(Split)


@given(needs, frees, splits)
def test_never_allots_more_than_is_free(wanted: list[Need], free: Free, split: Split) -> None:
    for key, quantity in allocate(wanted, free, PLACES, split).per_location().items():
        assert 0 < quantity <= free[key]


@given(needs, frees, splits)
def test_allotted_and_short_are_what_was_needed(
    wanted: list[Need], free: Free, split: Split
) -> None:
    plan = allocate(wanted, free, PLACES, split)
    found: Counter[tuple[str, str]] = Counter()
    for part in plan.allotments:
        found[part.line, part.sku] += part.quantity
    for short in plan.shortages:
        assert short.quantity > 0
        found[short.line, short.sku] += short.quantity
    assert found == Counter({(need.line, need.sku): need.quantity for need in wanted})
    assert plan.complete is not bool(plan.shortages)


@given(needs, frees)
def test_divides_no_more_than_allowed(wanted: list[Need], free: Free) -> None:
    whole = allocate(wanted, free, PLACES, Split.NEVER)
    assert len({part.location for part in whole.allotments}) <= 1
    by_line = Counter(
        part.line for part in allocate(wanted, free, PLACES, Split.PER_ORDER).allotments
    )
    assert all(times == 1 for times in by_line.values())


@given(needs, frees)
def test_per_line_leaves_nothing_that_is_there(wanted: list[Need], free: Free) -> None:
    plan = allocate(wanted, free, PLACES, Split.PER_LINE)
    taken = plan.per_location()
    for short in plan.shortages:
        assert all(free.get((short.sku, at), 0) <= taken.get((short.sku, at), 0) for at in PLACES)


@given(needs, frees, splits)
def test_what_is_free_is_not_changed(wanted: list[Need], free: Free, split: Split) -> None:
    before = dict(free)
    allocate(wanted, free, PLACES, split)
    assert free == before


FREE = {
    ("TEA", "north"): 4,
    ("TEA", "south"): 9,
    ("CUP", "north"): 1,
    ("CUP", "south"): 1,
    ("CUP", "west"): 2,
}


def told(plan: AllocationPlan) -> list[str]:
    return [line.partition(",")[0] for line in str(plan).splitlines()]


def test_prefers_the_first_location_that_has_all_of_a_line() -> None:
    plan = allocate([Need("1", "TEA", 6), Need("2", "TEA", 4)], FREE, PLACES)
    assert told(plan) == ["line 1: 6 of TEA from south", "line 2: 4 of TEA from north"]


def test_two_lines_of_one_product_share_its_stock() -> None:
    plan = allocate([Need("1", "TEA", 4), Need("2", "TEA", 4), Need("3", "TEA", 6)], FREE, PLACES)
    assert told(plan) == [
        "line 1: 4 of TEA from north",
        "line 2: 4 of TEA from south",
        "line 3: 5 of TEA from south",
        "line 3: 1 of TEA short",
    ]


def test_line_that_may_be_divided_is_filled_up_in_order() -> None:
    plan = allocate([Need("1", "CUP", 3)], FREE, PLACES)
    assert told(plan) == [
        "line 1: 1 of CUP from north",
        "line 1: 1 of CUP from south",
        "line 1: 1 of CUP from west",
    ]


def test_divided_lines_of_one_product_share_its_stock() -> None:
    plan = allocate([Need("1", "CUP", 3), Need("2", "CUP", 2)], FREE, PLACES)
    assert told(plan)[2:] == [
        "line 1: 1 of CUP from west",
        "line 2: 1 of CUP from west",
        "line 2: 1 of CUP short",
    ]


def test_line_that_may_not_be_divided_goes_where_most_of_it_is() -> None:
    plan = allocate([Need("1", "CUP", 3)], FREE, PLACES, Split.PER_ORDER)
    assert told(plan) == ["line 1: 2 of CUP from west", "line 1: 1 of CUP short"]


def test_order_that_may_not_be_divided_goes_to_who_has_everything() -> None:
    plan = allocate([Need("1", "TEA", 5), Need("2", "CUP", 1)], FREE, PLACES, Split.NEVER)
    assert told(plan) == ["line 1: 5 of TEA from south", "line 2: 1 of CUP from south"]


def test_order_that_nobody_serves_goes_to_who_serves_most_lines() -> None:
    wanted = [Need("1", "TEA", 9), Need("2", "CUP", 2), Need("3", "JAR", 1)]
    plan = allocate(wanted, {**FREE, ("JAR", "west"): 1}, PLACES, Split.NEVER)
    assert told(plan) == [
        "line 2: 2 of CUP from west",
        "line 3: 1 of JAR from west",
        "line 1: 9 of TEA short",
    ]


@pytest.mark.parametrize("split", Split)
def test_nothing_anywhere_is_all_short(split: Split) -> None:
    wanted = [Need("1", "JAR", 2)]
    expected = AllocationPlan((), (Shortage("1", "JAR", 2),))
    assert allocate(wanted, {}, PLACES, split) == expected
    assert allocate(wanted, FREE, (), split) == expected


def test_nothing_needed_is_said() -> None:
    assert str(allocate([], FREE, PLACES)) == "nothing was needed"


def test_plan_says_why() -> None:
    whole = str(allocate([Need("1", "TEA", 6)], FREE, PLACES))
    assert whole == "line 1: 6 of TEA from south, the first that has all of it"


@pytest.mark.parametrize("split", Split)
@pytest.mark.parametrize("quantity", [0, -1])
def test_need_of_nothing_is_refused(quantity: int, split: Split) -> None:
    with pytest.raises(InvalidInput) as refused:
        allocate([Need("1", "TEA", quantity)], FREE, PLACES, split)
    assert str(refused.value) == (
        f"need of line 1 cannot be {quantity}: a line needs at least one base unit; "
        "leave the line out"
    )


def from_the_last(
    needs: Sequence[Need],
    free: Mapping[tuple[str, str], int],
    locations: Sequence[str],
    split: Split,
    /,
) -> AllocationPlan:
    return priority_list(needs, free, tuple(reversed(locations)), split)


def test_strategy_of_ones_own_stands_in_the_rulebook() -> None:
    strategy = Rulebook().having(ALLOCATION, from_the_last)[ALLOCATION]
    plan = allocate([Need("1", "CUP", 1)], FREE, PLACES, strategy=strategy)
    assert told(plan) == ["line 1: 1 of CUP from west"]
    assert Rulebook()[ALLOCATION] is priority_list
