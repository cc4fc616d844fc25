"""Orders that cannot be placed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from orderkit.approvals import NobodyToAsk, PolicyCurrencyDiffers
from orderkit.catalog import DefineProduct, LineKind, Product
from orderkit.credit import (
    BlockCredit,
    CreditBlocked,
    CreditCurrencyDiffers,
    OverCreditLimit,
    SetCreditLimit,
)
from orderkit.errors import FloatRefused, NotFound, TooLarge
from orderkit.inventory import NotEnoughStock
from orderkit.kit import OrderKit
from orderkit.orders import ChannelDiscount, Line, NumberTaken, OrderRefused, PlaceOrder
from orderkit.parties import BlockCustomer, CaptureMode, Customer, DefineCustomer, OverLimit
from orderkit.pricing import NoPrice
from orderkit.tax import NoTaxRate
from orderkit.values import EUR, USD, Packaging, UnitPrice, Window
from tests.badinput.rows import Call, Row, doing, invalid
from tests.badinput.situations import BY_ROOT, an_order, step
from tests.world import ANN, BUYER, NOW, ROOT, company, order_of, review

LOOSELY: Final[Any] = Line


def order(*lines: Line, actor: Any = ANN, **fields: Any) -> Call:
    return doing(lambda _: order_of(*lines, **fields), actor)


def refused(name: str, *faults: str, call: Call, **more: Any) -> Row:
    return Row(name, OrderRefused, "order_refused", faults, call, **more)


def customer(kit: OrderKit, **changes: Any) -> None:
    """Define a customer with no address and no terms, unless told."""
    fields = {"company": "main", "currency": "EUR", **changes}
    step(kit, DefineCustomer(Customer("c-9", "New Shop", **fields)), "customer")


def blocked(kit: OrderKit) -> None:
    step(kit, BlockCustomer("c-1", "bills unpaid since May"), "block")


def picky(kit: OrderKit) -> None:
    customer(kit, terms="net30", assortment=("tea",))


def in_dollars(kit: OrderKit) -> None:
    """A customer in dollars, whose payer has credit in euros."""
    customer(kit, currency="USD", terms="net30", payer="c-1")


def untaxed(kit: OrderKit) -> None:
    product = Product(
        "BOOK", "Book of tea", Packaging("pcs"), tax_category="books", kind=LineKind.SERVICE
    )
    step(kit, DefineProduct(product), "product")


def no_more_credit(kit: OrderKit) -> None:
    step(kit, BlockCredit("c-1", "bills unpaid since May"), "block")


def strict(kit: OrderKit) -> None:
    """A limit of 50 EUR beyond which nothing is accepted."""
    step(kit, SetCreditLimit("c-1", "EUR", EUR("50"), "strict", OverLimit.REFUSE), "limit")


def without_policy(kit: OrderKit) -> None:
    step(kit, company(approvals=("unwritten",)), "company")


def order_lazily(item: str, quantity: object, **fields: Any) -> Call:
    return doing(lambda _: order_of(LOOSELY(item, quantity, **fields)), ANN)


def discontinued(kit: OrderKit) -> None:
    sold = Window(until=NOW)
    step(kit, DefineProduct(Product("OLD", "Old tea", Packaging("pcs"), sold=sold)), "product")


HAND: Final = UnitPrice.parse("1 EUR")
OFF: Final = ChannelDiscount(EUR("0.60"), "voucher")
PLACING: list[Row] = [
    refused("two currencies in one order", "currency_differs", "currency_differs",
            call=order(Line("TEA-1", 1, UnitPrice.parse("9 USD"), "agreed"), Line("TEA-1", 1),
                       Line("SAMPLE", 1, UnitPrice.parse("1 GBP"), "agreed"))),
    Row("the channel's number for other content", NumberTaken, "number_taken", (),
        order(Line("TEA-1", 2)), an_order),
    invalid("an order of nothing", "empty",
            call=doing(lambda _: PlaceOrder("c-1", "web", "1", []), ANN)),
    Row("10,000 lines", TooLarge, "too_large", (), order(*[Line("TEA-1", 1)] * 10_000)),
    Row("an unknown customer", NotFound, "not_found", (), order(customer="nobody")),
    refused("an unknown product", "unknown_item", call=order(Line("NONE", 1))),
    refused("an unknown unit", "unit_unknown", call=order(Line("TEA-1", "1 barrel"))),
    invalid("a quantity of 0", "zero_quantity", call=order_lazily("TEA-1", 0)),
    invalid("a quantity below 0", "negative_quantity", call=order_lazily("TEA-1", -3)),
    Row("a float quantity", FloatRefused, "float_refused", ("float",), order_lazily("TEA-1", 1.5)),
    invalid("a truth value for a quantity", "bool", call=order_lazily("TEA-1", True)),
    refused("a piece and a half", "not_exact", call=order(Line("TEA-1", "1.5 pcs"))),
    refused("less than the minimum", "under_minimum", "not_in_multiple",
            call=order(Line("POT-1", 1))),
    refused("not in the multiple", "not_in_multiple", call=order(Line("POT-1", 3))),
    refused("more than the maximum", "over_maximum", call=order(Line("POT-1", 22))),
    refused("goods out of the assortment", "address_missing", "not_in_assortment",
            call=order(Line("POT-1", 2), customer="c-9"), given=picky),
    refused("goods not sold any more", "not_sold", "no_price", "not_enough_stock",
            call=order(Line("OLD", 1)), given=discontinued),
    refused("a blocked customer", "customer_blocked", call=order(), given=blocked),
    refused("a customer without terms or address", "terms_missing", "address_missing",
            call=order(customer="c-9"), given=customer),
    refused("an address that is not the customer's", "address_missing", call=order(place="moon")),
    refused("a line to a place that is not the customer's, one of an unknown product, one to both",
            "address_missing", "unknown_item", "address_missing", "unknown_item",
            call=order(Line("TEA-1", 1, ship_to="moon"), Line("NONE", 1, ship_to="shop"),
                       Line("NOT", 1, ship_to="mars"))),
    invalid("a line to a place that cannot be one", "too_long",
            call=doing(lambda _: order_of(Line("TEA-1", 1, ship_to="x" * 65)), ANN)),
    refused("another total than the customer was shown", "total_differs",
            call=order(expected_total=EUR("10.00"))),
    refused("a total in another currency", "currency_differs",
            call=order(expected_total=USD("10.17"))),
    refused("placed in the future", "in_future", call=order(placed_at=NOW + timedelta(minutes=1))),
    refused("a buyer who sets a price", "override_not_allowed",
            call=order(Line("TEA-1", 1, HAND, "cheap"), actor=BUYER)),
    refused("a buyer who chooses the mode and the day", "not_a_buyers", "not_a_buyers",
            call=order(mode=CaptureMode.RECORD, placed_at=NOW - timedelta(1), actor=BUYER)),
    refused("a price by hand without a reason", "reason_missing",
            call=order(Line("TEA-1", 1, HAND))),
    refused("a price by hand in a unit the product has not", "unit_unknown",
            call=order(Line("TEA-1", 1, UnitPrice.parse("1 EUR per 1 kg"), "agreed"))),
    Row("goods without a price", NoPrice, "no_price", (), order(Line("RARE", 1))),
    refused("goods without a price among others", "unknown_item", "no_price",
            call=order(Line("RARE", 1), Line("NONE", 1))),
    Row("goods without a tax rate", NoTaxRate, "no_tax_rate", (),
        order(Line("BOOK", 1, HAND, "agreed")), untaxed),
    refused("goods without a tax rate and a wrong total", "no_tax_rate", "not_enough_stock",
            call=order(Line("BOOK", 1, HAND, "agreed"), Line("TEA-1", 99)), given=untaxed),
    Row("more than there is", NotEnoughStock, "not_enough_stock", (), order(Line("TEA-1", 55))),
    Row("more than the credit limit", OverCreditLimit, "over_credit_limit", (),
        order(Line("TEA-1", 10)), strict),
    Row("credit that is blocked", CreditBlocked, "credit_blocked", (), order(), no_more_credit,
        {"over_limit": OverLimit.REFUSE}),
    Row("an order in another currency than the credit", CreditCurrencyDiffers,
        "credit_currency_differs", (),
        order(Line("ENGRAVE", 1, UnitPrice.parse("9 USD"), "agreed"), customer="c-9"), in_dollars),
    Row("an approval that only the submitter could give", NobodyToAsk, "nobody_to_ask", (),
        order(Line("TEA-1", 20), actor=ROOT), opening={"policies": [review(BY_ROOT)]}),
    Row("an approval policy in another currency", PolicyCurrencyDiffers, "policy_currency_differs",
        (), order(Line("ENGRAVE", 1, UnitPrice.parse("9 USD"), "agreed"), customer="c-9"),
        lambda kit: customer(kit, currency="USD", terms="net30"), {"policies": [review()]}),
    Row("an approval policy that was never published", NotFound, "not_found", (), order(),
        without_policy),
    invalid("control characters in a line's note", "control_character",
            call=order_lazily("TEA-1", 1, note="fragile\x1b[31m")),
    invalid("an offer that is no id", "bad_id", call=order_lazily("TEA-1", 1, offer="any offer")),
    refused("a channel's discount on what is offered", "discount_not_allowed",
            call=order(Line("TEA-1", 1, HAND, "agreed", discounts=(OFF,)))),
    refused("discounts above what the line costs", "discount_too_large", "discount_too_large",
            call=order(Line("NONE", 1, HAND, discounts=(OFF, OFF)),
                       Line("TEA-1", 1, HAND, discounts=(OFF, OFF)), mode=CaptureMode.RECORD)),
    invalid("a discount without a price", "price_missing",
            call=doing(lambda _: order_of(Line("TEA-1", 1, discounts=(OFF,))), ANN)),
    invalid("a discount in another currency than the price", "currency_differs",
            call=doing(lambda _: order_of(Line("TEA-1", 1, HAND, discounts=(
                ChannelDiscount(USD("0.60"), "voucher"),))), ANN)),
    invalid("a discount below 0, without a reason", "negative_amount", "empty",
            call=doing(lambda _: order_of(Line("TEA-1", 1, HAND, discounts=(
                ChannelDiscount(EUR("-0.60"), " "),))), ANN)),
    Row("21 discounts of a line", TooLarge, "too_large", (),
        doing(lambda _: order_of(Line("TEA-1", 1, HAND, discounts=(OFF,) * 21)), ANN)),
    invalid("a channel that counts from 0", "out_of_range", call=order(channel_revision=0)),
]  # fmt: skip
