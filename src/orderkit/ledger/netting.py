"""
Netting: the transfers of one decision become at most one bump per account.

A store takes one bump per account and change set, because two would have to be ordered and the
order would mean something. So everything a decision does to an account is added up first:

- deltas are summed; an account that comes out even is left alone, whatever its limits: nothing
  happened to it, and a rule that it already breaks is not this decision's to answer for;
- the highest floor among the transfers that lower the account binds, the lowest ceiling among
  those that raise it: the strictest rule that anybody asked for;
- the refusal is that of the transfer whose limit binds, or another's rather than none;
- different reasons are joined, each told once.

Only the net matters for a limit. Taking 5 and giving back 5 in one decision is taking nothing,
so a decision may pass through a state that no commit could leave behind.

This runs for every order, over some twenty transfers, most of which touch an account of their
own: only a second touch of an account pays for adding up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, NoReturn, TypeAlias

from orderkit.errors import invalid
from orderkit.flow import OUTSIDE, Refusal, Transfer
from orderkit.values.decimals import LARGEST, bounded

NetBump: TypeAlias = tuple[str, int, int | None, int | None, str]
"""
What a decision does to one bounded account: account, delta, floor, ceiling, reason.

The delta, in integer units of the account, is never 0. The floor is the least balance the account
may be left with, None where the delta is above 0 or nobody asked; the ceiling is the greatest,
None where the delta is below 0, likewise. The reasons are told once each, joined by ``"; "``.

A plain tuple, in the order of :class:`orderkit.ports.Bump`, which gives the parts their names: an
order has some forty of them, and naming them twice would cost a third of the netting.
"""

NetOutside: TypeAlias = tuple[str, int, str]
"""What a decision does to one account outside: account, delta (never 0), reason."""

_AND: Final = "; "


class Netted(NamedTuple):
    """
    The transfers of one decision, added up.

    Attributes:
        bumps: One per account inside: those that are lowered, then those that are raised.

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
    ('stock/acme/TEA-1/north/available', -3, 0, None, 'place o-1; edit o-1')

    Raises:
        InvalidInput: An amount is no int above 0 (``out_of_range``, ``bool``, ``wrong_type``,
            ``not_positive``), a sum leaves ±(2⁵³ - 1) (``out_of_range``), or a transfer leads from
            an account to itself (``same_account``).
        FloatRefused: An amount is a float.
    """
    lowered: dict[str, NetBump] = {}
    raised: dict[str, NetBump] = {}
    short: dict[str, Refusal] = {}
    over: dict[str, Refusal] = {}
    for transfer in transfers:
        source, target, amount, reason, otherwise, floor, ceiling = transfer
        if type(amount) is not int or not 0 < amount <= LARGEST or source == target:
            _refuse(transfer)
        if source in lowered:
            _again(lowered, short, (source, -amount, floor, None, reason), otherwise)
        else:
            lowered[source] = (source, -amount, floor, None, reason)
            if otherwise is not None:
                short[source] = otherwise
        if target in raised:
            _again(raised, over, (target, amount, None, ceiling, reason), otherwise)
        else:
            raised[target] = (target, amount, None, ceiling, reason)
            if ceiling is not None and otherwise is not None:
                over[target] = otherwise
    if not lowered.keys().isdisjoint(raised):
        _meet(lowered, raised, short, over)
    short.update(over)
    return _told((*lowered.values(), *raised.values()), short)


def _told(sums: tuple[NetBump, ...], refusals: Mapping[str, Refusal]) -> Netted:
    """Tell inside from outside."""
    inside = [one for one in sums if not one[0].startswith(OUTSIDE)]
    if len(inside) == len(sums):
        return Netted(sums, (), refusals)
    outside = [(one[0], one[1], one[4]) for one in sums if one[0].startswith(OUTSIDE)]
    return Netted(tuple(inside), tuple(outside), refusals)


def _again(
    sums: dict[str, NetBump], refusals: dict[str, Refusal], more: NetBump, otherwise: Refusal | None
) -> None:
    """Add *more* to what was taken from, or given to, the same account before."""
    account, delta, floor, ceiling, reason = more
    before = sums[account]
    total = bounded(before[1] + delta, account)
    lowest = _stricter(before[2], floor, 1)
    highest = _stricter(before[3], ceiling, -1)
    binds = (lowest, highest) != (before[2], before[3])
    if otherwise is not None and (binds or account not in refusals):
        refusals[account] = otherwise
    sums[account] = (account, total, lowest, highest, _joined(before[4], reason))


def _meet(
    lowered: dict[str, NetBump],
    raised: dict[str, NetBump],
    short: dict[str, Refusal],
    over: dict[str, Refusal],
) -> None:
    """Set off, in place, what was taken from an account against what was given to it."""
    for account in [one for one in lowered if one in raised]:
        down, up = lowered.pop(account), raised.pop(account)
        delta, reason = down[1] + up[1], _joined(down[4], up[4])
        if delta < 0:
            lowered[account] = (account, delta, down[2], None, reason)
        else:
            short.pop(account, None)
        if delta > 0:
            raised[account] = (account, delta, None, up[3], reason)
        else:
            over.pop(account, None)


def _stricter(a: int | None, b: int | None, sign: int) -> int | None:
    """Return the greater of two floors, or with a *sign* of -1 the lesser of two ceilings."""
    if a is None or (b is not None and b * sign > a * sign):
        return b
    return a


def _joined(reasons: str, more: str) -> str:
    """Join reasons, each told once."""
    if reasons == more:
        return reasons
    return _AND.join(dict.fromkeys((*reasons.split(_AND), *more.split(_AND))))


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
