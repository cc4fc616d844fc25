"""A price in words: for the customer on the phone, the sales manager, and the auditor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orderkit.pricing.entries import COST, By
from orderkit.pricing.quotation import Candidate, Declined, QuotedLine, Verdict

_VERDICTS = {
    Verdict.WON: "won",
    Verdict.OTHER_CURRENCY: "is in another currency",
    Verdict.OTHER_TAX: "has prices of the other kind, with or without tax",
    Verdict.WITHDRAWN: "was withdrawn",
    Verdict.OUTSIDE_WINDOW: "does not hold on that day",
    Verdict.NOT_IN_SCOPE: "is not for this order",
    Verdict.NO_PRICE: "has no fitting price",
    Verdict.NOT_CHEAPER: "is not cheaper",
    Verdict.RANKED_LOWER: "ranks lower",
    Verdict.LEFT_OUT: "is left out by the strategy",
}
_DECLINED = {
    Declined.UNKNOWN: "there is none of that name",
    Declined.OUTSIDE_WINDOW: "it does not hold on that day",
    Declined.OTHER_GROUP: "it is for other customers",
    Declined.OTHER_PRODUCT: "it is for other goods",
    Declined.QUANTITY: "it is for other quantities",
    Declined.CONTRACT: "the price is agreed in a contract",
    Declined.OVERRIDDEN: "the price was set by hand",
}


def explain(line: QuotedLine) -> str:
    """
    Return in words why a line costs what it costs.

    >>> from decimal import Decimal
    >>> from orderkit.values import UnitPrice
    >>> nine = UnitPrice.parse("9.50 EUR")
    >>> whole = Decimal("28.50")
    >>> line = QuotedLine(
    ...     1, "TEA-1", 3, nine, "retail", Decimal(0), whole, (), whole, 2850
    ... )
    >>> print(explain(line))
    Line 1, TEA-1: 9.50 EUR per pcs from price list retail. In all 28.50 EUR.
    """
    return " ".join(_sentences(line))


def _sentences(line: QuotedLine) -> Iterator[str]:
    yield f"Line {line.number}, {line.sku}: {line.unit_price.in_words()} {_source(line)}."
    for one in line.adjustments:
        yield f"{one.reason}: {one.amount} {line.amount.currency}."
    if line.declined is not Declined.NOT:
        yield f"The named offer does not reduce it: {_DECLINED[line.declined]}."
    yield f"In all {line.amount}."
    losers = [one for one in line.trace if one.verdict is not Verdict.WON]
    if losers:
        told = "; ".join(f"{one.price_list} {_VERDICTS[one.verdict]}" for one in losers)
        yield f"Other lists: {told}."


def _source(line: QuotedLine) -> str:
    if line.overridden:
        return f"set by hand ({line.reason})"
    winner = line.winner
    if winner is None:
        return f"from price list {line.source}"
    agreed = "contract, " if line.contract else ""
    told = ", ".join(_details(winner))
    return f"from price list {winner.price_list} ({agreed}{told})"


def _details(one: Candidate) -> Iterator[str]:
    yield f"for {one.scope}"
    if one.priority:
        yield f"priority {one.priority}"
    if one.by is not None:
        yield f"{'SKU' if one.by is By.SKU else 'category'} {one.key}"
    if one.minimum:
        yield f"from {one.minimum} {one.unit}".rstrip()
    if one.via:
        yield "reckoned from " + ", ".join("cost" if name == COST else name for name in one.via)


def explain_table(line: QuotedLine) -> str:
    """
    Return the lists that were looked at, one per row: rank, list, whom for, price, verdict.

    >>> from orderkit.values import UnitPrice
    >>> won = Candidate("retail", Verdict.WON, 1, UnitPrice.parse("9.50 EUR"), scope="everyone")
    >>> from decimal import Decimal
    >>> whole = Decimal("28.50")
    >>> print(explain_table(QuotedLine(
    ...     1, "T", 3, won.price, "retail", Decimal(0), whole, (), whole, 2850,
    ...     trace=(won,),
    ... )))
    rank  list    for       price             verdict
    1     retail  everyone  9.50 EUR per pcs  won
    """
    rows = [("rank", "list", "for", "price", "verdict")]
    rows += [_cells(one) for one in line.trace]
    widths = [max(len(row[n]) for row in rows) for n in range(5)]
    return "\n".join(_padded(row, widths) for row in rows)


def _cells(one: Candidate) -> tuple[str, str, str, str, str]:
    cost = "" if one.price is None else one.price.in_words()
    return (str(one.rank or "-"), one.price_list, one.scope, cost, _VERDICTS[one.verdict])


def _padded(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return "  ".join(cells).rstrip()
