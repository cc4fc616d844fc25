"""Entries, formulas and heads: what can be said, and what is refused."""

from __future__ import annotations

import pickle
from decimal import Decimal
from typing import Any

import pytest

from orderkit.errors import InvalidInput
from orderkit.flow import declared
from orderkit.pricing import (
    COST,
    By,
    Entry,
    Formula,
    Listing,
    Offer,
    PriceBook,
    PriceEntries,
    PriceList,
    Scope,
    book_id,
    book_ids,
    entries_id,
    wanted_entries,
    wanted_lists,
)
from orderkit.pricing.entries import IDS_KEPT, EntriesIds
from orderkit.values import Rounding, Window
from tests.pricing.shop import AT, DAY, RED, TEA, at, cost, prices

EARLY, LATE = Window(None, AT), Window(AT, None)


def codes(refused: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in refused.value.faults]


def refusal(make: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        make()
    return codes(refused)


def test_percent_off_and_on_top_are_factors() -> None:
    assert Formula.off("retail", "12.5").factor == Decimal("0.875")
    assert Formula.on(COST, 25, places=3) == Formula(COST, Decimal("1.25"), 3)


def test_a_formula_rounds_by_its_own_rule() -> None:
    half = Formula("retail", Decimal("0.5"), 2, Rounding.DOWN)
    assert str(half.applied(cost("9.99"))) == "4.99 EUR"
    assert str(half.applied(cost("9.99 per 1000 pcs"))) == "4.99 EUR per 1000 pcs"


def test_all_faults_of_a_formula_come_together() -> None:
    assert refusal(lambda: Formula("", Decimal(-1), 7)) == [
        ("Formula.of", "bad_id"),
        ("Formula.factor", "out_of_range"),
        ("Formula.places", "out_of_range"),
    ]


def test_an_entry_takes_its_unit_from_its_price() -> None:
    assert Entry(cost("90 per 1 case")).unit == "case"
    assert Entry(cost("90 per 1 case"), unit="case").unit == "case"
    assert Entry(formula=Formula.off("retail", 5)).unit == ""


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({}, [("Entry.price", "not_one_price")]),
        (
            {"price": cost("1"), "formula": Formula.off("retail", 5)},
            [("Entry.price", "not_one_price")],
        ),
        (
            {"price": cost("-1"), "minimum": Decimal(-1), "unit": "kg"},
            [
                ("Entry.price", "negative_price"),
                ("Entry.minimum", "out_of_range"),
                ("Entry.unit", "other_unit"),
            ],
        ),
        ({"formula": Formula.off("r", 5), "unit": "1 2"}, [("Entry.unit", "bad_unit")]),
        ({"price": cost("1"), "minimum": 0.5}, [("Entry.minimum", "float")]),
    ],
)
def test_a_bad_entry_is_refused(wrong: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert refusal(lambda: Entry(**wrong)) == found


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ((), ("PriceEntries.entries", "empty")),
        ((at("9"), at("8")), ("PriceEntries.entries[1]", "duplicate_tier")),
        ((at("9", 10), at("8", 1)), ("PriceEntries.entries[1]", "unsorted")),
        ((at("9", 0, EARLY), at("8")), ("PriceEntries.entries[1]", "overlap")),
        (
            (at("9", 0, Window(AT, AT + 2 * DAY)), at("8", 0, Window(AT + DAY, None))),
            ("PriceEntries.entries[1]", "overlap"),
        ),
        ((at("9", 0, LATE), at("8", 0, EARLY)), ("PriceEntries.entries[1]", "unsorted")),
        (
            (at("9", 0, Window(AT + DAY, AT + 2 * DAY)), at("8", 0, Window(AT, AT + DAY))),
            ("PriceEntries.entries[1]", "unsorted"),
        ),
        (
            (at("9", 0, EARLY), at("8", 0, Window(AT + DAY, None))),
            ("PriceEntries.entries[1]", "gap"),
        ),
    ],
)
def test_tiers_that_contradict_are_refused(
    entries: tuple[Entry, ...], found: tuple[str, str]
) -> None:
    assert refusal(lambda: prices("retail", *entries)) == [found]


def test_all_faults_of_tiers_come_together_and_say_the_way_out() -> None:
    with pytest.raises(InvalidInput) as refused:
        PriceEntries("x", "?", By.SKU, "!", (at("9"), at("8"), at("7", 5), at("6", 2)))
    assert codes(refused) == [
        ("PriceEntries.price_list", "bad_id"),
        ("PriceEntries.key", "bad_id"),
        ("PriceEntries.id", "bad_id"),
        ("PriceEntries.entries[1]", "duplicate_tier"),
        ("PriceEntries.entries[3]", "unsorted"),
    ]
    assert str(refused.value.faults[3]) == (
        "PriceEntries.entries[1] cannot be 'from 0 pcs, ../..': the same tier stands before it; "
        "keep one of the two"
    )


def test_adjacent_windows_and_other_units_are_fine() -> None:
    entries = (at("90 per 1 case"), at("9", 0, EARLY), at("8", 0, LATE), at("7", 10))
    assert prices("retail", *entries).entries == entries


def test_cached_rows_are_no_part_of_the_value() -> None:
    assert prices("retail", at("9")) == prices("retail", at("9"))
    assert "rows" not in repr(prices("retail", at("9")))


def test_a_list_builds_upon_the_base_of_its_formula() -> None:
    gold = PriceList("gold", "EUR", formula=Formula.off("retail", 5), bases=("rrp",))
    assert gold.builds_on == ("retail", "rrp")
    assert PriceList("plus", "EUR", formula=Formula.on(COST, 30)).builds_on == ()


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        (
            {"id": "", "currency": "XXX", "priority": 2**60, "name": "\x00", "bases": ("?",)},
            [
                ("PriceList.id", "bad_id"),
                ("PriceList.currency", "currency_unknown"),
                ("PriceList.priority", "out_of_range"),
                ("PriceList.name", "control_character"),
                ("PriceList.bases[0]", "bad_id"),
            ],
        ),
        ({"id": "cost"}, [("PriceList.id", "bad_id")]),
        ({"formula": Formula.off("retail", 5)}, [("PriceList.id", "bad_id")]),
        ({"of": "gold"}, [("PriceList.of", "not_named")]),
        ({"scope": Scope.GROUP}, [("PriceList.of", "bad_id")]),
        ({"scope": Scope.CONTRACT, "of": "c-7"}, [("PriceList.contract", "bad_id")]),
        (
            {"scope": Scope.CUSTOMER, "of": "c-7", "contract": "k"},
            [("PriceList.contract", "not_named")],
        ),
        ({"currency": ""}, [("PriceList.currency", "currency_unknown")]),
    ],
)
def test_a_bad_head_is_refused(wrong: dict[str, Any], found: list[tuple[str, str]]) -> None:
    good: dict[str, Any] = {"id": "retail", "currency": "EUR"}
    assert refusal(lambda: PriceList(**{**good, **wrong})) == found


def test_customers_read_their_own_lists_and_books_only() -> None:
    lists, books = declared(PriceList).owner, declared(PriceBook).owner
    own = PriceList("own", "EUR", Scope.CUSTOMER, "c-7")
    agreed = PriceList("agreed", "EUR", Scope.CONTRACT, "c-7", "k-1")
    gold = PriceList("gold", "EUR", Scope.GROUP, "gold")
    assert [lists(own), lists(agreed), lists(gold)] == ["c-7", "c-7", ""]
    assert books(PriceBook("x", Scope.CUSTOMER, "c-7")) == "c-7"
    assert books(PriceBook("x", Scope.GROUP, "gold")) == ""
    assert declared(PriceList).keys(gold)[0].equals == ("group", "gold")


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        (
            {"id": "", "name": "", "percent": Decimal(101), "minimum": Decimal(5),
             "maximum": Decimal(4), "products": ("?",), "groups": ("?",)},
            [
                ("Offer.id", "bad_id"),
                ("Offer.name", "empty"),
                ("Offer.products[0]", "bad_id"),
                ("Offer.groups[0]", "bad_id"),
                ("Offer.percent", "out_of_range"),
                ("Offer.maximum", "out_of_range"),
            ],
        ),
        (
            {"percent": 1.5, "minimum": "x"},
            [("Offer.percent", "float"), ("Offer.minimum", "not_decimal_text")],
        ),
        ({"maximum": 1.5}, [("Offer.maximum", "float")]),
        ({"minimum": Decimal(-1)}, [("Offer.minimum", "out_of_range")]),
    ],
)  # fmt: skip
def test_a_bad_offer_is_refused(wrong: dict[str, Any], found: list[tuple[str, str]]) -> None:
    good: dict[str, Any] = {"id": "spring", "name": "Spring", "percent": Decimal(5)}
    assert refusal(lambda: Offer(**{**good, **wrong})) == found


def test_an_offer_may_be_for_one_quantity_only() -> None:
    only = Offer("six", "Six", Decimal(5), minimum=Decimal(6), maximum=Decimal(6))
    assert only.minimum == only.maximum


def test_books_are_named_by_scope() -> None:
    assert book_id(Scope.CONTRACT, "c-7") == book_id(Scope.CUSTOMER, "c-7")
    assert book_ids() == ("everyone",)
    assert book_ids("c-7", ("gold", "north"), "web", ("spring", "spring")) == (
        "everyone",
        "7:channel:web",
        "5:group:gold",
        "5:group:north",
        "8:customer:c-7",
        "5:offer:spring",
    )


def test_no_more_ids_of_entries_are_kept_than_some_thousands() -> None:
    ids = EntriesIds("retail", By.SKU)
    keys = [f"TEA-{n}" for n in range(IDS_KEPT + 2)]
    assert [ids[key] for key in keys] == [entries_id("retail", By.SKU, key) for key in keys]
    assert len(ids) == 2
    assert ids["TEA-0"] == "6:retail:s.TEA-0"


def test_ids_of_entries_are_found_again_for_a_copy_of_their_list() -> None:
    head = PriceList("retail", "EUR")
    again = pickle.loads(pickle.dumps(head))
    assert again == head
    assert again.ids is head.ids


def test_books_say_which_documents_to_read() -> None:
    everyone = PriceBook("everyone", Scope.EVERYONE, "", (Listing("retail"),))
    gold = PriceBook(
        "5:group:gold", Scope.GROUP, "gold", (Listing("gold", False, True), Listing("retail"))
    )  # fmt: skip
    books = (everyone, gold)
    assert wanted_lists(books) == ("retail", "gold")
    assert wanted_entries(books, (TEA, RED)) == (
        entries_id("retail", By.SKU, "TEA-1"),
        entries_id("retail", By.SKU, "TEA-1-RED"),
        entries_id("gold", By.CATEGORY, "food"),
        entries_id("gold", By.CATEGORY, "tea"),
    )
