"""Inside an application's own transaction nothing that was read is kept for anybody else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from orderkit.kit import OrderKit
from tests.world import Clock, opened, placed


def test_a_joined_kit_keeps_no_decoded_document(tmp_path: Path) -> None:
    file = tmp_path / "host.db"
    opened(OrderKit.sqlite(file, clock=Clock())).close()
    with OrderKit.sqlite(file, clock=Clock()) as kit:
        cache = kit._setting.codec._cache
        host = sqlite3.connect(file, isolation_level=None)
        host.execute("BEGIN IMMEDIATE")
        placed(kit.joining(host))
        assert len(cache) == 0
        host.execute("ROLLBACK")
        host.close()
        placed(kit)
        assert len(cache) > 0
