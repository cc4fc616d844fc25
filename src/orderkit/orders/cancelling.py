"""
Cancelling: the whole order or a part, and everything that has to be undone with it.

What was shipped cannot be cancelled, and what stands in a delivery only after that was cancelled.
Of the rest the reservation is given back, location by location, the last one chosen first; the
line keeps its price, and its amounts shrink in proportion. Credit that is not needed any more is
given back; money that was paid too much makes the payment status say so. When nothing is left to
deliver and nothing was shipped, the order is cancelled for good.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
from attrs import field, frozen

from orderkit.approvals import (
    Approval,
    ApprovalWithdrawn,
    NobodyToAsk,
    person,
    withdraw_approval,
)
from orderkit.catalog import Product
from orderkit.errors import Fault, caught, gathered, invalid
from orderkit.flow import (
    Changes,
    Command,
    Context,
    Decision,
    Each,
    Flow,
    Put,
    Ref,
    Transfer,
    ask,
    command,
)
from orderkit.inventory import release
from orderkit.lifecycle import APPROVAL, Lifecycle
from orderkit.orders.answers import Moved, moved
from orderkit.orders.events import OrderCancelled, OrderClosed
from orderkit.orders.judging import asked_whom
from orderkit.orders.model import ORDER_LIFECYCLE, STOCKED, Order, OrderLine
from orderkit.orders.progress import (
    all_billed,
    at_revision,
    closed_if_done,
    lifted,
    lowered_exposure,
    moved_on,
    told_of,
)
from orderkit.orders.refusals import (
    AlreadyShipped,
    InDelivery,
    NoSuchLine,
    NotDivisible,
    NothingLeft,
    TotalWouldRise,
)
from orderkit.orders.schedules import called_off
from orderkit.parties import Company
from orderkit.values import (
    Quantity,
    Rounding,
    check_id,
    check_text,
    positive,
    ratio_rounded,
    several,
    typed,
)


def _lines(given: Any) -> Any:
    """Take a mapping or pairs of line id and quantity."""
    path = "CancelOrder.lines"
    pairs = given.items() if isinstance(given, Mapping) else several(given, object, path)
    return tuple(_pair(one, path) for one in pairs)


def _pair(given: Any, path: str) -> tuple[str, Quantity]:
    match given:
        case (line, quantity):
            return check_id(line, path), Quantity.of(quantity, path)
    why, remedy = "it is no line and quantity", "pass pairs of a line id and a quantity"
    raise invalid(path, "wrong_type", given, why, remedy)


@command("order.cancel")
@typed
@frozen
class CancelOrder(Command[Moved]):
    """
    Call an order off, the whole or a part.

    Attributes:
        lines: Line ids with how much of each; empty for everything that is left. Of an order of
            which goods have left, that is the rest of the goods.

        revision: What the caller has seen; None for whatever it is now.

    Raises:
        NotAllowedNow: Orders in its stage cannot be cancelled.
        RevisionChanged: It was changed since the caller looked.
        NoSuchLine: It has no such line.
        NothingLeft: All of it was shipped.
        NotDivisible: A part was named of a line whose item is not known.
        AlreadyShipped: More was named than is left to ship.
        InDelivery: It stands in a delivery that has not shipped.
        NobodyToAsk: An approval waits for nobody but the one who cancels, who has then edited it.
        TotalWouldRise: What is named is a credit, without which more would be owed.
    """

    order_id: str
    reason: str
    lines: tuple[tuple[str, Quantity], ...] = field(default=(), converter=_lines)
    revision: int | None = None

    def __attrs_post_init__(self) -> None:
        gathered(self._faults())

    def _faults(self) -> Iterable[Fault]:
        yield from caught(check_id, self.order_id, "CancelOrder.order_id")
        yield from caught(check_text, self.reason, "CancelOrder.reason", longest=200)
        for line, quantity in self.lines:
            yield from caught(positive, quantity, f"CancelOrder.lines[{line}]")

    def subject(self) -> str:
        """Return the order."""
        return f"order/{self.order_id}"

    def scope(self) -> Ref[Order]:
        """Return the order."""
        return Ref(Order, self.order_id)

    def decide(self, context: Context) -> Flow[Moved]:
        """Undo what can be undone, or say why not."""
        order = yield from ask(Ref(Order, self.order_id))
        at_revision(order, self.revision)
        lifecycle = context.rulebook[ORDER_LIFECYCLE]
        called_off = lifecycle.step(order.stage, "cancel", order.id)
        products, approvals, company = yield from ask(
            Each(Product, [line.sku for line in order.lines if line.sku]),
            Each(Approval, order.approvals),
            Ref(Company, order.roles.company),
        )
        parts = self._parts(order, products)
        left = reduced(order, parts)
        whole = not any(line.standing for line in left.lines)
        if not whole and left.total_minor > order.total_minor:
            # More to pay was neither approved nor is it within the credit that was taken.
            raise TotalWouldRise(order.id, order.total, left.total)
        left, credit = _credit_of(left, f"order.cancel {order.id}")
        told = OrderCancelled(order.id, self.reason, whole, tuple(parts.items()), left.total)
        if whole:
            left = attrs.evolve(left, stage=called_off, holds=(), waiting_for_whom=())
            events: tuple[Any, ...] = (told,)
        else:
            left, more = _carried_on(order, left, lifecycle, auto_confirm=company.auto_confirm)
            left = attrs.evolve(left, edited_by=context.actor.id)
            events = (told, *more)
        rebound = _rebound(approvals.values(), left, whole=whole)
        if not whole:
            whom = asked_whom(put.value for put in rebound)
            left = attrs.evolve(left, waiting_for_whom=whom)
        puts = (Put(left, events), *rebound)
        return Decision(moved(left), Changes(puts, (*_released(order, left), *credit)))

    def _parts(self, order: Order, products: Mapping[str, Product]) -> dict[str, int]:
        """Return base quantities to cancel by line id; all that is left when none are named."""
        if not self.lines:
            wanted = _rest(order)
        else:
            wanted = {}
            for name, quantity in self.lines:
                line = order.line(name)
                if line is None:
                    raise NoSuchLine(order.id, name, tuple(one.id for one in order.lines))
                wanted[name] = wanted.get(name, 0) + _base(order, line, quantity, products)
        for line in order.lines:
            _check_part(order, line, wanted.get(line.id, 0))
        parts = {name: quantity for name, quantity in wanted.items() if quantity}
        if not parts:
            raise NothingLeft(order.id)
        return parts


def _rest(order: Order) -> dict[str, int]:
    """
    Return what is left of every line.

    Once goods have left, services and charges go with them: they are cancelled by name only.
    """
    left = any(line.shipped for line in order.lines)
    lines = (line for line in order.lines if line.kind in STOCKED or not left)
    return {line.id: line.standing - line.shipped for line in lines}


def _base(
    order: Order, line: OrderLine, quantity: Quantity, products: Mapping[str, Product]
) -> int:
    if line.sku:
        return products[line.sku].packaging.to_base(quantity, f"lines[{line.id}]")
    if quantity != line.quantity:
        raise NotDivisible(order.id, line.id, str(line.quantity))
    return line.ordered


def _credit_of(left: Order, reason: str) -> tuple[Order, tuple[Transfer, ...]]:
    """Give back the credit that is not needed; what is left with nothing to ship is owed."""
    left, given_back = lowered_exposure(left, reason)
    if not any(line.shipped for line in left.lines):
        return left, given_back
    left, billed = all_billed(left, reason)
    return left, (*given_back, *billed)


def _carried_on(
    before: Order, left: Order, lifecycle: Lifecycle, *, auto_confirm: bool
) -> tuple[Order, tuple[Any, ...]]:
    """Let go of holds that had their ground in what was cancelled, and move on if that was all."""
    free = lifted(before, left)
    if before.holds:
        free = moved_on(free, lifecycle, auto_confirm=auto_confirm)
    done = closed_if_done(free, lifecycle)
    closed = (OrderClosed(done.id),) if done.stage != free.stage else ()
    return done, (*told_of(before, free, lifecycle), *closed)


def _check_part(order: Order, line: OrderLine, asked: int) -> None:
    left = line.standing - line.shipped
    if asked > left:
        raise AlreadyShipped(order.id, line.id, asked, left)
    planned = sum(part.planned for part in line.schedule)
    if asked > left - planned:
        raise InDelivery(order.id, line.id, asked, left - planned, order.deliveries)


def reduced(order: Order, parts: Mapping[str, int]) -> Order:
    """
    Return *order* with base quantities of some lines called off, and its totals made anew.

    A line's amounts are the share of what was ordered that is left, rounded half up; tax that is
    inside the price is taken out of the rounded price. What the others cost does not change.
    """
    inside = order.inclusive
    lines = tuple(_reduced(line, parts.get(line.id, 0), inside) for line in order.lines)
    net = sum(line.net_minor for line in lines)
    tax = sum(line.tax_minor for line in lines)
    rounding = order.rounding_minor if net or tax else 0
    return attrs.evolve(
        order,
        revision=order.revision + 1,
        lines=lines,
        net_minor=net,
        tax_minor=tax,
        rounding_minor=rounding,
        total_minor=net + tax + rounding,
    )


def _reduced(line: OrderLine, part: int, inclusive: bool) -> OrderLine:
    if not part:
        return line
    net, tax = line.as_ordered or (line.net_minor, line.tax_minor)
    after = line.standing - part
    left_tax = ratio_rounded(tax * after, line.ordered, Rounding.HALF_UP)
    if inclusive:
        left_net = ratio_rounded((net + tax) * after, line.ordered, Rounding.HALF_UP) - left_tax
    else:
        left_net = ratio_rounded(net * after, line.ordered, Rounding.HALF_UP)
    return attrs.evolve(
        line,
        cancelled=line.cancelled + part,
        net_minor=left_net,
        tax_minor=left_tax,
        as_ordered=(net, tax),
        schedule=called_off(line.schedule, part),
    )


def _released(before: Order, after: Order) -> list[Transfer]:
    """Return the movements that give back what is not reserved any more."""
    kept = _by_shelf(after.lines)
    reason = f"order.cancel {before.id}"
    return [
        release(
            before.roles.company, sku, location, quantity - kept.get((sku, location), 0), reason
        )
        for (sku, location), quantity in _by_shelf(before.lines).items()
        if quantity > kept.get((sku, location), 0)
    ]


def _by_shelf(lines: Sequence[OrderLine]) -> dict[tuple[str, str], int]:
    sums: dict[tuple[str, str], int] = {}
    for line in lines:
        for part in line.schedule:
            if part.location:
                shelf = line.sku, part.location
                sums[shelf] = sums.get(shelf, 0) + part.quantity
    return sums


def _rebound(approvals: Iterable[Approval], order: Order, *, whole: bool) -> list[Put]:
    """
    Bind approvals to the new revision: less is ordered at the same prices, so no fact got worse.

    When nothing is left, whoever was asked is not asked any more.
    """
    puts = []
    for approval in approvals:
        stage = APPROVAL.stage(approval.stage)
        if not whole and stage.grants:
            puts.append(Put(attrs.evolve(approval, revision=order.revision)))
        elif not whole and stage.awaits_answer:
            puts.append(Put(_asked_anew(approval, order)))
        elif whole and stage.awaits_answer:
            gone = withdraw_approval(approval)
            happened = ApprovalWithdrawn(
                gone.id, gone.kind, gone.document, gone.revision, gone.level
            )
            puts.append(Put(gone, (happened,)))
    return puts


def _asked_anew(approval: Approval, order: Order) -> Approval:
    """
    Ask whoever is asked still about the new revision, but for the one who changed the order.

    Raises:
        NobodyToAsk: There is nobody else.
    """
    asked = tuple(one for one in approval.asked if one != person(order.edited_by))
    if not asked:
        raise NobodyToAsk(approval.policy, approval.level, f"order {order.id}")
    return attrs.evolve(approval, revision=order.revision, edited_by=order.edited_by, asked=asked)
