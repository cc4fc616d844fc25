"""Publishing and withdrawing price lists, and defining offers."""

from __future__ import annotations

from collections.abc import Iterable

import attrs
from attrs import field, frozen

from orderkit.flow import (
    Changes,
    Command,
    Context,
    Decision,
    Each,
    Flow,
    Maybe,
    Put,
    Ref,
    ask,
    command,
    event,
)
from orderkit.pricing.books import book_id
from orderkit.pricing.entries import PriceEntries
from orderkit.pricing.model import Offer, PriceBook, PriceList
from orderkit.pricing.publishing import check_entries, next_head, shelved, with_bases
from orderkit.values import check_id, several, typed


@event("price_list.published")
@frozen
class PriceListPublished:
    """
    A price list was published.

    Attributes:
        price_list: Its id.

        publishing: How often it was published now.

        keys: How many SKUs and categories were written.
    """

    price_list: str
    publishing: int
    keys: int


@event("price_list.withdrawn")
@frozen
class PriceListWithdrawn:
    """A price list was withdrawn."""

    price_list: str
    publishing: int


@event("offer.defined")
@frozen
class OfferDefined:
    """An offer was defined, or defined anew."""

    offer: str


def _written(
    head: PriceList, entries: Iterable[PriceEntries], book: PriceBook | None = None
) -> Changes:
    number = head.publishing
    shelves = tuple(Put(attrs.evolve(one, publishing=number)) for one in entries)
    told = PriceListPublished(head.id, number, len(shelves))
    books = () if book is None else (Put(book),)
    return Changes((Put(head, (told,)), *shelves, *books))


def _entries(given: Iterable[PriceEntries]) -> tuple[PriceEntries, ...]:
    return several(given, PriceEntries, "entries")


@command("price_list.publish")
@typed
@frozen
class PublishPriceList(Command[int]):
    """
    Publish a whole price list; the answer says how often it was published now.

    Entries of earlier publishings are void from then on. A list too long for one commit is begun
    with this and continued with :class:`PublishPrices`. What it builds upon is published before.

    Attributes:
        price_list: The head; its publishing numbers are set here.

        entries: What it says, each key once.
    """

    price_list: PriceList
    entries: tuple[PriceEntries, ...] = field(default=(), converter=_entries)

    def subject(self) -> str:
        """Return what this writes."""
        return f"price_list/{self.price_list.id}"

    def decide(self, context: Context) -> Flow[int]:  # noqa: ARG002 - numbers, not time, order it
        """Return the decision in progress."""
        wanted = self.price_list
        known, book, _ = yield from ask(
            Maybe(PriceList, wanted.id),
            Maybe(PriceBook, book_id(wanted.scope, wanted.of)),
            Each(PriceEntries, [one.id for one in self.entries]),
        )
        head = next_head(wanted, known)
        bases = yield from with_bases(wanted.builds_on)
        check_entries(head, self.entries, bases)
        return Decision(head.publishing, _written(head, self.entries, shelved(head, bases, book)))


@command("price_list.publish_prices")
@typed
@frozen
class PublishPrices(Command[int]):
    """
    Add or replace some entries of a published list; the answer is its publishing number now.

    Attributes:
        price_list: Id of the list.

        entries: What is new, each key once; other keys stay as they are.
    """

    price_list: str
    entries: tuple[PriceEntries, ...] = field(converter=_entries)

    def __attrs_post_init__(self) -> None:
        check_id(self.price_list, "PublishPrices.price_list")

    def subject(self) -> str:
        """Return what this writes."""
        return f"price_list/{self.price_list}"

    def decide(self, context: Context) -> Flow[int]:  # noqa: ARG002 - numbers, not time, order it
        """Return the decision in progress."""
        known, _ = yield from ask(
            Ref(PriceList, self.price_list),
            Each(PriceEntries, [one.id for one in self.entries]),
        )
        bases = yield from with_bases(known.builds_on)
        check_entries(known, self.entries, bases)
        head = attrs.evolve(known, publishing=known.publishing + 1)
        return Decision(head.publishing, _written(head, self.entries))


@command("price_list.withdraw")
@typed
@frozen
class WithdrawPriceList(Command[int]):
    """
    Withdraw a price list, whatever its window; the answer is its publishing number now.

    It gives no price from then on, and neither do formulas upon it. Publishing it brings it back.

    Attributes:
        price_list: Id of the list.
    """

    price_list: str

    def __attrs_post_init__(self) -> None:
        check_id(self.price_list, "WithdrawPriceList.price_list")

    def subject(self) -> str:
        """Return what this writes."""
        return f"price_list/{self.price_list}"

    def decide(self, context: Context) -> Flow[int]:  # noqa: ARG002 - it holds at once
        """Return the decision in progress."""
        known = yield from ask(Ref(PriceList, self.price_list))
        if known.withdrawn:
            return Decision(known.publishing)
        head = attrs.evolve(known, withdrawn=True, publishing=known.publishing + 1)
        told = PriceListWithdrawn(head.id, head.publishing)
        return Decision(head.publishing, Changes((Put(head, (told,)),)))


@command("offer.define")
@typed
@frozen
class DefineOffer(Command[str]):
    """
    Define an offer; the answer is its id.

    Other content than before replaces it as a new version of the document; the same changes
    nothing.

    Attributes:
        offer: The offer.
    """

    offer: Offer

    def subject(self) -> str:
        """Return what this writes."""
        return f"offer/{self.offer.id}"

    def decide(self, context: Context) -> Flow[str]:  # noqa: ARG002 - an offer has its own window
        """Return the decision in progress."""
        known = yield from ask(Maybe(Offer, self.offer.id))
        if known == self.offer:
            return Decision(self.offer.id)
        return Decision(self.offer.id, Changes((Put(self.offer, (OfferDefined(self.offer.id),)),)))
