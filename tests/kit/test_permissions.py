"""Who may do and see what in a kit that says nothing of its own."""

from __future__ import annotations

import pytest

from orderkit.errors import NotFound, NotPermitted
from orderkit.flow import Actor, all_declared
from orderkit.kit import STANDARD_ROLES, OrderKit
from orderkit.orders import CancelOrder, Order
from orderkit.parties import Customer
from tests.world import BUYER, SHOPBOT, TENANT, desk_of, in_memory, order_of, placed

ROLES = ("admin", "sales", "buyer", "approver", "finance", "warehouse", "pricing", "importer",
         "auditor")  # fmt: skip

# One row per command: who may, besides admin.
MAY = {
    "approval_policy.publish": {"pricing"},
    "company.define": set[str](),
    "credit.block": {"finance"},
    "credit.set_limit": {"finance"},
    "credit.unblock": {"finance"},
    "cross_reference.define": {"pricing"},
    "customer.block": {"sales"},
    "customer.define": {"sales"},
    "customer.unblock": {"sales"},
    "delivery.add_order": {"sales", "warehouse"},
    "delivery.advance": {"warehouse"},
    "delivery.cancel": {"warehouse"},
    "delivery.confirm": {"warehouse"},
    "delivery.pack": {"warehouse"},
    "delivery.pick": {"warehouse"},
    "delivery.plan": {"sales", "warehouse"},
    "delivery.release": {"warehouse"},
    "delivery.ship": {"warehouse"},
    "location.define": set[str](),
    "offer.define": {"pricing"},
    "order.advance": {"sales"},
    "order.approve": {"sales", "approver", "finance"},
    "order.cancel": {"sales", "buyer"},
    "order.close": {"sales"},
    "order.confirm": {"sales"},
    "order.hold": {"sales", "finance"},
    "order.place": {"sales", "buyer", "importer"},
    "order.place_paid": {"importer"},
    "order.reject": {"sales", "approver", "finance"},
    "order.release": {"finance"},
    "order.reopen": {"sales"},
    "order.unconfirm": {"sales"},
    "payment.record": {"finance", "importer"},
    "payment.refund": {"finance"},
    "price_list.publish": {"pricing"},
    "price_list.publish_prices": {"pricing"},
    "price_list.withdraw": {"pricing"},
    "product.define": {"pricing"},
    "stock.adjust": {"warehouse"},
    "stock.move": {"warehouse"},
    "stock.receive": {"warehouse"},
    "tax_table.define": {"pricing"},
}

# Documents that roles may read; everybody else of ROLES reads everything.
READS = {
    "buyer": {"order", "delivery", "payment", "customer"},
    "importer": {"order"},
}


def ours(role: str) -> set[str]:
    return {one.name for one in all_declared(role) if one.cls.__module__.startswith("orderkit.")}


def test_the_table_has_every_command() -> None:
    assert set(MAY) == ours("command")


@pytest.mark.parametrize("name", sorted(MAY))
def test_roles_are_granted_what_the_table_says(name: str) -> None:
    granted = {role for role in ROLES if STANDARD_ROLES.grants(role, name)}
    assert granted == MAY[name] | {"admin"}


@pytest.mark.parametrize("role", ROLES)
def test_roles_read_what_the_table_says(role: str) -> None:
    actor = Actor.person("somebody", roles={role})
    documents = [one for one in all_declared("document") if one.name in ours("document")]
    seen = {one.name for one in documents if STANDARD_ROLES.restriction(actor, one.cls) is not None}
    assert seen == READS.get(role, ours("document"))


@pytest.fixture
def kit() -> OrderKit:
    return in_memory()


@pytest.mark.parametrize("actor", [Actor.person("eve"), Actor.person("eve", roles={"boss"})])
def test_without_a_role_nothing_is_done_or_seen(kit: OrderKit, actor: Actor) -> None:
    _, order = placed(kit)
    desk = desk_of(kit, actor)
    with pytest.raises(NotPermitted, match=r"order\.place"):
        desk.execute(order_of(number="2"))
    with pytest.raises(NotPermitted):
        desk.preview(order_of(number="2"))
    with pytest.raises(NotPermitted):
        desk.get(Order, order.id)
    with pytest.raises(NotPermitted):
        desk.find(Order.of_customer("c-1"))
    with pytest.raises(NotPermitted):
        desk.history(Order, order.id)


def test_a_buyer_sees_what_is_theirs(kit: OrderKit) -> None:
    _, mine = placed(kit, actor=BUYER)
    _, other = placed(kit, customer="c-3", number="2")
    desk = desk_of(kit, BUYER)
    assert desk.get(Order, mine.id) == mine
    assert desk.find(Order.in_stage("confirmed")).items == (mine,)
    assert desk.find(Order.of_customer("c-3")).items == ()
    assert len(desk.history(Order, mine.id)) == 1
    assert desk.get(Customer, "c-1").name == "Tea House"
    for look in (desk.get, desk.history):
        with pytest.raises(NotFound) as told:
            look(Order, other.id)
        with pytest.raises(NotFound) as absent:
            look(Order, "o-9")
        assert str(told.value).replace(other.id, "o-9") == str(absent.value)


def test_a_buyer_does_what_is_theirs(kit: OrderKit) -> None:
    _, other = placed(kit, customer="c-3", number="2")
    desk = desk_of(kit, BUYER)
    with pytest.raises(NotFound):
        desk.execute(CancelOrder(other.id, "not mine"), key="k")
    with pytest.raises(NotFound):
        desk.execute(CancelOrder("o-9", "not there"), key="k")
    with pytest.raises(NotPermitted):
        desk.execute(order_of(number="3", customer="c-3"))


def test_an_answer_is_given_to_who_may_ask_for_it(kit: OrderKit) -> None:
    placed(kit, actor=SHOPBOT)
    with pytest.raises(NotPermitted):
        desk_of(kit, Actor.person("shopbot")).execute(order_of())


def test_refusals_of_permission_are_logged(kit: OrderKit) -> None:
    with pytest.raises(NotPermitted):
        desk_of(kit, Actor.person("eve")).execute(order_of())
    row = kit.repository.accesses(TENANT, 10)[0]
    assert "eve" in str(row)
    assert "order.place" in str(row)
