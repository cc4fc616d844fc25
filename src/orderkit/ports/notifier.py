"""
Where events leave the house.

A notifier is handed one message per event, at least once, in order per document. What it raises is
kept and tried again later; after the last try the message is dead, visible, and its successors go
on. An awaitable answer is awaited by the asyncio shell.
"""

from __future__ import annotations

from typing import Any, Protocol

from attrs import frozen


@frozen
class Message:
    """
    One event on its way out.

    Attributes:
        key: The same on every delivery of this event, and of no other: tell repeats by it.

        tenant: Whose event.

        topic: The event's declared name, such as ``"order.placed"``.

        document: What it happened to: ``"order/o-1"``.

        version: The document's version that the event belongs to.

        event: The event itself.

        tries: 1 for the first delivery, one more for each further one.
    """

    key: str
    tenant: str
    topic: str
    document: str
    version: int
    event: Any
    tries: int


class Notifier(Protocol):
    """
    Receives events.

    - N1 *Repeats*: the same key may come again; it is the same event.
    - N2 *Failure*: whatever is raised means "not received"; it comes again.
    - N3 *Order*: messages of one document come in the order of its versions.
    """

    def notify(self, message: Message, /) -> object:
        """Take one message, or raise."""
        ...
