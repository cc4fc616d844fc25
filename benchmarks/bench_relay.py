"""
Events delivered per second, from the outbox to a notifier that only counts; beside the same rows
read, parsed and marked by hand, with nothing leased.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Final

from attrs import define

import shop
from files import folder
from measuring import Report, Series, ratio
from orderkit.kit import OrderKit
from orderkit.ports import Message
from telling import Options, tell

ROUNDS, ORDERS = 30, 100
EVENTS: Final = 2 * ORDERS
"""Each order is placed and confirmed."""

_DUE: Final = "SELECT n, tenant, id, topic, body FROM orderkit_outbox WHERE state < 2 ORDER BY n"
_DONE: Final = "UPDATE orderkit_outbox SET state = 2 WHERE n = ?"


@define
class Counting:
    """Counts what it is handed."""

    count: int = 0

    def notify(self, message: Message, /) -> None:
        """Count one message."""
        self.count += bool(message.key)


def measure(options: Options) -> Report:
    """Place a hundred orders, deliver their events; again and again."""
    report = Report("Deliver an event")
    with folder() as place:
        rounds = options.steps(ROUNDS)
        memory, counting = OrderKit.memory(), Counting()
        kit, desk = shop.in_file(place / "shop.db")
        peer, other = shop.in_file(place / "by_hand.db")
        desks = shop.opened(memory), desk, other
        for one in (memory, kit, peer):
            one.deliver(counting)
        ours = Series("in memory", EVENTS), Series("SQLite file", EVENTS)
        hand = Series("SQLite file, by hand", EVENTS)
        connection = _opened(place / "by_hand.db")
        counting.count = 0
        for n in range(rounds):
            for one_desk in desks:
                one_desk.execute_many(shop.orders(n * ORDERS, ORDERS))
            report.calibrate()
            ours[0].timed(lambda _: memory.deliver(counting), n)
            ours[1].timed(lambda _: kit.deliver(counting), n)
            hand.timed(lambda _: by_hand(connection), n)
        if counting.count != 2 * rounds * EVENTS:
            raise AssertionError(counting)
        report.rows += [*ours, hand]
        for series in report.rows:
            report.remark(f"{series.name}: {1e6 / series.median:,.0f} events a second")
        report.remark(f"SQLite against by hand: {ratio(ours[1], hand):.1f} times")
        connection.close()
    return report


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def by_hand(connection: sqlite3.Connection) -> int:
    """Read and parse what is due, then mark it; return how many there were."""
    rows = connection.execute(_DUE).fetchall()
    parsed = [json.loads(row[4]) for row in rows]
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(_DONE, [(row[0],) for row in rows])
    connection.execute("COMMIT")
    return len(parsed)


if __name__ == "__main__":
    tell("relay", measure)
