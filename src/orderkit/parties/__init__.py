"""Selling companies, customers, and the roles they have in an order."""

from orderkit.parties.model import (
    CaptureMode,
    Company,
    Customer,
    OverLimit,
    Place,
    PriceDate,
    Roles,
    TaxRounding,
    roles_of,
)

__all__ = [
    "CaptureMode",
    "Company",
    "Customer",
    "OverLimit",
    "Place",
    "PriceDate",
    "Roles",
    "TaxRounding",
    "roles_of",
]
