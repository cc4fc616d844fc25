"""The scripted runner: it answers from the script, and says what the script lacks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from attrs import frozen

from orderkit.errors import InvalidInput, NotFound, OutOfLimits
from orderkit.flow import (
    Actor,
    Changes,
    Command,
    Consultation,
    Context,
    Decision,
    Each,
    Flow,
    Maybe,
    Ref,
    Rulebook,
    Transfer,
    ask,
    balances,
    consult,
)
from orderkit.inventory import Location, NotEnoughStock, reserve
from orderkit.testing.scripted import balances_after, decide, given, scripted_context

NORTH = Location("north", "North", "acme", "DE")


@frozen
class Rate(Consultation[int]):
    country: str


@frozen
class Look(Command[tuple[str, str, tuple[str, ...], Mapping[str, int], str]]):
    at: str = "north"

    def decide(
        self, context: Context
    ) -> Flow[tuple[str, str, tuple[str, ...], Mapping[str, int], str]]:
        here, there, some = yield from ask(
            Ref(Location, self.at),
            Maybe(Location, "south"),
            Each(Location, ["north", "west"]),
        )
        found = yield from balances("credit/c-7/free", "credit/c-7/open")
        name = there.name if there else "nowhere"
        return Decision((here.name, name, tuple(some), found, context.actor.id))


def test_questions_are_answered_from_the_script() -> None:
    made = decide(Look(), given=given(NORTH), balances={"credit/c-7/free": 5})
    free = {"credit/c-7/free": 5, "credit/c-7/open": 0}
    assert made.answer == ("North", "nowhere", ("north",), free, "ann")


def test_context_can_be_told() -> None:
    now = datetime(2026, 7, 1, tzinfo=UTC)
    context = scripted_context(
        now=now, actor=Actor.person("bob"), tenant="t", key="k", rulebook=Rulebook()
    )
    made = decide(Look(), context, given(NORTH))
    assert made.answer[4] == "bob"
    assert (context.now, context.tenant, context.key) == (now, "t", "k")


def test_absent_document_is_not_found() -> None:
    with pytest.raises(NotFound, match="there is no Location 'moon' here"):
        decide(Look("moon"))


@frozen
class Consults(Command[int]):
    def decide(self, context: Context) -> Flow[int]:
        return Decision((yield from consult(Rate("DE"))))


def test_service_answers_from_the_script() -> None:
    assert decide(Consults(), services={Rate("DE"): 19}).answer == 19


def test_service_that_is_not_in_the_script_is_refused() -> None:
    with pytest.raises(InvalidInput, match="the script has no answer to it; pass services="):
        decide(Consults())


SHELF, CART = "stock/acme/TEA/north/available", "stock/acme/TEA/north/reserved"


def test_transfers_move_balances() -> None:
    changes = Changes(transfers=(reserve("acme", "TEA", "north", 3, "place o-1"),))
    assert balances_after(changes, {SHELF: 5}) == {SHELF: 2, CART: 3}


def test_named_refusal_is_raised() -> None:
    changes = Changes(transfers=(reserve("acme", "TEA", "north", 3, "place o-1"),))
    with pytest.raises(NotEnoughStock) as refused:
        balances_after(changes, {SHELF: 2})
    assert (refused.value.asked, refused.value.free) == (3, 2)


def test_limit_without_a_refusal_is_out_of_limits() -> None:
    full = Transfer("outside/stock/TEA/supplier", SHELF, 3, "receive", ceiling=4)
    with pytest.raises(OutOfLimits, match=SHELF):
        balances_after(Changes(transfers=(full,)), {SHELF: 2})
    assert balances_after(Changes(transfers=(full,)), {SHELF: 1}) == {SHELF: 4}
