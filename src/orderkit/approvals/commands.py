"""Publishing an approval policy."""

from __future__ import annotations

import attrs
from attrs import field, frozen

from orderkit.approvals.facts import APPROVAL_FACTS
from orderkit.approvals.finder import PolicyProblem, fact_faults, problems
from orderkit.approvals.policy import ApprovalPolicy, Level, as_levels, level_faults
from orderkit.errors import caught, gathered
from orderkit.flow import (
    Changes,
    Command,
    Context,
    Decision,
    Flow,
    Maybe,
    Put,
    ask,
    command,
    event,
)
from orderkit.values import check_id, check_text, minor_digits, typed


@event("approval_policy.published")
@frozen
class ApprovalPolicyPublished:
    """A policy holds from now on, in this revision; *reason* says why it was changed."""

    policy: str
    revision: int
    reason: str


@frozen
class PublishedPolicy:
    """
    The answer of publishing a policy.

    Attributes:
        id: Of the policy.

        revision: That holds now.

        problems: What is unwise about it; it holds all the same.
    """

    id: str
    revision: int
    problems: tuple[PolicyProblem, ...] = ()


@command("approval_policy.publish")
@typed
@frozen
class PublishApprovalPolicy(Command[PublishedPolicy]):
    """
    Publish a policy, or a new revision of it. Approvals that were asked for keep their rules.

    Attributes:
        policy: Id of the policy.

        currency: Of every amount that its conditions name.

        levels: As in :class:`~orderkit.approvals.ApprovalPolicy`.

        reason: Why, for the audit; not empty.
    """

    policy: str
    currency: str
    levels: tuple[Level, ...] = field(converter=as_levels)
    reason: str

    def __attrs_post_init__(self) -> None:
        gathered(
            caught(check_id, self.policy, "PublishApprovalPolicy.policy"),
            caught(minor_digits, self.currency, "PublishApprovalPolicy.currency"),
            level_faults(self.levels, "PublishApprovalPolicy.levels"),
            caught(check_text, self.reason, "PublishApprovalPolicy.reason"),
        )

    def subject(self) -> str:
        """See :class:`~orderkit.flow.Command`."""
        return f"approval_policy/{self.policy}"

    def decide(self, context: Context) -> Flow[PublishedPolicy]:
        """
        Write the policy with the next revision.

        Raises:
            InvalidInput: A condition asks for a fact that nobody tells, by another type, or in
                another currency than the policy's; all faults at once.
        """
        made = ApprovalPolicy(self.policy, self.currency, self.levels)
        gathered(fact_faults(made, context.rulebook[APPROVAL_FACTS]))
        before = yield from ask(Maybe(ApprovalPolicy, self.policy))
        if before is not None:
            made = attrs.evolve(made, revision=before.revision + 1)
        told = ApprovalPolicyPublished(made.id, made.revision, self.reason)
        answer = PublishedPolicy(made.id, made.revision, problems(made))
        return Decision(answer, Changes((Put(made, (told,)),)))
