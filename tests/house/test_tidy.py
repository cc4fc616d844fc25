"""The house keeps its own rules: what ruff and mypy do not check is checked here."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house import brooms, text_brooms
from tests.house.sources import (
    ROOT,
    SRC,
    code_lines,
    comments,
    core_files,
    domain_files,
    kept_files,
    named,
    parsed,
    python_files,
    source_files,
)
from tests.house.test_brooms import Broom, TextBroom

MAX_CODE_LINES = 300
"""Lines that are neither blank nor comment nor docstring. Never raise it; split the file."""

WORDLESS = frozenset({"utils", "util", "common", "helpers", "helper", "base", "misc"})
"""Names that say nothing about what is inside."""

SOURCE_BROOMS: list[Broom] = [brooms.switchable_checks, brooms.undocumented]
CORE_BROOMS: list[Broom] = [brooms.floats, brooms.clocks_and_dice]
DOMAIN_BROOMS: list[Broom] = [brooms.loose_reads]
EVERYWHERE_BROOMS: list[Broom] = [
    brooms.long_functions,
    brooms.swallowed_errors,
    brooms.constant_asserts,
]
TEXT_BROOMS: list[TextBroom] = [
    text_brooms.machine_paths,
    text_brooms.registry_hosts,
    text_brooms.issue_numbers,
]


def swept(broom: Broom, files: list[Path]) -> list[str]:
    return [f"{named(path)}, {dirt}" for path in files for dirt in broom(parsed(path))]


@pytest.mark.parametrize("broom", EVERYWHERE_BROOMS)
def test_every_python_file_is_swept(broom: Broom) -> None:
    assert swept(broom, python_files()) == []


@pytest.mark.parametrize("broom", SOURCE_BROOMS)
def test_the_package_is_swept(broom: Broom) -> None:
    assert swept(broom, source_files()) == []


@pytest.mark.parametrize("broom", CORE_BROOMS)
def test_the_core_is_swept(broom: Broom) -> None:
    assert swept(broom, core_files()) == []


@pytest.mark.parametrize("broom", DOMAIN_BROOMS)
def test_the_domain_is_swept(broom: Broom) -> None:
    assert swept(broom, domain_files()) == []


def test_every_test_can_fail() -> None:
    tests = [path for path in python_files() if path.is_relative_to(ROOT / "tests")]
    assert swept(brooms.tests_that_prove_nothing, tests) == []


def test_files_fit_a_sitting() -> None:
    sizes = {named(path): code_lines(path.read_text("utf-8")) for path in python_files()}
    assert {name: size for name, size in sizes.items() if size > MAX_CODE_LINES} == {}


def test_modules_are_named_by_the_domains_word() -> None:
    wordless = [
        named(path)
        for path in python_files()
        if WORDLESS & {part.strip("_") for part in path.relative_to(ROOT).with_suffix("").parts}
    ]
    assert wordless == []


def test_there_are_no_empty_rooms() -> None:
    """A package has more than its opening; a file has more than nothing."""
    rooms = {path.parent for path in source_files()} - {SRC}
    bare = [named(room) for room in rooms if len(list(room.rglob("*.py"))) < 2]
    blank = [named(path) for path in source_files() if brooms.is_empty(parsed(path))]
    assert bare + blank == []


def test_every_room_is_a_package() -> None:
    """Without an ``__init__.py`` a folder is left out by tools that look for packages."""
    rooms = {path.parent for path in source_files()}
    assert [named(room) for room in rooms if not (room / "__init__.py").is_file()] == []


def test_ignores_say_what_they_ignore() -> None:
    blanket = [
        f"{named(path)}:{number} {dirt}"
        for path in python_files()
        for number, comment in comments(path.read_text("utf-8"))
        for dirt in text_brooms.blanket_excuses(comment)
    ]
    assert blanket == []


@pytest.mark.parametrize("broom", TEXT_BROOMS)
def test_texts_speak_of_the_project_alone(broom: TextBroom) -> None:
    found: list[str] = []
    for path in kept_files():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{named(path)}, {dirt}" for dirt in broom(text)]
    assert found == []
