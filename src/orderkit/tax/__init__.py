"""Tax on orders: rates as data, and the arithmetic."""

from orderkit.tax.calculation import LineTax, RateTax, TaxLine, TaxResult, tax_of
from orderkit.tax.commands import DefineTaxTable, TaxTableDefined
from orderkit.tax.model import TaxRate, TaxTable
from orderkit.tax.refusals import NoTaxRate

__all__ = [
    "DefineTaxTable",
    "LineTax",
    "NoTaxRate",
    "RateTax",
    "TaxLine",
    "TaxRate",
    "TaxResult",
    "TaxTable",
    "TaxTableDefined",
    "tax_of",
]
