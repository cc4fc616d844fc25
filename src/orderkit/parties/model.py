"""
Who sells and who buys: the selling company with its policies, and customers with their roles.

An order has more parties than two. Goods are *sold to* a customer, *shipped to* an address,
*billed to* another, paid by a *payer* who may be the customer's parent, looked after by a
*salesperson*, and sold by a *company*, of which one tenant may have several. Prices follow the
sold-to, credit follows the payer, tax follows ship-from and ship-to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from attrs import field, frozen

from orderkit.errors import Fault, caught, gathered, invalid
from orderkit.flow import Index, document
from orderkit.values import (
    COUNTRIES,
    Address,
    Personal,
    Rounding,
    Window,
    check_id,
    check_text,
    minor_digits,
    several,
    typed,
    utc,
    whole_number,
    zone_of,
)
from orderkit.values.making import maker

EXTENDED_PLACES: Final = 4
"""Decimals of a line's extended price unless the company says otherwise."""


class PriceDate(StrEnum):
    """Which day's prices an order gets, in the company's time zone."""

    PLACEMENT = "placement"
    REQUESTED = "requested"
    DELIVERY = "delivery"


class TaxRounding(StrEnum):
    """
    Where tax is rounded to minor units: once per rate and document, as in the European Union, and
    shared out to the lines; or on every line, as in China, and added up.
    """

    PER_RATE = "per_rate"
    PER_LINE = "per_line"


class OverLimit(StrEnum):
    """What happens to an order that the payer's credit limit does not cover."""

    HOLD = "hold"
    REFUSE = "refuse"
    WARN = "warn"


class CaptureMode(StrEnum):
    """Whether the seller decides about an incoming order, or records what binds already."""

    OFFER = "offer"
    RECORD = "record"


def _locations(given: Iterable[str]) -> tuple[str, ...]:
    return several(given, str, "Company.locations")


def _policies(given: Iterable[str]) -> tuple[str, ...]:
    return several(given, str, "Company.approvals")


@document("company")
@typed
@frozen
class Company:
    """
    A selling company of the tenant.

    Attributes:
        id: Short code.

        name: As it stands on papers.

        currency: ISO 4217 code of its books, and of orders that name none.

        country: ISO 3166-1 code of its seat.

        timezone: IANA name; its days are days there, see :meth:`days`.

        locations: Ids of the places it delivers from, in order of priority.

        price_date: Which day's prices an order gets.

        prices_include_tax: Whether its orders are priced with tax inside.

        tax_rounding: Where tax is rounded.

        extended_places: Decimals to which a line's extended price is kept; the amount of money is
            rounded once, from the exact price.

        rounding: How extended prices and amounts lose places.

        over_limit: What happens over the credit limit.

        capture: Mode of orders that name none.

        auto_confirm: Whether an order without holds is confirmed as it is placed.

        approvals: Ids of the approval policies that every order is judged by, in order.
    """

    id: str
    name: str
    currency: str
    country: str
    timezone: str = "UTC"
    locations: tuple[str, ...] = field(default=(), converter=_locations)
    price_date: PriceDate = PriceDate.PLACEMENT
    prices_include_tax: bool = False
    tax_rounding: TaxRounding = TaxRounding.PER_RATE
    extended_places: int = EXTENDED_PLACES
    rounding: Rounding = Rounding.HALF_UP
    over_limit: OverLimit = OverLimit.HOLD
    capture: CaptureMode = CaptureMode.OFFER
    auto_confirm: bool = False
    approvals: tuple[str, ...] = field(default=(), converter=_policies)

    def __attrs_post_init__(self) -> None:
        gathered(
            (
                *caught(check_id, self.id, "Company.id"),
                *caught(check_text, self.name, "Company.name", longest=200),
                *caught(minor_digits, self.currency, "Company.currency"),
                *caught(zone_of, self.timezone, "Company.timezone"),
                *caught(self._check_country),
                *_id_faults(self.locations, "Company.locations"),
                *_id_faults(self.approvals, "Company.approvals"),
                *caught(self._check_places),
            )
        )

    def days(self, first: date | None, last: date | None) -> Window:
        """
        Return the company's days from *first* to *last*, both included; None for an open end.

        What is said in days becomes a window here: how long a list's prices hold, when an order is
        wanted. The price date is a moment, and lies on the day that it is in the company's zone.

        Raises:
            InvalidInput: As :meth:`Window.days <orderkit.values.Window.days>`.

        >>> company = Company("main", "Tea", "EUR", "DE", "Europe/Berlin")
        >>> print(company.days(date(2026, 4, 1), None))
        2026-03-31T22:00:00Z/..
        """
        return Window.days(first, last, self.timezone)

    def _check_country(self) -> None:
        if self.country not in COUNTRIES:
            raise invalid(
                "Company.country", "country_unknown", self.country, "it is not an ISO 3166-1 code",
                "write the two capitals of the country, such as 'DE'",
            )  # fmt: skip

    def _check_places(self) -> None:
        if not 0 <= whole_number(self.extended_places, "Company.extended_places") <= 6:
            raise invalid(
                "Company.extended_places", "out_of_range", self.extended_places,
                "an extended price has 0 to 6 decimals", "choose one of them; 4 is usual",
            )  # fmt: skip


@typed
@frozen
class Place:
    """
    An address that a customer's orders may be shipped to.

    Attributes:
        id: The name it goes by within the customer: ``"main"``, ``"shop-2"``.

        address: Where it is.
    """

    id: str
    address: Address

    def __attrs_post_init__(self) -> None:
        check_id(self.id, "Place.id")


def _groups(given: Iterable[str]) -> tuple[str, ...]:
    return several(given, str, "Customer.groups")


def _places(given: Iterable[Place]) -> tuple[Place, ...]:
    return several(given, Place, "Customer.ship_to")


def _assortment(given: Iterable[str]) -> tuple[str, ...]:
    return several(given, str, "Customer.assortment")


def _by_group(customer: Customer) -> Iterator[tuple[tuple[str, ...], str]]:
    return (((group,), customer.id) for group in customer.groups)


def _by_salesperson(customer: Customer) -> Iterable[tuple[tuple[str, ...], str]]:
    return (((customer.salesperson,), customer.id),) if customer.salesperson else ()


@document(
    "customer",
    indexes=(Index("by_group", _by_group), Index("by_salesperson", _by_salesperson)),
    owner=lambda customer: customer.id,
)
@typed
@frozen
class Customer:
    """
    Somebody who buys.

    Attributes:
        id: The customer's number.

        name: Person or company.

        company: Id of the company that sells to them.

        currency: ISO 4217 code of their prices and orders.

        groups: Codes of the groups they are in, the most decisive first.

        payer: Id of the customer who pays and whose credit counts; ``""`` for themselves.

        bill_to: Where bills go; None for the first ship-to.

        ship_to: Where goods may go, the usual place first.

        salesperson: Id of the actor who looks after them; ``""`` for nobody.

        manager: Id of the actor on their own side who approves their purchases; ``""`` for nobody.

        terms: Code of the terms of payment: ``"net30"``, ``"prepaid"``; ``""`` for none agreed.

        tax_exempt: Why no tax is charged: a text for the bill; ``""`` where it is.

        assortment: Category codes they may order from; empty for all.

        blocked: Why they may not order now; ``""`` where they may.

        since: When they became a customer; None when not known.
    """

    id: str
    name: str = field(metadata=Personal)
    company: str
    currency: str
    groups: tuple[str, ...] = field(default=(), converter=_groups)
    payer: str = ""
    bill_to: Address | None = None
    ship_to: tuple[Place, ...] = field(default=(), converter=_places)
    salesperson: str = ""
    manager: str = ""
    terms: str = ""
    tax_exempt: str = ""
    assortment: tuple[str, ...] = field(default=(), converter=_assortment)
    blocked: str = ""
    since: datetime | None = None

    def __attrs_post_init__(self) -> None:
        gathered(
            self._id_faults(),
            self._text_faults(),
            caught(self._check_places),
            caught(self._keep_utc, self.since) if self.since is not None else (),
        )

    def _keep_utc(self, since: datetime) -> None:
        object.__setattr__(self, "since", utc(since, "Customer.since"))

    def _id_faults(self) -> Iterator[Fault]:
        yield from caught(check_id, self.id, "Customer.id")
        yield from caught(check_id, self.company, "Customer.company")
        for name in ("payer", "salesperson", "manager", "terms"):
            value = getattr(self, name)
            if value:
                yield from caught(check_id, value, f"Customer.{name}")
        yield from _id_faults(self.groups, "Customer.groups")
        yield from _id_faults(self.assortment, "Customer.assortment")

    def _text_faults(self) -> Iterator[Fault]:
        yield from caught(check_text, self.name, "Customer.name", longest=200)
        yield from caught(minor_digits, self.currency, "Customer.currency")
        for name in ("tax_exempt", "blocked"):
            yield from caught(
                check_text, getattr(self, name), f"Customer.{name}", longest=200, empty=True
            )

    def _check_places(self) -> None:
        _check_distinct([place.id for place in self.ship_to], "Customer.ship_to")

    @property
    def payer_id(self) -> str:
        """Id of the customer who pays."""
        return self.payer or self.id

    def place(self, id: str = "") -> Address | None:  # noqa: A002 - the field's own word
        """Return the ship-to address of that id, the usual one for ``""``, None if there is none."""
        for place in self.ship_to:
            if not id or place.id == id:
                return place.address
        return None

    @property
    def usual_place(self) -> str:
        """Id of the ship-to that orders go to unless they name another; ``""`` if there is none."""
        return self.ship_to[0].id if self.ship_to else ""

    @property
    def billing(self) -> Address | None:
        """Where bills go."""
        return self.bill_to or self.place()

    def may_order(self, category: tuple[str, ...]) -> bool:
        """Tell whether goods of that category path are in the customer's assortment."""
        return not self.assortment or not set(self.assortment).isdisjoint(category)


@frozen
class Roles:
    """
    The parties of one order.

    Attributes:
        company: Id of the selling company.

        sold_to: Id of the customer who orders; prices follow.

        payer: Id of the customer who pays; credit follows.

        salesperson: Id of the actor who looks after them; ``""`` for nobody.

        ship_to: Where the goods go; None while not known.

        bill_to: Where the bill goes; None while not known.
    """

    company: str
    sold_to: str
    payer: str
    salesperson: str = ""
    ship_to: Address | None = None
    bill_to: Address | None = None


_new_roles = maker(Roles)


def roles_of(customer: Customer, *, place: str = "") -> Roles:
    """
    Return the parties of an order of *customer*, as their master data have them.

    >>> roles_of(Customer("c-7", "Tea House", "main", "EUR", payer="c-1")).payer
    'c-1'
    """
    return _new_roles(
        customer.company,
        customer.id,
        customer.payer_id,
        customer.salesperson,
        customer.place(place),
        customer.billing,
    )


def _id_faults(ids: tuple[str, ...], path: str) -> Iterator[Fault]:
    for n, one in enumerate(ids):
        yield from caught(check_id, one, f"{path}[{n}]")
    yield from caught(_check_distinct, ids, path)


def _check_distinct(ids: Iterable[str], path: str) -> None:
    names = list(ids)
    if len(set(names)) < len(names):
        raise invalid(path, "duplicate", names, "one is named twice", "name each once")
