"""A line with a price below zero gives credit; no goods leave the shelf for it."""

from __future__ import annotations

from orderkit.catalog import LineKind
from orderkit.orders import Line
from orderkit.values import UnitPrice
from tests.world import in_memory, placed, shelf

BACK = UnitPrice.parse("-4.00 EUR")


def test_a_credit_line_reserves_nothing() -> None:
    kit = in_memory()
    before = shelf(kit, "TEA-1", "north")
    _, order = placed(
        kit, Line("TEA-1", 3), Line("TEA-1", 2, price=BACK, reason="two tins were dented")
    )
    assert shelf(kit, "TEA-1", "north") == before - 3
    goods, credit = order.lines
    assert (goods.kind, goods.reserved, goods.open) == (LineKind.GOODS, 3, 3)
    assert (credit.kind, credit.reserved, credit.open) == (LineKind.CHARGE, 0, 0)
    assert credit.net_minor == -800
    assert order.net_minor == goods.net_minor - 800
    assert kit.audit("acme").clean


def test_a_credit_line_needs_no_stock() -> None:
    kit = in_memory()
    many = 100_000
    answer, _ = placed(
        kit,
        Line("POT-1", 2),
        Line("TEA-1", many, price=UnitPrice.parse("-0.0001 EUR"), reason="a bonus for the year"),
    )
    assert answer.holds == ()
