"""
The names of ledger accounts, built and read in one place.

An account is text of parts between slashes; its parts are ids, which have no slash, so that a
name can be read back without doubt. The first part tells what kind of thing is counted:

- ``stock/{owner}/{sku}/{location}/{bucket}``: base units of a SKU
- ``credit/{payer}/{bucket}``: minor units of the payer's credit currency
- ``{kind}/{subject}/{bucket}``: whatever a domain adds: uses of a promotion, agreed quantities
- ``outside/{kind}/{subject}/{party}``: the world beyond: supplier, customer, adjustment, limit

Every transfer stays within one *substance*: goods of a SKU do not become goods of another, and the
credit of a payer does not become somebody else's. :func:`substance` names it, for accounts inside
and outside alike; all entries of a substance sum to zero, and the audit says so.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from orderkit.errors import InvalidInput, caught, invalid
from orderkit.flow import OUTSIDE
from orderkit.values import check_id

STOCK: Final = "stock"
CREDIT: Final = "credit"

FREE: Final = "free"
"""The bucket of credit that is not used; the only one that may be below zero."""


class StockAccount(NamedTuple):
    """
    The parts of a stock account's name.

    Attributes:
        owner: Whose goods: a company, a supplier, a customer.

        sku: What, in base units.

        location: Where.

        bucket: In which state: ``"available"``, ``"reserved"``…
    """

    owner: str
    sku: str
    location: str
    bucket: str


# An order names the same few shelves several times over; a bounded number of names is kept.
@lru_cache(maxsize=16_384)
def stock_account(owner: str, sku: str, location: str, bucket: str) -> str:
    """
    Return the name of a stock account.

    >>> stock_account("acme", "TEA-1", "north", "available")
    'stock/acme/TEA-1/north/available'

    Raises:
        InvalidInput: A part is no id (``bad_id``).
    """
    name = f"stock/{owner}/{sku}/{location}/{bucket}"
    if name.count("/") != 4 or not (owner and sku and location and bucket):
        raise _no_ids(("owner", owner), ("sku", sku), ("location", location), ("bucket", bucket))
    return name


def stock_parts(account: str) -> StockAccount:
    """
    Read the name of a stock account back.

    >>> stock_parts("stock/acme/TEA-1/north/available").sku
    'TEA-1'

    Raises:
        InvalidInput: It is none (``not_a_stock_account``).
    """
    parts = account.split("/")
    if len(parts) != 5 or parts[0] != STOCK:
        raise invalid(
            "account", "not_a_stock_account", account,
            "it is not of the form stock/{owner}/{sku}/{location}/{bucket}",
            "build the name with stock_account()",
        )  # fmt: skip
    return StockAccount(*parts[1:])


def credit_account(payer: str, bucket: str) -> str:
    """
    Return the name of a payer's credit account.

    >>> credit_account("c-7", "open")
    'credit/c-7/open'

    Raises:
        InvalidInput: A part is no id (``bad_id``).
    """
    name = f"credit/{payer}/{bucket}"
    if name.count("/") != 2 or not (payer and bucket):
        raise _no_ids(("payer", payer), ("bucket", bucket))
    return name


def outside_account(kind: str, subject: str, party: str) -> str:
    """
    Return the name of an account outside: it has entries and no balance.

    Args:
        kind: What is counted: ``"stock"``, ``"credit"``…
        subject: Of which: the SKU, the payer.
        party: Who has it out there: ``"supplier"``, ``"customer"``, ``"adjustment"``.

    >>> outside_account("stock", "TEA-1", "supplier")
    'outside/stock/TEA-1/supplier'

    Raises:
        InvalidInput: A part is no id (``bad_id``).
    """
    name = f"{OUTSIDE}{kind}/{subject}/{party}"
    if name.count("/") != 3 or not (kind and subject and party):
        raise _no_ids(("kind", kind), ("subject", subject), ("party", party))
    return name


def _no_ids(*parts: tuple[str, str]) -> InvalidInput:
    """Build the refusal of those parts of a name that are no ids."""
    return InvalidInput(tuple(f for path, value in parts for f in caught(check_id, value, path)))


def is_outside(account: str) -> bool:
    """
    Tell whether *account* stands for the world.

    >>> is_outside("outside/stock/TEA-1/supplier"), is_outside("credit/c-7/open")
    (True, False)
    """
    return account.startswith(OUTSIDE)


def substance(account: str) -> str:
    """
    Return what is conserved in *account*: everything of one substance sums to zero.

    >>> substance("stock/acme/TEA-1/north/available"), substance("outside/stock/TEA-1/supplier")
    ('stock/TEA-1', 'stock/TEA-1')
    >>> substance("credit/c-7/open")
    'credit/c-7'

    Raises:
        InvalidInput: The name has no such form (``not_an_account``).
    """
    parts = account.split("/")
    if parts[0] == STOCK and len(parts) == 5:
        return f"stock/{parts[2]}"
    if parts[0] == "outside" and len(parts) == 4:
        return f"{parts[1]}/{parts[2]}"
    if len(parts) == 3 and parts[0] not in ("", STOCK, "outside"):
        return f"{parts[0]}/{parts[1]}"
    raise invalid(
        "account", "not_an_account", account, "no such form of name is known",
        "build the name with stock_account(), credit_account() or outside_account()",
    )  # fmt: skip


def least(account: str) -> int | None:
    """
    Return the balance below which *account* may never be; None where there is no such limit.

    Free credit may be below zero: the limit was lowered under what is used, or there is none.

    >>> least("stock/acme/TEA-1/north/available"), least("credit/c-7/free")
    (0, None)
    """
    kind, _, rest = account.partition("/")
    if kind == CREDIT and rest.endswith(f"/{FREE}"):
        return None
    return None if kind == "outside" else 0
