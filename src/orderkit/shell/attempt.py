"""
One attempt at a command: its first round trip, permission, and the decision carried to its end.

The decision is run up to its first question before anything is read, so that the first round trip
carries the outcome of the key, the document that permission is judged by, and that question. What
the decision refuses so early is held back until permission and key have been looked at.

A document that is absent, and whatever a service outside raises, is raised inside the decision, at
the question: it may go on without. What the store raises is not the decision's matter.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Final, Generic, NamedTuple, TypeAlias, TypeVar

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
    Flow,
    Maybe,
    Ref,
    Step,
    declared,
)
from orderkit.ports import Answer, Loaded, Wanted
from orderkit.shell.demands import Codec, Demand, Execution, Load
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


_Move: TypeAlias = Step | _Returned | _Raised


class Attempt(Generic[A]):
    """
    A run of a command's decision.

    Attributes:
        reads: The documents it has seen.
    """

    __slots__ = ("_balances", "_consulted", "_flow", "_job", "_move", "_scope", "reads")

    def __init__(self, job: Job[A], consulted: dict[Consultation[Any], Any]) -> None:
        """Run the decision up to its first question; *consulted* outlives the attempt."""
        self._job = job
        self._consulted = consulted
        self._balances: dict[str, int] = {}
        self._scope = job.command.scope()
        self.reads = Reads(job.codec, cached=not job.joined)
        self._flow = flow = _begun(job)
        self._move = _moved(flow.send, None)

    def opened(self, *keys: str) -> Generator[Demand, Any, Answer | None]:
        """
        Make the first round trip; return what the key stands for.

        Raises:
            NotPermitted: The permission policy says no.
            NotFound: It says no to a buyer, of a document that is not theirs.
        """
        asked = self._move.questions if isinstance(self._move, Ask) else ()
        if self._scope is not None:
            asked = (*asked, self._scope)
        wanted = self.reads.wanted(asked, *keys)
        loaded = yield from self._loaded(wanted)
        self._balances = self.reads.learn(wanted, loaded)
        self._check_permission()
        return loaded.answers[0] if keys else None

    def decided(self) -> Execution[Decision[A]]:
        """
        Carry the decision from its first question to its end.

        Raises:
            OrderkitError: What the decision raises.
        """
        flow, move = self._flow, self._move
        if isinstance(move, Ask):
            move = self._answered(move, self._balances)
        while not isinstance(move, _Returned):
            if isinstance(move, _Raised):
                raise move.error
            if isinstance(move, Ask):
                wanted = self.reads.wanted(move.questions)
                loaded = yield from self._loaded(wanted)
                move = self._answered(move, self.reads.learn(wanted, loaded))
            else:
                move = yield from self._consulting(flow, move)
        decision: Decision[A] = move.decision
        return decision

    def _loaded(self, wanted: Wanted) -> Generator[Demand, Any, Loaded]:
        loaded = Loaded()
        if any(wanted):
            loaded = yield Load(self._job.context.tenant, wanted)
        return loaded

    def _answered(self, step: Ask, balances: dict[str, int]) -> _Move:
        flow, answer = self._flow, self.reads.answer
        try:
            answers = tuple([answer(question, balances) for question in step.questions])
        except NotFound as absent:
            return _thrown(flow, absent)
        return _moved(flow.send, answers)

    def _consulting(self, flow: Flow[A], step: Consult) -> Generator[Demand, Any, _Move]:
        consulted, request = self._consulted, step.request
        if request not in consulted:
            try:
                consulted[request] = yield step
            except OrderkitError as why:
                return _thrown(flow, why)
        return _moved(flow.send, consulted[request])

    def _check_permission(self) -> None:
        context, command, scope = self._job.context, self._job.command, self._scope
        actor = context.actor
        document = None if scope is None else self.reads.answer(Maybe(scope.kind, scope.id), {})
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


def _begun(job: Job[A]) -> Flow[A]:
    """Return the decision in progress, even where ``decide`` refuses before it gives a generator."""
    return (yield from job.command.decide(job.context))


def _moved(advance: Callable[[Any], Step], given: Any) -> _Move:
    try:
        return advance(given)
    except StopIteration as stop:
        return _Returned(stop.value)
    except OrderkitError as why:
        return _Raised(why)


def _thrown(flow: Flow[Any], why: OrderkitError) -> _Move:
    return _moved(flow.throw, why)
