"""How a check says what an adapter did wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from unittest import SkipTest

from orderkit.errors import OrderkitError, shown
from orderkit.ports import (
    Cause,
    ChangeSet,
    Committed,
    Declined,
    Failure,
    Outcome,
    Repository,
    Stored,
    Wanted,
)
from orderkit.testing.conformance.drafts import AT, KIND, TENANT, Part, change


class BrokenClause(AssertionError):
    """An adapter does not keep a clause; the message tells what it did and what the clause says."""


class Skipped(SkipTest):
    """A check does not apply to what the store declares of itself; pytest shows it as skipped."""


def must(held: bool, wrong: str) -> None:
    """
    Do nothing if *held*.

    Raises:
        BrokenClause: It is not; *wrong* says what the adapter did.
    """
    if not held:
        raise BrokenClause(wrong)


def same(found: object, wanted: object, what: str) -> None:
    """
    Do nothing if *found* equals *wanted*.

    Raises:
        BrokenClause: They differ.
    """
    must(found == wanted, f"{what}: {shown(found)} instead of {shown(wanted)}")


def only(store: Repository, one: ChangeSet) -> Outcome:
    """Commit one change set and return its one outcome."""
    outcomes = store.commit([one])
    same(len(outcomes), 1, "number of outcomes of one change set")
    return outcomes[0]


def commits(store: Repository, *parts: Part, tenant: str = TENANT, at: int = AT) -> Committed:
    """
    Commit what nothing stands against.

    Raises:
        BrokenClause: It was declined.
    """
    outcome = only(store, change(*parts, tenant=tenant, at=at))
    if isinstance(outcome, Declined):
        raise BrokenClause(f"declined what nothing stands against: {shown(outcome.failures)}")
    return outcome


def declines(
    store: Repository, case: str, parts: Iterable[Part], *failures: Failure, tenant: str = TENANT
) -> None:
    """
    Commit what must be declined for exactly these *failures*, the order of one cause left open.

    Raises:
        BrokenClause: It was committed, or declined for something else.
    """
    outcome = only(store, change(*parts, tenant=tenant))
    if isinstance(outcome, Committed):
        raise BrokenClause(f"committed {case}")
    same(sorted(outcome.failures), sorted(failures), f"failures named for {case}")
    causes = [failure.cause for failure in outcome.failures]
    same(causes, sorted(causes), f"precedence of the causes for {case}")


def conflict(what: str, found: int = 0) -> Failure:
    """Return the failure of a version that is not the expected one."""
    return Failure(Cause.CONFLICT, what, found)


def short(account: str, found: int) -> Failure:
    """Return the failure of a floor."""
    return Failure(Cause.SHORT, account, found)


def over(account: str, found: int) -> Failure:
    """Return the failure of a ceiling."""
    return Failure(Cause.OVER, account, found)


def duplicate(what: str) -> Failure:
    """Return the failure of something that is there already, or twice."""
    return Failure(Cause.DUPLICATE, what)


def loaded(
    store: Repository, *ids: str, kind: str = KIND, tenant: str = TENANT
) -> tuple[Stored | None, ...]:
    """Return the documents of these ids."""
    return store.load(tenant, Wanted(documents=tuple((kind, one) for one in ids))).documents


def body_of(store: Repository, doc: str, *, kind: str = KIND, tenant: str = TENANT) -> bytes | None:
    """Return the body of a document; None where there is none."""
    (found,) = loaded(store, doc, kind=kind, tenant=tenant)
    return None if found is None else found.body


def version_of(store: Repository, doc: str, *, kind: str = KIND, tenant: str = TENANT) -> int:
    """Return the version of a document; 0 where there is none."""
    (found,) = loaded(store, doc, kind=kind, tenant=tenant)
    return 0 if found is None else found.version


def balance_of(store: Repository, account: str, *, tenant: str = TENANT) -> int:
    """Return one balance; ``load`` and ``balances`` must agree on it."""
    (listed,) = store.balances(tenant, [account])
    read = store.load(tenant, Wanted(accounts=(account,))).balances
    same(read, (listed,), f"balance of {account} by load and by balances")
    return listed


def raised_by(call: Callable[[], object]) -> Exception | None:
    """Return what *call* raised, whatever it is; None if it returned."""
    try:
        call()
    except Exception as why:  # noqa: BLE001 - what a broken change set raises is the adapter's own
        return why
    return None


def refuses(call: Callable[[], object], error: type[OrderkitError], case: str) -> None:
    """
    Do nothing if *call* raises an *error*.

    Raises:
        BrokenClause: It raised something else, or nothing.
    """
    raised = raised_by(call)
    must(isinstance(raised, error), f"{case}: {raised!r} instead of {error.__name__}")
