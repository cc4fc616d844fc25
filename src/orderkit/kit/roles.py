"""
The permission policy that the kit starts with: nine roles, and nothing for anybody else.

Who sells does not release what finance holds. Who may answer for an approval is for its level to
say; the role only lets somebody try.

Replace it with your own table, or with any object that keeps the clauses of
:class:`~orderkit.flow.PermissionPolicy`: ``OrderKit.memory(permissions=…)``.
"""

from __future__ import annotations

from typing import Final

from orderkit.flow import RolePolicy

STANDARD_ROLES: Final = RolePolicy(
    commands={
        "admin": ["*"],
        "sales": [
            "order.place", "order.confirm", "order.unconfirm", "order.hold", "order.cancel",
            "order.close", "order.reopen", "order.advance", "order.approve", "order.reject",
            "customer.*",
            "delivery.plan", "delivery.add_order",
        ],
        "buyer": ["order.place", "order.cancel"],
        "approver": ["order.approve", "order.reject"],
        "finance": [
            "order.approve", "order.reject", "order.release", "order.hold",
            "payment.*", "credit.*",
        ],
        "warehouse": ["delivery.*", "stock.*"],
        "pricing": [
            "price_list.*", "offer.*", "tax_table.*", "product.*", "cross_reference.*",
            "approval_policy.*",
        ],
        "importer": ["order.place", "order.place_paid", "payment.record"],
        "auditor": [],
    },
    reads={
        role: ["*"]
        for role in ("admin", "sales", "approver", "finance", "warehouse", "pricing", "auditor")
    }
    | {"buyer": ["order", "delivery", "payment", "customer"], "importer": ["order"]},
)  # fmt: skip
"""Who may do and see what, unless the application says otherwise."""
