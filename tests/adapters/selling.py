"""What other processes do in the tests; in a module of its own, so that they can import it."""

from __future__ import annotations

import os
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

from orderkit.adapters.sqlite import SqliteRepository
from orderkit.ports import Committed
from orderkit.testing.conformance.drafts import bump, change, key, put


def sell(file: str, name: str, attempts: int, start: Barrier, results: Connection) -> None:
    """Take one piece out of stock again and again, and tell how often it could be had."""
    repository = SqliteRepository(file)
    start.wait()
    sold = 0
    for nth in range(attempts):
        order = change(put(f"{name}-{nth}"), bump("stock", -1, 0), bump("sold", 1))
        sold += isinstance(repository.commit([order])[0], Committed)
    repository.close()
    results.send(sold)


def sell_for_ever(file: str, results: Connection) -> None:
    """Sell without an end, and tell the number of each sale that was acknowledged."""
    repository = SqliteRepository(file)
    nth = 0
    while True:
        nth += 1
        repository.commit([change(key(f"k-{nth}"), put(f"o-{nth}"), bump("sold", 1))])
        results.send_bytes(str(nth).encode())


def checked_in_fork(repository: SqliteRepository) -> bool:
    """Fork; in the child use the parent's handle; return whether all was well there."""
    child = os.fork()
    if child == 0:
        try:
            repository.commit([change(bump("stock", -1, 0))])
            repository.close()
        except BaseException:  # noqa: BLE001 - the exit code says it; the child must not go on
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0
