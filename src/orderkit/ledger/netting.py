"""
Netting: the transfers of one decision become at most one bump per account.

A store takes one bump per account and change set, because two would have to be ordered and the
order would mean something. So everything a decision does to an account is added up first:

- deltas are summed; an account that comes out even is left alone, whatever its limits: nothing
  happened to it, and a rule that it already breaks is not this decision's to answer for;
- the highest floor among the transfers that lower the account binds, the lowest ceiling among
  those that raise it: the strictest rule that anybody asked for;
- the refusal belongs to the transfer whose limit binds;
- different reasons are joined, each told once.

Only the net matters for a limit. Taking 5 and giving back 5 in one decision is taking nothing,
so a decision may pass through a state that no commit could leave behind.

This runs for every order, over some twenty transfers, most of which touch an account of their
own: the first touch of an account makes its record, and only a second one pays for adding up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, NoReturn, TypeAlias

from orderkit.errors import invalid
from orderkit.flow import OUTSIDE, Refusal, Transfer
from orderkit.values.decimals import LARGEST, bounded

_Sum: TypeAlias = tuple[int, int | None, int | None, str, Refusal | None, Refusal | None]
"""(delta, floor, ceiling, reason, refusal when short, refusal when over)"""

_AND: Final = "; "
_new: Final = tuple.__new__


class NetBump(NamedTuple):
    """
    What a decision does to one bounded account.

    Attributes:
        delta: Integer units of the account, never 0.

        floor: Least balance it may be left with; None where *delta* is above 0 or nobody asked.

        ceiling: Greatest balance it may be left with; None where *delta* is below 0, likewise.

        reason: Why, each reason once, joined by ``"; "``.
    """

    account: str
    delta: int
    floor: int | None
    ceiling: int | None
    reason: str


class NetOutside(NamedTuple):
    """What a decision does to one account outside; *delta* is never 0."""

    account: str
    delta: int
    reason: str


class Netted(NamedTuple):
    """
    The transfers of one decision, added up.

    Attributes:
        bumps: One per account inside, in the order in which they were first touched.

        outside: One per account outside, likewise.

        refusals: Account to what to raise when its limit does not hold.
    """

    bumps: tuple[NetBump, ...]
    outside: tuple[NetOutside, ...]
    refusals: Mapping[str, Refusal]


def netted(transfers: Iterable[Transfer]) -> Netted:
    """
    Add the *transfers* of one decision up, account by account.

    >>> shelf, cart = "stock/acme/TEA-1/north/available", "stock/acme/TEA-1/north/reserved"
    >>> net = netted([Transfer(shelf, cart, 5, "place o-1"), Transfer(cart, shelf, 2, "edit o-1")])
    >>> net.bumps[0]
    NetBump(account='stock/acme/TEA-1/north/available', delta=-3, floor=0, ceiling=None, \
reason='place o-1; edit o-1')

    Raises:
        InvalidInput: An amount is no int above 0 (``out_of_range``, ``bool``, ``wrong_type``,
            ``not_positive``), a sum leaves ±(2⁵³ - 1) (``out_of_range``), or a transfer leads from
            an account to itself (``same_account``).
        FloatRefused: An amount is a float.
    """
    sums: dict[str, _Sum] = {}
    for transfer in transfers:
        source, target, amount, reason, otherwise, floor, ceiling = transfer
        if type(amount) is not int or not 0 < amount <= LARGEST or source == target:
            _refuse(transfer)
        lowered = (-amount, floor, None, reason, otherwise, None)
        raised = (amount, None, ceiling, reason, None, otherwise)
        sums[source] = _both(sums[source], lowered) if source in sums else lowered
        sums[target] = _both(sums[target], raised) if target in sums else raised
    return _told(sums)


def _told(sums: Mapping[str, _Sum]) -> Netted:
    """Sort the sums into inside and outside, and keep the limits that can bind."""
    bumps: list[NetBump] = []
    outside: list[NetOutside] = []
    refusals: dict[str, Refusal] = {}
    for account, (delta, floor, ceiling, reason, short, over) in sums.items():
        if not -LARGEST <= delta <= LARGEST:
            bounded(delta, account)
        if delta == 0:
            continue
        if account.startswith(OUTSIDE):
            outside.append(_new(NetOutside, (account, delta, reason)))
        elif delta < 0:
            bumps.append(_new(NetBump, (account, delta, floor, None, reason)))
            if short is not None:
                refusals[account] = short
        else:
            bumps.append(_new(NetBump, (account, delta, None, ceiling, reason)))
            if over is not None and ceiling is not None:
                refusals[account] = over
    return Netted(tuple(bumps), tuple(outside), refusals)


def _both(a: _Sum, b: _Sum) -> _Sum:
    """Add *b*, the later one, to *a*."""
    floor, short = _stricter(a[1], a[4], b[1], b[4], 1)
    ceiling, over = _stricter(a[2], a[5], b[2], b[5], -1)
    reason = a[3] if b[3] in a[3].split(_AND) else a[3] + _AND + b[3]
    return a[0] + b[0], floor, ceiling, reason, short, over


def _stricter(
    a: int | None, mine: Refusal | None, b: int | None, other: Refusal | None, sign: int
) -> tuple[int | None, Refusal | None]:
    """Return the limit that binds and its refusal, or another's rather than none."""
    if b is None or (a is not None and a * sign >= b * sign):
        return a, mine if mine is not None else other
    return b, other if other is not None else mine


def _refuse(transfer: Transfer) -> NoReturn:
    """Say what is wrong with a transfer that cannot be."""
    path = f"transfer {transfer.source} → {transfer.target}"
    if transfer.source == transfer.target:
        raise invalid(
            path, "same_account", transfer.source, "it leads from an account to itself",
            "name two accounts, or leave the transfer out",
        )  # fmt: skip
    amount = bounded(transfer.amount, path)
    raise invalid(
        path, "not_positive", amount, "a transfer moves at least 1 unit",
        "swap source and target to move the other way, or leave the transfer out",
    )  # fmt: skip
