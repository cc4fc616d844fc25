"""
Golden documents: for every declared type and version, the bytes it was written as.

Each file holds the ``body`` with what equals its default left out, and the data in ``full``, with
every default written down: a default that is changed without a new version shows there alone. A
file is never rewritten and never deleted, because rows like it stand in somebody's store.
"""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import orderkit
from orderkit.codec import Codec
from orderkit.codec.shapes import Record
from orderkit.codec.writer import Writer
from orderkit.flow import Declared, all_declared
from tests.codec.samples import SAMPLES

FOLDER = Path(__file__).parent / "golden"
OUTER_ROOMS = frozenset({"adapters", "cli", "codec", "kit", "shell", "testing"})
ROLES = ("document", "event", "command")
CODEC = Codec()
FULL = Writer(full=True)


def ours() -> list[Declared]:
    """Every type that the library declares, whatever other tests declare beside."""
    for found in pkgutil.walk_packages(orderkit.__path__, "orderkit."):
        if found.name.split(".")[1] not in OUTER_ROOMS:
            import_module(found.name)
    return [
        one
        for role in ROLES
        for one in all_declared(role)
        if one.cls.__module__.startswith("orderkit.")
    ]


def file_name(about: Declared) -> str:
    return f"{about.role}.{about.name}.v{about.version}.json"


def body(about: Declared, value: Any) -> bytes:
    write = {
        "document": CODEC.document_body,
        "event": CODEC.event_body,
        "command": CODEC.command_body,
    }
    return write[about.role](value)


def full(value: Any) -> Any:
    return json.loads(FULL.of(Record(type(value)))(value))


def sample(about: Declared) -> Any:
    """The sample value of a type; KeyError where nobody wrote one."""
    return CODEC.parse(about.cls, SAMPLES[about.role][about.name])


def golden(about: Declared) -> str:
    """The text of the golden document of a type as it is now."""
    value = sample(about)
    held = {"body": json.loads(body(about, value)), "full": full(value)}
    return json.dumps(held, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def missing(types: Iterable[Declared], folder: Path) -> list[str]:
    """Files that are not there though their type is declared."""
    return [name for name in map(file_name, types) if not (folder / name).is_file()]


def drift(about: Declared, held: Mapping[str, Any]) -> list[str]:
    """How what is written and read now differs from a golden document of the present version."""
    canonical = json.dumps(
        held["body"], sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()
    value = CODEC.parse(about.cls, held["body"]["data"])
    found = []
    if body(about, value) != canonical:
        found.append(f"it is written as {body(about, value).decode()}")
    return found + list(changes(held["full"], full(value), "$"))


def changes(old: Any, now: Any, path: str) -> Iterator[str]:
    """What of the *old* data is read otherwise now; fields that are new change no meaning."""
    if isinstance(old, dict) and isinstance(now, dict):
        for key, one in old.items():
            yield from changes(one, now.get(key, "gone"), f"{path}.{key}")
    elif isinstance(old, list) and isinstance(now, list) and len(old) == len(now):
        for n, (one, other) in enumerate(zip(old, now, strict=True)):
            yield from changes(one, other, f"{path}[{n}]")
    elif old != now:
        yield f"{path} is read as {now!r} and was {old!r}"
