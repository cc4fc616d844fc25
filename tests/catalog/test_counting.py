"""What a product's stock is counted in stays as it was first defined."""

from __future__ import annotations

import pytest

from orderkit.catalog import DefineProduct, Product
from orderkit.errors import InvalidInput
from orderkit.inventory import ReceiveStock, StockLine
from orderkit.values import Packaging
from tests.world import do, in_memory, shelf


@pytest.mark.parametrize("other", [Packaging("kg", places=2), Packaging("g", places=3)])
def test_a_product_that_is_known_is_not_counted_in_other_steps(other: Packaging) -> None:
    kit = in_memory()
    before = shelf(kit, "LEAF", "north")
    with pytest.raises(InvalidInput) as refused:
        do(kit, DefineProduct(Product("LEAF", "Loose leaf", other, ("food", "tea"))))
    assert str(refused.value) == (
        f"DefineProduct.product.packaging cannot be '{other.stock_unit} to {other.places} places': "
        "stock and orders of LEAF are counted in kg to 3 places; "
        "keep the stock unit and its places, or define a product with another SKU"
    )
    assert shelf(kit, "LEAF", "north") == before


def test_its_other_units_may_change() -> None:
    kit = in_memory()
    sacks = Packaging("kg", places=3, units={"sack": (25, 1)}, order_unit="sack")
    do(kit, DefineProduct(Product("LEAF", "Loose leaf", sacks, ("food", "tea"))))
    do(kit, ReceiveStock("main", "east", [StockLine("LEAF", 1)]))
    assert shelf(kit, "LEAF", "east") == 25_000
