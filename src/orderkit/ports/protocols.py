"""
What a storage adapter implements: six small ports, each with numbered clauses.

One class usually implements them all; the core uses each by itself. ``orderkit.testing`` has one
check per clause. Async twins have the same names and the same clauses, awaited. One capability
more is optional: :class:`Frozen`.

Common to all: the tenant is part of every key (clause T). Text is compared byte by byte. Integers
stay within ±(2⁵³ - 1). The adapter has no clock: times come as integer microseconds. Every method
takes many. After any exception the adapter is usable or closed. What is thrown is ``Unavailable``
(certainly nothing happened), ``Unknown`` (it may have happened) or ``TooLarge`` (not sent).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from orderkit.ports.records import (
    AccessRow,
    Answer,
    ChangeSet,
    Claim,
    DocumentKey,
    EntryRow,
    Found,
    Limits,
    Loaded,
    Outcome,
    Settlement,
    VersionRow,
    Wanted,
)

T = TypeVar("T")


class Documents(Protocol):
    """
    Reading documents.

    - D1 *One snapshot.* ``load`` answers as of one instant, or reads the answers of keys last.
    - D2 *Positions.* Every answer stands at the position of its question; absent is None or 0.
    - D3 *Bytes.* A body comes back byte for byte, an id is matched byte for byte.
    - D4 *Find* gives ids whose index rows equal all of *equals*, sorted by (sort, id) bytewise, only
      of *owner* unless that is ``""``. The index ``""`` lists all documents of the kind by id.
      It may lag where ``Limits.find_lags`` says so.
    - D5 *Keyset.* A cursor continues after the last id given, whatever was written meanwhile; a
      cursor of another tenant, index or search is refused as InvalidInput, so is a limit below 1
      or above 1,000.
    - D6 *History* gives versions newest first, each with its audit entry and head.
    """

    def load(self, tenant: str, wanted: Wanted, /) -> Loaded:
        """Return documents, balances and answers of keys, each at its question's position."""
        ...

    def find(  # noqa: PLR0917 - positional only
        self,
        tenant: str,
        kind: str,
        index: str,
        equals: tuple[str, ...],
        owner: str,
        after: str | None,
        limit: int,
        /,
    ) -> Found:
        """Return the ids that stand under *equals* in a declared index."""
        ...

    def history(
        self, tenant: str, document: DocumentKey, before: int | None, limit: int, /
    ) -> tuple[VersionRow, ...]:
        """Return up to *limit* versions below *before* (None: from the newest), newest first."""
        ...


class Ledger(Protocol):
    """
    Reading accounts.

    - L1 *Balances* of bounded accounts are exact; one never moved is 0.
    - L2 *Entries* of a bounded account are numbered 1, 2, 3… without a gap, each with the balance
      after; newest first.
    - L3 *Outside accounts* have entries with sequence 0 and balance 0.
    - L4 *Accounts* lists every account that has a balance or an entry, by name.
    """

    def balances(self, tenant: str, accounts: Sequence[str], /) -> tuple[int, ...]:
        """Return the balance of each account."""
        ...

    def entries(
        self, tenant: str, account: str, before: str | None, limit: int, /
    ) -> tuple[tuple[EntryRow, ...], str | None]:
        """Return up to *limit* entries, newest first, and the cursor of the following ones."""
        ...

    def accounts(self, tenant: str, after: str, limit: int, /) -> tuple[tuple[str, int, int], ...]:
        """Return (name, balance, last sequence) of up to *limit* accounts named above *after*."""
        ...


class Writer(Protocol):
    """
    The one way to change anything.

    - W1 *All or nothing, at one instant*: keys, checks, puts, bumps, entries, outbox rows.
    - W2 *Keys first.* A key that is there with the same fingerprint gives the stored answer and
      writes nothing; with another it is KEY_REUSE. If only some keys of a set are there: CONFLICT.
    - W3 *Versions* are compared and set; 0 creates; checks hold existing documents (never absence).
    - W4 *Floors and ceilings* bind at the bump; see :class:`~orderkit.ports.records.Bump`.
    - W5 *Declined* names every guard that did not hold, by precedence, and is not remembered.
    - W6 *Duplicates*: an account twice in the bumps, a document twice in the puts, or an outbox id
      that exists already, is DUPLICATE.
    - W7 *Many* change sets give one outcome each, in order, as if committed one after the other;
      one that is declined does not keep the others from landing.
    - W8 *Outcome* is never stale.
    - W9 *Access lines* of a set are appended whenever the set commits.
    """

    def limits(self) -> Limits:
        """Return what this store declares of itself."""
        ...

    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        """Commit change sets, each by itself; one outcome each, in order."""
        ...

    def outcome(self, tenant: str, keys: Sequence[str], /) -> tuple[Answer | None, ...]:
        """Return what each key stands for."""
        ...


class Outbox(Protocol):
    """
    Handing out effects.

    - O1 *By state, not by position*: a row that commits late is not skipped.
    - O2 *Lease*: a claimed row is not handed out again before ``now`` reaches the lease's end; then
      under a new token and one more try.
    - O3 *Settle* takes effect once and only with the live token; else it returns False.
    - O4 *Partition order*: a row waits until every earlier row of its partition is done or dead.
    - O5 *not_before* and RetryAt are times before which a row is not handed out.
    - O6 *Dead* rows stay visible and do not hold up their partition.
    """

    def claim(
        self, now: int, lease_until: int, limit: int, worker: str, tenant: str | None = None, /
    ) -> tuple[Claim, ...]:
        """Lease up to *limit* due rows; *tenant* None is for the operator's own relay."""
        ...

    def settle(self, claims: Sequence[tuple[Claim, Settlement]], /) -> tuple[bool, ...]:
        """Settle claims; True where the token was live."""
        ...

    def backlog(self, tenant: str, /) -> tuple[int, int]:
        """Return how many rows wait or are leased, and how many are dead."""
        ...


class AccessLog(Protocol):
    """
    Reading refused and denied attempts; they are written by ``commit`` (W9).

    - A1 *Newest first*, of one tenant, by the order of their commits.
    """

    def accesses(self, tenant: str, limit: int, /) -> tuple[AccessRow, ...]:
        """Return the last *limit* lines."""
        ...


class Schema(Protocol):
    """
    The store's own layout.

    - Y1 *Explicit*: nothing but ``migrate`` changes the schema; running it again changes nothing.
    - Y2 *Newer* schemas than this code knows are refused.
    - Y3 *Close* twice is one close.
    """

    def version(self) -> int:
        """Return the schema version found; 0 before the first ``migrate``."""
        ...

    def migrate(self) -> None:
        """Bring the schema to the version this code writes."""
        ...

    def close(self) -> None:
        """Release everything held."""
        ...


class Repository(Documents, Ledger, Writer, Outbox, AccessLog, Schema, Protocol):
    """
    All ports in one object, which is what an adapter class usually is.

    ``joined`` is True where it works inside the host's own transaction: then a decision gets one
    attempt, a conflict goes to the host, and nothing that was read may be cached.
    """

    @property
    def joined(self) -> bool:
        """Whether it works inside the host's own transaction."""
        ...


class Frozen(Protocol):
    """
    What a repository may offer beyond the ports; ``kit.audit`` asks for it.

    An adapter that does not offer it has no such attribute, or None there.

    - A2 *One instant.* Whatever is read through the view is as of one instant, not later than the
      first read; other handles wait or go on, and no commit of theirs is lost. A view gives one
      instant again: its own. What *work* returns or raises comes back. Inside a host's transaction
      the instant is what that transaction sees.
    """

    def at_one_instant(self, work: Callable[[Repository], T], /) -> T:
        """Return what *work*, which only reads, makes of a view of one instant."""
        ...
