"""
Defining products and cross-references.

Defining anew with other content writes a new version of the document, which its history keeps; with
the same content nothing is written and the answer is the same. What a product's stock is counted in
stays as it was first defined, because the integers of the ledger say nothing of their unit.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from orderkit.catalog.model import CrossReference, ItemNumbers, Product, item_numbers_id
from orderkit.errors import NotFound, caught, gathered, invalid
from orderkit.flow import (
    Changes,
    Command,
    Context,
    Decision,
    Each,
    Flow,
    Maybe,
    Put,
    ask,
    command,
    event,
)
from orderkit.values import typed


@event("product.defined")
@frozen
class ProductDefined:
    """A product was defined, or defined anew."""

    sku: str


@event("cross_reference.defined")
@frozen
class CrossReferenceDefined:
    """An item number was given a meaning, or another one."""

    scope: str
    text: str


@command("product.define")
@typed
@frozen
class DefineProduct(Command[str]):
    """
    Define a product; the answer is its SKU.

    Attributes:
        product: The product, whole.
    """

    product: Product

    def subject(self) -> str:
        """Return what this writes."""
        return f"product/{self.product.id}"

    def decide(self, context: Context) -> Flow[str]:  # noqa: ARG002 - a product has its own dates
        """Return the decision in progress."""
        wanted = self.product
        known = yield from ask(Maybe(Product, wanted.id))
        if known == wanted:
            return Decision(wanted.id)
        if known is not None:
            _check_counting(known, wanted)
        return Decision(wanted.id, Changes((Put(wanted, (ProductDefined(wanted.id),)),)))


def _check_counting(known: Product, wanted: Product) -> None:
    """Refuse to count in other steps: what the ledger and orders hold would mean something else."""
    had, has = known.packaging, wanted.packaging
    if (had.stock_unit, had.places) != (has.stock_unit, has.places):
        raise invalid(
            "DefineProduct.product.packaging", "counting_changed",
            f"{has.stock_unit} to {has.places} places",
            f"stock and orders of {known.id} are counted in {had.stock_unit} to {had.places} places",
            "keep the stock unit and its places, or define a product with another SKU",
        )  # fmt: skip


@command("cross_reference.define")
@typed
@frozen
class DefineCrossReference(Command[str]):
    """
    Say what an item number of somebody else's means; the answer is the cross-reference's id.

    The products it leads to are there already.

    Attributes:
        reference: The number with all its meanings.
    """

    reference: CrossReference

    def subject(self) -> str:
        """Return what this writes."""
        return f"cross_reference/{self.reference.id}"

    def decide(self, context: Context) -> Flow[str]:  # noqa: ARG002 - meanings have their dates
        """Return the decision in progress."""
        wanted = self.reference
        skus = [meaning.sku for meaning in wanted.meanings]
        numbers = ItemNumbers(item_numbers_id(wanted.scope), wanted.scope)
        known, products, before = yield from ask(
            Maybe(CrossReference, wanted.id), Each(Product, skus), Maybe(ItemNumbers, numbers.id)
        )
        _check_meanings(wanted, products)
        if known == wanted:
            return Decision(wanted.id)
        told = CrossReferenceDefined(wanted.scope, wanted.text)
        first = () if before is not None else (Put(numbers),)
        return Decision(wanted.id, Changes((Put(wanted, (told,)), *first)))


def _check_meanings(reference: CrossReference, products: Mapping[str, Product]) -> None:
    """Refuse meanings in goods that are not there, or in units that they do not have."""
    for meaning in reference.meanings:
        if meaning.sku not in products:
            raise NotFound("Product", meaning.sku)
    gathered(
        fault
        for n, meaning in enumerate(reference.meanings)
        for fault in caught(
            products[meaning.sku].packaging.factor,
            meaning.unit,
            f"CrossReference.meanings[{n}].unit",
        )
    )
