"""Price lists as JSON: what is written is read again, and what is wrong is told with its path."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from orderkit.codec import Codec
from orderkit.errors import InvalidInput
from orderkit.flow import Command
from orderkit.pricing import (
    By,
    DefineOffer,
    Entry,
    Formula,
    Offer,
    PriceEntries,
    PriceList,
    PublishPriceList,
    PublishPrices,
    Scope,
    WithdrawPriceList,
)
from orderkit.tax import DefineTaxTable, TaxRate, TaxTable
from orderkit.values import Window
from tests.pricing.shop import AT, at, prices

GOLD = PriceList("gold", "EUR", Scope.GROUP, "gold", formula=Formula.off("retail", 5), priority=3)
OFF = PriceEntries.of("gold", "tea", Entry(formula=Formula.on("cost", 20)), by=By.CATEGORY)


@pytest.mark.parametrize(
    "command",
    [
        PublishPriceList(GOLD, (prices("gold", at("9", 0, Window(None, AT))), OFF)),
        PublishPrices("gold", (prices("gold", at("9"), at("8", 10)),)),
        WithdrawPriceList("gold"),
        DefineOffer(Offer("spring", "Spring", Decimal(5), maximum=Decimal(9), groups=("gold",))),
        DefineTaxTable(TaxTable("main", (TaxRate("standard", Decimal(19)),))),
    ],
)
def test_a_command_is_read_as_it_was_written(command: Command[Any]) -> None:
    codec = Codec()
    assert codec.command(codec.command_body(command)) == command


def test_a_list_without_a_currency_is_told_with_the_fault_of_its_tiers() -> None:
    tier = {"price": "9.50 EUR", "minimum": "10"}
    entries = {"id": "6:retail:s.TEA-1", "price_list": "retail", "by": "sku", "key": "TEA-1"}
    data = {"price_list": {"id": "retail"}, "entries": [{**entries, "entries": [tier, tier]}]}
    with pytest.raises(InvalidInput) as refused:
        Codec().parse(PublishPriceList, data)
    assert [(fault.path, fault.code) for fault in refused.value.faults] == [
        ("$.price_list.currency", "missing_key"),
        ("$.entries[0].entries[1]", "duplicate_tier"),
    ]
