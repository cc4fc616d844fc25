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


@pytest.mark.parametrize(("there", "wanted"), [("3", THEN), ("0", FIRST)])
def test_a_late_reservation_keeps_the_requested_window(there: str, wanted: Window) -> None:
    levels = {} if there == "0" else {("TEA-1", "north"): there}
    kit = in_memory(levels=levels)
    line = Line("TEA-1", 5, requested=THEN)
    _, order = placed(kit, line, mode=CaptureMode.RECORD, actor=SHOPBOT, requested=FIRST)
    do(kit, ReceiveStock("main", "south", [StockLine("TEA-1", 5)]))
    do(kit, ReleaseHold(order.id, "stock"))
    schedule = stored(kit, order.id).lines[0].schedule
    assert sum(one.quantity for one in schedule) == 5
    assert {one.requested for one in schedule} == {wanted}
