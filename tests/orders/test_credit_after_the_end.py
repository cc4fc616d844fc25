"""
What an order that is over leaves in its payer's credit: nothing that is yet to come, all that is owed.

Cancelled or closed, no part of it is open or held any more; what was shipped and not paid stays in
``unbilled`` until it is paid. Whatever came before: deliveries in parts, brought back, payments and
refunds, cancelled parts, holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderkit.errors import InvalidInput, Refused
from orderkit.fulfilment import AdvanceDelivery, ConfirmDelivery
from orderkit.kit import OrderKit
from orderkit.orders import (
    CancelOrder,
    CloseOrder,
    ConfirmOrder,
    Line,
    Order,
    ReleaseHold,
    ReopenOrder,
)
from orderkit.orders.shares import uncovered
from orderkit.parties import CaptureMode
from orderkit.payments import Payment, RecordPayment, RecordRefund
from orderkit.values import Money, UnitPrice
from tests.world import TENANT, credit, desk_of, do, in_memory, order_of, paid, shipped, stored

NUMBERS: Final = count(1)
MANY: Final = st.integers(1, 9)


def ended(order: Order) -> bool:
    return order.stage in {"cancelled", "closed"}


def wrong(order: Order) -> list[str]:
    """What the order's part of the payer's credit should be and is not."""
    posted, owed = order.credit, uncovered(order)
    begun = any(line.shipped for line in order.lines)
    rules = {
        "all of it together is what is owed": posted.total == owed.open + owed.unbilled,
        "what was shipped and is not paid is unbilled": not begun
        or posted.unbilled == owed.unbilled,
        "an order that is over has nothing open or held": not ended(order)
        or (posted.open, posted.held) == (0, 0),
    }
    return [rule for rule, holds in rules.items() if posted.payer and not holds]


def _ship(kit: OrderKit, order: Order, many: int) -> None:
    line = next(one for one in order.lines if one.schedule)
    part = line.schedule[many % len(line.schedule)]
    shipped(kit, order.id, part.location, min(many, part.quantity), line.id)


def _arrive(kit: OrderKit, order: Order, many: int) -> None:
    do(kit, ConfirmDelivery(order.deliveries[many % len(order.deliveries)]))


def _come_back(kit: OrderKit, order: Order, many: int) -> None:
    do(kit, AdvanceDelivery(order.deliveries[many % len(order.deliveries)], "bring_back"))


def _cancel(kit: OrderKit, order: Order, many: int) -> None:
    line = order.lines[many % len(order.lines)]
    part = {line.id: f"{many} pcs" if line.sku else line.quantity} if many < 6 else {}
    do(kit, CancelOrder(order.id, "asked", part))


def _pay(kit: OrderKit, order: Order, many: int) -> None:
    amount = min(order.due.minor, many * 1500) if many < 8 else order.due.minor
    do(kit, RecordPayment(order.id, Money(amount, "EUR"), "card", f"p-{next(NUMBERS)}"))


def _refund(kit: OrderKit, order: Order, many: int) -> None:
    name = order.payments[many % len(order.payments)]
    captured = desk_of(kit).get(Payment, name)
    back = min(captured.captured_minor - captured.refunded_minor, many * 900)
    do(kit, RecordRefund(order.id, name, Money(back, "EUR"), f"r-{next(NUMBERS)}", "asked for"))


MAKERS: Final[Mapping[str, Callable[[OrderKit, Order, int], object]]] = {
    "ship": _ship,
    "arrive": _arrive,
    "come back": _come_back,
    "cancel": _cancel,
    "pay": _pay,
    "refund": _refund,
    "close": lambda kit, order, _: do(kit, CloseOrder(order.id)),
    "reopen": lambda kit, order, _: do(kit, ReopenOrder(order.id)),
    "confirm": lambda kit, order, _: do(kit, ConfirmOrder(order.id)),
    "let in": lambda kit, order, _: do(kit, ReleaseHold(order.id, "credit")),
}
STEPS: Final = st.lists(st.tuples(st.sampled_from(sorted(MAKERS)), MANY), max_size=25)
SALE: Final = st.sampled_from(
    [
        [Line("TEA-1", 9)],
        [Line("TEA-1", 5), Line("ENGRAVE", 1)],
        [Line("TEA-1", 3), Line("POT-1", 2), Line("ENGRAVE", 2)],
        [Line("ENGRAVE", 3)],
        [Line("TEA-1", 4), Line("ENGRAVE", 1, UnitPrice.parse("-4.00 EUR"), "dented")],
        [Line("TEA-1", 4), Line("SAMPLE", 1)],
    ]
)  # fmt: skip


@given(SALE, st.sampled_from(["40.00", "120.00", "5000.00"]), STEPS)
def test_an_order_that_is_over_leaves_what_is_owed(
    lines: list[Line], limit: str, steps: list[tuple[str, int]]
) -> None:
    kit = in_memory(limit=limit)
    name = do(kit, order_of(*lines, mode=CaptureMode.RECORD)).order_id
    for what, many in steps:
        order = stored(kit, name)
        try:
            MAKERS[what](kit, order, many)
        except (Refused, InvalidInput, StopIteration, ZeroDivisionError):
            continue  # there was nothing to do it with
        assert wrong(stored(kit, name)) == [], (what, many)
    audit = kit.audit(TENANT)
    assert audit.clean, str(audit)


def test_what_waits_for_credit_is_owed_once_the_rest_is_cancelled() -> None:
    """Goods left, the money for them went back and waits for credit; then nothing more will leave."""
    kit = in_memory()
    lines = [Line("TEA-1", 3), Line("POT-1", 2)]
    name = do(kit, order_of(*lines, mode=CaptureMode.RECORD)).order_id
    total = stored(kit, name).total
    paid(kit, name, str(total).removesuffix(" EUR"))
    shipped(kit, name, stored(kit, name).lines[0].schedule[0].location, 3)
    payment = stored(kit, name).payments[0]
    do(kit, RecordRefund(name, payment, total, "r-1", "a mistake"))
    waiting = stored(kit, name)
    assert waiting.held("credit")
    assert credit(kit)["held"] == waiting.credit.held > 0
    do(kit, CancelOrder(name, "no more", {"2": "2 pcs"}))
    rest = stored(kit, name)
    assert (rest.holds, rest.credit.open, rest.credit.held) == ((), 0, 0)
    assert rest.credit.unbilled == rest.total_minor == credit(kit)["unbilled"]
    do(kit, CloseOrder(name))
    assert credit(kit)["unbilled"] == rest.total_minor
    paid(kit, name, str(rest.total).removesuffix(" EUR"), "bank-2")
    assert "unbilled" not in credit(kit)
    assert kit.audit(TENANT).clean


@pytest.mark.parametrize("lines", [[Line("TEA-1", 3)], [Line("TEA-1", 3), Line("ENGRAVE", 1)]])
def test_a_closed_order_owes_what_was_shipped_and_a_cancelled_one_nothing(
    lines: list[Line],
) -> None:
    kit = in_memory()
    before = credit(kit)
    gone = do(kit, order_of(*lines, number="1")).order_id
    do(kit, CancelOrder(gone, "asked"))
    assert credit(kit) == before
    kept = do(kit, order_of(*lines, number="2")).order_id
    shipped(kit, kept, stored(kit, kept).lines[0].schedule[0].location, 3)
    do(kit, CloseOrder(kept))
    total = stored(kit, kept).total_minor
    assert credit(kit) == {"free": before["free"] - total, "unbilled": total}


def test_services_alone_are_owed_when_the_order_is_closed() -> None:
    kit = in_memory()
    before = credit(kit)
    name = do(kit, order_of(Line("ENGRAVE", 3))).order_id
    total = stored(kit, name).total_minor
    assert credit(kit) == {"free": before["free"] - total, "open": total}
    do(kit, CloseOrder(name))
    assert credit(kit) == {"free": before["free"] - total, "unbilled": total}
    do(kit, ReopenOrder(name))
    do(kit, CancelOrder(name, "not rendered"))
    assert credit(kit) == before
