"""
A chart that somebody already has, read as a lifecycle.

A chart is refused unless a table can say all that it says: states inside states,
guards, callbacks, listeners, events that fire by themselves or later, all of these have no
place in a table, and to drop one silently would change what the chart does. What a chart says of
unknown events is not asked: a lifecycle always refuses them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from orderkit.errors import Fault, gathered, invalid, shown
from orderkit.lifecycle.charts import lifecycle_name
from orderkit.lifecycle.model import Lifecycle
from orderkit.lifecycle.stage import Move, Stage, id_faults, nearest

if TYPE_CHECKING:
    from statemachine import State, StateChart
    from statemachine.transition import Transition


def lift(
    chart_class: type[StateChart[Any]], kind: str, stages: Mapping[str, Stage] | None = None
) -> Lifecycle:
    """
    Read a python-statemachine class of somebody's own as a :class:`Lifecycle`.

    Args:
        chart_class: A flat chart: states and named events, no code in it.
        kind: What passes through it, as refusals will name it.
        stages: Properties of the stages, which a chart cannot tell; a state that is not named
            here becomes a stage without properties.

    >>> from orderkit.lifecycle import ORDER, chart
    >>> lifted = lift(chart(ORDER), "Order", {stage.name: stage for stage in ORDER.stages})
    >>> lifted.step("draft", "place", "o-1"), lifted.stage("placed").holds_stock
    ('placed', True)

    Raises:
        InvalidInput: The chart says what a table cannot say; every reason is listed.
    """
    from statemachine import StateChart

    if not (isinstance(chart_class, type) and issubclass(chart_class, StateChart)):
        remedy = "pass the class, not a machine made of it"
        raise invalid("chart_class", "wrong_type", chart_class, "it is no StateChart class", remedy)
    told = dict(stages or {})
    gathered((*_chart_faults(chart_class), *_told_faults(chart_class, told)))
    states = list(chart_class.states)
    return Lifecycle(
        kind,
        next(lifecycle_name(state.id) for state in states if state.initial),
        tuple(_stage(state, told) for state in states),
        tuple(move for state in states for move in _moves(state)),
        frozenset(word for stage in told.values() for word in stage.allows),
    )


def _stage(state: State, told: Mapping[str, Stage]) -> Stage:
    name = lifecycle_name(state.id)
    return told.get(name, Stage(name, terminal=state.final))


def _moves(state: State) -> Iterator[Move]:
    for transition in state.transitions:
        for event in transition.events:
            names = (event, transition.source.id, transition.targets[0].id)
            yield Move(*(lifecycle_name(str(name)) for name in names))


def _chart_faults(chart_class: type[StateChart[Any]]) -> Iterator[Fault]:
    path = chart_class.__name__
    if not list(chart_class.states):
        yield _fault(path, "no_states", "it has no states", "pass a class that declares them")
    if getattr(chart_class, "_class_listeners", ()):
        yield _fault(path, "code", "it has listeners", "call them where the decision is made")
    yield from _code_faults(path, chart_class, chart_class.prepare)
    for state in chart_class.states:
        yield from _state_faults(chart_class, state)
        for transition in state.transitions:
            yield from _transition_faults(chart_class, transition)


def _state_faults(chart_class: type[StateChart[Any]], state: State) -> Iterator[Fault]:
    path = f"{chart_class.__name__}.{state.id}"
    yield from id_faults(path, lifecycle_name(state.id))
    if state.states or state.history or state.parallel:
        yield _fault(path, "nested", "it has states inside", "flatten it to one state each")
    yield from _code_faults(path, chart_class, (*state.enter, *state.exit, *state.invoke))


def _transition_faults(
    chart_class: type[StateChart[Any]], transition: Transition
) -> Iterator[Fault]:
    path = f"{chart_class.__name__}.{transition.source.id}"
    if transition.is_eventless:
        yield _fault(path, "eventless", "a transition fires by itself", "give it an event")
    if len(transition.targets) != 1:
        why = f"a transition has {len(transition.targets)} targets"
        yield _fault(path, "targets", why, "give it exactly one")
    for event in transition.events:
        yield from id_faults(f"{path}.{event}", lifecycle_name(str(event)))
        if event.delay:
            why = "the event waits before it fires"
            yield _fault(f"{path}.{event}", "delayed", why, "use a timer that sends a command")
    groups = (transition.validators, transition.cond, transition.before, transition.on)
    for specs in (*groups, transition.after):
        yield from _code_faults(path, chart_class, specs)


def _code_faults(path: str, chart_class: type[StateChart[Any]], specs: Any) -> Iterator[Fault]:
    """Name the guards and callbacks: those that are told, and conventions that find a method."""
    for spec in specs:
        if not spec.is_convention or callable(getattr(chart_class, spec.attr_name, None)):
            why = f"{spec.group.name.lower()} calls {spec.attr_name}, and a table holds no code"
            yield _fault(path, "code", why, "put that rule where the decision is made")


def _told_faults(chart_class: type[StateChart[Any]], told: Mapping[str, Stage]) -> Iterator[Fault]:
    states = {lifecycle_name(state.id): state for state in chart_class.states}
    for name, stage in told.items():
        path = f"stages[{name!r}]"
        if stage.name != name:
            why = f"it is told under the name {name!r}"
            yield Fault(path, "name", shown(stage), why, "tell each stage under its own name")
        elif name not in states:
            yield Fault(path, "unknown_stage", shown(stage), "no such state", nearest(name, states))
        elif stage.terminal is not states[name].final:
            why = f"in the chart its final is {states[name].final}"
            yield Fault(path, "terminal", shown(stage), why, "say the same in both")


def _fault(path: str, code: str, why: str, remedy: str) -> Fault:
    return Fault(path, code, "a lifecycle", why, remedy)
