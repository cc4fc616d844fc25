"""
Conditions as plain JSON data, and back.

::

    {"all": [{"fact": "total", "op": "gt", "value": {"money": "1000.00 EUR"}},
             {"not": {"fact": "channel", "op": "in", "value": ["web", "edi"]}},
             {"any": [{"fact": "categories", "op": "has", "value": "wine"}, {"always": true}]}]}

Numbers, texts and flags stand for themselves. A decimal, money and a moment are written as text
under the name of their type, because JSON has no exact fractions and no type for the others.
What is read is read strictly: every key is known and present, nothing is converted, and all
faults are reported together, each with its path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final, TypeVar, cast

import attrs

from orderkit.errors import Fault, InvalidInput, gathered, invalid, shown
from orderkit.rules.conditions import (
    DEEPEST,
    OPERATORS,
    All,
    Always,
    Any_,
    Compare,
    Condition,
    Has,
    In,
    Not,
)
from orderkit.rules.facts import FactValue, name_faults, nearest
from orderkit.values import Money, exact, moment, moment_text

T = TypeVar("T")

_KINDS: Final = ("all", "any", "not", "always", "fact")
_LEAF_KEYS: Final = ("fact", "op", "value")
_OPS: Final = (*OPERATORS, "in", "has")

_READ: Final[Mapping[str, Callable[[str, str], FactValue]]] = {
    "decimal": lambda text, path: exact(text, path, places=12, digits=24),
    "money": Money.parse,
    "moment": moment,
}


def to_json(condition: Condition) -> dict[str, Any]:
    """
    Return *condition* as plain data for ``json.dumps``; :func:`from_json` reads it back equal.

    >>> from orderkit.rules import fact
    >>> to_json((fact("lines") > 2) & ~fact("categories").has("wine"))["all"][1]
    {'not': {'fact': 'categories', 'op': 'has', 'value': 'wine'}}
    """
    if isinstance(condition, All):
        return {"all": [to_json(part) for part in condition.parts]}
    if isinstance(condition, Any_):
        return {"any": [to_json(part) for part in condition.parts]}
    if isinstance(condition, Not):
        return {"not": to_json(condition.part)}
    if isinstance(condition, Always):
        return {"always": True}
    if isinstance(condition, In):
        values = [_plain(value) for value in condition.values]
        return {"fact": condition.fact, "op": "in", "value": values}
    if isinstance(condition, Has):
        return {"fact": condition.fact, "op": "has", "value": condition.value}
    return {"fact": condition.fact, "op": condition.op, "value": _plain(condition.value)}


def _plain(value: FactValue) -> Any:
    if isinstance(value, Money):
        return {"money": str(value)}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    return {"moment": moment_text(value)} if isinstance(value, datetime) else value


def from_json(data: object, path: str = "$") -> Condition:
    """
    Read a condition from plain data, as ``json.loads`` gives it.

    Args:
        data: What :func:`to_json` wrote, or somebody by hand.
        path: Where it stands in a larger document, for the faults.

    >>> print(from_json({"fact": "discount", "op": "ge", "value": {"decimal": "0.1"}}))
    discount is at least 0.1

    Raises:
        InvalidInput: It is none; every fault is listed with its path.
    """
    return _read(data, path, 1)


def _read(data: object, path: str, depth: int) -> Condition:
    if depth > DEEPEST:
        why = f"more than {DEEPEST} conditions stand inside each other"
        raise invalid(path, "too_deep", data, why, "flatten it")
    if not isinstance(data, dict):
        why = "it is no JSON object"
        raise invalid(path, "wrong_type", data, why, "write one like {'always': true}")
    kind = next((kind for kind in _KINDS if kind in data), None)
    if kind is None:
        why, remedy = "it is no kind of condition", f"give it one of: {', '.join(_KINDS)}"
        raise invalid(path, "unknown_kind", data, why, remedy)
    known = _LEAF_KEYS if kind == "fact" else (kind,)
    faults = list(_key_faults(data, known, path))
    if kind == "fact":
        return _leaf(data, path, faults)
    found = _tried(lambda: _joined(kind, data[kind], path, depth), faults)
    gathered(faults)
    return cast("Condition", found)


def _tried(read: Callable[[], T], faults: list[Fault]) -> T | None:
    """Return what is read, or file its faults with those of its neighbours."""
    try:
        return read()
    except InvalidInput as caught:
        faults += caught.faults
        return None


def _built(path: str, build: Callable[[], T]) -> T:
    """Return the value that is built; what it finds wrong in itself stands at *path* in the data."""
    try:
        return build()
    except InvalidInput as caught:
        moved = (attrs.evolve(one, path=_moved(one.path, path)) for one in caught.faults)
        raise InvalidInput(tuple(moved)) from None


def _moved(inner: str, path: str) -> str:
    field = inner.partition(".")[2].replace("values", "value", 1)
    return f"{path}.{field}" if field else path


def _key_faults(data: Mapping[Any, Any], known: tuple[str, ...], path: str) -> Iterator[Fault]:
    for key in data:
        if key not in known:
            why, remedy = "no such key belongs here", nearest(str(key), known)
            yield Fault(path, "unknown_key", shown(key), why, remedy)
    for key in known:
        if key not in data:
            yield Fault(f"{path}.{key}", "missing_key", "missing", "it must be said", "add it")


def _joined(kind: str, inner: object, path: str, depth: int) -> Condition:
    at = f"{path}.{kind}"
    if kind == "not":
        part = _read(inner, at, depth + 1)
        return _built(path, lambda: Not(part))
    if kind == "always":
        if inner is not True:
            raise invalid(at, "wrong_type", inner, "always is true", "write true")
        return Always()
    if not isinstance(inner, list):
        raise invalid(at, "wrong_type", inner, "it is no JSON array", "list the conditions")
    faults: list[Fault] = []
    parts = [
        _tried(partial(_read, one, f"{at}[{n}]", depth + 1), faults) for n, one in enumerate(inner)
    ]
    gathered(faults)
    sound = cast("list[Condition]", parts)
    return _built(path, lambda: All(sound) if kind == "all" else Any_(sound))


def _leaf(data: Mapping[Any, Any], path: str, faults: list[Fault]) -> Condition:
    """Read a comparison; *faults* are those that are known of it already."""
    bad_name = list(name_faults(f"{path}.fact", data["fact"]))
    faults += bad_name
    found = None
    if "op" in data and "value" in data:
        # The other faults of a comparison without a proper name are wanted all the same.
        name = "unnamed" if bad_name else data["fact"]
        found = _tried(lambda: _asked(name, data["op"], data["value"], path), faults)
    gathered(faults)
    return cast("Condition", found)


def _asked(name: str, op: Any, value: object, path: str) -> Condition:
    at = f"{path}.value"
    if op not in _OPS:
        remedy = nearest(str(op), _OPS)
        raise invalid(f"{path}.op", "unknown_op", op, "no such comparison", remedy)
    if op == "in":
        values = _listed(value, at)
        return _built(path, lambda: In(name, values))
    read = _literal(value, at)
    if op == "has":
        return _built(path, lambda: Has(name, cast("str", read)))
    return _built(path, lambda: Compare(name, op, read))


def _listed(data: object, path: str) -> tuple[FactValue, ...]:
    if not isinstance(data, list):
        raise invalid(path, "wrong_type", data, "it is no JSON array", "list the values")
    faults: list[Fault] = []
    read = [_tried(partial(_literal, one, f"{path}[{n}]"), faults) for n, one in enumerate(data)]
    gathered(faults)
    return tuple(cast("list[FactValue]", read))


def _literal(data: object, path: str) -> FactValue:
    if isinstance(data, bool | int | str):
        return data
    if isinstance(data, dict) and len(data) == 1:
        [(key, text)] = data.items()
        if key in _READ and isinstance(text, str):
            return _READ[key](text, path)
    if isinstance(data, float):
        why = "a number with a fraction loses digits in JSON"
        raise invalid(path, "float", data, why, "write it like {'decimal': '0.1'}")
    why = "it is no value that a fact can have"
    remedy = "write text, a whole number, true, false, or {'decimal' | 'money' | 'moment': text}"
    raise invalid(path, "wrong_type", data, why, remedy)
