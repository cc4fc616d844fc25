"""
Shapes: what the annotation of a field means in JSON. This is the one reading of annotations; the
writer, the reader and the schemas are three products of it, so that none of them can take a type
the others do not know.

| annotation | JSON |
|---|---|
| ``str``, ``int``, ``bool``, ``None`` | themselves; an int is no bool and a float is neither |
| ``Decimal`` | text of a plain number |
| ``datetime``, ``date`` | text; a datetime in UTC |
| a ``StrEnum``, ``Literal["a", "b"]`` | the text |
| a class with a form | its text, or its own JSON |
| an attrs class | an object; fields that equal their default are left out |
| ``tuple[X, ...]``, ``Sequence[X]`` | an array; read as a tuple |
| ``tuple[X, Y]`` | an array of that length |
| ``frozenset[X]`` | an array, sorted |
| ``Mapping[str, X]`` | an object, sorted; the key may be a ``StrEnum`` |
| ``X | None`` | X or null |
| ``Any`` | plain JSON without floats; arrays are read as tuples |

Everything else is refused when the class is first met, with its field and the way out.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum, auto
from typing import Any, Final, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen

from orderkit.codec.forms import JsonForm, ValueForm, form_of
from orderkit.errors import InvalidInput, invalid


class Leaf(Enum):
    """What has no parts and needs no more said."""

    TEXT = auto()
    WHOLE = auto()
    TRUTH = auto()
    NUMBER = auto()
    MOMENT = auto()
    DAY = auto()
    NULL = auto()
    OPEN = auto()


@frozen
class Choice:
    """One of the texts of a ``StrEnum``."""

    kind: type[StrEnum]


@frozen
class Word:
    """One of some texts: a ``Literal``."""

    words: tuple[str, ...]


@frozen
class AsText:
    """A value with a registered text."""

    form: ValueForm


@frozen
class AsJson:
    """Something with registered JSON of its own."""

    form: JsonForm


@frozen
class Record:
    """An attrs class."""

    cls: type[Any]


@frozen
class Listed:
    """Any number of items in their order."""

    item: Shape


@frozen
class Fixed:
    """So many items, each of its own shape."""

    items: tuple[Shape, ...]


@frozen
class Unordered:
    """A set of items."""

    item: Shape


@frozen
class Keyed:
    """Items by text."""

    item: Shape
    keys: type[StrEnum] | None


@frozen
class Perhaps:
    """The inner shape, or null."""

    inner: Shape


Many: TypeAlias = Listed | Fixed | Unordered | Keyed
Shape: TypeAlias = Leaf | Choice | Word | AsText | AsJson | Record | Perhaps | Many


@frozen
class Member:
    """
    A field of a record.

    Attributes:
        name: The attribute.

        key: Its key in JSON: the name of the constructor's parameter.

        shape: What stands there.

        default: The value that is left out, or ``attrs.NOTHING``.

        required: Whether the key must be there.

        personal: Whether it tells who or where a natural person is.
    """

    name: str
    key: str
    shape: Shape
    default: Any
    required: bool
    personal: bool


_LEAVES: Mapping[object, Leaf] = {
    str: Leaf.TEXT,
    int: Leaf.WHOLE,
    bool: Leaf.TRUTH,
    Decimal: Leaf.NUMBER,
    datetime: Leaf.MOMENT,
    date: Leaf.DAY,
    type(None): Leaf.NULL,
    None: Leaf.NULL,
    Any: Leaf.OPEN,
    object: Leaf.OPEN,
}


def shape_of(annotation: Any, where: str = "type") -> Shape:
    """
    Return the shape that *annotation* means; *where* names the field in a refusal.

    Raises:
        InvalidInput: It means nothing in JSON (``unsupported_type``).

    >>> shape_of(tuple[int, ...])
    Listed(item=<Leaf.WHOLE: 2>)
    """
    form = form_of(annotation)
    if form is not None:
        return AsText(form) if isinstance(form, ValueForm) else AsJson(form)
    if annotation in _LEAVES:
        return _LEAVES[annotation]
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return _of_class(annotation, where)
    return _of_construct(annotation, where)


def _of_class(cls: type[Any], where: str) -> Shape:
    if issubclass(cls, StrEnum):
        return Choice(cls)
    if attrs.has(cls):
        return Record(cls)
    raise _refused(cls, where)


def _of_construct(annotation: Any, where: str) -> Shape:
    """Read an annotation that is made of others."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        return _of_union(annotation, parts, where)
    if origin is Literal and all(type(one) is str for one in parts):
        return Word(parts)
    if hasattr(annotation, "__supertype__"):  # a NewType
        return shape_of(annotation.__supertype__, where)
    if origin is tuple and not (len(parts) == 2 and parts[1] is ...):
        return Fixed(tuple(shape_of(one, where) for one in parts))
    if origin in (tuple, Sequence):
        return Listed(shape_of(parts[0], where))
    if origin in (frozenset, AbstractSet):
        return Unordered(shape_of(parts[0], where))
    if origin is Mapping:
        return _of_mapping(parts, where)
    raise _refused(annotation, where)


def _of_union(annotation: Any, parts: tuple[Any, ...], where: str) -> Shape:
    """Read ``X | None``; X itself may be a union that has a form."""
    rest = tuple(one for one in parts if one is not type(None))
    if len(rest) == len(parts):
        raise _refused(annotation, where)
    return Perhaps(shape_of(Union[rest], where))  # noqa: UP007 - made of a tuple


def _of_mapping(parts: tuple[Any, ...], where: str) -> Shape:
    key = shape_of(parts[0], where)
    if key is Leaf.TEXT:
        return Keyed(shape_of(parts[1], where), None)
    if isinstance(key, Choice):
        return Keyed(shape_of(parts[1], where), key.kind)
    raise _refused(parts[0], where)


def _refused(annotation: Any, where: str) -> InvalidInput:
    return invalid(
        where,
        "unsupported_type",
        annotation,
        "nothing in JSON stands for it alone",
        "use a type of the table in orderkit.codec.shapes, "
        "or give it a form with register_value or register_json",
    )


_MEMBERS: Final[dict[type[Any], tuple[Member, ...]]] = {}


def members_of(cls: type[Any]) -> tuple[Member, ...]:
    """
    Return the fields of an attrs class that are given to its constructor, in their order.

    Raises:
        InvalidInput: It is no attrs class, or an annotation means nothing in JSON
            (``unsupported_type``) or cannot be resolved (``unresolved_type``).
    """
    found = _MEMBERS.get(cls)
    if found is None:
        if not attrs.has(cls):
            raise _refused(cls, cls.__qualname__)
        hints = _hints(cls)
        found = tuple(_member(cls, one, hints[one.name]) for one in attrs.fields(cls) if one.init)
        _MEMBERS[cls] = found
    return found


def _hints(cls: type[Any]) -> dict[str, Any]:
    try:
        return get_type_hints(cls)
    except NameError as why:
        raise invalid(
            cls.__qualname__,
            "unresolved_type",
            str(why),
            "its annotations name what its module does not have at run time",
            "import it outside of 'if TYPE_CHECKING', and define the class in a module",
        ) from None


def _member(cls: type[Any], one: attrs.Attribute[Any], hint: Any) -> Member:
    return Member(
        one.name,
        one.alias or one.name,
        shape_of(hint, f"{cls.__qualname__}.{one.name}"),
        _default(one),
        one.default is attrs.NOTHING,
        bool(one.metadata.get("personal", False)),
    )


_FACTORY: Final[Any] = attrs.Factory


def _default(one: attrs.Attribute[Any]) -> Any:
    """Return what the field is when nothing is given; NOTHING where that depends on the rest."""
    default: Any = one.default
    if isinstance(default, _FACTORY):
        if default.takes_self:
            return attrs.NOTHING
        default = default.factory()
    convert: Any = one.converter
    if default is attrs.NOTHING or convert is None:
        return default
    if getattr(convert, "takes_self", False) or getattr(convert, "takes_field", False):
        return attrs.NOTHING
    return getattr(convert, "converter", convert)(default)


def personal_paths(cls: type[Any]) -> tuple[str, ...]:
    """
    Return where the data of *cls* hold personal fields, ``[]`` standing for every item.

    >>> from orderkit.values import Address
    >>> personal_paths(Address)
    ('name', 'lines', 'city', 'postcode')
    """
    return tuple(_personal(Record(cls), "", ()))


def _personal(shape: Shape, path: str, above: tuple[type[Any], ...]) -> list[str]:
    """Collect the paths below *path*; a class that holds itself is gone into once."""
    match shape:
        case Record(cls) if cls not in above:
            found = []
            for one in members_of(cls):
                there = f"{path}.{one.key}".lstrip(".")
                found += [there] if one.personal else _personal(one.shape, there, (*above, cls))
            return found
        case Perhaps(inner):
            return _personal(inner, path, above)
        case Listed(item) | Unordered(item) | Keyed(item):
            return _personal(item, f"{path}[]", above)
        case Fixed(items):
            return [
                one
                for n, item in enumerate(items)
                for one in _personal(item, f"{path}[{n}]", above)
            ]
    return []
