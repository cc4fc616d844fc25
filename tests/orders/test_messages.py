"""What orders say no with: code, words with the way out, and that it travels."""

from __future__ import annotations

import pickle

import pytest

from orderkit.errors import Fault, Refused
from orderkit.orders import (
    AlreadyShipped,
    HoldNotYours,
    InDelivery,
    MoveOfItsOwn,
    NoSuchHold,
    NoSuchLine,
    NotDivisible,
    NothingLeft,
    NothingToApprove,
    NumberTaken,
    OnHold,
    OrderRefused,
    RevisionChanged,
    StillOpen,
    TotalWouldRise,
    refusals,
)
from orderkit.values import EUR

ONE = Fault("lines[0].item", "unknown_item", "'X'", "nothing goes by it", "check the spelling")
TWO = Fault("place", "address_missing", "''", "there is no such address", "name another")

TOLD: list[tuple[Refused, str, bool, str]] = [
    (
        OrderRefused("c-1", (ONE, TWO)), "order_refused", False,
        f"the order of c-1 cannot be accepted: {ONE}; {TWO}",
    ),
    (
        NumberTaken("web", "4711", "o-1"), "number_taken", False,
        ("number 4711 of channel web is order 'o-1', which says something else: edit that order, or "
         "give the new one its own number"),
    ),
    (
        RevisionChanged("o-1", 1, 2), "revision_changed", True,
        ("order 'o-1' is at revision 2 and was expected at 1: read it again and decide on what it "
         "says now"),
    ),
    (
        OnHold("o-1", ("credit", "stock")), "on_hold", True,
        ("order 'o-1' is on hold (credit, stock): have the holds released, by payment, approval or "
         "ReleaseHold, and try again"),
    ),
    (
        NoSuchHold("o-1", "fraud", ()), "no_such_hold", False,
        "order 'o-1' is not held for 'fraud': no hold stands, so nothing has to be released",
    ),
    (
        NoSuchHold("o-1", "fraud", ("stock", "credit")), "no_such_hold", False,
        "order 'o-1' is not held for 'fraud': name one of its holds, stock, credit",
    ),
    (
        HoldNotYours("o-1", "payment", "record it"), "hold_not_released_by_hand", False,
        "order 'o-1' is held for 'payment': record it",
    ),
    (
        AlreadyShipped("o-1", "1", 5, 2), "already_shipped", False,
        ("5 of line 1 of order 'o-1' cannot be cancelled, 2 are not shipped: cancel at most those, "
         "and let the customer return the rest"),
    ),
    (
        InDelivery("o-1", "1", 5, 2, ("d-1", "d-2")), "in_delivery", False,
        ("5 of line 1 of order 'o-1' cannot be taken back, 2 stand in no delivery: cancel or recall "
         "a delivery first (d-1, d-2)"),
    ),
    (
        NothingLeft("o-1"), "nothing_left", False,
        ("nothing of order 'o-1' is left to cancel, all of it was shipped: let the customer return "
         "it"),
    ),
    (
        NotDivisible("o-1", "1", "3"), "not_divisible", False,
        "line 1 of order 'o-1' names no known item and cannot be divided: cancel all of it, 3",
    ),
    (
        MoveOfItsOwn("o-1", "cancel", "use CancelOrder"), "move_of_its_own", False,
        ("order 'o-1' cannot be advanced by 'cancel', which changes more than its stage: "
         "use CancelOrder"),
    ),
    (
        NoSuchLine("o-1", "7", ("1", "2")), "no_such_line", False,
        "order 'o-1' has no line '7': name one of its lines, 1, 2",
    ),
    (
        NothingToApprove("o-1", "ann", ()), "nothing_to_approve", False,
        "nothing of order 'o-1' waits for ann; the order waits for nobody: have one of them decide",
    ),
    (
        NothingToApprove("o-1", "ann", ("role:finance",)), "nothing_to_approve", False,
        ("nothing of order 'o-1' waits for ann; the order waits for role:finance: have one of them "
         "decide"),
    ),
    (
        NothingToApprove("o-1", "ann", ("role:finance",), "deep"), "nothing_to_approve", False,
        ("level 'deep' of order 'o-1' does not wait for ann; the order waits for role:finance: "
         "have one of them decide, or leave the level out"),
    ),
    (
        StillOpen("o-1", (("1", 2), ("3", 4))), "still_open", False,
        "order 'o-1' cannot be closed, 2 of line 1, 4 of line 3 are open: ship or cancel them first",
    ),
    (
        TotalWouldRise("o-1", EUR("14.10"), EUR("192.60")), "total_would_rise", False,
        ("order 'o-1' would come to 192.60 EUR instead of 14.10 EUR, for a credit is among what is "
         "cancelled: cancel what it was given for as well, or the whole order"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("refusal", "code", "transient", "words"), TOLD)
def test_refusals_tell_what_why_and_the_way_out(
    refusal: Refused, code: str, transient: bool, words: str
) -> None:
    assert (refusal.code, refusal.transient, str(refusal)) == (code, transient, words)


@pytest.mark.parametrize("refusal", [row[0] for row in TOLD])
def test_refusals_travel(refusal: Refused) -> None:
    back = pickle.loads(pickle.dumps(refusal))
    assert (type(back), str(back)) == (type(refusal), str(refusal))


def test_every_refusal_has_its_row() -> None:
    every = {
        one
        for one in vars(refusals).values()
        if isinstance(one, type) and one.__module__ == refusals.__name__
    }
    assert every == {type(row[0]) for row in TOLD}
