"""
Numbers: the one gate by which they enter, and rounding.

What must always be true here:

- No float passes. A float has already lost the number somebody wrote, and NaN makes every
  comparison with it false, so that a check ``not (x < 0 or x > 9)`` holds.
- Size is judged on the text, before any arithmetic: ``int(Decimal("1E+2000000"))`` takes minutes.
- A number that leaves the gate is canonical: no exponent, no needless zero, no minus zero. Equal
  numbers have equal texts, so documents and fingerprints made from them are equal too.
- Nothing here reads the decimal context of the caller, who may work with five digits.
- Nothing is rounded on entry. Zeros at the end are not places: ``10.50`` has one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
)
from enum import StrEnum
from typing import Final, cast

from orderkit.errors import InvalidInput, float_refused, invalid

LARGEST: Final = 2**53 - 1
"""The greatest magnitude of a stored integer: every store and every JSON reader holds it exactly."""

ZERO: Final = Decimal(0)
"""The one zero that defaults are: what is it needs no comparison of numbers to be left out."""

LONGEST_TEXT: Final = 64
"""Characters of a number's text, signs and zeros included."""

EXACT: Final = Context(
    prec=50,
    rounding=ROUND_HALF_EVEN,
    Emin=-999999,
    Emax=999999,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[InvalidOperation, DivisionByZero, Overflow, Inexact],
)
"""Arithmetic that raises ``decimal.Inexact`` rather than lose a digit of fifty."""

_QUANTIZING = Context(
    prec=50,
    rounding=ROUND_HALF_EVEN,
    Emin=-999999,
    Emax=999999,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
_POWERS = tuple(10**n for n in range(41))
_STEPS = tuple(Decimal((0, (1,), -n)) for n in range(41))
_is_plain = re.compile(r"-?[0-9]+(?:\.[0-9]+)?").fullmatch


class Rounding(StrEnum):
    """
    How a number loses places. Policies name it; *half* rules differ only on exact ties.

    ``UP`` is away from zero and ``DOWN`` towards it; ``CEILING`` and ``FLOOR`` follow the sign.
    """

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    HALF_DOWN = "half_down"
    UP = "up"
    DOWN = "down"
    CEILING = "ceiling"
    FLOOR = "floor"


_MODES = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.HALF_DOWN: ROUND_HALF_DOWN,
    Rounding.UP: ROUND_UP,
    Rounding.DOWN: ROUND_DOWN,
    Rounding.CEILING: ROUND_CEILING,
    Rounding.FLOOR: ROUND_FLOOR,
}


def exact(value: int | str | Decimal, path: str, *, places: int, digits: int = 15) -> Decimal:
    """
    Return *value* as a canonical Decimal, or refuse it; nothing is rounded.

    Args:
        value: An int, a Decimal, or text of the form ``-?digits(.digits)?`` in ASCII.

        path: Where the number stands, for the refusal.

        places: Decimals it may have, zeros at the end not counted.

        digits: Digits it may have, before and after the point together.

    Raises:
        FloatRefused: It is a float (``float``).
        InvalidInput: ``bool``, ``wrong_type``, ``not_a_number``, ``infinite``,
            ``not_decimal_text``, ``too_many_digits`` or ``too_many_places``.

    >>> exact("12.50", "price", places=2)
    Decimal('12.5')
    """
    if type(value) is int and -_POWERS[digits] < value < _POWERS[digits]:
        return _SMALL[value] if 0 <= value < len(_SMALL) else Decimal(value)
    if type(value) is Decimal:
        text = str(value)
        if len(text) <= digits and text.isdigit():
            return value
    text = _plain_text(value, path, digits)
    whole, _, part = text.partition(".")
    part = part.rstrip("0")
    if len(whole) + len(part) > digits and len(whole.lstrip("-0")) + len(part) > digits:
        raise _too_many_digits(value, path, digits)
    if len(part) > places:
        raise invalid(
            path,
            "too_many_places",
            value,
            f"it has {len(part)} decimals and may have {places}",
            f"round it to {places} decimals by a rule you choose",
        )
    number = Decimal(f"{whole}.{part}" if part else whole)
    return number or ZERO


_SMALL: Final = (ZERO, *(Decimal(n) for n in range(1, 1000)))
"""Kept, as nearly all that people order are few of something."""

SMALL_INTEGERS: Final = {number: n for n, number in enumerate(_SMALL)}
"""From a small whole Decimal to the same int; a look here takes a third of the conversion."""


def _plain_text(value: int | str | Decimal, path: str, digits: int) -> str:
    """Return the text of a number that is neither too long nor written in another way."""
    if isinstance(value, str):
        return _checked_text(value, path)
    if isinstance(value, Decimal):
        return _expanded(value, path)
    raise _too_many_digits(whole_number(value, path), path, digits)


def _checked_text(value: str, path: str) -> str:
    if len(value) <= LONGEST_TEXT and _is_plain(value):
        return value
    if len(value) > LONGEST_TEXT:
        raise _too_many_digits(value, path, LONGEST_TEXT)
    raise invalid(
        path,
        "not_decimal_text",
        value,
        "it is not a plain decimal number",
        "write ASCII digits with at most one point, such as '-1234.5': "
        "no blanks, grouping, exponent or other scripts",
    )


def _expanded(value: Decimal, path: str) -> str:
    """Write a Decimal without an exponent, once it is known to be short."""
    _check_finite(value, path)
    if not value:
        return "0"
    text = str(value)
    if "E" in text and abs(value.adjusted()) < LONGEST_TEXT:
        text = format(value, "f")
    if "E" in text or len(text) > LONGEST_TEXT:
        raise _too_many_digits(value, path, LONGEST_TEXT)
    return text


def _check_finite(value: Decimal, path: str) -> None:
    if value.is_finite():
        return
    code, why = ("infinite", "infinity") if value.is_infinite() else ("not_a_number", "NaN")
    remedy = "find where it was computed and refuse it there"
    raise invalid(path, code, value, f"{why} is no amount of anything", remedy)


def _too_many_digits(value: object, path: str, digits: int) -> InvalidInput:
    return invalid(
        path,
        "too_many_digits",
        value,
        f"it has more than {digits} digits",
        "check the number; use a larger unit if it is meant",
    )


def _wrong_type(value: object, path: str) -> InvalidInput:
    if isinstance(value, float):
        return float_refused(path, value)
    if isinstance(value, bool):
        return invalid(path, "bool", value, "a truth value is not a number", "pass 0 or 1 if meant")
    return invalid(
        path,
        "wrong_type",
        value,
        f"a {type(value).__name__} is not a number",
        "pass an int, a Decimal or text such as '1.5'",
    )


def whole_number(value: object, path: str) -> int:
    """
    Return *value* when it is an int: no float, no bool, no text.

    Raises:
        FloatRefused: It is a float (``float``).
        InvalidInput: ``bool`` or ``wrong_type``.

    >>> whole_number(3, "count")
    3
    """
    if type(value) is not int:
        raise _wrong_type(value, path)
    return value


def bounded(value: int, path: str) -> int:
    """
    Return *value* when it is an int of at most :data:`LARGEST`, of either sign.

    Raises:
        FloatRefused: It is a float (``float``).
        InvalidInput: ``out_of_range``, ``bool`` or ``wrong_type``.

    >>> bounded(-5, "delta")
    -5
    """
    if type(value) is int and -LARGEST <= value <= LARGEST:
        return value
    raise invalid(
        path,
        "out_of_range",
        whole_number(value, path),
        "integers go up to 9007199254740991 (2**53 - 1)",
        "check the number; use a larger unit if it is meant",
    )


def checked_rounding(rounding: Rounding) -> Rounding:
    """
    Return the rounding rule of that name.

    Raises:
        InvalidInput: There is no such rule (``rounding_unknown``).

    >>> checked_rounding("half_even")
    <Rounding.HALF_EVEN: 'half_even'>
    """
    try:
        return Rounding(rounding)
    except ValueError:
        known = ", ".join(Rounding)
        raise invalid(
            "rounding", "rounding_unknown", rounding, "it is no rounding rule", f"name one: {known}"
        ) from None


def as_written(value: int | str | Decimal) -> Decimal:
    """
    Leave a number as it was written to the field's own check, which makes it exact.

    A converter that tells type checkers what may be written.

    >>> as_written("0.19")
    '0.19'
    """
    return cast("Decimal", value)


def rounded(value: Decimal, places: int, rounding: Rounding = Rounding.HALF_UP) -> Decimal:
    """
    Round *value* to exactly *places* decimals, whatever decimal context the caller works in.

    Raises:
        FloatRefused: It is a float (``float``).
        InvalidInput: ``wrong_type``, ``not_a_number``, ``infinite``, ``rounding_unknown``, or the
            result would have more than fifty digits (``too_many_digits``).

    >>> rounded(Decimal("2.675"), 2), rounded(Decimal("2.675"), 2, Rounding.HALF_DOWN)
    (Decimal('2.68'), Decimal('2.67'))
    """
    if not isinstance(value, Decimal):
        raise _wrong_type(value, "value")
    _check_finite(value, "value")
    mode = _MODES.get(rounding) or _MODES[checked_rounding(rounding)]
    try:
        result = value.quantize(_STEPS[places], mode, _QUANTIZING)
    except InvalidOperation:
        raise _too_many_digits(value, "value", 50) from None
    return result or result.copy_abs()


def to_minor(value: Decimal, digits: int, rounding: Rounding) -> int:
    """
    Round *value* to *digits* decimals and return it as an integer of the smallest step.

    Raises:
        InvalidInput: As :func:`rounded`, or beyond :data:`LARGEST` (``out_of_range``).

    >>> to_minor(Decimal("2.675"), 2, Rounding.HALF_EVEN)
    268
    """
    return bounded(int(rounded(value, digits, rounding).scaleb(digits, EXACT)), "value")


def ratio_rounded(numerator: int, denominator: int, rounding: Rounding = Rounding.HALF_UP) -> int:
    """
    Divide two integers and round once, without a Decimal between.

    Raises:
        FloatRefused: One of them is a float (``float``).
        InvalidInput: The denominator is 0 (``zero_denominator``); ``rounding_unknown``, ``bool`` or
            ``wrong_type``.

    >>> ratio_rounded(-5, 2), ratio_rounded(-5, 2, Rounding.HALF_EVEN)
    (-3, -2)
    """
    if type(numerator) is not int or type(denominator) is not int:
        whole_number(numerator, "numerator")
        whole_number(denominator, "denominator")
    if denominator == 0:
        raise invalid(
            "denominator", "zero_denominator", 0, "nothing divides by zero", "pass another number"
        )
    negative = (numerator < 0) is not (denominator < 0)
    quotient, rest = divmod(abs(numerator), abs(denominator))
    if rest:
        rule = _AWAY.get(rounding) or _AWAY[checked_rounding(rounding)]
        quotient += rule(2 * rest - abs(denominator), quotient, negative)
    return -quotient if negative else quotient


# Whether an inexact quotient of magnitude q moves away from zero. The first argument is above,
# at or under zero as the lost part is above, at or under one half.
_AWAY: Final[dict[Rounding, Callable[[int, int, bool], bool]]] = {
    Rounding.HALF_UP: lambda half, _q, _negative: half >= 0,
    Rounding.HALF_DOWN: lambda half, _q, _negative: half > 0,
    Rounding.HALF_EVEN: lambda half, q, _negative: half > 0 or (half == 0 and q % 2 == 1),
    Rounding.UP: lambda _half, _q, _negative: True,
    Rounding.DOWN: lambda _half, _q, _negative: False,
    Rounding.CEILING: lambda _half, _q, negative: not negative,
    Rounding.FLOOR: lambda _half, _q, negative: negative,
}
