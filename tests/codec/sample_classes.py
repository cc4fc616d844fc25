"""Classes of every shape the codec knows, and an order-like document of ten lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, NewType

from attrs import field, frozen

from orderkit.flow import NOTHING, Command, Context, Decision, Flow, command, document, event
from orderkit.rules import Condition
from orderkit.values import Address, Money, Personal, Quantity, UnitPrice, Window


class Kind(StrEnum):
    GOODS = "goods"
    SERVICE = "service"


@frozen
class Schedule:
    """One promise: so many until then."""

    quantity: Quantity
    location: str = ""
    promised: Window | None = None


@frozen
class SampleLine:
    """One line of fifteen fields, as an order has."""

    id: str
    sku: str
    quantity: Quantity
    unit_price: UnitPrice
    amount: Money
    extended: Decimal
    net: Money
    tax: Money
    tax_category: str
    schedule: tuple[Schedule, ...]
    kind: Kind = Kind.GOODS
    text: str = ""
    cancelled: int = 0
    shipped: int = 0
    gift: bool = False
    reason: str | None = None


@document("sample.order")
@frozen
class SampleOrder:
    """A document like an order."""

    id: str
    number: str
    customer: str
    currency: str
    placed: datetime
    total: Money
    lines: tuple[SampleLine, ...]
    ship_to: Address | None = None
    holds: frozenset[str] = frozenset()
    status: Literal["draft", "placed"] = "draft"
    revision: int = 1


def sample_line(n: int) -> SampleLine:
    return SampleLine(
        id=f"l-{n}",
        sku=f"TEA-{n}",
        quantity=Quantity.of(f"{n + 1} case"),
        unit_price=UnitPrice.parse(f"{n + 1}.25 EUR"),
        amount=Money(100 * n + 125, "EUR"),
        extended=Decimal(f"{n}.1234"),
        net=Money(100 * n + 105, "EUR"),
        tax=Money(20, "EUR"),
        tax_category="standard",
        schedule=(Schedule(Quantity.of(f"{n + 1} case"), "HAM"),),
    )


def sample_order(lines: int = 10) -> SampleOrder:
    return SampleOrder(
        id="o-1",
        number="4711",
        customer="c-7",
        currency="EUR",
        placed=datetime(2026, 1, 31, 9, 30, tzinfo=UTC),
        total=Money(14820, "EUR"),
        lines=tuple(sample_line(n) for n in range(lines)),
        ship_to=Address("Ann", ("Hafenstr. 1",), "Hamburg", "20457", "DE"),
        holds=frozenset({"credit", "address"}),
        status="placed",
    )


@event("sample.placed")
@frozen
class SamplePlaced:
    """Told when a sample order is placed."""

    order_id: str
    total: Money


@frozen
class Placed:
    """The answer: the id, and what to look at."""

    order_id: str
    warnings: tuple[str, ...] = ()


def as_quantity(value: Quantity | int | str) -> Quantity:
    return Quantity.of(value)


def as_lines(lines: Iterable[Wanted]) -> tuple[Wanted, ...]:
    return tuple(lines)


@frozen
class Wanted:
    """One wanted line."""

    sku: str
    quantity: Quantity = field(converter=as_quantity)
    note: str = field(default="", metadata=Personal)


@command("sample.place")
@frozen
class PlaceSample(Command[Placed]):
    """
    Place a sample order.

    Attributes:
        customer: Who buys.

        lines: What is wanted,
            in its order.
    """

    customer: str
    lines: tuple[Wanted, ...] = field(converter=as_lines)
    expected_total: Money | None = None
    labels: Mapping[str, Any] = field(factory=dict)
    day: date | None = None

    def decide(self, context: Context) -> Flow[Placed]:
        return Decision(Placed(context.fresh_id()), NOTHING)
        yield


Sku = NewType("Sku", str)


@frozen
class Branch:
    """A class that holds itself."""

    name: str
    parts: tuple[Branch, ...] = ()


@frozen
class Everything:
    """A field of every shape."""

    text: str
    whole: int
    truth: bool
    number: Decimal
    moment: datetime
    day: date
    choice: Kind
    word: Literal["a", "b"]
    sku: Sku
    money: Money
    quantity: Quantity
    price: UnitPrice
    window: Window
    condition: Condition
    branch: Branch
    listed: tuple[int, ...]
    fixed: tuple[int, Money, Branch]
    bag: frozenset[Kind]
    keyed: Mapping[str, Money]
    by_kind: Mapping[Kind, tuple[str, ...]]
    perhaps: Money | None
    nothing: None
    anything: Any
    maybe_when: Condition | None = None
