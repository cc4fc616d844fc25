"""
From what a customer wrote to what is ordered: item numbers, units, quantities, assortment.

Everything that is wrong is collected, never raised one by one. Who takes the order decides what
becomes of it: the seller's own order is refused with all of it, a binding one is held for it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from attrs import field, frozen

from orderkit.allocation import Need
from orderkit.catalog import (
    GTIN,
    CrossReference,
    ItemNumbers,
    Meaning,
    Product,
    channel_scope,
    cross_reference_id,
    customer_scope,
)
from orderkit.errors import Fault, InvalidInput, caught, gathered, invalid, shown
from orderkit.orders.discounts import ChannelDiscount, discounts_of
from orderkit.orders.model import STOCKED
from orderkit.parties import Customer
from orderkit.values import (
    ID_PATTERN,
    Quantity,
    UnitPrice,
    Window,
    check_id,
    check_text,
    positive,
    type_faults,
)

LINES_MAX: Final = 2_000
"""Most lines of one order."""

HELD_FOR: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("under_minimum", "over_maximum", "not_in_multiple", "not_sold", "not_in_assortment"),
            "review",
        ),
        "address_missing": "address",
    }
)
"""
What a binding order is held for by the code of a line's fault: ``item`` where none stands here.

The odd ones are understood: somebody may accept them.
"""


_said: Final = attrgetter("price", "reason", "offer", "requested", "note", "ship_to", "discounts")
_PLAIN: Final = (None, "", "", None, "", "", ())
"""What most lines say besides item and quantity."""


def _quantity(value: Any) -> Quantity:
    return Quantity.of(value, "Line.quantity")


@frozen
class Line:
    """
    One line as it is asked for.

    Attributes:
        item: A SKU, the customer's own item number, a channel's listing or a GTIN.

        quantity: How much: ``3`` of the order unit, ``"2 case"``, or a ``Quantity``; above 0.

        price: A unit price that stands, from a binding order or by hand; None to be priced.

        reason: Why the price was set by hand.

        offer: Id of the offer that the customer calls upon.

        requested: When it is wanted, if not with the rest of the order.

        ship_to: Id of the customer's place that it goes to, if not with the rest of the order.

        discounts: What a recorded order came with, off the whole line at *price*; at most 20, in the
            price's currency, together not above what the line costs.

    >>> Line("TEA-1", "2 case").quantity.unit
    'case'

    Raises:
        InvalidInput: The quantity is not above 0, a text cannot be one, or a discount has no price
            to be taken off.
        TooLarge: It has more than 20 discounts.
    """

    item: str
    quantity: Quantity = field(converter=_quantity)
    price: UnitPrice | None = None
    reason: str = ""
    offer: str = ""
    requested: Window | None = None
    note: str = ""
    ship_to: str = ""
    discounts: tuple[ChannelDiscount, ...] = ()

    def __attrs_post_init__(self) -> None:
        try:  # the lines of an order are mostly right: collecting waits until something is not
            positive(self.quantity, "Line.quantity")
            check_text(self.item, "Line.item", longest=80, number=True)
            plain = _said(self) == _PLAIN
        except InvalidInput:
            plain = False
        if not plain:
            gathered(*self._checks())

    def _checks(self) -> Iterator[Iterable[Fault]]:
        yield caught(positive, self.quantity, "Line.quantity")
        yield caught(check_text, self.item, "Line.item", longest=80, number=True)
        yield type_faults(Line, {"price": self.price, "requested": self.requested})
        given = self.offer or type(self.offer) is not str
        yield caught(check_id, self.offer, "Line.offer") if given else ()
        yield caught(check_text, self.ship_to, "Line.ship_to", longest=64, empty=True)
        yield caught(check_text, self.note, "Line.note", empty=True)
        yield caught(check_text, self.reason, "Line.reason", longest=200, empty=True)
        yield caught(self._keep_discounts)

    def _keep_discounts(self) -> None:
        # No converter: the lines of an order are many, and hardly any has one.
        object.__setattr__(self, "discounts", discounts_of(self.discounts, self.price))


class Asked(NamedTuple):
    """
    A line after resolution.

    Attributes:
        product: None where the item is not known.

        quantity: In the unit it is counted in: a listing "pack of three" times two is six.

        base: In the ledger's integers; 0 where it could not be told.
    """

    number: int
    line: Line
    product: Product | None
    quantity: Quantity
    base: int


def scopes(customer: str, channel: str) -> tuple[str, str, str]:
    """
    Return whose item numbers may be meant, in the order in which they are looked at.

    >>> scopes("c-7", "web")
    ('customer:c-7', 'channel:web', 'gtin')
    """
    return customer_scope(customer), channel_scope(channel), GTIN


def reference_ids(lines: Iterable[Line], numbers: Collection[ItemNumbers]) -> tuple[str, ...]:
    """
    Return the ids of the cross-references that may tell what the lines mean.

    >>> reference_ids([Line("4006381333931", 1)], [ItemNumbers("2:in:gtin", "gtin")])
    ('4:gtin:4006381333931',)
    """
    items = dict.fromkeys([line.item for line in lines] if numbers else ())
    return tuple([cross_reference_id(one.scope, item) for one in numbers for item in items])


def gives_credit(line: Line) -> bool:
    """
    Tell whether a line's price is below zero: it gives credit, and no goods leave the shelf for it.

    >>> gives_credit(Line("TEA-1", 1, price=UnitPrice.parse("-9.50 EUR"), reason="broken"))
    True
    """
    return line.price is not None and line.price.amount < 0


def product_ids(lines: Iterable[Line]) -> tuple[str, ...]:
    """
    Return the items that may be SKUs by their form.

    >>> product_ids([Line("TEA-1", 1), Line("no such thing", 1)])
    ('TEA-1',)
    """
    items = dict.fromkeys([line.item for line in lines])
    # Nearly always all of them, which one look tells; no item of a line has a control character.
    if _may_be_ids("\n".join(items)):
        return tuple(items)
    return tuple([item for item in items if _may_be_ids(item)])


_may_be_ids = re.compile(rf"{ID_PATTERN}(?:\n{ID_PATTERN})*").fullmatch


def missing_skus(
    references: Mapping[str, CrossReference], products: Mapping[str, Product], at: datetime
) -> tuple[str, ...]:
    """Return the SKUs that cross-references lead to and that were not read yet."""
    meanings = (reference.meaning_at(at) for reference in references.values())
    skus = dict.fromkeys(meaning.sku for meaning in meanings if meaning is not None)
    return tuple(sku for sku in skus if sku not in products)


class Book(NamedTuple):
    """What lines are resolved with: products and cross-references by id, the buyer, the time."""

    products: Mapping[str, Product]
    references: Mapping[str, CrossReference]
    customer: Customer
    channel: str
    at: datetime

    def meaning(self, line: Line) -> tuple[Product | None, Quantity]:
        """
        Return the product that the line's item names, by a cross-reference first, and how much of it.

        Raises:
            InvalidInput: A unit is given with a number that stands for several (``unit_unknown``).
        """
        for scope in scopes(self.customer.id, self.channel):
            reference = self.references.get(cross_reference_id(scope, line.item))
            meaning = reference and reference.meaning_at(self.at)
            if meaning:
                _check_pack(line, meaning)
                unit = line.quantity.unit or meaning.unit
                amount = line.quantity.amount * meaning.quantity
                return self.products.get(meaning.sku), Quantity(amount, unit)
        return self.products.get(line.item), line.quantity


class Resolved(NamedTuple):
    """
    What the lines of an order come to, told in one pass over them.

    Attributes:
        asked: One for each line.

        faults: Everything that is wrong with them.

        goods: The products of the lines that are understood, by SKU.

        needs: What the lines take off the shelves.
    """

    asked: tuple[Asked, ...]
    faults: tuple[Fault, ...]
    goods: Mapping[str, Product]
    needs: tuple[Need, ...]


def resolved(lines: Iterable[Line], book: Book) -> Resolved:
    """Tell what every line asks for: of which product how much, and whether it may be had so."""
    found: list[Asked] = []
    faults: list[Fault] = []
    goods: dict[str, Product] = {}
    needs: list[Need] = []
    products, references, narrow = book.products, book.references, book.customer.assortment
    for number, line in enumerate(lines, 1):
        quantity, base = line.quantity, 0
        product = None if references else products.get(line.item)
        if line.ship_to and book.customer.place(line.ship_to) is None:
            faults.append(_no_place(line.ship_to, f"lines[{number - 1}]"))
        try:
            if references:
                product, quantity = book.meaning(line)
            if product is not None:
                base = product.packaging.to_base(quantity, "quantity")
        except InvalidInput as why:
            faults += why.under(f"lines[{number - 1}]").faults
        else:
            if product is None:
                faults.append(_unknown(line, f"lines[{number - 1}]"))
            else:
                goods[product.id] = product
                if (product.limited or narrow) and _is_odd(product, base, book):
                    faults += _limits(product, base, book, f"lines[{number - 1}]")
                if product.kind in STOCKED and (line.price is None or not gives_credit(line)):
                    needs.append(_new(Need, (str(number), product.id, base)))
        found.append(_new(Asked, (number, line, product, quantity, base)))
    return _new(Resolved, (tuple(found), tuple(faults), goods, tuple(needs)))


# Made once a line: the classes' own constructors would take thrice as long.
_new: Final = tuple.__new__


def _check_pack(line: Line, meaning: Meaning) -> None:
    """Refuse "2 case" of a number that stands for three pieces: nobody can tell what is meant."""
    if meaning.quantity > 1 and line.quantity.unit:
        raise invalid(
            "quantity", "unit_unknown", line.quantity.unit,
            f"one of {line.item} stands for {meaning.quantity} of {meaning.sku} already",
            "order how many of the number, without a unit",
        )  # fmt: skip


def _is_odd(product: Product, base: int, book: Book) -> bool:
    """Tell whether any of the limits is not kept, which is seldom so."""
    return (
        base < product.minimum
        or base % product.multiple != 0
        or (product.maximum is not None and base > product.maximum)
        or not product.sold.contains(book.at)
        or not book.customer.may_order(product.category)
    )


def _unknown(line: Line, path: str) -> Fault:
    return Fault(
        f"{path}.item", "unknown_item", shown(line.item),
        "no product, item number of the customer, listing or GTIN goes by it",
        "check the spelling, or define the product or a cross-reference",
    )  # fmt: skip


def _no_place(place: str, path: str) -> Fault:
    return Fault(
        f"{path}.ship_to", "address_missing", shown(place), "there is no such ship-to address",
        "name one of the customer's places, or define the customer with it",
    )  # fmt: skip


def _limits(product: Product, base: int, book: Book, path: str) -> Iterator[Fault]:
    if base < product.minimum or base % product.multiple:
        yield from _too_odd(product, base, path)
    if product.maximum is not None and base > product.maximum:
        most = product.packaging.from_base(product.maximum, product.packaging.stock_unit)
        yield Fault(
            f"{path}.quantity", "over_maximum", _told(product, base),
            f"at most {most} of {product.id} are sold at once", f"order at most {most}",
        )  # fmt: skip
    if not product.sold.contains(book.at):
        yield Fault(
            f"{path}.item", "not_sold", shown(product.id), f"it is sold in the time {product.sold} only",
            "order what replaces it",
        )  # fmt: skip
    if not book.customer.may_order(product.category):
        yield Fault(
            f"{path}.item", "not_in_assortment", shown(product.id),
            f"it is not among what {book.customer.id} may order",
            "widen the customer's assortment, or leave the line out",
        )  # fmt: skip


def _too_odd(product: Product, base: int, path: str) -> Iterator[Fault]:
    packaging = product.packaging
    if base < product.minimum:
        least = packaging.from_base(product.minimum, packaging.stock_unit)
        yield Fault(
            f"{path}.quantity", "under_minimum", _told(product, base),
            f"at least {least} of {product.id} are sold at once", f"order at least {least}",
        )  # fmt: skip
    if base % product.multiple:
        step = packaging.from_base(product.multiple, packaging.stock_unit)
        down = base - base % product.multiple
        near = packaging.from_base(down or product.multiple, packaging.stock_unit)
        yield Fault(
            f"{path}.quantity", "not_in_multiple", _told(product, base),
            f"{product.id} is sold in multiples of {step}", f"order {near} or another multiple",
        )  # fmt: skip


def _told(product: Product, base: int) -> str:
    return str(product.packaging.from_base(base, product.packaging.stock_unit))
