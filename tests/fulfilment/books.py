"""A small world for stories of orders: documents and balances, without a store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar

import attrs

from orderkit.catalog import LineKind, Product
from orderkit.flow import Command, Context, Decision, Ref, Rulebook
from orderkit.fulfilment import Delivery
from orderkit.inventory import StockKey
from orderkit.ledger import credit_account
from orderkit.orders import (
    CreditPosting,
    Hold,
    Order,
    OrderLine,
    ScheduleLine,
)
from orderkit.parties import CaptureMode, Company, Customer, Place, Roles
from orderkit.payments import Payment
from orderkit.testing.scripted import balances_after, decide, given, scripted_context
from orderkit.values import Address, Packaging, Quantity, UnitPrice

A = TypeVar("A")
T = TypeVar("T")

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
HOME = Address("Tea House", ("Main Street 1",), "Bremen", "28195", "DE")
SHOP = Address("Tea House Shop", ("Market 2",), "Bremen", "28195", "DE")
ROLES = Roles("acme", "c-7", "c-1", ship_to=HOME, bill_to=HOME)
CUSTOMER = Customer(
    "c-7", "Tea House", "acme", "EUR", ship_to=(Place("home", HOME), Place("shop", SHOP))
)
PRODUCTS = tuple(Product(sku, "Tea", Packaging("pcs")) for sku in ("TEA-1", "TEA-2"))


def goods(
    id_: str,
    ordered: int,
    gross: int,
    *,
    schedule: tuple[ScheduleLine, ...] | None = None,
    sku: str = "TEA-1",
    kind: LineKind = LineKind.GOODS,
) -> OrderLine:
    """A line of *ordered* pieces worth *gross* minor units, reserved in the north unless told."""
    stocked = kind is LineKind.GOODS
    usual = (ScheduleLine(ordered, "north" if stocked else ""),)
    net = gross * 4 // 5
    return OrderLine(
        id=id_,
        kind=kind,
        item=sku,
        sku=sku,
        quantity=Quantity.of(ordered),
        ordered=ordered,
        unit_price=UnitPrice(Decimal(1), "EUR"),
        extended=Decimal(net),
        net_minor=net,
        tax_minor=gross - net,
        schedule=usual if schedule is None else schedule,
    )


def order(
    *lines: OrderLine,
    id_: str = "o-1",
    stage: str = "confirmed",
    terms: str = "net30",
    holds: tuple[str, ...] = (),
    roles: Roles = ROLES,
    posted: CreditPosting | None = None,
    rounding: int = 0,
) -> Order:
    """An order whose whole total is posted as open, or held, unless it is prepaid."""
    total = sum(line.gross_minor for line in lines) + rounding
    credit = CreditPosting() if terms == "prepaid" else CreditPosting(roles.payer, open=total)
    return Order(
        id=id_,
        revision=3,
        stage=stage,
        mode=CaptureMode.OFFER,
        channel="web",
        number=id_,
        roles=roles,
        currency="EUR",
        terms=terms,
        placed_at=NOW,
        price_date=NOW,
        lines=lines,
        net_minor=sum(line.net_minor for line in lines),
        tax_minor=sum(line.tax_minor for line in lines),
        total_minor=total,
        rounding_minor=rounding,
        holds=tuple(Hold(reason, "because", NOW) for reason in holds),
        credit=credit if posted is None else posted,
    )


class Books:
    """Documents and balances that commands are carried out on, one after another."""

    def __init__(self, *orders: Order, auto_confirm: bool = False) -> None:
        company = Company("acme", "Acme", "EUR", "DE", auto_confirm=auto_confirm)
        self.documents: dict[Ref[Any], Any] = given(CUSTOMER, company, *PRODUCTS, *orders)
        self.balances: dict[str, int] = {}
        self.rulebook = Rulebook()
        self.done = 0
        for one in orders:
            self._open(one)

    def _open(self, one: Order) -> None:
        """Have in the ledger what the order says it has there."""
        for line in one.lines:
            for part in (one for one in line.schedule if one.location):
                self._add(stock(line.sku, part.location), part.quantity)
        for bucket in ("open", "held", "unbilled"):
            if one.credit.payer:
                self._add(credit(bucket), getattr(one.credit, bucket))

    def _add(self, account: str, amount: int) -> None:
        self.balances[account] = self.balances.get(account, 0) + amount

    def context(self) -> Context:
        return scripted_context(now=NOW, key=f"k-{self.done}", rulebook=self.rulebook)

    def decide(self, command: Command[A]) -> Decision[A]:
        """What the command would come to."""
        return decide(command, self.context(), self.documents, self.balances)

    def execute(self, command: Command[A]) -> A:
        """Carry the command out."""
        made = self.decide(command)
        self.balances = balances_after(made.changes, self.balances)
        self.documents |= given(*(put.value for put in made.changes.puts))
        self.events = [event for put in made.changes.puts for event in put.events]
        self.done += 1
        return made.answer

    def get(self, kind: type[T], id_: str) -> T:
        found: T = self.documents[Ref(kind, id_)]
        return found

    def order(self, id_: str = "o-1") -> Order:
        return self.get(Order, id_)

    def line(self, line_id: str = "1", order_id: str = "o-1") -> OrderLine:
        return next(line for line in self.order(order_id).lines if line.id == line_id)

    def delivery(self, id_: str) -> Delivery:
        return self.get(Delivery, id_)

    def payment(self, id_: str) -> Payment:
        return self.get(Payment, id_)

    def change(self, document: Any, **changes: Any) -> None:
        """Set fields of a document as some other command would."""
        changed = attrs.evolve(document, **changes)
        self.documents |= given(changed)

    def stock(self, location: str = "north", bucket: str = "reserved", sku: str = "TEA-1") -> int:
        return self.balances.get(stock(sku, location, bucket), 0)

    def credit(self, *, payer: str = "c-1") -> Mapping[str, int]:
        """The payer's credit accounts that are not empty."""
        buckets = ("free", "open", "unbilled", "held")
        found = {one: self.balances.get(credit(one, payer), 0) for one in buckets}
        return {bucket: amount for bucket, amount in found.items() if amount}


def stock(sku: str, location: str, bucket: str = "reserved") -> str:
    return StockKey("acme", sku, location).account(bucket)


def credit(bucket: str, payer: str = "c-1") -> str:
    return credit_account(payer, bucket)


def problems(order: Order) -> list[str]:
    """What is wrong with the quantities of an order, line by line."""
    found = []
    for line in order.lines:
        rules = {
            "reserved is what is open": line.reserved == line.open,
            "scheduled is what has not left": sum(s.quantity for s in line.schedule)
            == line.standing - line.shipped,
            "planned is within reserved": all(0 <= s.planned <= s.quantity for s in line.schedule),
            "delivered and returned are within shipped": max(line.delivered, line.returned)
            <= line.shipped,
            "nothing is below zero": min(line.open, line.shipped, line.delivered) >= 0,
        }
        found += [f"{order.id}/{line.id}: {rule}" for rule, holds in rules.items() if not holds]
    return found
