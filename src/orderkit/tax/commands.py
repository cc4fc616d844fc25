"""Defining the rates of a selling company."""

from __future__ import annotations

from attrs import frozen

from orderkit.flow import (
    Changes,
    Command,
    Context,
    Decision,
    Flow,
    Maybe,
    Put,
    Ref,
    ask,
    command,
    event,
)
from orderkit.parties import Company
from orderkit.tax.model import TaxTable
from orderkit.values import typed


@event("tax_table.defined")
@frozen
class TaxTableDefined:
    """A company's tax rates were defined, or defined anew."""

    company: str


@command("tax_table.define")
@typed
@frozen
class DefineTaxTable(Command[str]):
    """
    Define the tax rates of a company; the answer is the company's id.

    Other rates than before replace them as a new version of the document; the same change nothing.

    Attributes:
        table: The rates.
    """

    table: TaxTable

    def subject(self) -> str:
        """Return the table's name for ordering."""
        return f"tax_table/{self.table.id}"

    def decide(self, context: Context) -> Flow[str]:  # noqa: ARG002 - rates are the same for all
        """Return the decision in progress."""
        _, known = yield from ask(Ref(Company, self.table.id), Maybe(TaxTable, self.table.id))
        if known == self.table:
            return Decision(self.table.id)
        put = Put(self.table, (TaxTableDefined(self.table.id),))
        return Decision(self.table.id, Changes((put,)))
