"""Orders that are there, and what cannot be done with them; approvals among it."""

from __future__ import annotations

from orderkit.approvals import NotAnApprover, SelfApproval
from orderkit.errors import NotAllowedNow, NotFound, NotPermitted
from orderkit.flow import Actor
from orderkit.kit import OrderKit
from orderkit.orders import (
    AdvanceOrder,
    AlreadyShipped,
    ApproveOrder,
    CancelOrder,
    CloseOrder,
    ConfirmOrder,
    HoldNotYours,
    HoldOrder,
    InDelivery,
    Line,
    MoveOfItsOwn,
    NoSuchHold,
    NoSuchLine,
    NotDivisible,
    NothingLeft,
    NothingToApprove,
    Order,
    RejectOrder,
    ReleaseHold,
    ReopenOrder,
    RevisionChanged,
    StillOpen,
    TotalWouldRise,
    UnconfirmOrder,
)
from orderkit.values import UnitPrice
from tests.badinput.rows import Row, doing, invalid
from tests.badinput.situations import (
    ASKING_TWO,
    WITH_REVIEW,
    all_shipped,
    an_order,
    delivery,
    held,
    prepaid,
    shipped,
    step,
    unknown_item,
    waiting,
)
from tests.world import BOB, FIN, placed, stored

ANN_IN_FINANCE = Actor.person("ann", roles={"sales", "finance"})
ROBOT = Actor.automaton("robot", roles={"finance"})


def approved(kit: OrderKit) -> Order:
    order = waiting(kit)
    step(kit, ApproveOrder(order.id, order.revision), "approve", FIN)
    return stored(kit, order.id)


def approved_by_bob(kit: OrderKit) -> Order:
    order = waiting(kit)
    step(kit, ApproveOrder(order.id, order.revision), "approve", BOB)
    return stored(kit, order.id)


def changed(kit: OrderKit) -> Order:
    """Given as it was before a part was called off."""
    order = waiting(kit)
    step(kit, CancelOrder(order.id, "fewer guests", {"1": 1}), "cancel")
    return order


def cancelled(kit: OrderKit) -> Order:
    order = an_order(kit)
    step(kit, CancelOrder(order.id, "changed their mind"), "cancel")
    return order


def placed_only(kit: OrderKit) -> Order:
    """An order that waits for somebody to confirm it."""
    order = an_order(kit)
    step(kit, UnconfirmOrder(order.id), "unconfirm")
    return stored(kit, order.id)


def with_credit(kit: OrderKit) -> Order:
    """An order with a credit of 5 EUR on its second line."""
    credit = Line("ENGRAVE", 1, UnitPrice.parse("-5 EUR"), "apology")
    return placed(kit, Line("TEA-1", 10), credit)[1]


APPROVING: list[Row] = [
    Row("an approver who submitted it", SelfApproval, "self_approval", (),
        doing(lambda o: ApproveOrder(o.id, o.revision), ANN_IN_FINANCE), waiting, WITH_REVIEW),
    Row("an approver of another role", NothingToApprove, "nothing_to_approve", (),
        doing(lambda o: ApproveOrder(o.id, o.revision), BOB), waiting, WITH_REVIEW),
    Row("an approval by an automaton", NotAnApprover, "not_an_approver", (),
        doing(lambda o: ApproveOrder(o.id, o.revision), ROBOT), waiting, WITH_REVIEW),
    Row("an approval of an old revision", RevisionChanged, "revision_changed", (),
        doing(lambda o: ApproveOrder(o.id, o.revision), FIN), changed, WITH_REVIEW),
    Row("approving what is approved", NotAllowedNow, "not_allowed_now", (),
        doing(lambda o: ApproveOrder(o.id, o.revision), FIN), approved, WITH_REVIEW),
    Row("approving twice", NothingToApprove, "nothing_to_approve", (),
        doing(lambda o: ApproveOrder(o.id, o.revision), BOB), approved_by_bob, ASKING_TWO),
    Row("approving without the permission", NotPermitted, "not_permitted", (),
        doing(lambda o: RejectOrder(o.id, o.revision),
              Actor.person("hal", roles={"warehouse"})), waiting, WITH_REVIEW),
    invalid("a card number in an approver's note", "card_number",
            call=doing(lambda o: ApproveOrder(o.id, o.revision, "4111 1111 1111 1111"), FIN),
            given=waiting, opening=WITH_REVIEW),
    Row("approving for a level that waits for others", NothingToApprove, "nothing_to_approve", (),
        doing(lambda o: ApproveOrder(o.id, o.revision, level="deep"), FIN), waiting, WITH_REVIEW),
]  # fmt: skip

MOVING: list[Row] = [
    Row("an order that is not there", NotFound, "not_found", (),
        doing(lambda _: ConfirmOrder("o-none"))),
    Row("confirming twice", NotAllowedNow, "not_allowed_now", (),
        doing(lambda o: ConfirmOrder(o.id)), an_order),
    Row("closing with open lines", StillOpen, "still_open", (),
        doing(lambda o: CloseOrder(o.id)), an_order),
    Row("reopening what was cancelled", NotAllowedNow, "not_allowed_now", (),
        doing(lambda o: ReopenOrder(o.id)), cancelled),
    Row("taking back what is on its way", InDelivery, "in_delivery", (),
        doing(lambda given: UnconfirmOrder(given[0].id)), delivery),
    Row("releasing a hold that goes by itself", HoldNotYours, "hold_not_released_by_hand", (),
        doing(lambda o: ReleaseHold(o.id, "payment")), prepaid),
    Row("releasing a hold that is not there", NoSuchHold, "no_such_hold", (),
        doing(lambda o: ReleaseHold(o.id, "credit")), held),
    Row("releasing what is not held", NoSuchHold, "no_such_hold", (),
        doing(lambda o: ReleaseHold(o.id, "credit")), an_order),
    invalid("a hold that only a payment may put", "reserved",
            call=doing(lambda o: HoldOrder(o.id, "payment")), given=an_order),
    Row("holding what was cancelled", NotAllowedNow, "not_allowed_now", (),
        doing(lambda o: HoldOrder(o.id)), cancelled),
    Row("advancing by a move with a command of its own", MoveOfItsOwn, "move_of_its_own", (),
        doing(lambda o: AdvanceOrder(o.id, "cancel")), an_order),
    Row("advancing by a move that nobody knows", NotAllowedNow, "not_allowed_now", (),
        doing(lambda o: AdvanceOrder(o.id, "polish")), an_order),
]  # fmt: skip

CANCELLING: list[Row] = [
    Row("cancelling what was shipped", AlreadyShipped, "already_shipped", (),
        doing(lambda given: CancelOrder(given[0].id, "late", {"1": 7})), shipped),
    Row("cancelling when all was shipped", NothingLeft, "nothing_left", (),
        doing(lambda o: CancelOrder(o.id, "late")), all_shipped),
    Row("cancelling what stands in a delivery", InDelivery, "in_delivery", (),
        doing(lambda given: CancelOrder(given[0].id, "late", {"1": 5})), delivery),
    Row("cancelling a line that is not there", NoSuchLine, "no_such_line", (),
        doing(lambda o: CancelOrder(o.id, "late", {"9": 1})), an_order),
    Row("cancelling a part of an unknown item", NotDivisible, "not_divisible", (),
        doing(lambda o: CancelOrder(o.id, "late", {"1": 1})), unknown_item),
    Row("cancelling a credit alone", TotalWouldRise, "total_would_rise", (),
        doing(lambda o: CancelOrder(o.id, "late", {"2": 1})), with_credit),
    Row("cancelling twice", NotAllowedNow, "not_allowed_now", (),
        doing(lambda o: CancelOrder(o.id, "late")), cancelled),
    Row("cancelling an old revision", RevisionChanged, "revision_changed", (),
        doing(lambda o: CancelOrder(o.id, "late", revision=o.revision)), changed),
    invalid("cancelling half a piece", "not_exact",
            call=doing(lambda o: CancelOrder(o.id, "late", {"1": "0.5"})), given=an_order),
    invalid("cancelling nothing of a line, for no reason", "empty", "zero_quantity",
            call=doing(lambda o: CancelOrder(o.id, " ", {"1": 0})), given=an_order),
]  # fmt: skip
