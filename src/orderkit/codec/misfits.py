"""Where a value cannot be written: the slow look that follows when the quick writer stopped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve

from orderkit.codec.json_text import step
from orderkit.codec.shapes import (
    Fixed,
    Keyed,
    Listed,
    Perhaps,
    Record,
    Shape,
    Unordered,
    members_of,
)
from orderkit.codec.writer import Writer
from orderkit.errors import Fault, InvalidInput, shown

Part = tuple[Shape, Any, str]


def misfits(writer: Writer, shape: Shape, value: Any, path: str) -> Iterator[Fault]:
    """Tell every part of *value* that *writer* cannot write as *shape*, with its path."""
    found = [
        fault
        for inner, part, there in _parts(shape, value, path)
        for fault in misfits(writer, inner, part, there)
    ]
    yield from found or _of_itself(writer, shape, value, path)


def _of_itself(writer: Writer, shape: Shape, value: Any, path: str) -> Iterator[Fault]:
    try:
        writer.of(shape)(value).encode()
    except InvalidInput as refused:
        for one in refused.faults:
            yield evolve(one, path=path)
    except UnicodeEncodeError:
        why, remedy = "it has half of a character (a lone surrogate)", "decode it again, as UTF-8"
        yield Fault(path, "surrogate", shown(value), why, remedy)
    except (TypeError, ValueError, AttributeError) as why:
        remedy = "put a value of the annotated type there"
        yield Fault(path, "wrong_type", shown(value), str(why), remedy)


def _parts(shape: Shape, value: Any, path: str) -> Iterator[Part]:
    """Give the parts of a value that has the class it should have."""
    match shape, value:
        case Record(cls), _ if value.__class__ is cls:
            for one in members_of(cls):
                yield one.shape, getattr(value, one.name), path + step(one.name)
        case Perhaps(inner), _ if value is not None:
            yield inner, value, path
        case ((Listed(item) | Unordered(item)), (tuple() | list() | frozenset() | set())):
            for n, one in enumerate(value):
                yield item, one, path + step(n)
        case Keyed(item, _), Mapping():
            for key, one in value.items():
                yield item, one, path + step(key)
        case Fixed(items), (tuple() | list()):
            for n, (item, one) in enumerate(zip(items, value, strict=False)):
                yield item, one, path + step(n)
