"""Netting: the same as one transfer after the other, at most one bump per account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderkit.errors import FloatRefused, InvalidInput, Refused
from orderkit.flow import Refusal, Transfer
from orderkit.inventory import NotEnoughStock
from orderkit.ledger import is_outside, netted
from orderkit.values import LARGEST

NAMES = ("stock/acme/TEA/n/available", "stock/acme/TEA/n/reserved", "uses/spring/left")
BEYOND = ("outside/stock/TEA/supplier", "outside/stock/TEA/customer")

amounts = st.integers(1, 50)
limits = st.none() | st.integers(-20, 20)


def refusal(word: str) -> Refusal:
    return lambda found: NotEnoughStock(word, "north", 1, found)


@st.composite
def transfers(draw: st.DrawFn) -> Transfer:
    source, target = draw(st.permutations(NAMES + BEYOND))[:2]
    reason = draw(st.sampled_from(["place o-1", "edit o-1", "gift"]))
    return Transfer(source, target, draw(amounts), reason, None, draw(limits), draw(limits))


def one_after_the_other(moves: Iterable[Transfer]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for move in moves:
        sums[move.source] -= move.amount
        sums[move.target] += move.amount
    return Counter({name: delta for name, delta in sums.items() if delta})


@given(st.lists(transfers(), max_size=12))
def test_netting_moves_what_one_after_the_other_moves(moves: list[Transfer]) -> None:
    net = netted(moves)
    found = [*((one[0], one[1]) for one in net.bumps), *((one[0], one[1]) for one in net.outside)]
    assert dict(found) == one_after_the_other(moves)
    assert len(found) == len(dict(found)), "an account stands twice"
    assert all(is_outside(one[0]) for one in net.outside)
    assert not any(is_outside(one[0]) for one in net.bumps)
    assert sum(delta for _, delta in found) == 0


@given(st.lists(transfers(), max_size=12))
def test_strictest_limit_in_the_direction_of_the_net_binds(moves: list[Transfer]) -> None:
    for account, delta, floor, ceiling, _ in netted(moves).bumps:
        floors = [one.floor for one in moves if one.source == account and one.floor is not None]
        ceilings = [
            one.ceiling for one in moves if one.target == account and one.ceiling is not None
        ]
        assert floor == (max(floors, default=None) if delta < 0 else None)
        assert ceiling == (min(ceilings, default=None) if delta > 0 else None)


@given(st.lists(transfers(), max_size=12))
def test_every_reason_is_told_once(moves: list[Transfer]) -> None:
    net = netted(moves)
    told = {one[0]: one[4] for one in net.bumps} | {one[0]: one[2] for one in net.outside}
    for account, reason in told.items():
        touched = {move.reason for move in moves if account in (move.source, move.target)}
        assert sorted(reason.split("; ")) == sorted(touched)


def holding(moves: Iterable[Transfer], balances: Counter[str]) -> bool:
    left = Counter(balances)
    for move in moves:
        left[move.source] -= move.amount
        if not is_outside(move.source) and left[move.source] < 0:
            return False
        left[move.target] += move.amount
    return True


@given(st.lists(transfers(), max_size=8), st.lists(st.integers(0, 60), min_size=3, max_size=3))
def test_what_holds_one_after_the_other_holds_at_once(
    moves: list[Transfer], start: list[int]
) -> None:
    moves = [one._replace(floor=0, ceiling=None) for one in moves]
    balances = Counter(dict(zip(NAMES, start, strict=True)))
    if holding(moves, balances):
        for account, delta, floor, _, _ in netted(moves).bumps:
            assert floor is None or balances[account] + delta >= floor


def test_what_comes_out_even_is_left_alone() -> None:
    shelf, cart, _ = NAMES
    net = netted([Transfer(shelf, cart, 5, "edit"), Transfer(cart, shelf, 5, "edit")])
    assert (net.bumps, net.outside, net.refusals) == ((), (), {})


def named(net_refusals: Refusal, found: int = 3) -> str:
    refused: Refused = net_refusals(found)
    assert isinstance(refused, NotEnoughStock)
    return refused.sku


def test_refusal_of_the_binding_floor_is_named() -> None:
    shelf, cart, other = NAMES
    lax = Transfer(shelf, cart, 1, "a", refusal("lax"), floor=0)
    strict = Transfer(shelf, other, 1, "a", refusal("strict"), floor=5)
    silent = Transfer(shelf, other, 1, "a", floor=9)
    assert named(netted([lax, strict]).refusals[shelf]) == "strict"
    assert named(netted([strict, lax]).refusals[shelf]) == "strict"
    assert named(netted([strict, silent]).refusals[shelf]) == "strict"
    assert named(netted([silent, lax]).refusals[shelf]) == "lax"


def test_refusal_of_the_binding_ceiling_is_named() -> None:
    shelf, cart, other = NAMES
    full = Transfer(shelf, cart, 1, "a", refusal("full"), floor=None, ceiling=5)
    fuller = Transfer(other, cart, 1, "a", refusal("fuller"), floor=None, ceiling=3)
    net = netted([full, fuller])
    assert named(net.refusals[cart]) == "fuller"
    assert net.bumps[-1] == (cart, 2, None, 3, "a")


def test_refusal_of_the_direction_that_was_overtaken_is_dropped() -> None:
    shelf, cart, other = NAMES
    down = Transfer(cart, shelf, 2, "a", refusal("short"))
    up = Transfer(other, cart, 5, "a", refusal("full"), ceiling=9)
    assert named(netted([down, up]).refusals[cart]) == "full"
    assert named(netted([down, up._replace(amount=1)]).refusals[cart]) == "short"
    assert cart not in netted([down, up._replace(amount=2)]).refusals


BAD = [
    (0, "not_positive"),
    (-1, "not_positive"),
    (True, "bool"),
    ("3", "wrong_type"),
    (LARGEST + 1, "out_of_range"),
]


@pytest.mark.parametrize(("amount", "code"), BAD)
def test_amount_that_is_no_whole_number_above_zero_is_refused(amount: int, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        netted([Transfer(NAMES[0], NAMES[1], amount, "a")])
    assert refused.value.faults[0].code == code


def test_float_amount_is_refused() -> None:
    with pytest.raises(FloatRefused):
        netted([Transfer(NAMES[0], NAMES[1], 1.0, "a")])  # type: ignore[arg-type]


def test_transfer_to_the_same_account_is_refused() -> None:
    with pytest.raises(InvalidInput, match="from an account to itself; name two accounts"):
        netted([Transfer(NAMES[0], NAMES[0], 1, "a")])


def test_sum_beyond_what_stores_hold_is_refused() -> None:
    most = Transfer(NAMES[0], NAMES[1], LARGEST, "a")
    with pytest.raises(InvalidInput) as refused:
        netted([most, most])
    assert refused.value.faults[0].code == "out_of_range"


def test_sum_beyond_the_range_is_fine_where_it_is_set_off() -> None:
    there = Transfer(NAMES[0], NAMES[1], LARGEST, "a")
    back = Transfer(NAMES[1], NAMES[0], LARGEST, "a")
    assert netted([there, back]).bumps == ()
