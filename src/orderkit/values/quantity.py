"""
Quantities, units, and the integers the ledger holds.

Each product says in a :class:`Packaging` what its stock is counted in and how finely, and what a
case or a roll is worth. A conversion is exact or it is refused: half a piece does not exist, and a
third of a kilogram is not 333 grams.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from attrs import field, frozen

from orderkit.errors import caught, gathered, invalid
from orderkit.values.decimals import EXACT, SMALL_INTEGERS, bounded, exact, whole_number
from orderkit.values.typed import typed

QUANTITY_PLACES: Final = 6
"""Decimals a quantity may have."""

_is_unit = re.compile(r"[0-9]{0,2}[A-Za-z][A-Za-z0-9._-]{0,31}").fullmatch


def check_unit(code: str, path: str) -> str:
    """
    Return *code* when it can be the code of a unit.

    Digits alone cannot: ``1 000`` is a thousand to whoever wrote it, not one of unit ``000``.

    Raises:
        InvalidInput: It cannot (``bad_unit``).

    >>> check_unit("case", "unit")
    'case'
    """
    if isinstance(code, str) and _is_unit(code):
        return code
    raise invalid(
        path,
        "bad_unit",
        code,
        "a unit is a letter, at most two digits before it, and ASCII letters, digits and . _ - after",
        "write a unit such as 'pcs', 'kg' or 'case'",
    )


@typed
@frozen
class Unit:
    """
    What something is counted in.

    Attributes:
        code: Short ASCII, such as ``pcs``, ``kg`` or ``case``.

        places: Decimals a quantity of it may have: 0 for pieces, 3 for kilograms to the gram.
    """

    code: str
    places: int = 0

    def __attrs_post_init__(self) -> None:
        gathered(
            caught(check_unit, self.code, "Unit.code"),
            caught(_check_places, self.places, "Unit.places"),
        )

    def quantity(self, amount: int | str | Decimal, path: str = "quantity") -> Quantity:
        """
        Return *amount* of this unit.

        Raises:
            InvalidInput: It has more decimals than the unit (``too_many_places``), or as
                :func:`~orderkit.values.decimals.exact`.

        >>> print(Unit("kg", 3).quantity("0.250"))
        0.25 kg
        """
        return Quantity(exact(amount, path, places=self.places), self.code)


@frozen
class Quantity:
    """
    How much of a unit; of either sign. Commands that want more than nothing ask :func:`positive`.

    Attributes:
        amount: Up to 15 digits, six of them decimals; without needless zeros.

        unit: Code of the unit; empty means the unit the product is ordered in.
    """

    amount: Decimal
    unit: str = ""

    def __attrs_post_init__(self) -> None:
        given = self.amount
        amount = exact(given, "Quantity.amount", places=QUANTITY_PLACES)
        if amount is not given:
            object.__setattr__(self, "amount", amount)
        if self.unit != "":
            check_unit(self.unit, "Quantity.unit")

    @classmethod
    def of(cls, value: int | str | Decimal | Quantity, path: str = "quantity") -> Quantity:
        """
        Return *value* as a quantity: a number is of the product's own order unit.

        Raises:
            FloatRefused: It is a float.
            InvalidInput: As :func:`~orderkit.values.decimals.exact`, or ``bad_unit``.

        >>> Quantity.of(3), Quantity.of("2 case")
        (Quantity(amount=Decimal('3'), unit=''), Quantity(amount=Decimal('2'), unit='case'))
        """
        if isinstance(value, Quantity):
            return value
        if isinstance(value, str):
            text, blank, unit = value.partition(" ")
            amount = exact(text or value, path, places=QUANTITY_PLACES)
            return cls(amount, check_unit(unit, path) if blank else "")
        return cls(exact(value, path, places=QUANTITY_PLACES))

    @classmethod
    def parse(cls, text: int | str, path: str = "quantity") -> Quantity:
        """
        Read what ``str()`` writes: an amount, and a blank and a unit unless it is the order unit.

        Raises:
            InvalidInput: As :meth:`of`.

        >>> print(Quantity.parse("2.50 kg"), Quantity.parse("3"))
        2.5 kg 3
        """
        return cls.of(text, path)

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}" if self.unit else str(self.amount)


def positive(quantity: Quantity, path: str = "quantity") -> Quantity:
    """
    Return *quantity* when it is above 0.

    Raises:
        InvalidInput: ``zero_quantity`` or ``negative_quantity``.

    >>> print(positive(Quantity.of("2 case")))
    2 case
    """
    if quantity.amount > 0:
        return quantity
    if quantity.amount:
        raise invalid(
            path,
            "negative_quantity",
            str(quantity),
            "a line orders more than nothing",
            "use a return or a cancellation to take goods back",
        )
    raise invalid(
        path, "zero_quantity", str(quantity), "a line orders more than nothing", "leave it out"
    )


_Pairs = tuple[tuple[str, tuple[int, int]], ...]
_ONE: Final = (1, 1)


def _as_pairs(units: Mapping[str, tuple[int, int]] | _Pairs) -> _Pairs:
    """Make the mapping of units hashable, in the order of the codes."""
    path = "Packaging.units"
    try:
        pairs = [(u, r) for u, r in (units.items() if isinstance(units, Mapping) else units)]
    except (TypeError, ValueError):
        raise invalid(
            path,
            "wrong_type",
            units,
            "it is no mapping of units to ratios",
            "write it like {'case': (12, 1)}",
        ) from None
    return tuple(
        sorted(
            (check_unit(unit, path), _as_ratio(ratio, f"{path}[{unit!r}]")) for unit, ratio in pairs
        )
    )


def _as_ratio(ratio: object, path: str) -> tuple[int, int]:
    """Check a numerator and a denominator."""
    if isinstance(ratio, tuple | list) and len(ratio) == 2:
        numerator, denominator = (bounded(part, path) for part in ratio)
        if numerator > 0 and denominator > 0:
            return (numerator, denominator)
    raise invalid(
        path,
        "bad_ratio",
        ratio,
        "a unit is worth a numerator and a denominator of stock units, both above 0",
        "write a case of twelve as (12, 1)",
    )


@typed
@frozen
class Packaging:
    """
    What the stock of a product is counted in, and what its other units are worth in it.

    Attributes:
        stock_unit: Code of the unit the ledger counts.

        places: Decimals the ledger keeps: at 3, one kilogram is the integer 1000.

        units: For each other unit, how many stock units as numerator and denominator: a case of
            twelve is ``(12, 1)``. Given as a mapping, kept as pairs.

        order_unit: What a quantity without a unit means; empty for the stock unit.
    """

    stock_unit: str
    places: int = 0
    units: _Pairs = field(default=(), converter=_as_pairs)
    order_unit: str = ""
    _worth: dict[str, tuple[int, int]] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        gathered(
            caught(check_unit, self.stock_unit, "Packaging.stock_unit"),
            caught(_check_places, self.places, "Packaging.places"),
            caught(self._check_distinct),
            caught(self._keep_worth),
        )

    def _check_distinct(self) -> None:
        codes = [self.stock_unit, *(unit for unit, _ in self.units)]
        if len(set(codes)) < len(codes):
            raise invalid(
                "Packaging.units",
                "duplicate_unit",
                codes,
                "a unit is defined twice; the stock unit is one by itself",
                "name each unit once",
            )

    def _keep_worth(self) -> None:
        worth = {self.stock_unit: _ONE, **dict(self.units)}
        object.__setattr__(self, "_worth", worth)
        usual = self.factor(self.order_unit or self.stock_unit, "Packaging.order_unit")
        worth[""] = usual

    @property
    def factors(self) -> Mapping[str, tuple[int, int]]:
        """Every unit, the stock unit included, with its worth in stock units."""
        return MappingProxyType({self.stock_unit: (1, 1), **dict(self.units)})

    def factor(self, unit: str, path: str = "quantity") -> tuple[int, int]:
        """
        Return what *unit* is worth in stock units, as numerator and denominator.

        Raises:
            InvalidInput: The product has no such unit (``unit_unknown``).

        >>> Packaging("pcs", units={"case": (12, 1)}).factor("case")
        (12, 1)
        """
        ratio = self._worth.get(unit)
        if ratio is not None:
            return ratio
        raise invalid(
            path,
            "unit_unknown",
            unit,
            "the product has no such unit",
            f"use one of: {', '.join(self.factors)}",
        )

    def to_base(self, quantity: Quantity, path: str = "quantity") -> int:
        """
        Return *quantity* as the integer the ledger holds: steps of ``10**-places`` stock units.

        Raises:
            InvalidInput: ``unit_unknown``, ``not_exact`` or ``out_of_range``.

        >>> Packaging("pcs", units={"case": (12, 1)}).to_base(Quantity.parse("2 case"))
        24
        """
        ratio = self._worth.get(quantity.unit) or self.factor(quantity.unit, path)
        # Nearly all that is ordered are few whole stock units, which need no arithmetic.
        if ratio is _ONE and not self.places:
            few = SMALL_INTEGERS.get(quantity.amount)
            if few is not None:
                return few
        numerator, denominator = ratio
        top, bottom = quantity.amount.as_integer_ratio()
        base, rest = divmod(top * numerator * 10**self.places, bottom * denominator)
        if rest:
            raise invalid(
                path,
                "not_exact",
                str(quantity),
                f"it is no whole number of steps of {Decimal(1).scaleb(-self.places, EXACT)} {self.stock_unit}",
                "order a quantity that divides evenly",
            )
        return bounded(base, path)

    def from_base(self, base: int, unit: str = "", path: str = "quantity") -> Quantity:
        """
        Return the ledger's integer *base* as a quantity of *unit*; the inverse of :meth:`to_base`.

        Raises:
            InvalidInput: ``unit_unknown``, or *base* is no exact number of that unit
                (``not_exact``).

        >>> print(Packaging("pcs", units={"case": (12, 1)}).from_base(30, "case"))
        2.5 case
        """
        numerator, denominator = self.factor(unit, path)
        steps, rest = divmod(
            bounded(base, path) * denominator * 10**QUANTITY_PLACES, numerator * 10**self.places
        )
        if rest:
            raise invalid(
                path,
                "not_exact",
                base,
                f"it is no number of {unit!r} with at most {QUANTITY_PLACES} decimals",
                f"show it in {self.stock_unit!r}",
            )
        return Quantity(Decimal(steps).scaleb(-QUANTITY_PLACES, EXACT), unit)


def _check_places(places: int, path: str) -> None:
    if 0 <= whole_number(places, path) <= QUANTITY_PLACES:
        return
    raise invalid(
        path,
        "out_of_range",
        places,
        f"a unit has 0 to {QUANTITY_PLACES} decimals",
        "choose a larger or smaller unit",
    )
