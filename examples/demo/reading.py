"""Reading all that a declared query finds, page by page."""

from __future__ import annotations

from typing import TypeVar

from orderkit import Desk, Query

T = TypeVar("T")


def everything(desk: Desk, query: Query[T]) -> list[T]:
    """Return all documents that *query* finds; read to the end before anything is changed."""
    page = desk.find(query, limit=500)
    found = list(page.items)
    while page.next is not None:
        page = desk.find(query, after=page.next, limit=500)
        found += page.items
    return found
