"""What somebody fills in to order something."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from typing import Any

from attrs import field, frozen

from orderkit.catalog import composed_id
from orderkit.errors import Fault, TooLarge, caught, gathered, invalid
from orderkit.orders.lines import LINES_MAX, Line
from orderkit.parties import CaptureMode
from orderkit.values import Money, Window, bounded, check_id, check_text, several, type_faults, utc


def _lines(given: Any) -> tuple[Line, ...]:
    return several(given, Line, "PlaceOrder.lines")


@frozen
class OrderForm:
    """
    An order as it is asked for; :class:`~orderkit.orders.PlaceOrder` places it.

    Attributes:
        customer: Id of the sold-to.

        channel: Where it comes from: ``"web"``, ``"edi"``, ``"amazon-de"``.

        number: The channel's own number for it, unique per channel.

        lines: At least one, at most 2,000.

        purchase_number: The customer's purchase-order number; a repeat warns.

        expected_total: What the customer was shown; refused if it is not what is computed.

        mode: Who decided; as the company says unless given.

        placed_at: When it was placed outside, if not now; aware.

        requested: When it is wanted.

        place: Id of the customer's ship-to; the usual one unless given.

        channel_revision: Which revision of the order this is by the channel's own count, from 1.

    Raises:
        InvalidInput: With all faults at once.
        TooLarge: There are more than 2,000 lines.
    """

    customer: str
    channel: str
    number: str
    lines: tuple[Line, ...] = field(converter=_lines)
    purchase_number: str = ""
    expected_total: Money | None = None
    mode: CaptureMode | None = None
    placed_at: datetime | None = None
    requested: Window | None = None
    place: str = ""
    note: str = ""
    channel_revision: int = 1

    def __attrs_post_init__(self) -> None:
        if len(self.lines) > LINES_MAX:
            raise TooLarge("the order", len(self.lines), LINES_MAX, "lines")
        plain = self.expected_total is None and self.mode is None and self.requested is None
        gathered(self._faults(), () if plain and self.placed_at is None else self._option_faults())

    def _faults(self) -> Iterator[Fault]:
        yield from caught(check_id, self.customer, "PlaceOrder.customer")
        yield from caught(check_id, self.channel, "PlaceOrder.channel")
        yield from caught(check_text, self.number, "PlaceOrder.number", longest=80, number=True)
        for name, longest in (("purchase_number", 80), ("place", 64), ("note", 2000)):
            text, number = getattr(self, name), name == "purchase_number"
            if text or type(text) is not str:
                path = f"PlaceOrder.{name}"
                yield from caught(check_text, text, path, longest=longest, number=number)
        yield from caught(self._check_revision)
        if not self.lines:
            yield from invalid(
                "PlaceOrder.lines", "empty", self.lines, "an order orders something",
                "give at least one line",
            ).faults  # fmt: skip

    def _check_revision(self) -> None:
        if bounded(self.channel_revision, "PlaceOrder.channel_revision") < 1:
            raise invalid(
                "PlaceOrder.channel_revision", "out_of_range", self.channel_revision,
                "a channel counts its revisions from 1", "pass 1 for the first",
            )  # fmt: skip

    def _option_faults(self) -> Iterator[Fault]:
        options = ("expected_total", "mode", "requested")
        given = {name: getattr(self, name) for name in options if getattr(self, name) is not None}
        if given:
            yield from type_faults(type(self), given)
        if self.placed_at is not None:
            yield from caught(self._keep_utc, self.placed_at)

    def _keep_utc(self, placed_at: datetime) -> None:
        object.__setattr__(self, "placed_at", utc(placed_at, "PlaceOrder.placed_at"))

    @property
    def claim_id(self) -> str:
        """Id of the :class:`~orderkit.orders.ChannelNumber` that keeps the number for one order."""
        return composed_id(self.channel, self.number)

    @property
    def content(self) -> str:
        """Hash of what is ordered: the same number must stand for the same content."""
        total = "" if self.expected_total is None else str(self.expected_total)
        told = [self.customer, self.purchase_number, total, self.place]
        for line in self.lines:
            much, price = line.quantity, "" if line.price is None else _price_told(line)
            told += (line.item, str(much.amount), much.unit, line.offer, price, line.ship_to)
        # No text of a form has control characters, so that this one ends each part.
        return blake2b("\x1f".join(told).encode(), digest_size=16).hexdigest()


def _price_told(line: Line) -> str:
    """Tell a line's price and its discounts: how much and which, however they are worded."""
    discounts = (f"\x1e{one.amount}\x1e{one.code}" for one in line.discounts)
    return f"{line.price}{''.join(discounts)}"
