"""
What has to be known to accept an order, and how it is read: three rounds.

First what the form alone leads to: the customer, the products, and the claims of its numbers. Then
what the customer leads to: the company, the books of price lists, credit and tax. Then what those
lead to: list heads and entries, approval policies, and balances. Where somebody has item numbers
of their own, these are read with the second round, and a fourth reads the goods that only they led
to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple

from attrs import frozen

from orderkit.allocation import Need
from orderkit.approvals import ApprovalPolicy
from orderkit.catalog import (
    CrossReference,
    ItemNumbers,
    Product,
    composed_id,
    item_numbers_id,
)
from orderkit.credit import CreditLine
from orderkit.errors import Fault, NotFound
from orderkit.flow import Balances, Context, Each, Maybe, Reading, Ref, ask
from orderkit.inventory import available_accounts
from orderkit.ledger import credit_account
from orderkit.orders.form import OrderForm
from orderkit.orders.lines import (
    Asked,
    Book,
    missing_skus,
    product_ids,
    reference_ids,
    resolved,
    scopes,
)
from orderkit.orders.model import ChannelNumber, PurchaseNumber
from orderkit.parties import CaptureMode, Company, Customer, PriceDate
from orderkit.pricing import (
    Offer,
    PriceBook,
    PriceEntries,
    PriceList,
    PriceSlice,
    book_ids,
    wanted_entries,
    wanted_lists,
)
from orderkit.tax import TaxTable
from orderkit.values.making import maker

_new: Final = tuple.__new__
_ref, _maybe, _each = maker(Ref), maker(Maybe), maker(Each)


def first_order_account(customer: str) -> str:
    """
    Return the account that counts whether a customer has ordered: 0 before the first order.

    >>> first_order_account("c-7")
    'customers/c-7/ordered'
    """
    return f"customers/{customer}/ordered"


class First(NamedTuple):
    """What the first round tells."""

    customer: Customer
    claim: ChannelNumber | None
    purchases: Mapping[str, PurchaseNumber]
    products: Mapping[str, Product]
    numbers: Mapping[str, ItemNumbers]


@frozen
class Known:
    """
    All that an order is decided from; composing it depends on nothing else.

    Attributes:
        placed_at: When it was placed: now, or when the channel says.

        price_date: Whose prices count, by the company's policy.

        asked: The lines resolved.

        faults: What is wrong with them.

        goods: The products of the lines that are understood, by SKU.

        needs: What the lines take off the shelves.

        heads: Ids of the price lists that were read.

        free: Base units free to promise by (SKU, location).

        credit_free: Minor units left of the payer's credit.

        new_customer: Whether it is the customer's first order.
    """

    customer: Customer
    company: Company
    mode: CaptureMode
    placed_at: datetime
    price_date: datetime
    asked: tuple[Asked, ...]
    faults: tuple[Fault, ...]
    goods: Mapping[str, Product]
    needs: tuple[Need, ...]
    prices: PriceSlice
    credit: CreditLine | None
    tax: TaxTable | None
    policies: tuple[ApprovalPolicy, ...]
    purchase: PurchaseNumber | None
    free: Mapping[tuple[str, str], int]
    credit_free: int
    new_customer: bool


_known = maker(Known)


def purchase_id(form: OrderForm) -> str:
    """Return the id of the claim of the customer's purchase-order number."""
    return composed_id(form.customer, form.purchase_number)


def read_first(form: OrderForm) -> Reading[First]:
    """Read what the form alone leads to."""
    answers = yield from ask(
        _ref(Customer, form.customer),
        _maybe(ChannelNumber, form.claim_id),
        _each(PurchaseNumber, (purchase_id(form),) if form.purchase_number else ()),
        _each(Product, product_ids(form.lines)),
        _each(ItemNumbers, _numbers_ids(form.customer, form.channel)),
    )
    return _new(First, answers)


@lru_cache(maxsize=4096)
def _numbers_ids(customer: str, channel: str) -> tuple[str, ...]:
    """Return the ids of the item numbers that may be meant; who orders once will order again."""
    return tuple(map(item_numbers_id, scopes(customer, channel)))


def read_rest(form: OrderForm, first: First, context: Context) -> Reading[Known]:
    """Read what the customer leads to, and then what that leads to."""
    customer, at = first.customer, form.placed_at or context.now
    offers = tuple(dict.fromkeys([line.offer for line in form.lines if line.offer]))
    company, books, named_offers, credit, tax, references = yield from ask(
        _ref(Company, customer.company),
        _each(PriceBook, book_ids(customer.id, customer.groups, form.channel, offers)),
        _each(Offer, offers),
        _maybe(CreditLine, customer.payer_id),
        _maybe(TaxTable, customer.company),
        _each(CrossReference, reference_ids(form.lines, first.numbers.values())),
    )
    products = first.products
    missing = references and missing_skus(references, products, at)
    if missing:
        products = {**products, **(yield from ask(Each(Product, missing)))}
    book = _new(Book, (products, references, customer, form.channel, at))
    asked, faults, goods, needs = resolved(form.lines, book)
    stocked = dict.fromkeys([need.sku for need in needs])
    shelves = available_accounts(company.id, stocked, company.locations)
    left = credit_account(customer.payer_id, "free")
    ordered = first_order_account(customer.id)
    heads, entries, policies, balances = yield from ask(
        _each(PriceList, wanted_lists(books.values())),
        _each(PriceEntries, wanted_entries(books.values(), goods.values())),
        _each(ApprovalPolicy, company.approvals),
        Balances((*shelves.values(), left, ordered)),
    )
    # In the order of the fields: with so many keywords Python packs a dict.
    return _known(
        customer,
        company,
        form.mode or company.capture,
        at,
        price_date(company, form, at),
        asked,
        faults,
        goods,
        needs,
        PriceSlice(heads, entries, named_offers),
        credit,
        tax,
        _in_order(company.approvals, policies),
        next(iter(first.purchases.values()), None),
        dict(zip(shelves, map(balances.__getitem__, shelves.values()), strict=True)),
        balances[left],
        not balances[ordered],
    )


def _in_order(
    names: Iterable[str], found: Mapping[str, ApprovalPolicy]
) -> tuple[ApprovalPolicy, ...]:
    """Return the policies as the company names them; one that is not there lets nothing through."""
    for name in names:
        if name not in found:
            raise NotFound("ApprovalPolicy", name)
    return tuple([found[name] for name in names])


def price_date(company: Company, form: OrderForm, at: datetime) -> datetime:
    """
    Return the moment whose prices count.

    Placement unless the company looks at the requested delivery and a later one is given: nobody
    gets prices of the past by asking for a delivery in the past. Prices by actual delivery are those
    of placement until then.
    """
    wanted = form.requested
    if company.price_date is PriceDate.REQUESTED and wanted is not None and wanted.start:
        return max(wanted.start, at)
    return at
