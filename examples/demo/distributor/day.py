"""
One business day, from eight to six, in virtual time.

The agenda is made first: when which order arrives, when files are fetched, when who works through
what waits for them. Then it is carried out in the order of time; what happens depends on the seed
alone. People read what there is through declared queries, and act by commands, as in earnest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from typing import Final, NamedTuple

from examples.demo.distributor.customers import MARKETPLACE, SALESPEOPLE
from examples.demo.distributor.opening import WAREHOUSES, World
from examples.demo.distributor.ordering import Arrival, Ordering
from examples.demo.distributor.shop import Shop
from examples.demo.distributor.working import Working
from examples.demo.progress import Progress

OPENING: Final = datetime(2026, 3, 17, 8, tzinfo=UTC)
CLOSING: Final = OPENING + timedelta(hours=10)

SHARES: Final = {"web": 40, "phone": 28, "edi": 20, MARKETPLACE: 12}
"""Of a hundred orders, how many come through which channel."""

FILES: Final = ("09:05", "11:05", "13:35", "16:05")
"""When EDI files are fetched."""

AGAIN: Final = "11:25"
"""When the file of 11:05 comes a second time, as happens."""

POLLS: Final = tuple(f"{hour:02}:20" for hour in range(8, 18))
"""When the marketplace is asked for new sales; it tells the last two once more each time."""


class Appointment(NamedTuple):
    """Something to do at a time; of two at one time the one with the lower number goes first."""

    at: datetime
    number: int
    act: Callable[[], object]


def at_time(text: str) -> datetime:
    """
    Return the moment of the day that a clock shows.

    >>> at_time("09:05").hour
    9
    """
    hour, _, minute = text.partition(":")
    return OPENING.replace(hour=int(hour), minute=int(minute))


class Day:
    """
    The day: its agenda, and the orders that arrive.

    Attributes:
        arrived: How many orders were handed over so far, refused ones too and repeats not.
    """

    def __init__(self, shop: Shop, world: World, orders: int, random: Random) -> None:
        self.shop = shop
        self.ordering = Ordering(world, random)
        self.working = Working(shop, world, random)
        self.random = random
        self.orders = orders
        self.arrived = 0
        self._files: dict[str, list[Arrival]] = {}
        self._polled: list[Arrival] = []

    def run(self, progress: Progress) -> None:
        """Carry out the whole agenda."""
        for at, _, act in sorted(self._agenda(), key=lambda one: one[:2]):
            self.shop.clock.forward_to(at)
            act()
            progress.show(self.arrived, f"{at:%H:%M}")
        self.shop.clock.forward_to(CLOSING)
        self.shop.tell()
        progress.finish()

    def _agenda(self) -> Iterator[Appointment]:
        acts = (*self._arrivals(), *self._routines())
        return (Appointment(at, number, act) for number, (at, act) in enumerate(acts))

    def _arrivals(self) -> Iterator[tuple[datetime, Callable[[], object]]]:
        many = {channel: self.orders * share // 100 for channel, share in SHARES.items()}
        many["web"] += self.orders - sum(many.values())
        for _ in range(many["web"]):
            yield self._moment(), self._from_web
        for _ in range(many["phone"]):
            yield self._moment(), self._by_phone
        for many_now, time in zip(_parts(many["edi"], len(FILES)), FILES, strict=True):
            yield at_time(time), partial(self._from_file, time, many_now)
        yield at_time(AGAIN), partial(self._from_file, FILES[1], 0)
        for many_now, time in zip(_parts(many[MARKETPLACE], len(POLLS)), POLLS, strict=True):
            yield at_time(time), partial(self._from_marketplace, many_now)

    def _moment(self) -> datetime:
        """Return a time at which somebody orders: most do before noon or after lunch."""
        hours = self.random.choices(range(10), weights=(8, 12, 14, 13, 6, 9, 12, 11, 9, 6))[0]
        return OPENING + timedelta(hours=hours, seconds=self.random.randrange(3600))

    def _routines(self) -> Iterator[tuple[datetime, Callable[[], object]]]:
        work = self.working
        for time in ("10:00", "12:00", "14:00", "16:30"):
            yield at_time(time), work.sales_lead_decides
        for time in ("12:30", "16:45"):
            yield at_time(time), work.director_decides
        for time in ("10:30", "13:30", "16:50"):
            yield at_time(time), work.finance_releases
        for time in ("11:30", "15:00", "17:15"):
            yield at_time(time), work.bank_statement
        for time in ("11:10", "14:40"):
            yield at_time(time), work.suppliers_arrive
        for time in ("12:15", "15:50"):
            yield at_time(time), work.customers_call_off
        for minute, place in zip(("40", "45", "50"), WAREHOUSES, strict=True):
            for full in ("10", "12", "14", "16", "17"):
                yield at_time(f"{full}:{minute}"), partial(work.warehouse_ships, place)
        for hour in range(9, 18):
            yield at_time(f"{hour:02}:59"), self.shop.tell

    def _from_web(self) -> None:
        arrival = self.ordering.web()
        desk = self.shop.buyers_desk(arrival.customer.buyer, arrival.customer.id)
        self.shop.done(desk, [arrival.command])
        self.arrived += 1

    def _by_phone(self) -> None:
        arrival = self.ordering.by_phone(self.shop.clock.now)
        who = arrival.customer.customer.salesperson or self.random.choice(SALESPEOPLE)
        self.shop.do(who, arrival.command)
        self.arrived += 1

    def _from_file(self, name: str, many: int) -> None:
        """Import a file; one that came before has the same orders in it."""
        known = name in self._files
        if not known:
            self._files[name] = [self.ordering.from_file() for _ in range(many)]
        commands = [one.command for one in self._files[name]]
        self.shop.done(self.shop.desk("edi"), commands)
        self.arrived += 0 if known else len(commands)

    def _from_marketplace(self, many: int) -> None:
        again = self._polled[-2:]
        fresh = [self.ordering.from_marketplace() for _ in range(many)]
        self._polled += fresh
        commands = [one.command for one in (*again, *fresh)]
        self.shop.done(self.shop.desk(MARKETPLACE), commands)
        self.arrived += len(fresh)


def _parts(whole: int, parts: int) -> list[int]:
    """
    Split a number into nearly equal ones.

    >>> _parts(10, 4)
    [2, 3, 2, 3]
    """
    return [whole * (n + 1) // parts - whole * n // parts for n in range(parts)]
