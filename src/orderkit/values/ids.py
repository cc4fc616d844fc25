"""
Ids: short ASCII, chosen by the caller or derived. ASCII because stores disagree about everything
else: one database holds ``'a'``, ``'A'`` and ``'a '`` for the same key, another ``'é'`` and
``'e'``; and two texts that look alike may differ in composition, direction or script.
"""

from __future__ import annotations

import re
from typing import Final

from orderkit.errors import invalid

ID_LONGEST: Final = 64
"""Characters that an id may have."""

ID_PATTERN: Final = rf"[A-Za-z0-9][A-Za-z0-9._:-]{{0,{ID_LONGEST - 1}}}"
"""1 to 64 letters, digits, dots, underscores, colons and hyphens; a letter or digit first."""

_is_id = re.compile(ID_PATTERN).fullmatch


def check_id(value: str, path: str) -> str:
    """
    Return *value* when it is an id.

    Raises:
        InvalidInput: It is not (``bad_id``).

    >>> check_id("TEA-1", "sku")
    'TEA-1'
    """
    if isinstance(value, str) and _is_id(value):
        return value
    raise invalid(
        path,
        "bad_id",
        value,
        "an id is 1 to 64 ASCII letters, digits and . _ : - with a letter or digit first",
        "choose such an id and keep the original text in a field of its own",
    )
