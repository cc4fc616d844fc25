"""Master data that cannot be published: price lists, offers, policies, products, parties, taxes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from orderkit.approvals import Level, Mode, PublishApprovalPolicy
from orderkit.catalog import CrossReference, DefineCrossReference, Meaning, Product
from orderkit.errors import NotFound
from orderkit.kit import OrderKit
from orderkit.parties import BlockCustomer, Company, Customer, DefineCustomer, Place
from orderkit.pricing import (
    COST,
    By,
    DefineOffer,
    Entry,
    Formula,
    ListShapeFixed,
    Offer,
    PriceEntries,
    PriceList,
    PublishPriceList,
    PublishPrices,
    Scope,
    WithdrawPriceList,
)
from orderkit.rules import Condition, fact
from orderkit.tax import TaxRate, TaxTable
from orderkit.values import EUR, USD, Packaging, UnitPrice, Window
from tests.badinput.rows import Call, Row, doing, invalid, making
from tests.badinput.situations import step
from tests.world import HOME, price

PRICING: Final[Any] = PriceList
LEVEL: Final[Any] = Level
LOOSE_POLICY: Final[Any] = PublishApprovalPolicy


def publishing(head: PriceList, *entries: PriceEntries) -> Call:
    return doing(lambda _: PublishPriceList(head, entries))


def policy(when: Condition, *approvers: str, currency: str = "EUR", **mode: Any) -> Call:
    return doing(
        lambda _: PublishApprovalPolicy(
            "new", currency, [Level("big", when, approvers, **mode)], "agreed"
        )
    )


def of(name: str, *entries: Entry, sku: str = "TEA-1") -> PriceEntries:
    return PriceEntries.of(name, sku, *entries)


def building_on(base: str) -> PriceList:
    return PriceList("new", "EUR", bases=(base,))


def on_dollars(kit: OrderKit) -> None:
    step(kit, PublishPriceList(PriceList("usd", "USD", Scope.BASE)), "dollars")


def circle(kit: OrderKit) -> None:
    """Make the list build upon one that builds upon it."""
    step(kit, PublishPriceList(building_on("retail")), "new")


TOTAL: Final = fact("total") > EUR("100")
LISTS: list[Row] = [
    invalid("a price list without a currency", "currency_unknown",
            call=doing(lambda _: PublishPriceList(PRICING("new", "")))),
    invalid("a price list with None for a currency", "currency_unknown",
            call=doing(lambda _: PublishPriceList(PRICING("new", None)))),
    invalid("a price in another currency than its list", "currency_mismatch",
            call=publishing(PriceList("new", "EUR"), of("new", Entry(UnitPrice.parse("9 USD"))))),
    invalid("a list that builds on another currency", "currency_mismatch",
            call=publishing(building_on("usd")), given=on_dollars),
    invalid("a list that builds on itself", "bad_id",
            call=making(lambda: PriceList("new", "EUR", bases=("new",)))),
    Row("a circle of formulas", ListShapeFixed, "list_shape_fixed", (),
        publishing(PriceList("retail", "EUR", bases=("new",))), circle),
    Row("a list that builds on one that is not there", NotFound, "not_found", (),
        publishing(building_on("none"))),
    invalid("a formula on a list that is no base", "base_unknown",
            call=publishing(PriceList("new", "EUR"), of("new", Entry(formula=Formula.off("retail", 5))))),
    invalid("the same product twice in a list", "duplicate",
            call=publishing(PriceList("new", "EUR"), of("new", price("1")), of("new", price("2")))),
    invalid("entries of another list", "other_list",
            call=publishing(PriceList("new", "EUR"), of("retail", price("1")))),
    invalid("entries by category in a list without", "not_keyed",
            call=publishing(PriceList("new", "EUR"),
                            PriceEntries.of("new", "tea", price("1"), by=By.CATEGORY))),
    invalid("entries of nothing", "empty", call=making(lambda: of("new"))),
    invalid("entries under another id", "bad_id",
            call=making(lambda: PriceEntries("x", "new", By.SKU, "TEA-1", (price("1"),)))),
    invalid("a negative list price", "negative_price", call=making(lambda: price("-1"))),
    invalid("a price and a formula, from below 0, in another unit", "not_one_price", "out_of_range",
            "other_unit",
            call=making(lambda: Entry(UnitPrice.parse("1 EUR"), Formula(COST, Decimal(2)),
                                      Decimal(-1), "kg"))),
    invalid("a group's list without a group", "bad_id",
            call=making(lambda: PriceList("new", "EUR", Scope.GROUP))),
    invalid("everybody's list with a group and a contract", "not_named", "not_named",
            call=making(lambda: PriceList("new", "EUR", of="gold", contract="K-1"))),
    Row("prices for a list that is not there", NotFound, "not_found", (),
        doing(lambda _: PublishPrices("none", (of("none", price("1")),)))),
    invalid("withdrawing what is no id", "bad_id", call=doing(lambda _: WithdrawPriceList("a list"))),
    invalid("an offer whose most is below its least", "out_of_range",
            call=doing(lambda _: DefineOffer(Offer("x", "X", Decimal(5), minimum=Decimal(9),
                                                   maximum=Decimal(3))))),
]  # fmt: skip

POLICIES: list[Row] = [
    invalid("a policy about an unknown fact", "unknown_fact", call=policy(fact("totl") > EUR("1"), "role:f")),
    invalid("a policy with nobody to ask", "nobody_to_ask", call=policy(TOTAL)),
    invalid("a policy that asks three of two", "nobody_to_ask",
            call=policy(TOTAL, "person:bob", "person:eva", mode=Mode.N_OF_M, needed=3)),
    invalid("a policy that counts where it need not", "not_counted",
            call=policy(TOTAL, "person:bob", mode=Mode.ALL, needed=2)),
    invalid("a policy that asks one person twice", "duplicate_approver",
            call=policy(TOTAL, "person:bob", "person:bob")),
    invalid("a policy that asks a department", "bad_approver", call=policy(TOTAL, "finance")),
    invalid("a policy that needs nobody, in no mode", "wrong_type", "out_of_range",
            call=making(lambda: LEVEL("big", TOTAL, ["role:f"], "most", 0))),
    invalid("a policy in another currency than its amounts", "currency_mismatch",
            call=policy(TOTAL, "role:finance", currency="USD")),
    invalid("a policy in two currencies", "currency_mismatch", "currency_mixed",
            call=policy(TOTAL | (fact("total") > USD("100")), "role:finance")),
    invalid("a policy that compares a total with a number", "type_mismatch",
            call=policy(fact("total") > 100, "role:finance")),
    invalid("a policy with one level twice", "duplicate_level",
            call=doing(lambda _: PublishApprovalPolicy(
                "new", "EUR", [Level("big", TOTAL, ["role:f"])] * 2, "agreed"))),
    invalid("a policy whose levels are none", "wrong_type",
            call=doing(lambda _: LOOSE_POLICY("new", "EUR", ["big"], "agreed"))),
]  # fmt: skip

PARTIES: list[Row] = [
    invalid("a product that is sold in nothing", "out_of_range", "out_of_range",
            call=making(lambda: Product("X", "X", Packaging("pcs"), minimum=5, maximum=2, multiple=0))),
    invalid("a case of nothing", "bad_ratio", call=making(lambda: Packaging("pcs", units={"case": (0, 1)}))),
    invalid("an item number that means nothing", "empty",
            call=making(lambda: CrossReference.of("gtin", "4006381333931"))),
    invalid("an item number of nobody's", "scope_unknown",
            call=making(lambda: CrossReference.of("shop:1", "A", Meaning("TEA-1")))),
    invalid("an item number with blanks around", "bad_number",
            call=making(lambda: CrossReference.of("gtin", " A ", Meaning("TEA-1")))),
    invalid("an item number that means two things", "overlap",
            call=doing(lambda _: DefineCrossReference(
                CrossReference.of("gtin", "A", Meaning("TEA-1"), Meaning("LEAF"))))),
    invalid("an item number for none of it", "out_of_range",
            call=making(lambda: Meaning("TEA-1", quantity=0))),
    invalid("a customer with one place twice", "duplicate",
            call=making(lambda: Customer("c-9", "New", "main", "EUR",
                                         ship_to=(Place("main", HOME), Place("main", HOME))))),
    invalid("a company in no country that counts in millionths of millionths", "country_unknown",
            "out_of_range",
            call=making(lambda: Company("new", "New", "EUR", "UK", extended_places=12))),
    Row("a customer whose payer is not there", NotFound, "not_found", (),
        doing(lambda _: DefineCustomer(Customer("c-9", "New", "main", "EUR", payer="nobody")))),
    invalid("blocking nobody for nothing", "bad_id", "empty",
            call=doing(lambda _: BlockCustomer("any body", ""))),
    invalid("tax rates out of order", "unsorted",
            call=making(lambda: TaxTable("main", (TaxRate("standard", Decimal(19)),
                                                  TaxRate("reduced", Decimal(7)))))),
    invalid("two tax rates at once", "overlap",
            call=making(lambda: TaxTable("main", (TaxRate("reduced", Decimal(7)),
                                                  TaxRate("reduced", Decimal(5)))))),
    invalid("a tax of more than everything", "out_of_range",
            call=making(lambda: TaxRate("luxury", Decimal(1001)))),
    invalid("a window that ends before it begins", "bad_window",
            call=making(lambda: Window.parse("2026-02-01T00:00:00Z/2026-01-01T00:00:00Z"))),
]  # fmt: skip
