"""The two shells: what each of them does with what a service or a notifier gives back."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from typing import Any

import pytest

from orderkit.errors import InvalidInput, NotFound, Unavailable
from orderkit.flow import Context, Flow, consult
from orderkit.shell import drive, drive_async
from orderkit.shell.assembly import microseconds
from tests.shell.sample import Play, Rate, done, script
from tests.shell.world import NOON, World, unreachable


@script
def boxed(_play: Play, _context: Context) -> Flow[str]:
    rate = yield from consult(Rate("s-1"))
    return done(str(rate))


async def rate_later(_request: Rate) -> int:
    await asyncio.sleep(0)
    return 6


class Ready:
    """An awaitable that is no coroutine."""

    def __await__(self) -> Generator[Any, None, int]:
        yield from ()
        return 6


def test_asyncio_shell_awaits_a_service_that_takes_its_time() -> None:
    world = World(awaited=True)
    world.services[Rate] = rate_later
    assert world.execute(Play("boxed")) == "6"


@pytest.mark.parametrize("service", [rate_later, lambda _request: Ready()])
def test_blocking_shell_refuses_a_service_that_would_have_to_be_awaited(service: Any) -> None:
    world = World()
    world.services[Rate] = service
    with pytest.raises(InvalidInput, match="nothing is awaited here"):
        world.execute(Play("boxed"))


def test_services_are_those_of_the_moment_the_kit_was_made(world: World) -> None:
    world.services[Rate] = lambda _request: 1
    assert world.execute(Play("boxed")) == "1"


def two_steps() -> Generator[Any, Any, str]:
    try:
        first = yield "a"
    except Unavailable:
        first = "unavailable"
    second = yield "b"
    return f"{first} {second}"


def test_drive_throws_our_errors_in_and_lets_others_out() -> None:
    served: list[str] = []

    def serve(demand: Any) -> str:
        served.append(demand)
        if demand == "a":
            unreachable()
        return str(demand).upper()

    assert drive(two_steps(), serve) == "unavailable B"

    def broken(_demand: Any) -> str:
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError, match="a bug"):
        drive(two_steps(), broken)
    assert served == ["a", "b"]


def test_drive_async_does_the_same() -> None:
    async def serve(demand: Any) -> str:
        await asyncio.sleep(0)
        if demand == "a":
            unreachable()
        return str(demand).upper()

    assert asyncio.run(drive_async(two_steps(), serve)) == "unavailable B"

    async def absent(_demand: Any) -> str:
        raise NotFound("Shelf", "s-1")

    with pytest.raises(NotFound):
        asyncio.run(drive_async(two_steps(), absent))


def test_microseconds_are_exact_before_and_after_1970() -> None:
    assert microseconds(NOON.replace(year=1970, month=1, day=1, hour=0)) == 0
    early = NOON.replace(year=1969, month=12, day=31, hour=23, minute=59, second=59)
    assert microseconds(early.replace(microsecond=999_999)) == -1
    late = NOON.replace(year=9998, month=12, day=31, microsecond=999_999)
    assert microseconds(late) % 1_000_000 == 999_999
