"""How conditions are written in Python: ``(fact("total") > EUR("1000")) & fact("web").is_true()``."""

from __future__ import annotations

from orderkit.rules.conditions import Compare, Has, In, no_truth
from orderkit.rules.facts import FactValue


def fact(name: str) -> FactNamed:
    """
    Begin a condition about the fact *name*.

    >>> from orderkit.values import EUR
    >>> print((fact("total") > EUR("1000")) & ~fact("channel").one_of("web", "edi"))
    (total is more than 1000.00 EUR and not (channel is one of 'web', 'edi'))
    """
    return FactNamed(name)


class FactNamed:
    """A fact that waits for its comparison; each of them makes a condition."""

    __slots__ = ("_name",)
    __hash__ = None  # type: ignore[assignment]  # equality makes a condition, so a set would lie

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return f"fact({self._name!r})"

    def __eq__(self, value: FactValue) -> Compare:  # type: ignore[override]  # a condition
        return Compare(self._name, "eq", value)

    def __ne__(self, value: FactValue) -> Compare:  # type: ignore[override]  # a condition
        return Compare(self._name, "ne", value)

    def __lt__(self, value: FactValue) -> Compare:
        return Compare(self._name, "lt", value)

    def __le__(self, value: FactValue) -> Compare:
        return Compare(self._name, "le", value)

    def __gt__(self, value: FactValue) -> Compare:
        return Compare(self._name, "gt", value)

    def __ge__(self, value: FactValue) -> Compare:
        return Compare(self._name, "ge", value)

    def __bool__(self) -> bool:
        raise no_truth(self)

    def is_true(self) -> Compare:
        """
        Return the condition that this flag is set.

        >>> print(fact("new_customer").is_true())
        new_customer is yes
        """
        return Compare(self._name, "eq", value=True)

    def one_of(self, *values: FactValue) -> In:
        """
        Return the condition that this fact is one of the *values*.

        >>> print(fact("channel").one_of("web", "edi"))
        channel is one of 'web', 'edi'
        """
        return In(self._name, values)

    def has(self, value: str) -> Has:
        """
        Return the condition that this set of texts has *value* in it.

        >>> print(fact("categories").has("wine"))
        categories has 'wine'
        """
        return Has(self._name, value)
