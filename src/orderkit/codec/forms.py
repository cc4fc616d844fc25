"""
Forms: how values that are no records stand in JSON.

A *value form* makes a value one text and reads it back, as ``Money`` stands as ``"148.20 EUR"``. A
*JSON form* is for what has a shape of its own, such as a condition built of conditions. The table
is open, like the registry of documents: who has a value class registers it once, where it is
defined, before the first document that holds one is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from attrs import frozen

from orderkit.errors import invalid

T = TypeVar("T")


@frozen(eq=False)
class ValueForm:
    """
    A class whose values stand as one text.

    Attributes:
        cls: The class; exactly it, no subclass.

        to_text: Its canonical text: equal values have equal texts.

        from_text: Reads that text; raises ``InvalidInput`` or ``ValueError`` where it is none.

        schema: JSON Schema of the text.

        from_int: Reads a JSON integer as well, where people write one.

        plain: Whether its texts never hold a quote, a backslash or a control character.

        recurring: Whether the same objects are written again and again, as prices out of kept price
            lists are; their texts are then remembered.
    """

    cls: type[Any]
    to_text: Callable[[Any], str]
    from_text: Callable[[str], Any]
    schema: Mapping[str, Any]
    from_int: Callable[[int], Any] | None = None
    plain: bool = False
    recurring: bool = False


@frozen(eq=False)
class JsonForm:
    """
    A type whose values stand as JSON of their own making.

    Attributes:
        to_json: Plain JSON data: None, bool, int, str, lists and mappings of them.

        from_json: Reads such data; raises ``InvalidInput`` with paths that begin with ``$``.

        schema: JSON Schema of that data; one with a title may refer to itself as
            ``#/$defs/<title>``.
    """

    to_json: Callable[[Any], Any]
    from_json: Callable[[Any], Any]
    schema: Mapping[str, Any]


Form = ValueForm | JsonForm

_FORMS: dict[object, Form] = {}


def register_value(
    cls: type[T],
    to_text: Callable[[T], str],
    from_text: Callable[[str], T],
    schema: Mapping[str, Any],
    *,
    from_int: Callable[[int], T] | None = None,
    plain: bool = False,
    recurring: bool = False,
) -> None:
    """
    Have values of *cls* stand as one text in documents, events, commands and answers.

    >>> from fractions import Fraction
    >>> register_value(Fraction, str, Fraction, {"type": "string", "pattern": "^[0-9]+/[0-9]+$"})
    """
    _FORMS[cls] = ValueForm(cls, to_text, from_text, schema, from_int, plain, recurring)


def register_json(
    kind: Any,
    to_json: Callable[[Any], Any],
    from_json: Callable[[Any], Any],
    schema: Mapping[str, Any],
) -> None:
    """
    Have values of *kind*, a class or a union of classes, stand as JSON of their own making.

    Raises:
        InvalidInput: *kind* is something else (``unsupported_type``).

    >>> register_json(complex, lambda z: [int(z.real)], lambda data: complex(data[0]), {})
    """
    key = _key(kind)
    if key is None:
        why, remedy = "it is neither a class nor a union", "register the classes it is made of"
        raise invalid("kind", "unsupported_type", kind, why, remedy)
    _FORMS[key] = JsonForm(to_json, from_json, schema)


def form_of(kind: Any) -> Form | None:
    """Return the form of a class or union, if one was registered."""
    return _FORMS.get(_key(kind))


def _key(kind: Any) -> object:
    """Make unions equal whatever the order of their members; what is neither has no form."""
    if get_origin(kind) in (Union, UnionType):
        return frozenset(get_args(kind))
    return kind if isinstance(kind, type) else None
