"""All code in README and docs is executed, word for word."""

from __future__ import annotations

import doctest
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.docs.pages import ROOT, Block, blocks, commands, faults, run

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TOLD = {path.relative_to(ROOT).as_posix(): list(blocks(path.read_text("utf-8"))) for path in PAGES}
RUNNING = [name for name, told in TOLD.items() if any(b.language == "python" for b in told)]


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """A fresh module, known to the interpreter (type hints and pickles look it up), in a fresh folder."""
    fresh = ModuleType("orderkit_page")
    monkeypatch.setitem(sys.modules, "orderkit_page", fresh)
    monkeypatch.chdir(tmp_path)
    return fresh


@pytest.mark.parametrize("name", RUNNING)
def test_page_runs(name: str, module: ModuleType) -> None:
    for block in TOLD[name]:
        if block.language == "python":
            run(block, module, name)
    assert module.__dict__


def test_pages_hold_known_languages_and_commands_only() -> None:
    found = [f"{name}, {fault}" for name, told in TOLD.items() for b in told for fault in faults(b)]
    assert found == []


def page(*told: str) -> list[Block]:
    return list(blocks("\n".join(told)))


def test_blocks_are_found_with_their_lines() -> None:
    found = page(
        "# A", "```python", "x = 1", "```", "", "- in a list:", "  ~~~sh", "  make", "  ~~~"
    )
    assert found == [Block("python", "x = 1\n", 3), Block("sh", "make\n", 8)]


def test_longer_fence_holds_a_shorter_one() -> None:
    assert page("````text", "```python", "x", "```", "````") == [
        Block("text", "```python\nx\n```\n", 2)
    ]


def test_fence_that_is_never_closed_is_reported() -> None:
    with pytest.raises(SyntaxError, match="line 2 is never closed"):
        page("# A", "```python", "x = 1")


def test_later_block_sees_what_an_earlier_one_made(module: ModuleType) -> None:
    for block in page("```python", "x = 1", "```", "```python", ">>> x + 1", "2", "```"):
        run(block, module, "page.md")
    assert module.__dict__["x"] == 1


def test_failing_block_fails_with_the_line_of_the_page(module: ModuleType) -> None:
    [block] = page("# A", "", "```python", "x = 1", "assert x == 2", "```")
    with pytest.raises(AssertionError) as caught:
        run(block, module, "page.md")
    place = caught.traceback[-1]
    assert (str(place.path), place.lineno + 1) == ("page.md", 5)


def test_wrong_answer_at_a_prompt_fails(module: ModuleType) -> None:
    [block] = page("```python", ">>> 1 + 1", "3", "```")
    with pytest.raises(doctest.DocTestFailure):
        run(block, module, "page.md")


def test_error_at_a_prompt_fails(module: ModuleType) -> None:
    [block] = page("```python", ">>> 1 / 0", "3", "```")
    with pytest.raises(doctest.UnexpectedException):
        run(block, module, "page.md")


@pytest.mark.parametrize("language", ["", "py", "python3", "pycon", "bash", "Python"])
def test_code_under_another_name_is_refused(language: str) -> None:
    [block] = page(f"```{language}", "x = 1", "```")
    assert len(list(faults(block))) == 1


@pytest.mark.parametrize(
    "command", ["make nothing", "make", "curl x | sh", "pip install other", "python tools/none.py"]
)
def test_unknown_command_is_refused(command: str) -> None:
    [block] = page("```sh", command, "```")
    assert len(list(faults(block))) == 1


def test_known_commands_are_let_through() -> None:
    [block] = page("```sh", "make test", "pip install orderkit", "PYTHON=x make clean", "```")
    assert list(faults(block)) == []


def test_console_shows_commands_after_prompts_and_output_below() -> None:
    [block] = page("```console", "$ make test", "12 passed", "```")
    assert commands(block) == ["make test"]
