"""
What crosses the storage port: flat records of text, integers and bytes.

They are named tuples and not attrs classes because a ten-line order makes some fifty of them and
a named tuple costs a third. Nothing here knows what a document means: bodies are opaque bytes made
by the codec, index keys are text, times are integer microseconds since 1970 UTC.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final, NamedTuple, TypeAlias

from orderkit.flow import IndexKey
from orderkit.ledger import Bump, OutsideEntry

LARGEST: Final = 2**53 - 1
"""Integers at the port stay within ±LARGEST, so that no backend turns one into a float."""

DocumentKey: TypeAlias = tuple[str, str]
"""(declared name of the kind, id)"""


class Stored(NamedTuple):
    """
    A document as the store holds it: the envelope and the opaque body.

    Attributes:
        version: 1 for the first put, one more for each later one.

        head: Head of the document's hash chain, 32 bytes.

        key_id: Id of the key that encrypts the body's personal data; ``""`` where none does.

        body: Canonical JSON in UTF-8.
    """

    version: int
    head: bytes
    key_id: str
    body: bytes


class Answer(NamedTuple):
    """What an idempotency key stands for: the command's fingerprint and its encoded answer."""

    key: str
    fingerprint: bytes
    body: bytes


class Wanted(NamedTuple):
    """What one load asks for; every part may be empty."""

    documents: tuple[DocumentKey, ...] = ()
    accounts: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


class Loaded(NamedTuple):
    """The answers of one load, each in the order of its question."""

    documents: tuple[Stored | None, ...] = ()
    balances: tuple[int, ...] = ()
    answers: tuple[Answer | None, ...] = ()


class Check(NamedTuple):
    """The document must still be at *version* (1 or more) when the change set commits."""

    kind: str
    id: str
    version: int


class DocumentPut(NamedTuple):
    """
    Write one document.

    Attributes:
        expect: Version it must have now; 0 creates. It becomes ``expect + 1``.

        head: New head of its chain, from :func:`orderkit.ports.chain.head_after`.

        body_hash: What *head* binds of the body, from :func:`orderkit.ports.chain.body_hash`.

        index_rows: Every row by which it is to be found from now on; replaces the earlier ones.

        owner: Customer whose buyers may find it; ``""`` for the house's own.

        audit: The audit entry of this version: who, when, which command, which events.
    """

    kind: str
    id: str
    expect: int
    head: bytes
    body_hash: bytes
    key_id: str
    body: bytes
    index_rows: tuple[IndexKey, ...]
    owner: str
    audit: bytes


class Emit(NamedTuple):
    """One outbox row: *id* is the key a receiver tells repeats by; per partition order is kept."""

    id: str
    partition: str
    topic: str
    body: bytes
    not_before: int = 0


class Access(NamedTuple):
    """One line of the access log: a refused or denied attempt. Never part of the outbox."""

    actor: str
    action: str
    subject: str
    code: str
    detail: str


class ChangeSet(NamedTuple):
    """
    Everything of one decision as bytes and integers; lands at one instant or not at all.

    Attributes:
        tenant: Part of every key.

        at: Microseconds since 1970 UTC, from the caller; the store has no clock.

        answers: Key, fingerprint and answer of each command in it; usually one.
    """

    tenant: str
    at: int
    answers: tuple[Answer, ...] = ()
    checks: tuple[Check, ...] = ()
    puts: tuple[DocumentPut, ...] = ()
    bumps: tuple[Bump, ...] = ()
    outside: tuple[OutsideEntry, ...] = ()
    emits: tuple[Emit, ...] = ()
    access: tuple[Access, ...] = ()


class Cause(IntEnum):
    """Why a change set was refused, in order of precedence: the least one names the refusal."""

    KEY_REUSE = 1
    CONFLICT = 2
    SHORT = 3
    OVER = 4
    DUPLICATE = 5


class Failure(NamedTuple):
    """
    One guard that did not hold.

    Attributes:
        what: The key, account, outbox id or ``"kind/id"`` concerned.

        found: The balance or version that was found; 0 where there is none.
    """

    cause: Cause
    what: str
    found: int = 0


class Committed(NamedTuple):
    """
    The change set is in the store.

    Attributes:
        replayed: Its keys were there already with the same fingerprints; nothing was written now.

        answers: The answers' bodies that stand in the store, in the order of the change set.

        after: Balance after each bump, in the order of the change set; empty when replayed.
    """

    replayed: bool
    answers: tuple[bytes, ...]
    after: tuple[int, ...] = ()


class Declined(NamedTuple):
    """The change set was refused; nothing of it is in the store. Failures by precedence."""

    failures: tuple[Failure, ...]

    @property
    def cause(self) -> Cause:
        """The cause that takes precedence."""
        return self.failures[0].cause


Outcome: TypeAlias = Committed | Declined


class VersionRow(NamedTuple):
    """One version of a document in its history."""

    version: int
    at: int
    head: bytes
    body_hash: bytes
    audit: bytes
    body: bytes


class EntryRow(NamedTuple):
    """
    One ledger entry.

    Attributes:
        sequence: 1, 2, 3… per bounded account; 0 for outside accounts.

        balance: Balance after; 0 for outside accounts.
    """

    account: str
    sequence: int
    delta: int
    balance: int
    at: int
    reason: str


class AccessRow(NamedTuple):
    """One line of the access log as it is read back."""

    at: int
    access: Access


class Found(NamedTuple):
    """Ids found by an index, in its order, and the cursor of the following ones (None: no more)."""

    ids: tuple[str, ...]
    next: str | None


class Claim(NamedTuple):
    """A leased outbox row. The token settles it; the time of the lease only lets others in."""

    tenant: str
    id: str
    partition: str
    topic: str
    body: bytes
    token: str
    tries: int


class Done(NamedTuple):
    """The effect took place; never hand it out again."""


class RetryAt(NamedTuple):
    """It failed for now; hand it out again from *at* (microseconds) on."""

    at: int
    why: str


class Dead(NamedTuple):
    """It cannot succeed; keep it visible and let the partition go on."""

    why: str


Settlement: TypeAlias = Done | RetryAt | Dead


class Limits(NamedTuple):
    """
    What a store declares of itself.

    Attributes:
        parts_max: Most rows of one change set together, of whatever kind.

        body_bytes_max: Longest body of a document, audit entry, answer or outbox row.

        find_lags: Whether ``find`` may miss or still show what was committed a moment ago.
    """

    parts_max: int = 100_000
    body_bytes_max: int = 16 * 2**20
    find_lags: bool = False
