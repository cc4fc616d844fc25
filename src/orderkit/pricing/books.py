"""
From a customer to the documents that price an order, in three rounds: the customer and the
products; the books; the lists and entries that the books name. All three steps are arithmetic on
ids, so that a decision reads the same few documents however many lists there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from orderkit.catalog import Product, composed_id
from orderkit.pricing.entries import By, entries_ids
from orderkit.pricing.model import Listing, PriceBook, Scope

# Looked up once: an attribute of an enumeration costs as much as a call.
_SKU: Final = By.SKU
_CATEGORY: Final = By.CATEGORY
_EVERYONE: Final = Scope.EVERYONE
_CHANNEL: Final = Scope.CHANNEL
_GROUP: Final = Scope.GROUP
_CUSTOMER: Final = Scope.CUSTOMER
_OFFER: Final = Scope.OFFER


# Every order asks for everyone's book and its customer's; a bounded number of ids is kept.
@lru_cache(maxsize=4_096)
def book_id(scope: Scope, of: str = "") -> str:
    """
    Return the id of the book of one scope.

    Contracts stand in their customer's book; everyone's book has no name.

    >>> book_id(Scope.GROUP, "gold"), book_id(Scope.EVERYONE), book_id(Scope.CONTRACT, "c-7")
    ('5:group:gold', 'everyone', '8:customer:c-7')
    """
    if scope is Scope.CONTRACT:
        return composed_id(Scope.CUSTOMER, of)
    return composed_id(scope, of) if of else scope.value


def book_ids(
    customer: str = "", groups: Iterable[str] = (), channel: str = "", offers: Iterable[str] = ()
) -> tuple[str, ...]:
    """
    Return the ids of all books that may matter to one order.

    Args:
        customer: Id of the sold-to; ``""`` for somebody unknown.

        groups: The customer's groups.

        channel: Where the order comes from; ``""`` for none.

        offers: Ids of the offers that lines name.

    >>> book_ids("c-7", ["gold"], "web")
    ('everyone', '7:channel:web', '5:group:gold', '8:customer:c-7')
    """
    ids = [book_id(_EVERYONE)]
    if channel:
        ids.append(book_id(_CHANNEL, channel))
    ids += [book_id(_GROUP, group) for group in groups if group]
    if customer:
        ids.append(book_id(_CUSTOMER, customer))
    ids += [book_id(_OFFER, offer) for offer in dict.fromkeys(offers) if offer]
    return tuple(ids)


def wanted_lists(books: Iterable[PriceBook]) -> tuple[str, ...]:
    """
    Return the ids of the heads to read: every list in the books, bases included.

    >>> wanted_lists([PriceBook("everyone", Scope.EVERYONE)])
    ()
    """
    return tuple(_listed(books))


def wanted_entries(books: Iterable[PriceBook], products: Iterable[Product]) -> tuple[str, ...]:
    """
    Return the ids of the entries that may hold a price of one of the products.

    >>> wanted_entries([PriceBook("everyone", Scope.EVERYONE)], [])
    ()
    """
    goods = tuple(products)
    skus: dict[str, None] = {}
    for product in goods:
        skus[product.id] = None
        if product.variant_of:
            skus[product.variant_of] = None
    wanted: list[str] = []
    for listing in _listed(books).values():
        if listing.by_sku:
            wanted += map(entries_ids(listing.price_list, _SKU).__getitem__, skus)
        if listing.by_category:
            codes = dict.fromkeys([code for product in goods for code in product.category])
            wanted += map(entries_ids(listing.price_list, _CATEGORY).__getitem__, codes)
    return tuple(wanted)


def _listed(books: Iterable[PriceBook]) -> dict[str, Listing]:
    """Return what stands in the books, by list: a base stands in the book of each that needs it."""
    found: dict[str, Listing] = {}
    for book in books:
        for one in book.listings:
            found[one.price_list] = one
    return found
