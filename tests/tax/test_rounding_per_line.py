"""Tax that is rounded on every line: inside the price as well, and by the rule that was asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from orderkit.parties import TaxRounding
from orderkit.tax import TaxLine, TaxRate, TaxTable, tax_of
from orderkit.values import Rounding

AT = datetime(2026, 1, 1, tzinfo=UTC)
TABLE = TaxTable("main", (TaxRate("standard", Decimal(19)),))
THREE = [TaxLine(n, "standard", 999) for n in (1, 2, 3)]


def test_tax_inside_the_price_is_extracted_line_by_line() -> None:
    # 999 * 19 / 119 = 159.504…: 160 on each line, 479 (478.512…) on all three together.
    each = tax_of(THREE, TABLE, AT, inclusive=True, per=TaxRounding.PER_LINE)
    together = tax_of(THREE, TABLE, AT, inclusive=True)
    assert [(line.net, line.tax) for line in each.lines] == [(839, 160)] * 3
    assert (each.tax, together.tax) == (480, 479)
    assert each.total == together.total == 2997


@pytest.mark.parametrize(
    ("rounding", "tax"), [(Rounding.HALF_UP, 190), (Rounding.DOWN, 189), (Rounding.UP, 190)]
)
def test_each_line_is_rounded_by_the_rule(rounding: Rounding, tax: int) -> None:
    # 999 * 19 / 100 = 189.81
    found = tax_of(THREE, TABLE, AT, per=TaxRounding.PER_LINE, rounding=rounding)
    assert [line.tax for line in found.lines] == [tax] * 3
