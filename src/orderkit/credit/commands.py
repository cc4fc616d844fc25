"""Setting, blocking and unblocking a payer's credit."""

from __future__ import annotations

import attrs
from attrs import frozen

from orderkit.credit.exposure import relimit
from orderkit.credit.model import CreditLine, check_limit
from orderkit.credit.refusals import CreditCurrencyDiffers
from orderkit.errors import caught, gathered
from orderkit.flow import (
    Changes,
    Command,
    Context,
    Decision,
    Flow,
    Maybe,
    Put,
    Ref,
    ask,
    command,
    event,
)
from orderkit.parties import OverLimit
from orderkit.values import Money, check_id, check_text, minor_digits, typed


@event("credit.limit_set")
@frozen
class CreditLimitSet:
    """A payer's limit was set, for the first time or anew; None is no limit."""

    payer: str
    before: Money | None
    limit: Money | None
    reason: str


@event("credit.blocked")
@frozen
class CreditWasBlocked:
    """Nothing more is given to the payer on credit."""

    payer: str
    reason: str


@event("credit.unblocked")
@frozen
class CreditWasUnblocked:
    """The payer's credit line counts again."""

    payer: str
    reason: str


@command("credit.set_limit")
@typed
@frozen
class SetCreditLimit(Command[str]):
    """
    Give a payer a credit line, or change its limit and policy. Answers with the payer.

    Attributes:
        payer: Whose credit.

        currency: Of the whole line; it cannot be changed afterwards.

        limit: In that currency; None is no limit, 0 is no credit.

        reason: Why, for the audit; not empty.

        policy: What happens to an order that does not fit; None is as the company says.
    """

    payer: str
    currency: str
    limit: Money | None
    reason: str
    policy: OverLimit | None = None

    def __attrs_post_init__(self) -> None:
        gathered(
            (
                *caught(check_id, self.payer, "SetCreditLimit.payer"),
                *caught(minor_digits, self.currency, "SetCreditLimit.currency"),
                *caught(check_limit, self.limit, self.currency, "SetCreditLimit.limit"),
                *caught(check_text, self.reason, "SetCreditLimit.reason"),
            )
        )

    def subject(self) -> str:
        """See :class:`~orderkit.flow.Command`."""
        return f"credit_line/{self.payer}"

    def decide(self, context: Context) -> Flow[str]:  # noqa: ARG002 (the port's own argument)
        """
        Move the difference between the limits into or out of the payer's free credit.

        Raises:
            CreditCurrencyDiffers: The payer has credit in another currency.
        """
        found = yield from ask(Maybe(CreditLine, self.payer))
        before = found or CreditLine(self.payer, self.currency)
        if before.currency != self.currency:
            raise CreditCurrencyDiffers(self.payer, self.currency, before.currency)
        after = attrs.evolve(before, limit=self.limit, policy=self.policy)
        told = CreditLimitSet(self.payer, before.limit, self.limit, self.reason)
        reason = f"credit.set_limit {self.payer}"
        transfers = relimit(self.payer, after.limit_minor - before.limit_minor, reason)
        return Decision(self.payer, Changes((Put(after, (told,)),), transfers))


def _check_block(payer: str, reason: str, path: str) -> None:
    gathered(
        (*caught(check_id, payer, f"{path}.payer"), *caught(check_text, reason, f"{path}.reason"))
    )


@command("credit.block")
@typed
@frozen
class BlockCredit(Command[str]):
    """Give nothing more to a payer on credit; what is open stays. Answers with the payer."""

    payer: str
    reason: str

    def __attrs_post_init__(self) -> None:
        _check_block(self.payer, self.reason, "BlockCredit")

    def subject(self) -> str:
        """See :class:`~orderkit.flow.Command`."""
        return f"credit_line/{self.payer}"

    def decide(self, context: Context) -> Flow[str]:  # noqa: ARG002 (the port's own argument)
        """Write the reason into the credit line."""
        line = yield from ask(Ref(CreditLine, self.payer))
        after = attrs.evolve(line, blocked=self.reason)
        told = CreditWasBlocked(self.payer, self.reason)
        return Decision(self.payer, Changes((Put(after, (told,)),)))


@command("credit.unblock")
@typed
@frozen
class UnblockCredit(Command[str]):
    """Give a payer credit again. Answers with the payer."""

    payer: str
    reason: str

    def __attrs_post_init__(self) -> None:
        _check_block(self.payer, self.reason, "UnblockCredit")

    def subject(self) -> str:
        """See :class:`~orderkit.flow.Command`."""
        return f"credit_line/{self.payer}"

    def decide(self, context: Context) -> Flow[str]:  # noqa: ARG002 (the port's own argument)
        """Take the reason out of the credit line."""
        line = yield from ask(Ref(CreditLine, self.payer))
        told = CreditWasUnblocked(self.payer, self.reason)
        return Decision(self.payer, Changes((Put(attrs.evolve(line, blocked=""), (told,)),)))
