"""
A lifecycle is a value: the stages a kind of document passes through and the moves between them.

What must always be true. Names of stages are unique; a stage and a move's name lead to one
stage at most, so that a step is a table look-up and never a search; nothing leads out of a
terminal stage; no move is named like a stage (a chart that has both loses the stage). All this
is checked on creation, every fault at once. What is merely unwise (a stage that cannot be
reached, reserved stock that nothing ever frees) is not refused here: :func:`problems` finds it.

Nothing is changed in place. An integrator's `extend` and `reroute` give new values; documents
in the store know their stage by name alone, so a stage that documents stand in must not be
taken away, and no method here takes one away.

The table is made once, on creation. A step costs one look-up in it; python-statemachine, which
costs some hundred times as much, runs the same lifecycle only where it is checked and drawn
(:mod:`orderkit.lifecycle.charts`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

import attrs
from attrs import field, frozen

from orderkit.errors import Fault, NotAllowedNow, gathered, invalid, shown
from orderkit.lifecycle.stage import Move, Stage, frozen_words, nearest, word_faults
from orderkit.values import typed


def _tuple_of_stages(given: Iterable[Stage]) -> tuple[Stage, ...]:
    """Freeze a list; leave anything else to the check that names it."""
    return cast("tuple[Stage, ...]", tuple(given) if isinstance(given, list) else given)


def _tuple_of_moves(given: Iterable[Move]) -> tuple[Move, ...]:
    """Freeze a list; leave anything else to the check that names it."""
    return cast("tuple[Move, ...]", tuple(given) if isinstance(given, list) else given)


@typed
@frozen
class Lifecycle:
    """
    The stages of one kind of document and the moves between them.

    >>> traffic = Lifecycle(
    ...     "Crossing",
    ...     "red",
    ...     [Stage("red", allows={"walk"}), Stage("green"), Stage("broken", terminal=True)],
    ...     [Move("go", "red", "green"), Move("stop", "green", "red"),
    ...      Move("fail", "red", "broken"), Move("fail", "green", "broken")],
    ... )
    >>> traffic.step("red", "go", "x-1")
    'green'
    >>> traffic.allowed("green"), traffic.allows("red", "walk")
    (('stop', 'fail'), True)

    Attributes:
        kind: What passes through it, as refusals name it: ``"Order"``.

        initial: The stage in which a new document begins.

        stages: In the order in which they are told and drawn.

        moves: In the order in which refusals and drawings list them.

        actions: Words that stages may allow although no move has their name, such as
            ``"edit"``; :func:`problems` finds a word that is neither.

    Raises:
        InvalidInput: The parts contradict each other; every contradiction is listed.
    """

    kind: str
    initial: str
    stages: tuple[Stage, ...] = field(converter=_tuple_of_stages)
    moves: tuple[Move, ...] = field(converter=_tuple_of_moves)
    actions: frozenset[str] = field(default=frozenset(), converter=frozen_words)

    _stage_of: Mapping[str, Stage] = field(init=False, eq=False, repr=False)
    _target_of: Mapping[tuple[str, str], str] = field(init=False, eq=False, repr=False)
    _moves_of: Mapping[str, tuple[str, ...]] = field(init=False, eq=False, repr=False)
    _open: Mapping[str, frozenset[str]] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        gathered(_type_faults(self))
        gathered((*_stage_faults(self), *_move_faults(self)))
        self._tabulate()

    def _tabulate(self) -> None:
        leaving: dict[str, tuple[str, ...]] = {stage.name: () for stage in self.stages}
        for move in self.moves:
            leaving[move.source] += (move.name,)
        tables = {
            "_stage_of": {stage.name: stage for stage in self.stages},
            "_target_of": {(move.source, move.name): move.target for move in self.moves},
            "_moves_of": leaving,
            "_open": {one.name: one.allows.union(leaving[one.name]) for one in self.stages},
        }
        for name, table in tables.items():
            object.__setattr__(self, name, table)

    def after(self, stage: str, move: str) -> str | None:
        """
        Return the stage that *move* leads to from *stage*; None where there is no such move.

        >>> from orderkit.lifecycle import ORDER
        >>> ORDER.after("draft", "place"), ORDER.after("draft", "close")
        ('placed', None)
        """
        return self._target_of.get((stage, move))

    def step(self, stage: str, move: str, id: str) -> str:  # noqa: A002 (a document's id is its id)
        """
        Return the stage that *move* leads document *id* to from *stage*.

        >>> from orderkit.lifecycle import ORDER
        >>> ORDER.step("draft", "place", "o-1")
        'placed'

        Raises:
            NotAllowedNow: No such move leaves *stage*; the refusal names those that do.
            InvalidInput: This lifecycle has no such *stage*.
        """
        target = self._target_of.get((stage, move))
        if target is None:
            raise NotAllowedNow(self.kind, id, move, stage, self.allowed(stage))
        return target

    def stage(self, name: str) -> Stage:
        """
        Return the stage of that *name*, with its properties.

        >>> from orderkit.lifecycle import ORDER
        >>> ORDER.stage("placed").holds_stock
        True

        Raises:
            InvalidInput: This lifecycle has no such stage.
        """
        found = self._stage_of.get(name)
        if found is None:
            why = f"the lifecycle of {self.kind} has no such stage"
            raise invalid("stage", "unknown_stage", name, why, nearest(name, self._stage_of))
        return found

    def allowed(self, stage: str) -> tuple[str, ...]:
        """
        Return the names of the moves that lead out of *stage*, in the lifecycle's order.

        >>> from orderkit.lifecycle import ORDER
        >>> ORDER.allowed("confirmed")
        ('unconfirm', 'close', 'cancel')

        Raises:
            InvalidInput: This lifecycle has no such stage.
        """
        return self._moves_of[self.stage(stage).name]

    def allows(self, stage: str, action: str) -> bool:
        """
        Return whether *action* is possible in *stage*: a move that leads out, or a word it allows.

        >>> from orderkit.lifecycle import ORDER
        >>> ORDER.allows("placed", "edit"), ORDER.allows("closed", "edit")
        (True, False)

        Raises:
            InvalidInput: This lifecycle has no such stage.
        """
        return action in self._open[self.stage(stage).name]

    def require(self, stage: str, action: str, id: str) -> Stage:  # noqa: A002
        """
        Return the stage if *action* is possible there for document *id*.

        >>> from orderkit.lifecycle import ORDER
        >>> ORDER.require("placed", "edit", "o-1").name
        'placed'

        Raises:
            NotAllowedNow: It is not; the refusal names what is.
            InvalidInput: This lifecycle has no such stage.
        """
        here = self.stage(stage)
        if action not in self._open[stage]:
            raise NotAllowedNow(self.kind, id, action, stage, tuple(sorted(self._open[stage])))
        return here

    def having(self, **flags: bool) -> frozenset[str]:
        """
        Return the names of the stages whose properties are as told.

        >>> from orderkit.lifecycle import ORDER
        >>> sorted(ORDER.having(holds_stock=True))
        ['confirmed', 'placed']

        Raises:
            AttributeError: A stage has no such property.
        """
        wanted = flags.items()
        return frozenset(
            stage.name
            for stage in self.stages
            if all(getattr(stage, name) is value for name, value in wanted)
        )

    def extend(
        self,
        stages: Iterable[Stage] = (),
        moves: Iterable[Move] = (),
        *,
        change: Iterable[Stage] = (),
        actions: Iterable[str] = (),
    ) -> Lifecycle:
        """
        Return a lifecycle with more *stages*, *moves* and *actions*.

        Args:
            stages: New ones, put after the present ones.
            moves: New ones, put after the present ones.
            change: Stages that take the place of those of the same name.
            actions: New words that stages may allow.

        >>> from orderkit.lifecycle import ORDER
        >>> shop = ORDER.extend(
        ...     stages=[Stage("on_hold", holds_stock=True)],
        ...     moves=[Move("suspend", "placed", "on_hold"), Move("resume", "on_hold", "placed")],
        ...     change=[ORDER.stage("placed").being(exposes_credit=False)],
        ... )
        >>> shop.step("placed", "suspend", "o-1"), shop.stage("placed").exposes_credit
        ('on_hold', False)

        Raises:
            InvalidInput: The result contradicts itself, or *change* names an unknown stage.
        """
        anew = {stage.name: stage for stage in change}
        gathered(_unknown(self, anew, "change"))
        return attrs.evolve(
            self,
            stages=(*(anew.get(one.name, one) for one in self.stages), *stages),
            moves=(*self.moves, *moves),
            actions=self.actions.union(actions),
        )

    def reroute(self, a: str, b: str, *, via: str | Stage, move: str) -> Lifecycle:
        """
        Return a lifecycle in which every move from *a* to *b* goes to *via* instead, and a new
        *move* leads from *via* on to *b*.

        Args:
            a: A stage with at least one move to *b*.
            b: The stage that is reached through *via* from now on.
            via: The name of a stage that is there, or a new stage.
            move: The name of the move from *via* to *b*; it may already be there.

        >>> from orderkit.lifecycle import ORDER
        >>> strict = ORDER.reroute("draft", "placed", via=Stage("in_review"), move="pass_review")
        >>> strict.step("draft", "place", "o-1"), strict.step("in_review", "pass_review", "o-1")
        ('in_review', 'placed')

        Raises:
            InvalidInput: Nothing leads from *a* to *b*, or the result contradicts itself.
        """
        gathered(_reroute_faults(self, a, b))
        name = via if isinstance(via, str) else via.name
        fresh = () if isinstance(via, str) or via in self.stages else (via,)
        kept = tuple(
            attrs.evolve(one, target=name) if (one.source, one.target) == (a, b) else one
            for one in self.moves
        )
        onward = Move(move, name, b)
        return attrs.evolve(
            self,
            stages=(*self.stages, *fresh),
            moves=kept if onward in kept else (*kept, onward),
        )


def _type_faults(lifecycle: Lifecycle) -> Iterator[Fault]:
    for name, example in (("kind", "Order"), ("initial", "draft")):
        got = getattr(lifecycle, name)
        if not (isinstance(got, str) and got):
            why, remedy = "it is no name", f"pass one like {example!r}"
            yield Fault(f"Lifecycle.{name}", "wrong_type", shown(got), why, remedy)
    for name, cls in (("stages", Stage), ("moves", Move)):
        got = getattr(lifecycle, name)
        if not (isinstance(got, tuple) and all(isinstance(one, cls) for one in got)):
            why = f"it is no tuple of {cls.__name__}"
            yield Fault(
                f"Lifecycle.{name}", "wrong_type", shown(got), why, f"pass {cls.__name__} values"
            )
    yield from word_faults("Lifecycle.actions", lifecycle.actions)


def _stage_faults(lifecycle: Lifecycle) -> Iterator[Fault]:
    names = Counter(stage.name for stage in lifecycle.stages)
    for name, times in names.items():
        if times > 1:
            why = f"{times} stages have this name"
            yield Fault("Lifecycle.stages", "duplicate_stage", repr(name), why, "name each once")
    if lifecycle.initial not in names:
        got, remedy = shown(lifecycle.initial), nearest(lifecycle.initial, names)
        yield Fault("Lifecycle.initial", "unknown_stage", got, "no stage has this name", remedy)


def _move_faults(lifecycle: Lifecycle) -> Iterator[Fault]:
    stage_of = {stage.name: stage for stage in lifecycle.stages}
    seen: set[tuple[str, str]] = set()
    for at, move in enumerate(lifecycle.moves):
        path, got = f"Lifecycle.moves[{at}]", repr(str(move))
        for end in dict.fromkeys((move.source, move.target)):
            if end not in stage_of:
                why = f"there is no stage {end!r}"
                yield Fault(path, "unknown_stage", got, why, nearest(end, stage_of))
        if (move.source, move.name) in seen:
            why = f"another move {move.name!r} leads out of {move.source!r} already"
            yield Fault(path, "duplicate_move", got, why, "give one of them another name")
        seen.add((move.source, move.name))
        if move.name in stage_of:
            why = f"there is a stage {move.name!r}, and a chart with both would lose the stage"
            yield Fault(path, "move_named_as_stage", got, why, "name the move by its verb")
        if move.source in stage_of and stage_of[move.source].terminal:
            why = f"{move.source!r} is terminal and nothing leads out of it"
            remedy = "drop the move, or make the stage not terminal"
            yield Fault(path, "leaves_terminal", got, why, remedy)


def _unknown(lifecycle: Lifecycle, names: Iterable[str], path: str) -> Iterator[Fault]:
    known = [stage.name for stage in lifecycle.stages]
    for name in names:
        if name not in known:
            why = f"the lifecycle of {lifecycle.kind} has no such stage"
            yield Fault(path, "unknown_stage", shown(name), why, nearest(str(name), known))


def _reroute_faults(lifecycle: Lifecycle, a: str, b: str) -> Iterator[Fault]:
    unknown = (*_unknown(lifecycle, (a,), "a"), *_unknown(lifecycle, (b,), "b"))
    yield from unknown
    if not unknown and (a, b) not in {(move.source, move.target) for move in lifecycle.moves}:
        why = f"no move leads from {a!r} to {b!r}"
        remedy = "name two stages with a move between them, or use extend()"
        yield Fault("reroute", "no_such_move", f"{a!r} → {b!r}", why, remedy)
