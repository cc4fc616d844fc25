"""
Stock: what is where, in which state, and whose; and the movements between.

Goods are counted in base units, the integers of :meth:`orderkit.values.Packaging.to_base`. Each
unit is in exactly one account, named by owner, SKU, location and bucket, or outside: with a
supplier, with a customer, or in an adjustment, which is where lost goods went and found ones came
from. All entries of a SKU, outside included, sum to zero: goods are neither made nor destroyed.

No bucket is ever below zero. A promise beyond stock is no negative shelf, it is an amount in the
bucket ``backordered``, which has its own limit.

Two transfers of one decision out of one account are added up before they are tried, but a
refusal is made by one of them. So that it tells the whole of what was asked, add up first and
make one movement per SKU and location.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache, partial
from typing import Final, NamedTuple

from orderkit.flow import Refusal, Transfer
from orderkit.inventory.refusals import NotEnoughStock
from orderkit.ledger import STOCK, outside_account, stock_account

SUPPLIER: Final = "supplier"
CUSTOMER: Final = "customer"
ADJUSTMENT: Final = "adjustment"


class Bucket(StrEnum):
    """
    In which state goods are.

    ``available`` can be promised; ``reserved`` is promised and still here; ``quarantine`` waits for
    a judgement; ``damaged`` cannot be sold; ``in_transit`` is on its way to this location;
    ``backordered`` is promised and not here.
    """

    AVAILABLE = "available"
    RESERVED = "reserved"
    QUARANTINE = "quarantine"
    DAMAGED = "damaged"
    IN_TRANSIT = "in_transit"
    BACKORDERED = "backordered"


class StockKey(NamedTuple):
    """
    Whose goods, which, and where; the bucket is what moves.

    Attributes:
        owner: A company; a supplier for consignment and drop-shipping; a seller; a customer.
    """

    owner: str
    sku: str
    location: str

    def account(self, bucket: str) -> str:
        """
        Return the name of the account of one *bucket*.

        >>> StockKey("acme", "TEA-1", "north").account(Bucket.RESERVED)
        'stock/acme/TEA-1/north/reserved'
        """
        return stock_account(self.owner, self.sku, self.location, bucket)


def _short(sku: str, location: str, asked: int, bucket: str) -> Refusal:
    """Return what makes the refusal of one movement out of a bucket, from what was found there."""
    return partial(NotEnoughStock, sku, location, asked, bucket=bucket)


def reserve(
    owner: str,
    sku: str,
    location: str,
    base_quantity: int,
    reason: str,
    *,
    otherwise: Refusal | None = None,
) -> Transfer:
    """
    Promise goods that are here: available → reserved.

    Args:
        base_quantity: Base units, above 0; the whole of one decision at this SKU and location.
        reason: For the stock card: ``"order.place o-1"``.
        otherwise: What to raise when they are not there; :class:`NotEnoughStock` unless given.

    >>> reserve("acme", "TEA-1", "north", 5, "order.place o-1").target
    'stock/acme/TEA-1/north/reserved'
    """
    (transfer,) = reservations(owner, {(sku, location): base_quantity}, reason)
    return transfer if otherwise is None else transfer._replace(otherwise=otherwise)


def reservations(
    owner: str, base_quantities: Mapping[tuple[str, str], int], reason: str
) -> list[Transfer]:
    """
    Promise goods of many shelves: :func:`reserve` for each (SKU, location).

    >>> [one.amount for one in reservations("acme", {("TEA-1", "north"): 5}, "order.place o-1")]
    [5]
    """
    new = tuple.__new__  # once a shelf of every order: a third of what the constructor takes
    transfers: list[Transfer] = []
    for (sku, location), much in base_quantities.items():
        available, reserved = _promised(owner, sku, location)
        short = partial(NotEnoughStock, sku, location, much)
        transfers.append(new(Transfer, (available, reserved, much, reason, short, 0, None)))
    return transfers


@lru_cache(maxsize=16_384)
def _promised(owner: str, sku: str, location: str) -> tuple[str, str]:
    """Return the accounts of one shelf between which promises move: available and reserved."""
    return (
        stock_account(owner, sku, location, "available"),
        stock_account(owner, sku, location, "reserved"),
    )


def release(owner: str, sku: str, location: str, base_quantity: int, reason: str) -> Transfer:
    """
    Take a promise back: reserved → available.

    >>> release("acme", "TEA-1", "north", 5, "order.cancel o-1").target
    'stock/acme/TEA-1/north/available'
    """
    key = StockKey(owner, sku, location)
    return moved(key, Bucket.RESERVED, key, Bucket.AVAILABLE, base_quantity, reason=reason)


def ship(owner: str, sku: str, location: str, base_quantity: int, reason: str) -> Transfer:
    """
    Hand promised goods over: reserved → the customer, outside.

    >>> ship("acme", "TEA-1", "north", 5, "delivery.ship d-1").target
    'outside/stock/TEA-1/customer'
    """
    return Transfer(
        stock_account(owner, sku, location, "reserved"),
        outside_account(STOCK, sku, CUSTOMER),
        base_quantity,
        reason,
        _short(sku, location, base_quantity, "reserved"),
    )


def receive(
    owner: str,
    sku: str,
    location: str,
    base_quantity: int,
    reason: str,
    *,
    bucket: str = Bucket.AVAILABLE,
    party: str = SUPPLIER,
) -> Transfer:
    """
    Take goods in: from a supplier outside, or whichever *party* brings them, into a *bucket*.

    >>> receive("acme", "TEA-1", "north", 5, "stock.receive r-1").source
    'outside/stock/TEA-1/supplier'
    """
    source = outside_account(STOCK, sku, party)
    return Transfer(source, stock_account(owner, sku, location, bucket), base_quantity, reason)


def adjust(
    owner: str,
    sku: str,
    location: str,
    base_difference: int,
    reason: str,
    *,
    bucket: str = Bucket.AVAILABLE,
) -> Transfer:
    """
    Correct the books by *base_difference* base units: found when above 0, lost when below.

    >>> adjust("acme", "TEA-1", "north", -2, "stock.adjust a-1 broken").target
    'outside/stock/TEA-1/adjustment'
    """
    if base_difference >= 0:
        return receive(
            owner, sku, location, base_difference, reason, bucket=bucket, party=ADJUSTMENT
        )
    return Transfer(
        stock_account(owner, sku, location, bucket),
        outside_account(STOCK, sku, ADJUSTMENT),
        -base_difference,
        reason,
        _short(sku, location, -base_difference, bucket),
    )


def moved(
    source: StockKey,
    from_bucket: str,
    target: StockKey,
    to_bucket: str,
    quantity: int,
    *,
    reason: str,
) -> Transfer:
    """
    Move *quantity* base units of one SKU to another bucket, location or owner.

    >>> north, south = StockKey("acme", "TEA-1", "north"), StockKey("acme", "TEA-1", "south")
    >>> moved(north, Bucket.AVAILABLE, south, Bucket.IN_TRANSIT, 5, reason="move").target
    'stock/acme/TEA-1/south/in_transit'
    """
    return Transfer(
        source.account(from_bucket),
        target.account(to_bucket),
        quantity,
        reason,
        _short(source.sku, source.location, quantity, from_bucket),
    )


def available_accounts(
    owner: str, skus: Iterable[str], locations: Iterable[str]
) -> dict[tuple[str, str], str]:
    """
    Return for every (SKU, location) the account of what can be promised there.

    >>> available_accounts("acme", ["TEA-1"], ["north"])
    {('TEA-1', 'north'): 'stock/acme/TEA-1/north/available'}
    """
    places = tuple(locations)
    row = _row if len(places) <= _FEW else _row.__wrapped__
    accounts: dict[tuple[str, str], str] = {}
    for sku in skus:
        accounts.update(row(owner, sku, places))
    return accounts


_FEW: Final = 8
"""Locations up to which the row of a SKU is kept, so that what is kept stays a few megabytes."""


@lru_cache(maxsize=4096)
def _row(owner: str, sku: str, places: tuple[str, ...]) -> Mapping[tuple[str, str], str]:
    """Return a SKU's part of :func:`available_accounts`."""
    return {(sku, place): stock_account(owner, sku, place, "available") for place in places}


class LowStock(NamedTuple):
    """
    A warning: less than wished is left.

    Attributes:
        sku: Which goods.

        location: Where.

        free: Base units left.

        threshold: Base units below which it is told.
    """

    sku: str
    location: str
    free: int
    threshold: int

    def __str__(self) -> str:
        return f"{self.free} of {self.sku} are left at {self.location}; low below {self.threshold}"


def low_stock(
    sku: str, location: str, free_after: int, threshold: int, *, free_before: int | None = None
) -> LowStock | None:
    """
    Tell whether what is left is below *threshold* (strictly), and nothing when it is not.

    Args:
        free_after: Base units left.
        threshold: Base units; 0 never warns.
        free_before: Base units before this movement. When given, only the movement that goes
            below warns, so that an alert is sent once per crossing.

    >>> print(low_stock("TEA-1", "north", 3, 10))
    3 of TEA-1 are left at north; low below 10
    >>> low_stock("TEA-1", "north", 3, 10, free_before=9) is None
    True
    """
    if free_after >= threshold or (free_before is not None and free_before < threshold):
        return None
    return LowStock(sku, location, free_after, threshold)
