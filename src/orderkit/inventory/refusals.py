"""What inventory says no to."""

from __future__ import annotations

from attrs import define

from orderkit.errors import Refused


@define(eq=False)
class NotEnoughStock(Refused):
    """
    Fewer units are in the bucket than were asked for.

    Attributes:
        sku: Which goods.

        location: Where they were asked for.

        asked: Base units asked for, everything of one decision together.

        free: Base units that were there.

        bucket: The bucket they were to be taken from.
    """

    code = "not_enough_stock"
    transient = True

    sku: str
    location: str
    asked: int
    free: int
    bucket: str = "available"

    def __str__(self) -> str:
        return (
            f"{self.asked} of {self.sku} were asked for at {self.location} and {self.free} are "
            f"{self.bucket}: take at most {max(self.free, 0)}, choose another location, "
            "or receive stock first"
        )
