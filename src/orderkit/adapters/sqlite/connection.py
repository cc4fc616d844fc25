"""
Connections: who holds one, how a transaction begins and ends, and what an error means.

A unit of work is a function of a handle. :class:`Pool` runs it in a transaction of its own, and
again where another process held the lock; :class:`Joined` runs it inside the host's transaction,
once. After any exception the transaction is gone and the connection is clean, or it is closed.

SQLite's own busy handler is off: its waits let one of several waiters starve for seconds. Short
jittered sleeps of our own share the lock out evenly.
"""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Final, Protocol, TypeVar

from orderkit.adapters.sqlite.schema import check_version
from orderkit.errors import Unavailable, Unknown, invalid

T = TypeVar("T")

_NAMES_MAX: Final = 200_000
_PAUSE_FIRST_SECONDS: Final = 0.0005
_PAUSE_MOST_SECONDS: Final = 0.01
_HELD_ELSEWHERE: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_SURELY_NOT_COMMITTED: Final = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY})


class Handle:
    """
    One connection, the cursor it works with, and the account numbers it knows.

    Args:
        connection: Open, of this process, used by one thread at a time.

        remembers: Whether what was read in one transaction may be used in the next.
    """

    __slots__ = ("_checked", "_numbers", "_remembers", "connection", "cursor")

    def __init__(self, connection: sqlite3.Connection, *, remembers: bool) -> None:
        self.connection = connection
        self.cursor = connection.cursor()
        self.cursor.row_factory = None
        self._remembers = remembers
        self._numbers: dict[str, dict[str, int]] = {}
        self._checked = False

    def numbers(self, tenant: str) -> dict[str, int]:
        """
        Return the known row numbers of a tenant's accounts; what is added is remembered.

        Only committed rows may be added: an account is never removed, nor given another number.
        """
        if not self._remembers:
            return {}
        found = self._numbers.setdefault(tenant, {})
        if len(found) > _NAMES_MAX:
            found.clear()
        return found

    def check(self) -> None:
        """Make sure that this code can work with the file's schema."""
        if not self._checked:
            check_version(self.cursor)
            self._checked = self._remembers


Work = Callable[[Handle], T]


class Transactions(Protocol):
    """Runs units of work in transactions."""

    def read(self, work: Work[T], /, *, checked: bool = True) -> T:
        """Return what *work* reads."""
        ...

    def write(self, work: Work[T], /, *, checked: bool = True) -> T:
        """Return what *work* returns, once what it wrote is in the file."""
        ...

    def prepare(self) -> None:
        """Make a new file fit for its first table."""
        ...

    def close(self) -> None:
        """Release everything held."""
        ...


class Busy(Exception):
    """Another connection holds a lock; nothing happened."""


class Pool:
    """
    Connections of our own to one file: one per unit of work under way, one writer at a time.

    Args:
        path: The file, or ``":memory:"``.

        synchronous: ``"NORMAL"``, or ``"FULL"`` to survive power loss as well.

        busy_seconds: How long a unit of work tries to get the lock.

        connect: Called like ``sqlite3.connect``.
    """

    def __init__(
        self,
        path: str,
        synchronous: str,
        busy_seconds: float,
        connect: Callable[..., sqlite3.Connection],
    ) -> None:
        self._path = path
        self._in_file = path != ":memory:"
        self._busy_seconds = busy_seconds
        self._connect = connect
        self._pragmas = (f"PRAGMA synchronous = {synchronous}", *_PRAGMAS)
        self._opened: list[Handle] = []
        self._inherited: list[Handle] = []
        self._closed = False
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._process = os.getpid()
        self._turn = Lock()
        # A fork copies open connections. To use or close one there would harm the locks that the
        # parent holds on the file, so they are kept untouched and new ones are opened.
        self._inherited += self._opened
        self._opened = []
        self._idle: deque[Handle] = deque()

    def read(self, work: Work[T], /, *, checked: bool = True) -> T:
        """Return what *work* reads, from one snapshot."""
        once = self._read if self._in_file else self._read_in_turn
        return self._persevere(lambda: once(work, checked=checked))

    def write(self, work: Work[T], /, *, checked: bool = True) -> T:
        """
        Return what *work* returns, once what it wrote is in the file.

        Raises:
            Unavailable: The lock was not to be had, or the file failed; nothing was written.

            Unknown: The file failed at the commit.
        """
        return self._persevere(lambda: self._write(work, checked=checked))

    def prepare(self) -> None:
        """Give the file the write-ahead log, with which readers and a writer do not wait."""
        self._persevere(self._prepare)

    def close(self) -> None:
        """Close every connection; one in use by another thread closes at the end of its work."""
        self._closed = True
        if self._process == os.getpid():
            with suppress(IndexError):
                while True:
                    self._discard(self._idle.pop())

    def _read(self, work: Work[T], *, checked: bool) -> T:
        with self._lent() as handle:
            handle.cursor.execute("BEGIN")
            if checked:
                handle.check()
            result = work(handle)
            handle.cursor.execute("COMMIT")
            return result

    def _read_in_turn(self, work: Work[T], *, checked: bool) -> T:
        with self._taking_turns():
            return self._read(work, checked=checked)

    def _write(self, work: Work[T], *, checked: bool) -> T:
        with self._taking_turns(), self._lent() as handle:
            handle.cursor.execute("BEGIN IMMEDIATE")
            if checked:
                handle.check()
            result = work(handle)
            _commit(handle)
            return result

    def _prepare(self) -> None:
        with self._lent() as handle:
            handle.cursor.execute("PRAGMA journal_mode = WAL")

    @contextmanager
    def _taking_turns(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=self._busy_seconds):
            raise Unavailable("other threads kept the database busy")
        try:
            yield
        finally:
            self._turn.release()

    def _persevere(self, attempt: Callable[[], T]) -> T:
        self._keep_to_own_process()
        until, pause = 0.0, _PAUSE_FIRST_SECONDS
        while True:
            try:
                return attempt()
            except Busy as why:
                now = time.monotonic()
                until = until or now + self._busy_seconds
                if now > until:
                    raise Unavailable(f"other processes kept the database busy: {why}") from why
            time.sleep(random.uniform(pause / 4, pause))  # noqa: S311 - jitter is no secret
            pause = min(pause * 2, _PAUSE_MOST_SECONDS)

    def _keep_to_own_process(self) -> None:
        if self._process != os.getpid():
            if not self._in_file:
                raise Unavailable("a database in memory stays in the process that opened it")
            self._begin_anew()

    @contextmanager
    def _lent(self) -> Iterator[Handle]:
        """Lend a connection; take it back clean, or close it."""
        if self._closed:
            raise Unavailable("this handle was closed; open another one")
        with translated():
            try:
                handle = self._idle.pop()
            except IndexError:
                handle = self._open()
            try:
                yield handle
            finally:
                self._take_back(handle)

    def _take_back(self, handle: Handle) -> None:
        try:
            if handle.connection.in_transaction:
                handle.cursor.execute("ROLLBACK")
        except sqlite3.Error:
            self._discard(handle)
            return
        self._idle.append(handle)
        if self._closed:
            self.close()

    def _open(self) -> Handle:
        connection = self._connect(
            self._path,
            timeout=0,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        try:
            for pragma in self._pragmas:
                connection.execute(pragma)
            handle = Handle(connection, remembers=True)
        except BaseException:
            connection.close()
            raise
        self._opened.append(handle)
        return handle

    def _discard(self, handle: Handle) -> None:
        self._opened.remove(handle)
        # A statement that is still held would keep the connection, and its lock, half open.
        del handle.cursor
        handle.connection.close()


_PRAGMAS: Final = (
    "PRAGMA cache_size = -32768",
    "PRAGMA wal_autocheckpoint = 4000",
    "PRAGMA temp_store = MEMORY",
)


class Joined:
    """
    Works inside the transaction of the host, in a savepoint: one attempt, no commit, no close.

    Raises:
        InvalidInput: The connection does not give text as ``str``.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        if connection.text_factory is not str:
            raise invalid(
                "connection.text_factory", "bad_text_factory", connection.text_factory,
                "ids and names are read as str", "join with a connection that leaves it at str",
            )  # fmt: skip
        self._handle = Handle(connection, remembers=False)

    def read(self, work: Work[T], /, *, checked: bool = True) -> T:
        """Return what *work* reads, as the host's transaction sees it."""
        with _at_first_attempt(), translated():
            if checked:
                self._handle.check()
            return work(self._handle)

    def write(self, work: Work[T], /, *, checked: bool = True) -> T:
        """
        Return what *work* returns; what it wrote is in the file once the host commits.

        Raises:
            InvalidInput: The host has begun no transaction.

            Unavailable: The file failed or is locked; nothing of *work* is in the transaction.
        """
        connection, cursor = self._handle.connection, self._handle.cursor
        if not connection.in_transaction:
            raise invalid(
                "connection", "no_transaction", connection, "there is no transaction to join",
                "begin one first: connection.execute('BEGIN IMMEDIATE')",
            )  # fmt: skip
        with _at_first_attempt(), translated():
            cursor.execute("SAVEPOINT orderkit")
            try:
                if checked:
                    self._handle.check()
                result = work(self._handle)
                cursor.execute("RELEASE orderkit")
            except BaseException:
                # Some errors, a full disk for one, end the host's whole transaction.
                if _in_transaction(connection):
                    cursor.execute("ROLLBACK TO orderkit")
                    cursor.execute("RELEASE orderkit")
                raise
            return result

    def prepare(self) -> None:
        """Leave the host's file as it is."""

    def close(self) -> None:
        """Leave the host's connection open."""


@contextmanager
def translated() -> Iterator[None]:
    """
    Turn what sqlite3 raises into what the ports promise.

    Raises:
        Busy: A lock is held elsewhere.

        InvalidInput: A value cannot be stored: lone surrogates, an integer beyond 64 bits.

        Unavailable: Anything else; nothing was written.
    """
    try:
        yield
    except sqlite3.OperationalError as why:
        if _code(why) in _HELD_ELSEWHERE:
            raise Busy(str(why)) from why
        raise Unavailable(f"SQLite says: {why}") from why
    except (OverflowError, UnicodeEncodeError) as why:
        given = why.object if isinstance(why, UnicodeEncodeError) else "…"
        raise invalid(
            "value", "not_storable", given, "SQLite cannot hold it",
            "keep to text without lone surrogates and to integers within ±(2**53 - 1)",
        ) from why  # fmt: skip
    except sqlite3.Error as why:
        raise Unavailable(f"SQLite says: {why}") from why


@contextmanager
def _at_first_attempt() -> Iterator[None]:
    try:
        yield
    except Busy as why:
        raise Unavailable(f"the database is locked ({why}); begin with BEGIN IMMEDIATE") from why


def _commit(handle: Handle) -> None:
    try:
        handle.cursor.execute("COMMIT")
    except sqlite3.Error as why:
        if _code(why) in _SURELY_NOT_COMMITTED or _in_transaction(handle.connection):
            raise
        raise Unknown(f"SQLite failed at the commit: {why}") from why


def _in_transaction(connection: sqlite3.Connection) -> bool:
    try:
        return connection.in_transaction
    except sqlite3.ProgrammingError:  # it is closed, and tells nothing any more
        return False


def _code(why: sqlite3.Error) -> int:
    """Return the primary result code; 0 where the error is not SQLite's own."""
    return int(getattr(why, "sqlite_errorcode", 0)) & 0xFF
