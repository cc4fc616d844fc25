"""
Two notifiers that need nothing: onto a text stream, and into a file of JSON lines.

Both write one line per message:

``{"document":…,"event":…,"key":…,"tenant":…,"topic":…,"tries":…,"version":…}``

The file is the one to build on. A line that was acknowledged is on the disk, and a message whose
key stands in the file already is not written again, so that a reader sees every event once. What
a crash tore off in the middle of the last line was never acknowledged: it is cut away before the
next line is written, and the relay hands that message over anew. A reader passes over a last line
without an end.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TextIO

from orderkit.codec import Codec
from orderkit.errors import invalid
from orderkit.ports import Message

_END: Final = b"\n"


def line_of(message: Message, codec: Codec) -> str:
    """Return one message as one line of JSON, without its end."""
    told: dict[str, Any] = {
        "document": message.document,
        "event": json.loads(codec.event_body(message.event)),
        "key": message.key,
        "tenant": message.tenant,
        "topic": message.topic,
        "tries": message.tries,
        "version": message.version,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


class ConsoleNotifier:
    """
    Writes each message as a line of JSON onto *stream*; a repeat is written again, key and all.

    >>> import io
    >>> ConsoleNotifier(io.StringIO()).stream.getvalue()
    ''
    """

    def __init__(self, stream: TextIO, codec: Codec | None = None) -> None:
        self.stream = stream
        self._codec = codec or Codec()

    def notify(self, message: Message, /) -> None:
        """Write and flush one message."""
        self.stream.write(line_of(message, self._codec) + "\n")
        self.stream.flush()


class FileNotifier:
    """
    Appends each message once to the file of JSON lines at *path*; it is on the disk on return.

    The file belongs to one notifier at a time. Close it, or use it in a ``with`` statement.

    Args:
        durable: False leaves it to the system when a line gets to the disk: some milliseconds
            faster each, and a power cut may lose lines that were acknowledged.

    Raises:
        InvalidInput: A whole line of the file is none of ours; nothing was touched.
        OSError: The file cannot be opened.
    """

    def __init__(
        self, path: str | Path, codec: Codec | None = None, *, durable: bool = True
    ) -> None:
        self.path = Path(path)
        self._codec = codec or Codec()
        self._durable = durable
        self._keys: set[str] = set()
        self._size = self._recalled() if self.path.exists() else 0
        self._file = self.path.open("ab", buffering=0)
        self._torn = True
        _sync_folder(self.path.parent)

    def notify(self, message: Message, /) -> None:
        """
        Append one message, unless its key stands in the file already.

        Raises:
            OSError: It could not be written; what got into the file of it is cut away by the next.
        """
        if message.key in self._keys:
            return
        if self._torn:
            self._file.truncate(self._size)
        self._torn = True
        line = line_of(message, self._codec).encode() + _END
        left = memoryview(line)
        while left:
            left = left[self._file.write(left) :]
        if self._durable:
            os.fsync(self._file.fileno())
        self._torn = False
        self._size += len(line)
        self._keys.add(message.key)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        why: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _recalled(self) -> int:
        """Learn the keys of all whole lines; return how many bytes they take."""
        size = 0
        with self.path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.endswith(_END):
                    self._keys.add(_key_of(line, number, self.path))
                    size += len(line)
        return size


def _key_of(line: bytes, number: int, path: Path) -> str:
    try:
        told = json.loads(line)
    except ValueError:
        told = None
    match told:
        case {"key": str(key)}:
            return key
    raise invalid(
        str(path), "not_a_message", line, f"line {number} was not written by this notifier",
        "name a file of its own",
    )  # fmt: skip


def _sync_folder(folder: Path) -> None:
    """Make the name of a new file durable, where the system knows how."""
    flag = getattr(os, "O_DIRECTORY", None)
    if flag is None:
        return
    handle = os.open(folder, flag)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
