"""The computed statuses, every small combination against a table written apart."""

from __future__ import annotations

from itertools import product

import pytest

from orderkit.orders.status import fulfilment_status, payment_status, return_status

SMALL = range(4)


def payment_by_the_book(total: int, paid: int, refunded: int) -> str:
    """The rules as they are told to people, the first that fits."""
    rows = (
        (paid - total > 0, "refund_due"),
        (total == 0 and refunded > 0, "refunded"),
        (total == 0, "nothing_due"),
        (paid == total, "paid"),
        (0 < paid < total, "partly_paid"),
        (paid <= 0, "unpaid"),
    )
    return next(name for fits, name in rows if fits)


@pytest.mark.parametrize("total", range(-2, 4))
def test_payment_follows_from_amounts(total: int) -> None:
    for paid, refunded in product(range(-1, 5), SMALL):
        assert payment_status(total, paid, refunded) == payment_by_the_book(total, paid, refunded)


FULFILMENT = {
    # wanted, shipped, delivered
    (0, 0, 0): "nothing_to_deliver",
    (1, 0, 0): "unfulfilled",
    (2, 0, 0): "unfulfilled",
    (3, 0, 0): "unfulfilled",
    (2, 1, 0): "partly_shipped",
    (3, 1, 0): "partly_shipped",
    (3, 2, 0): "partly_shipped",
    (1, 1, 0): "shipped",
    (2, 2, 0): "shipped",
    (3, 3, 0): "shipped",
    (2, 1, 1): "partly_delivered",
    (2, 2, 1): "partly_delivered",
    (3, 1, 1): "partly_delivered",
    (3, 2, 1): "partly_delivered",
    (3, 2, 2): "partly_delivered",
    (3, 3, 1): "partly_delivered",
    (3, 3, 2): "partly_delivered",
    (1, 1, 1): "delivered",
    (2, 2, 2): "delivered",
    (3, 3, 3): "delivered",
    # more was shipped than is still wanted: within a tolerance
    (0, 1, 0): "shipped",
    (0, 2, 0): "shipped",
    (0, 3, 0): "shipped",
    (1, 2, 0): "shipped",
    (1, 3, 0): "shipped",
    (2, 3, 0): "shipped",
    (0, 1, 1): "delivered",
    (0, 2, 1): "delivered",
    (0, 2, 2): "delivered",
    (0, 3, 1): "delivered",
    (0, 3, 2): "delivered",
    (0, 3, 3): "delivered",
    (1, 2, 1): "delivered",
    (1, 2, 2): "delivered",
    (1, 3, 1): "delivered",
    (1, 3, 2): "delivered",
    (1, 3, 3): "delivered",
    (2, 3, 1): "partly_delivered",
    (2, 3, 2): "delivered",
    (2, 3, 3): "delivered",
}


def test_the_table_has_every_combination() -> None:
    possible = {row for row in product(SMALL, repeat=3) if row[2] <= row[1]}
    assert possible == set(FULFILMENT)


@pytest.mark.parametrize(("row", "status"), FULFILMENT.items())
def test_fulfilment_follows_from_quantities(row: tuple[int, int, int], status: str) -> None:
    assert fulfilment_status(*row) == status


RETURNS = {
    (0, 0): "none", (1, 0): "none", (2, 0): "none", (3, 0): "none",
    (2, 1): "partly_returned", (3, 1): "partly_returned", (3, 2): "partly_returned",
    (1, 1): "returned", (2, 2): "returned", (3, 3): "returned",
    # refused at the door: shipped, never delivered, and back
    (0, 1): "returned", (0, 2): "returned", (0, 3): "returned",
    (1, 2): "returned", (1, 3): "returned", (2, 3): "returned",
}  # fmt: skip


def test_returns_follow_from_quantities() -> None:
    assert set(RETURNS) == set(product(SMALL, repeat=2))
    for (delivered, returned), status in RETURNS.items():
        assert return_status(delivered, returned) == status
