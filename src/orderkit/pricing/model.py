"""
Price lists, the books in which a decision finds them, and offers.

A list's *shape* is fixed when it is first published: its scope, its currency, the lists it builds
upon and whether it has entries by SKU or by category. Books repeat that shape, so that a decision
knows from the books alone which documents to read, and a book is never out of date. What changes
(windows, priority, formula, entries) stands in the list's head and its entries; every publishing
raises the head's number, and an order checks the heads it was priced from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeAlias

from attrs import field, frozen
from attrs.converters import optional

from orderkit.catalog import ALWAYS
from orderkit.errors import Fault, caught, gathered, invalid
from orderkit.flow import Index, document
from orderkit.pricing.entries import COST, By, EntriesIds, Formula, entries_ids, millionths
from orderkit.values import (
    Window,
    as_written,
    bounded,
    check_id,
    check_text,
    exact,
    minor_digits,
    several,
    typed,
)


class Scope(StrEnum):
    """
    Whom a price list is for.

    ``OFFER`` lists hold for lines to which the named offer applies; ``BASE`` lists for nobody:
    other lists' formulas build upon them.
    """

    EVERYONE = "everyone"
    CHANNEL = "channel"
    GROUP = "group"
    CUSTOMER = "customer"
    CONTRACT = "contract"
    OFFER = "offer"
    BASE = "base"


Precedence: TypeAlias = tuple[int, int, int, timedelta]
"""What puts a list before others, the least first: contract, priority, scope and start."""

_SPECIFICITY: Final = {
    Scope.OFFER: 0,
    Scope.CONTRACT: 1,
    Scope.CUSTOMER: 1,
    Scope.GROUP: 2,
    Scope.CHANNEL: 3,
    Scope.EVERYONE: 4,
    Scope.BASE: 5,
}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NAMELESS = frozenset({Scope.EVERYONE, Scope.BASE})
_OF_CUSTOMERS = frozenset({Scope.CUSTOMER, Scope.CONTRACT})


def _by_scope(price_list: PriceList) -> Iterable[tuple[tuple[str, ...], str]]:
    return (((price_list.scope.value, price_list.of), price_list.id),)


@document(
    "price_list",
    indexes=(Index("by_scope", _by_scope),),
    owner=lambda price_list: price_list.of if price_list.scope in _OF_CUSTOMERS else "",
)
@typed
@frozen
class PriceList:
    """
    The head of a price list.

    Attributes:
        id: Short code; never ``"cost"``.

        currency: ISO 4217 code of all its prices.

        scope: Whom it is for.

        of: Which channel, group, customer or offer; for a contract, the customer. ``""`` for
            everyone and for a base.

        contract: Number of the contract; contracts only.

        window: When it holds.

        priority: The greater goes first.

        formula: Makes the price of whatever has no entry; None where only entries count.

        bases: Ids of the lists that formulas of entries build upon; the list's own formula need not
            be named again.

        by_sku: Whether it has entries by SKU.

        by_category: Whether it has entries by category.

        beats_contracts: Whether it goes before contracts.

        tax_inclusive: Whether its prices have tax inside.

        name: For people.

        publishing: How often it was published; set by publishing.

        since: Entries of publishings before this one are void; set by publishing.

        withdrawn: Whether it holds no more, whatever its window says.

        whom: Whom it is for, in words; told with every price, and made once.

        precedence: What puts it before other lists, the least first; see
            :func:`~orderkit.pricing.strategy.by_precedence`.

        ids: The ids of its entries by SKU, by SKU; found once as well.
    """

    id: str
    currency: str
    scope: Scope = Scope.EVERYONE
    of: str = ""
    contract: str = ""
    window: Window = ALWAYS
    priority: int = 0
    formula: Formula | None = None
    bases: tuple[str, ...] = ()
    by_sku: bool = True
    by_category: bool = False
    beats_contracts: bool = False
    tax_inclusive: bool = False
    name: str = ""
    publishing: int = 1
    since: int = 1
    withdrawn: bool = False
    whom: str = field(init=False, eq=False, repr=False)
    precedence: Precedence = field(init=False, eq=False, repr=False)
    ids: EntriesIds = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        gathered(
            self._id_faults(),
            caught(self._check_meaning),
            caught(self._check_of),
            caught(self._check_contract),
        )
        object.__setattr__(self, "whom", f"{self.scope} {self.of}".strip())
        object.__setattr__(self, "precedence", _precedence(self))
        object.__setattr__(self, "ids", entries_ids(self.id, By.SKU))

    @property
    def builds_on(self) -> tuple[str, ...]:
        """Ids of all the lists that its formulas may reckon from, in order."""
        formula = self.formula
        own = () if formula is None or formula.of == COST else (formula.of,)
        return tuple(sorted({*self.bases, *own}))

    def _id_faults(self) -> Iterator[Fault]:
        yield from caught(check_id, self.id, "PriceList.id")
        yield from caught(minor_digits, self.currency, "PriceList.currency")
        yield from caught(bounded, self.priority, "PriceList.priority")
        yield from caught(check_text, self.name, "PriceList.name", longest=200, empty=True)
        for n, base in enumerate(self.bases):
            yield from caught(check_id, base, f"PriceList.bases[{n}]")

    def _check_meaning(self) -> None:
        if self.id in {COST, *self.builds_on}:
            raise invalid(
                "PriceList.id", "bad_id", self.id, "a formula means something else by it",
                "choose another id, and build on other lists than itself",
            )  # fmt: skip

    def _check_of(self) -> None:
        if self.scope not in _NAMELESS:
            check_id(self.of, "PriceList.of")
        elif self.of:
            raise invalid(
                "PriceList.of", "not_named", self.of, f"the scope {self.scope} has no name",
                "leave it out, or choose the scope that is meant",
            )  # fmt: skip

    def _check_contract(self) -> None:
        if self.scope is Scope.CONTRACT:
            check_id(self.contract, "PriceList.contract")
        elif self.contract:
            raise invalid(
                "PriceList.contract", "not_named", self.contract, "the scope is no contract",
                "leave it out, or choose the scope contract",
            )  # fmt: skip


def _precedence(one: PriceList) -> Precedence:
    contract = 0 if one.beats_contracts else 1 if one.scope is Scope.CONTRACT else 2
    start = one.window.start
    age = timedelta.max if start is None else _EPOCH - start
    return contract, -one.priority, _SPECIFICITY[one.scope], age


@frozen
class Listing:
    """
    A list as its book knows it.

    Attributes:
        price_list: Id of the list.

        by_sku: Whether it has entries by SKU.

        by_category: Whether it has entries by category.
    """

    price_list: str
    by_sku: bool = True
    by_category: bool = False


@document(
    "price_book",
    owner=lambda book: book.of if book.scope is Scope.CUSTOMER else "",
)
@frozen
class PriceBook:
    """
    Which lists there are for one scope, with all they build upon.

    Attributes:
        id: :func:`~orderkit.pricing.books.book_id` of scope and name.

        scope: Whom the lists are for; contracts stand in their customer's book.

        of: Which channel, group, customer or offer.

        listings: The lists and all their bases, by id.
    """

    id: str
    scope: Scope
    of: str = ""
    listings: tuple[Listing, ...] = ()


def _products(given: Iterable[str]) -> tuple[str, ...]:
    return several(given, str, "Offer.products")


def _groups(given: Iterable[str]) -> tuple[str, ...]:
    return several(given, str, "Offer.groups")


@document("offer")
@typed
@frozen
class Offer:
    """
    A reduction that a line may name: percent off, for some goods, quantities, buyers and days.

    An offer may also have price lists of its own, in scope ``offer``.

    Attributes:
        id: Short code.

        name: For people.

        percent: Taken off the extended price, from 0 to 100.

        window: When it holds.

        minimum: Least quantity of the line, in stock units.

        maximum: Greatest quantity of the line, in stock units, itself included; None for no limit.

        products: SKUs it is for; empty for all.

        groups: Customer groups it is for; empty for everybody.

        on_contracts: Whether it reduces contract prices as well.
    """

    id: str
    name: str
    percent: Decimal = field(converter=as_written)
    window: Window = ALWAYS
    minimum: Decimal = field(default=Decimal(0), converter=as_written)
    maximum: Decimal | None = field(default=None, converter=optional(as_written))
    products: tuple[str, ...] = field(default=(), converter=_products)
    groups: tuple[str, ...] = field(default=(), converter=_groups)
    on_contracts: bool = False
    skus: frozenset[str] = field(init=False, eq=False, repr=False)
    least: int = field(init=False, eq=False, repr=False)
    most: int | None = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        gathered((*self._name_faults(), *self._limit_faults()))
        object.__setattr__(self, "skus", frozenset(self.products))
        object.__setattr__(self, "least", millionths(self.minimum))
        most = None if self.maximum is None else millionths(self.maximum)
        object.__setattr__(self, "most", most)

    def _name_faults(self) -> Iterator[Fault]:
        yield from caught(check_id, self.id, "Offer.id")
        yield from caught(check_text, self.name, "Offer.name", longest=200)
        for n, sku in enumerate(self.products):
            yield from caught(check_id, sku, f"Offer.products[{n}]")
        for n, group in enumerate(self.groups):
            yield from caught(check_id, group, f"Offer.groups[{n}]")

    def _limit_faults(self) -> Iterator[Fault]:
        names = (
            ("percent", "minimum") if self.maximum is None else ("percent", "minimum", "maximum")
        )
        wrong = [fault for name in names for fault in caught(self._take, name)]
        yield from wrong
        if wrong:
            return
        if not 0 <= self.percent <= 100:
            yield from _out_of_range(
                "Offer.percent", self.percent, "a reduction is 0 to 100 percent"
            )
        if self.minimum < 0:
            yield from _out_of_range("Offer.minimum", self.minimum, "no quantity is below 0")
        if self.maximum is not None and self.maximum < self.minimum:
            yield from _out_of_range(
                "Offer.maximum", self.maximum, f"the minimum is {self.minimum}"
            )

    def _take(self, name: str) -> None:
        number = exact(getattr(self, name), f"Offer.{name}", places=6)
        object.__setattr__(self, name, number)


def _out_of_range(path: str, got: object, why: str) -> tuple[Fault, ...]:
    return invalid(path, "out_of_range", got, why, "check the number").faults
