"""
Measure a subject and its peer in the same run, and judge what came out.

The machine may be busy with other things, and then everything is slower. Three habits keep the
figures readable. Subject and peer take turns, a few steps each, so that both meet the same
weather. Beside the wall clock stands the processor time, which waiting does not lengthen. And
between the turns a fixed loop of plain Python runs: what it took is printed with every table, so
that figures of two days can be compared.

Garbage collection stays on: it is part of what a step costs.
"""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Final

from attrs import Factory, define, frozen

Step = Callable[[int], object]
"""Does the n-th piece of work; what it returns is thrown away."""

_LOOPS: Final = 2_000


@define
class Series:
    """
    What the steps of one subject took.

    Attributes:
        name: What was done.
        units: Pieces of work in one step: 100 for a batch of 100 orders.
        wall_us: Microseconds by the wall clock, per unit, one figure per step.
        processor_us: The same in processor time of this process.
    """

    name: str
    units: int = 1
    wall_us: list[float] = Factory(list)
    processor_us: list[float] = Factory(list)

    @property
    def median(self) -> float:
        return statistics.median(self.wall_us)

    @property
    def mean(self) -> float:
        return statistics.mean(self.wall_us)

    @property
    def p95(self) -> float:
        return sorted(self.wall_us)[int(len(self.wall_us) * 0.95)]

    @property
    def processor(self) -> float:
        return statistics.median(self.processor_us)

    def timed(self, step: Step, n: int) -> None:
        """Take one step and note what it took."""
        worked, started = time.process_time_ns(), time.perf_counter_ns()
        step(n)
        ended, done = time.perf_counter_ns(), time.process_time_ns()
        self.wall_us.append((ended - started) / 1000 / self.units)
        self.processor_us.append((done - worked) / 1000 / self.units)


@frozen
class Verdict:
    """
    A figure beside what it has to be.

    Attributes:
        what: Which figure.
        value: What came out, as text with its unit.
        wanted: What it has to be, as text.
        holds: Whether it is.
    """

    what: str
    value: str
    wanted: str
    holds: bool


@define
class Report:
    """
    What one script found.

    Attributes:
        title: What was measured.
        unit: The unit of the rows, per piece of work.
    """

    title: str
    unit: str = "µs"
    rows: list[Series] = Factory(list)
    verdicts: list[Verdict] = Factory(list)
    remarks: list[str] = Factory(list)
    loop_us: list[float] = Factory(list)

    def interleaved(self, steps: int, turn: int, *subjects: tuple[Series, Step]) -> None:
        """Take *steps* steps of each subject, *turn* at a time, and keep the series."""
        for start in range(0, steps, turn):
            self.calibrate()
            for series, step in subjects:
                for n in range(start, min(start + turn, steps)):
                    series.timed(step, n)
        self.rows += [series for series, _ in subjects]

    def calibrate(self) -> None:
        """Run the fixed loop once."""
        started = time.perf_counter_ns()
        total = 0
        for n in range(_LOOPS):
            total += n * n % 7
        self.loop_us.append((time.perf_counter_ns() - started) / 1000)

    def at_most(self, what: str, value: float, limit: float, unit: str = "µs") -> None:
        """Note whether *value* stays within *limit*."""
        shown = f"{figure(value)} {unit}".rstrip()
        self.verdicts.append(
            Verdict(what, shown, f"at most {figure(limit)} {unit}".rstrip(), value <= limit)
        )

    def at_least(self, what: str, value: float, limit: float, unit: str = "µs") -> None:
        """Note whether *value* reaches *limit*."""
        shown = f"{figure(value)} {unit}".rstrip()
        self.verdicts.append(
            Verdict(what, shown, f"at least {figure(limit)} {unit}".rstrip(), value >= limit)
        )

    def remark(self, text: str) -> None:
        """Keep a line to be printed under the table."""
        self.remarks.append(text)

    @property
    def weather(self) -> str:
        """The calibration line."""
        load = os.getloadavg()[0]
        return (
            f"calibration: {_LOOPS:,} rounds of a plain loop took {statistics.median(self.loop_us):.0f} µs "
            f"(median; fastest {min(self.loop_us):.0f}), load {load:.1f} on {os.cpu_count()} cores, "
            f"Python {platform.python_version()}"
        )


def figure(value: float) -> str:
    """
    Return a number as a reader wants it: three digits, thousands apart.

    >>> figure(1234.5), figure(12.345), figure(0.1234)
    ('1,234', '12.3', '0.123')
    """
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3g}"


def ratio(subject: Series, peer: Series) -> float:
    """Return how many times longer the subject's median step takes than the peer's."""
    return subject.median / peer.median


def fastest(series: Sequence[Series]) -> Series:
    """Return the one with the least median."""
    return min(series, key=lambda one: one.median)
