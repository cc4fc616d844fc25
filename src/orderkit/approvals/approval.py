"""
An approval: one level's question about one revision of a document, and the answers to it.

The rules that count are those stored here with the question; a policy published later does not
change who is asked. What must always be true:

- nobody answers for what they submitted or last edited, and no automaton answers at all;
- one person counts once, whatever roles they have;
- one no ends it; the yes that completes it ends it;
- ``asked`` says who could still answer, and is empty in a stage that awaits no answer, so that what
  waits for somebody is found by it.

For mode ``all`` it matters who answers for which entry. Nobody is bound to one: with each answer stands
which entries that person could answer for, and the answers suffice when they can be dealt out so
that every entry has one of its own (a matching of persons and entries). So the order in which
people answer does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum

import attrs
from attrs import frozen

from orderkit.approvals.policy import PERSON, ROLE, Mode, person
from orderkit.approvals.refusals import AlreadyAnswered, NotAnApprover, SelfApproval
from orderkit.errors import invalid
from orderkit.flow import Actor, Index, Query, document, event
from orderkit.lifecycle import APPROVAL, Lifecycle
from orderkit.values import check_text, utc


class Verdict(StrEnum):
    """An answer; also the name of the move it makes in the lifecycle."""

    APPROVE = "approve"
    REJECT = "reject"


@frozen
class Answer:
    """
    What one person said.

    Attributes:
        actor: Who.

        verdict: What.

        at: When, in UTC.

        answers_for: The approvers, as named in the approval, that this person is.

        note: Why.
    """

    actor: str
    verdict: Verdict
    at: datetime
    answers_for: tuple[str, ...]
    note: str = ""


def _when(approval: Approval) -> str:
    return approval.requested_at.isoformat(timespec="microseconds")


def _waiting_for(approval: Approval) -> Iterator[tuple[tuple[str, ...], str]]:
    return (((key,), _when(approval)) for key in approval.asked)


def _by_document(approval: Approval) -> Iterable[tuple[tuple[str, ...], str]]:
    return (((approval.kind, approval.document), f"{_when(approval)} {approval.position:03}"),)


@document(
    "approval",
    indexes=(Index("waiting_for", _waiting_for), Index("by_document", _by_document)),
)
@frozen
class Approval:
    """
    One level's question.

    Attributes:
        id: Stable id.

        document: Id of what is to be approved.

        revision: Which revision of it; an approval says nothing about another one.

        policy: Id of the policy that asked for it.

        policy_revision: Which revision of that.

        level: Name of the level.

        position: Its place in the policy, from 0.

        approvers: Who may answer: ``"person:…"`` and ``"role:…"``.

        mode: How many of them have to say yes.

        needed: For ``n_of_m`` the number of persons.

        stage: In the lifecycle of approvals.

        submitted_by: Actor who submitted the document.

        edited_by: Actor who edited it last.

        requested_at: When, in UTC.

        asked: Those of *approvers* who can still answer; empty when it ended.

        kind: Declared name of the document's class.

        facts: What the level was judged by, as pairs of name and text.

        answers: In the order in which they came.
    """

    id: str
    document: str
    revision: int
    policy: str
    policy_revision: int
    level: str
    position: int
    approvers: tuple[str, ...]
    mode: Mode
    needed: int
    stage: str
    submitted_by: str
    edited_by: str
    requested_at: datetime
    asked: tuple[str, ...]
    kind: str = "order"
    facts: tuple[tuple[str, str], ...] = ()
    answers: tuple[Answer, ...] = ()

    @classmethod
    def waiting_for(cls, approver: str) -> Query[Approval]:
        """
        Return the search for what waits for ``"person:…"`` or ``"role:…"``, oldest first.

        >>> Approval.waiting_for("role:finance").equals
        ('role:finance',)
        """
        return Query(cls, "waiting_for", (approver,))

    @classmethod
    def of_document(cls, id: str, kind: str = "order") -> Query[Approval]:  # noqa: A002
        """
        Return the search for all approvals of one document, oldest first.

        >>> Approval.of_document("o-1").equals
        ('order', 'o-1')
        """
        return Query(cls, "by_document", (kind, id))


@event("approval.requested")
@frozen
class ApprovalRequested:
    """Somebody is asked to approve a document."""

    approval: str
    kind: str
    document: str
    revision: int
    level: str
    asked: tuple[str, ...]


@event("approval.answered")
@frozen
class ApprovalAnswered:
    """Somebody answered; *stage* tells whether that settled it."""

    approval: str
    kind: str
    document: str
    revision: int
    level: str
    actor: str
    verdict: Verdict
    stage: str


@event("approval.withdrawn")
@frozen
class ApprovalWithdrawn:
    """The question does not stand any more."""

    approval: str
    kind: str
    document: str
    revision: int
    level: str


def approver_keys(actor: Actor) -> tuple[str, ...]:
    """
    Return what *actor* is called in lists of approvers: by name first, then by role.

    >>> approver_keys(Actor.person("ann", roles={"sales", "finance"}))
    ('person:ann', 'role:finance', 'role:sales')
    """
    return (person(actor.id), *(ROLE + one for one in sorted(actor.roles)))


def decide_approval(
    approval: Approval,
    actor: Actor,
    verdict: Verdict,
    at: datetime,
    *,
    note: str = "",
    lifecycle: Lifecycle = APPROVAL,
) -> Approval:
    """
    Return *approval* with one more answer, and ended if that settles it.

    Refusals are checked in the order in which they are listed.

    Args:
        at: When, in UTC.
        note: Why; may be empty.
        lifecycle: Of approvals; ``approve`` and ``reject`` are its moves.

    Raises:
        InvalidInput: The note, the verdict or the time cannot be.
        NotAllowedNow: It has ended.
        SelfApproval: The actor submitted or last edited the document.
        NotAnApprover: The actor is an automaton, or none of those who were asked, or others have
            answered already for every entry that they could answer for.
        AlreadyAnswered: The actor has answered before.
    """
    check_text(note, "note", empty=True, multiline=True)
    if not isinstance(verdict, Verdict):
        remedy = "pass Verdict.APPROVE or Verdict.REJECT"
        raise invalid("verdict", "wrong_type", verdict, "it is no Verdict", remedy)
    ended = lifecycle.step(approval.stage, verdict, approval.id)
    if actor.id in (approval.submitted_by, approval.edited_by):
        raise SelfApproval(approval.id, actor.id, approval.asked)
    known = frozenset(approver_keys(actor))
    able = tuple(one for one in approval.approvers if one in known)
    if actor.system or not able:
        raise NotAnApprover(approval.id, actor.id, approval.asked)
    if any(one.actor == actor.id for one in approval.answers):
        raise AlreadyAnswered(approval.id, actor.id, approval.asked)
    if not set(able) & set(approval.asked):
        raise NotAnApprover(approval.id, actor.id, approval.asked)
    answer = Answer(actor.id, verdict, utc(at, "at"), able, note)
    after = attrs.evolve(approval, answers=(*approval.answers, answer))
    if verdict is Verdict.REJECT or _suffices(after):
        waits = lifecycle.stage(ended).awaits_answer
        return attrs.evolve(after, stage=ended, asked=after.asked if waits else ())
    return attrs.evolve(after, asked=_still_asked(after))


def withdraw_approval(approval: Approval, *, lifecycle: Lifecycle = APPROVAL) -> Approval:
    """
    Return *approval* withdrawn: its document changed, or is no more.

    Raises:
        NotAllowedNow: It has ended.
    """
    stage = lifecycle.step(approval.stage, "withdraw", approval.id)
    return attrs.evolve(approval, stage=stage, asked=())


def _suffices(approval: Approval) -> bool:
    """Whether the answers, which are all yes, are enough."""
    if approval.mode is Mode.ALL:
        return _dealt(_able(approval)) == len(approval.approvers)
    return len(approval.answers) >= approval.needed


def _still_asked(approval: Approval) -> tuple[str, ...]:
    """Return the entries for which one more person's yes would help."""
    able = _able(approval)
    if approval.mode is Mode.ALL:
        so_far = _dealt(able)
        return tuple(one for one in approval.approvers if _dealt([*able, (one,)]) > so_far)
    answered = {PERSON + one.actor for one in approval.answers}
    return tuple(one for one in approval.asked if one not in answered)


def _able(approval: Approval) -> list[tuple[str, ...]]:
    return [one.answers_for for one in approval.answers]


def _dealt(persons: Sequence[Sequence[str]]) -> int:
    """Return for how many entries a person of its own can be found (augmenting paths)."""
    answered_by: dict[str, int] = {}

    def find(who: int, seen: set[str]) -> bool:
        for entry in persons[who]:
            if entry not in seen:
                seen.add(entry)
                if entry not in answered_by or find(answered_by[entry], seen):
                    answered_by[entry] = who
                    return True
        return False

    return sum(find(who, set()) for who in range(len(persons)))
