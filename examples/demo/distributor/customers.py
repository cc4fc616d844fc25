"""Who buys from the distributor, on which terms, and which of them write item numbers of their own."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Final, NamedTuple

import attrs
from attrs import frozen

from orderkit import Address, Customer, Money, Place

COMPANY: Final = "kontor"
SALESPEOPLE: Final = ("ida", "sue", "tom")
MARKETPLACE: Final = "bazaar"
"""The marketplace is a customer itself: it collects the money and sends one order per buyer."""


class Segment(NamedTuple):
    """
    Customers of one kind.

    Attributes:
        group: Their price group; ``""`` for none.

        kinds: How they are called.

        terms: Of payment; one is drawn.

        limit: Least and greatest credit limit, in hundreds of euros.

        many: How many there are.

        lines: Least and greatest number of lines of an order.
    """

    group: str
    kinds: tuple[str, ...]
    terms: tuple[str, ...]
    limit: tuple[int, int]
    many: int
    lines: tuple[int, int]


SEGMENTS: Final = (
    Segment("gold", ("Tea Trading", "Coffee Wholesale"), ("net30",), (350, 900), 8, (4, 12)),
    Segment("horeca", ("Hotel", "Cafe", "Bistro"), ("net14", "net30"), (15, 120), 14, (2, 8)),
    Segment("shop", ("Delicatessen", "Tea House", "Store"), ("net14", "prepaid"), (10, 60), 14, (1, 6)),
    Segment("", ("Office", "School"), ("prepaid",), (10, 20), 3, (1, 4)),
)  # fmt: skip

CITIES: Final = (
    ("Hamburg", "20457"), ("Bremen", "28195"), ("Kiel", "24103"), ("Leipzig", "04109"),
    ("Dresden", "01067"), ("Berlin", "10115"), ("Munich", "80331"), ("Augsburg", "86150"),
    ("Ulm", "89073"), ("Cologne", "50667"), ("Essen", "45127"), ("Kassel", "34117"),
)  # fmt: skip
OWNERS: Final = (
    "Adler", "Brandt", "Conrad", "Dorn", "Ebel", "Falk", "Graf", "Hahn", "Imhof", "Jost", "Kern",
    "Lang", "Moll", "Nagel", "Otto", "Pohl", "Reuter", "Seidel", "Thiel", "Voss", "Wolf",
)  # fmt: skip


@frozen
class Account:
    """
    A customer, with what the day needs to know of them.

    Attributes:
        customer: The master data.

        limit: Their credit limit; None where they have no credit.

        lines: Least and greatest number of lines of an order of theirs.

        edi: Whether they send their orders as files, with item numbers of their own.
    """

    customer: Customer
    limit: Money | None
    lines: tuple[int, int]
    edi: bool = False

    @property
    def id(self) -> str:
        """The customer's number."""
        return self.customer.id

    @property
    def buyer(self) -> str:
        """Id of the person who orders for them in the web shop."""
        return f"buyer-{self.id}"


def accounts(random: Random) -> Iterator[Account]:
    """Yield all customers; a chain's branches come after the head office that pays for them."""
    names = [f"{owner}|{city}" for owner in OWNERS for city, _ in CITIES]
    random.shuffle(names)
    number = 0
    for segment in SEGMENTS:
        head = ""
        for n in range(segment.many):
            number += 1
            made = _account(f"c{number:02}", segment, names.pop(), random)
            if segment.group == "horeca" and n in (1, 2):
                yield _branch(made, head)
            else:
                head = head or made.id
                yield made
    yield _marketplace()


def _account(number: str, segment: Segment, name: str, random: Random) -> Account:
    owner, _, city = name.partition("|")
    postcode = dict(CITIES)[city]
    title = f"{owner} {random.choice(segment.kinds)} {city}"
    street = (
        f"{random.choice(('Marktstr.', 'Hauptstr.', 'Am Hafen', 'Ring'))} {random.randint(1, 90)}"
    )
    terms = random.choice(segment.terms)
    customer = Customer(
        number, title, COMPANY, "EUR",
        groups=(segment.group,) if segment.group else (),
        ship_to=(Place("main", Address(title, (street,), city, postcode, "DE")),),
        salesperson=random.choice(SALESPEOPLE),
        terms=terms,
        assortment=("hardware", "services") if number == "c38" else (),
    )  # fmt: skip
    limit = None if terms == "prepaid" else Money(random.randint(*segment.limit) * 10_000, "EUR")
    return Account(customer, limit, segment.lines, segment.group == "gold" and number < "c06")


def _branch(account: Account, head: str) -> Account:
    customer = attrs.evolve(account.customer, payer=head, terms="net30")
    return Account(customer, None, account.lines)


def _marketplace() -> Account:
    address = Address("Bazaar Fulfilment", ("Logistikring 1",), "Kassel", "34117", "DE")
    customer = Customer(
        MARKETPLACE, "Bazaar marketplace", COMPANY, "EUR",
        ship_to=(Place("hub", address),), terms="net14", salesperson="ida",
    )  # fmt: skip
    return Account(customer, Money(5_000_000, "EUR"), (1, 3))
