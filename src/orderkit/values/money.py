"""
Money: an integer number of minor units and a currency. Prices per unit, with more places, are
:class:`~orderkit.values.unit_price.UnitPrice`; they become money once, by a stated rounding.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from attrs import define, frozen

from orderkit.errors import Fault, InvalidInput, caught, float_refused, gathered, invalid, shown
from orderkit.values.apportion import TieRule, apportion
from orderkit.values.currency_codes import minor_digits
from orderkit.values.currency_table import MINOR_DIGITS
from orderkit.values.decimals import EXACT, LARGEST, bounded, exact, whole_number

_DIGITS = dict(MINOR_DIGITS)  # the same table without the proxy, which costs every construction


@define(eq=False)
class CurrencyMismatch(InvalidInput):
    """Two currencies in one sum or comparison."""

    code = "currency_mismatch"


@frozen
class Money:
    """
    An amount of money, exact.

    Attributes:
        minor: Minor units of the currency (cents; yen have none smaller), within ±(2**53 - 1).

        currency: ISO 4217 code in use, three capitals.
    """

    minor: int
    currency: str

    def __attrs_post_init__(self) -> None:
        minor = self.minor
        if type(minor) is int and -LARGEST <= minor <= LARGEST:
            currency = self.currency
            if type(currency) is str and currency in _DIGITS:
                return
        gathered(
            caught(bounded, minor, "Money.minor"),
            caught(minor_digits, self.currency, "Money.currency"),
        )

    @classmethod
    def of(cls, amount: int | str | Decimal, currency: str, path: str = "Money") -> Money:
        """
        Return *amount* in major units (euros, not cents).

        Raises:
            FloatRefused: It is a float.
            InvalidInput: ``currency_unknown``, ``too_many_places`` for the currency, or as
                :func:`~orderkit.values.decimals.exact`.

        >>> print(Money.of("148.20", "EUR"), Money.of(5, "KWD"))
        148.20 EUR 5.000 KWD
        """
        digits = minor_digits(currency, path)
        number = exact(amount, path, places=digits, digits=16)
        return cls(bounded(int(number.scaleb(digits, EXACT)), path), currency)

    @classmethod
    def parse(cls, text: str, path: str = "Money") -> Money:
        """
        Read what ``str()`` writes: amount, one blank, currency.

        Raises:
            InvalidInput: It is written otherwise (``bad_money``), or as :meth:`of`.

        >>> Money.parse("148.20 EUR")
        Money(minor=14820, currency='EUR')
        """
        amount, blank, currency = text.partition(" ") if isinstance(text, str) else ("", "", "")
        if not blank:
            raise invalid(
                path,
                "bad_money",
                text,
                "it is not an amount, one blank and a currency",
                "write it like '148.20 EUR'",
            )
        return cls.of(amount, currency, path)

    @classmethod
    def zero(cls, currency: str) -> Money:
        """
        Return no money of *currency*.

        >>> print(Money.zero("EUR"))
        0.00 EUR
        """
        return cls(0, currency)

    @classmethod
    def total(cls, amounts: Iterable[Money], currency: str) -> Money:
        """
        Add up *amounts*, all of *currency*; the empty sum is zero.

        Raises:
            CurrencyMismatch: One of them is in another currency.
            InvalidInput: The sum is ``out_of_range``.

        >>> print(Money.total([Money(120, "EUR"), Money(30, "EUR")], "EUR"))
        1.50 EUR
        """
        start = cls(0, currency)
        return cls(sum(start._same(one, "add") for one in amounts), currency)

    @property
    def amount(self) -> Decimal:
        """The amount in major units, with all the decimals of the currency."""
        return Decimal(self.minor).scaleb(-_DIGITS[self.currency], EXACT)

    def split(
        self, weights: Sequence[int], tie: TieRule = TieRule.LARGEST_REMAINDER
    ) -> tuple[Money, ...]:
        """
        Divide in proportion to *weights*; the parts add up to this amount exactly.

        Raises:
            InvalidInput: As :func:`~orderkit.values.apportion.apportion`.

        >>> [str(part) for part in Money(100, "EUR").split((1, 1, 1))]
        ['0.34 EUR', '0.33 EUR', '0.33 EUR']
        """
        return tuple(Money(part, self.currency) for part in apportion(self.minor, weights, tie))

    def _same(self, other: object, verb: str) -> int:
        """Return the minor units of *other* when it is money of this currency."""
        if isinstance(other, float):
            raise float_refused("Money", other)
        if not isinstance(other, Money):
            raise invalid(
                "Money",
                "wrong_type",
                other,
                f"money and {type(other).__name__} do not {verb}",
                "make it Money of the same currency first; sum with Money.total",
            )
        if other.currency != self.currency:
            why = f"{self.currency} and {other.currency} do not {verb}"
            remedy = "convert one of them by a stored rate first"
            raise CurrencyMismatch(
                (Fault("Money", "currency_mismatch", shown(str(other)), why, remedy),)
            )
        return other.minor

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other, "add"), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other, "subtract"), self.currency)

    def __mul__(self, times: int) -> Money:
        return Money(self.minor * whole_number(times, "times"), self.currency)

    __rmul__ = __mul__

    def __radd__(self, other: object) -> Money:
        return Money(self._same(other, "add") + self.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.minor), self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other, "compare")

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other, "compare")

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other, "compare")

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other, "compare")

    def __str__(self) -> str:
        digits = _DIGITS[self.currency]
        if not digits:
            return f"{self.minor} {self.currency}"
        major, rest = divmod(abs(self.minor), 10**digits)
        sign = "-" if self.minor < 0 else ""
        return f"{sign}{major}.{rest:0{digits}d} {self.currency}"
