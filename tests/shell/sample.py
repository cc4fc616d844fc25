"""A shop of shelves and bookings: small enough to see through, with everything a decision can do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import define, frozen

from orderkit.errors import Refused
from orderkit.flow import (
    Balances,
    Changes,
    Command,
    Consultation,
    Context,
    Decision,
    Flow,
    Index,
    Maybe,
    Put,
    Ref,
    Transfer,
    ask,
    command,
    document,
    event,
)

TITLES = Index("by_title", lambda shelf: [((shelf.title,), shelf.id)])


@document("sample.shelf", indexes=(TITLES,), owner=lambda shelf: shelf.owner)
@frozen
class Shelf:
    id: str
    title: str = ""
    owner: str = ""


@document("sample.booking", owner=lambda booking: booking.customer)
@frozen
class Booking:
    id: str
    shelf: str
    count: int
    customer: str = ""


@event("sample.stocked")
@frozen
class Stocked:
    shelf: str
    count: int


@event("sample.booked")
@frozen
class Booked:
    booking: str
    count: int


@define(eq=False)
class SoldOut(Refused):
    code = "sample_sold_out"

    shelf: str
    found: int

    def __str__(self) -> str:
        return f"only {self.found} left on {self.shelf}: book fewer"


@frozen
class Rate(Consultation[int]):
    """How many go into one box."""

    shelf: str


def free(shelf: str) -> str:
    return f"uses/{shelf}/free"


def taken(shelf: str) -> str:
    return f"uses/{shelf}/taken"


def supplied(shelf: str) -> str:
    return f"outside/uses/{shelf}/supplier"


@command("sample.stock")
@frozen
class Stock(Command[int]):
    """Put *count* on a shelf, which is made where there is none; answers what was there before."""

    shelf: str
    count: int
    title: str = ""

    def subject(self) -> str:
        return f"sample.shelf/{self.shelf}"

    def decide(self, context: Context) -> Flow[int]:
        found, there = yield from ask(Maybe(Shelf, self.shelf), Balances([free(self.shelf)]))
        shelf = Shelf(self.shelf, self.title) if found is None else found
        moved = Transfer(supplied(self.shelf), free(self.shelf), self.count, "stock")
        put = Put(shelf, (Stocked(self.shelf, self.count),))
        return Decision(there[free(self.shelf)], Changes((put,), (moved,)))


@frozen
class Made:
    id: str
    count: int


@command("sample.book")
@frozen
class Book(Command[Made]):
    """Take *count* off a shelf for a customer; the booking is created without looking."""

    booking: str
    shelf: str
    count: int
    customer: str = ""
    note: str = ""

    def key(self) -> str:
        return f"book-{self.booking}"

    def subject(self) -> str:
        return f"sample.booking/{self.booking}"

    def decide(self, context: Context) -> Flow[Made]:
        yield from ask(Ref(Shelf, self.shelf))
        moved = Transfer(
            free(self.shelf),
            taken(self.shelf),
            self.count,
            "book",
            otherwise=lambda found: SoldOut(self.shelf, found),
        )
        booking = Booking(self.booking, self.shelf, self.count, self.customer)
        put = Put(booking, (Booked(self.booking, self.count),))
        made = Made(self.booking, self.count)
        return Decision(made, Changes((put,), (moved,), (Ref(Shelf, self.shelf),)))


@command("sample.rename")
@frozen
class Rename(Command[str]):
    """Give a shelf another title; answers the earlier one. Its owner may, whoever else may not."""

    shelf: str
    title: str

    def subject(self) -> str:
        return f"sample.shelf/{self.shelf}"

    def scope(self) -> Ref[Shelf]:
        return Ref(Shelf, self.shelf)

    def decide(self, context: Context) -> Flow[str]:
        shelf = yield from ask(Ref(Shelf, self.shelf))
        changed = Shelf(shelf.id, self.title, shelf.owner)
        return Decision(shelf.title, Changes((Put(changed),)))


Script = Callable[["Play", Context], Flow[str]]
SCRIPTS: dict[str, Script] = {}


@command("sample.play")
@frozen
class Play(Command[str]):
    """Does whatever the script of its name does."""

    script: str
    about: str = ""
    wide: bool = False

    def subject(self) -> str:
        return self.about

    def scope(self) -> Maybe[Shelf] | None:
        return Maybe(Shelf, "wide") if self.wide else None

    def decide(self, context: Context) -> Flow[str]:
        return SCRIPTS[self.script](self, context)


def script(play: Script) -> Script:
    """Enter a decision under its function's name; scripts do not read each other's."""
    SCRIPTS[play.__name__] = play
    return play


def done(answer: str = "done", **changes: Any) -> Decision[str]:
    return Decision(answer, Changes(**changes))
