"""Credit: the line of each payer, the accounts its use moves through, and what does not fit."""

from orderkit.credit.commands import (
    BlockCredit,
    CreditLimitSet,
    CreditWasBlocked,
    CreditWasUnblocked,
    SetCreditLimit,
    UnblockCredit,
)
from orderkit.credit.exposure import (
    CreditBucket,
    drop_held,
    expose,
    give_back,
    hold_exposure,
    over_limit,
    release_held,
    relimit,
    settle,
    to_invoiced,
    to_unbilled,
)
from orderkit.credit.model import (
    CreditLine,
    CreditTaken,
    WentOverLimit,
    take_credit,
)
from orderkit.credit.refusals import CreditBlocked, CreditCurrencyDiffers, OverCreditLimit

__all__ = [
    "BlockCredit",
    "CreditBlocked",
    "CreditBucket",
    "CreditCurrencyDiffers",
    "CreditLimitSet",
    "CreditLine",
    "CreditTaken",
    "CreditWasBlocked",
    "CreditWasUnblocked",
    "OverCreditLimit",
    "SetCreditLimit",
    "UnblockCredit",
    "WentOverLimit",
    "drop_held",
    "expose",
    "give_back",
    "hold_exposure",
    "over_limit",
    "release_held",
    "relimit",
    "settle",
    "take_credit",
    "to_invoiced",
    "to_unbilled",
]
