"""A condition checked against the facts that its subject declares, when it is defined."""

from __future__ import annotations

from collections.abc import Iterator

from orderkit.errors import Fault, gathered
from orderkit.rules.conditions import All, Any_, Compare, Condition, Has, In, Not
from orderkit.rules.facts import Fact, FactTable, FactType, fits, nearest
from orderkit.values import Money


def check(condition: Condition, table: FactTable) -> None:
    """
    Check that *condition* asks only for declared facts, by their types and currencies.

    Raises:
        InvalidInput: It does not; every fault is listed with its path, as in the JSON form.

    >>> from orderkit.rules import fact
    >>> table = FactTable("Order", [Fact("total", FactType.MONEY)])
    >>> check(fact("totl") > 3, table)
    Traceback (most recent call last):
    orderkit.errors.InvalidInput: $.fact cannot be 'totl': Order has no such fact; did you mean 'total'?
    """
    leaves = tuple(_leaves(condition, "$"))
    gathered((*(f for at, leaf in leaves for f in _faults(leaf, at, table)), *_mixed(leaves)))


def _leaves(condition: Condition, path: str) -> Iterator[tuple[str, Compare | In | Has]]:
    """Yield the conditions that ask for a fact, each with its path."""
    if isinstance(condition, Compare | In | Has):
        yield path, condition
    elif isinstance(condition, Not):
        yield from _leaves(condition.part, f"{path}.not")
    elif isinstance(condition, All | Any_):
        key = "all" if isinstance(condition, All) else "any"
        for at, part in enumerate(condition.parts):
            yield from _leaves(part, f"{path}.{key}[{at}]")


def _faults(leaf: Compare | In | Has, path: str, table: FactTable) -> Iterator[Fault]:
    declared = table.find(leaf.fact)
    if declared is None:
        why, remedy = f"{table.subject} has no such fact", nearest(leaf.fact, table.names)
        yield Fault(f"{path}.fact", "unknown_fact", repr(leaf.fact), why, remedy)
        return
    asked = FactType.TEXTS if isinstance(leaf, Has) else leaf.type
    # The fact may be a whole number where a decimal is asked, but a policy that compares a whole
    # number with a fraction is a mistake that the one who defines it can still repair.
    if not fits(asked, declared.type) or (asked, declared.type) == _FRACTION_OF_WHOLE:
        why = f"the fact {leaf.fact!r} is of type {declared.type}"
        yield Fault(f"{path}.value", "type_mismatch", f"of type {asked}", why, _way_out(declared))
    found = currency_of(leaf)
    if declared.currency and found and found != declared.currency:
        why = f"the fact {leaf.fact!r} is always in {declared.currency}"
        remedy = f"give an amount in {declared.currency}"
        yield Fault(f"{path}.value", "currency_mismatch", found, why, remedy)


_FRACTION_OF_WHOLE = (FactType.DECIMAL, FactType.INTEGER)


def currency_of(leaf: Compare | In | Has) -> str | None:
    """
    Return the currency in which *leaf* compares money; None when it compares none.

    >>> currency_of(Compare("total", "gt", Money(100, "EUR")))
    'EUR'
    """
    value = leaf.values[0] if isinstance(leaf, In) else leaf.value
    return value.currency if isinstance(value, Money) else None


def _way_out(declared: Fact) -> str:
    if declared.type is FactType.TEXTS:
        return "ask has(text)"
    return f"compare it with a value of type {declared.type}"


def _mixed(leaves: tuple[tuple[str, Compare | In | Has], ...]) -> Iterator[Fault]:
    """Yield comparisons of one fact in two currencies: one of them would fail, whatever is told."""
    first: dict[str, str] = {}
    for path, leaf in leaves:
        found = currency_of(leaf)
        if found is not None and first.setdefault(leaf.fact, found) != found:
            why = f"{leaf.fact!r} is compared in {first[leaf.fact]} as well"
            remedy = "define one policy per currency"
            yield Fault(f"{path}.value", "currency_mixed", found, why, remedy)
