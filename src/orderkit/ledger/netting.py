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

This runs for every order, over some dozen transfers, most of which touch an account of their
own: only a second touch of an account pays for adding up, and refusals are looked for when a limit
did not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import repeat
from operator import itemgetter
from typing import Final, NamedTuple, NoReturn, TypeAlias

from orderkit.errors import invalid
from orderkit.flow import OUTSIDE, Refusal, Transfer
from orderkit.values.decimals import LARGEST, bounded

_AND: Final = "; "
_LEAST: Final = -LARGEST

_Parts: TypeAlias = tuple[str, int, int | None, int | None, str]
"""The fields of a bump."""


class Bump(NamedTuple):
    """
    Add *delta* to a bounded account and write an entry with its sequence and balance after.

    Attributes:
        floor: If ``delta <= 0``, the balance after may not be below it.

        ceiling: If ``delta >= 0``, the balance after may not be above it.

        reason: Why; several are told once each, joined by ``"; "``.

    A delta of 0 is a guard: both limits bind, nothing is written. Whatever the limits say, no
    balance leaves ±(2⁵³ - 1).
    """

    account: str
    delta: int
    floor: int | None
    ceiling: int | None
    reason: str


class OutsideEntry(NamedTuple):
    """An entry of an account that stands for the world: it has no balance and no sequence."""

    account: str
    delta: int
    reason: str


class Netted(NamedTuple):
    """
    The transfers of one decision, added up.

    Attributes:
        bumps: One per account inside: those that are lowered, then those that are raised. Neither
            has a limit the other way.

        outside: One per account outside, likewise.

        transfers: What was added up.
    """

    bumps: tuple[Bump, ...]
    outside: tuple[OutsideEntry, ...]
    transfers: tuple[Transfer, ...]

    @property
    def refusals(self) -> Mapping[str, Refusal]:
        """Account to what to raise when its limit does not hold."""
        lowered = {bump.account for bump in self.bumps if bump.delta < 0}
        raised = {bump.account for bump in self.bumps if bump.delta > 0}
        limits = [
            (_LEAST if floor is None else floor, source, otherwise)
            for source, _, _, _, otherwise, floor, _ in self.transfers
            if source in lowered
        ]
        limits += [
            (-ceiling, target, otherwise)
            for _, target, _, _, otherwise, _, ceiling in self.transfers
            if target in raised and ceiling is not None
        ]
        # The strictest comes last and stays; of two that are equally strict, the first.
        limits.reverse()
        limits.sort(key=itemgetter(0))
        return {account: otherwise for _, account, otherwise in limits if otherwise is not None}


def netted(transfers: Iterable[Transfer]) -> Netted:
    """
    Add the *transfers* of one decision up, account by account.

    >>> shelf, cart = "stock/acme/TEA-1/north/available", "stock/acme/TEA-1/north/reserved"
    >>> net = netted([Transfer(shelf, cart, 5, "place o-1"), Transfer(cart, shelf, 2, "edit o-1")])
    >>> net.bumps[0].delta, net.bumps[0].floor, net.bumps[0].reason
    (-3, 0, 'place o-1; edit o-1')

    Raises:
        InvalidInput: An amount is no int above 0 (``out_of_range``, ``bool``, ``wrong_type``,
            ``not_positive``), a sum leaves ±(2⁵³ - 1) (``out_of_range``), or a transfer leads from
            an account to itself (``same_account``).
        FloatRefused: An amount is a float.
    """
    moves = tuple(transfers)
    down: list[_Parts] = []
    up: list[_Parts] = []
    for move in moves:
        source, target, amount, reason, _, floor, ceiling = move
        if type(amount) is not int or not 0 < amount <= LARGEST or source == target:
            _refuse(move)
        down.append((source, -amount, floor, None, reason))
        up.append((target, amount, None, ceiling, reason))
    parts = down + up
    accounts = {part[0] for part in parts}
    if len(accounts) < len(parts):
        parts = _set_off(_added_up(down), _added_up(up))
    # Half the price of calling the class, for exact tuples of its fields.
    bumps = tuple(map(tuple.__new__, repeat(Bump), parts))
    # One look at all names: asking each would cost a third of the netting.
    if OUTSIDE not in "".join(accounts):
        return Netted(bumps, (), moves)
    outside = [one for one in bumps if one.account.startswith(OUTSIDE)]
    return Netted(
        tuple([bump for bump in bumps if not bump.account.startswith(OUTSIDE)]),
        tuple([OutsideEntry(one.account, one.delta, one.reason) for one in outside]),
        moves,
    )


def _added_up(parts: Iterable[_Parts]) -> dict[str, _Parts]:
    """Add up, account by account, what goes the same way."""
    sums: dict[str, _Parts] = {}
    for account, delta, floor, ceiling, reason in parts:
        _, total, highest, lowest, reasons = sums.get(account, (account, 0, None, None, reason))
        sums[account] = (
            account,
            bounded(total + delta, account),
            max((one for one in (highest, floor) if one is not None), default=None),
            min((one for one in (lowest, ceiling) if one is not None), default=None),
            _joined(reasons, reason),
        )
    return sums


def _set_off(lowered: dict[str, _Parts], raised: dict[str, _Parts]) -> list[_Parts]:
    """Set off what was taken from an account against what was given to it."""
    for account in [one for one in lowered if one in raised]:
        _, less, floor, _, why = lowered.pop(account)
        _, more, _, ceiling, too = raised.pop(account)
        delta, reason = less + more, _joined(why, too)
        if delta < 0:
            lowered[account] = (account, delta, floor, None, reason)
        if delta > 0:
            raised[account] = (account, delta, None, ceiling, reason)
    return [*lowered.values(), *raised.values()]


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
