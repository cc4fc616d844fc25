"""A policy, an order's facts and an approval for the tests of approvals."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from orderkit.approvals import (
    Approval,
    ApprovalPolicy,
    Level,
    Mode,
    needed_levels,
    order_facts,
    request_approvals,
)
from orderkit.rules import Always, FactValue, fact
from orderkit.values import EUR, Money

AT: Final = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

POLICY: Final = ApprovalPolicy(
    "standard",
    "EUR",
    [
        Level("sales", fact("discount") > Decimal("0.1"), ["role:sales_lead"]),
        Level(
            "finance",
            (fact("total") > EUR("10000")) | (fact("over_credit") > EUR("0")),
            ["person:fay", "role:finance"],
            Mode.N_OF_M,
            2,
        ),
    ],
    revision=3,
)


def facts_of(total: Money, discount: str = "0") -> dict[str, FactValue]:
    return order_facts(
        total=total, customer="c-7", channel="web", lines=2, discount=Decimal(discount)
    )


def asked_of(
    *approvers: str,
    mode: Mode = Mode.ANY,
    needed: int = 1,
    submitted_by: str = "sam",
    edited_by: str = "eve",
) -> Approval:
    """Return an approval that is asked of *approvers*, submitted by sam and edited by eve."""
    level = Level("big", Always(), approvers, mode, needed)
    policy = ApprovalPolicy("p-1", "EUR", [level])
    facts = facts_of(EUR("20000"))
    [approval] = request_approvals(
        policy,
        needed_levels(policy, facts),
        document="o-1",
        revision=2,
        submitted_by=submitted_by,
        edited_by=edited_by,
        at=AT,
        facts=facts,
        new_id=lambda n: f"a-{n}",
    )
    return approval
