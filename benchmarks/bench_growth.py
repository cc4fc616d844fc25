"""
What an order costs when many are stored already, what a stored one weighs, and how long garbage
collection holds a process up that keeps them in memory.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from files import folder
from measuring import Report
from stores import Store
from telling import Options, tell

SIZES: Final = (100, 10_000, 100_000)
SIZES_QUICK: Final = (100, 1_000, 10_000)
STEPS, TURN = 400, 20


def measure(options: Options) -> Report:
    """Measure in memory, then in SQLite files."""
    report = Report("An order beside many")
    sizes = SIZES_QUICK if options.quick else SIZES
    with folder() as place:
        _grown(report, options, "in memory", [(size, None) for size in sizes])
        _grown(report, options, "SQLite", [(size, place / f"{size}.db") for size in sizes])
    return report


def _grown(
    report: Report, options: Options, where: str, stores: list[tuple[int, Path | None]]
) -> None:
    running = [Store(f"{where}, {size:,} stored", path, size) for size, path in stores]
    filled = [one.filled() for one in running]
    for first in range(0, options.steps(STEPS), TURN):
        report.calibrate()
        for store in running:
            store.place(first, TURN)
    report.rows += [one.series for one in running]
    pauses = [one.close() for one in running]
    small = running[0].series.median
    for one in running[1:]:
        growth = (one.series.median / small - 1) * 100
        report.at_most(f"{one.series.name}, dearer by", growth, 20, "%")
    weight = f"{filled[-1].bytes_per_order:,.0f} bytes of process memory per stored order"
    if stores[-1][1] is None:  # beside a file it would be the page cache
        report.remark(f"{where}: {weight} at {running[-1].size:,}")
    report.remark(
        f"{where}: longest pause of garbage collection {pauses[-1].longest:.1f} ms of processor time "
        f"while orders were placed, {pauses[-1].full:.1f} ms for a full one at the end"
    )
    report.remark(f"{where}: filled at {running[-1].size / filled[-1].seconds:,.0f} orders/s")


if __name__ == "__main__":
    tell("growth", measure)
