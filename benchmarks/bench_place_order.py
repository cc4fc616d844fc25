"""
Place an order of ten lines: priced by customer and tier, taxed, checked against the credit limit,
reserved, audited, put into the outbox, committed. In memory; in an SQLite file, beside code written
by hand for this one shop; and a hundred at a time, beside the bare writes.
"""

from __future__ import annotations

from pathlib import Path

import shop
from by_hand import ByHand, Work
from files import content, copied, folder, kind_of_disk
from measuring import Report, Series, ratio
from orderkit.kit import Desk, OrderKit
from telling import Options, tell

STEPS, TURN, BATCHES, BATCH, WARM = 1_000, 10, 20, 100, 20
MICROSECOND = 1_772_442_000_000_000


def measure(options: Options) -> Report:
    """Measure single orders, then batches."""
    report = Report("Place an order of ten lines")
    with folder() as place:
        memory = shop.opened(OrderKit.memory())
        kit, desk = shop.in_file(place / "shop.db")
        for n in range(WARM):
            desk.execute(shop.order(n, "warm"))
            memory.execute(shop.order(n, "warm"))
        hand = ByHand(copied(place / "shop.db", place / "by_hand.db"))
        report.remark(f"the files lie on {kind_of_disk(place)}, WAL, synchronous=NORMAL")
        _same_work(report, place, desk, hand)
        _single(report, options.steps(STEPS), memory, desk, hand)
        _batches(report, options.steps(BATCHES), memory, desk, hand)
        kit.close()
        hand.connection.close()
    return report


def _same_work(report: Report, place: Path, desk: Desk, hand: ByHand) -> None:
    """Place one order in each file, compare what was answered and how much was written."""
    subject, peer = place / "shop.db", place / "by_hand.db"
    before = content(subject), content(peer)
    answer = desk.execute(shop.order(0, "same"))
    hand.place("same", shop.basket(0), MICROSECOND - 1)
    after = content(subject), content(peer)
    ours, theirs = (
        tuple(b - a for a, b in zip(*pair, strict=True)) for pair in zip(before, after, strict=True)
    )
    found = hand.connection.execute(
        "SELECT body ->> '$.data.total_minor' FROM orderkit_versions ORDER BY n DESC LIMIT 1, 1"
    ).fetchone()
    if found != (answer.total.minor,):
        raise AssertionError(f"by hand the order came to {found}, not to {answer.total}")
    if theirs[0] != ours[0] or abs(theirs[1] - ours[1]) * 100 > ours[1]:
        raise AssertionError(f"one order adds rows and bytes {ours}, by hand {theirs}")
    report.remark(f"rows and bytes added by one order: {ours}; by hand: {theirs}")


def _single(report: Report, steps: int, memory: Desk, desk: Desk, hand: ByHand) -> None:
    commands = shop.orders(0, steps)
    baskets = [shop.basket(n) for n in range(steps)]
    in_memory, in_file = Series("one order, in memory"), Series("one order, SQLite file")
    by_hand = Series("one order, SQLite file, by hand")
    report.interleaved(
        steps,
        TURN,
        (in_memory, lambda n: memory.execute(commands[n])),
        (in_file, lambda n: desk.execute(commands[n])),
        (by_hand, lambda n: hand.place(f"n{n}", baskets[n], MICROSECOND + n)),
    )
    report.at_most("one order in memory, median", in_memory.median, 400)
    report.at_most("the same, the aim", in_memory.median, 300)
    report.at_most("one order in SQLite, median", in_file.median, 700)
    report.at_most("one order in SQLite, mean", in_file.mean, 1_000)
    report.at_most("SQLite against by hand, medians", ratio(in_file, by_hand), 2, "times")
    report.at_most("SQLite against by hand, means", in_file.mean / by_hand.mean, 2, "times")


def _batches(report: Report, steps: int, memory: Desk, desk: Desk, hand: ByHand) -> None:
    commands = [shop.orders(n * BATCH, BATCH, "batch") for n in range(steps)]
    in_memory = Series("batch of 100, in memory", BATCH)
    in_file = Series("batch of 100, SQLite file", BATCH)
    raw = Series("batch of 100, bare writes", BATCH)
    ready: list[Work] = []

    def decided(n: int) -> None:
        work = hand.begun()
        for k in range(n * BATCH, (n + 1) * BATCH):
            hand.decide(work, f"batch{k}", shop.basket(k), MICROSECOND + 10_000_000 + k)
        ready[:] = [work]

    for n in range(steps):
        decided(n)  # outside the clock: only the writes are the peer
        report.calibrate()
        in_memory.timed(lambda n: memory.execute_many(commands[n]), n)
        in_file.timed(lambda n: desk.execute_many(commands[n]), n)
        raw.timed(lambda _: hand.write_alone(ready[0]), n)
    report.rows += [in_memory, in_file, raw]
    limit = in_memory.median + 3 * raw.median
    report.at_most("batch in SQLite, per order", in_file.median, limit)
    report.remark(f"the batch may take {limit:.0f} µs: in memory, and three times the bare writes")


if __name__ == "__main__":
    tell("place_order", measure)
