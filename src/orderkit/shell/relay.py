"""
The relay: takes events out of the outbox and hands them to a notifier, at least once.

A row is leased, handed over, and settled. A crash between handing over and settling makes it come
again under the same key after the lease; nothing makes it disappear. What fails is tried again
after a pause that doubles, and is dead, but visible, after the last try. What cannot even be read
fails like any other: it holds nobody else up.
"""

from __future__ import annotations

from collections.abc import Generator
from json import dumps, loads
from typing import Any, Final, NamedTuple, Protocol

from attrs import frozen

from orderkit.errors import OrderkitError, invalid
from orderkit.ports import Claim, Dead, Done, Message, Notifier, RetryAt, Settlement
from orderkit.shell.demands import Call, Demand, Execution, Hand

SECOND: Final = 1_000_000
"""Microseconds."""


class EventCodec(Protocol):
    """What the relay needs of a codec."""

    def event(self, body: bytes, /) -> Any:
        """Return the event of its canonical bytes."""
        ...


@frozen
class RelayPolicy:
    """
    How patient a relay is.

    Attributes:
        worker: Name of this relay, for whoever looks at leases.

        batch: Rows leased at once.

        lease_us: Microseconds after which somebody else may take an unsettled row.

        pause_us: Microseconds before the second try; doubles with each further one.

        pause_max_us: Longest pause between tries.

        tries_max: Tries after which a message is dead.
    """

    worker: str = "relay"
    batch: int = 100
    lease_us: int = 60 * SECOND
    pause_us: int = 2 * SECOND
    pause_max_us: int = 3600 * SECOND
    tries_max: int = 12


class Delivered(NamedTuple):
    """
    What one round of a relay came to.

    Attributes:
        lost: Rows whose lease had passed before they were settled: somebody else has them now.
    """

    done: int = 0
    retried: int = 0
    dead: int = 0
    lost: int = 0

    @property
    def total(self) -> int:
        """All rows that were handled."""
        return sum(self)

    def plus(self, other: Delivered) -> Delivered:
        """Return both rounds together."""
        return Delivered(*(a + b for a, b in zip(self, other, strict=True)))


def relay_once(
    tenant: str | None, notifier: Notifier, codec: EventCodec, now: int, policy: RelayPolicy
) -> Execution[Delivered]:
    """Lease what is due at *now* (microseconds), hand it over, settle it."""
    claims: tuple[Claim, ...] = yield Call(
        "claim", (now, now + policy.lease_us, policy.batch, policy.worker, tenant)
    )
    settled: list[tuple[Claim, Settlement]] = []
    for claim in claims:
        why = yield from _handed(claim, notifier, codec)
        settled.append((claim, _settlement(claim, why, now, policy)))
    if not settled:
        return Delivered()
    live: tuple[bool, ...] = yield Call("settle", (settled,))
    kinds = [type(how) for (_, how), took in zip(settled, live, strict=True) if took]
    return Delivered(kinds.count(Done), kinds.count(RetryAt), kinds.count(Dead), live.count(False))


def _handed(
    claim: Claim, notifier: Notifier, codec: EventCodec
) -> Generator[Demand, Any, Exception | None]:
    """Hand one row over; return why that failed."""
    try:
        message = message_of(claim, codec)
    except OrderkitError as why:
        return why
    failure: Exception | None = yield Hand(notifier, message)
    return failure


def message_of(claim: Claim, codec: EventCodec) -> Message:
    """
    Return the message that an outbox row stands for.

    Raises:
        OrderkitError: The row, or the event in it, cannot be read.
    """
    try:
        envelope = loads(claim.body)
        document, version, body = envelope["document"], envelope["version"], envelope["event"]
    except (ValueError, LookupError, TypeError) as why:
        raise invalid(
            "outbox", "bad_envelope", claim.id, f"it is no envelope of an event: {why}",
            "find out who changed the row; its document's history has the event",
        ) from why  # fmt: skip
    event = codec.event(dumps(body).encode())
    return Message(claim.id, claim.tenant, claim.topic, document, version, event, claim.tries)


def _settlement(claim: Claim, why: Exception | None, now: int, policy: RelayPolicy) -> Settlement:
    if why is None:
        return Done()
    reason = f"{type(why).__name__}: {why}"[:500]
    if claim.tries >= policy.tries_max:
        return Dead(reason)
    pause = min(policy.pause_us * 2 ** (claim.tries - 1), policy.pause_max_us)
    return RetryAt(now + pause, reason)
