"""
A Griffe extension that makes Markdown of docstrings: doctests become code wherever in the text they
stand, and roles such as ``:class:`~orderkit.values.Money` `` become the name that they show.
"""

from __future__ import annotations

import re
from typing import Any

import griffe

# From the first prompt of a paragraph to its blank line, as doctest itself reads it.
_EXAMPLE = re.compile(r"^(?P<indent> *)>>> .*(?:\n(?! *$).*)*", re.MULTILINE)

_ROLE = re.compile(r":(?:attr|class|data|exc|func|meth|mod):`(?:~(?:\w+\.)*)?(?P<shown>[\w.]+)`")


def fenced(text: str) -> str:
    """Return *text* with a code fence around each of its doctests."""

    def fence(found: re.Match[str]) -> str:
        indent = found["indent"]
        return f"{indent}```pycon\n{found[0]}\n{indent}```"

    return _ROLE.sub(r"`\g<shown>`", _EXAMPLE.sub(fence, text))


class FencedDoctests(griffe.Extension):
    """Puts the fences into every docstring before it is rendered."""

    def on_object(self, *, obj: griffe.Object, **_kwargs: Any) -> None:
        """Change the docstring of *obj*, if it has one."""
        if obj.docstring is not None:
            obj.docstring.value = fenced(obj.docstring.value)
