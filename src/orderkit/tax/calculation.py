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

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final, NamedTuple, TypeAlias

from attrs import frozen

from orderkit.parties import TaxRounding
from orderkit.tax.model import PERCENT_PLACES, RateRow, TaxTable
from orderkit.tax.refusals import NoTaxRate
from orderkit.values import Rounding, ratio_rounded
from orderkit.values.apportion import largest_remainders

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
    numbers = [line.number for line in lines]
    categories = [line.category for line in lines]
    amounts = [line.minor for line in lines]
    how = How(inclusive, per, rounding)
    nets, taxes, percents = taxes_on(categories, amounts, table, at, how, exemption=exemption)
    shares = tuple(map(LineTax, numbers, percents, nets, taxes))
    return TaxResult(shares, _together(shares), sum(nets), sum(taxes), exemption)


def _together(shares: Iterable[LineTax]) -> tuple[RateTax, ...]:
    """Add up what there is at each rate, the lowest first."""
    sums: dict[Decimal, RateTax] = {}
    for _, percent, net, tax in shares:
        before = sums.get(percent, RateTax(percent, 0, 0))
        sums[percent] = RateTax(percent, before.net + net, before.tax + tax)
    return tuple(sums[percent] for percent in sorted(sums))


class How(NamedTuple):
    """How tax is computed; see :func:`tax_of`."""

    inclusive: bool
    per: TaxRounding
    rounding: Rounding


Columns: TypeAlias = tuple[Sequence[int], Sequence[int], Sequence[Decimal]]
"""The tax on amounts, one entry per amount in each: net minor units, minor units of tax, rates."""


def taxes_on(
    categories: Sequence[str],
    amounts: Sequence[int],
    table: TaxTable,
    at: datetime,
    how: How,
    *,
    exemption: str = "",
) -> Columns:
    """
    Return the tax of *amounts*, each of the category beside it: what :func:`tax_of` computes with.

    Raises:
        NoTaxRate: The table has none for some categories; all of them are named.

    >>> from datetime import UTC
    >>> from orderkit.tax.model import TaxRate
    >>> table = TaxTable("main", (TaxRate("standard", Decimal(19)),))
    >>> how, at = How(False, TaxRounding.PER_RATE, Rounding.HALF_UP), datetime(2026, 1, 1, tzinfo=UTC)
    >>> taxes_on(["standard"] * 2, [5, 500], table, at, how)
    ([5, 500], [1, 95], (Decimal('19'), Decimal('19')))
    """
    found = {} if exemption else _rates(categories, table, at)
    if len(found) == 1:
        (rate,) = found.values()
        nets, taxes = _of_rate(amounts, rate, how)
        return nets, taxes, (rate.percent,) * len(amounts)
    rates = [found.get(category, _NO_TAX) for category in categories]
    return _by_rate(amounts, rates, how)


def _by_rate(amounts: Sequence[int], rates: Sequence[RateRow], how: How) -> Columns:
    """Tax the amounts of each rate together, and put every share where its amount stood."""
    places: dict[int, list[int]] = {}
    for n, rate in enumerate(rates):
        places.setdefault(rate.scaled, []).append(n)
    nets, taxes = [0] * len(amounts), [0] * len(amounts)
    for group in places.values():
        together = [amounts[n] for n in group]
        own = _of_rate(together, rates[group[0]], how)
        for n, net, tax in zip(group, *own, strict=True):
            nets[n], taxes[n] = net, tax
    return nets, taxes, [rate.percent for rate in rates]


def _rates(categories: Iterable[str], table: TaxTable, at: datetime) -> dict[str, RateRow]:
    """Return the rate of each category."""
    found: dict[str, RateRow] = {}
    missing: list[str] = []
    for category in dict.fromkeys(categories):
        rate = table.rate_at(category, at)
        if rate is None:
            missing.append(category)
        else:
            found[category] = rate
    if missing:
        raise NoTaxRate(table.id, tuple(missing), at)
    return found


def _of_rate(
    amounts: Sequence[int], rate: RateRow, how: How
) -> tuple[Sequence[int], Sequence[int]]:
    """Return the net amounts and the taxes of one rate."""
    scaled = rate.scaled
    inclusive, per, rounding = how
    base = _WHOLE + scaled if inclusive else _WHOLE
    if per is TaxRounding.PER_LINE:
        taxes = [ratio_rounded(minor * scaled, base, rounding) for minor in amounts]
    else:
        taxes = _shared(amounts, scaled, base, rounding)
    nets = amounts
    if inclusive:
        nets = [minor - tax for minor, tax in zip(amounts, taxes, strict=True)]
    return nets, taxes


def _shared(amounts: Sequence[int], scaled: int, base: int, rounding: Rounding) -> list[int]:
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
        return largest_remainders(tax, amounts, whole)
    raised = [max(minor, 0) for minor in amounts]
    lowered = [max(-minor, 0) for minor in amounts]
    above = ratio_rounded(sum(raised) * scaled, base, rounding)
    ups = largest_remainders(above, raised, sum(raised))
    downs = [-down for down in largest_remainders(above - tax, lowered, sum(lowered))]
    return [up + down for up, down in zip(ups, downs, strict=True)]
