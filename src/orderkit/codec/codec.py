"""
The codec: values of the domain to bytes and back.

A body is ``{"data": …, "type": "order", "v": 1}`` as canonical JSON. What equals its default is
left out, so that a field added with a default changes neither stored bodies nor fingerprints; a
*changed* default would change what stored bodies mean and therefore needs a new version with an
upcaster that writes the old default down.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from hashlib import blake2b
from json.encoder import encode_basestring
from typing import Any, Final, NoReturn, TypeVar

from attrs import frozen

from orderkit.codec.answers import answer_type
from orderkit.codec.cache import Generations
from orderkit.codec.json_text import check_depth, read_json
from orderkit.codec.misfits import misfits
from orderkit.codec.reader import Reader
from orderkit.codec.refusals import Unreadable
from orderkit.codec.schema import schema_of
from orderkit.codec.shapes import Record, Shape, shape_of
from orderkit.codec.writer import Encode, Writer
from orderkit.errors import Fault, InvalidInput, invalid
from orderkit.flow import Declared, all_declared, declared, named
from orderkit.ports import Stored

T = TypeVar("T")
_CACHE_SIZE: Final = 16_384
_ROLES: Final = ("document", "event", "command")
_NONE: Final[Mapping[bytes, Any]] = {}


@frozen
class _Way:
    """How values of one declared class are written: before and after their data."""

    encode: Encode
    after: str
    print: str


class Codec:
    """
    Writes and reads documents, events, commands and answers. One per kit, shared by all threads.

    Args:
        cache_size: How many decoded documents are kept, by chain head.
    """

    def __init__(self, cache_size: int = _CACHE_SIZE) -> None:
        self._writer = Writer()
        self._reader = Reader()
        self._ways: dict[str, dict[type[Any], _Way]] = {role: {} for role in _ROLES}
        self._answer_ways: dict[type[Any], Encode] = {}
        self._answer_shapes: dict[type[Any], Shape] = {}
        self._cache = Generations(cache_size)

    def document_body(self, value: Any, /) -> bytes:
        """
        Return a document as canonical bytes.

        Raises:
            InvalidInput: Its class is not declared, or a field holds what cannot be written.
        """
        return self._body("document", value)

    def event_body(self, event: Any, /) -> bytes:
        """Return an event as canonical bytes; raises as :meth:`document_body`."""
        return self._body("event", event)

    def command_body(self, command: Any, /) -> bytes:
        """Return a command as canonical bytes; raises as :meth:`document_body`."""
        return self._body("command", command)

    def document(self, cls: type[T], stored: Stored, /, *, cached: bool = True) -> T:
        """
        Return the document that *stored* holds.

        Args:
            cls: The declared class of the document.

            stored: As the store gave it.

            cached: Whether one decoded before under the same chain head may be given.

        Raises:
            Unreadable: The body is broken, of another type, or of a newer version.
        """
        if not cached:
            return self._opened(cls, stored)
        cache, head = self._cache, stored.head
        found: T | None = cache.young.get(cls, _NONE).get(head) or cache.get(cls, head)
        if found is None:
            found = self._opened(cls, stored)
            cache.put(cls, head, found)
        return found

    def documents(
        self, cls: type[T], ids: Iterable[str], rows: Iterable[Stored | None], /
    ) -> dict[str, T]:
        """
        Return those documents of *ids* that exist, by id: what :meth:`document` is for many.

        Args:
            cls: The declared class of the documents.

            rows: What the store gave for each of *ids*, in their order.

        Raises:
            Unreadable: As :meth:`document`.
        """
        found: dict[str, T] = {}
        kept = self._cache.young.get(cls, _NONE)
        for one, row in zip(ids, rows):  # noqa: B905 - strict costs as much as two documents
            if row is not None:
                try:
                    found[one] = kept[row[1]]  # the head: by its name it takes as long as the look
                except KeyError:
                    found[one] = self.document(cls, row)
        return found

    def apart(self) -> Codec:
        """
        Return a codec that writes and reads alike, but keeps what it decodes to itself.

        For what must not be seen by anybody else, such as documents of an open transaction.
        """
        other: Codec = copy(self)
        other._cache = Generations(_CACHE_SIZE)
        return other

    def event(self, body: bytes, /) -> Any:
        """
        Return the event that *body* holds, of whatever declared class.

        Raises:
            Unreadable: As :meth:`document`, or nothing of that name is declared.
        """
        return self._found("event", body)

    def command(self, body: bytes, /) -> Any:
        """Return the command that *body* holds; raises as :meth:`event`."""
        return self._found("command", body)

    def answer_body(self, answer: Any, /) -> bytes:
        """
        Return an answer as canonical bytes.

        An answer has no version: its class may only grow by fields with defaults.

        Raises:
            InvalidInput: It holds what cannot be written.
        """
        try:
            return self._answer_text(answer).encode()
        except (InvalidInput, TypeError, ValueError, AttributeError) as why:
            self._refuse(shape_of(type(answer)), answer, why)

    def answer(self, command: type[Any], body: bytes, /) -> Any:
        """
        Return the answer that *body* holds of a command of class *command*.

        Raises:
            Unreadable: The body is broken, or the class of answers has changed.
        """
        shape = self._answer_shapes.get(command)
        if shape is None:
            shape = self._answer_shapes[command] = shape_of(
                answer_type(command), f"answer of {command.__qualname__}"
            )
        return _readable(
            f"answer of {declared(command).name}",
            lambda: self._reader.quickly(shape, _STORED.decode(body.decode())),
        )

    def fingerprint(self, command: Any, principal: str, /) -> bytes:
        """
        Return the 32 bytes by which the same command of the same principal is known.

        Name, version, principal and the canonical data; fields that equal their default count as
        not given, so that a repeat from an older client still matches.

        Raises:
            InvalidInput: The class is not declared, or a field holds what cannot be written.
        """
        cls = command.__class__
        way = self._ways["command"].get(cls) or self._way("command", cls)
        try:
            told = f"{way.print}{encode_basestring(principal)}{way.encode(command)}"
            return blake2b(told.encode(), digest_size=32).digest()
        except (InvalidInput, TypeError, ValueError, AttributeError) as why:
            self._refuse(Record(type(command)), command, why)

    def parse(self, cls: type[T], data: Mapping[str, Any] | str | bytes) -> T:
        """
        Return the *cls* that JSON from outside describes: text, bytes, or a mapping.

        Raises:
            InvalidInput: Every fault of it at once, each with its path, such as
                ``$.lines[2].quantity``.
        """
        if isinstance(data, str | bytes):
            plain = read_json(data)
        else:
            check_depth(data)
            plain = data
        value: T = self._reader.thoroughly(shape_of(cls), plain)
        return value

    def schema(self, cls: type[Any]) -> dict[str, Any]:
        """Return the JSON Schema (2020-12) of what :meth:`parse` takes for *cls*."""
        return schema_of(cls, self._writer)

    def schemas(self) -> dict[str, dict[str, Any]]:
        """Return the schemas of all declared commands and events, by role and name."""
        return {
            f"{role}:{one.name}": self.schema(one.cls)
            for role in ("command", "event")
            for one in all_declared(role)
        }

    def _way(self, role: str, cls: type[Any]) -> _Way:
        """Learn how values of *cls* are written, and keep it."""
        about = declared(cls)
        if about.role != role:
            why, remedy = f"it is declared as {about.role}", f"pass what is declared as {role}"
            raise invalid(role, "wrong_role", cls, why, remedy)
        after = f',"type":"{about.name}","v":{about.version}}}'
        way = _Way(self._writer.of(Record(cls)), after, f"{about.name}\0{about.version}\0")
        self._ways[role][cls] = way
        return way

    def _body(self, role: str, value: Any) -> bytes:
        cls = value.__class__
        way = self._ways[role].get(cls) or self._way(role, cls)
        try:
            return f'{{"data":{way.encode(value)}{way.after}'.encode()
        except (InvalidInput, TypeError, ValueError, AttributeError) as why:
            self._refuse(Record(type(value)), value, why)

    def _refuse(self, shape: Shape, value: Any, why: Exception) -> NoReturn:
        """Say where *value* cannot be written; *why* stands if nothing is found."""
        faults = tuple(misfits(self._writer, shape, value, type(value).__name__))
        raise (InvalidInput(faults) if faults else why) from None

    def _answer_text(self, answer: Any) -> str:
        """Write an answer by the classes of its values: nothing declares its type here."""
        if isinstance(answer, tuple):
            return "[" + ",".join(map(self._answer_text, answer)) + "]"
        encode = self._answer_ways.get(answer.__class__)
        if encode is None:
            encode = self._writer.of(shape_of(answer.__class__, "answer"))
            self._answer_ways[answer.__class__] = encode
        return encode(answer)

    def _opened(self, cls: type[T], stored: Stored) -> T:
        about = declared(cls)
        value: T = _readable(about.name, lambda: self._value(about, _envelope(stored.body)))
        return value

    def _found(self, role: str, body: bytes) -> Any:
        def read() -> Any:
            envelope = _envelope(body)
            return self._value(named(role, envelope["type"]), envelope)

        return _readable(role, read)

    def _value(self, about: Declared, envelope: dict[str, Any]) -> Any:
        """Read the data of an envelope, brought to the present version first."""
        if envelope["type"] != about.name:
            why = f"it should be {about.name!r}"
            raise invalid("$.type", "wrong_role", envelope["type"], why, "read it as what it is")
        version, data = envelope["v"], envelope["data"]
        if version > about.version:
            why = f"this code knows versions up to {about.version}"
            raise invalid("$.v", "newer_version", version, why, "run the newer code")
        for n in range(version, about.version):
            data = about.upcasters[n](data)
        return self._reader.quickly(Record(about.cls), data)


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no exact number")


_STORED: Final = json.JSONDecoder(parse_float=_no_number, parse_constant=_no_number)


def _envelope(body: bytes) -> dict[str, Any]:
    envelope = _STORED.decode(body.decode())
    match envelope:
        case {"data": dict(), "type": str(), "v": int(version)} if (
            version > 0 and len(envelope) == 3
        ):
            return dict(envelope)
    why, remedy = "it has no data, type and version", "look for what wrote it"
    raise invalid("$", "bad_envelope", envelope, why, remedy)


def _readable(what: str, read: Callable[[], Any]) -> Any:
    """Return ``read()``; what it refuses makes the stored body unreadable."""
    try:
        return read()
    except InvalidInput as refused:
        raise Unreadable(what, refused.faults) from None
    except ValueError as why:
        remedy = "restore it from the history or a backup"
        raise Unreadable(what, (Fault("$", "not_json", "…", str(why), remedy),)) from None
