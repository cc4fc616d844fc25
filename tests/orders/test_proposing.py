"""A channel sends a binding order again, with other content and a newer revision."""

from __future__ import annotations

from typing import Any

import pytest

from orderkit.errors import InvalidInput, NotAllowedNow
from orderkit.flow import Query
from orderkit.orders import (
    CHANGE,
    CancelOrder,
    ChangeProposal,
    Line,
    NumberTaken,
    Order,
    PlaceOrder,
    ReleaseHold,
)
from orderkit.parties import CaptureMode
from orderkit.values import EUR, UnitPrice
from tests.world import ANN, ROOT, balances, desk_of, in_memory, order_of, stored

TEN = UnitPrice.parse("10.00 EUR")


def recorded(
    number: str = "4711", quantity: int = 3, revision: int = 1, **fields: Any
) -> PlaceOrder:
    line = Line("TEA-1", quantity, price=TEN)
    return order_of(
        line, number=number, mode=CaptureMode.RECORD, channel_revision=revision, **fields
    )


def test_a_newer_revision_of_a_recorded_order_is_kept_and_holds_it() -> None:
    kit = in_memory()
    desk = desk_of(kit, ROOT)
    first = desk.execute(recorded())
    before = balances(kit)

    again = desk.execute(recorded(quantity=5, revision=2, expected_total=EUR("59.50")))

    assert (again.order_id, again.repeated) == (first.order_id, True)
    assert CHANGE in again.holds
    assert balances(kit) == before
    order = stored(kit, first.order_id)
    assert order.lines[0].ordered == 3
    (proposal,) = desk.find(Query(ChangeProposal, "by_order", (order.id,))).items
    assert proposal.channel_revision == 2
    assert str(proposal.lines[0].quantity) == "5"
    assert proposal.expected_total == EUR("59.50")


def test_the_proposal_is_imported_again_and_changes_nothing() -> None:
    kit = in_memory()
    desk = desk_of(kit, ROOT)
    desk.execute(recorded())
    told = desk.execute(recorded(quantity=5, revision=2))
    versions = len(desk.history(Order, told.order_id))

    assert desk.execute(recorded(quantity=5, revision=2)) == told
    assert desk.execute(recorded(quantity=5, revision=2), key="other") == told
    assert len(desk.history(Order, told.order_id)) == versions


def test_an_older_revision_that_comes_late_is_answered() -> None:
    kit = in_memory()
    desk = desk_of(kit, ROOT)
    desk.execute(recorded())
    desk.execute(recorded(quantity=5, revision=3))

    late = desk.execute(recorded(quantity=4, revision=2))

    assert late.repeated
    assert len(desk.find(Query(ChangeProposal, "by_order", (late.order_id,))).items) == 1


def test_a_release_says_no_to_the_proposal() -> None:
    kit = in_memory()
    desk = desk_of(kit, ROOT)
    desk.execute(recorded())
    held = desk.execute(recorded(quantity=5, revision=2))
    assert CHANGE not in desk.execute(ReleaseHold(held.order_id, CHANGE, "as it was")).holds


def test_an_offered_order_keeps_its_number() -> None:
    kit = in_memory()
    desk = desk_of(kit, ANN)
    desk.execute(order_of(Line("TEA-1", 3), number="4711"))
    with pytest.raises(NumberTaken, match="give the new one its own number"):
        desk.execute(order_of(Line("TEA-1", 4), number="4711", channel_revision=2))


def test_other_content_under_the_same_revision_is_refused() -> None:
    kit = in_memory()
    desk = desk_of(kit, ROOT)
    desk.execute(recorded())
    with pytest.raises(NumberTaken):
        desk.execute(recorded(quantity=5), key="other")


def test_a_cancelled_order_is_not_held_for_a_proposal() -> None:
    kit = in_memory()
    desk = desk_of(kit, ROOT)
    placed = desk.execute(recorded())
    desk.execute(CancelOrder(placed.order_id, "changed their mind"))
    with pytest.raises(NotAllowedNow):
        desk.execute(recorded(quantity=5, revision=2))


def test_revisions_are_counted_from_one() -> None:
    with pytest.raises(InvalidInput, match="pass 1 for the first"):
        recorded(revision=0)


@pytest.mark.parametrize("revision", [1, 2, 3])
def test_a_number_is_one_customers_whatever_its_revision(revision: int) -> None:
    kit = in_memory()
    desk = desk_of(kit, ROOT)
    first = desk.execute(recorded(revision=2))
    with pytest.raises(NumberTaken):
        desk.execute(recorded(revision=revision, customer="c-3"), key="other")
    assert not stored(kit, first.order_id).held(CHANGE)


def test_another_customers_number_is_taken_and_nothing_is_told_of_it() -> None:
    kit = in_memory()
    desk = desk_of(kit, ROOT)
    first = desk.execute(recorded())
    with pytest.raises(NumberTaken, match="is another customer's order") as taken:
        desk.execute(recorded(customer="c-3"), key="other")
    assert first.order_id not in str(taken.value)
