"""
Currencies as callables: ``EUR("148.20")`` is money, and so is ``currency("SEK")(5)``.

The decimals of each are those of ISO 4217. What a payment provider makes of them (some treat ISK
or UGX as if they had two) is a mapping of that provider's adapter, never of the amounts here.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from attrs import frozen

from orderkit.values.currency_codes import minor_digits
from orderkit.values.currency_table import MINOR_DIGITS
from orderkit.values.money import Money
from orderkit.values.typed import typed

__all__ = [
    "CHF",
    "CNY",
    "EUR",
    "GBP",
    "JPY",
    "KWD",
    "MINOR_DIGITS",
    "TWD",
    "USD",
    "Currency",
    "currency",
    "minor_digits",
]


@typed
@frozen
class Currency:
    """
    A currency in use, and the shortest way to write money in it.

    Attributes:
        code: Three capitals of ISO 4217.
    """

    code: str

    def __attrs_post_init__(self) -> None:
        minor_digits(self.code, "Currency.code")

    def __call__(self, amount: int | str | Decimal) -> Money:
        """
        Return *amount* in major units (euros, not cents) as money.

        Raises:
            FloatRefused: It is a float.
            InvalidInput: As :meth:`Money.of`.

        >>> print(EUR("148.20"), EUR(5), JPY(1050))
        148.20 EUR 5.00 EUR 1050 JPY
        """
        return Money.of(amount, self.code)

    @property
    def digits(self) -> int:
        """Decimals of the currency: 2 for euros, 0 for yen."""
        return MINOR_DIGITS[self.code]

    def __str__(self) -> str:
        return self.code


def currency(code: str) -> Currency:
    """
    Return the currency of that *code*.

    Raises:
        InvalidInput: It is not a code in use (``currency_unknown``).

    >>> print(currency("SEK")("99.50"))
    99.50 SEK
    """
    return Currency(code)


CHF: Final = Currency("CHF")
CNY: Final = Currency("CNY")
EUR: Final = Currency("EUR")
GBP: Final = Currency("GBP")
JPY: Final = Currency("JPY")
KWD: Final = Currency("KWD")
TWD: Final = Currency("TWD")
USD: Final = Currency("USD")
