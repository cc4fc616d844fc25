"""The distributor's kit with everybody's desk, and the notes that the day's report is made from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from attrs import field, frozen

from examples.demo.clock import VirtualClock
from orderkit import Actor, Desk, Failed, Ok, OrderKit, OrderkitError, Placed, PlaceOrder
from orderkit.adapters.notifiers import FileNotifier
from orderkit.flow import Command

A = TypeVar("A")
TENANT: Final = "hansa"

PEOPLE: Final = {
    "root": Actor.person("root", roles={"admin"}),
    "ida": Actor.person("ida", roles={"sales"}),
    "sue": Actor.person("sue", roles={"sales"}),
    "tom": Actor.person("tom", roles={"sales"}),
    "lea": Actor.person("lea", roles={"approver", "sales-lead"}),
    "dirk": Actor.person("dirk", roles={"approver"}),
    "fay": Actor.person("fay", roles={"finance"}),
    "hamburg": Actor.person("hal", roles={"warehouse"}),
    "leipzig": Actor.person("lou", roles={"warehouse"}),
    "munich": Actor.person("max", roles={"warehouse"}),
    "edi": Actor.automaton("edi", roles={"importer"}),
    "bazaar": Actor.automaton("bazaar", roles={"importer"}),
    "rita": Actor.person("rita", roles={"auditor"}),
}
"""Who works here, with the kit's standard roles; ``sales-lead`` is asked by the approval policy."""


@frozen
class Refusal:
    """
    A command that was refused, as the day remembers it.

    Attributes:
        at: When.

        who: Id of the actor.

        what: The command.

        error: What came back.
    """

    at: datetime
    who: str
    what: Command[Any]
    error: OrderkitError


@frozen
class Notes:
    """
    What happened and is in no document.

    Attributes:
        refused: Orders that were not accepted.

        declined: Other commands that were refused: overtaken by something else, or not possible.

        placed: Order ids, with how often the same order came once more and was answered.

        carried_out: Number of commands by the class of the command.
    """

    refused: list[Refusal] = field(factory=list)
    declined: list[Refusal] = field(factory=list)
    placed: dict[str, int] = field(factory=dict)
    carried_out: dict[str, int] = field(factory=dict)


class Shop:
    """
    The kit in the hands of its people.

    Attributes:
        kit: Over one SQLite file.

        clock: What time it is there.

        notes: What the report wants to know.
    """

    def __init__(self, folder: Path, opening: datetime) -> None:
        self.clock = VirtualClock(opening)
        self.database = folder / "hansa.db"
        self.events = folder / "events.jsonl"
        self.kit = OrderKit.sqlite(self.database, clock=self.clock)
        self.kit.migrate()
        self.notes = Notes()
        self.delivered = 0
        self._notifier = FileNotifier(self.events, durable=False)
        self._count = 0

    def desk(self, who: str) -> Desk:
        """Return the desk of somebody who works here."""
        return self.kit.acting(PEOPLE[who], tenant=TENANT)

    def buyers_desk(self, buyer: str, customer: str) -> Desk:
        """Return the desk of a customer's buyer, who sees and does what is that customer's."""
        return self.kit.acting(
            Actor.person(buyer, roles={"buyer"}, customer=customer), tenant=TENANT
        )

    def do(self, who: str, command: Command[A]) -> A | None:
        """Have somebody carry out *command*; note a refusal and return None."""
        return self.done(self.desk(who), [command])[0]

    def done(self, desk: Desk, commands: Sequence[Command[A]]) -> list[A | None]:
        """Carry out *commands* in one batch; answers in their order, None where it was refused."""
        results = desk.execute_many(commands, keys=[self._key(one) for one in commands])
        answers: list[A | None] = []
        for command, result in zip(commands, results, strict=True):
            match result:
                case Ok(answer=answer):
                    name = type(command).__name__
                    self.notes.carried_out[name] = self.notes.carried_out.get(name, 0) + 1
                    if isinstance(answer, Placed):
                        again = self.notes.placed.get(answer.order_id, -1)
                        self.notes.placed[answer.order_id] = again + 1
                    answers.append(answer)
                case Failed(error=error):
                    self._refused(desk, command, error)
                    answers.append(None)
        return answers

    def _refused(self, desk: Desk, command: Command[Any], error: OrderkitError) -> None:
        refusal = Refusal(self.clock.now, desk.actor.id, command, error)
        kept = self.notes.refused if isinstance(command, PlaceOrder) else self.notes.declined
        kept.append(refusal)

    def _key(self, command: Command[Any]) -> str | None:
        """Return the next of our keys for a command without one, so that every run gives the same ids."""
        if command.key() is not None:
            return None
        self._count += 1
        return f"demo-{self._count}"

    def tell(self) -> int:
        """Hand all events that are due to the file; return how many."""
        told = self.kit.deliver(self._notifier, tenant=TENANT).done
        self.delivered += told
        return told

    def close(self) -> None:
        """Close both files."""
        self._notifier.close()
        self.kit.close()
