"""Commands: one frozen value per intention, and the context in which it is decided."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any, Final, Generic, TypeVar

from attrs import frozen

from orderkit.flow.actor import Actor
from orderkit.flow.decision import Flow
from orderkit.flow.questions import Maybe, Ref
from orderkit.flow.rulebook import Rulebook

A = TypeVar("A")
_DIGITS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: sorts as the number does, has no letters that look alike."""

_PAIRS: Final = tuple(high + low for high in _DIGITS for low in _DIGITS)

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


@frozen
class Context:
    """
    All that a decision may know besides its own arguments and what it asks for.

    Attributes:
        now: Aware time in UTC at which the execution began; the same on every rerun.

        tenant: Whose data this is.

        actor: Who acts.

        key: The idempotency key of this execution.

        rulebook: The business's own code.
    """

    now: datetime
    tenant: str
    actor: Actor
    key: str
    rulebook: Rulebook

    def fresh_id(self, n: int = 0) -> str:
        """
        Return the *n*-th new id of this execution, 20 characters.

        Ten for the milliseconds, so that ids sort by time and index pages stay warm; ten for a
        hash of (tenant, key, n), so that a rerun gives the same id and no process shares state.
        """
        ms = (self.now - _EPOCH) // _MILLISECOND
        seed = f"{self.tenant}\0{self.key}\0{n}".encode()
        tail = int.from_bytes(blake2b(seed, digest_size=8).digest(), "big") >> 14
        return base32(ms << 50 | tail, 20)


def base32(number: int, length: int) -> str:
    """
    Return *number* in *length* digits of Crockford's base 32.

    >>> base32(33, 3)
    '011'
    """
    pairs = [_PAIRS[number >> shift & 1023] for shift in range((length - 1) // 2 * 10, -1, -10)]
    return "".join(pairs)[-length:]


class Command(ABC, Generic[A]):
    """
    An intention with a typed answer ``A``.

    Subclass as a frozen attrs class under ``@command("order.place", version=1)`` and write
    :meth:`decide` as a generator of a few lines; every rule is a plain function that it calls.
    """

    __slots__ = ()

    def key(self) -> str | None:
        """Return the natural idempotency key, or None where the caller must bring one."""
        return None

    def subject(self) -> str:
        """Return what this writes, such as ``"order/o-1"``: same subjects run one after another."""
        return ""

    def scope(self) -> Ref[Any] | Maybe[Any] | None:
        """Return the document by which permission is judged, if there is one."""
        return None

    @abstractmethod
    def decide(self, context: Context) -> Flow[A]:
        """Return the decision in progress."""
