"""What an order costs: tiers, contracts, prices set by hand, offers, tax; and on whose credit."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from orderkit.credit import (
    BlockCredit,
    CreditBlocked,
    CreditCurrencyDiffers,
    OverCreditLimit,
    SetCreditLimit,
)
from orderkit.kit import OrderKit
from orderkit.orders import CreditPosting, Line, NoticeCode, OrderRefused
from orderkit.parties import DefineCustomer, OverLimit
from orderkit.pricing import PriceList, WithdrawPriceList
from orderkit.values import EUR, USD, UnitPrice
from tests.world import (
    BUYER,
    ROOT,
    TENANT,
    codes,
    credit,
    customers,
    desk_of,
    in_memory,
    order_of,
    placed,
)


@pytest.fixture
def kit() -> OrderKit:
    return in_memory()


def unit_price(amount: str) -> UnitPrice:
    return UnitPrice.parse(amount)


@pytest.mark.parametrize(
    ("quantity", "amount", "tier"), [(9, "85.50", 0), (10, "90.00", 10), ("1 case", "108.00", 10)]
)
def test_the_group_pays_by_tiers(
    kit: OrderKit, quantity: int | str, amount: str, tier: int
) -> None:
    _, order = placed(kit, Line("TEA-1", quantity))
    line = order.lines[0]
    assert (line.source, line.tier, line.extended) == ("gold", Decimal(tier), Decimal(amount))


def test_a_contract_goes_before_the_customers_own_list(kit: OrderKit) -> None:
    _, order = placed(kit, customer="c-3")
    assert (order.lines[0].source, order.net) == ("spa", EUR("8.00"))


def test_who_has_nothing_of_their_own_pays_list_price(kit: OrderKit) -> None:
    _, order = placed(kit, customer="c-2")
    assert (order.lines[0].source, order.net) == ("retail", EUR("10.00"))


def test_lists_and_customer_must_not_change_meanwhile(kit: OrderKit) -> None:
    decision = desk_of(kit).preview(order_of())
    assert {(ref.kind, ref.id) for ref in decision.changes.checks} >= {
        (PriceList, "retail"),
        (PriceList, "gold"),
    }


def test_a_withdrawn_list_gives_no_price(kit: OrderKit) -> None:
    desk_of(kit, ROOT).execute(WithdrawPriceList("spa"), key="over")
    _, order = placed(kit, customer="c-3")
    assert order.lines[0].source == "spa-own"


def test_a_price_set_by_hand_needs_a_reason(kit: OrderKit) -> None:
    by_hand = Line("TEA-1", 2, price=unit_price("8.00 EUR"), reason="scratched box")
    _, order = placed(kit, by_hand)
    line = order.lines[0]
    assert (line.source, line.reason, line.net_minor) == ("override", "scratched box", 1600)
    assert line.discount == Decimal("0.1579")
    with pytest.raises(OrderRefused, match="needs a reason"):
        placed(kit, attrs.evolve(by_hand, reason=""), number="2")


def test_a_buyer_sets_no_prices(kit: OrderKit) -> None:
    by_hand = Line("TEA-1", 2, price=unit_price("0.01 EUR"), reason="please")
    with pytest.raises(OrderRefused, match="a buyer does not set prices"):
        placed(kit, by_hand, actor=BUYER)


@pytest.mark.parametrize(
    ("price", "why"),
    [("8.00 USD", "an order has one currency"), ("8.00 EUR per 1 kg", "is not counted in kg")],
)
def test_a_price_fits_the_order_and_the_goods(kit: OrderKit, price: str, why: str) -> None:
    with pytest.raises(OrderRefused, match=why):
        placed(kit, Line("TEA-1", 2, price=unit_price(price), reason="agreed"))


def test_goods_without_a_list_price_can_be_priced_by_hand(kit: OrderKit) -> None:
    rare = Line("RARE", 1, price=unit_price("99.00 EUR"), reason="by agreement")
    _, order = placed(kit, rare, Line("TEA-1", 1))
    assert [line.discount for line in order.lines] == [0, 0]
    assert order.net == EUR("108.50")


def test_an_offer_takes_its_percentage_off(kit: OrderKit) -> None:
    answer, order = placed(kit, Line("TEA-1", 5, offer="spring"))
    line = order.lines[0]
    assert (line.extended, line.discount) == (Decimal("42.75"), Decimal("0.1"))
    assert [one.offer for one in line.adjustments] == ["spring"]
    assert (line.offer, answer.warnings) == ("spring", ())


@pytest.mark.parametrize(
    ("line", "customer", "why"),
    [
        (Line("TEA-1", 4, offer="spring"), "c-1", "quantity"),
        (Line("ENGRAVE", 5, offer="spring"), "c-1", "other product"),
        (Line("TEA-1", 5, offer="winter"), "c-1", "unknown"),
        (Line("TEA-1", 5, offer="spring"), "c-3", "contract"),
    ],
)
def test_an_offer_that_does_not_apply_is_told(
    kit: OrderKit, line: Line, customer: str, why: str
) -> None:
    answer, order = placed(kit, line, customer=customer)
    assert codes(answer.warnings) == ["offer_not_applied"]
    assert why in answer.warnings[0].text
    assert order.lines[0].adjustments == ()


def test_what_costs_nothing_waits_to_be_looked_at(kit: OrderKit) -> None:
    answer, order = placed(kit, Line("SAMPLE", 1))
    assert (answer.stage, answer.holds) == ("placed", ("price",))
    assert codes(answer.warnings) == [NoticeCode.ZERO_PRICE]
    assert order.total == EUR("0")


def test_a_gift_with_a_reason_does_not_wait(kit: OrderKit) -> None:
    gift = Line("SAMPLE", 1, price=unit_price("0 EUR"), reason="gift")
    assert placed(kit, gift)[0].holds == ()


def test_tax_is_on_top_and_rounded_once_per_rate(kit: OrderKit) -> None:
    _, order = placed(kit, *[Line("LEAF", "0.003 kg")] * 3, customer="c-1")
    # 3 × 0.072 is 3 × 0.07; tax of 7 % on 0.21 is 0.01 in all, and stands on one line
    assert (order.net_minor, order.tax_minor) == (21, 1)
    assert sorted(line.tax_minor for line in order.lines) == [0, 0, 1]


def test_tax_is_inside_where_the_company_says_so() -> None:
    kit = in_memory(prices_include_tax=True)
    _, order = placed(kit, Line("ENGRAVE", 1), customer="c-1")
    assert (order.inclusive, order.total, order.tax) == (True, EUR("15.00"), EUR("2.39"))
    assert "tax 2.39 EUR in the prices" in desk_of(kit).explain(order)


def test_who_is_exempt_pays_no_tax(kit: OrderKit) -> None:
    _, order = placed(kit, customer="c-3")
    assert (order.tax_minor, order.total) == (0, EUR("8.00"))


def test_a_prepaid_order_waits_for_its_money_and_uses_no_credit(kit: OrderKit) -> None:
    answer, order = placed(kit, customer="c-2")
    assert (answer.stage, answer.holds) == ("placed", ("payment",))
    assert order.holds[0].detail == "10.70 EUR are to be paid before delivery"
    assert order.credit == CreditPosting()
    free = Line("SAMPLE", 1, price=unit_price("0 EUR"), reason="gift")
    assert placed(kit, free, customer="c-2", number="2")[0].stage == "confirmed"


def test_who_has_no_credit_line_has_no_limit(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", 50), customer="c-3")
    assert order.credit == CreditPosting()


def test_over_the_limit_an_order_is_held() -> None:
    kit = in_memory(limit="20.00")
    answer, order = placed(kit, Line("TEA-1", 2))
    assert (answer.stage, answer.holds) == ("placed", ("credit",))
    assert order.credit == CreditPosting("c-1", held=2033)
    assert credit(kit) == {"free": 2000, "held": 2033}
    assert kit.audit(TENANT).clean


def test_over_the_limit_an_order_is_refused_where_that_is_the_policy() -> None:
    kit = in_memory(limit="20.00", over_limit=OverLimit.REFUSE)
    with pytest.raises(OverCreditLimit):
        placed(kit, Line("TEA-1", 2))
    assert placed(kit, Line("TEA-1", 1))[0].stage == "confirmed"


def test_over_the_limit_an_order_warns_where_that_is_the_policy() -> None:
    kit = in_memory(limit="20.00", over_limit=OverLimit.WARN)
    answer, _ = placed(kit, Line("TEA-1", 2))
    assert codes(answer.warnings) == ["over_credit_limit"]
    assert (answer.stage, credit(kit)) == ("confirmed", {"free": -33, "open": 2033})


def test_the_payers_own_policy_goes_before_the_companys() -> None:
    kit = in_memory(over_limit=OverLimit.REFUSE)
    limit = SetCreditLimit("c-1", "EUR", EUR("1.00"), "known well", OverLimit.WARN)
    desk_of(kit, ROOT).execute(limit, key="own")
    assert codes(placed(kit)[0].warnings) == ["over_credit_limit"]


def test_blocked_credit_holds_or_refuses(kit: OrderKit) -> None:
    desk_of(kit, ROOT).execute(BlockCredit("c-1", "three bills open"), key="block")
    assert placed(kit)[0].holds == ("credit",)
    strict = SetCreditLimit("c-1", "EUR", EUR("1.00"), "strict", OverLimit.REFUSE)
    desk_of(kit, ROOT).execute(strict, key="strict")
    with pytest.raises(CreditBlocked):
        placed(kit, number="2")


def test_credit_follows_the_payer(kit: OrderKit) -> None:
    branch = attrs.evolve(customers()[0].customer, id="c-9", payer="c-1")
    desk_of(kit, ROOT).execute(DefineCustomer(branch), key="branch")
    _, order = placed(kit, customer="c-9")
    assert (order.roles.payer, order.credit.payer) == ("c-1", "c-1")
    assert credit(kit)["open"] == order.total_minor


def test_credit_in_another_currency_is_refused(kit: OrderKit) -> None:
    desk_of(kit, ROOT).execute(SetCreditLimit("c-3", "USD", USD("900"), "agreed"), key="usd")
    with pytest.raises(CreditCurrencyDiffers):
        placed(kit, customer="c-3")


def test_a_credit_note_of_an_order_uses_no_credit(kit: OrderKit) -> None:
    back = Line("ENGRAVE", 1, price=unit_price("-15.00 EUR"), reason="badly done")
    answer, order = placed(kit, back)
    assert (order.total, answer.stage) == (EUR("-17.85"), "confirmed")
    assert order.credit == CreditPosting("c-1")


def test_amounts_that_no_store_keeps_are_refused(kit: OrderKit) -> None:
    much = Line("ENGRAVE", 6000, price=unit_price("10000000000.00 EUR"), reason="typing error")
    with pytest.raises(OrderRefused, match="check its quantity and its price") as line:
        placed(kit, Line("TEA-1", 1), attrs.evolve(much, quantity=10_000))
    assert [fault.path for fault in line.value.faults] == ["lines[1]"]
    with pytest.raises(OrderRefused, match="split the order") as lines:
        placed(kit, much, much)
    assert [fault.path for fault in lines.value.faults] == ["lines"]


def test_great_amounts_that_nearly_cancel_out_are_kept(kit: OrderKit) -> None:
    much = Line("ENGRAVE", 6000, price=unit_price("10000000000.00 EUR"), reason="a cathedral")
    back = attrs.evolve(much, price=unit_price("-9000000000.00 EUR"))
    _, order = placed(kit, much, back)
    assert order.net == EUR("6000000000000.00")
    assert order.total == EUR("7140000000000.00")
