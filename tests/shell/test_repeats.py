"""Who may do what, and what the same key gives: permission first, then the key, then the decision."""

from __future__ import annotations

import pytest
from attrs import evolve

from orderkit.errors import (
    KeyReuse,
    NotFound,
    NotPermitted,
)
from orderkit.flow import (
    DENY_ALL,
    PERMISSIONS,
    Context,
    Flow,
    Maybe,
    Put,
    Ref,
    ask,
)
from tests.shell.sample import (
    Book,
    Made,
    Play,
    Rename,
    Shelf,
    SoldOut,
    Stock,
    done,
    free,
    script,
    taken,
)
from tests.shell.world import (
    ANN,
    BOB,
    EVE,
    RULES,
    World,
    buyer,
)


def stocked(world: World, shelf: str = "s-1", count: int = 5, title: str = "tea") -> None:
    world.execute(Stock(shelf, count, title))
    world.store.calls.clear()
    world.store.loads.clear()


# Permission


def test_permission_is_refused_before_anything_else(world: World) -> None:
    world.execute(Stock("s-1", 5), key="k")
    with pytest.raises(NotPermitted, match=r"eve may not sample\.stock sample\.shelf/s-1"):
        world.execute(Stock("s-1", 9), key="k", actor=EVE)
    with pytest.raises(NotPermitted):
        world.execute(Book("b-1", "absent", 9), actor=EVE)
    assert [(one.actor, one.action, one.code) for one in world.accesses()] == [
        ("eve", "sample.book", "not_permitted"),
        ("eve", "sample.stock", "not_permitted"),
    ]


def test_permission_comes_before_what_the_decision_refuses_at_once(world: World) -> None:
    @script
    def never(_play: Play, _context: Context) -> Flow[str]:
        raise SoldOut("s-1", 0)

    with pytest.raises(NotPermitted):
        world.execute(Play("never"), actor=EVE)
    with pytest.raises(SoldOut):
        world.execute(Play("never"))


def test_stored_answer_is_given_only_to_somebody_who_may(world: World) -> None:
    stocked(world)
    assert world.execute(Rename("s-1", "coffee"), key="k") == "tea"
    denied = RULES.having(PERMISSIONS, DENY_ALL)
    with pytest.raises(NotPermitted):
        world.execute(Rename("s-1", "coffee"), key="k", rules=denied)
    assert world.execute(Rename("s-1", "coffee"), key="k") == "tea"


def test_buyer_who_no_longer_owns_the_document_gets_no_stored_answer(world: World) -> None:
    give(world, "c-1")
    assert world.execute(Rename("s-1", "tin"), key="k", actor=buyer("c-1")) == "box"
    give(world, "c-2")
    with pytest.raises(NotFound):
        world.execute(Rename("s-1", "tin"), key="k", actor=buyer("c-1"))


def give(world: World, customer: str) -> None:
    @script
    def given(_play: Play, _context: Context) -> Flow[str]:
        yield from ask(Maybe(Shelf, "s-1"))
        return done(puts=(Put(Shelf("s-1", "box", customer)),))

    world.execute(Play("given"))


def test_what_is_absent_and_what_is_anothers_look_alike_to_a_buyer(world: World) -> None:
    give(world, "c-1")
    told = []
    for shelf in ("s-1", "s-2"):
        with pytest.raises(NotFound) as refused:
            world.execute(Rename(shelf, "tin"), actor=buyer("c-2"))
        told.append(str(refused.value).replace(shelf, "…"))
    assert told[0] == told[1]
    assert {one.code for one in world.accesses()} == {"not_permitted"}
    assert "it is not a matter of customer c-2" in world.accesses()[0].detail


def test_buyer_without_the_role_learns_of_their_own_document_that_they_may_not(
    world: World,
) -> None:
    give(world, "c-1")
    idle = evolve(buyer("c-1"), roles=frozenset())
    with pytest.raises(NotPermitted):
        world.execute(Rename("s-1", "tin"), actor=idle)


def test_buyer_may_do_what_names_their_customer_where_there_is_no_document_yet(
    world: World,
) -> None:
    stocked(world)
    assert world.execute(Book("b-1", "s-1", 1, "c-1"), actor=buyer("c-1")) == Made("b-1", 1)
    with pytest.raises(NotPermitted):
        world.execute(Book("b-2", "s-1", 1, "c-1"), actor=buyer("c-2"))


def test_denial_where_an_absent_scope_was_a_maybe_is_told_as_it_is(world: World) -> None:
    @script
    def any_of_it(_play: Play, _context: Context) -> Flow[str]:
        yield from ()
        return done()

    with pytest.raises(NotPermitted):
        world.execute(Play("any_of_it", wide=True), actor=buyer("c-1"))


def test_permission_is_judged_again_on_every_rerun(world: World) -> None:
    give(world, "c-1")
    world.store.disturb("commit", lambda: give_elsewhere(world, "c-2"))
    with pytest.raises(NotFound):
        world.execute(Rename("s-1", "tin"), actor=buyer("c-1"))
    assert world.value(Shelf, "sample.shelf", "s-1") == Shelf("s-1", "box", "c-2")


def give_elsewhere(world: World, customer: str) -> None:
    other = World()
    other.store.raw, other.keys = world.store.raw, 5_000
    give(other, customer)


# Repeats


def test_repeat_is_answered_as_the_first_time_though_the_world_moved(world: World) -> None:
    stocked(world)
    first = world.execute(Stock("s-1", 1), key="k")
    world.execute(Stock("s-1", 10))
    world.store.calls.clear()
    assert world.execute(Stock("s-1", 1), key="k") == first == 5
    assert world.store.calls == {"load": 1}
    assert world.balances(free("s-1")) == (16,)


def test_repeat_is_answered_though_it_would_be_refused_by_now(world: World) -> None:
    stocked(world)
    made = world.execute(Book("b-1", "s-1", 5))
    assert world.execute(Book("b-1", "s-1", 5)) == made


def test_repeat_is_answered_though_the_decision_refuses_before_it_asks(world: World) -> None:
    late: list[str] = []

    @script
    def until(_play: Play, _context: Context) -> Flow[str]:
        if late:
            raise SoldOut("s-1", 0)
        yield from ()
        return done("first")

    world.execute(Play("until"), key="k")
    late.append("now")
    assert world.execute(Play("until"), key="k") == "first"


def test_key_with_other_content_is_refused(world: World) -> None:
    stocked(world)
    world.execute(Book("b-1", "s-1", 1))
    with pytest.raises(KeyReuse):
        world.execute(Book("b-1", "s-1", 2))
    assert world.balances(taken("s-1")) == (1,)
    assert world.accesses() == []


def test_field_at_its_default_is_as_good_as_not_given(world: World) -> None:
    stocked(world)
    assert world.execute(Book("b-1", "s-1", 1, note="")) == Made("b-1", 1)
    assert world.execute(Book("b-1", "s-1", 1)) == Made("b-1", 1)
    with pytest.raises(KeyReuse):
        world.execute(Book("b-1", "s-1", 1, note="gift"))


def test_key_of_another_principal_is_refused(world: World) -> None:
    world.execute(Stock("s-1", 1), key="k", actor=ANN)
    with pytest.raises(KeyReuse):
        world.execute(Stock("s-1", 1), key="k", actor=BOB)


def test_keys_are_of_one_tenant(world: World) -> None:
    world.execute(Stock("s-1", 1), key="k")
    assert world.execute(Stock("s-1", 2), key="k", tenant="other") == 0
    assert world.balances(free("s-1"), tenant="other") == (2,)


def test_refusal_is_not_remembered(world: World) -> None:
    stocked(world, count=1)
    with pytest.raises(SoldOut):
        world.execute(Book("b-1", "s-1", 2))
    world.execute(Stock("s-1", 1))
    assert world.execute(Book("b-1", "s-1", 2)) == Made("b-1", 2)


def test_answer_of_the_one_that_was_faster_is_given_and_not_ones_own(world: World) -> None:
    @script
    def naming(_play: Play, context: Context) -> Flow[str]:
        yield from ()
        return done(context.fresh_id())

    twin = world.meanwhile(Play("naming"), key="k")
    told: list[object] = []
    world.store.disturb("commit", lambda: told.append(twin()))
    assert [world.execute(Play("naming"), key="k")] == told


def test_same_command_that_was_faster_answers(world: World) -> None:
    stocked(world)
    command = Stock("s-1", 1)
    world.store.disturb("commit", world.meanwhile(command, key="k"))
    assert world.execute(command, key="k") == 5
    assert world.balances(free("s-1")) == (6,)


def test_refusal_stands_when_the_key_is_still_unused(world: World) -> None:
    with pytest.raises(NotFound):
        world.execute(Book("b-1", "absent", 1))
    assert world.store.calls == {"load": 2, "commit": 1}
    assert world.store.loads[1] == ((), (), ("book-b-1",))


def test_refused_command_is_answered_by_a_twin_that_came_in_between(world: World) -> None:
    twin = world.meanwhile(Book("b-1", "s-1", 1))

    def both() -> None:
        world.meanwhile(Stock("s-1", 1))()
        twin()

    world.store.disturb("load", lambda: None, both)
    assert world.execute(Book("b-1", "s-1", 1)) == Made("b-1", 1)
    assert world.accesses() == []


def test_key_that_was_taken_for_other_content_while_refusing_is_told(world: World) -> None:
    def other() -> None:
        world.meanwhile(Stock("s-1", 5))()
        world.meanwhile(Book("b-1", "s-1", 2))()

    world.store.disturb("load", lambda: None, other)
    with pytest.raises(KeyReuse):
        world.execute(Book("b-1", "s-1", 1))


def test_key_that_was_taken_for_other_content_at_the_commit_is_told(world: World) -> None:
    stocked(world)
    world.store.disturb("commit", world.meanwhile(Book("b-1", "s-1", 2)))
    with pytest.raises(KeyReuse):
        world.execute(Book("b-1", "s-1", 1))


def test_random_key_is_not_looked_up_for_a_refusal(world: World) -> None:
    @script
    def no(_play: Play, _context: Context) -> Flow[str]:
        yield from ask(Ref(Shelf, "absent"))
        return done()

    with pytest.raises(NotFound):
        world.execute(Play("no"))
    assert world.store.calls == {"load": 1, "commit": 1}
