"""Which files the house tests read, and how they count and parse them."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "orderkit"

OUTER_ROOMS = frozenset({"shell", "codec", "adapters", "testing", "cli", "kit"})
"""The rooms that may touch the world; every other one is core."""

GROUND_ROOMS = frozenset({"errors", "values", "flow", "ports"})
"""The core's rooms below and beside the decisions; the rest of the core is domain."""

_MADE = frozenset({"build", "dist", "site", "__pycache__"})
"""Folders that the tools make; git knows none of them."""


def room(path: Path) -> str:
    """The package or lone module right under ``orderkit`` that *path* belongs to."""
    return path.relative_to(SRC).with_suffix("").parts[0]


def source_files() -> list[Path]:
    return sorted(SRC.rglob("*.py"))


def core_files() -> list[Path]:
    return [path for path in source_files() if room(path) not in OUTER_ROOMS]


def domain_files() -> list[Path]:
    return [path for path in core_files() if room(path) not in GROUND_ROOMS | {"__init__"}]


def kept_files() -> Iterator[Path]:
    """Every file of the working copy that is not made by a tool."""
    folders = [ROOT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            hidden = path.name.startswith(".") and path.name not in {".ci", ".editorconfig"}
            if hidden or path.name in _MADE or path.is_symlink():
                continue
            if path.is_dir():
                folders.append(path)
            else:
                yield path


def python_files() -> list[Path]:
    return [path for path in kept_files() if path.suffix == ".py"]


def named(path: Path) -> str:
    """How a failing test names *path*."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def comments(text: str) -> Iterator[tuple[int, str]]:
    """The comments of a Python text with the numbers of their lines."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def code_lines(text: str) -> int:
    """How many lines hold code: neither blank, nor comment alone, nor docstring."""
    silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    held: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in silent and token.type != tokenize.ENDMARKER:
            held.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                held.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(held)
