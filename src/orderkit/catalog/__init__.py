"""Products, and the numbers other people have for them."""

from orderkit.catalog.commands import (
    CrossReferenceDefined,
    DefineCrossReference,
    DefineProduct,
    ProductDefined,
)
from orderkit.catalog.ids import composed_id
from orderkit.catalog.model import (
    ALWAYS,
    GTIN,
    CrossReference,
    ItemNumbers,
    LineKind,
    Meaning,
    Product,
    channel_scope,
    cross_reference_id,
    customer_scope,
    item_numbers_id,
)

__all__ = [
    "ALWAYS",
    "GTIN",
    "CrossReference",
    "CrossReferenceDefined",
    "DefineCrossReference",
    "DefineProduct",
    "ItemNumbers",
    "LineKind",
    "Meaning",
    "Product",
    "ProductDefined",
    "channel_scope",
    "composed_id",
    "cross_reference_id",
    "customer_scope",
    "item_numbers_id",
]
