"""The audit of a tenant finds what somebody changed behind the library's back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from orderkit.adapters.memory import MemoryRepository
from orderkit.kit import Broken, OrderKit
from orderkit.kit import audit as auditing
from orderkit.orders import CancelOrder, HoldOrder, Line, Order
from orderkit.ports import VersionRow
from tests.world import TENANT, Clock, do, in_memory, opened, placed


@pytest.fixture
def books(tmp_path: Path) -> Iterator[tuple[OrderKit, Path, Order]]:
    """Two orders in a file, the first of them in three versions."""
    file = tmp_path / "shop.db"
    with opened(OrderKit.sqlite(file, clock=Clock())) as kit:
        _, order = placed(kit, Line("TEA-1", 3))
        placed(kit, number="2")
        do(kit, HoldOrder(order.id, "review"))
        do(kit, HoldOrder(order.id, "fraud"))
        yield kit, file, order


def versions(where: str) -> str:
    """Rows of the order's versions."""
    return f"WHERE {where} AND kind = 'order' AND id = ?"


def balance(name: str, change: str) -> str:
    return (
        f"UPDATE orderkit_balances SET balance = balance {change} WHERE n = "
        f"(SELECT n FROM orderkit_accounts WHERE name = '{name}')"
    )


def rewritten(column: str, old: str, new: str, where: str) -> str:
    return (
        f"UPDATE orderkit_versions SET {column} = "
        f"CAST(replace(CAST({column} AS TEXT), '{old}', '{new}') AS BLOB) {versions(where)}"
    )


TAMPERED = {
    "version 1: the body is not the one whose hash was chained":
        rewritten("body", "c-1", "c-3", "version = 1"),
    "version 3: the body is not the one whose hash was chained":
        rewritten("body", "c-1", "c-3", "version = 3"),
    "version 2: the head of the next version was not made from it":
        rewritten("audit", "held", "hold", "version = 3"),
    "version 1: its head was not made from the beginning":
        rewritten("audit", "placed", "posted", "version = 1"),
    "version 0: version 2 follows it":
        f"UPDATE orderkit_versions SET version = 0 {versions('version = 1')}",
    "version 3: the versions before it are missing":
        f"DELETE FROM orderkit_versions {versions('version = 2')}",
}  # fmt: skip


@pytest.mark.parametrize(("why", "statement"), TAMPERED.items())
def test_a_changed_history_is_found(
    books: tuple[OrderKit, Path, Order], why: str, statement: str
) -> None:
    kit, file, order = books
    assert kit.audit(TENANT).clean
    with sqlite3.connect(file) as connection:
        done = connection.execute(statement, (order.id,))
        assert done.rowcount == 1
    audit = kit.audit(TENANT)
    assert not audit.clean
    assert [str(one) for one in audit.broken] == [f"order/{order.id}, {why}"]
    assert str(audit).endswith(f"- order/{order.id}, {why}")


@pytest.mark.parametrize(
    ("account", "change"),
    [
        ("stock/main/TEA-1/north/reserved", "+ 1"),
        ("stock/main/TEA-1/north/available", "- 1"),
        ("credit/c-1/open", "- 100"),
        ("credit/c-1/free", "+ 100"),
    ],
)
def test_a_changed_balance_is_found(
    books: tuple[OrderKit, Path, Order], account: str, change: str
) -> None:
    kit, file, _ = books
    with sqlite3.connect(file) as connection:
        connection.execute(balance(account, change))
    audit = kit.audit(TENANT)
    assert not audit.clean
    assert audit.broken == ()
    assert account in str(audit)


def test_an_order_that_says_other_than_the_ledger_is_found(
    books: tuple[OrderKit, Path, Order],
) -> None:
    kit, file, order = books
    with sqlite3.connect(file) as connection:
        connection.execute(rewritten("body", '"north"', '"south"', "version = 3"), (order.id,))
    audit = kit.audit(TENANT)
    assert "stock/main/TEA-1/north/reserved" in str(audit)
    assert "stock/main/TEA-1/south/reserved" in str(audit)
    assert [one.version for one in audit.broken] == [3]


class Forgetful(MemoryRepository):
    """Loses or changes the newest versions of orders."""

    def __init__(self, change: Callable[[VersionRow], tuple[VersionRow, ...]]) -> None:
        super().__init__()
        self.change = change

    def history(
        self, tenant: str, document: tuple[str, str], before: int | None, limit: int, /
    ) -> tuple[VersionRow, ...]:
        rows = super().history(tenant, document, before, limit)
        return self.change(rows[0]) if document[0] == "order" else rows


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda _: (), "version 0: it has no history"),
        (
            lambda row: (row._replace(head=bytes(32)),),
            "version 1: the stored document has another head than its newest version",
        ),
    ],
)
def test_a_store_that_forgets_is_found(
    change: Callable[[VersionRow], tuple[VersionRow, ...]], why: str
) -> None:
    kit = opened(OrderKit(Forgetful(change), clock=Clock()))
    _, order = placed(kit)
    assert [str(one) for one in kit.audit(TENANT).broken] == [f"order/{order.id}, {why}"]


def test_an_audit_reads_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    kit = in_memory()
    _, order = placed(kit, Line("TEA-1", 3))
    for n in range(4):
        do(kit, HoldOrder(order.id, f"h-{n}"))
    for n in range(2, 5):
        placed(kit, customer="c-3", number=str(n))
    whole = kit.audit(TENANT)
    monkeypatch.setattr(auditing, "PAGE", 2)
    assert kit.audit(TENANT) == whole
    assert whole.clean
    assert whole.versions > whole.documents > 20


def test_an_empty_tenant_is_clean() -> None:
    audit = in_memory().audit("nobody")
    assert (audit.clean, audit.documents, audit.versions) == (True, 0, 0)
    assert str(audit).endswith("0 documents in 0 versions, 0 broken")


def test_cancelled_orders_leave_nothing_behind() -> None:
    kit = in_memory()
    _, order = placed(kit, Line("TEA-1", 3))
    do(kit, CancelOrder(order.id, "off"))
    assert kit.audit(TENANT).clean


def test_what_is_broken_names_itself() -> None:
    assert str(Broken("order/o-1", 3, "it is odd")) == "order/o-1, version 3: it is odd"
