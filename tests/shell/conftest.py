"""Every fact is told of both shells."""

from __future__ import annotations

import pytest

from tests.shell.world import World


@pytest.fixture(params=["blocking", "asyncio"])
def world(request: pytest.FixtureRequest) -> World:
    return World(awaited=request.param == "asyncio")
