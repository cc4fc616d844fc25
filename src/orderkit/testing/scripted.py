"""
Decisions against a script of answers: no store, no event loop, no doubles.

A decision depends on its arguments and on what it asks for. Give both and look at what it comes
to; then, if the ledger matters, see what it makes of the balances.

>>> from orderkit.credit import SetCreditLimit
>>> from orderkit.values import EUR
>>> made = decide(SetCreditLimit("c-7", "EUR", EUR("500"), "new customer"))
>>> made.answer, made.changes.puts[0].value.limit
('c-7', Money(minor=50000, currency='EUR'))
>>> balances_after(made.changes, {})
{'credit/c-7/free': 50000}
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from orderkit.errors import NotFound, OutOfLimits, invalid
from orderkit.flow import (
    Actor,
    Balances,
    Changes,
    Command,
    Consultation,
    Context,
    Decision,
    Each,
    Flow,
    Maybe,
    Question,
    Ref,
    Rulebook,
)
from orderkit.flow.questions import Ask, Step
from orderkit.ledger import netted

A = TypeVar("A")

SCRIPT_TIME: Final = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""When scripted decisions are taken unless a context says otherwise: a Monday morning."""

SCRIPT_ACTOR: Final = Actor.person("ann", roles={"sales"})
"""Who takes scripted decisions unless a context says otherwise."""


def scripted_context(
    *,
    now: datetime = SCRIPT_TIME,
    actor: Actor = SCRIPT_ACTOR,
    tenant: str = "acme",
    key: str = "script",
    rulebook: Rulebook | None = None,
) -> Context:
    """
    Return a context for a scripted decision.

    >>> scripted_context().actor.id
    'ann'
    """
    return Context(now, tenant, actor, key, rulebook or Rulebook())


def given(*documents: Any) -> dict[Ref[Any], Any]:
    """
    Return *documents* by reference, as :func:`decide` takes them.

    >>> from orderkit.credit import CreditLine
    >>> given(CreditLine("c-7", "EUR"))[Ref(CreditLine, "c-7")].currency
    'EUR'
    """
    return {Ref(type(one), one.id): one for one in documents}


def decide(
    command: Command[A],
    context: Context | None = None,
    given: Mapping[Ref[Any], Any] | None = None,
    balances: Mapping[str, int] | None = None,
    services: Mapping[Consultation[Any], Any] | None = None,
) -> Decision[A]:
    """
    Run the decision of *command* and return what it comes to. Permission is not asked.

    Args:
        context: Time, actor and rulebook; :func:`scripted_context` unless given.
        given: The documents that exist; what is not there is absent.
        balances: Ledger account to balance; one that is not there is 0.
        services: Request to the answer of the service outside.

    Raises:
        NotFound: It asks for a document by ``Ref`` that is absent.
        InvalidInput: It consults a service with a request that is not in the script
            (``not_scripted``), or whatever the decision itself raises.
    """
    script = _Script(given or {}, balances or {}, services or {})
    flow: Flow[A] = command.decide(context or scripted_context())
    with closing(flow):
        try:
            step = next(flow)
            while True:
                step = _fed(flow, script, step)
        except StopIteration as stop:
            decision: Decision[A] = stop.value
            return decision


def _fed(flow: Flow[Any], script: _Script, step: Step) -> Step:
    """Answer one question; an absent document is raised inside the decision, as shells do."""
    try:
        answer = script.answer(step)
    except NotFound as absent:
        return flow.throw(absent)
    return flow.send(answer)


class _Script:
    """What the decision may find."""

    def __init__(
        self,
        documents: Mapping[Ref[Any], Any],
        balances: Mapping[str, int],
        services: Mapping[Consultation[Any], Any],
    ) -> None:
        self.documents = documents
        self.balances = balances
        self.services = services

    def answer(self, step: Step) -> Any:
        if isinstance(step, Ask):
            return tuple(self._found(question) for question in step.questions)
        if step.request not in self.services:
            raise invalid(
                "services", "not_scripted", step.request, "the script has no answer to it",
                "pass services={request: answer}",
            )  # fmt: skip
        return self.services[step.request]

    def _found(self, question: Question[Any]) -> Any:
        if isinstance(question, Balances):
            return {account: self.balances.get(account, 0) for account in question.accounts}
        if isinstance(question, Each):
            refs = {one: Ref(question.kind, one) for one in question.ids}
            return {one: self.documents[ref] for one, ref in refs.items() if ref in self.documents}
        assert isinstance(question, Ref | Maybe)
        found = self.documents.get(Ref(question.kind, question.id))
        if found is None and isinstance(question, Ref):
            raise NotFound(question.kind.__name__, question.id)
        return found


def balances_after(changes: Changes, balances: Mapping[str, int]) -> dict[str, int]:
    """
    Return the *balances* as the transfers of *changes* leave them, as a commit would.

    Raises:
        Refused: A limit does not hold: the refusal that the transfer names, or
            :class:`~orderkit.errors.OutOfLimits` where it names none.
        InvalidInput: A transfer cannot be.
    """
    after = dict(balances)
    net = netted(changes.transfers)
    for account, delta, floor, ceiling, _ in net.bumps:
        found = after.get(account, 0)
        left = found + delta
        if (floor is not None and left < floor) or (ceiling is not None and left > ceiling):
            refusal = net.refusals.get(account)
            raise OutOfLimits(account, found) if refusal is None else refusal(found)
        after[account] = left
    return after
