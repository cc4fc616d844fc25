"""The lockstep batch: its waves, its round trips, and that it equals some serial order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderkit.errors import (
    AlreadyExists,
    Conflict,
    InvalidInput,
    KeyReuse,
    NotFound,
    NotPermitted,
    OrderkitError,
    TooLarge,
    Unavailable,
    Unknown,
)
from orderkit.flow import Command, Context, Flow, Maybe, Put, Ref, ask, consult
from orderkit.ports import Limits
from orderkit.shell import Failed, Job, Ok, Result, execute_many, waves
from tests.shell.sample import (
    Book,
    Made,
    Play,
    Rate,
    Rename,
    Shelf,
    SoldOut,
    Stock,
    done,
    free,
    script,
    taken,
)
from tests.shell.world import EVE, World, unacknowledged, unreachable


def many(world: World, commands: Sequence[Command[Any]], **options: Any) -> list[Result[Any]]:
    return world.run(execute_many(world.jobs(commands, **options)))


def told(results: Sequence[Result[Any]]) -> list[Any]:
    return [one.answer if isinstance(one, Ok) else type(one.error) for one in results]


def stocked(world: World, *shelves: str, count: int = 5) -> None:
    for shelf in shelves:
        world.execute(Stock(shelf, count, "tea"))
    world.store.calls.clear()
    world.store.changes.clear()
    world.store.loads.clear()


# Waves


def test_same_subject_and_same_key_go_in_successive_waves(world: World) -> None:
    jobs: list[Job[Any]] = [
        world.job(Stock("s-1", 1)),
        world.job(Stock("s-2", 1)),
        world.job(Stock("s-1", 2)),
        world.job(Stock("s-3", 1), key="k"),
        world.job(Stock("s-4", 1), key="k"),
        world.job(Stock("s-4", 1)),
        world.job(Play("any")),
        world.job(Play("any")),
    ]
    assert waves(jobs) == [[0, 1, 3, 6, 7], [2, 4], [5]]
    assert waves([]) == []


# Round trips


def test_commands_that_do_not_meet_take_one_load_and_one_commit(world: World) -> None:
    stocked(world, "s-1", "s-2")
    results = many(world, [Book(f"b-{n}", f"s-{n % 2 + 1}", 1) for n in range(6)])
    assert told(results) == [Made(f"b-{n}", 1) for n in range(6)]
    assert world.store.calls == {"load": 1, "commit": 1}
    assert world.store.changes == [6]
    [wanted] = world.store.loads
    assert wanted.documents == (("sample.shelf", "s-1"), ("sample.shelf", "s-2"))
    assert wanted.keys == tuple(f"book-b-{n}" for n in range(6))


def test_second_wave_reads_what_the_first_one_wrote(world: World) -> None:
    results = many(world, [Stock("s-1", 5), Stock("s-1", 2), Stock("s-1", 1)])
    assert told(results) == [0, 5, 7]
    assert world.store.calls == {"load": 3, "commit": 3}
    assert world.version("sample.shelf", "s-1") == 3


def test_only_what_was_declined_runs_again(world: World) -> None:
    stocked(world, "s-1", "s-2")
    world.store.disturb("commit", world.meanwhile(Rename("s-1", "coffee")))
    results = many(world, [Book("b-1", "s-1", 1), Book("b-2", "s-2", 1)])
    assert told(results) == [Made("b-1", 1), Made("b-2", 1)]
    assert world.store.calls == {"load": 2, "commit": 2}
    assert world.store.changes == [2, 1]


def test_refusals_share_their_round_trips_too(world: World) -> None:
    stocked(world, "s-1")
    results = many(world, [Book("b-1", "absent", 1), Book("b-2", "absent", 1)])
    assert told(results) == [NotFound, NotFound]
    # questions, keys once more, two lines of the access log at once
    assert world.store.calls == {"load": 2, "commit": 1}
    assert world.store.changes == [2]


def test_services_are_asked_before_anything_is_read_or_written(world: World) -> None:
    stocked(world, "s-1")
    world.services[Rate] = lambda _request: 6

    @script
    def rated(play: Play, _context: Context) -> Flow[str]:
        rate = yield from consult(Rate(play.about))
        also = yield from consult(Rate("s-1"))
        yield from ask(Maybe(Shelf, "s-9"))
        return done(f"{rate + also}")

    results = many(world, [Play("rated", "x"), Book("b-1", "s-1", 1), Play("rated", "y")])
    assert told(results) == ["12", Made("b-1", 1), "12"]
    assert world.store.calls == {"load": 1, "commit": 1}


def test_empty_batch_is_no_round_trip(world: World) -> None:
    assert many(world, []) == []
    assert world.store.calls == {}


# Each by itself


def test_results_are_in_input_order_and_failures_touch_nobody_else(world: World) -> None:
    stocked(world, "s-1")
    results = many(
        world,
        [Book("b-1", "s-1", 9), Book("b-2", "s-1", 2), Book("b-3", "absent", 1), Stock("s-2", 1)],
    )
    assert told(results) == [SoldOut, Made("b-2", 2), NotFound, 0]
    assert world.balances(free("s-1"), taken("s-1")) == (3, 2)
    assert {line.code for line in world.accesses()} == {"sample_sold_out", "not_found"}


def test_nobody_is_permitted_more_in_a_batch(world: World) -> None:
    stocked(world, "s-1")
    jobs = [world.job(Book("b-1", "s-1", 1), actor=EVE), world.job(Book("b-2", "s-1", 1))]
    assert told(world.run(execute_many(jobs))) == [NotPermitted, Made("b-2", 1)]


def test_last_piece_goes_to_the_first_in_line(world: World) -> None:
    stocked(world, "s-1", count=1)
    assert told(many(world, [Book("b-1", "s-1", 1), Book("b-2", "s-1", 1)])) == [
        Made("b-1", 1),
        SoldOut,
    ]


def test_same_key_twice_is_one_effect_and_two_answers(world: World) -> None:
    stocked(world, "s-1")
    results = many(world, [Book("b-1", "s-1", 1), Book("b-1", "s-1", 1), Book("b-1", "s-1", 2)])
    assert told(results) == [Made("b-1", 1), Made("b-1", 1), KeyReuse]
    assert world.balances(taken("s-1")) == (1,)


def test_what_was_done_before_is_answered(world: World) -> None:
    stocked(world, "s-1")
    world.execute(Book("b-1", "s-1", 1))
    results = many(world, [Book("b-1", "s-1", 1), Book("b-2", "s-1", 1)])
    assert told(results) == [Made("b-1", 1), Made("b-2", 1)]
    assert world.balances(taken("s-1")) == (2,)


def test_id_that_two_create_already_exists_for_the_second(world: World) -> None:
    stocked(world, "s-1")
    jobs = [
        world.job(Play("creates", "x"), key="k-1"),
        world.job(Play("creates", "y"), key="k-2"),
    ]

    @script
    def creates(play: Play, _context: Context) -> Flow[str]:
        yield from ()
        return done(play.about, puts=(Put(Shelf("same", play.about)),))

    assert told(world.run(execute_many(jobs))) == ["x", AlreadyExists]


@script
def appends(play: Play, _context: Context) -> Flow[str]:
    """Write the shelf without saying so in the subject."""
    shelf = yield from ask(Ref(Shelf, "s-1"))
    changed = Shelf("s-1", f"{shelf.title}{play.about}")
    return done(changed.title, puts=(Put(changed),))


def test_more_commands_on_one_document_than_attempts_are_all_carried_out(world: World) -> None:
    stocked(world, "s-1")
    letters = [chr(ord("a") + n) for n in range(20)]
    results = many(world, [Play("appends", letter) for letter in letters])
    title = "tea" + "".join(letters)
    assert told(results) == [title[: n + 4] for n in range(20)]
    # twelve rounds together, of 20, 19, … 9 change sets, and eight more one by one
    assert world.store.changes == [*range(20, 8, -1), *([1] * 8)]


def test_batch_inside_the_hosts_transaction_is_not_in_its_own_way(world: World) -> None:
    stocked(world, "s-1")
    commands = [Play("appends", "a"), Play("appends", "b")]
    assert told(many(world, commands, attempts=1, joined=True)) == ["teaa", "teaab"]


def test_conflict_with_somebody_else_is_a_failure_of_its_own(world: World) -> None:
    stocked(world, "s-1", "s-2")
    busy = [world.meanwhile(Rename("s-1", f"t-{n}")) for n in range(30)]
    world.store.disturb("commit", *busy)
    assert told(many(world, [Rename("s-1", "x"), Rename("s-2", "y")])) == [Conflict, "tea"]


def test_batch_of_two_tenants_is_refused(world: World) -> None:
    jobs = [world.job(Stock("s-1", 1)), world.job(Stock("s-1", 1), tenant="other")]
    with pytest.raises(InvalidInput, match="a batch is of one tenant"):
        world.run(execute_many(jobs))
    assert world.store.calls == {}


# The store fails


@pytest.mark.parametrize("method", ["load", "commit"])
def test_store_that_cannot_be_reached_fails_those_who_waited_for_it(
    world: World, method: str
) -> None:
    stocked(world, "s-1")
    world.store.disturb(method, unreachable)
    results = many(world, [Book("b-1", "s-1", 1), Rename("s-1", "x"), Rename("s-1", "y")])
    assert told(results) == [Unavailable, Unavailable, "tea"]


def test_lost_acknowledgement_is_each_ones_own_and_repeating_helps(world: World) -> None:
    stocked(world, "s-1")
    commands = [Book("b-1", "s-1", 1), Book("b-2", "s-1", 1)]
    world.store.disturb("commit", unacknowledged, after=True)
    assert told(many(world, commands)) == [Unknown, Unknown]
    assert told(many(world, commands)) == [Made("b-1", 1), Made("b-2", 1)]
    assert world.balances(taken("s-1")) == (2,)


def test_service_that_fails_is_the_failure_of_who_asked(world: World) -> None:
    stocked(world, "s-1")

    @script
    def needs(_play: Play, _context: Context) -> Flow[str]:
        yield from consult(Rate("s-1"))
        return done()

    results = many(world, [Play("needs"), Book("b-1", "s-1", 1)])
    assert told(results) == [InvalidInput, Made("b-1", 1)]


def test_command_that_is_too_large_keeps_nobody_else_from_landing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    stocked(world, "s-1")

    @script
    def large(_play: Play, _context: Context) -> Flow[str]:
        yield from ()
        return done(puts=tuple(Put(Shelf(f"x-{n}")) for n in range(20)))

    narrow = Limits(parts_max=10)
    monkeypatch.setattr("orderkit.adapters.memory.repository._LIMITS", narrow)
    results = many(world, [Book("b-1", "s-1", 1), Play("large"), Book("b-2", "s-1", 1)])
    assert told(results) == [Made("b-1", 1), TooLarge, Made("b-2", 1)]
    assert world.store.changes == [3, 1, 1, 1]


# Equal to some serial order


SHELVES = st.sampled_from(["s-1", "s-2"])
COUNTS = st.integers(1, 4)
COMMANDS: st.SearchStrategy[Command[Any]] = st.one_of(
    st.builds(Stock, SHELVES, COUNTS),
    st.builds(Book, st.sampled_from(["b-1", "b-2", "b-3"]), SHELVES, COUNTS),
    st.builds(Rename, SHELVES, st.sampled_from(["x", "y"])),
    st.builds(Play, st.just("appends"), st.sampled_from(["p", "q"])),
)


def outcome(world: World, job: Job[Any]) -> Any:
    [result] = world.run(execute_many([job]))
    return result


def state(world: World) -> tuple[Any, ...]:
    shelves = [world.value(Shelf, "sample.shelf", one) for one in ("s-1", "s-2")]
    versions = [world.version("sample.booking", f"b-{n}") for n in (1, 2, 3)]
    accounts = [make(one) for make in (free, taken) for one in ("s-1", "s-2")]
    return (*shelves, *versions, *world.balances(*accounts))


def begun() -> World:
    world = World()
    for shelf in ("s-1", "s-2"):
        world.execute(Stock(shelf, 3, "tea"))
    return world


@given(st.lists(COMMANDS, min_size=1, max_size=5))
def test_batch_equals_some_serial_order(commands: list[Command[Any]]) -> None:
    batch = begun()
    found = told(many(batch, commands)), state(batch)
    serial = (in_order(commands, order) for order in permutations(range(len(commands))))
    assert any(one == found for one in serial), f"no serial order gives {found}"


def in_order(commands: Sequence[Command[Any]], order: Sequence[int]) -> tuple[list[Any], Any]:
    world = begun()
    jobs = world.jobs(commands)
    results = {at: outcome(world, jobs[at]) for at in order}
    return told([results[at] for at in range(len(jobs))]), state(world)


@given(
    st.lists(
        st.builds(Book, st.sampled_from([f"b-{n}" for n in range(9)]), SHELVES, COUNTS),
        max_size=12,
        unique_by=lambda one: one.booking,
    )
)
def test_batch_of_bookings_equals_the_order_of_the_input(commands: list[Book]) -> None:
    batch, alone = begun(), begun()
    jobs = alone.jobs(commands)
    assert told(many(batch, commands)) == told([outcome(alone, job) for job in jobs])
    assert state(batch) == state(alone)


def test_failed_holds_the_error_itself(world: World) -> None:
    [result] = many(world, [Book("b-1", "absent", 1)])
    assert isinstance(result, Failed)
    assert isinstance(result.error, OrderkitError)
