"""
Prices per unit. A unit price is not money: screws cost 12.50 EUR per 1000 pieces, and no cent
divides that. It keeps up to six places and becomes an amount once per line.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from attrs import frozen

from orderkit.errors import invalid
from orderkit.values.currency_codes import minor_digits
from orderkit.values.decimals import EXACT, Rounding, exact, ratio_rounded, rounded
from orderkit.values.quantity import check_unit

PRICE_PLACES: Final = 6
"""Decimals a unit price may have."""

_ONE = Decimal(1)
_read = re.compile(
    r"(?P<amount>\S+) (?P<currency>\S+)(?: per (?P<per>\S+) (?P<unit>\S+))?"
).fullmatch


@frozen
class UnitPrice:
    """
    What a quantity of a unit costs.

    Attributes:
        amount: In major units of the currency, up to six decimals; 0 is a price, a negative one a
            credit.

        currency: ISO 4217 code in use.

        per: For how many of the unit; above 0.

        unit: Code of the unit.
    """

    amount: Decimal
    currency: str
    per: Decimal = _ONE
    unit: str = "pcs"

    def __attrs_post_init__(self) -> None:
        amount = exact(self.amount, "UnitPrice.amount", places=PRICE_PLACES)
        object.__setattr__(self, "amount", amount)
        minor_digits(self.currency, "UnitPrice.currency")
        if self.per is not _ONE:
            object.__setattr__(self, "per", _checked_per(self.per))
        if self.unit != "pcs":
            check_unit(self.unit, "UnitPrice.unit")

    @classmethod
    def parse(cls, text: str, path: str = "UnitPrice") -> UnitPrice:
        """
        Read what ``str()`` writes.

        Raises:
            InvalidInput: It is written otherwise (``bad_price``), or one part is wrong.

        >>> UnitPrice.parse("12.50 EUR per 1000 pcs").per
        Decimal('1000')
        """
        found = _read(text) if isinstance(text, str) else None
        if found is None:
            raise invalid(
                path,
                "bad_price",
                text,
                "it is not an amount, a currency and perhaps 'per', a quantity and a unit",
                "write it like '12.50 EUR' or '12.50 EUR per 1000 pcs'",
            )
        amount = exact(found["amount"], path, places=PRICE_PLACES)
        if found["per"] is None:
            return cls(amount, found["currency"])
        per = exact(found["per"], path, places=PRICE_PLACES)
        return cls(amount, found["currency"], per, found["unit"])

    def extended(
        self, quantity_in_unit: Decimal, places: int, rounding: Rounding = Rounding.HALF_UP
    ) -> Decimal:
        """
        Return ``amount * quantity / per``, computed exactly and rounded once to *places*.

        Args:
            quantity_in_unit: How many of :attr:`unit`.

            places: Decimals of the result.

            rounding: How it loses the rest.

        Raises:
            InvalidInput: The quantity is no number (as
                :func:`~orderkit.values.decimals.exact`), or the result ``too_many_digits``.

        >>> UnitPrice.parse("12.50 EUR per 1000 pcs").extended(Decimal(37), 4)
        Decimal('0.4625')
        """
        quantity = exact(quantity_in_unit, "quantity", places=12, digits=18)
        product = EXACT.multiply(self.amount, quantity)
        if self.per == _ONE:
            return rounded(product, places, rounding)
        top, bottom = product.as_integer_ratio()
        per_top, per_bottom = self.per.as_integer_ratio()
        steps = ratio_rounded(top * per_bottom * 10**places, bottom * per_top, rounding)
        return Decimal(f"{steps}E-{places}")

    def in_words(self) -> str:
        """
        Return the price as people read it, always with what it is per.

        >>> UnitPrice.parse("9.50 EUR").in_words(), UnitPrice.parse("12 EUR per 100 pcs").in_words()
        ('9.50 EUR per pcs', '12.00 EUR per 100 pcs')
        """
        per = "" if self.per == 1 else f"{self.per} "
        return f"{self._money_text()} per {per}{self.unit}"

    def __str__(self) -> str:
        per = "" if self.per == 1 and self.unit == "pcs" else f" per {self.per} {self.unit}"
        return self._money_text() + per

    def _money_text(self) -> str:
        digits = minor_digits(self.currency)
        whole, _, part = str(self.amount).partition(".")
        decimals = part.ljust(digits, "0")
        return f"{whole}.{decimals} {self.currency}" if decimals else f"{whole} {self.currency}"


def _checked_per(value: Decimal) -> Decimal:
    per = exact(value, "UnitPrice.per", places=PRICE_PLACES)
    if per > 0:
        return per
    raise invalid(
        "UnitPrice.per",
        "out_of_range",
        value,
        "a price is per some quantity above 0",
        "write per how many the price is, such as 1 or 1000",
    )
