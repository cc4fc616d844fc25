"""The distributor's demo from an empty folder to the report."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import TextIO

from examples.demo.distributor import closing, report
from examples.demo.distributor.day import OPENING, Day
from examples.demo.distributor.opening import opened
from examples.demo.distributor.shop import TENANT, Shop
from examples.demo.progress import Progress
from orderkit import Audit


def run(folder: Path, *, orders: int, seed: int, quiet: bool, out: TextIO | None = None) -> int:
    """
    Run the day in *folder*, which is made afresh, and write the report; return the exit code.

    Args:
        orders: How many arrive.
        seed: The same seed makes the same day.
        quiet: Whether to show no progress.
        out: Where the report goes; standard output unless given.
    """
    began = perf_counter()
    _emptied(folder)
    shop = Shop(folder, OPENING - timedelta(hours=1))
    random = Random(seed)
    try:
        world = opened(shop, random)
        Day(shop, world, orders, random).run(Progress("The day", orders, "orders", quiet=quiet))
        audit = shop.kit.audit(TENANT)
        text = "\n".join(_report(report.books(shop, world), audit))
        print(text, file=out or sys.stdout)
    finally:
        shop.close()
    if not quiet:
        print(f"\nall of it in {perf_counter() - began:.1f} s", file=sys.stderr)
    return 0 if audit.clean else 1


def _report(of: report.Books, audit: Audit) -> Iterator[str]:
    for section in (
        report.summary, report.by_status, report.waiting, report.holds, report.low_stock,
        report.customers, report.refusals, closing.price, closing.path,
    ):  # fmt: skip
        yield from section(of)
    yield from closing.audited(audit)
    yield from closing.next_steps(of)


def _emptied(folder: Path) -> None:
    """Make the folder, and take away what an earlier run of ours left in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("hansa.db", "hansa.db-wal", "hansa.db-shm", "events.jsonl"):
        (folder / name).unlink(missing_ok=True)
