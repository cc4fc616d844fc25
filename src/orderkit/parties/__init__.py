"""Selling companies, customers, and the roles they have in an order."""

from orderkit.parties.commands import (
    BlockCustomer,
    CompanyDefined,
    CustomerBlocked,
    CustomerDefined,
    CustomerUnblocked,
    DefineCompany,
    DefineCustomer,
    UnblockCustomer,
)
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
    "BlockCustomer",
    "CaptureMode",
    "Company",
    "CompanyDefined",
    "Customer",
    "CustomerBlocked",
    "CustomerDefined",
    "CustomerUnblocked",
    "DefineCompany",
    "DefineCustomer",
    "OverLimit",
    "Place",
    "PriceDate",
    "Roles",
    "TaxRounding",
    "UnblockCustomer",
    "roles_of",
]
