"""
Place an order of ten lines, here and with two peers.

Both are asked for less than the subject does: see ``stateset.py`` and ``oscar_shop.py``. A peer
that is not installed is named and left out.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import shop
from files import folder
from measuring import Report, Series, Step, ratio
from orderkit.kit import OrderKit
from oscar_shop import OscarShop
from stateset import Stateset
from telling import Options, tell

T = TypeVar("T")
STEPS, TURN, OSCAR_STEPS = 500, 10, 60


def measure(options: Options) -> Report:
    """Measure against each peer that is installed."""
    report = Report("Place an order of ten lines, beside peers")
    warnings.simplefilter("ignore")  # the peers' own
    with folder() as place:
        memory = shop.opened(OrderKit.memory())
        kit, desk = shop.in_file(place / "shop.db")
        for n in range(20):
            memory.execute(shop.order(n, "warm"))
            desk.execute(shop.order(n, "warm"))
        steps = options.steps(STEPS)
        commands = shop.orders(0, steps)
        ours = Series("orderkit, in memory"), Series("orderkit, SQLite file")
        _against_stateset(
            report, steps, place,
            (ours[0], lambda n: memory.execute(commands[n])),
            (ours[1], lambda n: desk.execute(commands[n])),
        )  # fmt: skip
        steps = options.steps(OSCAR_STEPS)
        again = shop.orders(0, steps, "again")
        _against_oscar(report, steps, place, lambda n: desk.execute(again[n]))
        kit.close()
    return report


def _against_stateset(
    report: Report,
    steps: int,
    place: Path,
    memory: tuple[Series, Step],
    in_file: tuple[Series, Step],
) -> None:
    def opened() -> tuple[Stateset, Stateset]:
        return Stateset(":memory:"), Stateset(str(place / "stateset.db"))

    peers = _installed(report, "stateset-embedded", opened)
    if peers is None:
        report.interleaved(steps, TURN, memory, in_file)
        return
    theirs = Series("stateset-embedded, in memory"), Series("stateset-embedded, file")
    reserved = Series("stateset-embedded, file, and reserved")
    report.interleaved(
        steps, TURN, memory, in_file,
        (theirs[0], peers[0].create), (theirs[1], peers[1].create),
        (reserved, peers[1].create_and_reserve),
    )  # fmt: skip
    for ours, theirs_alike in ((memory[0], theirs[0]), (in_file[0], theirs[1])):
        report.at_least(f"{theirs_alike.name}, against ours", ratio(theirs_alike, ours), 2, "times")


def _against_oscar(report: Report, steps: int, place: Path, step: Step) -> None:
    peer = _installed(report, "django-oscar", lambda: OscarShop(place / "oscar.db"))
    if peer is not None:
        peer.place(steps)  # the first order of a process fills its caches
        ours, theirs = Series("orderkit, SQLite file, beside Oscar"), Series("django-oscar, SQLite")
        report.interleaved(steps, TURN, (ours, step), (theirs, peer.place))
        report.at_least("django-oscar, against ours", ratio(theirs, ours), 50, "times")


def _installed(report: Report, name: str, opened: Callable[[], T]) -> T | None:
    try:
        return opened()
    except ImportError as why:
        report.remark(f"{name} is not installed here, so it is left out: {why}")
        return None


if __name__ == "__main__":
    tell("peers", measure)
