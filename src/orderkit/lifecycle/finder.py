"""
What is unwise about a lifecycle although nothing in it contradicts itself.

Reachability is asked of the moves alone, as if each of them could happen: guards live with the
decisions, so what is found here is wrong whatever they say. The chart's own finder of unreachable
and dead stages is the second opinion (:func:`orderkit.lifecycle.charts.second_opinion`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen

from orderkit.lifecycle.model import Lifecycle
from orderkit.lifecycle.stage import nearest

_HELD: Final = ("holds_stock", "exposes_credit", "holds_money", "awaits_answer")
"""What a document must let go of in the end."""


@frozen
class Problem:
    """
    One thing unwise about a lifecycle.

    Attributes:
        code: Stable word for the kind of problem, such as ``"unreachable"``.

        subject: The stage that has it.

        why: What is wrong there.

        remedy: The way out, as an imperative.
    """

    code: str
    subject: str
    why: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.why}; {self.remedy}"


def problems(lifecycle: Lifecycle) -> tuple[Problem, ...]:
    """
    Return what is unwise about *lifecycle*; empty when all is well.

    >>> from orderkit.lifecycle import ORDER, Move, Stage
    >>> problems(ORDER)
    ()
    >>> for one in problems(ORDER.extend([Stage("parked")], [Move("park", "placed", "parked")])):
    ...     print(one)
    parked: no terminal stage can be reached from it; add a move that leads out of it
    """
    leads_to = _reachable(lifecycle)
    return (
        *_unreachable(lifecycle, leads_to),
        *_dead_ends(lifecycle, leads_to),
        *_kept_for_ever(lifecycle, leads_to),
        *_bad_words(lifecycle),
    )


def reachable(lifecycle: Lifecycle, stage: str) -> frozenset[str]:
    """
    Return the names of the stages that *stage* can come to, itself among them.

    >>> from orderkit.lifecycle import APPROVAL
    >>> sorted(reachable(APPROVAL, "approved"))
    ['approved']

    Raises:
        InvalidInput: The lifecycle has no such stage.
    """
    return _reachable(lifecycle)[lifecycle.stage(stage).name]


def _reachable(lifecycle: Lifecycle) -> Mapping[str, frozenset[str]]:
    """Tell for each stage where it can come to, itself among them."""
    targets: dict[str, set[str]] = {stage.name: set() for stage in lifecycle.stages}
    for move in lifecycle.moves:
        targets[move.source].add(move.target)
    return {name: _closure(name, targets) for name in targets}


def _closure(start: str, targets: Mapping[str, Iterable[str]]) -> frozenset[str]:
    found, waiting = {start}, [start]
    while waiting:
        fresh = set(targets[waiting.pop()]) - found
        found |= fresh
        waiting += fresh
    return frozenset(found)


def _unreachable(lifecycle: Lifecycle, leads_to: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    for stage in lifecycle.stages:
        if stage.name not in leads_to[lifecycle.initial]:
            why = f"no moves lead from {lifecycle.initial!r} to it"
            yield Problem("unreachable", stage.name, why, "add a move to it, or drop it")


def _dead_ends(lifecycle: Lifecycle, leads_to: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    ends = lifecycle.having(terminal=True)
    for stage in lifecycle.stages:
        if not ends & leads_to[stage.name]:
            why = "no terminal stage can be reached from it"
            yield Problem("dead_end", stage.name, why, "add a move that leads out of it")


def _kept_for_ever(
    lifecycle: Lifecycle, leads_to: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    for held in _HELD:
        free = lifecycle.having(**{held: False})
        for stage in lifecycle.stages:
            if stage.terminal and stage.name not in free:
                why = f"it is terminal and {held}, which nothing can ever undo"
                yield Problem("terminal_holds", stage.name, why, f"set {held}=False there")
            elif not free & leads_to[stage.name]:
                why = f"no stage without {held} can be reached from it"
                remedy = f"add a move to a stage with {held}=False"
                yield Problem("never_lets_go", stage.name, why, remedy)


def _bad_words(lifecycle: Lifecycle) -> Iterator[Problem]:
    moves = {move.name for move in lifecycle.moves}
    for stage in lifecycle.stages:
        for word in sorted(stage.allows - lifecycle.actions - set(lifecycle.allowed(stage.name))):
            if word in moves:
                why = f"it allows {word!r}, but no move of that name leads out of it"
                yield Problem("no_such_move", stage.name, why, "add the move, or drop the word")
            else:
                why = f"it allows {word!r}, which is neither an action nor a move"
                known = moves | lifecycle.actions
                declare = "declare it in the lifecycle's actions"
                remedy = nearest(word, known) if known else declare
                yield Problem("unknown_word", stage.name, why, remedy)
