"""Decisions that an integrator could get wrong: what they want must not be written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import attrs
from attrs import frozen

from orderkit.flow import (
    Changes,
    Command,
    Consultation,
    Context,
    Decision,
    Flow,
    Put,
    Ref,
    Transfer,
    ask,
    command,
    consult,
)
from orderkit.inventory import Location, Moved
from orderkit.parties import Customer

NORTH: Final = Ref(Location, "north")
SHELF: Final = "stock/main/TEA-1/north/available"
LOOSELY: Final[Any] = ask


def unread_check(context: Context) -> Flow[str]:
    """Want a document checked that was not read."""
    yield from ask(NORTH)
    return Decision("", Changes(checks=(Ref(Customer, "c-1"),)))


def two_puts(context: Context) -> Flow[str]:
    """Write one document twice."""
    north = yield from ask(NORTH)
    return Decision("", Changes((Put(north), Put(attrs.evolve(north, name="Far north")))))


def blind_put(context: Context) -> Flow[str]:
    """Create what is there, without looking."""
    yield from ask(NORTH)
    return Decision("", Changes((Put(Location("south", "South", "main", "DE")),)))


def floorless(context: Context) -> Flow[str]:
    """Take more than there is, and name no refusal."""
    yield from ask(NORTH)
    move = Transfer(SHELF, "outside/stock/main/TEA-1/customer", 1_000, "test")
    return Decision("", Changes(transfers=(move,)))


def negative_move(context: Context) -> Flow[str]:
    """Move less than nothing."""
    yield from ask(NORTH)
    move = Transfer(SHELF, "stock/main/TEA-1/south/available", -1, "test")
    return Decision("", Changes(transfers=(move,)))


def circular_move(context: Context) -> Flow[str]:
    """Move from an account to itself."""
    yield from ask(NORTH)
    return Decision("", Changes(transfers=(Transfer(SHELF, SHELF, 1, "test"),)))


def odd_question(context: Context) -> Flow[str]:
    """Ask something that is no question."""
    yield from LOOSELY(Weather("north"))
    return Decision("")


def unserved(context: Context) -> Flow[str]:
    """Consult a service that the kit was not given."""
    yield from consult(Weather("north"))
    return Decision("")


def odd_document(context: Context) -> Flow[str]:
    """Store what was not declared as a document."""
    yield from ask(NORTH)
    odd: Any = Moved("TEA-1", 1)
    return Decision("", Changes((Put(odd),)))


def odd_answer(context: Context) -> Flow[str]:
    """Answer with what cannot be stored."""
    north = yield from ask(NORTH)
    odd: Any = object()
    return Decision(odd, Changes((Put(attrs.evolve(north, name="Far north")),)))


DECISIONS: Final[dict[str, Callable[[Context], Flow[str]]]] = {
    one.__name__: one
    for one in (
        unread_check,
        two_puts,
        blind_put,
        floorless,
        negative_move,
        circular_move,
        odd_question,
        unserved,
        odd_document,
        odd_answer,
    )
}


@frozen
class Weather(Consultation[str]):
    """What the weather is like."""

    location: str


@command("test.own_decision")
@frozen
class OwnDecision(Command[str]):
    """A command of the integrator's own."""

    what: str

    def decide(self, context: Context) -> Flow[str]:
        """Do it."""
        return (yield from DECISIONS[self.what](context))


class Undeclared(Command[str]):
    """A command without a name."""

    def decide(self, context: Context) -> Flow[str]:
        """Do something else that is wrong."""
        return (yield from unserved(context))
