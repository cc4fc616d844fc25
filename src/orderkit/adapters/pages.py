"""
Pages: how many rows one read may give, and the cursor that continues after the last of them.

A cursor holds the position after which to go on (never an offset, so what is written meanwhile
moves nothing) and a digest of the search it belongs to, so that one search never continues
another. It is no secret and guards none: every read has the tenant in its keys.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

from orderkit.errors import invalid

ROWS_MAX: Final = 1_000
"""Most rows of one page."""


def checked_limit(limit: int) -> int:
    """
    Return *limit*.

    Raises:
        InvalidInput: It is below 1 or above :data:`ROWS_MAX`.

    >>> checked_limit(50)
    50
    """
    if type(limit) is not int or not 1 <= limit <= ROWS_MAX:
        raise invalid(
            "limit", "bad_limit", limit, f"a page has 1 to {ROWS_MAX} rows",
            "ask for so many, and for the next page by its cursor",
        )  # fmt: skip
    return limit


def cursor_after(search: tuple[str, ...], *position: str | int) -> str:
    """
    Return the cursor that continues *search* after *position*.

    >>> position_in(("t", "order"), cursor_after(("t", "order"), "2024", "o-1"))
    ['2024', 'o-1']
    """
    return urlsafe_b64encode(json.dumps([_digest(search), *position]).encode()).decode()


def position_in(search: tuple[str, ...], cursor: str) -> list[str | int]:
    """
    Return the position after which *search* continues.

    Raises:
        InvalidInput: The cursor belongs to another search, or is none.
    """
    digest: str
    position: list[str | int]
    try:
        digest, *position = json.loads(urlsafe_b64decode(cursor.encode()))
    except (ValueError, TypeError, AttributeError, RecursionError):
        digest, position = "", []
    if digest != _digest(search):
        raise invalid(
            "cursor", "foreign_cursor", cursor, "it was not given out by this search",
            "pass the cursor of the page before, with the same arguments, or None to begin",
        )  # fmt: skip
    return position


def _digest(search: tuple[str, ...]) -> str:
    return blake2b(json.dumps(search).encode(), digest_size=9).hexdigest()


def equals_text(equals: Sequence[str]) -> str:
    r"""
    Return *equals* as one text, another one for every other sequence.

    >>> equals_text(("a", "b"))
    'a\x1fb\x1f'
    """
    text = "\x1f".join((*equals, ""))
    if "\x1e" in text or text.count("\x1f") != len(equals):
        escaped = (one.replace("\x1e", "\x1e0").replace("\x1f", "\x1e1") for one in equals)
        return "\x1f".join((*escaped, ""))
    return text
