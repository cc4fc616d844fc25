"""What several tests of kits need: some orders to place, and somebody who hears of them."""

from __future__ import annotations

from orderkit.orders import Line, PlaceOrder
from orderkit.ports import Message
from tests.world import order_of


def commands() -> list[PlaceOrder]:
    """Two that are accepted, and two that are not."""
    return [
        order_of(Line("TEA-1", 3), number="1"),
        order_of(Line("NOPE", 3), number="2"),
        order_of(Line("TEA-1", 90), number="3"),
        order_of(number="4", customer="c-2"),
    ]


class Inbox:
    """Keeps what it is told; refuses the first so many messages."""

    def __init__(self, *, broken: int = 0) -> None:
        self.messages: list[Message] = []
        self.broken = broken

    def notify(self, message: Message, /) -> None:
        if self.broken:
            self.broken -= 1
            raise ConnectionError("nobody there")
        self.messages.append(message)

    @property
    def topics(self) -> list[str]:
        return [one.topic for one in self.messages if one.topic.startswith("order.")]
