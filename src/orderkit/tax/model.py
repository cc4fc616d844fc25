"""What tax is charged on what, from when on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

from attrs import field, frozen

from orderkit.catalog import ALWAYS
from orderkit.errors import Fault, caught, gathered, invalid
from orderkit.flow import document
from orderkit.values import Window, as_written, check_id, exact, several, typed

PERCENT_PLACES: Final = 4
"""Decimals a rate may have."""


@typed
@frozen
class TaxRate:
    """
    The tax on one category of goods, for a time.

    Attributes:
        category: What products name as their tax category.

        percent: Of the net price, from 0 to 100, up to four decimals.

        window: When it is the rate.
    """

    category: str
    percent: Decimal = field(converter=as_written)
    window: Window = ALWAYS

    def __attrs_post_init__(self) -> None:
        gathered(
            (
                *caught(check_id, self.category, "TaxRate.category"),
                *caught(self._check_percent),
            )
        )

    def _check_percent(self) -> None:
        percent = exact(self.percent, "TaxRate.percent", places=PERCENT_PLACES)
        if not 0 <= percent <= 100:
            raise invalid(
                "TaxRate.percent", "out_of_range", percent, "a rate is 0 to 100 percent",
                "write nineteen percent as 19",
            )  # fmt: skip
        object.__setattr__(self, "percent", percent)


class RateRow(NamedTuple):
    """
    A rate as the calculation wants it.

    Attributes:
        start: First moment, or None.

        until: First moment after, or None.

        scaled: Ten-thousandths of a percent.

        percent: As it was given.
    """

    start: datetime | None
    until: datetime | None
    scaled: int
    percent: Decimal


def _rates(given: Iterable[TaxRate]) -> tuple[TaxRate, ...]:
    return several(given, TaxRate, "TaxTable.rates")


RateRows: TypeAlias = Mapping[str, tuple[RateRow, ...]]


@document("tax_table")
@typed
@frozen
class TaxTable:
    """
    The rates by which a selling company charges tax.

    Attributes:
        id: Id of the company.

        rates: By category, then by time; the windows of a category do not overlap.
    """

    id: str
    rates: tuple[TaxRate, ...] = field(converter=_rates)
    rows: RateRows = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        gathered((*caught(check_id, self.id, "TaxTable.id"), *self._rate_faults()))
        rows: dict[str, tuple[RateRow, ...]] = {}
        for rate in self.rates:
            scaled = int(rate.percent.scaleb(PERCENT_PLACES))
            row = RateRow(rate.window.start, rate.window.until, scaled, rate.percent)
            rows[rate.category] = (*rows.get(rate.category, ()), row)
        object.__setattr__(self, "rows", rows)

    def _rate_faults(self) -> Iterator[Fault]:
        for n, (one, other) in enumerate(pairwise(self.rates), start=1):
            path = f"TaxTable.rates[{n}]"
            if one.category > other.category:
                yield from invalid(
                    path, "unsorted", other.category, f"it comes after {one.category}",
                    "sort by category and time",
                ).faults  # fmt: skip
            elif one.category == other.category and not _follows(other.window, one.window):
                yield from invalid(
                    path, "overlap", str(other.window),
                    f"{other.category} has a rate {one.window} before it, and one rate at a time",
                    "put the rates in order of time and end each where the next begins",
                ).faults  # fmt: skip

    def rate_at(self, category: str, at: datetime) -> RateRow | None:
        """
        Return the rate of *category* at the moment *at*, in UTC; None where there is none.

        >>> from datetime import UTC
        >>> table = TaxTable("main", (TaxRate("standard", Decimal(19)),))
        >>> table.rate_at("standard", datetime(2026, 1, 1, tzinfo=UTC)).percent
        Decimal('19')
        """
        for row in self.rows.get(category, ()):
            if (row.start is None or row.start <= at) and (row.until is None or at < row.until):
                return row
        return None


def _follows(later: Window, earlier: Window) -> bool:
    ends, starts = earlier.until, later.start
    return ends is not None and starts is not None and ends <= starts
