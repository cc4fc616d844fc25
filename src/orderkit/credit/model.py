"""The credit line of a payer, and what it says to one more amount."""

from __future__ import annotations

from typing import NamedTuple

from attrs import frozen

from orderkit.credit.exposure import expose, hold_exposure, over_limit
from orderkit.credit.refusals import CreditBlocked, CreditCurrencyDiffers
from orderkit.errors import Fault, caught, gathered, invalid, shown
from orderkit.flow import Transfer, document
from orderkit.parties import OverLimit
from orderkit.values import CurrencyMismatch, Money, check_id, check_text, minor_digits, typed


@document("credit_line")
@typed
@frozen
class CreditLine:
    """
    What a payer may owe.

    >>> line = CreditLine("c-7", "EUR", Money.of(500, "EUR"))
    >>> line.limited, line.policy
    (True, None)

    Attributes:
        id: The payer.

        currency: ISO 4217 code of everything the payer's credit accounts hold; it never changes.

        limit: Most that may be open, unbilled and invoiced together; None is no limit, and 0 is
            no credit.

        policy: What happens to an order that does not fit; None is as the company says.

        blocked: Why nothing more is given on credit; ``""`` where it is.

    Raises:
        InvalidInput: The limit is below 0 (``negative_limit``) or in another currency
            (``currency_mismatch``), or a field cannot be; all faults at once.
    """

    id: str
    currency: str
    limit: Money | None = None
    policy: OverLimit | None = None
    blocked: str = ""

    def __attrs_post_init__(self) -> None:
        gathered(
            (
                *caught(check_id, self.id, "CreditLine.id"),
                *caught(minor_digits, self.currency, "CreditLine.currency"),
                *caught(check_limit, self.limit, self.currency, "CreditLine.limit"),
                *caught(check_text, self.blocked, "CreditLine.blocked", empty=True),
            )
        )

    @property
    def limited(self) -> bool:
        """Whether there is a limit at all."""
        return self.limit is not None

    @property
    def limit_minor(self) -> int:
        """The limit in minor units, as the ledger has it: no limit counts as 0."""
        return 0 if self.limit is None else self.limit.minor


def check_limit(limit: Money | None, currency: str, path: str) -> None:
    """
    Refuse what cannot be a limit in *currency*.

    Raises:
        CurrencyMismatch: It is in another currency.
        InvalidInput: It is below 0 (``negative_limit``).

    >>> check_limit(Money.of(500, "EUR"), "EUR", "limit")
    """
    if limit is None:
        return
    if not isinstance(limit, Money):
        why, remedy = f"a {type(limit).__name__} is no money", "pass Money, such as EUR('500')"
        raise invalid(path, "wrong_type", limit, why, remedy)
    if limit.currency != currency:
        why, remedy = f"the credit line is in {currency}", f"give the limit in {currency}"
        raise CurrencyMismatch((Fault(path, "currency_mismatch", shown(str(limit)), why, remedy),))
    if limit.minor < 0:
        raise invalid(
            path, "negative_limit", str(limit), "nobody can owe less than nothing",
            "give 0 for no credit, or None for no limit",
        )  # fmt: skip


class WentOverLimit(NamedTuple):
    """
    A warning: the limit was gone over, as the credit line allows.

    Attributes:
        payer: Whose.

        over: By how much, everything used together.
    """

    payer: str
    over: Money

    def __str__(self) -> str:
        return f"{self.payer} is {self.over} over the credit limit"


class CreditTaken(NamedTuple):
    """
    What taking credit for one amount comes to.

    Attributes:
        transfers: For the decision's changes.

        held: Why the amount is held and the order must wait; ``""`` when it is not.

        warning: When it went over the limit and was let through.
    """

    transfers: tuple[Transfer, ...] = ()
    held: str = ""
    warning: WentOverLimit | None = None


def take_credit(
    line: CreditLine,
    amount: Money,
    free_minor: int,
    reason: str,
    default: OverLimit = OverLimit.HOLD,
) -> CreditTaken:
    """
    Use *amount* of a payer's credit, or do what the credit line says where it does not fit.

    Args:
        amount: Gross with tax and charges, not below 0; 0 takes nothing.
        free_minor: Balance of the payer's ``free`` account. It chooses between using and holding;
            whether it fits is decided at the commit, and a decision that is run again sees the
            fresh balance here.
        reason: For the payer's account: ``"order.place o-1"``.
        default: What happens when it does not fit and the credit line does not say: the company's.

    >>> line = CreditLine("c-7", "EUR", Money.of(500, "EUR"))
    >>> take_credit(line, Money.of(80, "EUR"), 50000, "order.place o-1").transfers[0].target
    'credit/c-7/open'
    >>> take_credit(line, Money.of(80, "EUR"), 4000, "order.place o-1").held
    '80.00 EUR are asked for and 40.00 EUR are left of the credit limit'

    Raises:
        CreditCurrencyDiffers: The amount is in another currency than the credit line.
        CreditBlocked: The payer is blocked and the policy is to refuse.
        OverCreditLimit: It does not fit and the policy is to refuse.
        InvalidInput: The amount is below 0 (``negative_amount``).
    """
    payer, minor = line.id, amount.minor
    if amount.currency != line.currency:
        raise CreditCurrencyDiffers(payer, amount.currency, line.currency)
    if minor <= 0:
        return _nothing(amount)
    policy = line.policy or default
    if line.blocked:
        return _blocked(line, policy, minor, reason)
    refusal = over_limit(payer, minor, line.currency)
    if not line.limited or minor <= free_minor:
        return CreditTaken((expose(payer, minor, reason, refusal, bound=line.limited),))
    if policy == OverLimit.REFUSE:
        raise refusal(free_minor)
    free = Money(free_minor, line.currency)
    if policy == OverLimit.WARN:
        used = (expose(payer, minor, reason, None, bound=False),)
        return CreditTaken(used, warning=WentOverLimit(payer, amount - free))
    why = f"{amount} are asked for and {free} are left of the credit limit"
    return CreditTaken((hold_exposure(payer, minor, reason),), why)


def _nothing(amount: Money) -> CreditTaken:
    if amount.minor < 0:
        raise invalid(
            "amount", "negative_amount", str(amount), "credit is taken for an amount above 0",
            "give credit back with give_back()",
        )  # fmt: skip
    return CreditTaken()


def _blocked(line: CreditLine, policy: OverLimit, minor: int, reason: str) -> CreditTaken:
    """Hold, or refuse: a warning does not undo what somebody blocked on purpose."""
    if policy == OverLimit.REFUSE:
        raise CreditBlocked(line.id, line.blocked)
    why = f"credit is blocked: {line.blocked}"
    return CreditTaken((hold_exposure(line.id, minor, reason),), why)
