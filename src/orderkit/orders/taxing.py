"""The tax on an order's lines, as the company's table has it at the order's date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from orderkit.errors import Fault, shown
from orderkit.orders.findings import Findings
from orderkit.orders.intake import Known
from orderkit.pricing import QuotedLine
from orderkit.tax import NoTaxRate
from orderkit.tax.calculation import How, taxes_on


class Taxed(NamedTuple):
    """
    What tax there is in an order.

    Attributes:
        by_line: Line number to (net, tax) in minor units.

        rounding_minor: So that net + tax + rounding = total.
    """

    by_line: Mapping[int, tuple[int, int]]
    rounding_minor: int = 0


def taxed(known: Known, quotes: Mapping[int, QuotedLine], found: Findings) -> Taxed:
    """Tax the lines that have a price; a company without a tax table charges none."""
    amounts = [line.minor for line in quotes.values()]
    company, goods, table, at = known.company, known.goods, known.tax, known.price_date
    if table is None:
        return Taxed({number: (minor, 0) for number, minor in zip(quotes, amounts, strict=True)})
    how = How(company.prices_include_tax, company.tax_rounding, company.rounding)
    categories = [goods[line.sku].tax_category for line in quotes.values()]
    try:
        columns = taxes_on(categories, amounts, table, at, how, exemption=known.customer.tax_exempt)
    except NoTaxRate as none:
        fault = Fault(
            "lines", "no_tax_rate", shown(", ".join(none.categories)), "no rate is known for it",
            "define the company's tax table with a rate for it",
        )  # fmt: skip
        found.fault("price", fault, none)
        columns = taxes_on(categories, amounts, table, at, how, exemption="no rate is known")
    nets, taxes, _ = columns
    return Taxed(dict(zip(quotes, zip(nets, taxes, strict=True), strict=True)))
