"""Who cancels a part of an order has edited it, and does not approve what is left."""

from __future__ import annotations

import pytest

from orderkit.approvals import Level, NobodyToAsk, SelfApproval
from orderkit.flow import Actor
from orderkit.orders import ApproveOrder, CancelOrder, Line, NothingToApprove
from orderkit.rules import fact
from orderkit.values import EUR
from tests.world import ROOT, desk_of, do, in_memory, placed, review, stored

LEA = Actor.person("lea", roles={"sales", "approver"})
MAX = Actor.person("max", roles={"approver"})


def level(*approvers: str) -> Level:
    return Level("big", fact("total") > EUR("10"), list(approvers))


def test_who_cut_an_order_does_not_approve_it() -> None:
    kit = in_memory(policies=[review(level("role:approver"))])
    _, order = placed(kit, Line("TEA-1", 10))
    do(kit, CancelOrder(order.id, "fewer", {"1": 2}), LEA)
    after = stored(kit, order.id)
    assert (after.edited_by, after.waiting_for_whom) == ("lea", ("role:approver",))
    with pytest.raises(SelfApproval):
        desk_of(kit, LEA).execute(ApproveOrder(order.id, after.revision))
    assert do(kit, ApproveOrder(order.id, after.revision), MAX).holds == ()


def test_who_is_named_and_cut_it_is_not_asked_any_more() -> None:
    kit = in_memory(policies=[review(level("person:lea", "person:max"))])
    _, order = placed(kit, Line("TEA-1", 10))
    do(kit, CancelOrder(order.id, "fewer", {"1": 2}), LEA)
    after = stored(kit, order.id)
    assert after.waiting_for_whom == ("person:max",)
    with pytest.raises(NothingToApprove):
        desk_of(kit, LEA).execute(ApproveOrder(order.id, after.revision))


def test_the_only_approver_does_not_cut_it() -> None:
    kit = in_memory(policies=[review(level("person:lea"))])
    _, order = placed(kit, Line("TEA-1", 10))
    with pytest.raises(NobodyToAsk):
        do(kit, CancelOrder(order.id, "fewer", {"1": 2}), LEA)
    assert stored(kit, order.id) == order
    assert do(kit, CancelOrder(order.id, "fewer", {"1": 2}), ROOT).holds == ("approval",)
