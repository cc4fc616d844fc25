"""What holds of orders whatever is ordered and in whatever order things happen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any, Final

import attrs
from hypothesis import given
from hypothesis import strategies as st

from orderkit.errors import InvalidInput, OrderkitError, Refused
from orderkit.flow import Actor, Command
from orderkit.kit import OrderKit
from orderkit.orders import (
    ApproveOrder,
    CancelOrder,
    CloseOrder,
    ConfirmOrder,
    HoldOrder,
    Line,
    NoticeCode,
    Order,
    OrderLine,
    PlaceOrder,
    RejectOrder,
    ReleaseHold,
    ReopenOrder,
    UnconfirmOrder,
    exposure_wanted,
    statuses,
)
from orderkit.parties import CaptureMode
from orderkit.payments import RecordPayment
from orderkit.shell import Failed, Ok
from orderkit.values import Money, UnitPrice
from tests.world import (
    ANN,
    BOB,
    FIN,
    TENANT,
    balances,
    deep,
    desk_of,
    do,
    in_memory,
    order_of,
    review,
    shipped,
    stored,
)

NUMBERS: Final = count(1)
KITS: Final = {inside: in_memory(prices_include_tax=inside) for inside in (False, True)}

PRICES = st.integers(0, 5000).map(lambda cents: UnitPrice.parse(f"{cents / 100:.2f} EUR"))


@st.composite
def some_lines(draw: st.DrawFn) -> Line:
    """A line that could be right, and sometimes is not."""
    item, top, step = draw(
        st.sampled_from(
            [("TEA-1", 60, ""), ("A 100", 5, ""), ("TEA-1", 3, " case"), ("POT-1", 22, ""),
             ("ENGRAVE", 9, ""), ("SAMPLE", 9, ""), ("RARE", 3, ""), ("mystery", 3, "")]
        )
    )  # fmt: skip
    quantity = f"{draw(st.integers(1, top))}{step}"
    price = draw(st.none() | PRICES)
    offer = draw(st.sampled_from(["", "spring"]))
    return Line(item, quantity, price, "by hand" if price else "", offer)


LINES = st.lists(some_lines(), min_size=1, max_size=5)
WEIGHTS = st.lists(
    st.integers(1, 900).map(lambda grams: Line("LEAF", f"{grams / 1000:.3f} kg")),
    min_size=1, max_size=4,
)  # fmt: skip


def fresh(lines: Sequence[Line], **fields: Any) -> PlaceOrder:
    return order_of(*lines, number=f"n-{next(NUMBERS)}", **fields)


def line_problems(line: OrderLine) -> list[str]:
    rules = {
        "ordered = cancelled + standing": line.ordered == line.cancelled + line.standing,
        "open = reserved + short": not line.sku or line.open == line.reserved + line.short,
        "shipped is within standing": 0 <= line.shipped <= line.standing,
        "planned is within reserved": all(0 <= s.planned <= s.quantity for s in line.schedule),
        "delivered is within shipped": 0 <= line.delivered <= line.shipped,
        "scheduled is what has not left": sum(s.quantity for s in line.schedule)
        == line.standing - line.shipped,
        "what nobody serves is in no delivery": all(
            s.location or not s.planned for s in line.schedule
        ),
        "something is scheduled, and nothing empty beside it": len(line.schedule) == 1
        or all(s.quantity > 0 for s in line.schedule),
    }
    return [rule for rule, holds in rules.items() if not holds]


def problems(order: Order) -> list[str]:
    """What is wrong with an order, by itself."""
    total = order.net_minor + order.tax_minor + order.rounding_minor
    rules = {
        "net + tax + rounding = total": total == order.total_minor,
        "the lines' nets sum to the net": sum(one.net_minor for one in order.lines)
        == order.net_minor,
        "the lines' taxes sum to the tax": sum(one.tax_minor for one in order.lines)
        == order.tax_minor,
        "a cancelled order costs nothing": order.stage != "cancelled" or not order.total_minor,
        "credit is what is owed": not order.credit.payer
        or order.credit.total == exposure_wanted(order),
        "waits only while it is held for approval": bool(order.waiting_for_whom)
        <= order.held("approval"),
        "one hold per reason": len({hold.reason for hold in order.holds}) == len(order.holds),
        "a confirmed order is not short": order.stage != "confirmed"
        or all(not line.short for line in order.lines),
    }
    found = [rule for rule, holds in rules.items() if not holds]
    return found + [f"line {one.id}: {rule}" for one in order.lines for rule in line_problems(one)]


@given(LINES | WEIGHTS, st.booleans(), st.sampled_from(["c-1", "c-2", "c-3"]))
def test_amounts_and_quantities_add_up(lines: list[Line], inside: bool, customer: str) -> None:
    kit = KITS[inside]
    command = fresh(lines, mode=CaptureMode.RECORD, customer=customer)
    order: Order = desk_of(kit).preview(command).changes.puts[0].value
    assert problems(order) == []
    assert str(order.total) in desk_of(kit).explain(order)


@given(LINES | WEIGHTS, st.booleans(), st.sampled_from(["c-1", "c-2", "c-3"]))
def test_cancelling_the_whole_gives_all_back(
    lines: list[Line], inside: bool, customer: str
) -> None:
    kit = KITS[inside]
    before = balances(kit)
    answer = do(kit, fresh(lines, mode=CaptureMode.RECORD, customer=customer))
    moved = do(kit, CancelOrder(answer.order_id, "whole"))
    assert (moved.stage, moved.total.minor, moved.holds) == ("cancelled", 0, ())
    assert balances(kit) == before
    assert problems(stored(kit, answer.order_id)) == []


@given(LINES, st.data())
def test_cancelling_piece_by_piece_ends_where_the_whole_does(
    lines: list[Line], data: st.DataObject
) -> None:
    kit = KITS[False]
    before = balances(kit)
    answer = do(kit, fresh(lines, mode=CaptureMode.RECORD))
    order = stored(kit, answer.order_id)
    while order.stage != "cancelled":
        line = data.draw(st.sampled_from([one for one in order.lines if one.standing]))
        part = f"{data.draw(st.integers(1, line.standing))} pcs" if line.sku else line.quantity
        do(kit, CancelOrder(order.id, "part", ((line.id, part),)))
        order = stored(kit, order.id)
        assert problems(order) == []
    assert balances(kit) == before


@given(LINES, st.booleans())
def test_a_preview_changes_nothing_and_tells_what_will_be(lines: list[Line], binding: bool) -> None:
    kit = KITS[False]
    desk, before = desk_of(kit), balances(kit)
    command = fresh(lines, mode=CaptureMode.RECORD if binding else None)
    seen = outcome(desk.preview, command)
    assert balances(kit) == before
    done = outcome(desk.execute, command)
    if isinstance(done, OrderkitError):
        assert (type(done), str(done)) == (type(seen), str(seen))
        assert balances(kit) == before
        return
    assert done == seen.answer
    assert stored(kit, done.order_id) == seen.changes.puts[0].value
    do(kit, CancelOrder(done.order_id, "room"))


def outcome(method: Callable[[Any], Any], command: PlaceOrder) -> Any:
    """What a method answers, or the refusal it raises."""
    try:
        return method(command)
    except OrderkitError as error:
        return error


def answered(result: Any) -> Any:
    """An answer without its advisory warnings, or the class of the refusal."""
    if isinstance(result, Ok):
        result = result.answer
    if isinstance(result, Failed):
        result = result.error
    if isinstance(result, OrderkitError):
        return type(result)
    lasting = [one for one in result.warnings if one.code is not NoticeCode.LOW_STOCK]
    return attrs.evolve(result, warnings=tuple(lasting))


def numbered(orders: list[list[Line]]) -> list[PlaceOrder]:
    """Orders of two customers, of which a fifth has the number of the first."""
    return [
        order_of(*lines, number=str(n % 4), customer=("c-1", "c-2")[n % 2])
        for n, lines in enumerate(orders)
    ]


PLENTY: Final = {("TEA-1", "north"): "9999", ("POT-1", "south"): "999", ("SAMPLE", "east"): "99"}


@given(st.lists(LINES, min_size=1, max_size=6))
def test_a_batch_is_as_good_as_one_by_one(orders: list[list[Line]]) -> None:
    commands = numbered(orders)
    together, apart = in_memory(levels=PLENTY), in_memory(levels=PLENTY)
    results = desk_of(together).execute_many(commands)
    singly = [outcome(desk_of(apart).execute, command) for command in commands]
    assert [answered(one) for one in results] == [answered(one) for one in singly]
    assert balances(together) == balances(apart)


@given(st.lists(LINES, min_size=1, max_size=6))
def test_a_batch_never_promises_twice(orders: list[list[Line]]) -> None:
    kit = in_memory(limit="300.00", levels={("TEA-1", "north"): "20", ("POT-1", "east"): "9"})
    results = desk_of(kit).execute_many(numbered(orders))
    assert len(results) == len(orders)
    assert all(held >= 0 for held in balances(kit).values())
    assert kit.audit(TENANT).clean


Move = tuple[str, int, int]
MOVES = st.tuples(
    st.sampled_from(
        ["place", "record", "prepaid", "approve", "endorse", "reject", "hold", "release", "cancel",
         "confirm", "unconfirm", "close", "reopen", "ship", "pay"]
    ),
    st.integers(0, 3),
    st.integers(1, 12),
)  # fmt: skip
HOLDS = ("review", "credit", "stock", "price", "fraud", "payment", "approval", "address")


def whole_or_part(order: Order, line: OrderLine, many: int) -> CancelOrder:
    parts = {} if many > 9 else {line.id: many}
    return CancelOrder(order.id, "asked", parts)


def payment(order: Order, many: int) -> RecordPayment:
    amount = Money(min(order.due.minor, many * 1000), "EUR")
    return RecordPayment(order.id, amount, "card", str(next(NUMBERS)))


def a_line(order: Order) -> OrderLine:
    return next((one for one in order.lines if one.sku), order.lines[0])


MAKERS: Final[Mapping[str, tuple[Callable[[Order, int], Command[Any]], Actor]]] = {
    "approve": (lambda o, _: ApproveOrder(o.id, o.revision), FIN),
    "endorse": (lambda o, _: ApproveOrder(o.id, o.revision), BOB),
    "reject": (lambda o, _: RejectOrder(o.id, o.revision), BOB),
    "hold": (lambda o, many: HoldOrder(o.id, HOLDS[many % len(HOLDS)]), ANN),
    "release": (lambda o, many: ReleaseHold(o.id, HOLDS[many % len(HOLDS)]), FIN),
    "cancel": (lambda o, many: whole_or_part(o, a_line(o), many), ANN),
    "confirm": (lambda o, _: ConfirmOrder(o.id), ANN),
    "unconfirm": (lambda o, _: UnconfirmOrder(o.id), ANN),
    "close": (lambda o, _: CloseOrder(o.id), ANN),
    "reopen": (lambda o, _: ReopenOrder(o.id), ANN),
    "pay": (payment, FIN),
}


def make(kit: OrderKit, order: Order, what: str, many: int) -> None:
    """Make one move on an order."""
    if what == "ship":
        line = a_line(order)
        for part in line.schedule[-1:]:
            shipped(kit, order.id, part.location, min(many, part.quantity), line.id)
        return
    maker, actor = MAKERS[what]
    do(kit, maker(order, many), actor)


def new_order(what: str, many: int) -> PlaceOrder:
    lines = [Line("TEA-1", many), *([Line("ENGRAVE", 1)] if many % 2 else [])]
    if what == "prepaid":
        return fresh(lines, customer="c-2")
    if what == "record":
        odd = [Line("mystery", 2, UnitPrice.parse("3.00 EUR"))] if many % 3 == 0 else []
        return fresh([*odd, *lines], mode=CaptureMode.RECORD)
    return fresh(lines)


@given(st.lists(MOVES, max_size=25))
def test_the_books_hold_whatever_happens(moves: list[Move]) -> None:
    policies = [review(deep("0.02", "person:bob", "role:finance"))]
    stock = {("TEA-1", "north"): "15", ("TEA-1", "south"): "15"}
    kit = in_memory(policies=policies, limit="150.00", levels=stock)
    placed: list[str] = []
    for what, which, many in [("place", 0, 3), *moves]:
        try:
            if what in {"place", "record", "prepaid"}:
                placed.append(do(kit, new_order(what, many)).order_id)
            else:
                make(kit, stored(kit, placed[which % len(placed)]), what, many)
        except (Refused, InvalidInput):
            continue
    for name in placed:
        order = stored(kit, name)
        assert problems(order) == []
        assert statuses(order).payment
    audit = kit.audit(TENANT)
    assert audit.clean, str(audit)
