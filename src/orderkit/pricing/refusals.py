"""When the business says no to a price."""

from __future__ import annotations

from attrs import define, frozen

from orderkit.errors import Refused


@frozen
class Unpriced:
    """
    A line without a price.

    Attributes:
        number: The line's.

        sku: What is ordered.

        lists: Ids of the price lists that hold for the request, all without a fitting entry.
    """

    number: int
    sku: str
    lists: tuple[str, ...]

    def __str__(self) -> str:
        looked = ", ".join(self.lists) or "none holds for this customer, channel, currency and day"
        return f"line {self.number}, {self.sku} (price lists: {looked})"


@define(eq=False)
class NoPrice(Refused):
    """No price list has a price for some of the lines."""

    code = "no_price"

    lines: tuple[Unpriced, ...]

    def __str__(self) -> str:
        lines = "; ".join(str(line) for line in self.lines)
        return (
            f"no price is known for {lines}: publish a price for it, order a quantity and unit that "
            "has one, or set a price by hand with a reason"
        )


@define(eq=False)
class ListShapeFixed(Refused):
    """A published price list may not change whom it is for or what it builds upon."""

    code = "list_shape_fixed"

    price_list: str
    field: str
    was: str
    wanted: str

    def __str__(self) -> str:
        return (
            f"the {self.field} of price list {self.price_list!r} is {self.was} and cannot become "
            f"{self.wanted}, because books and other lists rely on it: publish a new list and "
            "withdraw this one"
        )
