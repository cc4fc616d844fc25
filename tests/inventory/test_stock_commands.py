"""Receiving, adjusting and moving stock: what is written, and what is refused."""

from __future__ import annotations

import pytest

from orderkit.catalog import Product
from orderkit.errors import InvalidInput, NotFound
from orderkit.flow import NOTHING, Command, Put, Query, declared
from orderkit.inventory import (
    AdjustStock,
    Bucket,
    DefineLocation,
    GoodsReceipt,
    Location,
    LocationDefined,
    Moved,
    MoveStock,
    NotEnoughStock,
    ReceiveStock,
    StockAdjusted,
    StockAdjustment,
    StockLine,
    StockMove,
    StockPosted,
    StockReceived,
    StockWasMoved,
)
from orderkit.testing.scripted import SCRIPT_TIME, balances_after, decide, given
from orderkit.values import Packaging

TEA = Product("TEA-1", "Tea", Packaging("pcs", units={"case": (12, 1)}))
NORTH = Location("north", "North", "acme", "DE")
SOUTH = Location("south", "South", "acme", "DE")
BOOKS = given(TEA, NORTH, SOUTH)
SHELF = "stock/acme/TEA-1/north/available"


def test_receipt_is_booked_in_base_units_and_told() -> None:
    lines = [StockLine("TEA-1", "2 case"), StockLine("TEA-1", 3)]
    made = decide(ReceiveStock("acme", "north", lines, "DN-1"), given=BOOKS)
    booked = (Moved("TEA-1", 27),)
    paper = made.answer.id
    assert made.answer == StockPosted(paper, booked)
    [put] = made.changes.puts
    assert put.value == GoodsReceipt(
        paper, "acme", "north", booked, "DN-1", Bucket.AVAILABLE, SCRIPT_TIME
    )
    assert put.events == (StockReceived(paper, "acme", "north", booked),)
    assert balances_after(made.changes, {}) == {SHELF: 27}


def test_receipt_can_go_to_quarantine() -> None:
    lines = [StockLine("TEA-1", 3)]
    made = decide(ReceiveStock("acme", "north", lines, bucket=Bucket.QUARANTINE), given=BOOKS)
    assert balances_after(made.changes, {}) == {"stock/acme/TEA-1/north/quarantine": 3}


def test_location_is_defined_once_and_anew() -> None:
    made = decide(DefineLocation(NORTH))
    [put] = made.changes.puts
    assert (made.answer, put) == ("north", Put(NORTH, (LocationDefined("north"),)))
    assert decide(DefineLocation(NORTH), given=BOOKS).changes == NOTHING
    renamed = Location("north", "Harbour", "acme", "DE")
    assert decide(DefineLocation(renamed), given=BOOKS).changes.puts[0].value == renamed
    assert DefineLocation(NORTH).subject() == "location/north"


def test_papers_are_found_by_location_in_order_of_time() -> None:
    made = decide(ReceiveStock("acme", "north", [StockLine("TEA-1", 3)]), given=BOOKS)
    receipt = made.changes.puts[0].value
    [key] = declared(GoodsReceipt).keys(receipt)
    assert key.equals == ("north",)
    assert key.sort == "2026-01-05T09:00:00.000000+00:00"
    assert declared(Location).keys(NORTH)[0].equals == ("acme",)
    assert Query(StockMove, "by_location", ("north",)).index == "by_location"


def test_adjustment_moves_the_difference() -> None:
    lost = AdjustStock("acme", "north", [StockLine("TEA-1", "-2")], "broken")
    made = decide(lost, given=BOOKS)
    assert made.answer.lines == (Moved("TEA-1", -2),)
    [put] = made.changes.puts
    assert isinstance(put.value, StockAdjustment)
    assert put.events == (
        StockAdjusted(put.value.id, "acme", "north", (Moved("TEA-1", -2),), "broken"),
    )
    assert balances_after(made.changes, {SHELF: 5}) == {SHELF: 3}
    with pytest.raises(NotEnoughStock):
        balances_after(made.changes, {SHELF: 1})


def test_adjustments_that_cancel_out_move_nothing() -> None:
    lines = [StockLine("TEA-1", 2), StockLine("TEA-1", -2)]
    made = decide(AdjustStock("acme", "north", lines, "counted twice"), given=BOOKS)
    assert made.changes.transfers == ()
    assert made.answer.lines == (Moved("TEA-1", 0),)


def test_move_to_another_location() -> None:
    away = MoveStock(
        "acme", "north", Bucket.AVAILABLE, Bucket.IN_TRANSIT, [StockLine("TEA-1", 2)], "refill",
        "south",
    )  # fmt: skip
    made = decide(away, given=BOOKS)
    [put] = made.changes.puts
    assert isinstance(put.value, StockMove)
    assert put.events == (
        StockWasMoved(
            put.value.id, "acme", "north", "south", Bucket.AVAILABLE, Bucket.IN_TRANSIT,
            (Moved("TEA-1", 2),),
        ),
    )  # fmt: skip
    after = balances_after(made.changes, {SHELF: 5})
    assert after == {SHELF: 3, "stock/acme/TEA-1/south/in_transit": 2}


def test_move_to_another_bucket_stays_where_it_is() -> None:
    lines = [StockLine("TEA-1", 2)]
    wet = MoveStock("acme", "north", Bucket.AVAILABLE, Bucket.DAMAGED, lines, "wet")
    made = decide(wet, given=given(TEA, NORTH))
    assert made.changes.puts[0].value.to_location == "north"
    after = balances_after(made.changes, {SHELF: 5})
    assert after == {SHELF: 3, "stock/acme/TEA-1/north/damaged": 2}


ONE = [StockLine("TEA-1", 1)]
MOVE = Bucket.AVAILABLE, Bucket.DAMAGED


@pytest.mark.parametrize(
    "command",
    [
        ReceiveStock("acme", "moon", ONE),
        AdjustStock("acme", "moon", ONE, "counted"),
        MoveStock("acme", "moon", *MOVE, ONE, "wet"),
        MoveStock("acme", "north", *MOVE, ONE, "wet", "moon"),
    ],
)
def test_unknown_location_is_not_found(command: Command[StockPosted]) -> None:
    with pytest.raises(NotFound, match="there is no Location 'moon' here"):
        decide(command, given=BOOKS)


def test_all_lines_that_do_not_convert_are_told_together() -> None:
    lines = [StockLine("TEA-1", "0.5"), StockLine("CUP-1", 1), StockLine("TEA-1", "1 pallet")]
    with pytest.raises(InvalidInput) as refused:
        decide(ReceiveStock("acme", "north", lines), given=BOOKS)
    found = [(fault.path, fault.code) for fault in refused.value.faults]
    assert found == [
        ("lines[0].quantity", "not_exact"),
        ("lines[1].sku", "sku_unknown"),
        ("lines[2].quantity", "unit_unknown"),
    ]


def test_all_faults_of_a_receipt_are_told_together() -> None:
    with pytest.raises(InvalidInput) as refused:
        ReceiveStock("ac me", "no rth", [StockLine("TEA-1", 0), StockLine("TEA-1", -1)], "\x00")
    assert [(fault.path, fault.code) for fault in refused.value.faults] == [
        ("ReceiveStock.owner", "bad_id"),
        ("ReceiveStock.location", "bad_id"),
        ("ReceiveStock.reference", "control_character"),
        ("ReceiveStock.lines[0].quantity", "not_positive"),
        ("ReceiveStock.lines[1].quantity", "not_positive"),
    ]


def test_all_faults_of_an_adjustment_are_told_together() -> None:
    with pytest.raises(InvalidInput) as refused:
        AdjustStock("ac me", "no rth", [StockLine("TEA-1", 0)], "")
    assert [(fault.path, fault.code) for fault in refused.value.faults] == [
        ("AdjustStock.owner", "bad_id"),
        ("AdjustStock.location", "bad_id"),
        ("AdjustStock.reason", "empty"),
        ("AdjustStock.lines[0].quantity", "not_positive"),
    ]


def test_all_faults_of_a_move_are_told_together() -> None:
    with pytest.raises(InvalidInput) as refused:
        MoveStock("ac me", "no rth", *MOVE, [], "", "so uth")
    assert [(fault.path, fault.code) for fault in refused.value.faults] == [
        ("MoveStock.owner", "bad_id"),
        ("MoveStock.location", "bad_id"),
        ("MoveStock.to_location", "bad_id"),
        ("MoveStock.reason", "empty"),
        ("MoveStock.lines", "empty"),
    ]


@pytest.mark.parametrize("there", ["", "north"])
def test_move_to_where_the_goods_are_is_refused(there: str) -> None:
    with pytest.raises(InvalidInput, match="there already; name another bucket or another loc"):
        MoveStock("acme", "north", Bucket.DAMAGED, Bucket.DAMAGED, ONE, "why", there)


def test_line_without_a_product_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"StockLine\.sku"):
        StockLine("", 1)
