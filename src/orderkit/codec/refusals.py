"""What the codec refuses beyond invalid input: stored bytes that this code cannot read."""

from __future__ import annotations

from attrs import define

from orderkit.errors import Fault, OrderkitError


@define(eq=False)
class Unreadable(OrderkitError):
    """
    A stored body cannot be read: it was written by newer code, is broken, or lost its upcaster.

    Attributes:
        what: Declared name of what should be there, such as ``"order"``.

        faults: Everything wrong with it, with paths.
    """

    code = "unreadable"
    status = 500

    what: str
    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        told = "; ".join(str(fault) for fault in self.faults)
        return (
            f"stored {self.what} cannot be read: {told}. Run the version that wrote it, "
            "or add an upcaster; nothing was changed"
        )
