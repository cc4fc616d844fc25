"""What an execution demands of whoever drives it, and how it is driven: see :func:`drive`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Iterable
from typing import Any, NamedTuple, Protocol, Self, TypeAlias, TypeVar

from orderkit.errors import OrderkitError, Refused
from orderkit.flow import Consult
from orderkit.ports import ChangeSet, Message, Notifier, Stored, Wanted

A = TypeVar("A")


class Load(NamedTuple):
    """Read documents, balances and answers of keys; answered by a ``Loaded``."""

    tenant: str
    wanted: Wanted


class Write(NamedTuple):
    """Commit one change set; answered by an ``Outcome``."""

    change: ChangeSet


class WriteMany(NamedTuple):
    """Commit several change sets in one call; answered by one outcome each, in order."""

    changes: tuple[ChangeSet, ...]


class Call(NamedTuple):
    """Call one method of the repository; answered by what it returns."""

    method: str
    arguments: tuple[Any, ...]


class Hand(NamedTuple):
    """Hand one message to a notifier; answered by None, or by the error that it raised."""

    notifier: Notifier
    message: Message


Demand: TypeAlias = Load | Write | WriteMany | Consult | Call | Hand
Round: TypeAlias = Load | WriteMany | Consult
"""What many commands demand at once."""

Execution: TypeAlias = Generator[Demand, Any, A]
"""A command being carried out: yields demands, is sent their answers, returns the answer."""


class Codec(Protocol):
    """What the shell needs of a codec; ``orderkit.codec.Codec`` is ours."""

    def document_body(self, value: Any, /) -> bytes:
        """Return a document as canonical bytes."""
        ...

    def document(self, cls: type[Any], stored: Stored, /, *, cached: bool = True) -> Any:
        """Return the document that *stored* holds."""
        ...

    def documents(
        self, cls: type[Any], ids: Iterable[str], rows: Iterable[Stored | None], /
    ) -> dict[str, Any]:
        """Return those documents of *ids* that exist, by id; *rows* are what the store gave."""
        ...

    def apart(self) -> Self:
        """Return a codec that keeps what it decodes to itself."""
        ...

    def event_body(self, event: Any, /) -> bytes:
        """Return an event as canonical bytes."""
        ...

    def answer_body(self, answer: Any, /) -> bytes:
        """Return an answer as canonical bytes."""
        ...

    def answer(self, command: type[Any], body: bytes, /) -> Any:
        """Return the answer of a command of class *command*."""
        ...

    def fingerprint(self, command: Any, principal: str, /) -> bytes:
        """Return the hash by which the same command under the same key is known."""
        ...


def logged(change: ChangeSet, refusal: Refused) -> Execution[None]:
    """Write the access log in a commit of its own; a refusal stands even if that fails."""
    try:
        yield Write(change)
    except OrderkitError as why:
        refusal.add_note(f"this refusal is not in the access log: {why}")


def drive(execution: Execution[A], serve: Callable[[Demand], Any]) -> A:
    """
    Carry *execution* through, answering each demand with ``serve(demand)``.

    An error of ours that *serve* raises is thrown into the execution, which may still answer.
    """
    try:
        demand = next(execution)
        while True:
            try:
                answer = serve(demand)
            except OrderkitError as why:
                demand = execution.throw(why)
            else:
                demand = execution.send(answer)
    except StopIteration as stop:
        result: A = stop.value
        return result


async def drive_async(execution: Execution[A], serve: Callable[[Demand], Awaitable[Any]]) -> A:
    """:func:`drive`, awaiting *serve*. Keep in step with it."""
    try:
        demand = next(execution)
        while True:
            try:
                answer = await serve(demand)
            except OrderkitError as why:
                demand = execution.throw(why)
            else:
                demand = execution.send(answer)
    except StopIteration as stop:
        result: A = stop.value
        return result
