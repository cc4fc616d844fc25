"""A hook of the documentation build: one reference page for each package, so none is forgotten."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "orderkit"


def rooms() -> dict[str, list[Path]]:
    """Return the public modules of each room: a package's or a lone module's, by name."""
    found: dict[str, list[Path]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        inside = path.relative_to(PACKAGE).with_suffix("").parts
        if not any(part.startswith("_") for part in inside):
            found.setdefault(inside[0], []).append(path)
    return found


def page(room: str, modules: list[Path]) -> str:
    """Return the Markdown of one room: what its package says, then its modules."""
    lines = [f"# orderkit.{room}", ""]
    opening = PACKAGE / room / "__init__.py"
    if opening.is_file():
        lines += [ast.get_docstring(ast.parse(opening.read_text("utf-8"))) or "", ""]
    for module in modules:
        dotted = ".".join(("orderkit", *module.relative_to(PACKAGE).with_suffix("").parts))
        lines += [f"## {dotted.removeprefix('orderkit.')}", "", f"::: {dotted}", ""]
        lines += ["    options:", "      show_root_heading: false", ""]
    return "\n".join(lines)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Fill the navigation's Reference, after the pages that are written there by hand."""
    nav: list[Any] = config.nav or []
    for item in nav:
        if isinstance(item, dict) and "Reference" in item:
            item["Reference"] += [f"reference/{room}.md" for room in rooms()]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages; they are never written into the docs folder."""
    for room, modules in rooms().items():
        files.append(File.generated(config, f"reference/{room}.md", content=page(room, modules)))
    return files
