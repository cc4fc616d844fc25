"""Whether anything changed: all that a store holds of a tenant, as one comparable value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from orderkit.flow import all_declared
from orderkit.kit import OrderKit
from orderkit.ports import Wanted

PAGE = 500


class Fingerprint(NamedTuple):
    """
    What a tenant's store holds.

    Attributes:
        accounts: Every ledger account with its balance and how many entries it has.

        documents: Every document with its version and the head of its chain.

        outbox: How many rows wait, and how many are dead.
    """

    accounts: tuple[tuple[str, int, int], ...]
    documents: tuple[tuple[str, str, int, bytes], ...]
    outbox: tuple[int, int]


def fingerprint_of(kit: OrderKit, tenant: str) -> Fingerprint:
    """Read everything that a command could have changed."""
    return Fingerprint(
        tuple(_accounts(kit, tenant)),
        tuple(_documents(kit, tenant)),
        kit.repository.backlog(tenant),
    )


def _accounts(kit: OrderKit, tenant: str) -> Iterator[tuple[str, int, int]]:
    after = ""
    while rows := kit.repository.accounts(tenant, after, PAGE):
        yield from rows
        after = rows[-1][0]


def _documents(kit: OrderKit, tenant: str) -> Iterator[tuple[str, str, int, bytes]]:
    for kind in all_declared("document"):
        for ids in _pages(kit, tenant, kind.name):
            wanted = Wanted(tuple((kind.name, one) for one in ids))
            for id_, stored in zip(ids, kit.repository.load(tenant, wanted).documents, strict=True):
                assert stored is not None
                yield kind.name, id_, stored.version, stored.head


def _pages(kit: OrderKit, tenant: str, kind: str) -> Iterator[tuple[str, ...]]:
    after: str | None = None
    find: Callable[..., tuple[tuple[str, ...], str | None]] = kit.repository.find
    while True:
        ids, after = find(tenant, kind, "", (), "", after, PAGE)
        yield ids
        if after is None:
            return
