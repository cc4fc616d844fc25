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
    from orderkit.errors import (
        AlreadyExists as AlreadyExists,
        Conflict as Conflict,
        Fault as Fault,
        InvalidInput as InvalidInput,
        KeyReuse as KeyReuse,
        MissingExtra as MissingExtra,
        NotAllowedNow as NotAllowedNow,
        NotFound as NotFound,
        NotPermitted as NotPermitted,
        OrderkitError as OrderkitError,
        OutOfLimits as OutOfLimits,
        Refused as Refused,
        TooLarge as TooLarge,
        Unavailable as Unavailable,
        Unknown as Unknown,
    )
    from orderkit.flow import Actor as Actor, RolePolicy as RolePolicy, Rulebook as Rulebook
    from orderkit.values import (
        CHF as CHF,
        CNY as CNY,
        EUR as EUR,
        GBP as GBP,
        JPY as JPY,
        KWD as KWD,
        TWD as TWD,
        USD as USD,
        Address as Address,
        Currency as Currency,
        Money as Money,
        Quantity as Quantity,
        Unit as Unit,
        UnitPrice as UnitPrice,
        Window as Window,
        currency as currency,
    )

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
