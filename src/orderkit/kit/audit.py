"""
The audit of a tenant: everything that is stored twice is compared, everything computed is recomputed.

The ledger against its entries, orders against the ledger (what is reserved, what credit is used),
and every document's hash chain from its first version on. Read page by page: memory does not grow
with the number of documents or entries.

What is compared must be true of one moment. An account of which the half was read before a commit
and the half after it would look like drift and be none. So all of it is read at one instant where the
adapter offers that, as ours do: SQLite from one snapshot of the file, beside which others go on
writing, memory while others wait. Of an adapter that does not, what is written meanwhile may be named.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from attrs import frozen

from orderkit.flow import all_declared, declared
from orderkit.ledger import Audit as LedgerAudit
from orderkit.ledger import AuditReport, credit_account, stock_account
from orderkit.orders import Order
from orderkit.ports import (
    GENESIS,
    Found,
    Loaded,
    Repository,
    VersionRow,
    Wanted,
    body_hash,
    head_after,
)
from orderkit.ports.awaited import AsyncRepository
from orderkit.shell import Codec, Services, drive, drive_async
from orderkit.shell.awaiting import AsyncShell
from orderkit.shell.blocking import BlockingShell
from orderkit.shell.demands import Call, Demand, Load

PAGE = 500


@frozen
class Broken:
    """
    A document whose history does not verify.

    Attributes:
        document: ``"order/o-1"``.

        version: The newest version that does not fit to the one before.

        why: In words.
    """

    document: str
    version: int
    why: str

    def __str__(self) -> str:
        return f"{self.document}, version {self.version}: {self.why}"


@frozen
class Audit:
    """
    What an audit found.

    Attributes:
        ledger: Accounts and entries recomputed, and what drifted.

        documents: How many documents were looked at.

        versions: How many versions their chains have.

        broken: Chains that do not verify.
    """

    ledger: AuditReport
    documents: int
    versions: int
    broken: tuple[Broken, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing drifted and every chain verifies."""
        return self.ledger.clean and not self.broken

    def __str__(self) -> str:
        head = f"{self.documents} documents in {self.versions} versions, {len(self.broken)} broken"
        return "\n".join([str(self.ledger), head, *(f"- {one}" for one in self.broken)])


def audited(repository: Repository, tenant: str, codec: Codec) -> Audit:
    """Audit *tenant*, as of one instant where the repository offers that."""

    def work(view: Repository) -> Audit:
        return drive(audit(tenant, codec), BlockingShell(view, Services({})).serve)

    offered: Callable[[Callable[[Repository], Audit]], Audit] | None
    offered = getattr(repository, "at_one_instant", None)
    return work(repository) if offered is None else offered(work)


async def audited_async(repository: AsyncRepository, tenant: str, codec: Codec) -> Audit:
    """:func:`audited`, awaited."""
    offered = getattr(repository, "at_one_instant", None)
    if offered is None:
        return await drive_async(audit(tenant, codec), AsyncShell(repository, Services({})).serve)
    found: Audit = await offered(lambda view: audited(view, tenant, codec))
    return found


def audit(tenant: str, codec: Codec) -> Generator[Demand, Any, Audit]:
    """Recompute everything of *tenant*."""
    expected = yield from _expected(tenant, codec)
    report = yield from _ledger(tenant, LedgerAudit(expected, _known_by_orders))
    documents, versions, broken = 0, 0, []
    for one in all_declared("document"):
        after: str | None = None
        while True:
            found: Found = yield Call("find", (tenant, one.name, "", (), "", after, PAGE))
            for name in found.ids:
                count, why = yield from _chain(tenant, (one.name, name))
                documents, versions = documents + 1, versions + count
                broken += why
            after = found.next
            if after is None:
                break
    return Audit(report, documents, versions, tuple(broken))


def _known_by_orders(account: str) -> bool:
    """Tell whether orders know all that an account holds, so that unnamed ones must be empty."""
    return (account.startswith("stock/") and account.endswith("/reserved")) or (
        account.startswith("credit/") and account.rsplit("/", 1)[1] in {"open", "held", "unbilled"}
    )


def _expected(tenant: str, codec: Codec) -> Generator[Demand, Any, dict[str, int]]:
    """Add up what all orders say of stock and credit."""
    sums: dict[str, int] = {}
    name, after = declared(Order).name, None
    while True:
        found: Found = yield Call("find", (tenant, name, "", (), "", after, PAGE))
        wanted = Wanted(tuple((name, one) for one in found.ids))
        loaded: Loaded = yield Load(tenant, wanted)
        for stored in filter(None, loaded.documents):
            _add(sums, codec.document(Order, stored, cached=False))
        after = found.next
        if after is None:
            return sums


def _add(sums: dict[str, int], order: Order) -> None:
    for line in order.lines:
        for part in (one for one in line.schedule if one.location):
            shelf = stock_account(order.roles.company, line.sku, part.location, "reserved")
            sums[shelf] = sums.get(shelf, 0) + part.quantity
    posting = order.credit
    amounts = {"open": posting.open, "held": posting.held, "unbilled": posting.unbilled}
    for bucket in (bucket for bucket, amount in amounts.items() if amount):
        account = credit_account(posting.payer, bucket)
        sums[account] = sums.get(account, 0) + amounts[bucket]


def _ledger(tenant: str, work: LedgerAudit) -> Generator[Demand, Any, AuditReport]:
    after = ""
    while True:
        rows: tuple[tuple[str, int, int], ...] = yield Call("accounts", (tenant, after, PAGE))
        for row in rows:
            work.account(*row)
            before: str | None = None
            while True:
                entries, before = yield Call("entries", (tenant, row[0], before, PAGE))
                work.entries(entries)
                if before is None:
                    break
        if len(rows) < PAGE:
            return work.report()
        after = rows[-1][0]


def _chain(
    tenant: str, document: tuple[str, str]
) -> Generator[Demand, Any, tuple[int, list[Broken]]]:
    """Verify the chain of one document, newest version first; the first break ends it."""
    loaded: Loaded = yield Load(tenant, Wanted((document,)))
    stored, name = loaded.documents[0], "/".join(document)
    newer: VersionRow | None = None
    before: int | None = None
    count = 0
    while True:
        rows: tuple[VersionRow, ...] = yield Call("history", (tenant, document, before, PAGE))
        for row in rows:
            count += 1
            why = _wrong(row, newer, stored.head if stored else GENESIS)
            if why:
                return count, [Broken(name, row.version, why)]
            newer = row
        if len(rows) < PAGE:
            return count, _without_first(name, newer)
        before = rows[-1].version


def _wrong(row: VersionRow, newer: VersionRow | None, head: bytes) -> str:
    if newer is None and row.head != head:
        return "the stored document has another head than its newest version"
    if newer is not None and newer.version != row.version + 1:
        return f"version {newer.version} follows it"
    if newer is not None and newer.head != head_after(row.head, newer.body_hash, newer.audit):
        return "the head of the next version was not made from it"
    if row.body_hash != body_hash(row.body):
        return "the body is not the one whose hash was chained"
    return ""


def _without_first(name: str, oldest: VersionRow | None) -> list[Broken]:
    if oldest is None:
        return [Broken(name, 0, "it has no history")]
    if oldest.version != 1:
        return [Broken(name, oldest.version, "the versions before it are missing")]
    if oldest.head != head_after(GENESIS, oldest.body_hash, oldest.audit):
        return [Broken(name, 1, "its head was not made from the beginning")]
    return []
