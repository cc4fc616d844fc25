"""
Price lists, offers, and the pure function that prices lines from them and says why.

``price(request, slice)`` needs no store: :func:`book_ids`, :func:`wanted_lists` and
:func:`wanted_entries` say which documents make the slice.
"""

from orderkit.pricing.books import book_id, book_ids, wanted_entries, wanted_lists
from orderkit.pricing.engine import price
from orderkit.pricing.entries import COST, By, Entry, Formula, PriceEntries, entries_id
from orderkit.pricing.model import Listing, Offer, PriceBook, PriceList, Scope
from orderkit.pricing.quotation import (
    OVERRIDE,
    Adjustment,
    Candidate,
    Declined,
    PriceLine,
    PriceRequest,
    PriceSlice,
    Quotation,
    QuotedLine,
    Trace,
    Verdict,
)
from orderkit.pricing.refusals import FormulaCycle, ListShapeFixed, NoPrice, Unpriced
from orderkit.pricing.strategy import (
    PRICING_STRATEGY,
    Ranks,
    Strategy,
    Tie,
    best_price,
    by_precedence,
    problems,
)

__all__ = [
    "COST",
    "OVERRIDE",
    "PRICING_STRATEGY",
    "Adjustment",
    "By",
    "Candidate",
    "Declined",
    "Entry",
    "Formula",
    "FormulaCycle",
    "ListShapeFixed",
    "Listing",
    "NoPrice",
    "Offer",
    "PriceBook",
    "PriceEntries",
    "PriceLine",
    "PriceList",
    "PriceRequest",
    "PriceSlice",
    "Quotation",
    "QuotedLine",
    "Ranks",
    "Scope",
    "Strategy",
    "Tie",
    "Trace",
    "Unpriced",
    "Verdict",
    "best_price",
    "book_id",
    "book_ids",
    "by_precedence",
    "entries_id",
    "price",
    "problems",
    "wanted_entries",
    "wanted_lists",
]
