"""All or nothing: many commands in one commit, each seeing what the ones before it wrote."""

from __future__ import annotations

import json
from collections.abc import Sequence
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
    OrderkitError,
    Unavailable,
    Unknown,
)
from orderkit.flow import (
    Changes,
    Command,
    Context,
    Decision,
    Flow,
    Put,
    Ref,
    ask,
    consult,
)
from orderkit.ports import GENESIS, Done, body_hash, head_after
from orderkit.shell import execute_many, execute_together
from orderkit.shell.batch import Ok
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
    supplied,
    taken,
)
from tests.shell.world import World, unacknowledged, unreachable


def together(world: World, commands: Sequence[Command[Any]], **options: Any) -> list[Any]:
    return world.run(execute_together(world.jobs(commands, **options)))


def stocked(world: World, shelf: str = "s-1", count: int = 5) -> None:
    world.execute(Stock(shelf, count, "tea"))
    world.store.calls.clear()


def test_all_land_in_one_commit_and_see_each_other(world: World) -> None:
    answers = together(world, [Stock("s-1", 5, "tea"), Rename("s-1", "x"), Book("b-1", "s-1", 2)])
    assert answers == [0, "tea", Made("b-1", 2)]
    assert world.store.calls["commit"] == 1
    assert world.balances(free("s-1"), taken("s-1")) == (3, 2)
    assert [row.delta for row in world.entries(free("s-1"))] == [3]


def test_nothing_lands_where_one_is_refused_and_the_note_says_which(world: World) -> None:
    stocked(world)
    with pytest.raises(SoldOut) as refused:
        together(world, [Book("b-1", "s-1", 4), Book("b-2", "s-1", 2), Rename("s-1", "x")])
    assert refused.value.found == 1
    assert refused.value.__notes__ == ["this is command 2 of 3; none was carried out"]
    assert world.balances(free("s-1"), taken("s-1")) == (5, 0)
    assert world.version("sample.booking", "b-1") == 0
    assert [line.code for line in world.accesses()] == ["sample_sold_out"]


def test_no_commands_are_no_round_trip(world: World) -> None:
    assert together(world, []) == []
    assert world.store.calls == {}


def test_batch_of_two_tenants_is_refused(world: World) -> None:
    jobs = [world.job(Stock("s-1", 1)), world.job(Stock("s-1", 1), tenant="other")]
    with pytest.raises(InvalidInput, match="a batch is of one tenant"):
        world.run(execute_together(jobs))


# Documents


def test_document_written_twice_gets_one_version_with_both_audits(world: World) -> None:
    stocked(world)
    [before] = world.store.raw.history("acme", ("sample.shelf", "s-1"), None, 1)
    together(world, [Rename("s-1", "x"), Stock("s-1", 1), Rename("s-1", "y")])
    newest, earlier = world.store.raw.history("acme", ("sample.shelf", "s-1"), None, 9)
    assert (newest.version, earlier.version) == (2, 1)
    assert world.value(Shelf, "sample.shelf", "s-1") == Shelf("s-1", "y")
    audits = json.loads(newest.audit)["together"]
    names = [one["command"] for one in audits]
    assert names == ["sample.rename", "sample.stock", "sample.rename"]
    assert newest.head == head_after(before.head, body_hash(newest.body), newest.audit)


def test_document_created_and_written_again_begins_its_chain_anew(world: World) -> None:
    together(world, [Stock("s-1", 5), Rename("s-1", "y")])
    [only] = world.store.raw.history("acme", ("sample.shelf", "s-1"), None, 9)
    assert only.version == 1
    assert only.head == head_after(GENESIS, body_hash(only.body), only.audit)


def test_events_of_both_writes_are_of_the_one_version_with_ids_of_their_own(world: World) -> None:
    stocked(world)
    together(world, [Stock("s-1", 1), Stock("s-1", 2)])
    told = []
    while claims := world.store.raw.claim(1, 2, 10, "relay"):
        told += [(one.id, json.loads(one.body)) for one in claims]
        world.store.raw.settle([(one, Done()) for one in claims])
    assert [body["version"] for _, body in told] == [1, 2, 2]
    assert [body["event"]["data"]["count"] for _, body in told] == [5, 1, 2]
    assert len({key for key, _ in told}) == 3


def test_document_made_in_the_batch_can_be_checked_by_a_later_command(world: World) -> None:
    together(world, [Stock("s-1", 5), Book("b-1", "s-1", 1)])
    assert world.version("sample.booking", "b-1") == 1


def test_document_checked_first_and_written_later_is_guarded_by_its_put(world: World) -> None:
    stocked(world)
    together(world, [Book("b-1", "s-1", 1), Rename("s-1", "x"), Book("b-2", "s-1", 1)])
    assert world.version("sample.shelf", "s-1") == 2


def test_check_of_what_nobody_writes_stays(world: World) -> None:
    stocked(world)
    world.store.disturb("commit", world.meanwhile(Rename("s-1", "x")))
    together(world, [Book("b-1", "s-1", 1), Book("b-2", "s-1", 1)])
    assert world.store.calls["commit"] == 2


@script
def makes(play: Play, _context: Context) -> Flow[str]:
    yield from ()
    return done(play.about, puts=(Put(Shelf("same", play.about)),))


def test_document_made_in_the_batch_already_exists_for_who_did_not_look(world: World) -> None:
    with pytest.raises(AlreadyExists) as refused:
        together(world, [Play("makes", "x"), Play("makes", "y")])
    assert refused.value.__notes__ == ["this is command 2 of 2; none was carried out"]


def test_document_of_the_store_already_exists_for_who_did_not_look(world: World) -> None:
    world.execute(Play("makes", "x"))
    world.store.calls.clear()
    with pytest.raises(AlreadyExists):
        together(world, [Play("makes", "y")])
    assert world.store.calls["commit"] == 1  # the line of the access log


def test_first_read_of_a_document_wins_for_the_whole_batch(world: World) -> None:
    stocked(world)
    seen: list[str] = []

    @script
    def looks(_play: Play, _context: Context) -> Flow[str]:
        shelf = yield from ask(Ref(Shelf, "s-1"))
        seen.append(shelf.title)
        return Decision("", Changes(checks=(Ref(Shelf, "s-1"),)))

    world.store.disturb("load", lambda: None, world.meanwhile(Rename("s-1", "x")))
    together(world, [Play("looks"), Play("looks", "2")])
    assert seen == ["tea", "tea", "x", "x"]


# Keys


def test_every_key_is_stored_and_can_be_repeated_alone_or_together(world: World) -> None:
    stocked(world)
    commands = [Book("b-1", "s-1", 2), Book("b-2", "s-1", 1)]
    first = together(world, commands)
    world.store.calls.clear()
    assert together(world, commands) == first
    assert world.store.calls == {"load": 2}
    assert world.execute(commands[1]) == first[1]
    assert world.balances(taken("s-1")) == (3,)


def test_what_was_done_before_is_answered_and_the_rest_lands(world: World) -> None:
    stocked(world)
    world.execute(Book("b-1", "s-1", 2))
    assert together(world, [Book("b-1", "s-1", 2), Book("b-2", "s-1", 1)]) == [
        Made("b-1", 2),
        Made("b-2", 1),
    ]
    assert world.balances(taken("s-1")) == (3,)


def test_same_key_twice_is_one_effect(world: World) -> None:
    stocked(world)
    assert together(world, [Book("b-1", "s-1", 1)] * 2) == [Made("b-1", 1)] * 2
    assert world.balances(taken("s-1")) == (1,)
    with pytest.raises(KeyReuse):
        together(world, [Book("b-2", "s-1", 1), Book("b-2", "s-1", 2)])


def test_same_batch_that_was_faster_answers(world: World) -> None:
    stocked(world)

    @script
    def names(_play: Play, context: Context) -> Flow[str]:
        yield from ()
        return done(context.fresh_id())

    def twin() -> None:
        other = World()
        other.store.raw, other.now = world.store.raw, world.now.replace(hour=13)
        answers.append(together(other, [Play("names")], key="k"))

    answers: list[list[Any]] = []
    world.store.disturb("commit", twin)
    assert together(world, [Play("names")], key="k") == answers[0]


def test_key_that_was_taken_for_other_content_meanwhile_is_told(world: World) -> None:
    stocked(world)
    world.store.disturb("commit", world.meanwhile(Book("b-1", "s-1", 2)))
    with pytest.raises(KeyReuse):
        together(world, [Book("b-1", "s-1", 1)])


def test_one_of_the_commands_that_was_faster_is_answered(world: World) -> None:
    stocked(world)
    world.store.disturb("commit", world.meanwhile(Book("b-1", "s-1", 2)))
    assert together(world, [Book("b-1", "s-1", 2), Book("b-2", "s-1", 1)]) == [
        Made("b-1", 2),
        Made("b-2", 1),
    ]
    assert world.balances(taken("s-1")) == (3,)


# Somebody else, services, and failures of the store


def test_all_is_decided_again_where_somebody_was_faster(world: World) -> None:
    stocked(world)
    world.store.disturb("commit", world.meanwhile(Rename("s-1", "coffee")))
    assert together(world, [Rename("s-1", "x"), Rename("s-1", "y")]) == ["coffee", "x"]


def test_conflict_is_told_when_the_attempts_are_used_up(world: World) -> None:
    stocked(world)
    world.store.disturb("commit", *[world.meanwhile(Rename("s-1", f"{n}")) for n in range(20)])
    with pytest.raises(Conflict, match=r"a batch of 2 commands .* each of 12 attempts"):
        together(world, [Rename("s-1", "x"), Rename("s-1", "y")])


def test_batch_inside_the_hosts_transaction_has_one_attempt(world: World) -> None:
    stocked(world)
    world.store.disturb("commit", world.meanwhile(Rename("s-1", "coffee")))
    with pytest.raises(Conflict, match="each of 1 attempts"):
        together(world, [Rename("s-1", "x"), Rename("s-1", "y")], attempts=1, joined=True)


def test_services_are_asked_as_ever(world: World) -> None:
    world.services[Rate] = lambda _request: 6

    @script
    def boxes(_play: Play, _context: Context) -> Flow[str]:
        rate = yield from consult(Rate("s-1"))
        return done(str(rate))

    assert together(world, [Play("boxes")]) == ["6"]
    world.services.clear()
    with pytest.raises(InvalidInput):
        together(world, [Play("boxes")])


@pytest.mark.parametrize("method", ["load", "commit"])
def test_store_that_cannot_be_reached_is_told(world: World, method: str) -> None:
    stocked(world)
    world.store.disturb(method, unreachable)
    with pytest.raises(Unavailable):
        together(world, [Book("b-1", "s-1", 1), Book("b-2", "s-1", 1)])
    assert world.balances(taken("s-1")) == (0,)


def test_repeat_after_unknown_has_one_effect(world: World) -> None:
    stocked(world)
    commands = [Book("b-1", "s-1", 1), Book("b-2", "s-1", 1)]
    world.store.disturb("commit", unacknowledged, after=True)
    with pytest.raises(Unknown):
        together(world, commands)
    assert together(world, commands) == [Made("b-1", 1), Made("b-2", 1)]
    assert world.balances(taken("s-1")) == (2,)


def test_absent_document_is_refused_with_its_place(world: World) -> None:
    with pytest.raises(NotFound) as refused:
        together(world, [Book("b-1", "absent", 1)])
    assert "command 1 of 1" in refused.value.__notes__[0]


# Like one after the other


COMMANDS: st.SearchStrategy[Command[Any]] = st.one_of(
    st.builds(Stock, st.sampled_from(["s-1", "s-2"]), st.integers(1, 4)),
    st.builds(
        Book, st.sampled_from(["b-1", "b-2"]), st.sampled_from(["s-1", "s-2"]), st.integers(1, 4)
    ),
    st.builds(Rename, st.sampled_from(["s-1", "s-2"]), st.sampled_from(["x", "y"])),
)


@given(st.lists(COMMANDS, min_size=1, max_size=8))
def test_what_lands_together_is_what_lands_one_after_the_other(
    commands: list[Command[Any]],
) -> None:
    batch, alone = begun(), begun()
    results = [alone.run(execute_many([job]))[0] for job in alone.jobs(commands)]
    answers = [one.answer for one in results if isinstance(one, Ok)]
    try:
        assert together(batch, commands) == answers
    except OrderkitError:
        assert len(answers) < len(commands)
        alone = begun()
    assert state(batch) == state(alone)


def begun() -> World:
    world = World()
    world.execute(Stock("s-1", 3, "tea"))
    return world


def state(world: World) -> tuple[Any, ...]:
    shelves = [world.value(Shelf, "sample.shelf", one) for one in ("s-1", "s-2")]
    bookings = [world.version("sample.booking", one) for one in ("b-1", "b-2")]
    accounts = [make(one) for make in (free, taken) for one in ("s-1", "s-2")]
    outside = [sum(row.delta for row in world.entries(supplied(one))) for one in ("s-1", "s-2")]
    return (*shelves, *bookings, *world.balances(*accounts), *outside, world.waiting())
