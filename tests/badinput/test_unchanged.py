"""The eye that sees whether anything changed sees each kind of change."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest

from orderkit.adapters.notifiers import ConsoleNotifier
from orderkit.kit import OrderKit
from orderkit.orders import HoldOrder
from tests.badinput.unchanged import Fingerprint, fingerprint_of
from tests.world import TENANT, do, in_memory, placed, stock


def difference(before: Fingerprint, after: Fingerprint) -> set[str]:
    return {name for name in Fingerprint._fields if getattr(before, name) != getattr(after, name)}


def receive(kit: OrderKit) -> None:
    do(kit, stock({("TEA-1", "north"): "1"})[0])


def hold(kit: OrderKit) -> None:
    do(kit, HoldOrder(placed(kit)[1].id))


def deliver(kit: OrderKit) -> None:
    kit.deliver(ConsoleNotifier(StringIO()), tenant=TENANT)


SEEN: list[tuple[Callable[[OrderKit], object], set[str]]] = [
    (placed, {"accounts", "documents", "outbox"}),
    (receive, {"accounts", "documents", "outbox"}),
    (hold, {"accounts", "documents", "outbox"}),
    (deliver, {"outbox"}),
    (lambda kit: kit.audit(TENANT), set()),
]


@pytest.mark.parametrize(("change", "differs"), SEEN)
def test_what_changes_is_seen(change: Callable[[OrderKit], object], differs: set[str]) -> None:
    kit = in_memory()
    before = fingerprint_of(kit, TENANT)
    change(kit)
    assert difference(before, fingerprint_of(kit, TENANT)) == differs


def test_other_tenants_are_left_out() -> None:
    kit = in_memory()
    assert fingerprint_of(kit, "other") == ((), (), (0, 0))
    assert len(fingerprint_of(kit, TENANT).documents) > 20
