"""
The same lifecycle as a python-statemachine chart: for a second opinion. Nothing here runs when an order moves; a step of a chart costs hundreds of
table look-ups.

Five traps are closed. The library's defaults swallow unknown events and errors in
actions, so a compiled chart switches them off. Its validators would refuse a lifecycle with
problems before anybody could look at it, so they are off as well and their finders are called by
name. The definition it is given is emptied, so it gets one of its own. A state or event that is
named like an attribute of the machine (``send``, ``name``) or like a callback (``on_…``) would
break it or be called by it, so these few are written with a capital in the chart (``Send``) and
read back without. And inherited states are shared between classes, so every chart stands alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from orderkit.lifecycle.model import Lifecycle

if TYPE_CHECKING:
    from statemachine import StateChart

CHART_WORDS: Final = frozenset(
    [
        "activate_initial_state",
        "active_listeners",
        "add_event",
        "add_from_attributes",
        "add_inherited",
        "add_listener",
        "add_state",
        "allow_event_without_transition",
        "allowed_events",
        "atomic_configuration_update",
        "bind_events_to",
        "cancel_event",
        "catch_errors_as_events",
        "configuration",
        "configuration_values",
        "current_state",
        "current_state_value",
        "enable_self_transition_entries",
        "enabled_events",
        "events",
        "final_states",
        "history_values",
        "id",
        "initial_state",
        "is_terminated",
        "model",
        "mro",
        "name",
        "prepare",
        "prepare_event",
        "raise_",
        "send",
        "start_configuration_values",
        "start_value",
        "state_field",
        "states",
        "states_map",
        "validate_disconnected_states",
        "validate_final_reachability",
        "validate_trap_states",
    ]
)
"""Attributes of a machine that a state or an event of the same name would break."""

_CHART_PREFIXES: Final = ("on_", "before_", "after_", "done_", "error_")

_SETTINGS: Final[Mapping[str, bool]] = {
    "allow_event_without_transition": False,
    "catch_errors_as_events": False,
    "atomic_configuration_update": True,
    "enable_self_transition_entries": False,
    "validate_disconnected_states": False,
    "validate_trap_states": False,
    "validate_final_reachability": False,
}


def chart_name(word: str) -> str:
    """
    Return how a stage or move is called in the chart.

    >>> chart_name("place"), chart_name("send"), chart_name("on_hold")
    ('place', 'Send', 'On_hold')
    """
    return word.capitalize() if _clashes(word) else word


def lifecycle_name(chart_word: str) -> str:
    """
    Return how a state or event of a chart is called in the lifecycle.

    >>> lifecycle_name("place"), lifecycle_name("Send"), lifecycle_name("On_hold")
    ('place', 'send', 'on_hold')
    """
    small = chart_word[:1].lower() + chart_word[1:]
    return small if _clashes(small) else chart_word


def _clashes(word: str) -> bool:
    return word in CHART_WORDS or word.startswith(_CHART_PREFIXES)


def chart(lifecycle: Lifecycle) -> type[StateChart[Any]]:
    """
    Compile *lifecycle* to a python-statemachine class. Make one machine per use and drop it.

    >>> from orderkit.lifecycle import ORDER
    >>> machine = chart(ORDER)()
    >>> machine.send("place")
    >>> [state.id for state in machine.configuration]
    ['placed']
    """
    from statemachine.io import create_machine_class_from_definition

    states: dict[str, Any] = {
        chart_name(stage.name): {
            "initial": stage.name == lifecycle.initial,
            "final": stage.terminal,
            "on": {},
        }
        for stage in lifecycle.stages
    }
    for move in lifecycle.moves:
        to = {"target": chart_name(move.target)}
        states[chart_name(move.source)]["on"][chart_name(move.name)] = [to]
    return create_machine_class_from_definition(lifecycle.kind, states=states, **_SETTINGS)


def second_opinion(lifecycle: Lifecycle) -> tuple[frozenset[str], frozenset[str]]:
    """
    Return the unreachable stages and the dead ends, as python-statemachine's finders see them.

    >>> from orderkit.lifecycle import ORDER, Stage
    >>> unreachable, dead = second_opinion(ORDER.extend([Stage("parked")]))
    >>> sorted(unreachable), sorted(dead)
    (['parked'], ['parked'])
    """
    from statemachine.graph import disconnected_states, states_without_path_to_final_states

    compiled = chart(lifecycle)
    states: Any = set(compiled.states_map.values())
    begin: Any = compiled.initial_state
    unreachable = disconnected_states(begin, states)
    dead = states_without_path_to_final_states(compiled.states)
    return (
        frozenset(lifecycle_name(state.id) for state in unreachable),
        frozenset(lifecycle_name(state.id) for state in dead),
    )
