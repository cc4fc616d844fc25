"""Reading for people: what is there, what is theirs, and what is told of the rest."""

from __future__ import annotations

import json
from typing import Any

import pytest

from orderkit.errors import InvalidInput, NotFound, NotPermitted, Unavailable
from orderkit.flow import Actor, Context, Flow, Page, Put, Query
from orderkit.shell.lookups import View, find, get, history
from tests.shell.sample import Book, Booking, Play, Rename, Shelf, Stock, done, script
from tests.shell.world import ANN, CODEC, EVE, RULES, World, buyer, unreachable


def view(actor: Actor = ANN, tenant: str = "acme") -> View:
    return View(5, tenant, actor, RULES, CODEC)


def owned(world: World, *owners: str) -> None:
    @script
    def owns(_play: Play, _context: Context) -> Flow[str]:
        yield from ()
        shelves = (Shelf(f"s-{n}", "tea", owner) for n, owner in enumerate(owners))
        return done(puts=tuple(Put(shelf) for shelf in shelves))

    world.execute(Play("owns"))


def test_document_is_read_in_one_round_trip(world: World) -> None:
    world.execute(Stock("s-1", 1, "tea"))
    world.store.calls.clear()
    assert world.run(get(view(), Shelf, "s-1")) == Shelf("s-1", "tea")
    assert world.store.calls == {"load": 1}


def test_absent_and_foreign_documents_look_alike_and_only_the_foreign_is_logged(
    world: World,
) -> None:
    owned(world, "c-1")
    assert world.run(get(view(buyer("c-1")), Shelf, "s-0")).owner == "c-1"
    for shelf in ("s-0", "s-9"):
        with pytest.raises(NotFound, match=f"no Shelf '{shelf}' here"):
            world.run(get(view(buyer("c-2")), Shelf, shelf))
    assert world.accesses() == [
        (
            "of-c-2",
            "read",
            "sample.shelf/s-0",
            "not_permitted",
            "it is not a matter of customer c-2",
        )
    ]
    with pytest.raises(NotFound):
        world.run(get(view(tenant="other"), Shelf, "s-0"))


def test_who_may_read_nothing_of_the_kind_is_told_and_logged(world: World) -> None:
    readings: list[Any] = [
        get(view(EVE), Shelf, "s-1"),
        find(view(EVE), Query(Shelf, ""), None, 10),
        history(view(EVE), Shelf, "s-1", None, 10),
    ]
    for reading in readings:
        with pytest.raises(NotPermitted, match=r"eve may not read documents of kind sample\.shelf"):
            world.run(reading)
    assert [line.subject for line in world.accesses()] == ["sample.shelf"] * 3
    assert world.store.calls == {"commit": 3}


def test_denial_stands_where_it_cannot_be_logged(world: World) -> None:
    world.store.disturb("commit", unreachable)
    with pytest.raises(NotPermitted) as denied:
        world.run(get(view(EVE), Shelf, "s-1"))
    assert "not in the access log" in denied.value.__notes__[0]


def test_search_gives_pages_in_the_order_of_the_index(world: World) -> None:
    owned(world, "c-1", "c-2", "c-1")
    query = Query(Shelf, "by_title", ("tea",))
    first = world.run(find(view(), query, None, 2))
    assert [one.id for one in first.items] == ["s-0", "s-1"]
    last = world.run(find(view(), query, first.next, 2))
    assert ([one.id for one in last.items], last.next) == (["s-2"], None)


def test_buyer_finds_only_what_is_theirs(world: World) -> None:
    owned(world, "c-1", "c-2", "c-1")
    page = world.run(find(view(buyer("c-1")), Query(Shelf, ""), None, 10))
    assert [one.id for one in page.items] == ["s-0", "s-2"]


def test_search_that_finds_nothing_loads_nothing(world: World) -> None:
    assert world.run(find(view(), Query(Shelf, "by_title", ("ink",)), None, 10)) == Page(())
    assert world.store.calls == {"find": 1}


def test_index_that_lags_shows_neither_what_is_gone_nor_what_is_no_longer_theirs(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owned(world, "c-1", "c-2")
    stale = world.store.raw.find("acme", "sample.shelf", "", (), "", None, 10)
    stale = stale._replace(ids=(*stale.ids, "s-9"))
    monkeypatch.setattr(world.store.raw, "find", lambda *_: stale)
    page = world.run(find(view(buyer("c-1")), Query(Shelf, ""), None, 10))
    assert [one.id for one in page.items] == ["s-0"]


def test_bad_limit_is_told(world: World) -> None:
    with pytest.raises(InvalidInput, match="a page has 1 to 1000 rows"):
        world.run(find(view(), Query(Shelf, ""), None, 0))


def test_history_tells_every_version_newest_first(world: World) -> None:
    world.execute(Stock("s-1", 1, "tea"))
    world.execute(Rename("s-1", "coffee"))
    world.execute(Rename("s-1", "cocoa"))
    versions = world.run(history(view(), Shelf, "s-1", None, 2))
    assert [(one.version, one.document.title) for one in versions] == [(3, "cocoa"), (2, "coffee")]
    [first] = world.run(history(view(), Shelf, "s-1", 2, 9))
    audit = json.loads(first.audit)
    assert (audit["actor"], audit["command"], first.version) == ("ann", "sample.stock", 1)
    assert [one["type"] for one in audit["events"]] == ["sample.stocked"]


def test_history_of_what_is_not_theirs_is_not_there(world: World) -> None:
    world.execute(Stock("s-1", 1))
    world.execute(Book("b-1", "s-1", 1, "c-1"))
    assert len(world.run(history(view(buyer("c-1")), Booking, "b-1", None, 9))) == 1
    with pytest.raises(NotFound):
        world.run(history(view(buyer("c-2")), Booking, "b-1", None, 9))


def test_store_that_cannot_be_reached_is_told(world: World) -> None:
    world.store.disturb("find", unreachable)
    with pytest.raises(Unavailable):
        world.run(find(view(), Query(Shelf, ""), None, 10))
