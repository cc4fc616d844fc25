"""Stock: where each movement leads, what it says when goods are missing, and low stock."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderkit.errors import InvalidInput, Refused
from orderkit.flow import Changes, Transfer
from orderkit.inventory import (
    Bucket,
    Location,
    LocationKind,
    NotEnoughStock,
    StockKey,
    adjust,
    available_accounts,
    low_stock,
    moved,
    receive,
    release,
    reserve,
    ship,
)
from orderkit.ledger import is_outside
from orderkit.testing.scripted import balances_after

TEA = "acme", "TEA-1", "north"
SHELF = "stock/acme/TEA-1/north/available"
CART = "stock/acme/TEA-1/north/reserved"

quantities = st.integers(1, 100)


def ends(transfer: Transfer) -> tuple[str, str, int]:
    return transfer.source, transfer.target, transfer.amount


def test_movements_lead_where_their_names_say() -> None:
    assert ends(reserve(*TEA, 5, "r")) == (SHELF, CART, 5)
    assert ends(release(*TEA, 5, "r")) == (CART, SHELF, 5)
    assert ends(ship(*TEA, 5, "r")) == (CART, "outside/stock/TEA-1/customer", 5)
    assert ends(receive(*TEA, 5, "r")) == ("outside/stock/TEA-1/supplier", SHELF, 5)
    assert ends(adjust(*TEA, 5, "r")) == ("outside/stock/TEA-1/adjustment", SHELF, 5)
    assert ends(adjust(*TEA, -5, "r")) == (SHELF, "outside/stock/TEA-1/adjustment", 5)
    north = StockKey(*TEA)
    damaged = moved(north, Bucket.AVAILABLE, north, Bucket.DAMAGED, 5, reason="r")
    assert ends(damaged) == (SHELF, "stock/acme/TEA-1/north/damaged", 5)


def test_goods_can_come_into_another_bucket_from_another_party() -> None:
    transfer = receive(*TEA, 5, "r", bucket=Bucket.QUARANTINE, party="customer")
    assert ends(transfer) == (
        "outside/stock/TEA-1/customer",
        "stock/acme/TEA-1/north/quarantine",
        5,
    )


@given(quantities, st.lists(st.tuples(st.sampled_from(["reserve", "release", "ship"]), quantities)))
def test_no_bucket_is_ever_below_zero(start: int, steps: list[tuple[str, int]]) -> None:
    known = {"reserve": reserve, "release": release, "ship": ship}
    books = {SHELF: start, CART: 0}
    gone = 0
    for name, quantity in steps:
        transfer = known[name](*TEA, quantity, name)
        changes = Changes(transfers=(transfer,))
        if quantity > books[transfer.source]:
            with pytest.raises(NotEnoughStock):
                balances_after(changes, books)
            continue
        books = balances_after(changes, books)
        gone += quantity if is_outside(transfer.target) else 0
        assert min(books.values()) >= 0
        assert sum(books.values()) + gone == start


@pytest.mark.parametrize(
    ("transfer", "bucket"),
    [
        (reserve(*TEA, 5, "r"), "available"),
        (release(*TEA, 5, "r"), "reserved"),
        (ship(*TEA, 5, "r"), "reserved"),
        (adjust(*TEA, -5, "r", bucket=Bucket.DAMAGED), "damaged"),
        (
            moved(StockKey(*TEA), "quarantine", StockKey(*TEA), "available", 5, reason="r"),
            "quarantine",
        ),
    ],
)
def test_every_movement_out_of_a_bucket_names_its_refusal(transfer: Transfer, bucket: str) -> None:
    with pytest.raises(NotEnoughStock) as refused:
        balances_after(Changes(transfers=(transfer,)), {transfer.source: 4})
    found = refused.value
    assert (found.sku, found.location, found.asked, found.free) == ("TEA-1", "north", 5, 4)
    assert found.bucket == bucket
    assert found.transient


def test_not_enough_stock_tells_the_way_out() -> None:
    refused = NotEnoughStock("TEA-1", "north", 5, 4)
    assert str(refused) == (
        "5 of TEA-1 were asked for at north and 4 are available: take at most 4, "
        "choose another location, or receive stock first"
    )
    assert pickle.loads(pickle.dumps(refused)).as_problem() == refused.as_problem()


class SoldOut(Refused):
    """A refusal of one's own."""


def test_refusal_of_ones_own_can_be_named() -> None:
    transfer = reserve(*TEA, 5, "r", otherwise=lambda _free: SoldOut())
    with pytest.raises(SoldOut):
        balances_after(Changes(transfers=(transfer,)), {})


def test_available_accounts_are_by_product_and_location() -> None:
    found = available_accounts("acme", ["TEA-1", "CUP-1"], iter(["north", "south"]))
    assert len(found) == 4
    assert found["CUP-1", "south"] == "stock/acme/CUP-1/south/available"


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_low_stock_warns_once_per_crossing(before: int, after: int, threshold: int) -> None:
    warned = low_stock("TEA-1", "north", after, threshold, free_before=before)
    assert (warned is not None) is (after < threshold <= before)
    always = low_stock("TEA-1", "north", after, threshold)
    assert (always is not None) is (after < threshold)


def test_low_stock_is_told_in_words() -> None:
    assert str(low_stock("TEA-1", "north", 3, 10)) == "3 of TEA-1 are left at north; low below 10"


def test_location_is_checked_all_at_once() -> None:
    with pytest.raises(InvalidInput) as refused:
        Location("no/rth", "", "ac me", "UK", "\x00")
    assert [fault.path for fault in refused.value.faults] == [
        "Location.id",
        "Location.name",
        "Location.company",
        "Location.country",
        "Location.region",
    ]


def test_location_is_a_warehouse_unless_it_is_said() -> None:
    assert Location("north", "North", "acme", "DE").kind is LocationKind.WAREHOUSE
