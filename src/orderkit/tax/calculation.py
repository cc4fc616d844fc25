"""
Tax on the lines of an order, in integers of minor units.

What always holds: ``net + tax = total`` for every line, for every rate and for the whole, and the
lines of a rate add up to the rate. With prices before tax the net amounts are given and tax is put
on top; with tax inside, the gross amounts are given, tax is ``gross * rate / (100 + rate)`` and
``net = gross - tax``.

Rounding per line rounds every line and adds up. Rounding per rate rounds once per rate and
document; the lines get shares of it in proportion to their amounts. Lines with a negative amount
(credits) share apart from the others, so that no share has the wrong sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import repeat
from typing import Final, NamedTuple

from attrs import frozen

from orderkit.parties import TaxRounding
from orderkit.tax.model import PERCENT_PLACES, RateRow, TaxTable
from orderkit.tax.refusals import NoTaxRate
from orderkit.values import Rounding, apportion, ratio_rounded

_WHOLE: Final = 100 * 10**PERCENT_PLACES
_TURNED: Final = {Rounding.CEILING: Rounding.FLOOR, Rounding.FLOOR: Rounding.CEILING}
_NO_TAX: Final = RateRow(None, None, 0, Decimal(0))


class TaxLine(NamedTuple):
    """
    A line to be taxed.

    Attributes:
        number: The line's; unique among the lines.

        category: Tax category of its product.

        minor: Its price in minor units: before tax, or with tax where prices include it.
    """

    number: int
    category: str
    minor: int


class LineTax(NamedTuple):
    """
    What tax is in a line.

    Attributes:
        number: The line's.

        percent: The rate.

        net: Minor units before tax.

        tax: Minor units of tax.
    """

    number: int
    percent: Decimal
    net: int
    tax: int

    @property
    def total(self) -> int:
        """Minor units with tax."""
        return self.net + self.tax


@frozen
class RateTax:
    """
    What tax there is at one rate.

    Attributes:
        percent: The rate.

        net: Minor units before tax.

        tax: Minor units of tax.
    """

    percent: Decimal
    net: int
    tax: int


@frozen
class TaxResult:
    """
    The tax of an order.

    Attributes:
        lines: In the order they were given.

        rates: By percentage, the lowest first.

        net: Minor units before tax.

        tax: Minor units of tax.

        exemption: Why no tax is charged; ``""`` where it is.
    """

    lines: tuple[LineTax, ...]
    rates: tuple[RateTax, ...]
    net: int
    tax: int
    exemption: str = ""

    @property
    def total(self) -> int:
        """Minor units with tax."""
        return self.net + self.tax


def tax_of(
    lines: Sequence[TaxLine],
    table: TaxTable,
    at: datetime,
    *,
    inclusive: bool = False,
    per: TaxRounding = TaxRounding.PER_RATE,
    rounding: Rounding = Rounding.HALF_UP,
    exemption: str = "",
) -> TaxResult:
    """
    Return the tax of *lines* by the rates that *table* has at the moment *at*.

    Args:
        lines: What is taxed.

        table: The company's rates.

        at: The tax date, in UTC.

        inclusive: Whether the lines' prices have tax inside. With an exemption too, what is paid
            is the price as it stands.

        per: Where tax is rounded.

        rounding: How it is rounded.

        exemption: Why no tax is charged; ``""`` where it is.

    Raises:
        NoTaxRate: The table has none for some categories; all of them are named.

    >>> from datetime import UTC
    >>> from orderkit.tax.model import TaxRate
    >>> table = TaxTable("main", (TaxRate("standard", Decimal(19)),))
    >>> result = tax_of([TaxLine(1, "standard", 1000)], table, datetime(2026, 1, 1, tzinfo=UTC))
    >>> result.net, result.tax, result.total
    (1000, 190, 1190)
    """
    found = {} if exemption else _rates(lines, table, at)
    how = _How(inclusive, per, rounding)
    groups = _grouped(lines, found)
    taxed = [_of_rate(group, rate, how) for rate, group in groups]
    shares = taxed[0][0] if len(taxed) == 1 else _in_order(lines, taxed)
    rates = tuple([rate for _, rate in taxed])
    net, tax = sum([rate.net for rate in rates]), sum([rate.tax for rate in rates])
    return TaxResult(tuple(shares), rates, net, tax, exemption)


def _grouped(
    lines: Sequence[TaxLine], found: Mapping[str, RateRow]
) -> list[tuple[RateRow, Sequence[TaxLine]]]:
    """Return the lines of each rate, the lowest rate first."""
    if len(found) == 1:
        return [(rate, lines) for rate in found.values()]
    rates: dict[int, RateRow] = {}
    groups: dict[int, list[TaxLine]] = {}
    for line in lines:
        rate = found.get(line.category, _NO_TAX)
        rates[rate.scaled] = rate
        groups.setdefault(rate.scaled, []).append(line)
    return [(rates[scaled], groups[scaled]) for scaled in sorted(groups)]


def _in_order(
    lines: Iterable[TaxLine], taxed: Iterable[tuple[Sequence[LineTax], RateTax]]
) -> list[LineTax]:
    by_number = {one.number: one for shares, _ in taxed for one in shares}
    return [by_number[line.number] for line in lines]


class _How(NamedTuple):
    inclusive: bool
    per: TaxRounding
    rounding: Rounding


def _rates(lines: Iterable[TaxLine], table: TaxTable, at: datetime) -> dict[str, RateRow]:
    """Return the rate of every category on the lines."""
    found: dict[str, RateRow] = {}
    missing: list[str] = []
    for category in dict.fromkeys([line.category for line in lines]):
        rate = table.rate_at(category, at)
        if rate is None:
            missing.append(category)
        else:
            found[category] = rate
    if missing:
        raise NoTaxRate(table.id, tuple(missing), at)
    return found


def _of_rate(
    lines: Sequence[TaxLine], rate: RateRow, how: _How
) -> tuple[Sequence[LineTax], RateTax]:
    """Tax the lines of one rate; return them and what they come to."""
    scaled, percent = rate.scaled, rate.percent
    base = _WHOLE + scaled if how.inclusive else _WHOLE
    amounts = [line.minor for line in lines]
    if how.per is TaxRounding.PER_LINE:
        taxes: Sequence[int] = [
            ratio_rounded(minor * scaled, base, how.rounding) for minor in amounts
        ]
    else:
        taxes = _shared(amounts, scaled, base, how.rounding)
    if how.inclusive:
        amounts = [minor - tax for minor, tax in zip(amounts, taxes, strict=True)]
    numbers = [line.number for line in lines]
    shares = tuple(map(LineTax, numbers, repeat(percent), amounts, taxes))
    return shares, RateTax(percent, sum(amounts), sum(taxes))


def _shared(amounts: Sequence[int], scaled: int, base: int, rounding: Rounding) -> Sequence[int]:
    """
    Round the tax on all *amounts* once and share it out.

    The tax on the positive amounts is rounded as if they stood alone, and the negative ones share
    what is then missing to the tax on all; since rounding is monotonic, that is not above zero.
    Where the whole is a credit the same is done with every sign turned, so that a credit for
    everything undoes everything.
    """
    whole = sum(amounts)
    if whole < 0:
        turned = _shared(
            [-minor for minor in amounts], scaled, base, _TURNED.get(rounding, rounding)
        )
        return [-tax for tax in turned]
    tax = ratio_rounded(whole * scaled, base, rounding)
    if min(amounts) >= 0:
        return apportion(tax, amounts)
    raised = [max(minor, 0) for minor in amounts]
    lowered = [max(-minor, 0) for minor in amounts]
    above = ratio_rounded(sum(raised) * scaled, base, rounding)
    ups, downs = apportion(above, raised), apportion(tax - above, lowered)
    return [up + down for up, down in zip(ups, downs, strict=True)]
