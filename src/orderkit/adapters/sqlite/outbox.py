"""
Handing out effects by state.

A row is due at some time: at first its ``not_before``, when leased the lease's end, after a
failure the time of the retry. Rows that were due from the beginning are handed out by age; of
those with a time, the earliest first; of both together the older ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice, zip_longest
from typing import Final

from orderkit.adapters.sqlite.connection import Handle
from orderkit.ports import Claim, Done, RetryAt, Settlement

_TENANTS: Final = """WITH RECURSIVE t(name) AS (
    SELECT min(tenant) FROM orderkit_outbox WHERE state = 0
    UNION ALL SELECT (SELECT min(tenant) FROM orderkit_outbox
        WHERE state = 0 AND tenant > t.name) FROM t WHERE t.name IS NOT NULL)
    SELECT name FROM t WHERE name IS NOT NULL"""

_DUE: Final = """SELECT n FROM (
    SELECT * FROM (SELECT n FROM orderkit_outbox
        WHERE state = 0 AND tenant = :tenant AND due = 0 AND :now >= 0 ORDER BY n LIMIT :limit)
    UNION ALL
    SELECT * FROM (SELECT n FROM orderkit_outbox
        WHERE state = 0 AND tenant = :tenant AND due > 0 AND due <= :now ORDER BY due LIMIT :limit))
    ORDER BY n LIMIT :limit"""

_LEASE: Final = """UPDATE orderkit_outbox
    SET due = ?, tries = tries + 1, token = n || '.' || (tries + 1), worker = ? WHERE n = ?
    RETURNING tenant, id, "partition", topic, body, token, tries"""

_SETTLE: Final = """UPDATE orderkit_outbox
    SET state = ?, due = ?, why = ?, token = '', worker = ''
    WHERE tenant = ? AND id = ? AND token = ? AND state = 0 AND token <> ''"""

_FOLLOWING: Final = """UPDATE orderkit_outbox SET state = 0 WHERE n = (
    SELECT min(n) FROM orderkit_outbox WHERE tenant = ? AND "partition" = ? AND state < 2)"""

_BACKLOG: Final = """SELECT
    (SELECT count(*) FROM orderkit_outbox WHERE tenant = :tenant AND state < 2),
    (SELECT count(*) FROM orderkit_outbox WHERE tenant = :tenant AND state = 3)"""

_OPEN: Final = 0
_DONE: Final = 2
_DEAD: Final = 3


def due(now: int, limit: int, tenant: str | None, handle: Handle) -> list[int]:
    """Return up to *limit* rows that can be claimed; of all tenants in turn if it is None."""
    if tenant is None:
        tenants = [name for (name,) in handle.cursor.execute(_TENANTS).fetchall()]
    else:
        tenants = [tenant]
    asked = [{"tenant": name, "now": now, "limit": limit} for name in tenants]
    columns = [[n for (n,) in handle.cursor.execute(_DUE, one).fetchall()] for one in asked]
    in_turn = chain.from_iterable(zip_longest(*columns, fillvalue=0))
    return list(islice(filter(None, in_turn), limit))


def claim(  # noqa: PLR0917 - the port's order, then the handle
    now: int, lease_until: int, limit: int, worker: str, tenant: str | None, handle: Handle
) -> tuple[Claim, ...]:
    """Lease the rows that are due."""
    rows = []
    for n in due(now, limit, tenant, handle):
        rows += handle.cursor.execute(_LEASE, (max(lease_until, 0), worker, n)).fetchall()
    return tuple([Claim(*row) for row in rows])


def settle(claims: Sequence[tuple[Claim, Settlement]], handle: Handle) -> tuple[bool, ...]:
    """Settle one after the other."""
    return tuple([_settle(claim, settlement, handle) for claim, settlement in claims])


def backlog(tenant: str, handle: Handle) -> tuple[int, int]:
    """Return how many rows are unsettled, and how many dead."""
    unsettled, dead = handle.cursor.execute(_BACKLOG, {"tenant": tenant}).fetchone()
    return unsettled, dead


def _settle(claim: Claim, settlement: Settlement, handle: Handle) -> bool:
    if isinstance(settlement, RetryAt):
        state, at, why = _OPEN, max(settlement.at, 0), settlement.why
    elif isinstance(settlement, Done):
        state, at, why = _DONE, 0, ""
    else:
        state, at, why = _DEAD, 0, settlement.why
    cursor = handle.cursor
    cursor.execute(_SETTLE, (state, at, why, claim.tenant, claim.id, claim.token))
    if not cursor.rowcount:
        return False
    if state != _OPEN:
        cursor.execute(_FOLLOWING, (claim.tenant, claim.partition))
    return True
