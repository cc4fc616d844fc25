"""Virtual time: a clock that shows what it was set to, so that a day takes seconds."""

from __future__ import annotations

from datetime import datetime


class VirtualClock:
    """
    The clock of a kit; it goes forward when it is told to, and never back.

    Attributes:
        now: What it shows; aware.
    """

    def __init__(self, start: datetime) -> None:
        self.now = start

    def __call__(self) -> datetime:
        """Return what it shows, as a kit asks for it."""
        return self.now

    def forward_to(self, at: datetime) -> None:
        """Show *at* from now on, unless it shows a later time already."""
        self.now = max(self.now, at)
