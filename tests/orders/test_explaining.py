"""An order in words, and what is possible with it."""

from __future__ import annotations

import pytest

from orderkit.flow import Actor
from orderkit.kit import OrderKit
from orderkit.orders import (
    Allowed,
    CancelOrder,
    CloseOrder,
    HoldOrder,
    Line,
    Possible,
    RejectOrder,
)
from orderkit.pricing import Entry, Formula, PriceEntries, PriceList, PublishPriceList, Scope
from orderkit.values import UnitPrice
from tests.world import (
    BOB,
    BUYER,
    FIN,
    ROOT,
    big,
    desk_of,
    do,
    in_memory,
    placed,
    review,
    shipped,
    stored,
)

EVERY = (
    "order.confirm", "order.unconfirm", "order.approve", "order.reject", "order.hold",
    "order.release", "order.cancel", "order.close", "order.reopen",
)  # fmt: skip


@pytest.fixture
def kit() -> OrderKit:
    return in_memory()


def test_an_order_explains_itself(kit: OrderKit) -> None:
    by_hand = Line("LEAF", "0.5 kg", price=UnitPrice.parse("20.00 EUR per 1 kg"), reason="late")
    _, order = placed(kit, Line("A 100", "1 case", offer="spring"), by_hand, Line("SAMPLE", 1))
    gold = "(price list gold, from a quantity of 10)"
    assert desk_of(kit).explain(order) == "\n".join(
        (
            f"Order {order.id} of c-1 (channel web, number 1) is placed, unpaid, unfulfilled.",
            f"1. 1 case of TEA-1 (written A 100) at 9.00 EUR per pcs {gold} = 97.20 EUR",
            "    10 % off: Spring: -10.80 EUR",
            "    12 base units reserved at north",
            "2. 0.5 kg of LEAF at 20.00 EUR per kg (set by hand: late) = 10.00 EUR",
            "    500 base units reserved at north",
            "3. 1 of SAMPLE at 0.00 EUR per pcs (price list retail) = 0.00 EUR",
            "    1 base units reserved at north",
            "Net 107.20 EUR, tax 7.50 EUR on top of the prices, total 114.70 EUR.",
            "Held for price: line 3 costs nothing and no reason is given",
        )
    )


def test_a_price_that_was_worked_out_tells_from_what(kit: OrderKit) -> None:
    head = PriceList("vip", "EUR", Scope.CUSTOMER, "c-1", bases=("retail",))
    entry = PriceEntries.of("vip", "POT-1", Entry(formula=Formula.off("retail", 10)))
    do(kit, PublishPriceList(head, (entry,)))
    _, order = placed(kit, Line("POT-1", 2))
    assert "at 27.00 EUR per pcs (price list vip, worked out from retail)" in desk_of(kit).explain(
        order
    )


def test_an_order_tells_whom_it_waits_for() -> None:
    kit = in_memory(policies=[review(big("1.00"))])
    _, order = placed(kit)
    assert desk_of(kit).explain(order).splitlines()[-2:] == [
        "Held for approval: waits for: big",
        "It waits for role:finance.",
    ]


def possible(kit: OrderKit, order_id: str, actor: Actor = ROOT) -> list[str]:
    return list(desk_of(kit, actor).allowed(stored(kit, order_id)))


def test_what_is_possible_with_a_confirmed_order(kit: OrderKit) -> None:
    _, order = placed(kit)
    assert possible(kit, order.id) == ["order.unconfirm", "order.hold", "order.cancel"]
    found = desk_of(kit, ROOT).allowed(order)
    assert [one.command for one in found.possible] == list(EVERY)
    assert found.why_not("order.confirm") == (
        "the order is confirmed; from there it can: unconfirm, close, cancel"
    )
    assert "1 of line 1 are open" in found.why_not("order.close")
    assert found.why_not("order.release") == "nothing holds it"
    assert (found.why_not("order.cancel"), found.why_not("order.dance")) == ("", "")
    assert "order.cancel" in found
    assert "order.dance" not in found


def test_what_is_possible_once_it_was_shipped(kit: OrderKit) -> None:
    _, order = placed(kit)
    shipped(kit, order.id, "north", 1)
    assert possible(kit, order.id) == ["order.hold", "order.close"]
    found = desk_of(kit, ROOT).allowed(stored(kit, order.id))
    assert "stand in no delivery" in found.why_not("order.unconfirm")
    assert "let the customer return it" in found.why_not("order.cancel")
    do(kit, CloseOrder(order.id))
    assert possible(kit, order.id) == ["order.reopen"]


def test_nothing_is_possible_with_a_cancelled_order(kit: OrderKit) -> None:
    _, order = placed(kit)
    do(kit, CancelOrder(order.id, "off"))
    found = desk_of(kit, ROOT).allowed(stored(kit, order.id))
    assert list(found) == []
    assert {found.why_not(one) for one in EVERY} == {
        "the order is cancelled; from there it can: nothing"
    }


def test_holds_are_in_the_way(kit: OrderKit) -> None:
    kit = in_memory(auto_confirm=False)
    _, order = placed(kit)
    do(kit, HoldOrder(order.id, "review"))
    assert possible(kit, order.id) == ["order.hold", "order.release", "order.cancel"]
    found = desk_of(kit, ROOT).allowed(stored(kit, order.id))
    assert "is on hold (review)" in found.why_not("order.confirm")


def test_a_hold_that_goes_by_itself_is_not_released(kit: OrderKit) -> None:
    _, order = placed(kit, customer="c-2")
    found = desk_of(kit, ROOT).allowed(order)
    assert found.why_not("order.release") == "record the payment with RecordPayment"


def test_who_is_asked_may_answer() -> None:
    kit = in_memory(policies=[review(big("1.00"))])
    _, order = placed(kit)
    assert "order.approve" in desk_of(kit, FIN).allowed(order)
    assert "order.reject" in desk_of(kit, FIN).allowed(order)
    assert desk_of(kit, BOB).allowed(order).why_not("order.approve") == "it waits for role:finance"
    clerk = Actor.person("ann", roles={"finance"})
    assert desk_of(kit, clerk).allowed(order).why_not("order.approve") == "they submitted it"
    do(kit, RejectOrder(order.id, 1), FIN)
    after = stored(kit, order.id)
    assert desk_of(kit, FIN).allowed(after).why_not("order.approve") == "it waits for no approval"


def test_permission_is_in_the_way(kit: OrderKit) -> None:
    _, order = placed(kit)
    assert possible(kit, order.id, BUYER) == ["order.cancel"]
    assert possible(kit, order.id, Actor.person("eve")) == []
    why = desk_of(kit, BUYER).allowed(order).why_not("order.hold")
    assert why == "no role of theirs (buyer) is granted order.hold"


def test_possible_is_true_when_nothing_is_in_the_way() -> None:
    assert Possible("order.cancel")
    assert not Possible("order.cancel", "it was shipped")
    assert list(Allowed((Possible("a"), Possible("b", "no")))) == ["a"]
