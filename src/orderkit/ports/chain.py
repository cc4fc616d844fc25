"""
The hash chain of a document: each version's head binds its body, its audit entry and all before.

``head = H(previous head, H(body), audit)`` with BLAKE2b-256 (RFC 7693). The body's hash, not the
body, is chained: a body whose encryption key was erased still verifies.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

GENESIS: Final = bytes(32)
"""The head before the first version."""


def body_hash(body: bytes) -> bytes:
    """Return the 32 bytes by which a body is bound into the chain."""
    return blake2b(body, digest_size=32).digest()


def head_after(previous: bytes, hash_of_body: bytes, audit: bytes) -> bytes:
    """
    Return the head of a chain after one more version.

    >>> head_after(GENESIS, body_hash(b"{}"), b"{}").hex()[:8]
    '45c1dcc5'
    """
    return blake2b(previous + hash_of_body + audit, digest_size=32).digest()
