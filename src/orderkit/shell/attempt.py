"""
One attempt at a command: its first round trip, permission, and the decision carried to its end.

The decision is run up to its first question before anything is read, so that the first round trip
carries the outcome of the key, the document that permission is judged by, and that question. What
the decision refuses so early is held back until permission and key have been looked at.

A document that is absent, and whatever a service outside raises, is raised inside the decision, at
the question: it may go on without. What the store raises is not the decision's matter.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final, Generic, NamedTuple, TypeVar

from attrs import frozen

from orderkit.errors import NotFound, NotPermitted, OrderkitError
from orderkit.flow import (
    PERMISSIONS,
    Ask,
    Command,
    Consult,
    Consultation,
    Context,
    Decision,
    Maybe,
    Ref,
    Step,
    declared,
)
from orderkit.ports import Answer
from orderkit.shell.demands import Codec, Demand, Execution
from orderkit.shell.reading import Reads

A = TypeVar("A")
ATTEMPTS: Final = 12
"""How often a decision is run before a conflict goes to the caller."""


@frozen
class Job(Generic[A]):
    """
    One command to carry out.

    Attributes:
        repeatable: Whether the key was given or natural, so that it may have been used before.

        attempts: How often the decision may run; 1 inside an application's own transaction.

        joined: Whether the store is inside such a transaction: nothing is cached then.
    """

    command: Command[A]
    context: Context
    codec: Codec
    repeatable: bool = True
    attempts: int = ATTEMPTS
    joined: bool = False


class _Returned(NamedTuple):
    decision: Decision[Any]


class _Raised(NamedTuple):
    error: OrderkitError


class Attempt(Generic[A]):
    """
    A run of a command's decision.

    Attributes:
        reads: The documents it has seen.
    """

    __slots__ = ("_consulted", "_flow", "_job", "_opening", "_scope", "reads")

    def __init__(self, job: Job[A], consulted: dict[Consultation[Any], Any]) -> None:
        """Run the decision up to its first question; *consulted* outlives the attempt."""
        self._job = job
        self._consulted = consulted
        self._scope = job.command.scope()
        self.reads = Reads(job.codec, cached=not job.joined)
        self._opening: Step | _Returned | _Raised
        try:
            self._flow = job.command.decide(job.context)
            self._opening = self._flow.send(None)
        except StopIteration as stop:
            self._opening = _Returned(stop.value)
        except OrderkitError as why:
            self._opening = _Raised(why)

    def opened(self, keys: tuple[str, ...]) -> Generator[Demand, Any, Answer | None]:
        """
        Make the first round trip; return what the key stands for.

        Raises:
            NotPermitted: The permission policy says no.
            NotFound: It says no to a buyer, of a document that is not theirs.
        """
        asked = self._opening.questions if isinstance(self._opening, Ask) else ()
        if self._scope is not None:
            asked = (*asked, self._scope)
        loaded = yield from self.reads.round(self._job.context.tenant, asked, keys)
        self._check_permission()
        return loaded.answers[0] if keys else None

    def decided(self) -> Execution[Decision[A]]:
        """
        Carry the decision from its first question to its end.

        Raises:
            OrderkitError: What the decision raises.
        """
        step = self._opening
        if isinstance(step, _Raised):
            raise step.error
        if isinstance(step, _Returned):
            return step.decision
        flow, tenant = self._flow, self._job.context.tenant
        try:
            if isinstance(step, Ask):  # it has been read for by the first round trip
                step = self._answered(step)
            while True:
                if isinstance(step, Ask):
                    yield from self.reads.round(tenant, step.questions)
                    step = self._answered(step)
                    continue
                try:
                    answer = yield from self._consulting(step)
                except OrderkitError as why:
                    step = flow.throw(why)
                else:
                    step = flow.send(answer)
        except StopIteration as stop:
            decision: Decision[A] = stop.value
            return decision

    def _consulting(self, step: Consult) -> Generator[Demand, Any, Any]:
        """Ask the service outside, once in all attempts."""
        consulted, request = self._consulted, step.request
        if request not in consulted:
            consulted[request] = yield step
        return consulted[request]

    def _answered(self, step: Ask) -> Step:
        """Send the decision what it asked for; what is absent is raised where it asked."""
        try:
            answers = self.reads.answers(step.questions)
        except NotFound as absent:
            return self._flow.throw(absent)
        return self._flow.send(answers)

    def _check_permission(self) -> None:
        context, command, scope = self._job.context, self._job.command, self._scope
        actor = context.actor
        document = None if scope is None else self.reads.one(Maybe(scope.kind, scope.id))
        why = context.rulebook[PERMISSIONS].denial(actor, command, document)
        if why is None:
            return
        what = command.subject() or "here"
        denial = NotPermitted(actor.id, declared(type(command)).name, what, why)
        if scope is not None and actor.customer and _is_hidden(scope, document, actor.customer):
            raise NotFound(scope.kind.__name__, scope.id) from denial
        raise denial


def _is_hidden(scope: Ref[Any] | Maybe[Any], document: Any, customer: str) -> bool:
    """Tell whether a buyer must not learn that a document exists: absent and foreign look alike."""
    if document is None:
        return isinstance(scope, Ref)
    return declared(scope.kind).owner(document) != customer
