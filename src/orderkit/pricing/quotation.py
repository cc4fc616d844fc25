"""
What pricing is asked, and what it answers.

A :class:`Quotation` explains itself. How much it tells beyond the price and its source is a matter
of :class:`Trace`: nothing, the winner, or every list that was looked at and why it lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, NoReturn, Self

from attrs import field, frozen

from orderkit.catalog import Product
from orderkit.errors import Fault, gathered, invalid
from orderkit.pricing.entries import By, PriceEntries
from orderkit.pricing.model import Offer, PriceList
from orderkit.values import Money, Quantity, Rounding, UnitPrice, bounded, check_text, utc
from orderkit.values.decimals import LARGEST

OVERRIDE = "override"
"""The source of a price that somebody set by hand."""


class Trace(StrEnum):
    """How much a quotation tells of how its prices were found."""

    OFF = "off"
    WINNER = "winner"
    FULL = "full"


class Verdict(StrEnum):
    """What became of a price list for a line."""

    WON = "won"
    OTHER_CURRENCY = "other_currency"
    OTHER_TAX = "other_tax"
    WITHDRAWN = "withdrawn"
    OUTSIDE_WINDOW = "outside_window"
    NOT_IN_SCOPE = "not_in_scope"
    NO_PRICE = "no_price"
    NOT_CHEAPER = "not_cheaper"
    RANKED_LOWER = "ranked_lower"
    LEFT_OUT = "left_out"


class Declined(StrEnum):
    """Why an offer that a line names does not reduce it; :attr:`NOT` where it does."""

    NOT = ""
    UNKNOWN = "unknown"
    OUTSIDE_WINDOW = "outside_window"
    OTHER_GROUP = "other_group"
    OTHER_PRODUCT = "other_product"
    QUANTITY = "quantity"
    CONTRACT = "contract"
    OVERRIDDEN = "overridden"


class _PriceLine(NamedTuple):
    """The fields of a :class:`PriceLine`."""

    number: int
    product: Product
    base: int
    unit: str = ""
    offer: str = ""
    override: UnitPrice | None = None
    reason: str = ""


class PriceLine(_PriceLine):
    """
    A line to be priced; a named tuple, because every line of every order makes one.

    Attributes:
        number: What the answer calls it by; unique in the request.

        product: What is ordered.

        base: How much, in the ledger's integers of the product; above 0.

        unit: Unit it is ordered in: entries for it go before converted ones. ``""`` for the
            product's order unit.

        offer: Id of the offer that the line names; ``""`` for none.

        override: A unit price set by hand; None for none. A negative one is a credit.

        reason: Why it was set by hand.

    Raises:
        InvalidInput: ``out_of_range``, ``unit_unknown``, or a price set by hand without a reason.
    """

    __slots__ = ()

    def __new__(  # noqa: PLR0917 - what the fields are
        cls,
        number: int,
        product: Product,
        base: int,
        unit: str = "",
        offer: str = "",
        override: UnitPrice | None = None,
        reason: str = "",
    ) -> Self:
        """Check the line; who has checked all of it already makes the tuple without this."""
        if type(base) is not int or not 0 < base <= LARGEST:
            _refuse_base(base)
        if unit:
            product.packaging.factor(unit, "PriceLine.unit")
        if override is not None:
            check_text(reason, "PriceLine.reason", longest=200)
            product.packaging.factor(override.unit, "PriceLine.override")
        return super().__new__(cls, number, product, base, unit, offer, override, reason)

    @classmethod
    def of(
        cls, number: int, product: Product, quantity: Quantity | int | str, *, offer: str = ""
    ) -> PriceLine:
        """
        Return the line for a quantity as people write it.

        Raises:
            InvalidInput: As :meth:`~orderkit.values.Packaging.to_base`.

        >>> from orderkit.values import Packaging
        >>> PriceLine.of(1, Product("T", "Tea", Packaging("pcs", units={"case": (12, 1)})), "2 case").base
        24
        """
        wanted = Quantity.of(quantity)
        return cls(number, product, product.packaging.to_base(wanted), wanted.unit, offer)


def _refuse_base(base: int) -> NoReturn:
    raise invalid(
        "PriceLine.base", "out_of_range", bounded(base, "PriceLine.base"),
        "a line orders more than nothing", "leave the line out",
    )  # fmt: skip


@frozen
class PriceRequest:
    """
    What is to be priced, for whom and when, by which policies.

    Attributes:
        currency: ISO 4217 code; prices in others do not count.

        at: The moment whose prices are asked, by the company's price date.

        lines: What is ordered.

        customer: Id of the sold-to; ``""`` for somebody unknown.

        groups: The customer's groups, the most decisive first.

        channel: Where the order comes from.

        tax_inclusive: Whether prices with tax inside are asked.

        places: Decimals of extended prices.

        rounding: How extended prices and amounts lose places.
    """

    currency: str
    at: datetime
    lines: tuple[PriceLine, ...]
    customer: str = ""
    groups: tuple[str, ...] = ()
    channel: str = ""
    tax_inclusive: bool = False
    places: int = 4
    rounding: Rounding = Rounding.HALF_UP

    def __attrs_post_init__(self) -> None:
        at = utc(self.at, "PriceRequest.at")
        if at is not self.at:
            object.__setattr__(self, "at", at)
        overrides = [line for line in self.lines if line.override is not None]
        if overrides:
            gathered(fault for line in overrides for fault in self._currency_faults(line))

    @property
    def offers(self) -> frozenset[str]:
        """Ids of the offers that lines name."""
        return frozenset([line.offer for line in self.lines if line.offer])

    def _currency_faults(self, line: PriceLine) -> Iterator[Fault]:
        price = line.override
        if price is not None and price.currency != self.currency:
            yield from invalid(
                f"PriceRequest.lines[{line.number}].override", "currency_mismatch", str(price),
                f"the request is in {self.currency}", f"set the price in {self.currency}",
            ).faults  # fmt: skip


@frozen
class PriceSlice:
    """
    Everything that one request may need to know: the answer depends on nothing else.

    Attributes:
        lists: Heads, by id; with all the lists that their formulas build upon.

        entries: By id. Those by category are looked at where the head says that there are some.

        offers: By id.
    """

    lists: Mapping[str, PriceList]
    entries: Mapping[str, PriceEntries]
    offers: Mapping[str, Offer] = field(factory=dict)

    @classmethod
    def of(cls, *documents: PriceList | PriceEntries | Offer) -> PriceSlice:
        """
        Return the slice of these documents, in whatever order they come.

        >>> PriceSlice.of(PriceList("retail", "EUR")).lists["retail"].currency
        'EUR'
        """
        return cls(
            {one.id: one for one in documents if isinstance(one, PriceList)},
            {one.id: one for one in documents if isinstance(one, PriceEntries)},
            {one.id: one for one in documents if isinstance(one, Offer)},
        )


@frozen
class Adjustment:
    """
    What was added to or taken off a line's extended price.

    Attributes:
        reason: In words.

        amount: In major units, at the request's places; negative for a reduction.

        offer: Id of the offer that did it; ``""`` for none.

        code: The channel's code of a discount that came with the order; ``""`` for none.
    """

    reason: str
    amount: Decimal
    offer: str = ""
    code: str = ""


class Candidate(NamedTuple):
    """
    A price list that was looked at for a line.

    Attributes:
        price_list: Its id.

        verdict: What became of it.

        rank: Its place in the strategy's order, from 1; 0 where it was not ranked.

        price: The unit price it has for the line; None where it has none or was not asked.

        by: Whether the entry was kept by SKU or category; None for a list's own formula.

        key: The SKU or category; ``""`` for a list's own formula.

        minimum: The tier, in *unit*.

        unit: Unit of the entry; ``""`` for a formula for every unit.

        via: Ids of the lists its formulas went through, down to the one with the price;
            ``"cost"`` for the standard cost.

        scope: Whom the list is for, in words.

        priority: Of the list.
    """

    price_list: str
    verdict: Verdict
    rank: int = 0
    price: UnitPrice | None = None
    by: By | None = None
    key: str = ""
    minimum: Decimal = Decimal(0)
    unit: str = ""
    via: tuple[str, ...] = ()
    scope: str = ""
    priority: int = 0


class QuotedLine(NamedTuple):
    """
    A line's price; a named tuple, because every line of every order makes one.

    Attributes:
        number: The line's.

        sku: What is ordered.

        base: How much, in the ledger's integers.

        unit_price: Per its own quantity and unit, which need not be the ordered one.

        source: Id of the price list, or :data:`OVERRIDE`.

        tier: Least quantity from which this price holds, in the entry's unit.

        gross: Price times quantity, at the request's places.

        adjustments: What turns *gross* into *extended*: ``gross + Σ amounts = extended``.

        extended: What the line costs, at the request's places.

        minor: What the line costs, in minor units: rounded once, from the exact price.

        declined: Why the offer that the line names does not reduce it.

        contract: Whether the price is agreed in a contract.

        trace: The winner, or with a full trace every list; empty without a trace.

        reason: Why the price was set by hand.

        via: Ids of the lists that formulas went through, as :attr:`Candidate.via` of the winner.
    """

    number: int
    sku: str
    base: int
    unit_price: UnitPrice
    source: str
    tier: Decimal
    gross: Decimal
    adjustments: tuple[Adjustment, ...]
    extended: Decimal
    minor: int
    declined: Declined = Declined.NOT
    contract: bool = False
    trace: tuple[Candidate, ...] = ()
    reason: str = ""
    via: tuple[str, ...] = ()

    @property
    def amount(self) -> Money:
        """What the line costs, in money."""
        return Money(self.minor, self.unit_price.currency)

    @property
    def free(self) -> bool:
        """Whether the line costs nothing: without a gift's or a sample's reason, to be reviewed."""
        return not self.extended

    @property
    def overridden(self) -> bool:
        """Whether the price was set by hand."""
        return self.source == OVERRIDE

    @property
    def winner(self) -> Candidate | None:
        """The list that won; None without a trace, and for a price set by hand."""
        return next((one for one in self.trace if one.verdict is Verdict.WON), None)


@frozen
class Quotation:
    """
    The prices of a request.

    Attributes:
        currency: Of all amounts.

        lines: In the order of the request.

        lists: Ids of the lists that were candidates, bases included: what an order checks.

        level: How much it tells.
    """

    currency: str
    lines: tuple[QuotedLine, ...]
    lists: tuple[str, ...] = ()
    level: Trace = Trace.WINNER

    def __iter__(self) -> Iterator[QuotedLine]:
        return iter(self.lines)

    @property
    def total(self) -> Money:
        """The sum of the lines' amounts, before tax."""
        return Money(sum([line.minor for line in self.lines]), self.currency)
