"""
Processes that each keep a store of some size and place orders on request.

Sizes are compared by taking turns, as subject and peer are. Each store lives in a process of its
own, so that the garbage of one is not collected at the cost of another.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from attrs import define, frozen

import shop
from measuring import Series
from orderkit.kit import Desk, OrderKit

_STATM: Final = Path("/proc/self/statm")


@frozen
class Filled:
    """
    A store at its size.

    Attributes:
        bytes_per_order: What the process grew by, per stored order; 0 where that is unknown.
        seconds: How long filling took.
    """

    bytes_per_order: float
    seconds: float


@frozen
class Pauses:
    """
    How long garbage collection held a process up, in milliseconds of processor time.

    Attributes:
        longest: Longest pause of all, while filling and while measuring.
        full: A full collection of everything, at the end.
    """

    longest: float
    full: float


class Store:
    """
    One process with one store.

    Args:
        path: The SQLite file; None keeps it in memory.
        size: Orders to store before anything is measured.
    """

    def __init__(self, name: str, path: Path | None, size: int) -> None:
        self.series = Series(name)
        self.size = size
        spawning = multiprocessing.get_context("spawn")
        self._line, theirs = spawning.Pipe()
        self._process = spawning.Process(target=keep, args=(theirs, path, size), daemon=True)
        self._process.start()
        theirs.close()

    def filled(self) -> Filled:
        """Wait until the store has its size."""
        found: Filled = self._line.recv()
        return found

    def place(self, first: int, count: int) -> None:
        """Place some orders and keep what each took."""
        self._line.send((first, count))
        found: Series = self._line.recv()
        self.series.wall_us += found.wall_us
        self.series.processor_us += found.processor_us

    def close(self) -> Pauses:
        """End the process; return how long it was held up."""
        self._line.send(None)
        found: Pauses = self._line.recv()
        self._process.join()
        return found


@define
class _Watch:
    """Hears of every garbage collection."""

    longest: float = 0
    _started: float = 0

    def __call__(self, phase: str, _: dict[str, Any]) -> None:
        now = time.process_time()  # a pause is work; waiting for the processor is not its own
        if phase == "start":
            self._started = now
        else:
            self.longest = max(self.longest, (now - self._started) * 1000)


def keep(line: Connection, path: Path | None, size: int) -> None:
    """Fill a store, then place what is asked for until None is."""
    kit = OrderKit.memory() if path is None else OrderKit.sqlite(path)
    desk = shop.opened(kit)
    desk.execute_many(shop.orders(0, 20, "warm"))
    gc.collect()
    watch = _Watch()
    gc.callbacks.append(watch)
    before, started = resident(), time.perf_counter()
    for first in range(0, size, 1_000):
        desk.execute_many(shop.orders(first, min(1_000, size - first)))
    grown = resident() - before
    line.send(Filled(grown / size, time.perf_counter() - started))
    while (asked := line.recv()) is not None:
        line.send(_placed(desk, *asked))
    longest = watch.longest
    watch.longest = 0
    gc.collect()
    line.send(Pauses(longest, watch.longest))
    kit.close()


def _placed(desk: Desk, first: int, count: int) -> Series:
    commands, series = shop.orders(first, count, "measured"), Series("")
    for n in range(count):
        series.timed(lambda nth: desk.execute(commands[nth]), n)
    return series


def resident() -> int:
    """Return the bytes of this process in memory; 0 where the machine does not tell."""
    if not _STATM.exists():
        return 0
    return int(_STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
