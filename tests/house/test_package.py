"""What is shipped: the names, the weight of the import, the dependencies, the papers."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import orderkit
from tests.house.sources import ROOT, SRC

PUBLIC_NAMES = Path(__file__).with_name("public_names.txt")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

FRESH_MODULES = """
import sys
before = set(sys.modules)
import orderkit
fresh = {name.partition(".")[0] for name in set(sys.modules) - before}
print(*sorted(fresh - set(sys.stdlib_module_names)))
"""


def test_public_names_are_pinned() -> None:
    """Adding or removing one is a decision: change the list in the same commit."""
    pinned = PUBLIC_NAMES.read_text("utf-8").split()
    assert pinned == sorted(set(pinned))
    assert sorted(orderkit.__all__) == pinned


def test_type_checkers_see_the_same_names() -> None:
    """The package lists its names twice: as imports for type checkers, as a table for itself."""
    tree = ast.parse((SRC / "__init__.py").read_text("utf-8"))
    seen = {
        (one.asname, node.module)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("orderkit.")
        for one in node.names
    }
    assert seen == {(name, home) for name, home in vars(orderkit)["_HOME_OF"].items()}


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'orderkit' has no attribute 'Kudos'"):
        getattr(orderkit, "Kudos")  # noqa: B009 the name is the point


def test_public_names_are_there() -> None:
    """The names are loaded when first used, so a wrong row of their table shows only then."""
    listed = set(dir(orderkit))
    for name in orderkit.__all__:
        assert hasattr(orderkit, name)
        assert name in listed


def test_import_loads_no_third_party_module() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FRESH_MODULES], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["orderkit"]


on_the_wheel = pytest.mark.skipif(
    os.environ.get("ORDERKIT_TEST_WHEEL") != "1",
    reason="tests run on the source tree; `make test` runs them on the wheel",
)


@on_the_wheel
def test_what_is_tested_is_the_wheel() -> None:
    assert orderkit.__file__ is not None
    assert not Path(orderkit.__file__).resolve().is_relative_to(ROOT / "src")
    files = importlib.metadata.files("orderkit") or []
    assert "orderkit/py.typed" in {path.as_posix() for path in files}


def test_the_package_knows_its_version() -> None:
    assert orderkit.__version__ == PROJECT["project"]["version"]


@on_the_wheel
def test_installed_version_is_the_projects() -> None:
    assert importlib.metadata.version("orderkit") == PROJECT["project"]["version"]


def test_the_package_depends_on_three_and_nothing_else() -> None:
    names = [re.split(r"[<>=~! ]", one)[0] for one in PROJECT["project"]["dependencies"]]
    assert names == ["attrs", "cattrs", "python-statemachine"]


@pytest.mark.parametrize("group", ["dev", "test"])
def test_tools_are_pinned_exactly(group: str) -> None:
    pins = (ROOT / "requirements" / f"{group}.txt").read_text("utf-8").splitlines()
    pinned = re.compile(r"[a-z0-9-]+==[\w.]+( ; .+)?")
    assert pins
    assert [pin for pin in pins if not pinned.fullmatch(pin)] == []


def test_both_pin_files_agree() -> None:
    pins = {
        group: set((ROOT / "requirements" / f"{group}.txt").read_text("utf-8").splitlines())
        for group in ("dev", "test")
    }
    assert {pin.partition(" ;")[0] for pin in pins["test"]} <= {
        pin.partition(" ;")[0] for pin in pins["dev"]
    }


def test_changelog_tells_of_this_version() -> None:
    sections = re.findall(
        r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    assert {"Unreleased", PROJECT["project"]["version"]} & set(sections[:1])


def test_licence_is_complete() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert "9. Accepting Warranty or Additional Liability" in text
    assert PROJECT["project"]["license"] == "Apache-2.0"
