"""
What no text of the repository may hold: blanket excuses, places of one machine, names of registries
and numbers of a tracker. The patterns are put together from parts, so that this file passes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PLACES = "farm|home|root|tmp|Users|work"
_MACHINE_PATH = re.compile(rf"(?<![\w.$*}}>)\]-])/(?:{_PLACES})/\w")
_REGISTRIES = (
    "py" + "pi",
    "python" + "hosted",
    "npm" + "js",
    "crates" + r"\.io",
    "ruby" + r"gems\.org",
    "ana" + r"conda\.org",
)
_REGISTRY = re.compile("|".join(_REGISTRIES))
_ISSUE = re.compile(
    r"(?<![\w&#/.'\"])#\d{1,3}\b(?![;-])|\b[Ii]ssue [#]?\d+\b|\bissues/\d+|\bGH-\d+"
)

_BLANKET_IGNORE = re.compile(r"type:\s*ignore(?!\[[a-z])|mypy:\s*ignore-errors")
_BLANKET_NOQA = re.compile(r"noqa(?!:\s*[A-Z]+\d)|pragma:\s*no\s+(?:cover|branch)")


def _lines(text: str, pattern: re.Pattern[str], why: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), start=1):
        for found in pattern.finditer(line):
            yield f"line {number}: {found[0]!r} {why}"


def machine_paths(text: str) -> Iterator[str]:
    return _lines(text, _MACHINE_PATH, "is a place on one machine")


def registry_hosts(text: str) -> Iterator[str]:
    return _lines(text, _REGISTRY, "names a package registry's host")


def issue_numbers(text: str) -> Iterator[str]:
    return _lines(text, _ISSUE, "is a number of some tracker; say what it is about")


def blanket_excuses(comment: str) -> Iterator[str]:
    """Ignores in one comment that do not say what they ignore."""
    yield from _lines(comment, _BLANKET_IGNORE, "needs an error code")
    yield from _lines(comment, _BLANKET_NOQA, "needs a rule's code, or a test")
