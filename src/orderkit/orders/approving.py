"""Approving and rejecting: one person's answer at one level of one revision."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from attrs import frozen

from orderkit.approvals import (
    Approval,
    ApprovalAnswered,
    ApprovalWithdrawn,
    Verdict,
    approver_keys,
    decide_approval,
    withdraw_approval,
)
from orderkit.errors import caught, gathered
from orderkit.flow import (
    Actor,
    Changes,
    Command,
    Context,
    Decision,
    Each,
    Flow,
    Put,
    Ref,
    ask,
    command,
)
from orderkit.lifecycle import APPROVAL
from orderkit.orders.answers import Moved, moved
from orderkit.orders.events import OrderHeld
from orderkit.orders.model import ORDER_LIFECYCLE, Hold, Order
from orderkit.orders.progress import at_revision, moved_on, told_of, without_hold
from orderkit.orders.refusals import NothingToApprove
from orderkit.parties import Company
from orderkit.values import check_id, check_text, typed

REJECTED = "rejected"
"""The hold of an order that an approver said no to."""


@frozen
class _Answer(Command[Moved]):
    """
    What both answers have in common.

    Attributes:
        order_id: The order that waits.

        revision: What the approver has seen; refused if the order has changed since.

        level: Name of the level to answer for; the first that waits for the actor unless given.

        note: Why.
    """

    order_id: str
    revision: int
    note: str = ""
    level: str = ""

    def __attrs_post_init__(self) -> None:
        name = type(self).__name__
        gathered(
            (
                *caught(check_id, self.order_id, f"{name}.order_id"),
                *caught(check_text, self.note, f"{name}.note", empty=True, multiline=True),
                *(caught(check_id, self.level, f"{name}.level") if self.level else ()),
            )
        )

    def subject(self) -> str:
        """Return the order."""
        return f"order/{self.order_id}"

    def scope(self) -> Ref[Order]:
        """Return the order."""
        return Ref(Order, self.order_id)

    def _decided(self, context: Context, verdict: Verdict) -> Flow[Moved]:
        order = yield from ask(Ref(Order, self.order_id))
        at_revision(order, self.revision)
        lifecycle = context.rulebook[ORDER_LIFECYCLE]
        lifecycle.require(order.stage, "approve", order.id)
        approvals, company = yield from ask(
            Each(Approval, order.approvals), Ref(Company, order.roles.company)
        )
        mine = _waiting(order, approvals, context.actor, self.level)
        answered = decide_approval(mine, context.actor, verdict, context.now, note=self.note)
        after = {**approvals, mine.id: answered}
        if verdict is Verdict.REJECT:
            return Decision(*_rejected(order, after, answered, context))
        done = _with_answers(order, after)
        done = moved_on(done, lifecycle, auto_confirm=company.auto_confirm)
        puts = (_answer_put(answered, context), Put(done, told_of(order, done, lifecycle)))
        return Decision(moved(done), Changes(puts))


@command("order.approve")
@typed
@frozen
class ApproveOrder(_Answer):
    """
    Say yes at one level of an order's approvals; the last yes releases the order.

    Raises:
        RevisionChanged: The order is not what the approver has seen.
        NothingToApprove: No approval of it waits for this actor.
        SelfApproval: The actor submitted or last edited it.
    """

    def decide(self, context: Context) -> Flow[Moved]:
        """Answer with yes."""
        return (yield from self._decided(context, Verdict.APPROVE))


@command("order.reject")
@typed
@frozen
class RejectOrder(_Answer):
    """
    Say no: the other levels are not asked any more, and the order is held as rejected.

    Raises:
        RevisionChanged: The order is not what the approver has seen.
        NothingToApprove: No approval of it waits for this actor.
        SelfApproval: The actor submitted or last edited it.
    """

    def decide(self, context: Context) -> Flow[Moved]:
        """Answer with no."""
        return (yield from self._decided(context, Verdict.REJECT))


def _waiting(order: Order, approvals: Mapping[str, Approval], actor: Actor, level: str) -> Approval:
    """Return the approval that *actor* answers: the first that waits for them."""
    known = set(approver_keys(actor))
    for name in order.approvals:
        approval = approvals[name]
        if known.intersection(approval.asked) and level in ("", approval.level):
            return approval
    raise NothingToApprove(order.id, actor.id, order.waiting_for_whom, level)


def _with_answers(order: Order, approvals: Mapping[str, Approval]) -> Order:
    """Return *order* with whom it waits for now, and released when nobody is left."""
    every = [approvals[name] for name in order.approvals]
    whom = tuple(dict.fromkeys(one for approval in every for one in approval.asked))
    order = attrs.evolve(order, waiting_for_whom=whom)
    if all(APPROVAL.stage(approval.stage).grants for approval in every):
        return without_hold(order, "approval")
    return order


def _rejected(
    order: Order, approvals: Mapping[str, Approval], answered: Approval, context: Context
) -> tuple[Moved, Changes]:
    by = f"{context.actor.id} said no at level {answered.level}: {answered.answers[-1].note}"
    held = attrs.evolve(
        without_hold(order, "approval"),
        waiting_for_whom=(),
        holds=(
            *without_hold(order, "approval").holds,
            Hold(REJECTED, by.removesuffix(": "), context.now),
        ),
    )
    withdrawn = [
        withdraw_approval(one)
        for one in approvals.values()
        if APPROVAL.stage(one.stage).awaits_answer
    ]
    puts = (
        _answer_put(answered, context),
        *(Put(one, (_withdrawn(one),)) for one in withdrawn),
        Put(held, (OrderHeld(order.id, REJECTED, held.holds[-1].detail),)),
    )
    return moved(held), Changes(puts)


def _answer_put(approval: Approval, context: Context) -> Put:
    answer = approval.answers[-1]
    happened = ApprovalAnswered(
        approval.id,
        approval.kind,
        approval.document,
        approval.revision,
        approval.level,
        context.actor.id,
        answer.verdict,
        approval.stage,
    )
    return Put(approval, (happened,))


def _withdrawn(approval: Approval) -> ApprovalWithdrawn:
    return ApprovalWithdrawn(
        approval.id, approval.kind, approval.document, approval.revision, approval.level
    )
