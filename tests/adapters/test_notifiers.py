"""Messages onto a stream and into a file: whole lines, each key once, torn ends cut away."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from orderkit.adapters.notifiers import ConsoleNotifier, FileNotifier
from orderkit.errors import InvalidInput
from orderkit.ports import Message, Notifier
from tests.shell.sample import Stocked


def message(key: str = "k.0", count: int = 1, tries: int = 1) -> Message:
    event = Stocked("s-é", count)
    return Message(key, "acme", "sample.stocked", "sample.shelf/s-1", 2, event, tries)


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def keys(path: Path) -> list[str]:
    return [line["key"] for line in lines(path)]


def test_line_tells_everything_of_a_message(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    with FileNotifier(path) as notifier:
        notifier.notify(message(tries=3))
    assert lines(path) == [
        {
            "document": "sample.shelf/s-1",
            "event": {"data": {"count": 1, "shelf": "s-é"}, "type": "sample.stocked", "v": 1},
            "key": "k.0",
            "tenant": "acme",
            "topic": "sample.stocked",
            "tries": 3,
            "version": 2,
        }
    ]


def test_console_shows_every_delivery_at_once() -> None:
    stream = io.StringIO()
    notifier: Notifier = ConsoleNotifier(stream)
    notifier.notify(message())
    notifier.notify(message(tries=2))
    shown = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [(one["key"], one["tries"]) for one in shown] == [("k.0", 1), ("k.0", 2)]


def test_repeat_is_not_written_again_even_by_the_next_process(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    with FileNotifier(path) as notifier:
        notifier.notify(message("a"))
        notifier.notify(message("b"))
        notifier.notify(message("a", tries=2))
    with FileNotifier(str(path)) as notifier:
        notifier.notify(message("b", tries=2))
        notifier.notify(message("c"))
    assert keys(path) == ["a", "b", "c"]


@pytest.mark.parametrize("torn", [b'{"key":"b","docu', b"{", b'{"key":"b"}'])
def test_torn_last_line_is_cut_away_and_its_message_comes_again(
    tmp_path: Path, torn: bytes
) -> None:
    path = tmp_path / "events.jsonl"
    with FileNotifier(path) as notifier:
        notifier.notify(message("a"))
    whole = path.read_bytes()
    path.write_bytes(whole + torn)
    with FileNotifier(path) as notifier:
        notifier.notify(message("a", tries=2))
        notifier.notify(message("b"))
    assert keys(path) == ["a", "b"]


@pytest.mark.parametrize("line", [b"hello\n", b'{"id":"b"}\n', b'{"key":7}\n', b"[]\n", b"\xff\n"])
def test_file_of_somebody_else_is_refused_and_left_alone(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(line + b"torn")
    with pytest.raises(InvalidInput, match="line 1 was not written by this notifier"):
        FileNotifier(path)
    assert path.read_bytes() == line + b"torn"


def test_line_is_on_the_disk_before_it_is_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "events.jsonl"
    synced: list[bytes] = []
    sync = os.fsync

    def watched(handle: int) -> None:
        sync(handle)
        synced.append(path.read_bytes())

    with FileNotifier(path) as notifier:
        monkeypatch.setattr(os, "fsync", watched)
        notifier.notify(message("a"))
        assert synced == [path.read_bytes()]


def test_line_may_be_left_to_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "events.jsonl"
    with FileNotifier(path, durable=False) as notifier:
        monkeypatch.setattr(os, "fsync", full_disk)
        notifier.notify(message("a"))
    assert keys(path) == ["a"]


def test_write_that_fails_is_raised_and_leaves_no_trace_behind_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "events.jsonl"
    with FileNotifier(path) as notifier:
        notifier.notify(message("a"))
        with monkeypatch.context() as broken:
            broken.setattr(os, "fsync", full_disk)
            with pytest.raises(OSError, match="No space left"):
                notifier.notify(message("b"))
        notifier.notify(message("c"))
        notifier.notify(message("b", tries=2))
    assert keys(path) == ["a", "c", "b"]


def full_disk(_handle: int) -> None:
    raise OSError(28, "No space left on device")


def test_line_that_the_system_takes_in_pieces_is_written_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "events.jsonl"
    with FileNotifier(path) as notifier:
        file = Dribbling(notifier._file)
        monkeypatch.setattr(notifier, "_file", file)
        notifier.notify(message("a"))
    assert keys(path) == ["a"]


class Dribbling:
    """A file that takes seven bytes at a time."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def write(self, data: memoryview) -> int:
        return int(self.file.write(data[:7]))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


def test_system_that_cannot_sync_a_folder_is_spared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "events.jsonl"
    monkeypatch.delattr(os, "O_DIRECTORY")
    monkeypatch.setattr(os, "open", None)
    with FileNotifier(path) as notifier:
        notifier.notify(message("a"))
    assert keys(path) == ["a"]


def test_file_in_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        FileNotifier(tmp_path / "absent" / "events.jsonl")
