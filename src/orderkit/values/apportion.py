"""
Dividing an integer among weights without losing any of it.

Each part first gets its share rounded towards zero; what is left is fewer units than there are
parts with a weight, and a *tie rule* says who gets them. The work is done on the magnitude and the
sign put back, so the parts of ``-x`` are the negated parts of ``x``, no part changes sign, and a
refund undoes exactly what was charged. A part of weight 0 gets nothing, under every rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TypeAlias

from orderkit.errors import invalid
from orderkit.values.decimals import whole_number

_HandOut: TypeAlias = Callable[[int, list[int], Sequence[int], Sequence[int]], None]


class TieRule(StrEnum):
    """
    Who gets the units that are left after rounding down.

    ``LARGEST_REMAINDER``: one each to those who lost most by rounding; of equals, the earlier.
    ``LAST_TAKES_REST``: all to the last part with a weight.
    ``FIRST_TAKE_REST``: one each to the first parts with a weight.
    """

    LARGEST_REMAINDER = "largest_remainder"
    LAST_TAKES_REST = "last_takes_rest"
    FIRST_TAKE_REST = "first_take_rest"


def apportion(
    total: int, weights: Sequence[int], tie: TieRule = TieRule.LARGEST_REMAINDER
) -> tuple[int, ...]:
    """
    Divide *total* in proportion to *weights*; the parts sum to it exactly.

    Args:
        total: Of either sign, in any unit.

        weights: Integers from 0; one at least above 0 unless *total* is 0.

        tie: Who gets what rounding leaves over.

    Raises:
        FloatRefused: A weight or the total is a float.
        InvalidInput: ``negative_weight``, ``zero_weights``, ``tie_rule_unknown``, ``bool`` or
            ``wrong_type``.

    >>> apportion(100, (1, 1, 1)), apportion(-100, (1, 1, 1), TieRule.LAST_TAKES_REST)
    ((34, 33, 33), (-33, -33, -34))
    """
    hand_out = _RULES.get(tie)
    if hand_out is None:
        known = ", ".join(TieRule)
        raise invalid("tie", "tie_rule_unknown", tie, "it is no tie rule", f"name one: {known}")
    whole = _weighed(total, weights)
    shares = _divided(abs(total), weights, whole, hand_out)
    return tuple(shares) if total >= 0 else tuple(-share for share in shares)


def largest_remainders(size: int, weights: Sequence[int], whole: int) -> list[int]:
    """
    Divide as :func:`apportion` does by default, integers that are known to be good.

    Args:
        size: From 0.

        weights: From 0.

        whole: Their sum, above 0 unless *size* is 0.

    >>> largest_remainders(100, (1, 1, 1), 3)
    [34, 33, 33]
    """
    return _divided(size, weights, whole, _to_largest)


def _divided(size: int, weights: Sequence[int], whole: int, hand_out: _HandOut) -> list[int]:
    if not size:
        return [0] * len(weights)
    shares = [size * weight // whole for weight in weights]
    rest = size - sum(shares)
    if rest:
        lost = [size * weight % whole for weight in weights]
        hand_out(rest, shares, lost, weights)
    return shares


def _weighed(total: int, weights: Sequence[int]) -> int:
    """Check the arguments of :func:`apportion` and return the sum of the weights."""
    if type(total) is not int or not set(map(type, weights)) <= {int}:
        whole_number(total, "total")
        weights = [whole_number(one, f"weights[{n}]") for n, one in enumerate(weights)]
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        _refuse_weights(total, weights)
    return whole


def _refuse_weights(total: int, weights: Sequence[int]) -> None:
    """Refuse weights that divide nothing; all zero is fine when there is nothing to divide."""
    for n, weight in enumerate(weights):
        if weight < 0:
            raise invalid(
                f"weights[{n}]",
                "negative_weight",
                weight,
                "a negative weight would turn the sign of its part",
                "weigh by magnitudes from 0",
            )
    if total:
        raise invalid(
            "weights",
            "zero_weights",
            tuple(weights),
            f"no part has a weight to take any of {total}",
            "give at least one part a weight above 0",
        )


def _to_largest(rest: int, shares: list[int], lost: Sequence[int], _weights: Sequence[int]) -> None:
    """Add one each where most was *lost*; sorting is stable, so of equals the earlier gains."""
    for n in sorted(range(len(shares)), key=lost.__getitem__, reverse=True)[:rest]:
        shares[n] += 1


def _to_last(rest: int, shares: list[int], _lost: Sequence[int], weights: Sequence[int]) -> None:
    """Add all to the last part with a weight."""
    shares[max(n for n, weight in enumerate(weights) if weight)] += rest


def _to_first(rest: int, shares: list[int], _lost: Sequence[int], weights: Sequence[int]) -> None:
    """Add one each to the first parts with a weight; there are more of them than units."""
    for n in [n for n, weight in enumerate(weights) if weight][:rest]:
        shares[n] += 1


_RULES: Mapping[TieRule, _HandOut] = {
    TieRule.LARGEST_REMAINDER: _to_largest,
    TieRule.LAST_TAKES_REST: _to_last,
    TieRule.FIRST_TAKE_REST: _to_first,
}
