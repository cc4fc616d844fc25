"""
The pages of the reference that are made from the code: errors, events, commands.

They are kept in the repository, so that code hosts show them; a test compares them with the code, and
``tools/make_reference.py`` writes them anew.
"""

from __future__ import annotations

import ast
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from inspect import get_annotations
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import attrs

import orderkit
from orderkit.codec.answers import answer_type
from orderkit.errors import OrderkitError
from orderkit.flow import Command, Declared, all_declared
from orderkit.kit import STANDARD_ROLES
from orderkit.lifecycle import STANDARD, Lifecycle, mermaid
from tests.docs.common_fields import meaning
from tests.docs.docstrings import fields_told, lead, plain, refusals_told
from tests.docs.pages import ROOT
from tests.docs.said import example

FOLDER: Final = ROOT / "docs" / "reference"
SOURCE: Final = ROOT / "src" / "orderkit"


def modules() -> list[ModuleType]:
    """Every module of the library."""
    found = pkgutil.walk_packages(orderkit.__path__, "orderkit.")
    return [orderkit, *(import_module(one.name) for one in found)]


def errors() -> list[type[OrderkitError]]:
    """Every class of errors that the library defines, by module and in the module's order."""
    found: dict[type[OrderkitError], None] = {}
    for module in modules():
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, OrderkitError):
                found[value] = None
    return sorted(
        found, key=lambda one: (_home(one) != "orderkit.errors", _home(one), one.__name__)
    )


def ours(role: str) -> list[Declared]:
    """What the library declares of one role, whatever tests and pages declare beside."""
    modules()
    return [one for one in all_declared(role) if one.cls.__module__.startswith("orderkit.")]


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The lines of a Markdown table."""
    head = tuple(head)
    yield _row(head)
    yield _row("---" for _ in head)
    yield from (_row(row) for row in rows)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def errors_page() -> str:
    """The page of all errors and all codes of faults."""
    return "\n".join(_errors_told()) + "\n"


_ERRORS: Final = """\
# Errors

Every error that orderkit raises on purpose is an `OrderkitError`. Its `code` is never reworded, so logs,
API answers and translations may rely on it. `transient` says whether the same call can succeed later
without being changed. `as_problem()` gives an RFC 9457 problem document with the HTTP status below.

| base | it means | what was written |
| --- | --- | --- |
| `InvalidInput` | what was passed in cannot be what it claims; all its faults at once | nothing |
| `Refused` | the business says no | nothing, but for a line of the access log |
| `Conflict`, `Unavailable` | the world was in the way; repeat with the same key | nothing |
| `Unknown` | the acknowledgement was lost; repeat with the same key and learn it | everything or nothing |

This page is made from the classes; a test fails when one is missing. The messages are examples.
"""


def _errors_told() -> Iterator[str]:
    yield _ERRORS
    rows = (
        (f"[`{one.code}`](#{one.code})", f"`{one.__name__}`", _yes(one.transient), str(one.status))
        for one in sorted(errors(), key=lambda one: one.code)
    )
    yield from table(("code", "class", "transient", "HTTP"), rows)
    package = ""
    for one in errors():
        if _home(one) != package:
            package = _home(one)
            yield from ("", f"## {package}")
        yield from ("", *_error_told(one))
    yield from ("", *_faults_told())


def _home(cls: type[Any]) -> str:
    return ".".join(cls.__module__.split(".")[:2])


def _error_told(one: type[OrderkitError]) -> Iterator[str]:
    yield f"### {one.code}"
    yield ""
    yield f"`{one.__name__}`, HTTP {one.status}, {'transient' if one.transient else 'not transient'}."
    yield lead(one)
    said = example(one)
    if said:
        yield from ("", "```text", said, "```")


_FAULTS: Final = """\
## Codes of faults

An `InvalidInput` and an `OrderRefused` have `faults`. Each has a `path`, a `code`, what it `got`, `why` that
cannot be, and the `remedy`. These are the codes, and the packages that use them.
"""


def _faults_told() -> Iterator[str]:
    yield _FAULTS
    found: dict[str, set[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for code in fault_codes(path.read_text("utf-8")):
            found.setdefault(code, set()).add(path.relative_to(SOURCE).parts[0].removesuffix(".py"))
    rows = ((f"`{code}`", ", ".join(sorted(found[code]))) for code in sorted(found))
    yield from table(("code", "packages"), rows)


_WHERE_THE_CODE_IS: Final[Mapping[str, int]] = {"invalid": 1, "Fault": 1, "_fault": 1}


def fault_codes(source: str) -> set[str]:
    """The codes of the faults that a module makes, as far as they stand in the call."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {
        code.value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in _WHERE_THE_CODE_IS
        for code in call.args[1:2]
        if isinstance(code, ast.Constant) and isinstance(code.value, str)
    }


_EVENTS: Final = """\
# Events

An event says what happened, in the past tense. It is committed with the change that it tells of, stands in
that version's audit entry, and leaves through the outbox under its name as the topic. See
[how to send events](../how-to/send-events.md).

Names and versions are for ever; fields may be added with a default. This page is made from the classes, and a
test compares the two. `OrderKit.schemas()` gives the JSON Schema of each.
"""

_COMMANDS: Final = """\
# Commands

A command is a frozen value that states an intention. `desk.execute(command)` carries it out and returns its
answer. What a field cannot be is refused as the value is made, all faults at once.

*Key*: whether the command knows its own idempotency key; otherwise pass `key=` to make a repeat safe.
*Roles*: who may execute it under `STANDARD_ROLES`, besides `admin`, who may execute all.

This page is made from the classes, and a test compares the two. `OrderKit.schemas()` gives the JSON Schema of
each.
"""


def events_page() -> str:
    """The page of all events."""
    return "\n".join((_EVENTS, *_declared_told("event", _event_told))) + "\n"


def commands_page() -> str:
    """The page of all commands."""
    return "\n".join((_COMMANDS, *_declared_told("command", _command_told))) + "\n"


def _declared_told(role: str, tell: Callable[[Declared], Iterator[str]]) -> Iterator[str]:
    family = ""
    for one in ours(role):
        if one.name.partition(".")[0] != family:
            family = one.name.partition(".")[0]
            yield from (f"## {family}", "")
        yield from tell(one)
        yield ""


def _event_told(one: Declared) -> Iterator[str]:
    yield from (f"### {one.name}", "")
    yield f"`{_place(one.cls)}`, version {one.version}. {lead(one.cls)}"
    yield from ("", *_fields(one))


def _command_told(one: Declared) -> Iterator[str]:
    yield from (f"### {one.name}", "")
    yield f"`{_place(one.cls)}`, version {one.version}. {lead(one.cls)}"
    key = "its own" if one.cls.key is not Command.key else "from the caller"
    yield from ("", f"Answer: `{_shown(answer_type(one.cls))}`. Key: {key}. Roles: {_roles(one)}.")
    yield from ("", *_fields(one))
    refusals = refusals_told(one.cls)
    refusals.pop("InvalidInput", None)
    if refusals:
        rows = ((f"`{name}`", text) for name, text in refusals.items())
        yield from ("", *table(("raises", "when"), rows))


def _place(cls: type[Any]) -> str:
    return f"{_home(cls)}.{cls.__name__}"


def _roles(one: Declared) -> str:
    roles = (role for role in STANDARD_ROLES.commands if role != "admin")
    return ", ".join(role for role in roles if STANDARD_ROLES.grants(role, one.name)) or "none"


def _fields(one: Declared) -> Iterator[str]:
    types = _annotations(one.cls)
    rows = (
        (f"`{name}`", f"`{types[name]}`", _default(field), told)
        for name, (field, told) in fields_of(one).items()
    )
    return table(("field", "type", "default", "meaning"), rows)


def _annotations(cls: type[Any]) -> dict[str, str]:
    """Types as they are written; attrs forgets that once the codec has resolved them."""
    return {k: v for one in reversed(cls.__mro__) for k, v in get_annotations(one).items()}


def fields_of(one: Declared) -> dict[str, tuple[attrs.Attribute[Any], str]]:
    """The fields of a declared class, each with what it means."""
    told = fields_told(one.cls)
    fields = (field for field in attrs.fields(one.cls) if field.init)
    return {f.name: (f, told.get(f.name) or meaning(one.name, f.name)) for f in fields}


def _shown(kind: Any) -> str:
    return kind if isinstance(kind, str) else getattr(kind, "__name__", str(kind))


def _default(one: attrs.Attribute[Any]) -> str:
    if one.default is attrs.NOTHING:
        return "required"
    if isinstance(one.default, attrs.Factory):  # type: ignore[arg-type]  # a class at run time
        return "empty"
    return f"`{plain(str(one.default))}`" if str(one.default) else "empty"


def _yes(told: bool) -> str:
    return "yes" if told else "no"


LIFECYCLES: Final = ROOT / "docs" / "concepts" / "lifecycles.md"
_DRAWN: Final = re.compile(r"<!-- (?P<kind>[A-Z]\w+) -->\n.*?<!-- /(?P=kind) -->", re.DOTALL)


def lifecycles_page() -> str:
    """The page on lifecycles, with each of the standard ones drawn between its marks."""
    kinds = {one.kind: one for one in STANDARD}

    def drawn(found: re.Match[str]) -> str:
        kind = found["kind"]
        told = "\n".join(_lifecycle_told(kinds[kind]))
        return f"<!-- {kind} -->\n{told}\n<!-- /{kind} -->"

    return _DRAWN.sub(drawn, LIFECYCLES.read_text("utf-8"))


def _lifecycle_told(one: Lifecycle) -> Iterator[str]:
    yield from ("", "```mermaid", mermaid(one).rstrip(), "```", "")
    rows = (
        (
            f"`{stage.name}`",
            stage.meaning,
            ", ".join(f"`{name}`" for name in stage.properties()),
            ", ".join(f"`{word}`" for word in sorted(stage.allows)),
            ", ".join(f"`{move}`" for move in one.allowed(stage.name)),
        )
        for stage in one.stages
    )
    yield from table(("stage", "meaning", "properties", "allows", "moves out"), rows)
    yield ""


PAGES: Final[Mapping[Path, Callable[[], str]]] = {
    FOLDER / "errors.md": errors_page,
    FOLDER / "events.md": events_page,
    FOLDER / "commands.md": commands_page,
    LIFECYCLES: lifecycles_page,
}
"""What ``tools/make_reference.py`` writes."""
