"""What a decision comes to: an answer, and everything it wants written, as values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from attrs import frozen

from orderkit.errors import Refused
from orderkit.flow.questions import Reading, Ref

A = TypeVar("A")

OUTSIDE = "outside/"
"""Accounts with this prefix stand for the world: they have entries but no balance."""

Refusal: TypeAlias = Callable[[int], Refused]
"""Makes the refusal to raise when a floor does not hold, from the balance that was found."""


class Transfer(NamedTuple):
    """
    Move *amount* from one ledger account to another.

    Attributes:
        source: Account that is lowered; a bounded one may not go below *floor*.

        target: Account that is raised; a bounded one may not go above *ceiling*.

        amount: Integer units of the accounts, above 0.

        reason: Why, for the stock card or the statement: ``"order.place o-1"``.

        otherwise: Makes the refusal when the floor or the ceiling does not hold.

        floor: Least balance that *source* may be left with; None for no limit.

        ceiling: Greatest balance that *target* may be left with; None for no limit.
    """

    source: str
    target: str
    amount: int
    reason: str
    otherwise: Refusal | None = None
    floor: int | None = 0
    ceiling: int | None = None


class Put(NamedTuple):
    """
    One document to write, with the events that tell what happened to it.

    Attributes:
        value: The document; its ``id`` field names it.

        events: Declared events; each becomes part of the audit entry and one outbox row.
    """

    value: Any
    events: tuple[Any, ...] = ()


@frozen
class Changes:
    """
    Everything one decision wants written, all or nothing.

    Attributes:
        puts: Documents. What was read is expected unchanged; what was not read must be new.

        transfers: Movements in the ledger.

        checks: Documents that were read, are not written, and must be unchanged at the commit.
    """

    puts: tuple[Put, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    checks: tuple[Ref[Any], ...] = ()


NOTHING = Changes()


@frozen
class Decision(Generic[A]):
    """What a decision came to: an answer for the caller and the changes behind it."""

    answer: A
    changes: Changes = NOTHING


Flow: TypeAlias = Reading[Decision[A]]
"""A decision in progress: yields questions, is sent answers, returns its ``Decision``."""
