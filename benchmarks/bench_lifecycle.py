"""One step of an order's lifecycle, beside the same step of a python-statemachine chart."""

from __future__ import annotations

from typing import Final

from measuring import Report, Series, ratio
from orderkit.lifecycle import ORDER
from orderkit.lifecycle.charts import chart
from telling import Options, tell

ROUNDS, STEPS, SENDS = 200, 1_000, 10
WAY: Final = (("draft", "place"), ("placed", "confirm"), ("confirmed", "unconfirm"))
"""Three steps; the last two go round and round."""


def measure(options: Options) -> Report:
    """Measure steps of the table and sends of the chart."""
    report = Report("One step of a lifecycle")
    ours, theirs = Series("a step", 2 * STEPS), Series("python-statemachine, send", 2 * SENDS)
    built = Series("python-statemachine, a machine made")
    chart_class = chart(ORDER)
    machine = chart_class()
    machine.send(WAY[0][1])
    (_, confirm), (_, unconfirm) = WAY[1:]

    def step(_n: int) -> None:
        stage = ORDER.step(*WAY[0], "o-1")
        for _ in range(STEPS):
            stage = ORDER.step(ORDER.step(stage, confirm, "o-1"), unconfirm, "o-1")

    def send(_n: int) -> None:
        for _ in range(SENDS):
            machine.send(confirm)
            machine.send(unconfirm)

    report.interleaved(
        options.steps(ROUNDS), 1, (ours, step), (theirs, send), (built, lambda _: chart_class())
    )
    report.at_most("a step", ours.median, 1)
    report.at_least("python-statemachine, against ours", ratio(theirs, ours), 1, "times")
    return report


if __name__ == "__main__":
    tell("lifecycle", measure)
