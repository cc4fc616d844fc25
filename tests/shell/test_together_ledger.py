"""All or nothing, in the ledger: sums, limits brought to the end, entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from orderkit.errors import (
    OutOfLimits,
)
from orderkit.flow import (
    Command,
    Context,
    Flow,
    Transfer,
    balances,
)
from orderkit.shell import execute_together
from tests.shell.sample import (
    Book,
    Play,
    SoldOut,
    Stock,
    done,
    free,
    script,
    supplied,
    taken,
)
from tests.shell.world import World


def together(world: World, commands: Sequence[Command[Any]], **options: Any) -> list[Any]:
    return world.run(execute_together(world.jobs(commands, **options)))


def stocked(world: World, shelf: str = "s-1", count: int = 5) -> None:
    world.execute(Stock(shelf, count, "tea"))
    world.store.calls.clear()


def move(
    source: str, target: str, amount: int, *, floor: int | None = 0, ceiling: int | None = None
) -> Transfer:
    names = f"uses/{source}/x", f"uses/{target}/x"
    return Transfer(*names, amount, f"{source} to {target}", floor=floor, ceiling=ceiling)


def moving(world: World, *moves: Transfer, given: int = 0) -> list[Any]:
    steps = dict(enumerate(moves))

    @script
    def moves_one(play: Play, _context: Context) -> Flow[str]:
        yield from ()
        return done(transfers=(steps[int(play.about)],))

    if given:
        steps[99] = Transfer("outside/uses/a/given", "uses/a/x", given, "given")
        world.execute(Play("moves_one", "99"))
    return together(world, [Play("moves_one", str(n)) for n in range(len(moves))])


def test_floors_bind_each_command_where_it_stands(world: World) -> None:
    moving(world, move("a", "b", 1, floor=5), move("a", "b", 1, floor=0), given=6)
    assert world.balances("uses/a/x", "uses/b/x") == (4, 2)


def test_floor_that_an_earlier_command_needs_is_not_lost_in_the_sum(world: World) -> None:
    with pytest.raises(OutOfLimits):
        moving(world, move("a", "b", 5, floor=0), move("b", "a", 2), given=3)
    assert world.balances("uses/a/x", "uses/b/x") == (3, 0)


def test_floor_of_an_earlier_command_binds_the_sum_as_it_bound_the_command(world: World) -> None:
    @script
    def takes_two(_play: Play, _context: Context) -> Flow[str]:
        yield from ()
        return done(transfers=(move("a", "c", 2),))

    world.store.disturb("commit", lambda: None, world.meanwhile(Play("takes_two")))
    with pytest.raises(OutOfLimits):
        moving(world, move("a", "b", 5), move("b", "a", 2), given=6)
    assert world.balances("uses/a/x", "uses/b/x") == (4, 0)


def test_ceilings_bind_each_command_where_it_stands(world: World) -> None:
    moving(world, move("a", "b", 3, ceiling=3), move("a", "b", 1, ceiling=4), given=9)
    assert world.balances("uses/b/x") == (4,)
    with pytest.raises(OutOfLimits):
        moving(world, move("a", "b", 2, ceiling=5))


def test_account_that_comes_out_even_is_guarded_and_has_no_entry(world: World) -> None:
    moving(world, move("a", "b", 3), move("b", "a", 3), given=5)
    assert [row.delta for row in world.entries("uses/a/x")] == [5]
    assert world.entries("uses/b/x") == []


def test_what_was_taken_meanwhile_is_found_by_the_sum(world: World) -> None:
    stocked(world)
    world.store.disturb("commit", world.meanwhile(Book("b-9", "s-1", 2)))
    with pytest.raises(SoldOut) as refused:
        together(world, [Book("b-1", "s-1", 3), Book("b-2", "s-1", 2)])
    assert refused.value.found == 0
    assert world.balances(taken("s-1")) == (2,)


def test_reasons_and_outside_entries_are_added_up(world: World) -> None:
    together(world, [Stock("s-1", 5), Stock("s-1", 2), Book("b-1", "s-1", 1)])
    assert [(row.delta, row.reason) for row in world.entries(supplied("s-1"))] == [(-7, "stock")]
    assert [(row.delta, row.reason) for row in world.entries(free("s-1"))] == [(6, "stock; book")]


def test_outside_entries_that_cancel_each_other_are_not_written(world: World) -> None:
    there = Transfer("outside/uses/a/given", "uses/a/x", 3, "given")
    back = Transfer("uses/a/x", "outside/uses/a/given", 3, "given back")
    moving(world, there, back)
    assert world.entries("outside/uses/a/given") == []


def test_balance_that_was_read_is_as_the_earlier_commands_left_it(world: World) -> None:
    stocked(world)

    @script
    def counts(_play: Play, _context: Context) -> Flow[str]:
        found = yield from balances(free("s-1"))
        return done(str(found[free("s-1")]))

    assert together(world, [Book("b-1", "s-1", 2), Play("counts")])[1] == "3"
