"""The relay: at least once, under a stable key, in order per document, and never without an end."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from orderkit.errors import InvalidInput, Unavailable
from orderkit.ports import Claim, Message
from orderkit.shell.relay import SECOND, Delivered, RelayPolicy, message_of, relay_once
from tests.shell.sample import Book, Booked, Rename, Stock, Stocked
from tests.shell.world import CODEC, NOON, World, unacknowledged, unreachable

START = (NOON - NOON.replace(year=1970, month=1, day=1, hour=0)) // timedelta(microseconds=1)


class Inbox:
    """Keeps what it is handed; fails as told."""

    def __init__(self, fail: Callable[[Message], bool] = lambda _message: False) -> None:
        self.fail = fail
        self.got: list[Message] = []

    def notify(self, message: Message, /) -> None:
        self.got.append(message)
        if self.fail(message):
            raise ConnectionError("nobody there")


class AwaitedInbox(Inbox):
    def notify(self, message: Message, /) -> Awaitable[None]:  # type: ignore[override]
        async def later() -> None:
            super(AwaitedInbox, self).notify(message)

        return later()


def relay(
    world: World,
    inbox: Inbox,
    now: int = START,
    policy: RelayPolicy | None = None,
    tenant: str | None = "acme",
) -> Delivered:
    return world.run(relay_once(tenant, inbox, CODEC, now, policy or RelayPolicy()))


def relay_all(world: World, inbox: Inbox) -> Delivered:
    total = Delivered()
    while (one := relay(world, inbox)).total:
        total = total.plus(one)
    return total


def test_message_tells_what_happened_to_which_version(world: World) -> None:
    world.execute(Stock("s-1", 5))
    world.execute(Book("b-1", "s-1", 2))
    inbox = Inbox()
    assert relay(world, inbox) == Delivered(done=2)
    stocked, booked = inbox.got
    assert stocked == Message(
        stocked.key, "acme", "sample.stocked", "sample.shelf/s-1", 1, Stocked("s-1", 5), 1
    )
    assert (booked.document, booked.event) == ("sample.booking/b-1", Booked("b-1", 2))
    assert stocked.key != booked.key


def test_nothing_is_delivered_twice_and_nothing_due_is_no_call(world: World) -> None:
    world.execute(Stock("s-1", 5))
    inbox = Inbox()
    relay(world, inbox)
    world.store.calls.clear()
    assert relay(world, inbox) == Delivered()
    assert world.store.calls == {"claim": 1}
    assert len(inbox.got) == 1


def test_events_of_one_document_come_in_the_order_of_its_versions(world: World) -> None:
    for count in (1, 2, 3):
        world.execute(Stock("s-1", count))
    inbox = Inbox()
    assert relay(world, inbox) == Delivered(done=1)
    relay_all(world, inbox)
    assert [(one.version, one.event.count) for one in inbox.got] == [(1, 1), (2, 2), (3, 3)]


def test_failure_is_tried_again_under_the_same_key_after_a_pause(world: World) -> None:
    world.execute(Stock("s-1", 1))
    world.execute(Stock("s-1", 2))
    inbox = Inbox(lambda message: message.tries == 1 and message.event.count == 1)
    assert relay(world, inbox) == Delivered(retried=1)
    assert relay(world, inbox, START + 2 * SECOND - 1) == Delivered()
    assert relay(world, inbox, START + 2 * SECOND) == Delivered(done=1)
    first, again = inbox.got
    assert (first.key, first.event, first.tries + 1) == (again.key, again.event, again.tries)


def test_pause_doubles_to_its_greatest_and_the_last_try_is_followed_by_death(world: World) -> None:
    world.execute(Stock("s-1", 1))
    inbox = Inbox(lambda _message: True)
    policy = RelayPolicy(pause_us=2 * SECOND, pause_max_us=5 * SECOND, tries_max=4)
    now, pauses = START, [2, 4, 5]
    for pause in pauses:
        assert relay(world, inbox, now, policy) == Delivered(retried=1)
        assert relay(world, inbox, now + pause * SECOND - 1, policy) == Delivered()
        now += pause * SECOND
    assert relay(world, inbox, now, policy) == Delivered(dead=1)
    assert world.store.raw.backlog("acme") == (0, 1)
    assert [one.tries for one in inbox.got] == [1, 2, 3, 4]


def test_dead_message_lets_its_successors_go_on(world: World) -> None:
    world.execute(Stock("s-1", 1))
    world.execute(Stock("s-1", 2))
    inbox = Inbox(lambda message: message.event.count == 1)
    policy = RelayPolicy(tries_max=1)
    assert relay(world, inbox, policy=policy) == Delivered(dead=1)
    assert relay(world, inbox, policy=policy) == Delivered(done=1)


def test_crash_between_handing_over_and_settling_brings_the_same_key_again(world: World) -> None:
    world.execute(Stock("s-1", 1))
    inbox = Inbox()
    world.store.disturb("settle", unreachable)
    with pytest.raises(Unavailable):
        relay(world, inbox)
    assert relay(world, inbox, START + 59 * SECOND) == Delivered()
    assert relay(world, inbox, START + 60 * SECOND) == Delivered(done=1)
    first, again = inbox.got
    assert (first.key, first.tries, again.tries) == (again.key, 1, 2)


def test_settling_that_was_not_acknowledged_has_taken_effect(world: World) -> None:
    world.execute(Stock("s-1", 1))
    world.store.disturb("settle", unacknowledged, after=True)
    with pytest.raises(Exception, match="unknown"):
        relay(world, Inbox())
    assert relay(world, Inbox(), START + 60 * SECOND) == Delivered()


def test_lease_that_passed_meanwhile_is_counted_as_lost(world: World) -> None:
    world.execute(Stock("s-1", 1))
    inbox = Inbox()
    world.store.disturb(
        "settle",
        lambda: world.store.raw.claim(START + 60 * SECOND, START + 99 * SECOND, 9, "other"),
    )
    assert relay(world, inbox) == Delivered(lost=1)


def test_event_that_cannot_be_read_fails_by_itself(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.execute(Stock("s-1", 1))
    world.execute(Stock("s-2", 1))
    read = CODEC.event

    def picky(body: bytes, /) -> object:
        if b'"s-1"' in body:
            raise InvalidInput(())
        return read(body)

    monkeypatch.setattr(CODEC, "event", picky)
    inbox = Inbox()
    assert relay(world, inbox) == Delivered(done=1, retried=1)
    assert [one.event.shelf for one in inbox.got] == ["s-2"]


def test_operators_relay_serves_all_tenants(world: World) -> None:
    world.execute(Stock("s-1", 1))
    world.execute(Stock("s-1", 1), tenant="other")
    inbox = Inbox()
    assert relay(world, inbox, tenant=None) == Delivered(done=2)
    assert {one.tenant for one in inbox.got} == {"acme", "other"}


def test_not_more_than_a_batch_is_leased_at_once(world: World) -> None:
    for shelf in ("s-1", "s-2", "s-3"):
        world.execute(Stock(shelf, 1))
    inbox = Inbox()
    assert relay(world, inbox, policy=RelayPolicy(batch=2)) == Delivered(done=2)


def test_awaitable_answer_is_awaited_and_its_failure_counts() -> None:
    world = World(awaited=True)
    world.execute(Stock("s-1", 1))
    world.execute(Stock("s-2", 1))
    inbox = AwaitedInbox(lambda message: message.event.shelf == "s-2")
    assert relay(world, inbox) == Delivered(done=1, retried=1)
    assert len(inbox.got) == 2


def test_awaitable_answer_is_refused_where_nothing_is_awaited() -> None:
    world = World()
    world.execute(Stock("s-1", 1))
    inbox = AwaitedInbox()
    with pytest.raises(InvalidInput, match="nothing is awaited here"):
        relay(world, inbox)
    assert inbox.got == []
    assert world.waiting() == 1


def test_message_of_reads_what_the_row_says() -> None:
    body = {
        "document": "sample.shelf/s-1",
        "event": json.loads(CODEC.event_body(Stocked("s-é", 3))),
        "version": 7,
    }
    row = Claim("acme", "k.0", "p", "sample.stocked", json.dumps(body).encode(), "t", 2)
    assert message_of(row, CODEC) == Message(
        "k.0", "acme", "sample.stocked", "sample.shelf/s-1", 7, Stocked("s-é", 3), 2
    )


def test_rounds_add_up() -> None:
    total = Delivered(1, 2, 3, 4).plus(Delivered(4, 3, 2, 1))
    assert total == Delivered(5, 5, 5, 5)
    assert total.total == 20


def test_command_without_events_leaves_nothing_to_deliver(world: World) -> None:
    world.execute(Stock("s-1", 1))
    world.execute(Rename("s-1", "x"))
    assert relay_all(world, Inbox()) == Delivered(done=1)


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"event":{}}', b"7"])
def test_row_that_is_no_envelope_is_told(body: bytes) -> None:
    row = Claim("acme", "k.0", "p", "sample.stocked", body, "t", 1)
    with pytest.raises(InvalidInput, match="its document's history has the event"):
        message_of(row, CODEC)
