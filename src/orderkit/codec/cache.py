"""A bounded cache whose hits cost two looks into dicts and take no lock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

_Kept: TypeAlias = dict[type[Any], dict[bytes, Any]]
_NOTHING: Final[Mapping[bytes, Any]] = {}


class Generations:
    """
    What was used lately, by class and key, at most *size* entries, in two generations.

    New entries and those found in the older generation enter the younger one; when that is half of
    *size*, it becomes the older one and what was in that is forgotten. Only single operations on
    dicts are used, so that threads can at worst forget an entry, never mix two up.

    Attributes:
        young: The younger generation, by class: whoever reads a lot looks here first.
    """

    __slots__ = ("_half", "_old", "young")

    def __init__(self, size: int) -> None:
        self._half = max(1, size // 2)
        self.young: _Kept = {}
        self._old: _Kept = {}

    def get(self, cls: type[Any], key: bytes) -> Any:
        """Return what *key* stands for among those of *cls*, or None."""
        found = self.young.get(cls, _NOTHING).get(key)
        if found is None:
            found = self._old.get(cls, _NOTHING).get(key)
            if found is not None:
                self.put(cls, key, found)
        return found

    def put(self, cls: type[Any], key: bytes, value: Any) -> None:
        """Remember *value*, which is not None."""
        if _entries(self.young) >= self._half:
            self._old = self.young
            self.young = {}
        self.young.setdefault(cls, {})[key] = value

    def __len__(self) -> int:
        return _entries(self.young) + _entries(self._old)


def _entries(kept: _Kept) -> int:
    return sum(map(len, list(kept.values())))
