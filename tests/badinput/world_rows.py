"""What integrators can get wrong in stores, ledgers and batches, and what the world does to a store."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest

from orderkit.adapters.notifiers import FileNotifier
from orderkit.adapters.sqlite import SqliteRepository, schema
from orderkit.approvals import AlreadyAnswered
from orderkit.catalog import DefineProduct, Product
from orderkit.codec import Codec, Unreadable
from orderkit.credit import CreditLine, take_credit
from orderkit.errors import (
    Conflict,
    MissingExtra,
    OrderkitError,
    Unavailable,
    Unknown,
)
from orderkit.kit import OrderKit
from orderkit.ledger import Audit, stock_parts, substance
from orderkit.orders import HoldOrder
from orderkit.ports import ChangeSet
from orderkit.pricing import Formula, PriceList, Scope
from orderkit.shell.batch import tenant_of
from orderkit.testing.scripted import decide
from orderkit.values import EUR, Packaging
from tests.badinput.own_decisions import OwnDecision, Weather
from tests.badinput.rows import Call, Row, doing, invalid, making
from tests.pricing.shop import TEA, quote
from tests.pricing.shop import ask as asking
from tests.world import ROOT, TENANT, desk_of

LOOSELY: Final[Any] = OrderKit
NEWER: Final = b'{"data":{},"type":"order","v":99}'


def raising(error: OrderkitError) -> Call:
    """Raise what only the world can bring about."""

    def refuse(_kit: OrderKit, _given: object) -> None:
        raise error

    return refuse


def with_file(work: Callable[[Path], object]) -> Call:
    """Do something with a file of its own."""

    def call(_kit: OrderKit, _given: object) -> None:
        with TemporaryDirectory() as folder:
            work(Path(folder) / "orders.db")

    return call


def at_version(version: int) -> Call:
    """Open a file whose schema is at *version*; 0 for an empty one."""

    def work(path: Path) -> None:
        with OrderKit.sqlite(path) as kit:
            if version:
                kit.migrate()
                connection = sqlite3.connect(path)
                connection.execute("UPDATE orderkit_meta SET value = ?", (version,))
                connection.commit()
                connection.close()
            desk_of(kit).execute(HoldOrder("o-1"), key="k")

    return with_file(work)


def joined(**how: Any) -> Callable[[Path], object]:
    def work(path: Path) -> None:
        host = sqlite3.connect(path, isolation_level=None)
        try:
            for name, value in how.items():
                setattr(host, name, value)
            kit = OrderKit.memory().joining(host)
            kit.migrate()
        finally:
            host.close()

    return work


def not_begun(path: Path) -> None:
    with OrderKit.sqlite(path) as kit:
        kit.migrate()
    host = sqlite3.connect(path, isolation_level=None)
    try:
        SqliteRepository.joining(host).commit([ChangeSet(TENANT, 0)])
    finally:
        host.close()


def before_an_upgrade(path: Path) -> None:
    with OrderKit.sqlite(path) as kit, pytest.MonkeyPatch.context() as upgraded:
        kit.migrate()
        upgraded.setattr(schema, "VERSION", schema.VERSION + 1)
        desk_of(kit).execute(HoldOrder("o-1"), key="k")


def other_file(path: Path) -> None:
    path.write_text("a shopping list\n", encoding="utf-8")
    FileNotifier(path)


def half_a_character(path: Path) -> None:
    with OrderKit.sqlite(path) as kit:
        kit.migrate()
        kit.repository.balances(TENANT, ["\ud800"])


def awaitable_service(kit: OrderKit, _given: object) -> None:
    async def weather(_request: Weather) -> str:
        return "fair"

    other = OrderKit(kit.repository, services={Weather: weather})
    desk_of(other, ROOT).execute(OwnDecision("unserved"), key="k")


def two_tenants(kit: OrderKit, _given: object) -> None:

    desks = [kit.acting(ROOT, tenant=one) for one in (TENANT, "other")]
    tenant_of([desk._job(HoldOrder("o-1"), "k") for desk in desks])


STORES: list[Row] = [
    invalid("a file that was never migrated", "schema_missing", call=at_version(0)),
    invalid("a file of newer code", "schema_newer", call=at_version(99)),
    invalid("a file of older code", "schema_older", call=with_file(before_an_upgrade)),
    invalid("joining without a transaction", "no_transaction", call=with_file(not_begun)),
    invalid("joining a connection that reads bytes", "bad_text_factory",
            call=with_file(joined(text_factory=bytes))),
    invalid("a name that a store cannot hold", "not_storable", call=with_file(half_a_character)),
    invalid("a file that is no notifier's", "not_a_message", call=with_file(other_file)),
    invalid("a service that has to be awaited", "awaitable", call=awaitable_service),
    invalid("a batch of two tenants", "several_tenants", call=two_tenants),
    invalid("keys for some of the commands", "not_one_each",
            call=lambda kit, _: desk_of(kit).execute_many([HoldOrder("o-1")], keys=[])),
    invalid("a script without an answer", "not_scripted",
            call=making(lambda: decide(OwnDecision("unserved")))),
    Row("a stored order of newer code", Unreadable, "unreadable", ("newer_version",),
        lambda _kit, _given: Codec().command(b'{"data":{},"type":"order.hold","v":99}')),
    Row("a stored order that is torn", Unreadable, "unreadable", ("not_json",),
        lambda _kit, _given: Codec().command(b'{"data":{')),
    Row("a stored order without its envelope", Unreadable, "unreadable", ("bad_envelope",),
        lambda _kit, _given: Codec().command(b"[]")),
    invalid("an event that is written as a command", "wrong_role",
            call=making(lambda: Codec().event_body(HoldOrder("o-1")))),
]  # fmt: skip

LEDGER: list[Row] = [
    invalid("an account of no form", "not_an_account", call=making(lambda: substance("tea"))),
    invalid("a stock account that is none", "not_a_stock_account",
            call=making(lambda: stock_parts("credit/c-1/free"))),
    invalid("entries of no account", "no_account", call=making(lambda: Audit().entries([]))),
    invalid("credit for less than nothing", "negative_amount",
            call=making(lambda: take_credit(CreditLine("c-1", "EUR"), EUR("-1"), 0, "test"))),
    invalid("a product that is counted in other steps", "counting_changed",
            call=doing(lambda _: DefineProduct(Product("TEA-1", "Tea", Packaging("kg", places=3))))),
]  # fmt: skip


def circle(_kit: OrderKit, _given: object) -> None:
    """Price with lists that build on each other, as no publishing lets them."""
    one = PriceList("one", "EUR", formula=Formula.off("two", 1))
    two = PriceList("two", "EUR", Scope.BASE, formula=Formula.off("one", 1))
    quote(asking(TEA, 1), one, two)


WORLD: list[Row] = [
    Row("somebody else is faster", Conflict, "conflict", (), raising(Conflict("order/o-1", 12))),
    Row("the store is away", Unavailable, "unavailable", (),
        raising(Unavailable("the database is locked"))),
    Row("the answer is lost", Unknown, "unknown", (), raising(Unknown("the line went dead"))),
    Row("a part that is not installed", MissingExtra, "missing_extra", (),
        raising(MissingExtra("openpyxl", "excel"))),
    invalid("lists that build on each other", "formula_cycle", call=circle),
    Row("answering twice", AlreadyAnswered, "already_answered", (),
        raising(AlreadyAnswered("a-1", "bob", ("role:approver",)))),
]  # fmt: skip
