"""What is reserved once stock has come is wanted when the customer said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orderkit.inventory import ReceiveStock, StockLine
from orderkit.orders import Line, ReleaseHold
from orderkit.parties import CaptureMode
from orderkit.values import Window
from tests.world import NOW, SHOPBOT, do, in_memory, placed, stored

FIRST, THEN = Window(NOW + timedelta(days=9)), Window(NOW + timedelta(days=20))


@pytest.mark.parametrize("there", ["3", "0"])
def test_a_late_reservation_keeps_the_requested_window_and_the_place(there: str) -> None:
    levels = {} if there == "0" else {("TEA-1", "north"): there}
    kit = in_memory(levels=levels)
    line = Line("TEA-1", 5, requested=THEN, ship_to="shop")
    _, order = placed(kit, line, mode=CaptureMode.RECORD, actor=SHOPBOT, requested=FIRST)
    do(kit, ReceiveStock("main", "south", [StockLine("TEA-1", 5)]))
    do(kit, ReleaseHold(order.id, "stock"))
    schedule = stored(kit, order.id).lines[0].schedule
    parts = [("north", 3), ("south", 2)] if there == "3" else [("south", 5)]
    assert [(one.location, one.quantity) for one in schedule] == parts
    assert {(one.requested, one.ship_to) for one in schedule} == {(THEN, "shop")}
