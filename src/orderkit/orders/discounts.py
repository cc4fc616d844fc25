"""
Discounts that came with a recorded order: each is off one whole line, and stands.

A channel has charged its customer money. So the price of such a line is rounded to the currency
first, and the discounts are taken off that: what is left is exact, in the order's smallest coins,
and never below zero. Tax comes after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from attrs import frozen

from orderkit.errors import Fault, TooLarge, caught, gathered, invalid, shown
from orderkit.pricing import Adjustment
from orderkit.values import Money, UnitPrice, check_text, minor_digits, several, typed
from orderkit.values.decimals import EXACT, ZERO

DISCOUNTS_MAX: Final = 20
"""Most discounts of one line."""


@typed
@frozen
class ChannelDiscount:
    """
    A discount that a line of a recorded order came with.

    Attributes:
        amount: Off the whole line, in the order's currency; not below 0.

        reason: What it is, in words.

        code: The channel's code of it, such as a voucher's; ``""`` for none.

    >>> str(ChannelDiscount(Money.of("1.50", "EUR"), "spring voucher", "SPRING").amount)
    '1.50 EUR'

    Raises:
        InvalidInput: With all faults at once.
    """

    amount: Money
    reason: str
    code: str = ""

    def __attrs_post_init__(self) -> None:
        gathered(
            caught(_not_negative, self.amount),
            caught(check_text, self.reason, "ChannelDiscount.reason", longest=200),
            caught(check_text, self.code, "ChannelDiscount.code", longest=80, empty=True),
        )


def _not_negative(amount: Money) -> None:
    if amount.minor < 0:
        raise invalid(
            "ChannelDiscount.amount", "negative_amount", str(amount),
            "a discount is how much is taken off", "give it without the sign",
        )  # fmt: skip


def discounts_of(given: object, price: UnitPrice | None) -> tuple[ChannelDiscount, ...]:
    """
    Return the discounts of a line that came at *price*.

    Raises:
        InvalidInput: They are none; or the line has no price, or one in another currency.
        TooLarge: There are more than 20.

    >>> discounts_of([], None)
    ()
    """
    found = several(given, ChannelDiscount, "Line.discounts")
    if len(found) > DISCOUNTS_MAX:
        raise TooLarge("a line", len(found), DISCOUNTS_MAX, "discounts")
    gathered(_faults(found, price))
    return found


def _faults(found: Sequence[ChannelDiscount], price: UnitPrice | None) -> Iterator[Fault]:
    if found and price is None:
        yield Fault(
            "Line.discounts", "price_missing", shown(str(found[0].amount)),
            "it is taken off the price that came with it, and the line has none",
            "give the line's price before the discount as well",
        )  # fmt: skip
    if isinstance(price, UnitPrice):
        for n, one in enumerate(found):
            if one.amount.currency != price.currency:
                yield Fault(
                    f"Line.discounts[{n}].amount", "currency_differs", shown(str(one.amount)),
                    f"the line's price is in {price.currency}, and an order has one currency",
                    f"give the discount in {price.currency}",
                )  # fmt: skip


class Reduced(NamedTuple):
    """
    A line after its discounts.

    Attributes:
        extended: What it costs, in major units: as exact as *minor*.

        minor: The same in minor units.

        adjustments: One for each discount; their amounts sum to what was taken off.
    """

    extended: Decimal
    minor: int
    adjustments: tuple[Adjustment, ...]


def taken(discounts: Sequence[ChannelDiscount]) -> int:
    """
    Return what *discounts* of one currency come to, in minor units.

    >>> taken([ChannelDiscount(Money(150, "EUR"), "voucher"), ChannelDiscount(Money(5, "EUR"), "x")])
    155
    """
    return sum(one.amount.minor for one in discounts)


def reduced(minor: int, currency: str, discounts: Sequence[ChannelDiscount]) -> Reduced:
    """
    Return a line that cost *minor* before its *discounts*, which are not above that.

    >>> reduced(1000, "EUR", [ChannelDiscount(Money(150, "EUR"), "voucher", "V-1")]).extended
    Decimal('8.50')
    """
    left = minor - taken(discounts)
    every = (Adjustment(one.reason, EXACT.subtract(ZERO, one.amount.amount), code=one.code)
             for one in discounts)  # fmt: skip
    return Reduced(in_major(left, currency), left, tuple(every))


def in_major(minor: int, currency: str) -> Decimal:
    """
    Return minor units as an exact number of major ones, however many they are.

    >>> in_major(850, "EUR")
    Decimal('8.50')
    """
    return Decimal(minor).scaleb(-minor_digits(currency), EXACT)
