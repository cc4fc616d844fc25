"""
The code on the pages of the documentation, and how it is run.

All ```python blocks of a page run in their order in one module of their own, so that a later block may use
what an earlier one made. A block with prompts runs as a doctest, any other as it is, with its
assertions. Nothing opts out: a fence must name one of the languages below, and what is neither
Python nor a command is data.
"""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]

COMMAND_LANGUAGES = frozenset({"sh", "console"})
DATA_LANGUAGES = frozenset(
    {"csv", "edi", "http", "ini", "json", "mermaid", "sql", "text", "toml", "xml", "yaml"}
)

_OPENING = re.compile(r"^(?P<indent>\s*)(?P<ticks>`{3,}|~{3,})(?P<info>.*)$")
_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Block(NamedTuple):
    """One fenced block: its language, its text, and the line of the page on which the text begins."""

    language: str
    text: str
    line: int


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    lines = iter(enumerate(page.splitlines(), start=1))
    for number, line in lines:
        opening = _OPENING.match(line)
        if opening is None:
            continue
        held: list[str] = []
        for _, inside in lines:
            if inside.strip().startswith(opening["ticks"]) and not inside.strip(" `~"):
                break
            held.append(inside)
        else:
            raise SyntaxError(f"the fence of line {number} is never closed")
        language = opening["info"].strip().partition(" ")[0]
        yield Block(language, dedent("\n".join(held)) + "\n", number + 1)


def run(block: Block, module: ModuleType, name: str) -> None:
    """Run one ```python block inside *module*; *name* is the page's, for tracebacks."""
    if ">>> " in block.text:
        _run_prompts(block, module, name)
    else:
        padded = "\n" * (block.line - 1) + block.text
        exec(compile(padded, name, "exec", dont_inherit=True), module.__dict__)


def _run_prompts(block: Block, module: ModuleType, name: str) -> None:
    test = doctest.DocTestParser().get_doctest(
        block.text, module.__dict__, name, name, block.line - 1
    )
    test.globs = module.__dict__
    doctest.DebugRunner(optionflags=_FLAGS).run(test, clear_globs=False)


def commands(block: Block) -> list[str]:
    """The commands of a block: every line of ``sh``, what follows the prompts of ``console``."""
    lines = [line.strip() for line in block.text.splitlines() if line.strip()]
    if block.language == "console":
        return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
    return lines


def make_targets() -> frozenset[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return frozenset(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


def is_known_command(command: str) -> bool:
    """Whether a reader can type *command*: it is a target, a script or an extra that exists."""
    command = re.sub(r"^([A-Z_]+=\S+ )+", "", command.partition("  #")[0].strip())
    match command.split():
        case ["make", *words]:
            targets = {word for word in words if "=" not in word}
            return bool(targets) and targets <= make_targets()
        case ["pip" | ".venv/bin/pip", "install", what]:
            return what in {"orderkit", "."}
        case ["bash" | "python", path, *_] if "/" in path or path.endswith(".py"):
            return (ROOT / path).is_file()
        case ["python" | ".venv/bin/python", "-m", module, *_] if module.startswith("examples."):
            place = ROOT.joinpath(*module.split("."))
            return place.is_dir() or place.with_suffix(".py").is_file()
        case ["python" | "python3" | ".venv-dev/bin/python", "-m", "venv" | "pytest", *paths]:
            return all((ROOT / path).exists() for path in paths if path.startswith("tests"))
        case [script, *_] if script.startswith("tools/"):
            return (ROOT / script).is_file()
        case _:
            return False


def faults(block: Block) -> Iterator[str]:
    """What is wrong with a block before anything of it runs."""
    if block.language in COMMAND_LANGUAGES:
        for command in commands(block):
            if not is_known_command(command):
                yield f"line {block.line}: not a command of this project: {command}"
    elif block.language not in DATA_LANGUAGES | {"python"}:
        yield f"line {block.line - 1}: write ```python, ```sh or a language of data, not {block.language!r}"
