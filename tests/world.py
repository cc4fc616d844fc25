"""
A small distributor, built through public commands alone, for stories and properties of orders.

Three customers. ``c-1``, the Tea House, is in the group *gold*, pays in 30 days within a limit of
5,000 EUR, and has item numbers of its own. ``c-2``, the Corner Café, pays in advance. ``c-3``, the
Spa, has a contract for tea, is exempt from tax, and has no limit.

Three locations: north, south and, last and nearly empty, east. Tea comes in pieces and cases of
twelve, leaves by the gram, pots in pairs; engraving is a service, a sample costs nothing, and the
rare cup has no price.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, Final, TypeVar

from orderkit.approvals import Level, Mode, PublishApprovalPolicy
from orderkit.catalog import (
    GTIN,
    CrossReference,
    DefineCrossReference,
    DefineProduct,
    LineKind,
    Meaning,
    Product,
    channel_scope,
    customer_scope,
)
from orderkit.credit import SetCreditLimit
from orderkit.flow import Actor, Command
from orderkit.fulfilment import ConfirmDelivery, LineQuantity, PlanDelivery, ShipDelivery
from orderkit.inventory import DefineLocation, Location, ReceiveStock, StockLine
from orderkit.kit import Desk, OrderKit
from orderkit.ledger import credit_account, stock_account
from orderkit.orders import Line, Order, Placed, PlaceOrder
from orderkit.parties import CaptureMode, Company, Customer, DefineCompany, DefineCustomer, Place
from orderkit.payments import RecordPayment
from orderkit.pricing import (
    DefineOffer,
    Entry,
    Offer,
    PriceEntries,
    PriceList,
    PublishPriceList,
    Scope,
)
from orderkit.rules import fact
from orderkit.tax import DefineTaxTable, TaxRate, TaxTable
from orderkit.values import EUR, Address, Packaging, UnitPrice

A = TypeVar("A")
TENANT: Final = "acme"
NOW: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LOCATIONS: Final = ("north", "south", "east")
HOME: Final = Address("Tea House", ("Main Street 1",), "Bremen", "28195", "DE")
SHOP: Final = Address("Tea House Shop", ("Market 2",), "Bremen", "28195", "DE")

ROOT: Final = Actor.person("root", roles={"admin"})
ANN: Final = Actor.person("ann", roles={"sales"})
BOB: Final = Actor.person("bob", roles={"approver"})
EVA: Final = Actor.person("eva", roles={"approver"})
FIN: Final = Actor.person("fin", roles={"finance"})
SHOPBOT: Final = Actor.automaton("shopbot", roles={"importer"})
BUYER: Final = Actor.person("tom", roles={"buyer"}, customer="c-1")
"""Tom buys for the Tea House."""

STOCK: Final[Mapping[tuple[str, str], str]] = {
    ("TEA-1", "north"): "20",
    ("TEA-1", "south"): "30",
    ("TEA-1", "east"): "4",
    ("LEAF", "north"): "5 kg",
    ("POT-1", "south"): "40",
    ("SAMPLE", "north"): "100",
    ("RARE", "north"): "10",
}
"""What is there, by SKU and location."""


class Clock:
    """
    The time of a kit in a test: stands still until it is moved.

    Attributes:
        now: What it shows.
    """

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_time(self, **amount: float) -> datetime:
        """Let some time pass: ``clock.pass_time(days=1)``."""
        self.now += timedelta(**amount)
        return self.now


def company(**changes: Any) -> DefineCompany:
    """The selling company; confirms by itself unless told."""
    usual: dict[str, Any] = {"locations": LOCATIONS, "auto_confirm": True}
    return DefineCompany(Company("main", "Main Trading", "EUR", "DE", **(usual | changes)))


def products() -> list[DefineProduct]:
    """What is sold."""
    tea, ware = ("food", "tea"), ("ware",)
    case = Packaging("pcs", units={"case": (12, 1)})
    pieces, kilos = Packaging("pcs"), Packaging("kg", places=3)
    cost = UnitPrice.parse("4.00 EUR")
    every = (
        Product("TEA-1", "Green tea", case, tea, tax_category="reduced", warn_below=5,
                standard_cost=cost),
        Product("LEAF", "Loose leaf", kilos, tea, tax_category="reduced"),
        Product("POT-1", "Pot", pieces, ware, minimum=2, multiple=2, maximum=20),
        Product("ENGRAVE", "Engraving", pieces, ware, kind=LineKind.SERVICE),
        Product("SAMPLE", "Sample", pieces, tea, tax_category="reduced"),
        Product("RARE", "Rare cup", pieces, ware),
    )  # fmt: skip
    return [DefineProduct(one) for one in every]


def numbers() -> list[DefineCrossReference]:
    """What others call the tea."""
    every = (
        CrossReference.of(customer_scope("c-1"), "A 100", Meaning("TEA-1")),
        CrossReference.of(channel_scope("market"), "tea-3pack", Meaning("TEA-1", "pcs", 3)),
        CrossReference.of(GTIN, "4006381333931", Meaning("TEA-1", "case")),
    )
    return [DefineCrossReference(one) for one in every]


def customers() -> list[DefineCustomer]:
    """Who buys."""
    places = (Place("main", HOME), Place("shop", SHOP))
    every = (
        Customer("c-1", "Tea House", "main", "EUR", groups=("gold",), terms="net30",
                 ship_to=places, salesperson="ann"),
        Customer("c-2", "Corner Café", "main", "EUR", terms="prepaid", ship_to=places),
        Customer("c-3", "Spa", "main", "EUR", terms="net30", ship_to=places,
                 tax_exempt="outside the union"),
    )  # fmt: skip
    return [DefineCustomer(one) for one in every]


def price(amount: str, minimum: int = 0, unit: str = "pcs") -> Entry:
    """A price in euros per unit, from a quantity on."""
    return Entry(UnitPrice.parse(f"{amount} EUR per 1 {unit}"), minimum=Decimal(minimum))


def prices(*, tax_inclusive: bool = False) -> list[Command[Any]]:
    """List prices, the group's, the contract's, and an offer of ten percent off five or more."""
    lists: Mapping[PriceList, Mapping[str, Sequence[Entry]]] = {
        PriceList("retail", "EUR", tax_inclusive=tax_inclusive): {
            "TEA-1": [price("10.00")],
            "LEAF": [price("24.00", unit="kg")],
            "POT-1": [price("30.00")],
            "ENGRAVE": [price("15.00")],
            "SAMPLE": [price("0")],
        },
        PriceList("gold", "EUR", Scope.GROUP, "gold", tax_inclusive=tax_inclusive): {
            "TEA-1": [price("9.50"), price("9.00", 10)],
        },
        PriceList("spa", "EUR", Scope.CONTRACT, "c-3", "K-1", tax_inclusive=tax_inclusive): {
            "TEA-1": [price("8.00")],
        },
        PriceList("spa-own", "EUR", Scope.CUSTOMER, "c-3", tax_inclusive=tax_inclusive): {
            "TEA-1": [price("7.00")],
        },
    }
    spring = Offer("spring", "Spring", Decimal(10), minimum=Decimal(5), products=("TEA-1", "POT-1"))
    return [
        *(PublishPriceList(head, tuple(PriceEntries.of(head.id, sku, *entries)
                                       for sku, entries in content.items()))
          for head, content in lists.items()),
        DefineOffer(spring),
    ]  # fmt: skip


def stock(levels: Mapping[tuple[str, str], str] = STOCK) -> list[ReceiveStock]:
    """One receipt per location."""
    by_location: dict[str, list[StockLine]] = {}
    for (sku, location), quantity in levels.items():
        by_location.setdefault(location, []).append(StockLine(sku, quantity))
    return [ReceiveStock("main", where, lines) for where, lines in by_location.items()]


def opening(
    *,
    levels: Mapping[tuple[str, str], str] = STOCK,
    policies: Iterable[PublishApprovalPolicy] = (),
    limit: str = "5000.00",
    **changes: Any,
) -> list[Command[Any]]:
    """Everything that opens the business; *changes* are fields of the company."""
    policies = tuple(policies)
    named = {"approvals": tuple(one.policy for one in policies)} if policies else {}
    rates = (TaxRate("reduced", Decimal(7)), TaxRate("standard", Decimal(19)))
    return [
        *policies,
        company(**(named | changes)),
        *(DefineLocation(Location(one, one.title(), "main", "DE")) for one in LOCATIONS),
        *products(),
        *numbers(),
        *customers(),
        *prices(tax_inclusive=bool(changes.get("prices_include_tax"))),
        DefineTaxTable(TaxTable("main", rates)),
        SetCreditLimit("c-1", "EUR", EUR(limit), "agreed"),
        *stock(levels),
    ]


def opened(kit: OrderKit, **how: Any) -> OrderKit:
    """Migrate *kit*, and open the business in it; *how* as for :func:`opening`."""
    kit.migrate()
    desk = desk_of(kit, ROOT)
    for n, one in enumerate(opening(**how)):
        desk.execute(one, key=f"opening-{n}")
    return kit


def in_memory(**how: Any) -> OrderKit:
    """The business opened in memory, at :data:`NOW`; *how* as for :func:`opening`."""
    return opened(OrderKit.memory(clock=Clock()), **how)


def desk_of(kit: OrderKit, actor: Actor = ANN) -> Desk:
    """The desk of somebody in the house."""
    return kit.acting(actor, tenant=TENANT)


def order_of(*lines: Line, customer: str = "c-1", number: str = "1", **fields: Any) -> PlaceOrder:
    """An order through the channel *web*; one piece of tea unless told."""
    channel = fields.pop("channel", "web")
    return PlaceOrder(customer, channel, number, lines or (Line("TEA-1", 1),), **fields)


def placed(kit: OrderKit, *lines: Line, actor: Actor = ANN, **fields: Any) -> tuple[Placed, Order]:
    """Place an order; what was answered, and the order."""
    answer = desk_of(kit, actor).execute(order_of(*lines, **fields))
    return answer, stored(kit, answer.order_id)


def recorded(kit: OrderKit, *lines: Line, **fields: Any) -> tuple[Placed, Order]:
    """Record an order that a shop outside took; what was answered, and the order."""
    return placed(kit, *lines, actor=SHOPBOT, mode=CaptureMode.RECORD, **fields)


def stored(kit: OrderKit, order_id: str) -> Order:
    """The order as it is now."""
    return desk_of(kit, ROOT).get(Order, order_id)


def balances(kit: OrderKit) -> dict[str, int]:
    """Every account that is not empty; whether a customer has ever ordered is left out."""
    rows = kit.repository.accounts(TENANT, "", 1000)
    return {name: held for name, held, _ in rows if held and not name.startswith("customers/")}


def shelf(kit: OrderKit, sku: str, location: str, bucket: str = "available") -> int:
    """How much of a SKU is in a bucket, in base units."""
    return kit.repository.balances(TENANT, [stock_account("main", sku, location, bucket)])[0]


def credit(kit: OrderKit, payer: str = "c-1") -> dict[str, int]:
    """The payer's credit by bucket, in cents; empty ones left out."""
    buckets = ("free", "open", "held", "unbilled")
    found = kit.repository.balances(TENANT, [credit_account(payer, one) for one in buckets])
    return {bucket: held for bucket, held in zip(buckets, found, strict=True) if held}


def codes(warnings: Iterable[Any]) -> list[str]:
    """The codes of notices, faults or refusals, in order."""
    return [str(one.code) for one in warnings]


def review(*levels: Level, policy: str = "review") -> PublishApprovalPolicy:
    """An approval policy."""
    return PublishApprovalPolicy(policy, "EUR", levels or (big(), deep()), "agreed")


def big(amount: str = "100.00", *approvers: str, **mode: Any) -> Level:
    """A level for orders above an amount; finance is asked unless others are named."""
    return Level("big", fact("total") > EUR(amount), approvers or ("role:finance",), **mode)


def deep(discount: str = "0.15", *approvers: str) -> Level:
    """A level for deep discounts; bob and eva are asked unless others are named."""
    asked = approvers or ("person:bob", "person:eva")
    return Level("deep", fact("discount") > Decimal(discount), asked, Mode.ANY)


_KEYS = count(1)


def do(kit: OrderKit, command: Command[A], actor: Actor = ROOT) -> A:
    """Execute a command under a key that was never used."""
    return desk_of(kit, actor).execute(command, key=f"key-{next(_KEYS)}")


def planned(kit: OrderKit, order_id: str, location: str, quantity: int, line: str = "1") -> str:
    """Plan a delivery of a part of one line; its id."""
    command = PlanDelivery(order_id, location, [LineQuantity(line, quantity)])
    return do(kit, command).delivery_id


def shipped(kit: OrderKit, order_id: str, location: str, quantity: int, line: str = "1") -> str:
    """Ship a part of one line; the id of the delivery."""
    delivery = planned(kit, order_id, location, quantity, line)
    do(kit, ShipDelivery(delivery))
    return delivery


def delivered(kit: OrderKit, order_id: str, location: str, quantity: int, line: str = "1") -> str:
    """Ship a part of one line, and have it arrive; the id of the delivery."""
    delivery = shipped(kit, order_id, location, quantity, line)
    do(kit, ConfirmDelivery(delivery))
    return delivery


def paid(kit: OrderKit, order_id: str, amount: str, reference: str = "bank-1") -> None:
    """Record a payment in euros."""
    do(kit, RecordPayment(order_id, EUR(amount), "transfer", reference))
