"""The tax on an order's lines, as the company's table has it at the order's date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from orderkit.errors import Fault, shown
from orderkit.orders.findings import Findings
from orderkit.orders.intake import Known
from orderkit.pricing import QuotedLine
from orderkit.tax import NoTaxRate, TaxLine, TaxResult, TaxTable, tax_of


class Taxed(NamedTuple):
    """
    What tax there is in an order.

    Attributes:
        by_line: Line number to (net, tax) in minor units.

        rounding_minor: So that net + tax + rounding = total.
    """

    by_line: Mapping[int, tuple[int, int]]
    rounding_minor: int = 0


def taxed(known: Known, lines: Iterable[QuotedLine], found: Findings) -> Taxed:
    """Tax *lines*; a company without a tax table charges none."""
    goods = {one.number: one.product for one in known.asked if one.product is not None}
    rows = [TaxLine(one.number, goods[one.number].tax_category, one.minor) for one in lines]
    if known.tax is None:
        return Taxed({row.number: (row.minor, 0) for row in rows})
    try:
        result = _result(known, known.tax, rows, known.customer.tax_exempt)
    except NoTaxRate as none:
        fault = Fault(
            "lines", "no_tax_rate", shown(", ".join(none.categories)), "no rate is known for it",
            "define the company's tax table with a rate for it",
        )  # fmt: skip
        found.fault("price", fault, none)
        result = _result(known, known.tax, rows, "no rate is known")
    return Taxed({number: (net, tax) for number, _, net, tax in result.lines})


def _result(known: Known, table: TaxTable, rows: list[TaxLine], exemption: str) -> TaxResult:
    company = known.company
    return tax_of(
        rows,
        table,
        known.price_date,
        inclusive=company.prices_include_tax,
        per=company.tax_rounding,
        rounding=company.rounding,
        exemption=exemption,
    )
