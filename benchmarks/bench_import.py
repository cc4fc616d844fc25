"""``import orderkit`` in a fresh interpreter, over a bare one; and what it loads."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

from measuring import Report, Series
from telling import Options, tell

RUNS: Final = 60
TIMED: Final = """
from time import perf_counter_ns
started = perf_counter_ns()
import orderkit
print(perf_counter_ns() - started)
"""
LOADED: Final = """
import sys
before = set(sys.modules)
import orderkit
for name in sorted(set(sys.modules) - before):
    print(name)
"""


def measure(options: Options) -> Report:
    """Start interpreters, with and without."""
    report = Report("import orderkit", unit="ms")
    bare, importing = Series("bare Python"), Series("Python and import orderkit")
    inside = Series("the import itself, inside")
    for _ in range(options.steps(RUNS)):
        report.calibrate()
        bare.timed(lambda _: _run("pass"), 0)
        importing.timed(lambda _: _run("import orderkit"), 0)
        inside.wall_us.append(int(_run(TIMED)) / 1000)
        inside.processor_us.append(inside.wall_us[-1])
    for series in (bare, importing, inside):
        # A process that waits for another works little itself: only the wall clock tells.
        series.wall_us = [one / 1000 for one in series.wall_us]
        series.processor_us = list(series.wall_us)
    report.rows += [bare, importing, inside]
    loaded = _run(LOADED).split()
    known = sys.stdlib_module_names
    foreign = [one for one in loaded if one.partition(".")[0] not in {*known, "orderkit"}]
    report.remark(f"it loads {', '.join(loaded)}")
    report.at_most("third-party modules loaded", len(foreign), 0, "")
    report.at_most("over bare Python, medians", importing.median - bare.median, 15, "ms")
    report.at_most("the import itself, median", inside.median, 15, "ms")
    return report


def _run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout


if __name__ == "__main__":
    tell("import", measure)
