"""One command: carried out, refused, and what its decision may ask for."""

from __future__ import annotations

import pytest

from orderkit.errors import (
    InvalidInput,
    NotFound,
    NotPermitted,
    Unavailable,
)
from orderkit.flow import (
    DENY_ALL,
    NOTHING,
    PERMISSIONS,
    Balances,
    Context,
    Decision,
    Each,
    Flow,
    Maybe,
    Put,
    Ref,
    Rulebook,
    Transfer,
    ask,
    balances,
    consult,
)
from tests.shell.sample import (
    Book,
    Booking,
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
from tests.shell.world import (
    CODEC,
    EVE,
    World,
    unreachable,
)


def stocked(world: World, shelf: str = "s-1", count: int = 5, title: str = "tea") -> None:
    world.execute(Stock(shelf, count, title))
    world.store.calls.clear()
    world.store.loads.clear()


# Carrying out


def test_command_is_answered_and_everything_lands(world: World) -> None:
    stocked(world)
    assert world.execute(Book("b-1", "s-1", 2)) == Made("b-1", 2)
    assert world.balances(free("s-1"), taken("s-1")) == (3, 2)
    assert world.value(Booking, "sample.booking", "b-1") == Booking("b-1", "s-1", 2)
    assert world.waiting() == 2
    assert world.accesses() == []
    assert [row.delta for row in world.entries(supplied("s-1"))] == [-5]


def test_one_load_carries_key_scope_and_first_question(world: World) -> None:
    stocked(world)
    world.execute(Rename("s-1", "coffee"), key="k")
    assert world.store.calls == {"load": 1, "commit": 1}
    [wanted] = world.store.loads
    assert wanted == ((("sample.shelf", "s-1"),), (), ("k",))


def test_scope_that_is_not_asked_for_comes_with_the_first_question(world: World) -> None:
    stocked(world)

    @script
    def two(_play: Play, _context: Context) -> Flow[str]:
        yield from ask(Ref(Shelf, "s-1"))
        yield from ask(Maybe(Shelf, "s-2"))
        return done()

    world.execute(Play("two", wide=True), key="k")
    assert world.store.calls == {"load": 2, "commit": 1}
    assert world.store.loads[0] == (
        (("sample.shelf", "s-1"), ("sample.shelf", "wide")),
        (),
        ("k",),
    )


def test_decision_that_changes_nothing_is_not_committed_unless_its_key_may_come_again(
    world: World,
) -> None:
    @script
    def look(_play: Play, _context: Context) -> Flow[str]:
        yield from ask(Maybe(Shelf, "s-1"))
        return Decision("seen", NOTHING)

    assert world.execute(Play("look")) == "seen"
    assert world.store.calls == {"load": 1}
    assert world.execute(Play("look"), key="k") == "seen"
    assert world.store.calls["commit"] == 1


def test_decision_that_reads_nothing_is_committed_without_a_load(world: World) -> None:
    @script
    def blind(_play: Play, context: Context) -> Flow[str]:
        yield from ()
        return done(puts=(Put(Shelf(context.fresh_id())),))

    world.execute(Play("blind"))
    assert world.store.calls == {"commit": 1}


def test_first_read_of_a_document_wins(world: World) -> None:
    stocked(world)
    seen: list[object] = []

    @script
    def twice(_play: Play, _context: Context) -> Flow[str]:
        first = yield from ask(Ref(Shelf, "s-1"))
        second, both = yield from ask(Ref(Shelf, "s-1"), Each(Shelf, ["s-1", "s-2"]))
        seen.append((first is second, both["s-1"] is first, sorted(both)))
        return done()

    world.store.disturb("load", lambda: None, world.meanwhile(Rename("s-1", "coffee")))
    world.execute(Play("twice"))
    assert seen == [(True, True, ["s-1"])]
    assert world.store.loads[1].documents == (("sample.shelf", "s-2"),)


def test_what_several_questions_name_is_read_once_and_told_to_each(world: World) -> None:
    stocked(world)
    told: list[object] = []

    @script
    def overlapping(_play: Play, _context: Context) -> Flow[str]:
        told.append((yield from ask(Ref(Shelf, "s-1"), Each(Shelf, ["s-2", "s-1"]))))
        told.append((yield from ask(Each(Shelf, ["s-3", "s-1"]), Maybe(Shelf, "s-3"))))
        told.append((yield from ask(Balances([free("s-1")]), Balances([free("s-2"), free("s-1")]))))
        return done()

    world.preview(Play("overlapping"))
    shelf = Shelf("s-1", "tea")
    assert told == [
        (shelf, {"s-1": shelf}),
        ({"s-1": shelf}, None),
        ({free("s-1"): 5}, {free("s-2"): 0, free("s-1"): 5}),
    ]
    assert [one.documents for one in world.store.loads] == [
        (("sample.shelf", "s-1"), ("sample.shelf", "s-2")),
        (("sample.shelf", "s-3"),),
        (),
    ]
    assert world.store.loads[2].accounts == (free("s-1"), free("s-2"))


def test_balances_are_read_afresh_with_every_question(world: World) -> None:
    stocked(world)
    seen: list[int] = []

    @script
    def count(_play: Play, _context: Context) -> Flow[str]:
        for _ in range(2):
            found = yield from balances(free("s-1"))
            seen.append(found[free("s-1")])
        return done()

    world.store.disturb("load", lambda: None, world.meanwhile(Stock("s-1", 1)))
    world.execute(Play("count"))
    assert seen == [5, 6]


def test_preview_tells_what_would_be_written_and_writes_nothing(world: World) -> None:
    stocked(world)
    decision = world.preview(Book("b-1", "s-1", 2))
    assert decision.answer == Made("b-1", 2)
    assert decision.changes.puts[0].value == Booking("b-1", "s-1", 2)
    assert world.store.calls == {"load": 1}
    with pytest.raises(NotPermitted):
        world.preview(Book("b-1", "s-1", 2), actor=EVE)
    assert world.accesses() == []


# Refusals and the access log


def test_refusal_leaves_a_line_in_the_access_log_and_nothing_else(world: World) -> None:
    stocked(world)
    before = world.waiting()
    with pytest.raises(SoldOut):
        world.execute(Book("b-1", "s-1", 6))
    [line] = world.accesses()
    assert line == (
        "ann",
        "sample.book",
        "sample.booking/b-1",
        "sample_sold_out",
        "only 5 left on s-1: book fewer",
    )
    assert world.waiting() == before
    assert world.version("sample.booking", "b-1") == 0
    assert world.store.raw.outcome("acme", ["book-b-1"]) == (None,)
    assert len(world.entries(free("s-1"))) == 1


def test_invalid_input_is_not_logged(world: World) -> None:
    @script
    def wrong(_play: Play, _context: Context) -> Flow[str]:
        yield from ()
        return done(transfers=(Transfer("uses/a/x", "uses/a/x", 1, "in circles"),))

    with pytest.raises(InvalidInput):
        world.execute(Play("wrong"))
    assert world.accesses() == []


def test_refusal_stands_where_the_access_log_cannot_be_written(world: World) -> None:
    stocked(world)
    nothing = [lambda: None] * 3
    world.store.disturb("commit", *nothing, unreachable)
    with pytest.raises(SoldOut) as refused:
        world.execute(Book("b-1", "s-1", 6))
    [note] = refused.value.__notes__
    assert note.startswith("this refusal is not in the access log: nothing was written")


# What a decision may not ask for


def test_document_that_was_not_read_cannot_be_checked(world: World) -> None:
    stocked(world)

    @script
    def unread(_play: Play, _context: Context) -> Flow[str]:
        yield from ()
        return done(checks=(Ref(Shelf, "s-1"),))

    with pytest.raises(InvalidInput, match="only a document that was read can be checked"):
        world.execute(Play("unread"))


def test_document_that_is_absent_cannot_be_checked(world: World) -> None:
    @script
    def absent(_play: Play, _context: Context) -> Flow[str]:
        yield from ask(Maybe(Shelf, "s-1"))
        return done(checks=(Ref(Shelf, "s-1"),))

    with pytest.raises(InvalidInput, match="only a document that was read can be checked"):
        world.execute(Play("absent"))


def test_check_named_twice_is_one(world: World) -> None:
    stocked(world)

    @script
    def doubly(_play: Play, _context: Context) -> Flow[str]:
        yield from ask(Ref(Shelf, "s-1"))
        return done(checks=(Ref(Shelf, "s-1"), Ref(Shelf, "s-1")))

    assert world.execute(Play("doubly")) == "done"


def test_document_cannot_be_put_twice(world: World) -> None:
    @script
    def put_twice(_play: Play, _context: Context) -> Flow[str]:
        yield from ()
        return done(puts=(Put(Shelf("s-1")), Put(Shelf("s-1", "tea"))))

    with pytest.raises(InvalidInput, match="one commit gives one new version"):
        world.execute(Play("put_twice"))


def test_what_is_no_question_is_refused(world: World) -> None:
    @script
    def odd(_play: Play, _context: Context) -> Flow[str]:
        yield from ask(Rate("s-1"))
        return done()

    with pytest.raises(InvalidInput, match="ask Ref, Maybe, Each or Balances"):
        world.execute(Play("odd"))


def test_absent_document_is_raised_inside_the_decision(world: World) -> None:
    @script
    def catching(_play: Play, _context: Context) -> Flow[str]:
        try:
            yield from ask(Ref(Shelf, "s-1"))
        except NotFound as absent:
            return done(f"no {absent.id}")
        return done("there")

    assert world.execute(Play("catching")) == "no s-1"


# Services outside


@script
def consulting(_play: Play, _context: Context) -> Flow[str]:
    rate = yield from consult(Rate("s-1"))
    again = yield from consult(Rate("s-1"))
    shelf = yield from ask(Ref(Shelf, "s-1"))
    changed = Shelf("s-1", f"{shelf.title} by {rate + again}")
    return done(changed.title, puts=(Put(changed),))


def test_service_is_asked_once_however_often_the_decision_runs(world: World) -> None:
    stocked(world)
    asked: list[Rate] = []

    def rate(request: Rate) -> int:
        asked.append(request)
        return 6

    world.services[Rate] = rate
    world.store.disturb("commit", world.meanwhile(Rename("s-1", "coffee")))
    assert world.execute(Play("consulting"), key="k") == "coffee by 12"
    assert asked == [Rate("s-1")]


def test_service_that_nobody_gave_is_told(world: World) -> None:
    with pytest.raises(InvalidInput, match=r"pass services=\{Rate: your_function\} to the kit"):
        world.execute(Play("consulting"))
    assert world.accesses() == []


def test_decision_may_go_on_without_a_service_that_fails(world: World) -> None:
    stocked(world)

    def fails(_request: Rate) -> int:
        raise Unavailable("the rates are being updated")

    @script
    def careful(_play: Play, _context: Context) -> Flow[str]:
        try:
            yield from consult(Rate("s-1"))
        except Unavailable:
            return done("held")
        return done("released")

    world.services[Rate] = fails
    assert world.execute(Play("careful")) == "held"
    with pytest.raises(Unavailable, match="rates"):
        world.execute(Play("consulting"))


# The ids of events


def test_same_event_of_two_tenants_has_two_keys(world: World) -> None:
    for tenant in ("acme", "other"):
        moment = world.now
        world.execute(Stock("s-1", 1), key="k", tenant=tenant)
        world.now = moment
    claims = world.store.raw.claim(1, 2, 10, "relay")
    assert len({claim.id for claim in claims}) == len(claims) == 2


def test_sample_says_what_it_is() -> None:
    assert Rulebook()[PERMISSIONS] is DENY_ALL
    assert CODEC.fingerprint(Stock("s-1", 1), "ann") != CODEC.fingerprint(Stock("s-1", 1), "bob")
