"""One fresh store for one check, and as many handles onto it as the check wants."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from orderkit.ports import AsyncRepository, Repository
from orderkit.testing.conformance.awaiting import Awaited, Turns


class Harness:
    """
    What a check is given.

    Make a fresh one per check: ``check(Harness(open=lambda: MyStore(tmp_path / "db")))``.

    Attributes:
        open: Returns a handle onto the one store of this harness; called again, a further handle.

        newer_schema: Makes the store look as if newer code had migrated it, for clause Y2.
    """

    def __init__(
        self,
        open: Callable[[], Repository],  # noqa: A002 - what it does
        *,
        newer_schema: Callable[[], object] | None = None,
    ) -> None:
        self.open = open
        self.newer_schema = newer_schema
        self._first: Repository | None = None
        self._closing = ExitStack()

    @classmethod
    def awaited(
        cls,
        open: Callable[[], AsyncRepository],  # noqa: A002 - as above
        *,
        newer_schema: Callable[[], object] | None = None,
    ) -> Harness:
        """Return a harness for an async store, through a blocking face and an event loop of its own."""
        turns = Turns()

        async def opened() -> AsyncRepository:
            return open()

        harness = cls(lambda: Awaited(turns.run(opened()), turns), newer_schema=newer_schema)
        harness._closing.callback(turns.close)
        return harness

    @property
    def store(self) -> Repository:
        """The first handle; its schema is in place."""
        if self._first is None:
            self._first = self.another()
            self._first.migrate()
        return self._first

    def another(self) -> Repository:
        """Return a further handle, on which nothing was called yet."""
        handle = self.open()
        self._closing.callback(handle.close)
        return handle

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        why: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.close()
