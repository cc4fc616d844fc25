"""
Which price list goes first.

A strategy puts the lists that may hold for a request into *ranks*. The first rank in which any list
has a price for a line decides; within a rank the lowest price wins, and of equal prices the list
with the smaller id. So every strategy is total, and the order in which lists were added says nothing.

``by_precedence``, the default, compares in this order: contracts first, unless a list is marked to
beat them; priority; the more specific scope (offer, customer, group, channel, everyone); the later
start; among groups the customer's own order. Lists of one group that are equal so far share a rank:
the lower price decides between them. Other lists that are equal so far are told apart by their id
alone, and :func:`problems` reports them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Protocol, TypeAlias

from attrs import frozen

from orderkit.flow import Rule
from orderkit.pricing.entries import holds
from orderkit.pricing.model import Precedence, PriceList, Scope
from orderkit.pricing.quotation import PriceRequest, Verdict

Ranks: TypeAlias = tuple[tuple[PriceList, ...], ...]
"""Price lists in the order in which they decide; those of one rank compete by price."""


class Strategy(Protocol):
    """Puts the lists that hold for a request into ranks; a list left out never counts."""

    def __call__(self, request: PriceRequest, lists: Sequence[PriceList], /) -> Ranks:
        """Return the ranks."""
        ...


# Looked up once: an attribute of an enumeration costs as much as a call.
_EVERYONE: Final = Scope.EVERYONE
_OFFER: Final = Scope.OFFER
_GROUP: Final = Scope.GROUP
_CHANNEL: Final = Scope.CHANNEL
_BASE: Final = Scope.BASE

_Key: TypeAlias = tuple[Precedence, int]


def by_precedence(request: PriceRequest, lists: Sequence[PriceList]) -> Ranks:
    """
    Rank *lists* by contract, priority, scope, start and the customer's order of groups.

    >>> from datetime import UTC, datetime
    >>> retail, gold = PriceList("retail", "EUR"), PriceList("gold", "EUR", Scope.GROUP, "gold")
    >>> request = PriceRequest("EUR", datetime(2026, 1, 1, tzinfo=UTC), (), groups=("gold",))
    >>> [one.id for rank in by_precedence(request, [retail, gold]) for one in rank]
    ['gold', 'retail']
    """
    order = {group: place for place, group in enumerate(request.groups)}
    ranks: list[tuple[PriceList, ...]] = []
    last: _Key | None = None
    # Ids differ, so that the lists themselves are never compared.
    placed = [
        (one.precedence, order[one.of] if one.scope is _GROUP else 0, one.id, one) for one in lists
    ]
    for precedence, place, _, one in sorted(placed):
        key = (precedence, place)
        if key == last and one.scope is _GROUP:
            ranks[-1] = (*ranks[-1], one)
        else:
            ranks.append((one,))
        last = key
    return tuple(ranks)


def best_price(_request: PriceRequest, lists: Sequence[PriceList]) -> Ranks:
    """
    Put all *lists* into one rank: the lowest price wins, whoever's it is.

    >>> from datetime import UTC, datetime
    >>> best_price(PriceRequest("EUR", datetime(2026, 1, 1, tzinfo=UTC), ()), [])
    ()
    """
    return (tuple(lists),) if lists else ()


PRICING_STRATEGY: Final[Rule[Strategy]] = Rule("pricing_strategy", by_precedence)
"""Where the strategy stands in the rulebook."""


def verdict_on(one: PriceList, request: PriceRequest) -> Verdict | None:
    """
    Return why a list cannot hold for a request, or None where it may.

    >>> from datetime import UTC, datetime
    >>> verdict_on(PriceList("retail", "USD"), PriceRequest("EUR", datetime(2026, 1, 1, tzinfo=UTC), ()))
    <Verdict.OTHER_CURRENCY: 'other_currency'>
    """
    if one.currency != request.currency:
        return Verdict.OTHER_CURRENCY
    if one.tax_inclusive is not request.tax_inclusive:
        return Verdict.OTHER_TAX
    if one.withdrawn:
        return Verdict.WITHDRAWN
    if not holds(one.window, request.at):
        return Verdict.OUTSIDE_WINDOW
    return None if _in_scope(one, request) else Verdict.NOT_IN_SCOPE


def _in_scope(one: PriceList, request: PriceRequest) -> bool:
    scope = one.scope
    if scope is _EVERYONE:
        return True
    if scope is _OFFER:
        return one.of in request.offers
    if scope is _GROUP:
        return one.of in request.groups
    if scope is _CHANNEL:
        return one.of == request.channel
    return scope is not _BASE and one.of == request.customer


@frozen
class Tie:
    """
    Lists that nothing but their ids tells apart.

    Attributes:
        lists: Their ids; the first wins.

        scope: Whom they are for.

        of: Which channel, group, customer or offer.
    """

    lists: tuple[str, ...]
    scope: Scope
    of: str

    def __str__(self) -> str:
        whom = f"{self.scope} {self.of}".strip()
        return (
            f"the price lists {', '.join(self.lists)} for {whom} have the same priority and start, so "
            f"{self.lists[0]} wins by its id alone: give them different priorities or windows"
        )


def problems(lists: Iterable[PriceList]) -> tuple[Tie, ...]:
    """
    Return what :func:`by_precedence` would have to decide by id.

    >>> [str(tie)[:36] for tie in problems([PriceList("a", "EUR"), PriceList("b", "EUR")])]
    ['the price lists a, b for everyone ha']
    """
    same: dict[tuple[object, ...], list[PriceList]] = {}
    for one in sorted(lists, key=lambda one: one.id):
        if one.scope is not Scope.BASE and not one.withdrawn:
            rank = (one.beats_contracts, one.priority, one.window.start, one.tax_inclusive)
            same.setdefault((one.scope, one.of, one.currency, rank), []).append(one)
    return tuple(
        Tie(tuple(one.id for one in tied), tied[0].scope, tied[0].of)
        for tied in same.values()
        if len(tied) > 1
    )
