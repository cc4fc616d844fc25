"""When the business says no about tax."""

from __future__ import annotations

from datetime import datetime

from attrs import define

from orderkit.errors import Refused


@define(eq=False)
class NoTaxRate(Refused):
    """The company has no rate for some of the categories on that day."""

    code = "no_tax_rate"

    table: str
    categories: tuple[str, ...]
    at: datetime

    def __str__(self) -> str:
        return (
            f"company {self.table!r} has no tax rate on {self.at:%Y-%m-%d} for "
            f"{', '.join(self.categories)}: define the rate, or give the product another tax category"
        )
