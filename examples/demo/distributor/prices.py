"""The distributor's price lists: one for everybody, one per group, some agreed with one customer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import Final, NamedTuple

from orderkit import (
    By,
    Entry,
    Formula,
    Offer,
    PriceEntries,
    PriceList,
    Product,
    Scope,
    UnitPrice,
    Window,
)

CURRENCY: Final = "EUR"
LIST: Final = "list"
OFFER: Final = "SPRING"


class Published(NamedTuple):
    """A price list with what it says."""

    head: PriceList
    entries: tuple[PriceEntries, ...] = ()


def published(goods: Sequence[Product], random: Random) -> Iterator[Published]:
    """Yield the lists in the order in which they can be published: bases first."""
    priced = [one for one in goods if one.standard_cost is not None]
    yield Published(PriceList(LIST, CURRENCY), tuple(_everybody(priced, random)))
    yield Published(
        PriceList("gold", CURRENCY, Scope.GROUP, "gold", formula=Formula.off(LIST, 12), bases=(LIST,),
                  by_sku=False, by_category=True),
        tuple(_by_category("gold", code, 15, 20, 60) for code in ("tea", "coffee")),
    )  # fmt: skip
    yield Published(
        PriceList("horeca", CURRENCY, Scope.GROUP, "horeca", formula=Formula.off(LIST, 6),
                  bases=(LIST,), by_sku=False, by_category=True),
        tuple(_by_category("horeca", code, 8, 12, 24) for code in ("tableware", "supplies")),
    )  # fmt: skip
    week = Window(datetime(2026, 3, 16, tzinfo=UTC), datetime(2026, 3, 23, tzinfo=UTC))
    web = PriceList("web-week", CURRENCY, Scope.CHANNEL, "web", window=week, priority=1)
    yield Published(web, tuple(_cheaper("web-week", priced, 10, 90, random)))
    for customer in ("c09", "c15", "c24"):
        own = PriceList(f"own-{customer}", CURRENCY, Scope.CUSTOMER, customer)
        yield Published(own, tuple(_cheaper(own.id, priced, 12, 84, random)))
    for customer in ("c01", "c02", "c05"):
        agreed = PriceList(
            f"contract-{customer}", CURRENCY, Scope.CONTRACT, customer, contract=f"K-2026-{customer}",
            window=Window(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
        )  # fmt: skip
        yield Published(agreed, tuple(_cheaper(agreed.id, priced, 14, 75, random)))


def offer(goods: Sequence[Product]) -> Offer:
    """Return the one offer of the season: ten percent off syrups, from two cases."""
    syrups = tuple(one.id for one in goods if "syrup" in one.category)
    return Offer(
        OFFER, "Spring syrups", Decimal(10), minimum=Decimal(12), products=syrups,
        groups=("gold", "horeca"),
    )  # fmt: skip


def _everybody(goods: Sequence[Product], random: Random) -> Iterator[PriceEntries]:
    """Cost and a margin; four percent less from three cases, and nine from a pallet's quarter."""
    for one in goods:
        cost = one.standard_cost
        assert cost is not None
        price = _to_five_cents(cost.amount * random.randint(135, 190) / 100)
        case = one.packaging.factors.get("case", (1, 1))[0]
        tiers = [(0, 100)] if case == 1 else [(0, 100), (3 * case, 96), (10 * case, 91)]
        yield PriceEntries.of(
            LIST,
            one.id,
            *(
                Entry(_price(price * percent / 100, cost.unit), minimum=Decimal(minimum))
                for minimum, percent in tiers
            ),
        )


def _by_category(name: str, category: str, first: int, more: int, minimum: int) -> PriceEntries:
    return PriceEntries.of(
        name,
        category,
        Entry(formula=Formula.off(LIST, first)),
        Entry(formula=Formula.off(LIST, more), minimum=Decimal(minimum)),
        by=By.CATEGORY,
    )


def _cheaper(
    name: str, goods: Sequence[Product], many: int, percent: int, random: Random
) -> Iterator[PriceEntries]:
    """Yield fixed prices of some goods, at about *percent* of half as much again as they cost."""
    chosen = random.sample([one for one in goods if "machines" not in one.category], many)
    for one in sorted(chosen, key=lambda one: one.id):
        cost = one.standard_cost
        assert cost is not None
        price = _price(cost.amount * 165 * percent / 10_000, cost.unit)
        yield PriceEntries.of(name, one.id, Entry(price))


def _price(amount: Decimal, unit: str) -> UnitPrice:
    return UnitPrice(amount.quantize(Decimal("0.01")), CURRENCY, unit=unit)


def _to_five_cents(amount: Decimal) -> Decimal:
    return (amount * 20).quantize(Decimal(1)) / 20
