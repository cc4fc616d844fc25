"""What customers order on a day, through which channel; and the mistakes that people make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Final

import attrs
from attrs import frozen

from examples.demo.distributor.customers import MARKETPLACE, Account
from examples.demo.distributor.goods import BULK, DISCONTINUED, INSTALLATION
from examples.demo.distributor.opening import World, gtin, listing, own_number
from examples.demo.distributor.prices import OFFER
from orderkit import EUR, CaptureMode, Line, PlaceOrder, Product, UnitPrice, Window

SPOILED: Final = 14
"""One order in so many has a mistake in it."""


@frozen
class Arrival:
    """
    An order on its way in.

    Attributes:
        customer: Who orders.

        command: What the channel hands over.
    """

    customer: Account
    command: PlaceOrder


class Ordering:
    """Makes up orders; the same seed makes up the same ones."""

    def __init__(self, world: World, random: Random) -> None:
        self.world = world
        self.random = random
        self._numbers: dict[str, int] = {}

    def web(self) -> Arrival:
        """Return an order that a buyer puts together in the shop."""
        customer = self._somebody()
        lines = [self._line(product) for product in self._goods(customer)]
        if "food" not in customer.customer.assortment and self.random.random() < 0.1:
            lines = [Line(gtin(self.random.randrange(len(self.world.on_sale))), 12), *lines]
        return self._arrival(customer, "web", lines)

    def by_phone(self, at: datetime) -> Arrival:
        """Return an order that a salesperson takes: larger, sometimes at a price agreed by phone."""
        customer = self._somebody()
        lines = [self._line(product, by_case=True) for product in self._goods(customer)]
        dice = self.random.random()
        if dice < 0.12:
            lines[0] = self._at_a_price(lines[0])
        elif dice < 0.2 and not customer.customer.assortment:
            lines.append(Line(BULK, f"{self.random.randint(5, 80)} kg"))
        elif dice < 0.28:
            lines.append(Line(INSTALLATION, 1))
        wanted = Window(at, None) if self.random.random() < 0.2 else None
        made = self._arrival(customer, "phone", lines)
        return attrs.evolve(made, command=attrs.evolve(made.command, requested=wanted))

    def from_file(self) -> Arrival:
        """Return an order of an EDI file, in the customer's own item numbers and whole cases."""
        customer = self.random.choice([one for one in self.world.accounts if one.edi])
        many = self.random.randint(*customer.lines)
        goods = self.random.sample(self.world.known_by_file, many)
        lines = [Line(own_number(one), self._cases(one)) for one in goods]
        made = self._arrival(customer, "edi", lines)
        number = f"PO-{customer.id}-{self.random.randint(4000, 4060)}"
        return attrs.evolve(made, command=attrs.evolve(made.command, purchase_number=number))

    def from_marketplace(self) -> Arrival:
        """Return a sale that binds already, at the marketplace's own price for a pack of three."""
        customer = next(one for one in self.world.accounts if one.id == MARKETPLACE)
        goods = self.random.sample(self.world.listed, self.random.randint(*customer.lines))
        lines = [self._sold(one) for one in goods]
        if self.random.random() < 0.06:
            lines.append(Line("BZ TEA-999 x3", 1, price=UnitPrice.parse("19.90 EUR")))
        made = self._arrival(customer, MARKETPLACE, lines, spoil=False)
        return attrs.evolve(made, command=attrs.evolve(made.command, mode=CaptureMode.RECORD))

    def _arrival(
        self, customer: Account, channel: str, lines: Sequence[Line], *, spoil: bool = True
    ) -> Arrival:
        number = self._numbers.get(channel, 0) + 1
        self._numbers[channel] = number
        command = PlaceOrder(customer.id, channel, f"{channel[0].upper()}{number:04}", lines)
        if spoil and self.random.randrange(SPOILED) == 0:
            command = self.random.choice(MISTAKES)(command, self.random)
        return Arrival(customer, command)

    def _somebody(self) -> Account:
        """Return a customer; those with long orders come as often as the others."""
        some = [one for one in self.world.accounts if one.id != MARKETPLACE]
        return self.random.choice(some)

    def _goods(self, customer: Account) -> list[Product]:
        allowed = [one for one in self.world.on_sale if customer.customer.may_order(one.category)]
        many = self.random.randint(*customer.lines)
        return self.random.sample(allowed, min(many, len(allowed)))

    def _line(self, product: Product, *, by_case: bool = False) -> Line:
        if "machines" in product.category:
            return Line(product.id, self.random.randint(1, 2))
        offer = OFFER if "syrup" in product.category and self.random.random() < 0.6 else ""
        if by_case or self.random.random() < 0.4:
            return Line(product.id, self._cases(product), offer=offer)
        return Line(product.id, self.random.randint(2, 24), offer=offer)

    def _cases(self, product: Product) -> str | int:
        if not product.packaging.units:
            return 1
        return f"{self.random.choice((1, 1, 1, 2, 2, 3, 4, 6))} case"

    def _at_a_price(self, line: Line) -> Line:
        cost = next(one.standard_cost for one in self.world.goods if one.id == line.item)
        assert cost is not None
        agreed = (cost.amount * Decimal("1.12")).quantize(Decimal("0.01"))
        return attrs.evolve(
            line, price=UnitPrice(agreed, "EUR"), reason="agreed by phone", offer=""
        )

    def _sold(self, product: Product) -> Line:
        """The marketplace shows our list price, if nobody changed it there."""
        cost = product.standard_cost
        assert cost is not None
        price = None
        if self.random.random() < 0.15:
            shown = (cost.amount * Decimal("1.6")).quantize(Decimal("0.01"))
            price = UnitPrice(shown, "EUR")
        return Line(listing(product), self.random.randint(1, 3), price=price)


def _misspelt(command: PlaceOrder, _random: Random) -> PlaceOrder:
    return _with_line(command, Line("TEE-100", 2))


def _discontinued(command: PlaceOrder, _random: Random) -> PlaceOrder:
    return _with_line(command, Line(DISCONTINUED, 12))


def _far_too_many(command: PlaceOrder, _random: Random) -> PlaceOrder:
    return attrs.evolve(
        command, lines=(attrs.evolve(command.lines[0], quantity="900 case", price=None, reason=""),)
    )


def _half_a_piece(command: PlaceOrder, _random: Random) -> PlaceOrder:
    first = attrs.evolve(command.lines[0], quantity="2.5", price=None, reason="")
    return attrs.evolve(command, lines=(first, *command.lines[1:]))


def _old_total(command: PlaceOrder, random: Random) -> PlaceOrder:
    return attrs.evolve(command, expected_total=EUR(str(random.randint(40, 90))))


def _wrong_unit(command: PlaceOrder, _random: Random) -> PlaceOrder:
    return _with_line(command, Line("COF-001", "2 crate"))


def _with_line(command: PlaceOrder, line: Line) -> PlaceOrder:
    return attrs.evolve(command, lines=(*command.lines, line))


MISTAKES: Final[Sequence[Callable[[PlaceOrder, Random], PlaceOrder]]] = (
    _misspelt, _discontinued, _far_too_many, _half_a_piece, _old_total, _wrong_unit,
)  # fmt: skip
"""What people get wrong. Each makes an order that is refused, with everything that is wrong in it."""
