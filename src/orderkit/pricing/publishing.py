"""
What it takes to publish a price list.

A list's bases are published before it, and its shape is fixed from then on; so a list can build
upon older lists only, and no circle of formulas can come about. The book of the list's scope is
written in the same commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from orderkit.errors import Fault, NotFound, gathered, invalid
from orderkit.flow import Each, Reading, ask
from orderkit.pricing.books import book_id
from orderkit.pricing.entries import COST, By, Entry, Formula, PriceEntries
from orderkit.pricing.model import Listing, PriceBook, PriceList, Scope
from orderkit.pricing.refusals import ListShapeFixed

_SHAPE = (
    "scope",
    "of",
    "contract",
    "currency",
    "builds_on",
    "by_sku",
    "by_category",
    "tax_inclusive",
)


def with_bases(names: tuple[str, ...]) -> Reading[dict[str, PriceList]]:
    """
    Read the heads of the lists *names*, and of all the lists they build upon.

    Raises:
        NotFound: One of them was never published.
    """
    heads: dict[str, PriceList] = {}
    wanted = names
    while wanted:
        found = yield from ask(Each(PriceList, wanted))
        for name in wanted:
            if name not in found:
                raise NotFound("PriceList", name)
        heads.update(found)
        wanted = tuple({base for one in found.values() for base in one.builds_on} - heads.keys())
    return heads


def next_head(wanted: PriceList, known: PriceList | None) -> PriceList:
    """
    Return the head as it is published: one number up, all earlier entries void.

    Raises:
        ListShapeFixed: It was published before with another shape.

    >>> next_head(PriceList("retail", "EUR"), PriceList("retail", "EUR", publishing=3)).since
    4
    """
    if known is None:
        return attrs.evolve(wanted, publishing=1, since=1)
    for name in _SHAPE:
        was, now = getattr(known, name), getattr(wanted, name)
        if was != now:
            raise ListShapeFixed(wanted.id, name, str(was), str(now))
    number = known.publishing + 1
    return attrs.evolve(wanted, publishing=number, since=number)


def check_entries(
    head: PriceList, entries: Iterable[PriceEntries], bases: Mapping[str, PriceList]
) -> None:
    """
    Refuse entries that the list cannot have.

    Raises:
        InvalidInput: ``other_list``, ``not_keyed``, ``duplicate``, ``currency_mismatch``,
            ``base_unknown``; all of them at once.

    >>> check_entries(PriceList("retail", "EUR"), (), {})
    """
    gathered((*_base_faults(head, bases), *_entries_faults(head, tuple(entries))))


def _base_faults(head: PriceList, bases: Mapping[str, PriceList]) -> Iterator[Fault]:
    for name in head.builds_on:
        if bases[name].currency != head.currency:
            yield from invalid(
                "PriceList.bases", "currency_mismatch", name,
                f"its prices are in {bases[name].currency}, not in {head.currency}",
                "build on a list in the same currency",
            ).faults  # fmt: skip


def _entries_faults(head: PriceList, entries: tuple[PriceEntries, ...]) -> Iterator[Fault]:
    seen: set[str] = set()
    for n, one in enumerate(entries):
        path = f"entries[{n}]"
        if one.price_list != head.id:
            yield from invalid(
                path, "other_list", one.price_list, f"the list published is {head.id}",
                "publish each list by itself",
            ).faults  # fmt: skip
        if not (head.by_category if one.by is By.CATEGORY else head.by_sku):
            yield from invalid(
                path, "not_keyed", one.key, f"the list has no entries by {one.by}",
                f"publish a list with by_{one.by}=True",
            ).faults  # fmt: skip
        if one.id in seen:
            yield from invalid(
                path, "duplicate", one.key, "the key stands in the list before",
                "put all entries of a key into one place",
            ).faults  # fmt: skip
        seen.add(one.id)
        for k, entry in enumerate(one.entries):
            yield from _entry_faults(head, entry, f"{path}.entries[{k}]")


def _entry_faults(head: PriceList, entry: Entry, path: str) -> Iterator[Fault]:
    if entry.price is not None and entry.price.currency != head.currency:
        yield from invalid(
            path, "currency_mismatch", str(entry.price), f"the list is in {head.currency}",
            "publish a list per currency",
        ).faults  # fmt: skip
    if entry.formula is not None and not _may_build_on(head, entry.formula):
        yield from invalid(
            path, "base_unknown", entry.formula.of, "the list does not say that it builds upon it",
            "name it among the list's bases when the list is first published",
        ).faults  # fmt: skip


def _may_build_on(head: PriceList, formula: Formula) -> bool:
    return formula.of == COST or formula.of in head.builds_on


def shelved(
    head: PriceList, bases: Mapping[str, PriceList], book: PriceBook | None
) -> PriceBook | None:
    """
    Return the book with the list and its bases in it, or None where nothing changes.

    A list that is only a base stands in no book of its own: it comes with those that need it.

    >>> shelved(PriceList("retail", "EUR"), {}, None).listings
    (Listing(price_list='retail', by_sku=True, by_category=False),)
    """
    if head.scope is Scope.BASE:
        return None
    scope = Scope.CUSTOMER if head.scope is Scope.CONTRACT else head.scope
    if book is None:
        book = PriceBook(book_id(scope, head.of), scope, head.of)
    listings = {one.price_list: one for one in book.listings}
    for one in (head, *bases.values()):
        listings[one.id] = Listing(one.id, one.by_sku, one.by_category)
    wanted = tuple(listings[name] for name in sorted(listings))
    return None if wanted == book.listings else attrs.evolve(book, listings=wanted)
