"""A bounded cache whose hits cost one look into a dict and take no lock."""

from __future__ import annotations

from typing import Any


class Generations:
    """
    What was used lately, at most *size* entries, in two generations.

    New entries and those found in the older generation enter the younger one; when that is half of
    *size*, it becomes the older one and what was in that is forgotten. Only single operations on
    dicts are used, so that threads can at worst forget an entry, never mix two up.

    Attributes:
        young: The younger generation: whoever reads a lot looks here first.
    """

    __slots__ = ("_half", "_old", "young")

    def __init__(self, size: int) -> None:
        self._half = max(1, size // 2)
        self.young: dict[bytes, Any] = {}
        self._old: dict[bytes, Any] = {}

    def get(self, key: bytes) -> Any:
        """Return what *key* stands for, or None."""
        found = self.young.get(key)
        if found is None:
            found = self._old.get(key)
            if found is not None:
                self.put(key, found)
        return found

    def put(self, key: bytes, value: Any) -> None:
        """Remember *value*, which is not None."""
        if len(self.young) >= self._half:
            self._old = self.young
            self.young = {}
        self.young[key] = value

    def __len__(self) -> int:
        return len(self.young) + len(self._old)
