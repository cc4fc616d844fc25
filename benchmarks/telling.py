"""
Tell what was found: a table on the terminal, Markdown for the documentation, JSON for the summary.

Every script ends in :func:`tell`. It knows the options that all of them share: ``--quick`` takes
few steps, to see that everything works; ``--markdown`` prints the tables that
``docs/performance.md`` shows; ``--record FOLDER`` keeps the verdicts for ``summary.py``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from attrs import asdict, frozen

from measuring import Report, Series, Verdict, figure

_HEADS = ("", "median", "mean", "p95", "processor")


@frozen
class Options:
    """
    What was asked for on the command line.

    Attributes:
        quick: Take few steps.
    """

    quick: bool = False

    def steps(self, usual: int) -> int:
        """Return how many steps to take where *usual* is the number for good figures."""
        return max(usual // 10, 2) if self.quick else usual


def tell(name: str, measure: Callable[[Options], Report]) -> None:
    """Measure and print; *name* is the script's."""
    parser = argparse.ArgumentParser(description=(measure.__doc__ or "").strip() or None)
    parser.add_argument("--quick", action="store_true", help="few steps: does it work?")
    parser.add_argument("--markdown", action="store_true", help="print tables for the docs")
    parser.add_argument("--record", type=Path, help="folder to keep the verdicts in")
    given = parser.parse_args()
    report = measure(Options(given.quick))
    print(in_markdown(report) if given.markdown else in_text(report), flush=True)
    if given.record:
        given.record.mkdir(parents=True, exist_ok=True)
        kept = {"title": report.title, "verdicts": [asdict(one) for one in report.verdicts]}
        (given.record / f"{name}.json").write_text(json.dumps(kept, indent=1), encoding="utf-8")


def in_text(report: Report) -> str:
    """Return the report for a terminal."""
    wide = max([len(one.name) for one in report.rows] + [len(v.what) for v in report.verdicts])
    lines = [report.title, ""]
    if report.rows:
        lines.append(f"  {f'{report.unit} each':<{wide}}" + "".join(f"{h:>11}" for h in _HEADS[1:]))
        for one in report.rows:
            cells = "".join(f"{figure(value):>11}" for value in _values(one))
            lines.append(f"  {one.name:<{wide}}{cells}")
    lines += ["", *(f"  {one}" for one in report.remarks), f"  {report.weather}", ""]
    lines += [f"  {_word(v)}  {v.what:<{wide}}  {v.value} ({v.wanted})" for v in report.verdicts]
    return "\n".join([*lines, ""])


def in_markdown(report: Report) -> str:
    """Return the report for a page."""
    lines = [f"## {report.title}", ""]
    if report.rows:
        lines += [
            f"| {report.unit} each | median | mean | p95 | processor |",
            "| --- | ---: | ---: | ---: | ---: |",
        ]
        for one in report.rows:
            lines.append(f"| {one.name} | {' | '.join(figure(v) for v in _values(one))} |")
        lines.append("")
    if report.verdicts:
        lines += ["| figure | found | wanted | |", "| --- | ---: | ---: | --- |"]
        lines += [f"| {v.what} | {v.value} | {v.wanted} | {_word(v)} |" for v in report.verdicts]
        lines.append("")
    return "\n".join([*lines, *(f"{one}  " for one in (*report.remarks, report.weather)), ""])


def _values(series: Series) -> tuple[float, float, float, float]:
    return series.median, series.mean, series.p95, series.processor


def _word(verdict: Verdict) -> str:
    return "pass" if verdict.holds else "FAIL"
