"""Charts of a user's own that no table can say."""

from __future__ import annotations

from typing import Any

from statemachine import Event, State, StateChart

from orderkit.lifecycle import APPROVAL, Stage, lift
from orderkit.lifecycle.charts import chart
from tests.badinput.rows import Row, invalid, making


class Empty(StateChart[Any]):
    """Has no states."""


class Nested(StateChart[Any]):
    """Has states inside a state."""

    class inside(State.Compound):  # noqa: N801 - as the chart library writes it
        """Has states of its own."""

        first = State(initial=True)
        last = State(final=True)
        forward = first.to(last)

    end = State(final=True)
    falls = inside.to(end)


class Guarded(StateChart[Any]):
    """Asks code whether it may go."""

    begin = State(initial=True)
    end = State(final=True)
    go = begin.to(end, cond="may_go")

    def may_go(self) -> bool:
        """Guard something."""
        return True


class Restless(StateChart[Any]):
    """Goes by itself."""

    begin = State(initial=True)
    end = State(final=True)
    go = begin.to(end)
    begin.to(end)


class Late(StateChart[Any]):
    """Goes after a while, and nowhere."""

    begin = State(initial=True)
    end = State(final=True)
    later = Event(begin.to(end), delay=1000)
    nowhere = begin.to(None)


TOLD = {
    "waiting": Stage("asked"),
    "approved": Stage("approved", terminal=False),
    "aproved": Stage("aproved"),
}
CHARTS: list[Row] = [
    invalid("a chart without states", "no_states", call=making(lambda: lift(Empty, "Thing"))),
    invalid("a chart with states inside", "nested", "eventless", call=making(lambda: lift(Nested, "Thing"))),
    invalid("a chart with code in it", "code", call=making(lambda: lift(Guarded, "Thing"))),
    invalid("a chart that goes by itself", "eventless", call=making(lambda: lift(Restless, "Thing"))),
    invalid("a chart that goes later, and nowhere", "delayed", "targets",
            call=making(lambda: lift(Late, "Thing"))),
    invalid("stages that do not fit their chart", "name", "terminal", "unknown_stage",
            call=making(lambda: lift(chart(APPROVAL), "Approval", TOLD))),
]  # fmt: skip
