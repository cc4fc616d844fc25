"""Publishing price lists: what is written, what is refused, and how an order finds the prices."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import attrs
import pytest

from orderkit.errors import InvalidInput, NotFound
from orderkit.flow import NOTHING, Put, Ref
from orderkit.pricing import (
    By,
    DefineOffer,
    Entry,
    Formula,
    Listing,
    ListShapeFixed,
    NoPrice,
    Offer,
    OfferDefined,
    PriceBook,
    PriceEntries,
    PriceList,
    PriceListPublished,
    PriceListWithdrawn,
    PriceRequest,
    PriceSlice,
    PublishPriceList,
    PublishPrices,
    Scope,
    WithdrawPriceList,
    book_ids,
    price,
    wanted_entries,
    wanted_lists,
)
from orderkit.testing.scripted import decide
from orderkit.values import UnitPrice
from tests.pricing.shop import RETAIL, RICE, TEA, ask, at, prices

GOLD = PriceList(
    "gold", "EUR", Scope.GROUP, "gold", formula=Formula.off("retail", 10), by_sku=False
)


class Shelf:
    """Documents as a store would keep them."""

    def __init__(self) -> None:
        self.kept: dict[Ref[Any], Any] = {}

    def run(self, command: Any) -> Any:
        made = decide(command, given=self.kept)
        self.kept |= {Ref(type(put.value), put.value.id): put.value for put in made.changes.puts}
        return made.answer

    def get(self, kind: type[Any], ids: Iterable[str]) -> dict[str, Any]:
        return {one: self.kept[Ref(kind, one)] for one in ids if Ref(kind, one) in self.kept}

    def slice(self, request: PriceRequest) -> PriceSlice:
        ids = book_ids(request.customer, request.groups, request.channel, request.offers)
        books = self.get(PriceBook, ids).values()
        goods = [line.product for line in request.lines]
        return PriceSlice(
            self.get(PriceList, wanted_lists(books)),
            self.get(PriceEntries, wanted_entries(books, goods)),
            self.get(Offer, request.offers),
        )

    def unit_price(self, request: PriceRequest) -> str:
        [line] = price(request, self.slice(request))
        return str(line.unit_price)


def codes(refused: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in refused.value.faults]


def test_what_is_published_is_found_by_those_it_is_for() -> None:
    shelf = Shelf()
    assert shelf.run(PublishPriceList(RETAIL, (prices("retail", at("10")),))) == 1
    assert shelf.run(PublishPriceList(GOLD)) == 1
    assert shelf.unit_price(ask(TEA, 1)) == "10.00 EUR"
    assert shelf.unit_price(ask(TEA, 1, groups=("gold",))) == "9.00 EUR"


def test_contracts_and_offers_are_found_by_customer_and_line() -> None:
    shelf = Shelf()
    agreed = PriceList("agreed", "EUR", Scope.CONTRACT, "c-7", "k-1")
    special = PriceList("special", "EUR", Scope.OFFER, "spring")
    spring = Offer("spring", "Spring", Decimal(50))
    shelf.run(PublishPriceList(agreed, (prices("agreed", at("7")),)))
    shelf.run(PublishPriceList(special, (prices("special", at("8")),)))
    shelf.run(DefineOffer(spring))
    assert shelf.unit_price(ask(TEA, 1, customer="c-7")) == "7.00 EUR"
    assert shelf.unit_price(ask(TEA, 1, offer="spring")) == "8.00 EUR"
    with pytest.raises(NoPrice):
        shelf.unit_price(ask(TEA, 1, customer="c-8"))


def test_publishing_writes_head_entries_and_book_and_tells_once() -> None:
    entries = prices("retail", at("10"))
    made = decide(PublishPriceList(RETAIL, (entries,)))
    book = PriceBook("everyone", Scope.EVERYONE, "", (Listing("retail"),))
    assert made.changes.puts == (
        Put(RETAIL, (PriceListPublished("retail", 1, 1),)), Put(entries), Put(book),
    )  # fmt: skip


def test_a_book_names_what_its_lists_build_upon() -> None:
    shelf = Shelf()
    shelf.run(PublishPriceList(PriceList("rrp", "EUR", Scope.BASE)))
    trade = PriceList("trade", "EUR", Scope.BASE, formula=Formula.off("rrp", 5))
    shelf.run(PublishPriceList(trade))
    assert shelf.get(PriceBook, ["everyone", "base"]) == {}
    shelf.run(PublishPriceList(attrs.evolve(GOLD, formula=Formula.off("trade", 5))))
    [book] = shelf.get(PriceBook, book_ids(groups=["gold"])).values()
    assert book.listings == (Listing("gold", by_sku=False), Listing("rrp"), Listing("trade"))


def test_publishing_anew_voids_what_was_said_before() -> None:
    shelf = Shelf()
    shelf.run(
        PublishPriceList(
            RETAIL, (prices("retail", at("10")), prices("retail", at("3"), sku="RICE-1"))
        )
    )
    assert shelf.run(PublishPriceList(RETAIL, (prices("retail", at("11")),))) == 2
    assert shelf.unit_price(ask(TEA, 1)) == "11.00 EUR"
    with pytest.raises(NoPrice):
        shelf.unit_price(ask(RICE, 1))


def test_prices_added_later_leave_the_others_alone() -> None:
    shelf = Shelf()
    shelf.run(PublishPriceList(RETAIL, (prices("retail", at("10")),)))
    more = PublishPrices("retail", (prices("retail", at("3 per 1 kg"), sku="RICE-1"),))
    assert shelf.run(more) == 2
    assert shelf.run(PublishPrices("retail", (prices("retail", at("12")),))) == 3
    assert shelf.unit_price(ask(TEA, 1)) == "12.00 EUR"
    assert shelf.unit_price(ask(RICE, 1)) == "3.00 EUR per 1 kg"


def test_every_publishing_raises_the_heads_number() -> None:
    shelf = Shelf()
    numbers = [shelf.run(PublishPriceList(RETAIL)) for _ in range(3)]
    head = shelf.get(PriceList, ["retail"])["retail"]
    assert (numbers, head.publishing, head.since) == ([1, 2, 3], 3, 3)


def test_a_book_that_does_not_change_is_not_written() -> None:
    shelf = Shelf()
    shelf.run(PublishPriceList(RETAIL))
    again = decide(PublishPriceList(RETAIL), given=shelf.kept)
    assert [type(put.value) for put in again.changes.puts] == [PriceList]


def test_a_withdrawn_list_gives_no_price_until_it_is_published_again() -> None:
    shelf = Shelf()
    publish, withdraw = (
        PublishPriceList(RETAIL, (prices("retail", at("10")),)),
        WithdrawPriceList("retail"),
    )
    shelf.run(publish)
    made = decide(withdraw, given=shelf.kept)
    [put] = made.changes.puts
    assert (made.answer, put.events) == (2, (PriceListWithdrawn("retail", 2),))
    assert shelf.run(withdraw) == 2
    assert decide(withdraw, given=shelf.kept).changes == NOTHING
    with pytest.raises(NoPrice):
        shelf.unit_price(ask(TEA, 1))
    assert shelf.run(publish) == 3
    assert shelf.unit_price(ask(TEA, 1)) == "10.00 EUR"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"scope": Scope.CHANNEL, "of": "web"}, "scope"),
        ({"currency": "USD"}, "currency"),
        ({"bases": ("other",)}, "builds_on"),
        ({"by_category": True}, "by_category"),
        ({"tax_inclusive": True}, "tax_inclusive"),
    ],
)
def test_the_shape_of_a_published_list_is_fixed(change: dict[str, Any], field: str) -> None:
    shelf = Shelf()
    shelf.run(PublishPriceList(RETAIL))
    with pytest.raises(ListShapeFixed) as refused:
        shelf.run(PublishPriceList(attrs.evolve(RETAIL, **change)))
    assert refused.value.field == field


def test_a_fixed_shape_is_told_with_the_way_out() -> None:
    assert str(ListShapeFixed("retail", "currency", "EUR", "USD")) == (
        "the currency of price list 'retail' is EUR and cannot become USD, because books and other "
        "lists rely on it: publish a new list and withdraw this one"
    )


def test_what_a_list_builds_upon_is_published_before_so_there_is_no_circle() -> None:
    shelf = Shelf()
    one = PriceList("one", "EUR", formula=Formula.off("two", 5))
    two = PriceList("two", "EUR", formula=Formula.off("one", 5))
    with pytest.raises(NotFound, match="PriceList 'two'"):
        shelf.run(PublishPriceList(one))
    shelf.run(PublishPriceList(PriceList("one", "EUR")))
    shelf.run(PublishPriceList(two))
    with pytest.raises(ListShapeFixed):
        shelf.run(PublishPriceList(one))


def test_all_faults_of_a_publishing_come_together() -> None:
    shelf = Shelf()
    shelf.run(PublishPriceList(PriceList("dollars", "USD", Scope.BASE)))
    dollars = Entry(UnitPrice.parse("1 USD"))
    wrong = (
        prices("other", at("1")),
        prices("retail", dollars),
        prices("retail", Entry(formula=Formula.off("none", 5))),
        PriceEntries.of("retail", "tea", at("1"), by=By.CATEGORY),
    )
    with pytest.raises(InvalidInput) as refused:
        shelf.run(PublishPriceList(attrs.evolve(RETAIL, bases=("dollars",)), wrong))
    assert codes(refused) == [
        ("PriceList.bases", "currency_mismatch"),
        ("entries[0]", "other_list"),
        ("entries[1].entries[0]", "currency_mismatch"),
        ("entries[2]", "duplicate"),
        ("entries[2].entries[0]", "base_unknown"),
        ("entries[3]", "not_keyed"),
    ]
    assert Ref(PriceList, "retail") not in shelf.kept


def test_later_prices_are_checked_like_the_first() -> None:
    shelf = Shelf()
    with pytest.raises(NotFound):
        shelf.run(PublishPrices("retail", ()))
    shelf.run(PublishPriceList(RETAIL))
    shelf.run(PublishPriceList(attrs.evolve(GOLD, by_sku=True)))
    fine = Entry(formula=Formula.off("retail", 5)), Entry(formula=Formula.on("cost", 5), unit="pcs")
    assert shelf.run(PublishPrices("gold", (prices("gold", *fine),))) == 2
    with pytest.raises(InvalidInput) as refused:
        shelf.run(PublishPrices("gold", (prices("retail", at("1")),)))
    assert codes(refused) == [("entries[0]", "other_list")]


def test_an_offer_is_defined_once_and_told() -> None:
    spring = Offer("spring", "Spring", Decimal(5))
    shelf = Shelf()
    made = decide(DefineOffer(spring))
    assert made.changes.puts == (Put(spring, (OfferDefined("spring"),)),)
    assert shelf.run(DefineOffer(spring)) == "spring"
    assert decide(DefineOffer(spring), given=shelf.kept).changes == NOTHING


def test_commands_name_what_they_write() -> None:
    commands: list[Any] = [
        PublishPriceList(RETAIL), PublishPrices("retail", ()), WithdrawPriceList("retail"),
        DefineOffer(Offer("spring", "Spring", Decimal(5))),
    ]  # fmt: skip
    assert [one.subject() for one in commands] == ["price_list/retail"] * 3 + ["offer/spring"]
