"""
orderkit: the whole life of an order, as a library inside your own application.

The public names are gathered here and loaded when they are first used, so that ``import orderkit``
alone costs next to nothing and loads no other library.

>>> import orderkit
>>> orderkit.Money(1999, orderkit.EUR).minor
1999
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orderkit.errors import AlreadyExists as AlreadyExists
    from orderkit.errors import Conflict as Conflict
    from orderkit.errors import Fault as Fault
    from orderkit.errors import InvalidInput as InvalidInput
    from orderkit.errors import KeyReuse as KeyReuse
    from orderkit.errors import MissingExtra as MissingExtra
    from orderkit.errors import NotAllowedNow as NotAllowedNow
    from orderkit.errors import NotFound as NotFound
    from orderkit.errors import NotPermitted as NotPermitted
    from orderkit.errors import OrderkitError as OrderkitError
    from orderkit.errors import OutOfLimits as OutOfLimits
    from orderkit.errors import Refused as Refused
    from orderkit.errors import TooLarge as TooLarge
    from orderkit.errors import Unavailable as Unavailable
    from orderkit.errors import Unknown as Unknown
    from orderkit.flow import Actor as Actor
    from orderkit.flow import RolePolicy as RolePolicy
    from orderkit.flow import Rulebook as Rulebook
    from orderkit.values import CHF as CHF
    from orderkit.values import CNY as CNY
    from orderkit.values import EUR as EUR
    from orderkit.values import GBP as GBP
    from orderkit.values import JPY as JPY
    from orderkit.values import KWD as KWD
    from orderkit.values import TWD as TWD
    from orderkit.values import USD as USD
    from orderkit.values import Address as Address
    from orderkit.values import Currency as Currency
    from orderkit.values import Money as Money
    from orderkit.values import Quantity as Quantity
    from orderkit.values import Unit as Unit
    from orderkit.values import UnitPrice as UnitPrice
    from orderkit.values import Window as Window
    from orderkit.values import currency as currency

# Where each name lives. The imports above say the same to type checkers; a test compares the two.
_HOMES = {
    "orderkit.errors": (
        "AlreadyExists",
        "Conflict",
        "Fault",
        "InvalidInput",
        "KeyReuse",
        "MissingExtra",
        "NotAllowedNow",
        "NotFound",
        "NotPermitted",
        "OrderkitError",
        "OutOfLimits",
        "Refused",
        "TooLarge",
        "Unavailable",
        "Unknown",
    ),
    "orderkit.flow": ("Actor", "RolePolicy", "Rulebook"),
    "orderkit.values": (
        "CHF",
        "CNY",
        "EUR",
        "GBP",
        "JPY",
        "KWD",
        "TWD",
        "USD",
        "Address",
        "Currency",
        "Money",
        "Quantity",
        "Unit",
        "UnitPrice",
        "Window",
        "currency",
    ),
}

_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = list(_HOME_OF)
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'orderkit' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME_OF})
