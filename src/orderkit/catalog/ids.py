"""Ids made of several parts, such that different parts never make the same id."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b

from orderkit.flow.command import base32
from orderkit.values import ID_PATTERN

_is_id = re.compile(ID_PATTERN).fullmatch


# One order asks several times for the same few: its channel's number, its customer's own.
@lru_cache(maxsize=4096)
def composed_id(first: str, second: str) -> str:
    """
    Return the id that stands for the pair of *first* and *second*, and for no other pair.

    Readable where it fits: the length of the first part says where it ends, so that a separator
    inside a part does no harm. Where it is too long or has other letters, a hash of 125 bits.

    >>> composed_id("gtin", "4006381333931")
    '4:gtin:4006381333931'
    >>> len(composed_id("customer:c-7", "料號 7")) <= 64
    True
    """
    plain = f"{len(first)}:{first}:{second}"
    if _is_id(plain):
        return plain
    digest = blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    return f"h{base32(int.from_bytes(digest, 'big') >> 3, 25)}"
