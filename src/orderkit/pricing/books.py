"""
From a customer to the documents that price an order, in three rounds: the customer and the
products; the books; the lists and entries that the books name. All three steps are arithmetic on
ids, so that a decision reads the same few documents however many lists there are.
"""

from __future__ import annotations

from collections.abc import Iterable

from orderkit.catalog import Product, composed_id
from orderkit.pricing.entries import By, entries_ids
from orderkit.pricing.model import PriceBook, Scope


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
    names = [("", Scope.EVERYONE), (channel, Scope.CHANNEL)]
    names += [(group, Scope.GROUP) for group in groups]
    names += [
        (customer, Scope.CUSTOMER),
        *((offer, Scope.OFFER) for offer in dict.fromkeys(offers)),
    ]
    return tuple(book_id(scope, of) for of, scope in names if of or scope is Scope.EVERYONE)


def wanted_lists(books: Iterable[PriceBook]) -> tuple[str, ...]:
    """
    Return the ids of the heads to read: every list in the books, bases included.

    >>> wanted_lists([PriceBook("everyone", Scope.EVERYONE)])
    ()
    """
    return tuple(dict.fromkeys(one.price_list for book in books for one in book.listings))


def wanted_entries(books: Iterable[PriceBook], products: Iterable[Product]) -> tuple[str, ...]:
    """
    Return the ids of the entries that may hold a price of one of the products.

    >>> wanted_entries([PriceBook("everyone", Scope.EVERYONE)], [])
    ()
    """
    goods = tuple(products)
    skus = [product.id for product in goods]
    skus += [product.variant_of for product in goods if product.variant_of]
    codes = dict.fromkeys(code for product in goods for code in product.category)
    listings = {one.price_list: one for book in books for one in book.listings}.values()
    wanted: list[str] = []
    for listing in listings:
        if listing.by_sku:
            wanted += entries_ids(listing.price_list, By.SKU, skus)
        if listing.by_category:
            wanted += entries_ids(listing.price_list, By.CATEGORY, codes)
    return tuple(dict.fromkeys(wanted))
