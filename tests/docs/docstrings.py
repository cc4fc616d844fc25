"""What the docstrings of the library say, in the pieces from which the reference pages are made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import cleandoc, getdoc
from typing import Any

_ROLE = re.compile(
    r":(?:attr|class|data|exc|func|meth|mod):`(?:[^`<]*<)?(?:~(?:\w+\.)*)?([\w.]+)>?`"
)
_SECTION = re.compile(r"^(Args|Attributes|Raises|Returns):$")
_ITEM = re.compile(r"^ {4}(?P<names>\w+(?:, \w+)*):(?P<text>.*)$")


def plain(text: str) -> str:
    """Return *text* as one line of Markdown."""
    return _ROLE.sub(r"`\1`", " ".join(text.split())).replace("``", "`")


def lead(told: object) -> str:
    """Return the first paragraph of a docstring."""
    return plain((getdoc(told) or "").partition("\n\n")[0])


def section(text: str, title: str) -> dict[str, str]:
    """Return the items of one section of a docstring, by name."""
    found: dict[str, list[str]] = {}
    names: list[str] = []
    for line in _lines_of(text, title):
        item = _ITEM.match(line)
        if item is not None:
            names = item["names"].split(", ")
            found |= {name: [item["text"]] for name in names}
        else:
            for name in names:
                found[name].append(line)
    return {name: plain(" ".join(lines)) for name, lines in found.items()}


def _lines_of(text: str, title: str) -> Iterator[str]:
    inside = False
    for line in cleandoc(text).splitlines():
        heading = _SECTION.match(line)
        if heading is not None:
            inside = heading[1] == title
        elif line and not line.startswith(" "):
            inside = False
        elif inside:
            yield line


def fields_told(cls: type[Any]) -> dict[str, str]:
    """Return what a class and its bases say of its fields; the nearest word counts."""
    told: dict[str, str] = {}
    for one in reversed(cls.__mro__):
        told |= section(one.__doc__ or "", "Attributes")
    return told


def refusals_told(cls: type[Any]) -> dict[str, str]:
    """Return what a command's class and its decision say that they raise."""
    return section(getdoc(cls) or "", "Raises") | section(getdoc(cls.decide) or "", "Raises")
