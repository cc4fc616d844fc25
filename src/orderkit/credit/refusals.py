"""What credit control says no to."""

from __future__ import annotations

from attrs import define

from orderkit.errors import Refused
from orderkit.values import Money


@define(eq=False)
class OverCreditLimit(Refused):
    """
    The amount is more than the payer has left of the credit limit.

    Attributes:
        payer: Whose credit.

        asked: Minor units asked for.

        free: Minor units left of the limit; below 0 where more is used than the limit.

        currency: Of both.
    """

    code = "over_credit_limit"
    transient = True

    payer: str
    asked: int
    free: int
    currency: str

    def __str__(self) -> str:
        asked, free = Money(self.asked, self.currency), Money(self.free, self.currency)
        return (
            f"{self.payer} would use {asked} of credit and has {free} left: take payment first, "
            "order less, raise the limit, or have the order held"
        )


@define(eq=False)
class CreditBlocked(Refused):
    """The payer gets no credit, whatever is left of the limit."""

    code = "credit_blocked"
    transient = True

    payer: str
    reason: str

    def __str__(self) -> str:
        return (
            f"credit of {self.payer} is blocked: {self.reason}. "
            "Take payment in advance, or unblock the payer"
        )


@define(eq=False)
class CreditCurrencyDiffers(Refused):
    """The amount is in another currency than the payer's credit."""

    code = "credit_currency_differs"

    payer: str
    asked: str
    currency: str

    def __str__(self) -> str:
        return (
            f"the credit of {self.payer} is in {self.currency} and the amount is in {self.asked}: "
            f"use {self.currency}, take payment in advance, or name a payer with credit "
            f"in {self.asked}"
        )
