"""A lifecycle as text for Mermaid, which the docs and many code forges draw."""

from __future__ import annotations

from typing import Final

from orderkit.lifecycle.model import Lifecycle

_MERMAID_WORDS: Final = frozenset(
    {"as", "class", "classdef", "default", "direction", "end", "hide", "note", "scale", "state"}
)
"""Words of its grammar, which it would not take for a stage."""


def mermaid(lifecycle: Lifecycle) -> str:
    """
    Draw *lifecycle* as a Mermaid state diagram; equal lifecycles give equal text.

    >>> from orderkit.lifecycle import APPROVAL
    >>> print(mermaid(APPROVAL).splitlines()[2])
        requested --> approved : approve
    """
    lines = [
        f"[*] --> {_drawn(lifecycle.initial)}",
        *(f"{_drawn(one.source)} --> {_drawn(one.target)} : {one.name}" for one in lifecycle.moves),
        *(f"{_drawn(stage.name)} --> [*]" for stage in lifecycle.stages if stage.terminal),
    ]
    return "\n    ".join(["stateDiagram-v2", *lines]) + "\n"


def _drawn(stage: str) -> str:
    return f"{stage}_" if stage in _MERMAID_WORDS else stage
