"""Products, cross-references of item numbers, and their definition."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as such_that
from hypothesis import strategies as st

from orderkit.catalog import (
    CrossReference,
    CrossReferenceDefined,
    DefineCrossReference,
    DefineProduct,
    ItemNumbers,
    Meaning,
    Product,
    ProductDefined,
    channel_scope,
    composed_id,
    cross_reference_id,
    customer_scope,
    item_numbers_id,
)
from orderkit.errors import InvalidInput, NotFound
from orderkit.flow import NOTHING, Put, declared
from orderkit.testing.scripted import decide, given
from orderkit.values import Packaging, UnitPrice, Window, check_id

PIECES = Packaging("pcs", units={"case": (12, 1)})
TEA = Product("TEA-1", "Green tea", PIECES, ("food", "tea"))
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
BEFORE, AFTER = Window(None, NEW_YEAR), Window(NEW_YEAR, None)


def codes(refused: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in refused.value.faults]


def test_a_product_is_found_by_its_categories_and_by_the_article_it_varies() -> None:
    red = Product("TEA-1-RED", "Green tea in red", PIECES, ("food", "tea"), variant_of="TEA-1")
    rows = declared(Product).keys(red)
    assert [(row.name, row.equals, row.sort) for row in rows] == [
        ("by_category", ("food",), "TEA-1-RED"),
        ("by_category", ("tea",), "TEA-1-RED"),
        ("by_parent", ("TEA-1",), "TEA-1-RED"),
    ]
    assert [row.name for row in declared(Product).keys(TEA)] == ["by_category"] * 2


def test_all_faults_of_a_product_come_together() -> None:
    with pytest.raises(InvalidInput) as refused:
        Product(
            "-",
            " ",
            PIECES,
            ("food", "?"),
            variant_of="!",
            tax_category="",
            standard_cost=UnitPrice.parse("1 EUR per 1 kg"),
            minimum=5,
            multiple=0,
            maximum=4,
        )
    assert codes(refused) == [
        ("Product.id", "bad_id"),
        ("Product.name", "empty"),
        ("Product.tax_category", "bad_id"),
        ("Product.category[1]", "bad_id"),
        ("Product.variant_of", "bad_id"),
        ("Product.standard_cost", "unit_unknown"),
        ("Product.minimum", "out_of_range"),
        ("Product.multiple", "out_of_range"),
    ]


def test_quantity_limits_are_whole_numbers() -> None:
    with pytest.raises(InvalidInput) as refused:
        Product("TEA-1", "Tea", PIECES, minimum="1", multiple=Decimal(1), maximum=1.5)  # type: ignore[arg-type]
    assert codes(refused) == [
        ("Product.minimum", "wrong_type"),
        ("Product.maximum", "float"),
        ("Product.multiple", "wrong_type"),
    ]


def test_a_products_limits_may_be_equal_and_absent() -> None:
    assert Product("T", "Tea", PIECES, minimum=6, multiple=6, maximum=6).maximum == 6
    assert Product("T", "Tea", PIECES, minimum=6).maximum is None


def test_a_meaning_is_checked() -> None:
    with pytest.raises(InvalidInput) as refused:
        Meaning("", "1 2", 0)
    assert codes(refused) == [
        ("Meaning.sku", "bad_id"),
        ("Meaning.unit", "bad_unit"),
        ("Meaning.quantity", "out_of_range"),
    ]


def test_a_number_may_mean_other_goods_from_a_day_on() -> None:
    reference = CrossReference.of(
        customer_scope("c-7"), "料號 7", Meaning("OLD", window=BEFORE), Meaning("NEW", window=AFTER)
    )
    last, first = NEW_YEAR.replace(year=2025), NEW_YEAR
    old, new = reference.meaning_at(last), reference.meaning_at(first)
    assert old is not None
    assert new is not None
    assert (old.sku, new.sku) == ("OLD", "NEW")


def test_a_number_may_mean_nothing_on_a_day() -> None:
    assert CrossReference.of("gtin", "1", Meaning("T", window=AFTER)).meaning_at(
        NEW_YEAR.replace(year=2025)
    ) is None  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "text", "meanings", "found"),
    [
        ("supplier:s", "1", (Meaning("T"),), ("scope", "scope_unknown")),
        ("customer:", "1", (Meaning("T"),), ("scope", "bad_id")),
        ("gtin", " 1", (Meaning("T"),), ("text", "bad_number")),
        ("gtin", "", (Meaning("T"),), ("text", "bad_number")),
        ("gtin", "1\n2", (Meaning("T"),), ("text", "bad_number")),
        ("gtin", "1" * 81, (Meaning("T"),), ("text", "bad_number")),
        ("gtin", "1", (), ("meanings", "empty")),
        ("gtin", "1", (Meaning("T"), Meaning("U")), ("meanings[1].window", "overlap")),
        (
            "gtin",
            "1",
            (Meaning("T", window=AFTER), Meaning("U", window=BEFORE)),
            ("meanings[1].window", "overlap"),
        ),
        (
            "gtin",
            "1",
            (
                Meaning("T", window=Window(NEW_YEAR, NEW_YEAR.replace(month=3))),
                Meaning("U", window=Window(NEW_YEAR.replace(month=2), None)),
            ),
            ("meanings[1].window", "overlap"),
        ),
    ],
)
def test_a_bad_cross_reference_is_refused(
    scope: str, text: str, meanings: tuple[Meaning, ...], found: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        CrossReference.of(scope, text, *meanings)
    assert codes(refused) == [(f"CrossReference.{found[0]}", found[1])]


def test_a_cross_references_id_is_made_of_its_scope_and_text() -> None:
    with pytest.raises(InvalidInput) as refused:
        CrossReference("x", "gtin", "1", (Meaning("T"),))
    assert codes(refused) == [("CrossReference.id", "bad_id")]


def test_only_its_customer_may_read_a_customers_item_number() -> None:
    owner = declared(CrossReference).owner
    assert owner(CrossReference.of(customer_scope("c-7"), "1", Meaning("T"))) == "c-7"
    assert owner(CrossReference.of(channel_scope("web"), "1", Meaning("T"))) == ""


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=70)


@such_that(st.lists(st.tuples(texts, texts), min_size=2, max_size=2, unique=True))
def test_different_pairs_have_different_ids(pairs: list[tuple[str, str]]) -> None:
    one, other = (composed_id(*pair) for pair in pairs)
    assert one != other
    assert check_id(one, "id") == one


def test_a_separator_in_a_part_does_not_make_two_pairs_one() -> None:
    assert cross_reference_id("customer:c", "7:1") != cross_reference_id("customer:c:7", "1")


def test_defining_a_product_writes_it_and_tells() -> None:
    made = decide(DefineProduct(TEA))
    assert made.answer == "TEA-1"
    assert made.changes.puts == (Put(TEA, (ProductDefined("TEA-1"),)),)


def test_defining_the_same_again_writes_nothing() -> None:
    reference = CrossReference.of("gtin", "1", Meaning("TEA-1"))
    known = given(TEA, reference)
    assert decide(DefineProduct(TEA), given=known).changes == NOTHING
    again = decide(DefineCrossReference(reference), given=known)
    assert (again.answer, again.changes) == (reference.id, NOTHING)


def test_the_first_number_of_somebody_says_that_they_have_some() -> None:
    reference = CrossReference.of("gtin", "1", Meaning("TEA-1", "case"))
    numbers = ItemNumbers(item_numbers_id("gtin"), "gtin")
    told = Put(reference, (CrossReferenceDefined("gtin", "1"),))
    first = decide(DefineCrossReference(reference), given=given(TEA))
    assert first.changes.puts == (told, Put(numbers))
    later = decide(DefineCrossReference(reference), given=given(TEA, numbers))
    assert later.changes.puts == (told,)


def test_a_cross_reference_leads_to_goods_that_are_there() -> None:
    with pytest.raises(NotFound, match="Product 'NONE'"):
        decide(DefineCrossReference(CrossReference.of("gtin", "1", Meaning("NONE"))))


def test_a_cross_reference_counts_in_units_that_the_product_has() -> None:
    reference = CrossReference.of(
        "gtin", "1", Meaning("TEA-1", "roll", window=BEFORE), Meaning("TEA-1", "kg", window=AFTER)
    )
    with pytest.raises(InvalidInput) as refused:
        decide(DefineCrossReference(reference), given=given(TEA))
    assert codes(refused) == [
        ("CrossReference.meanings[0].unit", "unit_unknown"),
        ("CrossReference.meanings[1].unit", "unit_unknown"),
    ]


def test_commands_name_what_they_write() -> None:
    reference = CrossReference.of("gtin", "1", Meaning("TEA-1"))
    commands: list[Any] = [DefineProduct(TEA), DefineCrossReference(reference)]
    assert [one.subject() for one in commands] == ["product/TEA-1", "cross_reference/4:gtin:1"]
