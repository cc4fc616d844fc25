"""The end of the report: one price explained, one order's path, the audit, where to look next."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from examples.demo.distributor.report import Books
from examples.demo.layout import cut, heading, paragraph
from orderkit import Audit, Order


def price(of: Books) -> Iterator[str]:
    """Yield one order whose prices have something to tell, explained."""
    yield from heading("A price explained")
    chosen = max(of.orders, key=_telling)
    yield from paragraph(of.shop.desk("sue").explain(chosen))


def _telling(order: Order) -> tuple[int, int]:
    """Rank an order by what its prices go through; short orders before long ones."""
    lines = order.lines
    sources = len({line.source for line in lines if line.source})
    offers = any(line.adjustments for line in lines)
    tiers = any(line.tier and line.via for line in lines)
    short = 2 <= len(lines) <= 5
    return (4 * short + 2 * offers + 3 * tiers + sources, -len(lines))


def path(of: Books) -> Iterator[str]:
    """Yield the way of the order with the longest one: who did what, when, and what was told."""
    yield from heading("The path of one order")
    desk = of.shop.desk("rita")
    chosen = max(of.orders, key=_eventful)
    yield (
        f"{chosen.channel} {chosen.number} of {of.name(chosen.roles.sold_to)}, "
        f"{chosen.total}: {chosen.stage}"
    )
    for version in reversed(desk.history(Order, chosen.id)):
        audit = json.loads(version.audit)
        at = datetime.fromtimestamp(version.at // 1_000_000, UTC)
        events = ", ".join(one["type"] for one in audit["events"])
        told = f" -> {events}" if events else ""
        yield cut(f"{at:%H:%M} {audit['actor']:<10} {audit['command']:<17}{told}".rstrip())


def _eventful(order: Order) -> tuple[int, int, int, int]:
    """Rank an order by what happened to it."""
    shape = (1 <= len(order.deliveries) <= 2) + (order.stage == "closed") + len(order.approvals)
    return (shape, len(order.payments), len(order.deliveries), -len(order.lines))


def audited(found: Audit) -> Iterator[str]:
    """Yield what the audit found."""
    yield from heading("Audit")
    for line in str(found).splitlines():
        yield from paragraph(line)
    if found.clean:
        yield "Clean: every balance, sum and hash chain was computed anew and agrees."


def next_steps(of: Books) -> Iterator[str]:
    """Yield where to look next."""
    yield from heading("Where to look next")
    shop = of.shop
    for what, where in (
        ("the database", shop.database),
        ("the events, one JSON a line", shop.events),
        ("what this report means", "docs/demo.md"),
        ("an order in five minutes", "README.md"),
        ("the code of this day", "examples/demo/distributor/day.py"),
    ):
        yield f"{what + ':':<30}{where}"
    yield f"sqlite3 {shop.database} \\"
    yield '  "select kind, count(*) from orderkit_documents group by kind"'
