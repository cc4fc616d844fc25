"""One example of each error, with plausible fields, so that the reference can show what it says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import attrs

from orderkit.errors import Fault, OrderkitError
from orderkit.fulfilment.refusals import Short
from orderkit.pricing import Unpriced
from orderkit.values import EUR

_FAULT = Fault("lines[0].quantity", "not_positive", "0", "nothing is ordered", "order at least 1")

BY_NAME: Final[Mapping[str, Any]] = {
    "account": "stock/main/TEA-1/north/available",
    "action": "execute",
    "actor": "ann",
    "after": EUR("192.60"),
    "allowed": ("close", "cancel"),
    "amount": EUR("80.00"),
    "approval": "ap-1",
    "asked": 49,
    "at": datetime(2026, 3, 1, tzinfo=UTC),
    "attempts": 8,
    "bucket": "available",
    "categories": ("reduced",),
    "channel": "web",
    "currency": "EUR",
    "customer": "c-7",
    "deliveries": ("d-1",),
    "delivery_id": "d-1",
    "differs": ("address",),
    "document": "order o-1",
    "due": EUR("80.00"),
    "elsewhere": (("south", ""), ("north", "shop")),
    "expected": 1,
    "extra": "excel",
    "faults": (_FAULT,),
    "field": "currency",
    "found": 2,
    "free": 48,
    "id": "o-1",
    "key": "import-17",
    "kind": "Order",
    "left": EUR("20.00"),
    "level": "sales-lead",
    "limit": 2000,
    "line_id": "1",
    "lines": ("1", "2"),
    "location": "north",
    "missing": "no role of theirs (sales) is granted stock.adjust",
    "module": "openpyxl",
    "move": "place",
    "number": "4711",
    "open": 3,
    "order_id": "o-1",
    "paid": EUR("100.00"),
    "payer": "c-7",
    "payment_id": "p-1",
    "place": "harbour",
    "policy": "big-orders",
    "price_list": "retail",
    "quantity": "2 case",
    "reason": "review",
    "reasons": ("credit", "review"),
    "reference": "2026-03-01/17",
    "size": 2001,
    "sku": "TEA-1",
    "stage": "confirmed",
    "table": "main",
    "total": EUR("14.10"),
    "unit": "lines",
    "waiting_for": ("role:approver",),
    "wanted": "USD",
    "was": "EUR",
    "way_out": "record the payment with RecordPayment",
    "what": "order/o-1",
    "why": "the file was locked for 10 seconds",
}
"""What a field of that name holds in an example."""

BY_CLASS: Final[Mapping[str, Mapping[str, Any]]] = {
    "AlreadyAnswered": {"asked": ("role:finance",)},
    "CreditCurrencyDiffers": {"asked": "USD"},
    "MoreThanCaptured": {"asked": EUR("80.00")},
    "MoreThanReserved": {"lines": (Short("o-1", "1", 12, 10),)},
    "MoveOfItsOwn": {"move": "confirm", "way_out": "use ConfirmOrder"},
    "NoPrice": {"lines": (Unpriced(1, "TEA-1", ("retail",)),)},
    "NotAnApprover": {"asked": ("role:finance",)},
    "NotPermitted": {"what": "stock.adjust"},
    "PolicyCurrencyDiffers": {"asked": "USD"},
    "SelfApproval": {"asked": ("role:finance",)},
    "StillOpen": {"open": (("1", 3),)},
    "TooLarge": {"what": "the order"},
    "Unknown": {"why": "the connection was lost during the commit"},
    "Unreadable": {"what": "order"},
    "HoldNotYours": {"reason": "payment"},
}
"""Where a field of one class holds something else."""


def example(cls: type[OrderkitError]) -> str:
    """What an error of that class says; nothing where it only stands for others."""
    if not attrs.has(cls):
        return ""
    told = BY_CLASS.get(cls.__name__, {})
    names = [one.name for one in attrs.fields(cls)]
    return str(cls(**{name: told.get(name, BY_NAME[name]) for name in names}))
