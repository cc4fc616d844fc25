"""Fields that mean the same wherever they stand, and of which the classes themselves therefore say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MEANINGS: Final[Mapping[str, str]] = {
    "actor": "Id of who did it.",
    "adjustment": "Id of the adjustment.",
    "amount": "The money that moved.",
    "approval": "Id of the approval.",
    "asked": "Who can answer: `person:…` and `role:…`.",
    "before": "The limit before; None where there was none.",
    "carrier": "Who moves it.",
    "channel": "Where the order came from.",
    "channel_revision": "The channel's own count of its revisions.",
    "company": "Id of the selling company.",
    "customer": "Id of the customer.",
    "delivery_id": "Id of the delivery.",
    "detail": "In words.",
    "document": "Id of what is to be approved.",
    "from_bucket": "State of the goods before.",
    "holds": "Reasons why the order does not move on.",
    "kind": "Declared name of that document's class.",
    "level": "Name of the policy's level.",
    "limit": "The limit now; None is no limit.",
    "lines": "The goods, line by line, in base units.",
    "location": "Id of the location.",
    "method": "How it was paid: `transfer`, `card`, `cash`…",
    "move": "Name of the move.",
    "note": "In words, for people.",
    "number": "The channel's own number of the order.",
    "offer": "Id of the offer.",
    "order_id": "Id of the order.",
    "owner": "Whose goods: id of a company, a supplier, a customer.",
    "parcels": "The pieces that the carrier moves.",
    "payer": "Id of the customer who pays.",
    "payment_id": "Id of the payment.",
    "policy": "Id of the policy.",
    "price_list": "Id of the price list.",
    "proposal": "Id of the proposal.",
    "publishing": "How often the list was published.",
    "reason": "Why, in words.",
    "receipt": "Id of the receipt.",
    "reference": "The bank's or the provider's own name of it.",
    "revision": "Revision that it is about.",
    "scope": "Whose item number: `customer:…`, `channel:…` or `gtin`.",
    "sku": "The house's id of the product.",
    "stage": "Where it stands now.",
    "text": "The item number as it is written there.",
    "to_bucket": "State of the goods after.",
    "to_location": "Id of the location where they are now.",
    "total": "What the customer owes for the order now, tax included.",
    "tracking": "The carrier's number of it.",
    "verdict": "`approve` or `reject`.",
}
"""Name of a field to what it means."""

ELSEWHERE: Final[Mapping[str, str]] = {"stock.moved.move": "Id of the paper."}
"""Declared name and field, where the word means something else."""


def meaning(declared: str, field: str) -> str:
    """What a field of an event or command means that does not say so itself; nothing if unknown."""
    return ELSEWHERE.get(f"{declared}.{field}") or MEANINGS.get(field, "")
