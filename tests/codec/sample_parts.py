"""What the samples of several types share."""

from __future__ import annotations

from typing import Any

AT = "2026-01-31T09:30:00Z"
YEAR = "2026-01-01T00:00:00Z/2027-01-01T00:00:00Z"
ADDRESS: dict[str, Any] = {
    "name": "Ann Smith",
    "lines": ["Hafenstr. 1"],
    "city": "Hamburg",
    "postcode": "20457",
    "country": "DE",
    "region": "HH",
}
LEVEL: dict[str, Any] = {
    "name": "large",
    "when": {"fact": "total", "op": "gt", "value": {"money": "1000.00 EUR"}},
    "approvers": ["role:manager", "person:mia"],
    "mode": "n_of_m",
    "needed": 2,
}
MOVED = [{"sku": "TEA-1", "base_quantity": 24}]
DELIVERED = [{"order_id": "o-1", "line_id": "l-1", "sku": "TEA-1", "quantity": 24, "delivered": 12}]
PARCEL: dict[str, Any] = {"id": "p-1", "tracking": "T-1", "carrier": "post", "weight_g": 1200}
STOCK = [{"sku": "TEA-1", "quantity": "2 case"}]
FORMULA: dict[str, Any] = {"of": "base", "factor": "0.9", "places": 2, "rounding": "half_even"}
ENTRIES: dict[str, Any] = {
    "id": "6:list-1:s.TEA-1",
    "price_list": "list-1",
    "by": "sku",
    "key": "TEA-1",
    "entries": [
        {"price": "12.50 EUR", "unit": "pcs", "window": YEAR},
        {"formula": FORMULA, "minimum": "10", "unit": "pcs", "window": YEAR},
    ],
    "publishing": 2,
}
PRICE_LIST: dict[str, Any] = {
    "id": "list-1",
    "currency": "EUR",
    "scope": "group",
    "of": "retail",
    "window": YEAR,
    "priority": 5,
    "tax_inclusive": True,
    "name": "Retail",
    "publishing": 2,
    "since": 2,
}
OFFER: dict[str, Any] = {
    "id": "offer-1",
    "name": "Spring",
    "percent": "12.5",
    "window": YEAR,
    "minimum": "10",
    "maximum": "99",
    "products": ["TEA-1"],
    "groups": ["retail"],
    "on_contracts": True,
}
PRODUCT: dict[str, Any] = {
    "id": "TEA-1",
    "name": "Green tea",
    "packaging": {
        "stock_unit": "pcs",
        "units": [["case", [12, 1]]],
        "order_unit": "case",
    },
    "category": ["tea"],
    "tax_category": "reduced",
    "standard_cost": "3.10 EUR",
    "minimum": 2,
    "multiple": 2,
    "maximum": 100,
    "sold": YEAR,
    "warn_below": 24,
}
COMPANY: dict[str, Any] = {
    "id": "acme",
    "name": "Acme GmbH",
    "currency": "EUR",
    "country": "DE",
    "timezone": "Europe/Berlin",
    "locations": ["HAM", "MUC"],
    "tax_rounding": "per_line",
    "over_limit": "refuse",
    "auto_confirm": True,
    "approvals": ["orders"],
}
CUSTOMER: dict[str, Any] = {
    "id": "c-7",
    "name": "Ann's shop",
    "company": "acme",
    "currency": "EUR",
    "groups": ["retail"],
    "payer": "c-1",
    "bill_to": ADDRESS,
    "ship_to": [{"id": "shop", "address": ADDRESS}],
    "salesperson": "sam",
    "manager": "mia",
    "terms": "net30",
    "assortment": ["tea"],
    "since": AT,
}
REFERENCE: dict[str, Any] = {
    "id": "12:customer:c-7:4711",
    "scope": "customer:c-7",
    "text": "4711",
    "meanings": [{"sku": "TEA-1", "unit": "case", "quantity": 2, "window": YEAR}],
}
TAX_TABLE: dict[str, Any] = {
    "id": "acme",
    "rates": [{"category": "standard", "percent": "19", "window": YEAR}],
}
LOCATION: dict[str, Any] = {
    "id": "HAM",
    "name": "Hamburg",
    "company": "acme",
    "country": "DE",
    "region": "HH",
    "kind": "warehouse",
}
ORDER_LINE: dict[str, Any] = {
    "id": "l-1",
    "kind": "goods",
    "item": "4711",
    "sku": "TEA-1",
    "quantity": "2 case",
    "ordered": 24,
    "unit_price": "12.50 EUR",
    "extended": "300",
    "net_minor": 30000,
    "tax_minor": 5700,
    "source": "list-1",
    "tier": "10",
    "via": ["c-7"],
    "offer": "offer-1",
    "category": "tea",
    "tax_category": "standard",
    "discount": "0.125",
    "adjustments": [{"reason": "offer", "amount": "-37.5", "offer": "offer-1"}],
    "cancelled": 2,
    "schedule": [
        {"quantity": 12, "location": "HAM", "planned": 12, "requested": YEAR},
        {"quantity": 10, "requested": YEAR, "promised": YEAR, "ship_to": "shop"},
    ],
    "note": "fragile",
}
ORDER: dict[str, Any] = {
    "id": "o-1",
    "revision": 2,
    "stage": "placed",
    "mode": "record",
    "channel": "web",
    "number": "4711",
    "roles": {
        "company": "acme",
        "sold_to": "c-7",
        "payer": "c-1",
        "salesperson": "sam",
        "ship_to": ADDRESS,
    },
    "currency": "EUR",
    "terms": "net30",
    "placed_at": AT,
    "price_date": AT,
    "lines": [ORDER_LINE],
    "net_minor": 30000,
    "tax_minor": 5700,
    "total_minor": 35700,
    "purchase_number": "PO-1",
    "holds": [{"reason": "credit", "detail": "over the limit", "since": AT}],
    "credit": {"payer": "c-1", "held": 35700},
    "requested": YEAR,
    "submitted_by": "ann",
    "approvals": ["a-1"],
    "waiting_for_whom": ["mia"],
    "note": "ring twice",
}
PAYMENT: dict[str, Any] = {"order_id": "o-1", "amount": "357.00 EUR", "reference": "bank-1"}
FACED: dict[str, Any] = {"order_id": "o-1", "revision": 2, "note": "fine", "level": "large"}
ASKED: dict[str, Any] = {
    "approval": "a-1",
    "kind": "order",
    "document": "o-1",
    "revision": 2,
    "level": "large",
}
