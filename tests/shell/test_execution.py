"""One command: permission, repeats, reruns, refusals, and how often the store is called for it."""

from __future__ import annotations

import pytest
from attrs import evolve

from orderkit.errors import (
    AlreadyExists,
    Conflict,
    InvalidInput,
    KeyReuse,
    NotFound,
    NotPermitted,
    OrderkitError,
    OutOfLimits,
    Unavailable,
    Unknown,
)
from orderkit.flow import (
    DENY_ALL,
    NOTHING,
    PERMISSIONS,
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
    ANN,
    BOB,
    CODEC,
    EVE,
    RULES,
    World,
    buyer,
    unacknowledged,
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
