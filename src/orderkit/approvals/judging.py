"""Which levels of a policy a document needs, and the questions that makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial

from attrs import frozen

from orderkit.approvals.approval import Approval
from orderkit.approvals.facts import told
from orderkit.approvals.policy import PERSON, ApprovalPolicy, Level
from orderkit.approvals.refusals import NobodyToAsk, PolicyCurrencyDiffers
from orderkit.lifecycle import APPROVAL, Lifecycle
from orderkit.rules import FactValue, Trace, holds, trace
from orderkit.values import Money


@frozen
class NeededLevel:
    """
    A level that has to approve, and why.

    Attributes:
        position: Place of the level in its policy, from 0.

        level: Who is asked, and how many have to say yes.

        trace: How its condition came to hold.
    """

    position: int
    level: Level
    trace: Trace

    def __str__(self) -> str:
        return f"{self.level.name}:\n{self.trace.explain()}"


def needed_levels(
    policy: ApprovalPolicy, facts: Mapping[str, FactValue]
) -> tuple[NeededLevel, ...]:
    """
    Return the levels of *policy* that have to approve, in the policy's order; often none.

    >>> from orderkit.rules import fact
    >>> level = Level("cheap", fact("discount") > 0, ["role:finance"])
    >>> [one.level.name for one in needed_levels(ApprovalPolicy("p", "EUR", [level]), {"discount": 1})]
    ['cheap']

    Raises:
        PolicyCurrencyDiffers: An amount among the facts is in another currency than the policy.
        InvalidInput: A fact is missing or of another type than a condition asks for.
    """
    for value in facts.values():
        if isinstance(value, Money) and value.currency != policy.currency:
            raise PolicyCurrencyDiffers(policy.id, policy.currency, value.currency)
    return tuple(
        NeededLevel(position, level, trace(level.when, facts))
        for position, level in enumerate(policy.levels)
        if holds(level.when, facts)
    )


def request_approvals(
    policy: ApprovalPolicy,
    needed: Iterable[NeededLevel],
    *,
    document: str,
    revision: int,
    submitted_by: str,
    edited_by: str,
    at: datetime,
    facts: Mapping[str, FactValue],
    new_id: Callable[[int], str],
    kind: str = "order",
    lifecycle: Lifecycle = APPROVAL,
) -> tuple[Approval, ...]:
    """
    Return one new approval for each of the *needed* levels.

    Args:
        document: Id of what is to be approved.
        revision: Of it.
        submitted_by: Actor who may not answer.
        edited_by: Another who may not answer; may be the same.
        at: When, in UTC.
        facts: What was judged.
        new_id: Makes the id of the n-th approval, from 0: ``lambda n: context.fresh_id(n + 1)``.
        kind: Declared name of the document's class.
        lifecycle: Of approvals.

    Raises:
        NobodyToAsk: A level has too few approvers besides those who may not answer.
    """
    excluded = frozenset((submitted_by, edited_by))
    wanted = tuple(needed)
    for one in wanted:
        if not one.level.can_be_answered_without(excluded):
            raise NobodyToAsk(policy.id, one.level.name, f"{kind} {document}")
    ask = partial(
        Approval,
        document=document,
        revision=revision,
        policy=policy.id,
        policy_revision=policy.revision,
        stage=lifecycle.initial,
        submitted_by=submitted_by,
        edited_by=edited_by,
        requested_at=at,
        kind=kind,
        facts=told(facts),
    )
    return tuple(_asked(ask, new_id(n), one, excluded) for n, one in enumerate(wanted))


def _asked(
    ask: Callable[..., Approval], new_id: str, needed: NeededLevel, excluded: frozenset[str]
) -> Approval:
    """Ask the approvers of one level, but for those who may not answer."""
    level, own = needed.level, {PERSON + one for one in excluded}
    return ask(
        id=new_id,
        level=level.name,
        position=needed.position,
        approvers=level.approvers,
        mode=level.mode,
        needed=level.needed,
        asked=tuple(one for one in level.approvers if one not in own),
    )
