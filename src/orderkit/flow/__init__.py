"""
The vocabulary of decisions: commands, the questions they ask, and the changes they come to.

Nothing here reads or writes; ``orderkit.shell`` does, for decisions that know nothing of it.
"""

from orderkit.flow.actor import Actor
from orderkit.flow.command import Command, Context
from orderkit.flow.decision import (
    NOTHING,
    OUTSIDE,
    Changes,
    Decision,
    Flow,
    Put,
    Refusal,
    Transfer,
)
from orderkit.flow.declare import (
    Declared,
    Index,
    IndexKey,
    all_declared,
    command,
    declared,
    document,
    event,
    named,
)
from orderkit.flow.permission import DENY_ALL, PERMISSIONS, PermissionPolicy, RolePolicy
from orderkit.flow.query import Page, Query
from orderkit.flow.questions import (
    Ask,
    Balances,
    Consult,
    Consultation,
    Each,
    Maybe,
    Question,
    Reading,
    Ref,
    Step,
    ask,
    balances,
    consult,
)
from orderkit.flow.rulebook import Rule, Rulebook

__all__ = [
    "DENY_ALL",
    "NOTHING",
    "OUTSIDE",
    "PERMISSIONS",
    "Actor",
    "Ask",
    "Balances",
    "Changes",
    "Command",
    "Consult",
    "Consultation",
    "Context",
    "Decision",
    "Declared",
    "Each",
    "Flow",
    "Index",
    "IndexKey",
    "Maybe",
    "Page",
    "PermissionPolicy",
    "Put",
    "Query",
    "Question",
    "Reading",
    "Ref",
    "Refusal",
    "RolePolicy",
    "Rule",
    "Rulebook",
    "Step",
    "Transfer",
    "all_declared",
    "ask",
    "balances",
    "command",
    "consult",
    "declared",
    "document",
    "event",
    "named",
]
