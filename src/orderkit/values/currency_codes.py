"""Which currency codes are accepted: those of the table, exactly as they stand there."""

from __future__ import annotations

from orderkit.errors import invalid
from orderkit.values.currency_table import MINOR_DIGITS


def minor_digits(code: str, path: str = "currency") -> int:
    """
    Return how many decimals the currency *code* has.

    Raises:
        InvalidInput: It is not a code in use (``currency_unknown``).

    >>> minor_digits("EUR"), minor_digits("JPY"), minor_digits("KWD")
    (2, 0, 3)
    """
    if isinstance(code, str) and code in MINOR_DIGITS:
        return MINOR_DIGITS[code]
    raise invalid(
        path,
        "currency_unknown",
        code,
        "it is not an ISO 4217 code in use",
        "write the three capitals of the currency, such as 'EUR'",
    )
