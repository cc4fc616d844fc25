"""What approvals say no to."""

from __future__ import annotations

from attrs import define

from orderkit.errors import Refused


@define(eq=False)
class SelfApproval(Refused):
    """Nobody answers for what they submitted or edited last."""

    code = "self_approval"
    status = 403

    approval: str
    actor: str
    asked: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"{self.actor} submitted or last edited what approval {self.approval!r} is about, and "
            f"nobody approves their own: one of {', '.join(self.asked)} has to answer"
        )


@define(eq=False)
class NotAnApprover(Refused):
    """The actor is none of those who are still asked."""

    code = "not_an_approver"
    status = 403

    approval: str
    actor: str
    asked: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"approval {self.approval!r} does not wait for {self.actor}: "
            f"one of {', '.join(self.asked)} has to answer"
        )


@define(eq=False)
class AlreadyAnswered(Refused):
    """The actor has answered; one person counts once."""

    code = "already_answered"

    approval: str
    actor: str
    asked: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"{self.actor} has already answered approval {self.approval!r}, and a person counts "
            f"once: somebody else of {', '.join(self.asked)} has to answer"
        )


@define(eq=False)
class NobodyToAsk(Refused):
    """A level is needed, and everybody who could answer it submitted or edited the document."""

    code = "nobody_to_ask"

    policy: str
    level: str
    document: str

    def __str__(self) -> str:
        return (
            f"level {self.level!r} of approval policy {self.policy!r} has too few approvers who did "
            f"not submit or edit {self.document} themselves: have somebody else submit it, "
            "or publish the policy with a role or more people at that level"
        )


@define(eq=False)
class PolicyCurrencyDiffers(Refused):
    """The document is in another currency than the policy, which cannot judge it."""

    code = "policy_currency_differs"

    policy: str
    currency: str
    asked: str

    def __str__(self) -> str:
        return (
            f"approval policy {self.policy!r} judges amounts in {self.currency} and this is in "
            f"{self.asked}: publish a policy in {self.asked} and name it, "
            f"or order in {self.currency}"
        )
