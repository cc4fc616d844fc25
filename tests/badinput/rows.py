"""
Bad input as rows of tables: what is there, what is asked, and the refusal that has to come.

A row is checked as a whole: the class, the code, the codes of the faults, the message word for
word, and that nothing changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeAlias

import pytest

from orderkit.errors import InvalidInput, OrderkitError
from orderkit.flow import Actor, Command
from orderkit.kit import OrderKit
from tests.badinput.unchanged import fingerprint_of
from tests.world import ROOT, TENANT, desk_of, in_memory

OTHER = "other"
"""A tenant who has nothing to do with it."""

Call: TypeAlias = Callable[[OrderKit, Any], object]


def nothing(kit: OrderKit) -> None:
    """The business is open, and nobody has ordered."""


class Row(NamedTuple):
    """
    One bad input.

    Attributes:
        name: What is bad about it.

        code: Of the error.

        faults: Codes of its faults, in their order; none where the class has no faults.

        call: Asks for it, given the kit and what *given* returned.

        given: Brings about what has to be there before.

        opening: How the business was opened, as for ``tests.world.opening``.
    """

    name: str
    error: type[OrderkitError]
    code: str
    faults: tuple[str, ...]
    call: Call
    given: Callable[[OrderKit], Any] = nothing
    opening: Mapping[str, Any] = {}


def doing(command: Callable[[Any], Command[Any]], actor: Actor = ROOT, key: str = "bad") -> Call:
    """Execute the command that is made of what was given."""
    return lambda kit, given: desk_of(kit, actor).execute(command(given), key=key)


def making(make: Callable[[], object]) -> Call:
    """Make a value, with no store in sight."""
    return lambda _kit, _given: make()


_ids = re.compile(r"\b0[0-9a-hjkmnp-tv-z]{19}\b")
_files = re.compile(r"\S+/(?=orders\.db)")
_places = re.compile(r" at 0x[0-9a-f]+")


def told(error: OrderkitError) -> str:
    """The message; ids that an execution made, places and folders are left out."""
    return _files.sub("", _places.sub("", _ids.sub("(id)", str(error))))


def fault_codes(error: OrderkitError) -> tuple[str, ...]:
    return tuple(fault.code for fault in getattr(error, "faults", ()))


@cache
def _open() -> OrderKit:
    """The business that rows share which need nothing more: none of them changes it."""
    return in_memory()


def refusal(row: Row) -> OrderkitError:
    """Ask for what the row asks, and return the refusal, having seen that nothing changed."""
    shared = row.given is nothing and not row.opening
    kit = _open() if shared else in_memory(**row.opening)
    given = row.given(kit)
    before = [fingerprint_of(kit, tenant) for tenant in (TENANT, OTHER)]
    with pytest.raises(OrderkitError) as caught:
        row.call(kit, given)
    assert [fingerprint_of(kit, tenant) for tenant in (TENANT, OTHER)] == before
    return caught.value


def check_row(row: Row, words: Mapping[str, str]) -> None:
    """Check that what *row* asks for is refused as it says, and in these *words*."""
    error = refusal(row)
    assert (type(error), error.code, fault_codes(error)) == (row.error, row.code, row.faults)
    assert told(error) == words[row.name]


def codes_of(rows: Iterable[Row]) -> set[str]:
    """The codes that *rows* meet, of errors and of faults."""
    return {code for row in rows for code in (row.code, *row.faults)}


def invalid(name: str, *faults: str, call: Call, **more: Any) -> Row:
    """The row of an input that cannot be what it claims."""
    return Row(name, InvalidInput, "invalid_input", faults, call, **more)
