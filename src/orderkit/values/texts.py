"""
Free text. What is refused breaks something further on:

- lone surrogates cannot be encoded, so no store takes them;
- NUL ends a text early in one store and is an error in another; other control characters forge log
  lines and confuse printers;
- bidirectional overrides make a text read otherwise than it is written;
- card numbers: a number pasted into a note must not spread to stores, logs and exports.
"""

from __future__ import annotations

import re
from typing import Final

from orderkit.errors import invalid

LONGEST_NOTE: Final = 2000
"""Characters of a text unless the field says otherwise."""

_find_surrogate = re.compile("[\ud800-\udfff]").search
_find_control = re.compile("[\x00-\x1f\x7f-\x9f]").search
_find_control_but_breaks = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]").search
_find_override = re.compile("[\u202a-\u202e\u2066-\u2069]").search
_find_digit_runs = re.compile(r"\d(?:[ -]?\d){12,}").findall
_split_groups = re.compile("[ -]").split

# How cards print their number: Visa and most others, American Express, Diners Club, and the long
# and short numbers of some banks.
_CARD_SHAPES = ((4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3), (4, 4, 4, 4, 2), (4, 4, 5))


def check_text(
    value: str,
    path: str,
    *,
    longest: int = LONGEST_NOTE,
    empty: bool = False,
    multiline: bool = False,
    number: bool = False,
) -> str:
    """
    Return *value* when it is text that can be stored, shown and sent.

    Args:
        value: The text, kept as it is.

        path: Where it stands, for the refusal.

        longest: Characters it may have.

        empty: Whether it may be empty or blank.

        multiline: Whether it may have line breaks and tabs.

        number: Whether it is somebody's number of an item or an order. One in ten of those with as
            many digits as a card's has a card's check digit, so that they are not looked at.

    Raises:
        InvalidInput: ``wrong_type``, ``too_long``, ``empty``, ``card_number``, ``surrogate``,
            ``control_character`` or ``bidi_override``; the first that holds.

    >>> check_text("Ring at the gate", "note")
    'Ring at the gate'
    """
    if not isinstance(value, str):
        why = f"a {type(value).__name__} is not text"
        raise invalid(path, "wrong_type", value, why, "pass a str")
    if len(value) > longest:
        why = f"it has {len(value)} characters and may have {longest}"
        raise invalid(path, "too_long", "…", why, "shorten it")
    if not empty and (not value or value.isspace()):
        raise invalid(path, "empty", value, "nothing is written there", "fill it in")
    if not number and any(_is_card_run(run) for run in _find_digit_runs(value)):
        _refuse_card(path)
    if not (value.isascii() and value.isprintable()):
        _check_characters(value, path, multiline=multiline)
    return value


def _check_characters(value: str, path: str, *, multiline: bool) -> None:
    """Refuse the characters that break something further on."""
    if _find_surrogate(value):
        raise invalid(
            path,
            "surrogate",
            value,
            "it has half of a character (a lone surrogate)",
            "decode the text again from its source, as UTF-8",
        )
    control = _find_control_but_breaks(value) if multiline else _find_control(value)
    if control:
        raise invalid(
            path,
            "control_character",
            value,
            f"it has the control character U+{ord(control[0]):04X}",
            "remove it; line breaks and tabs are for fields of several lines",
        )
    override = _find_override(value)
    if override:
        raise invalid(
            path,
            "bidi_override",
            value,
            f"U+{ord(override[0]):04X} makes it read otherwise than it is written",
            "remove it",
        )


def _refuse_card(path: str) -> None:
    """Refuse without repeating the number: messages are logged."""
    raise invalid(
        path,
        "card_number",
        "…",
        "it holds a payment card number",
        "remove the number; pay through a payment method and keep its token",
    )


def _is_card_run(run: str) -> bool:
    """
    Tell whether a run of 13 digits or more, with single blanks or hyphens between, holds a card.

    The run as a whole counts, and within a longer one each stretch grouped as cards print it. Any
    other stretch is not looked at: in a list of item numbers one in ten would pass the check digit.
    """
    groups = _split_groups(run)
    if sum(map(len, groups)) <= 19 and _passes_luhn("".join(groups)):
        return True
    sizes = tuple(map(len, groups))
    return any(
        sizes[n : n + len(shape)] == shape and _passes_luhn("".join(groups[n : n + len(shape)]))
        for n in range(len(groups))
        for shape in _CARD_SHAPES
    )


def _passes_luhn(digits: str) -> bool:
    """Check the last digit as ISO/IEC 7812-1 annex B computes it."""
    numbers = [int(digit) for digit in reversed(digits)]
    doubled = sum(sum(divmod(2 * number, 10)) for number in numbers[1::2])
    return (sum(numbers[::2]) + doubled) % 10 == 0
