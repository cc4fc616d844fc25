"""
From what was asked and what is known to an order: pure, in one fixed sequence.

Parties, lines, prices, tax, stock, totals, credit, approvals. Each step takes what the ones before
it made and notes what it finds wrong; nothing is refused before all of them have looked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from orderkit.allocation import ALLOCATION, AllocationPlan, allocate
from orderkit.approvals import Approval
from orderkit.errors import Fault, shown
from orderkit.flow import Context, Transfer
from orderkit.inventory import NotEnoughStock, low_stock
from orderkit.inventory.stock import reservations
from orderkit.ledger import outside_account
from orderkit.orders.answers import Notice, NoticeCode
from orderkit.orders.described import Described, order_lines
from orderkit.orders.findings import Findings
from orderkit.orders.form import OrderForm
from orderkit.orders.intake import Known, first_order_account
from orderkit.orders.judging import asked_whom, facts_of, needed_approvals
from orderkit.orders.lines import HELD_FOR
from orderkit.orders.model import (
    ORDER_LIFECYCLE,
    STOCKED,
    CreditPosting,
    Hold,
    Order,
    OrderLine,
)
from orderkit.orders.owing import credit_taken, paid_with
from orderkit.orders.progress import stage_on, told_of_stage
from orderkit.orders.quoting import quoted
from orderkit.orders.taxing import Taxed, taxed
from orderkit.parties import roles_of
from orderkit.values import LARGEST, Money
from orderkit.values.making import maker

_new_order = maker(Order)
_new: Final = tuple.__new__


class Composed(NamedTuple):
    """
    An order as it will be stored, with everything that goes with it.

    Attributes:
        moved: Events of where it went by itself, as nothing held it.
    """

    order: Order
    moved: tuple[object, ...]
    approvals: tuple[Approval, ...]
    transfers: tuple[Transfer, ...]
    notices: tuple[Notice, ...]


def composed(
    form: OrderForm, known: Known, context: Context, payments: Sequence[Money] = ()
) -> Composed:
    """
    Compose the order that *form* asks for; *payments* are what came with it, of a recorded one.

    Raises:
        OrderRefused: It is an offer and something is wrong; all of it is told.
        NotEnoughStock: The one thing that is wrong is stock.
        NoPrice: The one thing that is wrong is a price.
        OverCreditLimit: It does not fit and the policy is to refuse.
        NobodyToAsk: It needs an approval that nobody could give.
    """
    found = Findings(known.mode)
    order_id = context.fresh_id()
    _looked_at(form, known, found, context)
    quotes = quoted(form, known, found, context)
    tax = taxed(known, quotes.lines, found)
    plan = _allocated(known, found, context)
    described = order_lines(known, quotes, tax, plan, form)
    lines, shelves = described.lines, plan.per_location()
    sums = _summed(described, tax, known, found)
    total = Money(sums.total, known.customer.currency)
    _expected(form, total, found)
    due = total - paid_with(payments, total, found) if payments else total
    found.settle(known.customer.id)
    found.notices += _low_stock(known, shelves)
    taken = credit_taken(order_id, due, known, found)
    facts = facts_of(form, lines, total, known, quotes, due=due) if known.policies else {}
    approvals = needed_approvals(order_id, facts, known, found, context)
    lifecycle = context.rulebook[ORDER_LIFECYCLE]
    placed = lifecycle.step(lifecycle.initial, "place", order_id)
    holds = found.holds(context.now)
    stage = stage_on(placed, holds, lifecycle, auto_confirm=known.company.auto_confirm)
    order = _order(
        form,
        known,
        context,
        order_id=order_id,
        stage=stage,
        lines=lines,
        sums=sums,
        due=due,
        holds=holds,
        posting=taken.posting,
        approvals=approvals,
    )
    told = told_of_stage(order, placed, lifecycle)
    moves = (*_reserved(order, shelves), *taken.transfers, *_first(order, known))
    return _new(Composed, (order, told, approvals, moves, tuple(found.notices)))


class _Sums(NamedTuple):
    """The totals of an order, in minor units: net + tax + rounding = total."""

    net: int
    tax: int
    rounding: int
    total: int


def _looked_at(form: OrderForm, known: Known, found: Findings, context: Context) -> None:
    """Note what is wrong with the parties, and then with what the lines ask for."""
    _parties(form, known, found, context)
    for fault in known.faults:
        found.fault(HELD_FOR.get(fault.code, "item"), fault)


def _parties(form: OrderForm, known: Known, found: Findings, context: Context) -> None:
    customer = known.customer
    if customer.blocked:
        fault = Fault(
            "customer", "customer_blocked", shown(customer.id), customer.blocked,
            "clear up why, and unblock the customer",
        )  # fmt: skip
        found.fault("customer", fault)
    if known.purchase is not None:
        text = (
            f"purchase number {form.purchase_number} was used for order {known.purchase.order_id}"
        )
        code = NoticeCode.REPEATED_PURCHASE_NUMBER
        found.notices.append(Notice(code, text, subject=form.purchase_number))
    if not customer.terms:
        fault = Fault(
            "customer", "terms_missing", shown(customer.id), "no terms of payment are agreed",
            "agree on terms, such as 'net30' or 'prepaid', and define the customer with them",
        )  # fmt: skip
        found.fault("payment", fault)
    goods = any(one.product is not None and one.product.kind in STOCKED for one in known.asked)
    if goods and customer.place(form.place) is None:
        fault = Fault(
            "place", "address_missing", shown(form.place),
            "there is no such ship-to address" if form.place else "the customer has no ship-to address",
            "name one of the customer's places, or define the customer with one",
        )  # fmt: skip
        found.fault("address", fault)
    _buyers_own(form, found, context)
    if known.placed_at > context.now:
        found.impossible(
            Fault(
                "placed_at", "in_future", shown(known.placed_at.isoformat()),
                "an order cannot have been placed later than now", "check the channel's clock",
            )
        )  # fmt: skip


def _buyers_own(form: OrderForm, found: Findings, context: Context) -> None:
    """Keep a buyer from what decides about prices: whose order it is, and of which day."""
    if not context.actor.customer:
        return
    told = {"mode": form.mode, "placed_at": form.placed_at}
    for name in (name for name, given in told.items() if given is not None):
        found.impossible(
            Fault(
                name, "not_a_buyers", shown(str(told[name])), "a buyer does not choose it",
                "leave it out",
            )
        )  # fmt: skip


def _allocated(known: Known, found: Findings, context: Context) -> AllocationPlan:
    """Choose the locations; what is short is a fault, or a hold of a recorded order."""
    needs = known.needs
    plan = allocate(
        needs, known.free, known.company.locations, strategy=context.rulebook[ALLOCATION]
    )
    for short in plan.shortages:
        asked = sum(need.quantity for need in needs if need.sku == short.sku)
        free = sum(known.free.get((short.sku, one), 0) for one in known.company.locations)
        own = NotEnoughStock(short.sku, ", ".join(known.company.locations), asked, free)
        fault = Fault(
            f"lines[{int(short.line) - 1}].quantity", "not_enough_stock", str(asked),
            f"{free} of {short.sku} are free to promise",
            f"order at most {free}, or later" if free > 0 else "order it later",
        )  # fmt: skip
        found.fault("stock", fault, own)
    return plan


def _order(
    form: OrderForm,
    known: Known,
    context: Context,
    *,
    order_id: str,
    stage: str,
    lines: tuple[OrderLine, ...],
    sums: _Sums,
    due: Money,
    holds: tuple[Hold, ...],
    posting: CreditPosting,
    approvals: tuple[Approval, ...],
) -> Order:
    customer = known.customer
    # In the order of the fields, as lines are made: keywords would be packed into a dict.
    return _new_order(
        order_id,
        1,
        stage,
        known.mode,
        form.channel,
        form.number,
        roles_of(customer, place=form.place),
        customer.currency,
        customer.terms,
        known.placed_at,
        known.price_date,
        lines,
        sums.net,
        sums.tax,
        sums.total,
        sums.rounding,
        known.company.prices_include_tax,
        form.purchase_number,
        holds,
        posting,
        sums.total - due.minor,
        0,
        form.requested,
        None,
        context.actor.id,
        context.actor.id,
        tuple([approval.id for approval in approvals]),
        asked_whom(approvals),
        (),
        (),
        _sources(known, lines),
        form.note,
    )


def _sources(known: Known, lines: Iterable[OrderLine]) -> tuple[str, ...]:
    used = {line.source for line in lines}.union(*[line.via for line in lines if line.via])
    lists = [head for name, head in known.prices.lists.items() if name in used]
    policies = [f"approval_policy/{one.id}@{one.revision}" for one in known.policies]
    return (*sorted([f"price_list/{head.id}@{head.publishing}" for head in lists]), *policies)


def _summed(described: Described, tax: Taxed, known: Known, found: Findings) -> _Sums:
    """Take the sums; refuse amounts that no store keeps exactly, before money is made of them."""
    lines, net, vat, size = described
    rounding = tax.rounding_minor
    sums = _new(_Sums, (net, vat, rounding, net + vat + rounding))
    if size + abs(rounding) > LARGEST:
        _in_range(lines, sums, known, found)
    return sums


def _in_range(lines: Iterable[OrderLine], sums: _Sums, known: Known, found: Findings) -> None:
    """Refuse the lines that are worth too much, or else what they come to."""
    much = [line for line in lines if abs(line.net_minor) + abs(line.tax_minor) > LARGEST]
    for line in much:
        found.impossible(
            Fault(
                f"lines[{int(line.id) - 1}]", "out_of_range",
                shown(f"{line.quantity} at {line.unit_price}"),
                f"amounts go up to {LARGEST} (2**53 - 1) of the smallest coin",
                "check its quantity and its price",
            )
        )  # fmt: skip
    if much or abs(sums.total) > LARGEST:
        if not much:
            found.impossible(
                Fault(
                    "lines", "out_of_range", f"worth {sums.total} of the smallest coin together",
                    f"totals go up to {LARGEST} (2**53 - 1)", "split the order",
                )
            )  # fmt: skip
        found.settle(known.customer.id)


def _expected(form: OrderForm, total: Money, found: Findings) -> None:
    """Compare with what the customer was shown; meaningless while something else is wrong."""
    expected = form.expected_total
    if expected is None or not found.clean:
        return
    if expected.currency != total.currency:
        found.impossible(
            Fault(
                "expected_total", "currency_differs", shown(str(expected)),
                f"the order is in {total.currency}, and an order has one currency",
                f"give the total in {total.currency}",
            )
        )  # fmt: skip
    elif expected != total:
        fault = Fault(
            "expected_total", "total_differs", shown(str(expected)),
            f"the total is {total}", f"show the customer {total}, and ask again",
        )  # fmt: skip
        found.fault("price", fault)


def _reserved(order: Order, shelves: Mapping[tuple[str, str], int]) -> Iterable[Transfer]:
    return reservations(order.roles.company, shelves, f"order.place {order.id}")


def _first(order: Order, known: Known) -> Iterator[Transfer]:
    """Count a customer's first order, and only that one."""
    if known.new_customer:
        customer = order.roles.sold_to
        outside = outside_account("customers", customer, "market")
        reason = f"order.place {order.id}"
        yield Transfer(outside, first_order_account(customer), 1, reason)


def _low_stock(known: Known, shelves: Mapping[tuple[str, str], int]) -> Iterator[Notice]:
    """Warn of what runs low at a location through this order."""
    goods, free = known.goods, known.free
    for shelf, quantity in shelves.items():
        sku, location = shelf
        warn_below = goods[sku].warn_below
        if warn_below:
            low = low_stock(sku, location, free.get(shelf, 0) - quantity, warn_below)
            if low is not None:
                yield Notice(NoticeCode.LOW_STOCK, str(low), subject=sku)
