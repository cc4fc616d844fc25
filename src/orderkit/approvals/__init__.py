"""Approvals: which orders somebody has to approve, who, and what they answered."""

from orderkit.approvals.approval import (
    Answer,
    Approval,
    ApprovalAnswered,
    ApprovalRequested,
    ApprovalWithdrawn,
    Verdict,
    approver_keys,
    decide_approval,
    withdraw_approval,
)
from orderkit.approvals.commands import (
    ApprovalPolicyPublished,
    PublishApprovalPolicy,
    PublishedPolicy,
)
from orderkit.approvals.facts import (
    APPROVAL_FACTS,
    ORDER_FACTS,
    UNKNOWN_MARGIN,
    in_currency,
    order_facts,
    told,
)
from orderkit.approvals.finder import PolicyProblem, fact_faults, impossible, problems
from orderkit.approvals.judging import NeededLevel, needed_levels, request_approvals
from orderkit.approvals.policy import (
    ApprovalPolicy,
    Level,
    Mode,
    check_approver,
    person,
    role,
)
from orderkit.approvals.refusals import (
    AlreadyAnswered,
    NobodyToAsk,
    NotAnApprover,
    PolicyCurrencyDiffers,
    SelfApproval,
)

__all__ = [
    "APPROVAL_FACTS",
    "ORDER_FACTS",
    "UNKNOWN_MARGIN",
    "AlreadyAnswered",
    "Answer",
    "Approval",
    "ApprovalAnswered",
    "ApprovalPolicy",
    "ApprovalPolicyPublished",
    "ApprovalRequested",
    "ApprovalWithdrawn",
    "Level",
    "Mode",
    "NeededLevel",
    "NobodyToAsk",
    "NotAnApprover",
    "PolicyCurrencyDiffers",
    "PolicyProblem",
    "PublishApprovalPolicy",
    "PublishedPolicy",
    "SelfApproval",
    "Verdict",
    "approver_keys",
    "check_approver",
    "decide_approval",
    "fact_faults",
    "impossible",
    "in_currency",
    "needed_levels",
    "order_facts",
    "person",
    "problems",
    "request_approvals",
    "role",
    "told",
    "withdraw_approval",
]
