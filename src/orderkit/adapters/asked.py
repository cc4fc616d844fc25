"""What every adapter checks of what it is asked, before it does anything."""

from __future__ import annotations

from collections.abc import Sequence

from orderkit.errors import invalid
from orderkit.ports import LARGEST, ChangeSet, Limits, fits


def checked_sets(sets: Sequence[ChangeSet], limits: Limits) -> None:
    """
    Make sure that change sets can be written at all.

    Raises:
        TooLarge: One is beyond *limits*.

        InvalidInput: An outside entry is beyond ±LARGEST; bounded accounts have their limits.
    """
    for change in sets:
        fits(change, limits)
        for entry in change.outside:
            if not -LARGEST <= entry.delta <= LARGEST:
                raise invalid(
                    "OutsideEntry.delta", "out_of_range", entry.delta, "no store keeps it exactly",
                    "keep to integers within ±(2**53 - 1)",
                )  # fmt: skip


def checked_lease(now: int, until: int, limit: int) -> None:
    """
    Check what a claim asks for.

    Raises:
        InvalidInput: The lease ends when it begins, or the limit is below 1.
    """
    if until <= now:
        raise invalid(
            "lease_until", "bad_lease", until, f"the lease begins at {now}",
            "let it last several times as long as the effect takes",
        )  # fmt: skip
    if limit < 1:
        raise invalid("limit", "bad_limit", limit, "it would claim nothing", "claim at least one")
