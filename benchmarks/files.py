"""Where the measured files lie, how they are copied, and what one order writes into them."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_TABLES: Final = {
    "documents": "length(keys)",
    "versions": "length(body) + length(audit)",
    "index": "0",
    "balances": "0",
    "causes": "length(reason)",
    "entries": "0",
    "answers": "length(body)",
    "outbox": "length(body)",
}


@contextmanager
def folder() -> Iterator[Path]:
    """Lend a folder beside the sources, which lie on a disk and not in memory."""
    place = Path(__file__).resolve().parents[1] / "build"
    place.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=place) as name:
        yield Path(name)


def kind_of_disk(path: Path) -> str:
    """Return the kind of file system that *path* lies on, where the machine tells."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return "unknown"
    rows = [line.split()[1:3] for line in mounts.read_text(encoding="utf-8").splitlines()]
    under = [(point, kind) for point, kind in rows if path.resolve().is_relative_to(point)]
    return max(under, key=lambda row: len(row[0]), default=("", "unknown"))[1]


def copied(path: Path, to: Path) -> Path:
    """Copy an SQLite file as it stands, whatever still lies in its log."""
    with sqlite3.connect(path) as source:
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    source.close()
    return Path(shutil.copyfile(path, to))


def content(path: Path) -> tuple[int, int]:
    """Return how many rows the file holds, and how many bytes of text and bodies are in them."""
    connection = sqlite3.connect(path)
    rows = size = 0
    for table, length in _TABLES.items():
        asked = f"SELECT count(*), coalesce(sum({length}), 0) FROM orderkit_{table}"
        found = connection.execute(asked).fetchone()
        rows, size = rows + found[0], size + found[1]
    connection.close()
    return rows, size
