"""
JSON text from outside, read without surprises.

Python's reader takes much that nobody means: ``NaN``, the last of two equal keys, ``1e400`` as
infinity, 100,000 brackets until the stack ends, half characters that no store takes. Here the size
is judged first, then the depth on the text, before anything is built. What is wrong in one place
only is kept as a :class:`Misread` in that place, so that the reader of the record reports it with
its path beside all the other faults.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from attrs import frozen

from orderkit.errors import Fault, InvalidInput, invalid, shown

DEPTH_MAX: Final = 32
"""Arrays and objects inside each other."""

BYTES_MAX: Final = 2 * 2**20
"""Length of a JSON text: some ten thousand order lines."""

DIGITS_MAX: Final = 20
"""Characters of a JSON integer, its sign included."""

_tokens = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL).finditer


@frozen
class Misread:
    """
    Stands in the data where the text has something that cannot be taken.

    Attributes:
        code: Of the fault.

        got: As it is written in the text.

        why: What is wrong with it.

        remedy: The way out.
    """

    code: str
    got: str
    why: str
    remedy: str

    def fault(self) -> Fault:
        """Return the fault, its path still empty."""
        return Fault("", self.code, self.got, self.why, self.remedy)


def read_json(text: str | bytes) -> Any:
    """
    Return the data of a JSON text, with a :class:`Misread` wherever a value cannot be taken.

    Raises:
        InvalidInput: The text as a whole cannot be read: ``too_long``, ``not_utf8``,
            ``byte_order_mark``, ``too_deep`` or ``not_json``.

    >>> read_json('{"sku": "TEA-1", "quantity": 3}')
    {'sku': 'TEA-1', 'quantity': 3}
    """
    decoded = _checked(text)
    try:
        return _DECODER.decode(decoded)
    except ValueError as why:
        raise invalid(
            "$", "not_json", _around(decoded, why), f"it is not JSON: {why}", "send JSON (RFC 8259)"
        ) from None


def _checked(text: str | bytes) -> str:
    if len(text) > BYTES_MAX:
        why = f"it has {len(text)} characters and may have {BYTES_MAX}"
        raise invalid("$", "too_long", "…", why, "split it into smaller ones")
    decoded = _decoded(text) if isinstance(text, bytes) else text
    if decoded.startswith("\ufeff"):
        why, remedy = "it begins with a byte order mark", "send UTF-8 without one"
        raise invalid("$", "byte_order_mark", decoded[:8], why, remedy)
    if decoded.count("[") + decoded.count("{") > DEPTH_MAX and _is_deep(decoded):
        raise too_deep()
    return decoded


def _decoded(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError as why:
        raise invalid(
            "$", "not_utf8", text[why.start : why.start + 8],
            f"the byte at {why.start} is not UTF-8", "send UTF-8",
        ) from None  # fmt: skip


def too_deep() -> InvalidInput:
    """Return the refusal of data nested too deeply, or in a circle."""
    why = f"more than {DEPTH_MAX} arrays and objects stand inside each other"
    return invalid("$", "too_deep", "…", why, "send it flatter")


def _is_deep(text: str) -> bool:
    """Tell whether brackets go too deep, those in texts not counted, without reading any of it."""
    depth = 0
    for token in _tokens(text):
        if token[0] in "[{":
            depth += 1
            if depth > DEPTH_MAX:
                return True
        elif token[0] in "]}":
            depth -= 1
    return False


def _around(text: str, why: ValueError) -> str:
    place = why.pos if isinstance(why, json.JSONDecodeError) else 0
    return text[place : place + 20]


def check_depth(data: object) -> None:
    """
    Refuse data of Python that are nested too deeply or contain themselves.

    Goes level by level and looks at each container once per level, so that it ends.

    Raises:
        InvalidInput: They do (``too_deep``).

    >>> check_depth({"lines": [{}, {}]})
    """
    level = {id(data): data}
    for _ in range(DEPTH_MAX):
        level = {id(one): one for held in level.values() for one in _parts(held)}
        if not level:
            return
    raise too_deep()


def _parts(held: object) -> list[object]:
    """Return what *held* holds that may hold something itself."""
    if isinstance(held, Mapping):
        parts = list(held.values())
    elif isinstance(held, list | tuple):
        parts = list(held)
    else:
        return []
    return [one for one in parts if isinstance(one, Mapping | list | tuple)]


_is_word = re.compile(r"[A-Za-z_][A-Za-z0-9_]*").fullmatch


def step(key: object) -> str:
    """
    Return the step of a JSON path to *key*.

    >>> step("sku"), step(2), step("odd key")
    ('.sku', '[2]', '["odd key"]')
    """
    if isinstance(key, str):
        return f".{key}" if _is_word(key) else f"[{json.dumps(key)}]"
    return f"[{key!r}]"


def float_misread(text: str) -> Misread:
    """Return the stand-in for a number with a point or an exponent."""
    remedy = f'write it as text: "{text}"' if len(text) <= 40 else "write it as text"
    return Misread("float", shown_number(text), "a JSON number with places is not exact", remedy)


def shown_number(text: str) -> str:
    """Return a number's text, cut when it is long."""
    return text if len(text) <= 40 else f"{text[:20]}… ({len(text)} characters)"


def _int(text: str) -> int | Misread:
    if len(text) <= DIGITS_MAX:
        return int(text)
    why = f"it has more than {DIGITS_MAX} digits"
    return Misread("too_many_digits", shown_number(text), why, "check the number")


def _constant(text: str) -> Misread:
    return Misread(
        "not_a_number", text, "it is no number and no JSON", "leave it out or send a number"
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                why, remedy = "its key stands there more than once", "send each key once"
                made[key] = Misread("duplicate_key", shown(key), why, remedy)
            seen.add(key)
    return made


_DECODER = json.JSONDecoder(
    parse_float=float_misread,
    parse_int=_int,
    parse_constant=_constant,
    object_pairs_hook=_object,
)
