"""
Price lists, offers, and the pure function that prices lines from them and says why.

``price(request, slice)`` needs no store: :func:`book_ids`, :func:`wanted_lists` and
:func:`wanted_entries` say which documents make the slice.
"""

from orderkit.pricing.books import book_id, book_ids, wanted_entries, wanted_lists
from orderkit.pricing.commands import (
    DefineOffer,
    OfferDefined,
    PriceListPublished,
    PriceListWithdrawn,
    PublishPriceList,
    PublishPrices,
    WithdrawPriceList,
)
from orderkit.pricing.engine import price
from orderkit.pricing.entries import COST, By, Entry, Formula, PriceEntries, entries_id
from orderkit.pricing.explaining import explain, explain_table
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
from orderkit.pricing.refusals import ListShapeFixed, NoPrice, Unpriced
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
    "DefineOffer",
    "Entry",
    "Formula",
    "ListShapeFixed",
    "Listing",
    "NoPrice",
    "Offer",
    "OfferDefined",
    "PriceBook",
    "PriceEntries",
    "PriceLine",
    "PriceList",
    "PriceListPublished",
    "PriceListWithdrawn",
    "PriceRequest",
    "PriceSlice",
    "PublishPriceList",
    "PublishPrices",
    "Quotation",
    "QuotedLine",
    "Ranks",
    "Scope",
    "Strategy",
    "Tie",
    "Trace",
    "Unpriced",
    "Verdict",
    "WithdrawPriceList",
    "best_price",
    "book_id",
    "book_ids",
    "by_precedence",
    "entries_id",
    "explain",
    "explain_table",
    "price",
    "problems",
    "wanted_entries",
    "wanted_lists",
]
