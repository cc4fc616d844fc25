"""A channel's listing may stand for several pieces; a unit beside it says nothing clear."""

from __future__ import annotations

import pytest

from orderkit.orders import Line, OrderRefused
from tests.world import in_memory, placed


def test_two_of_a_pack_of_three_are_six() -> None:
    _, order = placed(in_memory(), Line("tea-3pack", 2), channel="market")
    assert order.lines[0].ordered == 6


def test_a_case_of_a_pack_of_three_is_refused() -> None:
    with pytest.raises(OrderRefused, match="without a unit") as refused:
        placed(in_memory(), Line("tea-3pack", "1 case"), Line("nowhere", 1), channel="market")
    assert [(one.path, one.code) for one in refused.value.faults] == [
        ("lines[0].quantity", "unit_unknown"),
        ("lines[1].item", "unknown_item"),
    ]
