"""
The audit: recompute every account from its entries and name what drifted.

What a store says twice must agree: the balance of an account and the sum of its entries, the
number of the last entry and the count of entries, the balance after each entry and the sum up to
it. What the domain promises must hold: no stock below zero, every substance (a SKU, a payer's
credit) sums to zero over all accounts, outside included. And what documents say of shared
quantities (reserved is the sum of open lines) must be what the accounts have.

Entries are read newest first, as stores give them in pages, and nothing of them is kept. The sum of
an account is known only at its end, while the balances after must be judged on the way. So for
every entry the balance after *plus the deltas of all newer entries* is formed: that is the sum of
the whole account if the entry tells the truth. As long as all agree there is one number to remember;
each wrong one costs one more. Memory therefore grows with the number of substances and of drifts,
not with the number of entries.

An entry whose delta was changed cannot be told from its neighbours: all balances after from it
onward, and the account's own, then disagree with the sum, and the oldest that does is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Protocol

from attrs import frozen

from orderkit.errors import InvalidInput, invalid
from orderkit.ledger.accounts import is_outside, least, substance

DRIFTS_KEPT: Final = 1000
"""Drifts that a report lists; more are counted."""


@frozen
class Drift:
    """
    One thing in the books that is not as it must be.

    Attributes:
        account: The account, or the substance such as ``"stock/TEA-1"``.

        code: ``balance_differs``, ``sequence_gap``, ``balance_after_differs``, ``below_least``,
            ``not_zero_sum``, ``outside_numbered``, ``documents_differ`` or ``not_an_account``.

        expected: What it must be, in units of the account.

        found: What it is.

        why: What was compared, in words.
    """

    account: str
    code: str
    expected: int
    found: int
    why: str

    def __str__(self) -> str:
        return f"{self.account}: {self.why}: expected {self.expected}, found {self.found}"


@frozen
class AuditReport:
    """
    What an audit found.

    Attributes:
        accounts: How many were looked at.

        entries: How many were added up.

        drifts: At most :data:`DRIFTS_KEPT`.

        more: How many drifts were found beyond those.
    """

    accounts: int
    entries: int
    drifts: tuple[Drift, ...] = ()
    more: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing drifted."""
        return not self.drifts

    def __str__(self) -> str:
        drifts = len(self.drifts) + self.more
        head = f"{self.accounts} accounts and {self.entries} entries recomputed, {drifts} drifts"
        tail = [f"- and {self.more} more"] if self.more else []
        return "\n".join([head, *(f"- {drift}" for drift in self.drifts), *tail])


class Entry(Protocol):
    """What the audit reads of a ledger entry; see :class:`orderkit.ports.EntryRow`."""

    @property
    def sequence(self) -> int:
        """1, 2, 3… of a bounded account; 0 outside."""
        ...

    @property
    def delta(self) -> int:
        """What was added, below 0 where something was taken."""
        ...

    @property
    def balance(self) -> int:
        """Balance after; 0 outside."""
        ...


class Audit:
    """
    An audit in progress: :meth:`account` for each account, :meth:`entries` for each page of its
    entries newest first, :meth:`report` at the end.

    Args:
        expected: Account to the balance that documents say it has.
        covered: Which accounts documents know all of, so that one they do not name must be 0.
        least: The balance below which an account may never be; None for no limit.
    """

    def __init__(
        self,
        expected: Mapping[str, int] | None = None,
        covered: Callable[[str], bool] = lambda _account: False,
        least: Callable[[str], int | None] = least,
    ) -> None:
        self._expected = dict(expected or {})
        self._covered = covered
        self._least = least
        self._sums: dict[str, int] = {}
        self._drifts: list[Drift] = []
        self._more = 0
        self._accounts = 0
        self._entries = 0
        self._open: _Account | None = None

    def account(self, name: str, balance: int, last_sequence: int) -> None:
        """Begin the next account: its name, balance and the number of its last entry."""
        self._close()
        self._accounts += 1
        self._open = _Account(name, balance, last_sequence)

    def entries(self, page: Iterable[Entry]) -> None:
        """
        Add a page of entries of the account begun last, newest first.

        Raises:
            InvalidInput: No account was begun.
        """
        if self._open is None:
            raise invalid(
                "entries", "no_account", page, "no account was begun that they belong to",
                "call account() first",
            )  # fmt: skip
        floor = self._least(self._open.name)
        for entry in page:
            self._entries += 1
            self._open.add(entry.sequence, entry.delta, entry.balance, floor)

    def report(self) -> AuditReport:
        """Return what was found in all accounts that were given; the audit is over then."""
        self._close()
        for name, total in sorted(self._sums.items()):
            if total:
                why = "goods or credit came from nowhere or went nowhere; all its entries summed"
                self._found(Drift(name, "not_zero_sum", 0, total, why))
        for name, wanted in sorted(self._expected.items()):
            if wanted:
                why = "documents give it a balance and it was never moved"
                self._found(Drift(name, "documents_differ", wanted, 0, why))
        return AuditReport(self._accounts, self._entries, tuple(self._drifts), self._more)

    def _close(self) -> None:
        """Judge the account begun last."""
        done, self._open = self._open, None
        if done is None:
            return
        for drift in done.drifts(self._least(done.name)):
            self._found(drift)
        try:
            what = substance(done.name)
        except InvalidInput:
            self._found(Drift(done.name, "not_an_account", 0, 1, "no such form of name is known"))
        else:
            self._sums[what] = self._sums.get(what, 0) + done.total
        wanted = self._expected.pop(done.name, 0 if self._covered(done.name) else None)
        if wanted is not None and wanted != done.balance:
            why = "balance and the sum over documents"
            self._found(Drift(done.name, "documents_differ", wanted, done.balance, why))

    def _found(self, drift: Drift) -> None:
        if len(self._drifts) < DRIFTS_KEPT:
            self._drifts.append(drift)
        else:
            self._more += 1


class _Account:
    """One account while its entries are read, newest first."""

    __slots__ = ("_below", "_gap", "_next", "_numbered", "_wholes", "balance", "name", "total")

    def __init__(self, name: str, balance: int, last_sequence: int) -> None:
        self.name = name
        self.balance = balance
        self.total = 0
        self._next = last_sequence
        self._gap: tuple[int, int] | None = None
        self._numbered = is_outside(name) and (balance, last_sequence) != (0, 0)
        self._below: tuple[int, int] | None = None
        # The account's sum as entries tell it, to (how many, number, balance after and sum of the
        # newer ones) of the oldest entry that tells it so.
        self._wholes: dict[int, tuple[int, int, int, int]] = {}

    def add(self, sequence: int, delta: int, balance: int, floor: int | None) -> None:
        newer = self.total
        self.total += delta
        if is_outside(self.name):
            self._numbered = self._numbered or sequence != 0 or balance != 0
            return
        if sequence != self._next and self._gap is None:
            self._gap = (self._next, sequence)
        self._next = sequence - 1
        count = self._wholes.get(balance + newer, (0,))[0]
        self._wholes[balance + newer] = (count + 1, sequence, balance, newer)
        if floor is not None and delta < 0 and balance < floor:
            self._below = (sequence, balance)

    def drifts(self, floor: int | None) -> Iterator[Drift]:
        """Yield what is wrong with the account by itself."""
        if is_outside(self.name):
            if self._numbered:
                why = "accounts outside have neither balance nor numbered entries"
                yield Drift(self.name, "outside_numbered", 0, self.balance, why)
            return
        if self.balance != self.total:
            why = "balance and the sum of the entries"
            yield Drift(self.name, "balance_differs", self.total, self.balance, why)
        if self._gap is not None:
            why = "numbers of the entries, from the newest down"
            yield Drift(self.name, "sequence_gap", *self._gap, why)
        elif self._next:
            why = "number before the oldest entry"
            yield Drift(self.name, "sequence_gap", 0, self._next, why)
        yield from self._wrong_balances()
        yield from self._too_low(floor)

    def _wrong_balances(self) -> Iterator[Drift]:
        for whole, (count, sequence, balance, newer) in self._wholes.items():
            if whole != self.total:
                why = f"balance after entry {sequence}, the oldest of {count} that are off alike"
                wanted = self.total - newer
                yield Drift(self.name, "balance_after_differs", wanted, balance, why)

    def _too_low(self, floor: int | None) -> Iterator[Drift]:
        if self._below is not None:
            sequence, balance = self._below
            why = f"balance after entry {sequence}, which lowered it"
            yield Drift(self.name, "below_least", floor or 0, balance, why)
        elif floor is not None and self.balance < floor:
            yield Drift(self.name, "below_least", floor, self.balance, "balance")


def audited(
    rows: Iterable[tuple[tuple[str, int, int], Iterable[Entry]]],
    expected: Mapping[str, int] | None = None,
    covered: Callable[[str], bool] = lambda _account: False,
) -> AuditReport:
    """
    Audit accounts with all their entries at once.

    Args:
        rows: (name, balance, last sequence) of each account, with its entries newest first.
        expected: Account to the balance that documents say it has.
        covered: Which accounts documents know all of.

    >>> print(audited([(("stock/acme/TEA-1/north/available", 7, 0), [])]))
    1 accounts and 0 entries recomputed, 1 drifts
    - stock/acme/TEA-1/north/available: balance and the sum of the entries: expected 0, found 7
    """
    audit = Audit(expected, covered)
    for row, entries in rows:
        audit.account(*row)
        audit.entries(entries)
    return audit.report()
