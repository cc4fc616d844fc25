"""Published orders: every unit price and every extended price is found again, from data alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from examples import adventureworks
from orderkit.pricing import PriceSlice, Trace, price


@pytest.fixture(scope="module")
def folder(data_dir: Path) -> Path:
    found = data_dir / "adventureworks"
    if not found.is_dir():
        pytest.skip(f"no published orders at {found}: set ORDERKIT_DATA to the folder above")
    return found


@pytest.fixture(scope="module")
def known(folder: Path) -> PriceSlice:
    return adventureworks.prices(folder).slice()


def test_the_lists_are_few_and_have_no_entry_per_order_line(folder: Path) -> None:
    assert adventureworks.prices(folder).counts() == {
        "lists": 17,
        "formulas": 16,
        "entries": 293,
        "tiers": 395,
        "offers": 16,
    }


def test_every_published_price_is_found_again(folder: Path, known: PriceSlice) -> None:
    goods = adventureworks.products(folder)
    lines = orders = 0
    mismatches = []
    for order in adventureworks.orders(folder):
        orders += 1
        quoted = price(order.request(goods), known, trace=Trace.OFF)
        for sold, line in zip(order.lines, quoted, strict=True):
            lines += 1
            found = (line.unit_price.amount, line.extended)
            if found != (sold.unit_price, sold.line_total):
                mismatches.append((order.number, sold.number, found))
    assert (orders, lines, mismatches) == (13_639, 63_477, [])
