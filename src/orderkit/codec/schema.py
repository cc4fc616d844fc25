"""JSON Schema (2020-12) of what the reader takes from outside, from the same shapes."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Mapping
from typing import Any, Final

import attrs

from orderkit.codec.forms import JsonForm, ValueForm
from orderkit.codec.shapes import (
    AsJson,
    AsText,
    Choice,
    Keyed,
    Leaf,
    Listed,
    Many,
    Perhaps,
    Record,
    Shape,
    Unordered,
    Word,
    members_of,
)
from orderkit.codec.writer import Writer
from orderkit.errors import InvalidInput
from orderkit.flow import declared

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_LEAVES: Final[Mapping[Leaf, Mapping[str, Any]]] = {
    Leaf.TEXT: {"type": "string"},
    Leaf.WHOLE: {"type": "integer"},
    Leaf.TRUTH: {"type": "boolean"},
    Leaf.NUMBER: {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$", "examples": ["12.50"]},
    Leaf.MOMENT: {
        "type": "string",
        "format": "date-time",
        "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}(Z|[+-][0-9]{2}:[0-9]{2})$",
    },
    Leaf.DAY: {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    Leaf.NULL: {"type": "null"},
    Leaf.OPEN: {},
}


def schema_of(cls: type[Any], writer: Writer) -> dict[str, Any]:
    """
    Return the schema of *cls*; classes inside it stand under ``$defs``.

    >>> from orderkit.values import Address
    >>> schema_of(Address, Writer())["required"]
    ['name', 'lines', 'city', 'postcode', 'country']
    """
    draft = _Draft(writer)
    top = draft.record(cls)
    about = _declaration(cls)
    if about:
        top = {"$id": f"urn:orderkit:schema:{about}", **top}
    defs = {"$defs": dict(sorted(draft.defs.items()))} if draft.defs else {}
    return {"$schema": DIALECT, **top, **defs}


def _declaration(cls: type[Any]) -> str:
    try:
        about = declared(cls)
    except InvalidInput:
        return ""
    return f"{about.role}:{about.name}:{about.version}"


class _Draft:
    """A schema in the making: the definitions met so far."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._names: dict[type[Any], str] = {}
        self.defs: dict[str, Any] = {}

    def record(self, cls: type[Any]) -> dict[str, Any]:
        """Return the schema of an attrs class."""
        summary, told = _documentation(cls)
        members = members_of(cls)
        return {
            "title": cls.__name__,
            **({"description": summary} if summary else {}),
            "type": "object",
            "properties": {
                one.key: {
                    **self.of(one.shape),
                    **({"description": told[one.name]} if one.name in told else {}),
                    **self._default(one.shape, one.default),
                }
                for one in members
            },
            "required": [one.key for one in members if one.required],
            "additionalProperties": False,
        }

    def _default(self, shape: Shape, default: Any) -> dict[str, Any]:
        if default is attrs.NOTHING:
            return {}
        return {"default": json.loads(self._writer.of(shape)(default))}

    def of(self, shape: Shape) -> dict[str, Any]:
        """Return the schema of *shape*."""
        match shape:
            case Leaf():
                return dict(_LEAVES[shape])
            case Choice(kind):
                return {"type": "string", "enum": [one.value for one in kind]}
            case Word(words):
                return {"type": "string", "enum": list(words)}
            case AsText(form) | AsJson(form):
                return self._formed(form)
            case Record(cls):
                return {"$ref": f"#/$defs/{self._defined(cls)}"}
            case Perhaps(inner):
                return {"anyOf": [self.of(inner), {"type": "null"}]}
        return self._many(shape)

    def _many(self, shape: Many) -> dict[str, Any]:
        match shape:
            case Listed(item):
                return {"type": "array", "items": self.of(item)}
            case Unordered(item):
                return {"type": "array", "items": self.of(item), "uniqueItems": True}
            case Keyed(item, keys):
                names = {"propertyNames": {"enum": list(keys)}} if keys else {}
                return {"type": "object", **names, "additionalProperties": self.of(item)}
            case _:
                each = [self.of(one) for one in shape.items]
                return {"type": "array", "prefixItems": each, "items": False, "minItems": len(each)}

    def _formed(self, form: ValueForm | JsonForm) -> dict[str, Any]:
        """Return the schema of a form: under its title where it has one."""
        title = form.schema.get("title")
        if title is None:
            return dict(form.schema)
        self.defs[title] = dict(form.schema)
        return {"$ref": f"#/$defs/{title}"}

    def _defined(self, cls: type[Any]) -> str:
        """Return the name of *cls* under ``$defs``, defining it when it is new."""
        name = self._names.get(cls)
        if name is None:
            taken = set(self._names.values())
            name = cls.__name__ if cls.__name__ not in taken else cls.__qualname__
            name = name if name not in taken else f"{cls.__module__}.{cls.__qualname__}"
            self._names[cls] = name
            self.defs[name] = self.record(cls)
        return name


_entries = re.compile(r"^    (\w+): (.+?)(?=\n\n|\Z)", re.MULTILINE | re.DOTALL).findall


def _documentation(cls: type[Any]) -> tuple[str, dict[str, str]]:
    """Return the summary of a class and what its docstring tells of each attribute."""
    text = inspect.cleandoc(cls.__doc__ or "")
    summary, _, _ = text.partition("\n\n")
    _, _, attributes = text.partition("Attributes:\n")
    told = {name: " ".join(words.split()) for name, words in _entries(attributes)}
    return " ".join(summary.split()), told
