"""The codes that the source knows: of every error class, and of every fault that is built."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import orderkit
from orderkit.errors import OrderkitError, Refused

SRC = Path(orderkit.__file__).parent
BUILDERS = {"invalid": 1, "Fault": 1, "_fault": 1, "Misread": 0}
"""What builds a fault, and which of its arguments is the code."""

VARIABLE = {
    "adapters/sqlite/schema.py": {"schema_missing", "schema_older"},
    "pricing/entries.py": {"unsorted", "duplicate_tier", "overlap", "gap"},
    "values/decimals.py": {"not_a_number", "infinite"},
}
"""Files in which a code stands in a variable, and what it may be there."""

PASSED_ON = {"errors.py", "codec/json_text.py", "lifecycle/lifting.py"}
"""Files in which a code is only passed on."""


def error_codes() -> set[str]:
    """The code of every error class of ours, wherever it stands."""
    for one in walk_packages(orderkit.__path__, "orderkit."):
        import_module(one.name)
    return {one.code for one in _below(OrderkitError) if _is_ours(one)} - {Refused.code}


def _is_ours(cls: type[OrderkitError]) -> bool:
    return cls.__module__.startswith("orderkit.")


def _below(cls: type[OrderkitError]) -> Iterator[type[OrderkitError]]:
    for one in cls.__subclasses__():
        yield one
        yield from _below(one)


def fault_codes_in(tree: ast.Module) -> Iterator[str]:
    """The codes with which faults are built, ``""`` for one that stands in a variable."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name), args=args) if name in BUILDERS:
                given = args[BUILDERS[name]] if len(args) > BUILDERS[name] else None
                match given:
                    case ast.Constant(value=str(code)):
                        yield code
                    case ast.Attribute(attr="code"):
                        continue
                    case _:
                        yield ""


def fault_codes() -> set[str]:
    """The codes of all faults that the source builds."""
    found: set[str] = set()
    for path in sorted(SRC.rglob("*.py")):
        name = path.relative_to(SRC).as_posix()
        codes = set(fault_codes_in(ast.parse(path.read_text("utf-8"))))
        if "" in codes and name not in PASSED_ON:
            codes |= VARIABLE[name]
        found |= codes - {""}
    return found
