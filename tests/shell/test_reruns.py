"""Somebody else was faster, a limit did not hold, or the store failed: what is done again."""

from __future__ import annotations

import pytest

from orderkit.errors import (
    AlreadyExists,
    Conflict,
    OrderkitError,
    OutOfLimits,
    Unavailable,
    Unknown,
)
from orderkit.flow import (
    Context,
    Flow,
    Maybe,
    Put,
    Ref,
    Transfer,
    ask,
    balances,
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
    World,
    unacknowledged,
    unreachable,
)


def stocked(world: World, shelf: str = "s-1", count: int = 5, title: str = "tea") -> None:
    world.execute(Stock(shelf, count, title))
    world.store.calls.clear()
    world.store.loads.clear()


# Somebody else was faster


def test_decision_runs_again_on_what_has_changed(world: World) -> None:
    stocked(world)
    world.store.disturb("commit", world.meanwhile(Rename("s-1", "coffee")))
    assert world.execute(Rename("s-1", "cocoa")) == "coffee"
    assert world.version("sample.shelf", "s-1") == 3
    assert world.store.calls == {"load": 2, "commit": 2}


def test_check_holds_what_is_read_and_not_written(world: World) -> None:
    stocked(world)
    world.store.disturb("commit", world.meanwhile(Rename("s-1", "coffee")))
    world.execute(Book("b-1", "s-1", 1))
    assert world.store.calls == {"load": 2, "commit": 2}


def test_conflict_is_told_when_the_attempts_are_used_up(world: World) -> None:
    stocked(world)
    world.store.disturb("commit", *[world.meanwhile(Rename("s-1", f"t-{n}")) for n in range(20)])
    with pytest.raises(Conflict, match=r"sample.shelf/s-1 .* each of 12 attempts") as told:
        world.execute(Rename("s-1", "cocoa"))
    assert told.value.transient
    assert world.store.calls["commit"] == 12
    assert world.accesses() == []


def test_command_inside_the_hosts_transaction_has_one_attempt(world: World) -> None:
    stocked(world)
    world.store.disturb("commit", world.meanwhile(Rename("s-1", "coffee")))
    with pytest.raises(Conflict, match="each of 1 attempts"):
        world.execute(Rename("s-1", "cocoa"), attempts=1, joined=True)
    with pytest.raises(SoldOut):
        world.execute(Book("b-1", "s-1", 9), attempts=1, joined=True)


def test_document_that_is_there_though_nobody_looked_already_exists(world: World) -> None:
    stocked(world)
    world.execute(Book("b-1", "s-1", 1))
    with pytest.raises(AlreadyExists, match="Booking 'b-1'"):
        world.execute(Book("b-1", "s-1", 2), key="another")
    assert world.balances(taken("s-1")) == (1,)


def test_document_that_is_there_already_does_not_hide_that_something_else_changed(
    world: World,
) -> None:
    stocked(world)

    @script
    def numbered(_play: Play, _context: Context) -> Flow[str]:
        shelf = yield from ask(Ref(Shelf, "s-1"))
        name = f"{shelf.title}-next"
        return done(name, puts=(Put(Shelf(name)), Put(Shelf("s-1", name))))

    world.store.disturb("commit", world.meanwhile(Play("numbered")))
    assert world.execute(Play("numbered")) == "tea-next-next"


def test_document_that_was_looked_for_and_came_in_between_is_seen_on_the_rerun(
    world: World,
) -> None:
    world.store.disturb("commit", world.meanwhile(Stock("s-1", 5)))
    assert world.execute(Stock("s-1", 1)) == 5
    assert world.version("sample.shelf", "s-1") == 2


# Limits


def test_limit_that_does_not_hold_is_refused_by_the_name_the_transfer_gave(world: World) -> None:
    stocked(world)
    with pytest.raises(SoldOut, match="only 5 left"):
        world.execute(Book("b-1", "s-1", 6))
    assert world.store.calls["commit"] == 4  # three attempts, one line of the access log
    assert world.waiting() == 1


def test_refusal_of_a_limit_tells_the_balance_of_the_last_attempt(world: World) -> None:
    stocked(world)
    world.store.disturb("commit", lambda: None, world.meanwhile(Book("b-9", "s-1", 4)))
    with pytest.raises(SoldOut, match="only 1 left"):
        world.execute(Book("b-1", "s-1", 6))


def test_decision_may_choose_otherwise_when_a_limit_did_not_hold(world: World) -> None:
    stocked(world)

    @script
    def up_to_five(_play: Play, _context: Context) -> Flow[str]:
        found = yield from balances(free("s-1"))
        count = min(5, found[free("s-1")])
        return done(f"took {count}", transfers=(Transfer(free("s-1"), taken("s-1"), count, "x"),))

    world.store.disturb("commit", world.meanwhile(Book("b-1", "s-1", 3)))
    assert world.execute(Play("up_to_five")) == "took 2"


def test_shortage_after_conflicts_still_gets_its_rerun(world: World) -> None:
    stocked(world)
    renames = [world.meanwhile(Rename("s-1", f"t-{n}")) for n in range(3)]
    world.store.disturb("commit", *renames, world.meanwhile(Book("b-9", "s-1", 4)))
    world.store.disturb("commit", world.meanwhile(Stock("s-1", 4)))
    assert world.execute(Book("b-1", "s-1", 5)) == Made("b-1", 5)


@pytest.mark.parametrize(("floor", "ceiling", "account"), [(0, None, "a"), (None, 3, "b")])
def test_limit_without_a_name_is_out_of_limits(
    world: World, floor: int | None, ceiling: int | None, account: str
) -> None:
    @script
    def bare(_play: Play, _context: Context) -> Flow[str]:
        yield from ()
        moved = Transfer("uses/a/x", "uses/b/x", 4, "move", floor=floor, ceiling=ceiling)
        return done(transfers=(moved,))

    with pytest.raises(OutOfLimits, match=f"uses/{account}/x.* stands at 0"):
        world.execute(Play("bare"))


# The store fails


@pytest.mark.parametrize("method", ["load", "commit"])
def test_store_that_cannot_be_reached_is_told_and_nothing_happened(
    world: World, method: str
) -> None:
    stocked(world)
    world.store.disturb(method, unreachable)
    with pytest.raises(Unavailable):
        world.execute(Book("b-1", "s-1", 1))
    assert world.balances(taken("s-1")) == (0,)
    assert world.execute(Book("b-1", "s-1", 1)) == Made("b-1", 1)


@pytest.mark.parametrize("after", [False, True])
def test_repeat_after_unknown_has_one_effect(world: World, after: bool) -> None:
    stocked(world)
    world.store.disturb("commit", unacknowledged, after=after)
    with pytest.raises(Unknown):
        world.execute(Book("b-1", "s-1", 2))
    assert world.balances(taken("s-1")) == (2 if after else 0,)
    assert world.execute(Book("b-1", "s-1", 2)) == Made("b-1", 2)
    assert world.balances(free("s-1"), taken("s-1")) == (3, 2)
    assert world.waiting() == 2


def test_stores_failure_is_not_the_decisions_to_catch(world: World) -> None:
    @script
    def stubborn(_play: Play, _context: Context) -> Flow[str]:
        yield from ask(Maybe(Shelf, "s-1"))
        try:
            yield from ask(Maybe(Shelf, "s-2"))
        except OrderkitError:
            return done("swallowed")
        return done()

    world.store.disturb("load", lambda: None, unreachable)
    with pytest.raises(Unavailable):
        world.execute(Play("stubborn"))
