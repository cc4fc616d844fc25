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

from orderkit.approvals import Approval, ApprovalWithdrawn, withdraw_approval
from orderkit.catalog import Product
from orderkit.errors import Fault, caught, gathered
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
from orderkit.lifecycle import APPROVAL
from orderkit.orders.answers import Moved, moved
from orderkit.orders.events import OrderCancelled, OrderClosed
from orderkit.orders.model import ORDER_LIFECYCLE, Order, OrderLine
from orderkit.orders.progress import at_revision, closed_if_done, lowered_exposure
from orderkit.orders.refusals import AlreadyShipped, InDelivery, NoSuchLine
from orderkit.values import Quantity, Rounding, check_id, check_text, positive, ratio_rounded


def _lines(given: Any) -> Any:
    """Take a mapping or pairs of line id and quantity."""
    pairs = given.items() if isinstance(given, Mapping) else given
    return tuple((line, Quantity.of(quantity, "CancelOrder.lines")) for line, quantity in pairs)


@command("order.cancel")
@frozen
class CancelOrder(Command[Moved]):
    """
    Call an order off, the whole or a part.

    Attributes:
        lines: Line ids with how much of each; empty for everything that is left.

        revision: What the caller has seen; None for whatever it is now.

    Raises:
        NotAllowedNow: Orders in its stage cannot be cancelled.
        RevisionChanged: It was changed since the caller looked.
        NoSuchLine: It has no such line.
        AlreadyShipped: More was named than is left to ship.
        InDelivery: It stands in a delivery that has not shipped.
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
        products, approvals = yield from ask(
            Each(Product, [line.sku for line in order.lines if line.sku]),
            Each(Approval, order.approvals),
        )
        parts = self._parts(order, products)
        left = reduced(order, parts)
        whole = not any(line.standing for line in left.lines)
        if whole:
            left = attrs.evolve(left, stage=called_off, holds=(), waiting_for_whom=())
        else:
            left = closed_if_done(left, lifecycle)
        reason = f"order.cancel {order.id}"
        left, credit = lowered_exposure(left, reason)
        events = [OrderCancelled(order.id, self.reason, whole, tuple(parts.items()), left.total)]
        if not whole and left.stage != order.stage:
            events.append(OrderClosed(order.id))  # type: ignore[arg-type]
        puts = (Put(left, tuple(events)), *_rebound(approvals.values(), left, whole=whole))
        return Decision(moved(left), Changes(puts, (*_released(order, left), *credit)))

    def _parts(self, order: Order, products: Mapping[str, Product]) -> dict[str, int]:
        """Return base quantities to cancel by line id; all that is left when none are named."""
        if not self.lines:
            wanted = {line.id: line.standing - line.shipped for line in order.lines}
        else:
            wanted = {}
            for name, quantity in self.lines:
                line = order.line(name)
                if line is None:
                    raise NoSuchLine(order.id, name, tuple(one.id for one in order.lines))
                base = products[line.sku].packaging.to_base(quantity, f"lines[{name}]")
                wanted[name] = wanted.get(name, 0) + base
        for line in order.lines:
            _check_part(order, line, wanted.get(line.id, 0))
        return {name: quantity for name, quantity in wanted.items() if quantity}


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

    A line's amounts shrink in proportion, rounded half up; what the others cost does not change.
    """
    lines = tuple(_reduced(line, parts.get(line.id, 0)) for line in order.lines)
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


def _reduced(line: OrderLine, part: int) -> OrderLine:
    if not part:
        return line
    before, after = line.standing, line.standing - part
    return attrs.evolve(
        line,
        cancelled=line.cancelled + part,
        net_minor=ratio_rounded(line.net_minor * after, before, Rounding.HALF_UP),
        tax_minor=ratio_rounded(line.tax_minor * after, before, Rounding.HALF_UP),
        schedule=_unscheduled(line, part),
    )


def _unscheduled(line: OrderLine, part: int) -> tuple[Any, ...]:
    """Take *part* from what is not reserved first, then from the last location chosen."""
    todo = max(0, part - (line.open - line.reserved))
    kept = []
    for one in reversed(line.schedule):
        taken = min(todo, one.quantity - one.planned) if one.location else 0
        todo -= taken
        if one.quantity > taken:
            kept.append(attrs.evolve(one, quantity=one.quantity - taken))
    return tuple(reversed(kept))


def _released(before: Order, after: Order) -> list[Transfer]:
    """Return the movements that give back what is not reserved any more."""
    kept = _by_shelf(after.lines)
    reason = f"order.cancel {before.id}"
    return [
        release(before.roles.company, sku, location, quantity - kept.get((sku, location), 0), reason)
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
        if not whole:
            puts.append(Put(attrs.evolve(approval, revision=order.revision)))
        elif APPROVAL.stage(approval.stage).awaits_answer:
            gone = withdraw_approval(approval)
            happened = ApprovalWithdrawn(
                gone.id, gone.kind, gone.document, gone.revision, gone.level
            )
            puts.append(Put(gone, (happened,)))
    return puts
