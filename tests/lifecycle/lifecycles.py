"""Random lifecycles for the tests of this folder."""

from __future__ import annotations

from hypothesis import strategies as st

from orderkit.lifecycle import STANDARD, Lifecycle, Move, Stage
from orderkit.lifecycle.charts import CHART_WORDS

# Plain names, some that a chart cannot bear as they are, and some that look like callbacks.
_AWKWARD = ("send", "name", "model", "states", "on_hold", "after_go", "error_go", "mro", "hold")
STAGE_NAMES = ("s0", "s1", "s2", "s3", *_AWKWARD[:6], *sorted(CHART_WORDS)[:3])
MOVE_NAMES = ("m0", "m1", "m2", "go", *_AWKWARD, *sorted(CHART_WORDS)[-3:])


@st.composite
def lifecycles(draw: st.DrawFn) -> Lifecycle:
    """Any lifecycle that does not contradict itself, with or without problems."""
    names = draw(st.lists(st.sampled_from(STAGE_NAMES), min_size=1, max_size=6, unique=True))
    stages = [Stage(name, terminal=draw(st.booleans())) for name in names]
    sources = [stage.name for stage in stages if not stage.terminal]
    moves = [name for name in MOVE_NAMES if name not in names]
    pairs = [(move, source) for source in sources for move in moves]
    rows = draw(st.lists(st.sampled_from(pairs), max_size=12, unique=True)) if pairs else []
    return Lifecycle(
        "Thing",
        draw(st.sampled_from(names)),
        stages,
        [Move(name, source, draw(st.sampled_from(names))) for name, source in rows],
    )


@st.composite
def changed(draw: st.DrawFn, base: st.SearchStrategy[Lifecycle]) -> Lifecycle:
    """A lifecycle of *base*, extended or rerouted a few times."""
    lifecycle = draw(base)
    for n in range(draw(st.integers(1, 3))):
        fresh = Stage(f"extra_{n}", holds_stock=draw(st.booleans()))
        rerouted = draw(st.booleans())
        if lifecycle.moves and rerouted:
            through = draw(st.sampled_from(lifecycle.moves))
            lifecycle = lifecycle.reroute(
                through.source, through.target, via=fresh, move=f"pass_{n}"
            )
        else:
            ends = [stage.name for stage in lifecycle.stages]
            out = Move(f"leave_{n}", fresh.name, draw(st.sampled_from(ends)))
            lifecycle = lifecycle.extend([fresh], [out])
    return lifecycle


any_lifecycle = st.one_of(
    st.sampled_from(STANDARD),
    lifecycles(),
    changed(st.one_of(st.sampled_from(STANDARD), lifecycles())),
)
