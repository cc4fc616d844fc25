"""
The values everything else is made of: money, prices, quantities, moments, ids, texts, addresses.

All are frozen and checked on creation, so a value that exists is right. Integers are bounded,
decimals exact, times in UTC, ids ASCII. What cannot be is refused as
:class:`~orderkit.errors.InvalidInput` that says where, what, why and the way out.
"""

from __future__ import annotations

from orderkit.values.address import Address
from orderkit.values.apportion import TieRule, apportion
from orderkit.values.countries import COUNTRIES
from orderkit.values.currency import (
    CHF,
    CNY,
    EUR,
    GBP,
    JPY,
    KWD,
    MINOR_DIGITS,
    TWD,
    USD,
    Currency,
    currency,
    minor_digits,
)
from orderkit.values.decimals import (
    LARGEST,
    Rounding,
    as_written,
    bounded,
    exact,
    ratio_rounded,
    rounded,
    to_minor,
    whole_number,
)
from orderkit.values.ids import ID_LONGEST, ID_PATTERN, check_id
from orderkit.values.moment import (
    day_start,
    from_local,
    local_day,
    moment,
    moment_text,
    utc,
    zone_of,
)
from orderkit.values.money import CurrencyMismatch, Money
from orderkit.values.personal import Personal, personal_fields
from orderkit.values.quantity import Packaging, Quantity, Unit, check_unit, positive
from orderkit.values.several import several
from orderkit.values.texts import check_text
from orderkit.values.typed import told_together, type_faults, typed
from orderkit.values.unit_price import UnitPrice
from orderkit.values.window import Window

__all__ = [
    "CHF",
    "CNY",
    "COUNTRIES",
    "EUR",
    "GBP",
    "ID_LONGEST",
    "ID_PATTERN",
    "JPY",
    "KWD",
    "LARGEST",
    "MINOR_DIGITS",
    "TWD",
    "USD",
    "Address",
    "Currency",
    "CurrencyMismatch",
    "Money",
    "Packaging",
    "Personal",
    "Quantity",
    "Rounding",
    "TieRule",
    "Unit",
    "UnitPrice",
    "Window",
    "apportion",
    "as_written",
    "bounded",
    "check_id",
    "check_text",
    "check_unit",
    "currency",
    "day_start",
    "exact",
    "from_local",
    "local_day",
    "minor_digits",
    "moment",
    "moment_text",
    "personal_fields",
    "positive",
    "ratio_rounded",
    "rounded",
    "several",
    "to_minor",
    "told_together",
    "type_faults",
    "typed",
    "utc",
    "whole_number",
    "zone_of",
]
