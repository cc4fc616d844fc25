"""Operations: the schema is explicit, and handles come and go."""

from __future__ import annotations

from typing import Final

from orderkit.errors import OrderkitError
from orderkit.testing.conformance.checking import checks
from orderkit.testing.conformance.drafts import bump, key, put
from orderkit.testing.conformance.harness import Harness
from orderkit.testing.conformance.proving import (
    Skipped,
    balance_of,
    body_of,
    commits,
    must,
    raised_by,
    same,
    version_of,
)


def migrate_twice(harness: Harness) -> None:
    """Before ``migrate`` the version is 0; running it again keeps everything."""
    store = harness.another()
    same(store.version(), 0, "schema version before the first migrate")
    store.migrate()
    version = store.version()
    must(version > 0, f"the schema version after migrate is {version}")
    commits(store, put("o-1", 0, b"kept"), bump("a", 5), key("k-1"))
    for handle in (store, harness.another()):
        handle.migrate()
        same(handle.version(), version, "schema version after another migrate")
        same((body_of(handle, "o-1"), balance_of(handle, "a")), (b"kept", 5), "what was stored")


def newer_schema_refused(harness: Harness) -> None:
    """A store that newer code has migrated is not touched."""
    if harness.newer_schema is None:
        raise Skipped("the harness has no newer_schema: nothing makes the store look newer")
    commits(harness.store, put("o-1"))
    harness.newer_schema()

    def use() -> None:
        older = harness.another()
        older.migrate()
        commits(older, put("o-1", 1))

    raised = raised_by(use)
    must(isinstance(raised, OrderkitError), f"used a newer schema; {raised!r} instead of a refusal")


def close_twice(harness: Harness) -> None:
    """Closing a handle twice is closing it once, and harms no other handle."""
    first, second = harness.store, harness.another()
    commits(second, put("o-1"))
    for _ in range(2):
        second.close()
    commits(first, put("o-1", 1))
    same(version_of(harness.another(), "o-1"), 2, "version after another handle was closed")


OPERATIONS: Final = checks(
    "operations",
    ("Y1", migrate_twice),
    ("Y2", newer_schema_refused),
    ("Y3", close_twice),
)
