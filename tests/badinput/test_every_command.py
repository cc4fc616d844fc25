"""
No field of any command lets through what no field may hold, however the command comes in.

The samples of the codec's own tests have a value in every field; here one value at a time is made bad.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any, Final

import attrs
import pytest

from orderkit.codec import Codec
from orderkit.errors import InvalidInput, OrderkitError
from orderkit.flow import Command, named
from orderkit.kit import OrderKit
from tests.badinput.unchanged import fingerprint_of
from tests.codec.sample_commands import COMMANDS
from tests.world import ROOT, TENANT, desk_of, in_memory

CODEC: Final = Codec()
Path = tuple[str | int, ...]

NO_TEXTS: Final = {
    "a card number": "4111 1111 1111 1111",
    "an escape": "a\x1bb",
    "half a character": "a\ud800b",
    "an override": "a\u202eb",
    "10,000 characters": "x" * 10_000,
}
"""What no text of a command may be."""

OTHERS_NUMBERS: Final = {"number", "purchase_number", "item"}
"""Somebody else's numbers, which may look like a card's: one in ten of such length does."""

PLACING: Final = {"order.place", "order.place_paid"}

NO_VALUES: Final[dict[str, Any]] = {
    "a float": 1.5,
    "bytes": b"x",
    "an object": object(),
    "a list of numbers": [1],
    "a dict of numbers": {1: 2},
    "a set in a list": [{1}],
    "text with NUL": "a\x00",
    "half a character": "\ud800",
    "a naive time": datetime(2026, 1, 1),  # noqa: DTZ001 - what has to be refused
}
"""What no field of any command may hold."""


@cache
def _kit() -> OrderKit:
    """The business that all tests here share: none of them changes it."""
    return in_memory()


def texts(data: Any, path: Path = ()) -> Iterator[Path]:
    """The places of all texts in *data*."""
    match data:
        case dict():
            for key, one in data.items():
                yield from texts(one, (*path, key))
        case list():
            for at, one in enumerate(data):
                yield from texts(one, (*path, at))
        case str():
            yield path


def having(data: Any, path: Path, value: str) -> Any:
    """*data* with *value* at *path*."""
    changed = held = copy.deepcopy(data)
    for step in path[:-1]:
        held = held[step]
    held[path[-1]] = value
    return changed


@pytest.mark.parametrize("name", sorted(COMMANDS))
@pytest.mark.parametrize("bad", NO_TEXTS)
def test_no_text_of_a_command_may_be(name: str, bad: str) -> None:
    data, cls = COMMANDS[name], named("command", name).cls
    for path in texts(data):
        if bad == "a card number" and path[-1] in OTHERS_NUMBERS and name in PLACING:
            continue
        with pytest.raises(InvalidInput):
            CODEC.parse(cls, having(data, path, NO_TEXTS[bad]))


def commands_with(name: str, value: Any) -> Iterator[Command[Any]]:
    """The sample of the command *name* with *value* in one field after another, where it can be."""
    sample = CODEC.parse(named("command", name).cls, COMMANDS[name])
    for one in attrs.fields(type(sample)):
        try:
            yield attrs.evolve(sample, **{one.name: value})
        except OrderkitError as refused:
            assert isinstance(refused, InvalidInput)  # noqa: PT017 - where it is refused is not fixed


@pytest.mark.parametrize("name", sorted(COMMANDS))
@pytest.mark.parametrize("bad", NO_VALUES)
def test_no_field_of_a_command_may_hold(name: str, bad: str) -> None:
    kit = _kit()
    before = fingerprint_of(kit, TENANT)
    for command in commands_with(name, NO_VALUES[bad]):
        with pytest.raises(InvalidInput):
            desk_of(kit, ROOT).execute(command, key="bad")
    assert fingerprint_of(kit, TENANT) == before
