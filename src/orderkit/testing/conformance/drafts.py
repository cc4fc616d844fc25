"""Change sets in few words: the data that the checks write."""

from __future__ import annotations

from typing import Final, TypeAlias, TypeVar

from orderkit.flow import IndexKey
from orderkit.ports import (
    GENESIS,
    Access,
    Answer,
    Bump,
    ChangeSet,
    Check,
    DocumentPut,
    Emit,
    OutsideEntry,
    body_hash,
    head_after,
)

TENANT: Final = "t-1"
OTHER: Final = "t-2"
KIND: Final = "order"
AT: Final = 1_700_000_000_000_000
"""A moment of 2023, in microseconds."""

DAY: Final = 86_400_000_000
"""One day in microseconds."""

EVERY_BYTE: Final = bytes(range(256))

Part: TypeAlias = Answer | Check | DocumentPut | Bump | OutsideEntry | Emit | Access
P = TypeVar("P", Answer, Check, DocumentPut, Bump, OutsideEntry, Emit, Access)


def change(*parts: Part, tenant: str = TENANT, at: int = AT) -> ChangeSet:
    """
    Return the change set of these parts, each put where it belongs.

    >>> change(bump("stock", 5)).bumps
    (Bump(account='stock', delta=5, floor=None, ceiling=None, reason='check'),)
    """

    def those(cls: type[P]) -> tuple[P, ...]:
        return tuple(part for part in parts if isinstance(part, cls))

    return ChangeSet(
        tenant,
        at,
        answers=those(Answer),
        checks=those(Check),
        puts=those(DocumentPut),
        bumps=those(Bump),
        outside=those(OutsideEntry),
        emits=those(Emit),
        access=those(Access),
    )


def put(
    doc: str,
    expect: int = 0,
    body: bytes = b"{}",
    *,
    kind: str = KIND,
    index: tuple[IndexKey, ...] = (),
    owner: str = "",
    audit: bytes = b'{"by":"ann"}',
    previous: bytes = GENESIS,
    key_id: str = "",
) -> DocumentPut:
    """Return the writing of one document; its head follows *previous* in the chain."""
    hashed = body_hash(body)
    head = head_after(previous, hashed, audit)
    return DocumentPut(kind, doc, expect, head, hashed, key_id, body, index, owner, audit)


def bump(
    account: str,
    delta: int,
    floor: int | None = None,
    ceiling: int | None = None,
    reason: str = "check",
) -> Bump:
    """Return a movement of a bounded account."""
    return Bump(account, delta, floor, ceiling, reason)


def key(name: str, body: bytes = b'"done"', fingerprint: bytes = b"same") -> Answer:
    """Return the answer that is to stand under a key."""
    return Answer(name, fingerprint, body)


def emit(name: str, partition: str = "p", not_before: int = 0) -> Emit:
    """Return one outbox row."""
    return Emit(name, partition, "order.placed", b'{"n":1}', not_before)


def access(action: str) -> Access:
    """Return one line of the access log."""
    return Access("ann", action, "order/o-1", "not_permitted", "no role of theirs grants it")


def guard(doc: str, version: int) -> Check:
    """Return the condition that a document is still at *version*."""
    return Check(KIND, doc, version)


def row(equals: str, sort: str = "") -> tuple[IndexKey, ...]:
    """Return one index row of ``by_status``."""
    return (IndexKey("by_status", (equals,), sort),)
