"""The demo as users run it: one small day, and the published orders through the whole kit."""

from __future__ import annotations

import io
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from examples import adventureworks as published
from examples.demo.__main__ import main
from examples.demo.progress import Progress
from examples.demo.replay.run import replay
from orderkit import Audit, OrderKit
from orderkit.kit import Broken
from tests.conftest import ROOT

SECTIONS = (
    "ORDERS BY STATUS",
    "WHAT WAITS FOR WHOM",
    "HOLDS BY REASON",
    "STOCK THAT RUNS LOW",
    "TOP CUSTOMERS",
    "ORDERS REFUSED",
    "A PRICE EXPLAINED",
    "THE PATH OF ONE ORDER",
    "AUDIT",
    "WHERE TO LOOK NEXT",
)


def day(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    """Run a day of forty orders and return its report."""
    assert main(["--folder", str(folder), "--orders", "40", "--quiet", *more]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    return told.out


def test_day_ends_with_a_report_that_fits_a_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = day(tmp_path / "day", capsys)
    lines = report.splitlines()
    assert [line for line in lines if line in SECTIONS] == list(SECTIONS)
    assert max(len(line) for line in lines if str(tmp_path) not in line) <= 80
    assert "0 drifts" in report
    assert "Clean: every balance, sum and hash chain was computed anew and agrees." in lines
    placed, refused = (
        int(found[1]) for found in re.finditer(r"(\d+) orders? (?:placed|refused)", report)
    )
    assert placed + refused == 40
    assert refused > 0


def test_same_seed_makes_the_same_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = day(tmp_path / "one", capsys)
    other = day(tmp_path / "other", capsys)
    assert one.replace(str(tmp_path / "one"), "") == other.replace(str(tmp_path / "other"), "")


def test_another_seed_makes_another_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert day(tmp_path, capsys, "--seed", "1") != day(tmp_path, capsys, "--seed", "2")


def test_day_leaves_its_orders_and_events_in_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = day(tmp_path, capsys)
    with sqlite3.connect(tmp_path / "hansa.db") as file:
        count = "select count(*) from orderkit_documents where kind = 'order'"
        orders = file.execute(count).fetchone()[0]
    assert f"{orders} orders placed" in report
    events = (tmp_path / "events.jsonl").read_text("utf-8").splitlines()
    assert f"{len(events):,} events told" in report


def test_books_that_are_wrong_are_an_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    audit = OrderKit.audit

    def broken(kit: OrderKit, tenant: str) -> Audit:
        return attrs.evolve(audit(kit, tenant), broken=(Broken("order/o-1", 2, "not the same"),))

    monkeypatch.setattr(OrderKit, "audit", broken)
    assert main(["--folder", str(tmp_path), "--orders", "10", "--quiet"]) == 1
    assert "order/o-1, version 2: not the same" in capsys.readouterr().out


def test_demo_is_a_program_that_shows_progress_without_a_terminal(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "examples.demo", "--folder", str(tmp_path), "--orders", "20"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "WHERE TO LOOK NEXT" in done.stdout
    assert re.search(r"^The day \[#{16}\] \d\d:\d\d 20 of 20 orders", done.stderr, re.MULTILINE)
    assert "\r" not in done.stderr


def test_folder_without_orders_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path)]) == 2
    assert "no published orders" in capsys.readouterr().err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_bar_moves_in_one_line_on_a_terminal() -> None:
    screen = Terminal()
    bar = Progress("Work", 4, "orders", stream=screen)
    bar.show(1)
    bar.show(4, "done")
    bar.finish()
    first, second = screen.getvalue().rstrip("\n").split("\r")[1:]
    assert first.startswith("Work [####............] 1 of 4 orders")
    assert second.startswith("Work [################] done 4 of 4 orders")
    assert len(second) >= len(first)
    assert screen.getvalue().endswith("\n")


@pytest.fixture(scope="module")
def adventureworks(data_dir: Path) -> Path:
    folder = data_dir / "adventureworks"
    if not folder.is_dir():
        pytest.skip(f"no published orders at {folder}")
    return folder


def replayed(folder: Path, tmp_path: Path, orders: int | None) -> tuple[int, str]:
    out = io.StringIO()
    code = replay(folder, tmp_path, orders=orders, memory=True, quiet=True, out=out)
    return code, out.getvalue()


def test_first_published_orders_come_to_the_published_prices(
    adventureworks: Path, tmp_path: Path
) -> None:
    code, report = replayed(adventureworks, tmp_path, 2000)
    assert code == 0
    assert "7,485 of 7,485 lines with the published unit price and amount" in report
    assert "0 drifts" in report


@pytest.mark.skipif(
    os.environ.get("ORDERKIT_PROFILE") != "deep",
    reason="about a minute; run it with ORDERKIT_PROFILE=deep, or as make demo DATA=…",
)
def test_all_published_orders_come_to_the_published_prices(
    adventureworks: Path, tmp_path: Path
) -> None:
    code, report = replayed(adventureworks, tmp_path, None)
    assert code == 0
    assert "63,477 of 63,477 lines with the published unit price and amount" in report


def test_line_that_is_not_as_published_is_named_and_an_exit_code(
    adventureworks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = published.orders

    def altered(folder: Path) -> Iterator[published.SoldOrder]:
        for order in orders(folder):
            if order.number == "43659":
                first = attrs.evolve(order.lines[0], line_total=order.lines[0].line_total + 1)
                yield attrs.evolve(order, lines=(first, *order.lines[1:]))
            else:
                yield order

    monkeypatch.setattr(published, "orders", altered)
    code, report = replayed(adventureworks, tmp_path, 10)
    assert code == 1
    assert re.search(r"^  43659/1: .* 2024\.994\d*, not .* 2025\.994\d*$", report, re.MULTILINE)
