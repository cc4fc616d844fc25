"""
The ledger: named accounts of what several documents share, and transfers between them.

Pure. It names accounts, adds the transfers of a decision up, and checks what is in the books; a
store keeps them.
"""

from orderkit.ledger.accounts import (
    CREDIT,
    FREE,
    STOCK,
    StockAccount,
    credit_account,
    is_outside,
    least,
    outside_account,
    stock_account,
    stock_parts,
    substance,
)
from orderkit.ledger.audit import Audit, AuditReport, Drift, Entry, audited
from orderkit.ledger.netting import Bump, Netted, OutsideEntry, netted

__all__ = [
    "CREDIT",
    "FREE",
    "STOCK",
    "Audit",
    "AuditReport",
    "Bump",
    "Drift",
    "Entry",
    "Netted",
    "OutsideEntry",
    "StockAccount",
    "audited",
    "credit_account",
    "is_outside",
    "least",
    "netted",
    "outside_account",
    "stock_account",
    "stock_parts",
    "substance",
]
