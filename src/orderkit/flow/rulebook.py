"""
What is code and not data about a business: lifecycles, strategies, extra checks, permissions.

A domain declares a :class:`Rule` with its default; an integrator's :class:`Rulebook` replaces
some of them; a decision reads ``context.rulebook[ORDER_LIFECYCLE]`` and gets the right type.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from attrs import field, frozen

from orderkit.values import typed

T = TypeVar("T")


@typed
@frozen(eq=False)
class Rule(Generic[T]):
    """A named place in the rulebook, with what stands there unless somebody says otherwise."""

    name: str
    default: T


def _copied(chosen: Mapping[Rule[Any], Any]) -> Mapping[Rule[Any], Any]:
    """Keep a copy that nobody else holds; what is no mapping is refused by its type."""
    return dict(chosen) if isinstance(chosen, Mapping) else chosen


@typed
@frozen(eq=False)
class Rulebook:
    """
    An integrator's own rules over the defaults.

    >>> GREETING = Rule("greeting", "hello")
    >>> Rulebook()[GREETING], Rulebook({GREETING: "good day"})[GREETING]
    ('hello', 'good day')
    """

    chosen: Mapping[Rule[Any], Any] = field(factory=dict, converter=_copied)

    def __getitem__(self, rule: Rule[T]) -> T:
        found: T = self.chosen.get(rule, rule.default)
        return found

    def having(self, rule: Rule[T], value: T) -> Rulebook:
        """Return a rulebook in which *value* stands at *rule*."""
        return Rulebook({**self.chosen, rule: value})
