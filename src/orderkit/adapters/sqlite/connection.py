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
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import Final, Protocol, TypeAlias, TypeVar

from orderkit.adapters.sqlite.remembered import Remembered
from orderkit.adapters.sqlite.schema import check_version
from orderkit.errors import OrderkitError, Unavailable, Unknown, invalid

T = TypeVar("T")

_READ: Final = "BEGIN"
_WRITE: Final = "BEGIN IMMEDIATE"
_AS_IT_STANDS: Final = ""
_FAULTS: Final = (sqlite3.Error, OverflowError, UnicodeEncodeError)
_PAUSE_FIRST_SECONDS: Final = 0.0005
_PAUSE_MOST_SECONDS: Final = 0.01
_HELD_ELSEWHERE: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_SURELY_NOT_COMMITTED: Final = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY})


Work: TypeAlias = "Callable[[Handle], T]"


class Handle:
    """
    One connection, the cursor it works with, and what is remembered of the file.

    Args:
        connection: Open, of this process, used by one thread at a time.

        joined: Whether transactions are begun and ended by the host.

    Attributes:
        memory: What was read or written and still stands, as soon as :meth:`begin` was called.
    """

    __slots__ = ("_checked", "_joined", "connection", "cursor", "memory")

    def __init__(self, connection: sqlite3.Connection, *, joined: bool = False) -> None:
        self.connection = connection
        self.cursor = connection.cursor()
        self.cursor.row_factory = None
        self._joined = joined
        self._checked = False
        self.memory = Remembered()

    def begin(self) -> None:
        """Make sure that all that follows is read at one instant, and what is remembered too."""
        if not self._joined:
            self.cursor.execute(_READ)
            self.memory.refresh(self.cursor)

    def check(self) -> None:
        """Make sure that this code can work with the file's schema."""
        if not self._checked:
            check_version(self.cursor)
            self._checked = True


class Transactions(Protocol):
    """Runs units of work in transactions."""

    def read(self, work: Work[T], /, *, checked: bool = True, snapshot: bool = True) -> T:
        """Return what *work* reads; of one instant, unless *snapshot* is not needed."""
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

    def read(self, work: Work[T], /, *, checked: bool = True, snapshot: bool = True) -> T:
        """Return what *work* reads: from one snapshot, or without one from one each statement."""
        once = self._transacted if self._in_file else self._in_turn
        return self._persevere(once, _READ if snapshot else _AS_IT_STANDS, work, checked)

    def write(self, work: Work[T], /, *, checked: bool = True) -> T:
        """
        Return what *work* returns, once what it wrote is in the file.

        Raises:
            Unavailable: The lock was not to be had, or the file failed; nothing was written.

            Unknown: The file failed at the commit.
        """
        return self._persevere(self._in_turn, _WRITE, work, checked)

    def prepare(self) -> None:
        """Give the file the write-ahead log, with which readers and a writer do not wait."""
        self._persevere(self._transacted, _AS_IT_STANDS, _write_ahead, False)

    def close(self) -> None:
        """Close every connection; one in use by another thread closes at the end of its work."""
        self._closed = True
        if self._process == os.getpid():
            with suppress(IndexError):
                while True:
                    self._discard(self._idle.pop())

    def _transacted(self, begin: str, work: Work[T], checked: bool) -> T:
        """Lend a connection for one transaction; take it back clean, or close it."""
        handle, certain = self._lent(), True
        try:
            if begin:
                handle.cursor.execute(begin)
            certain = False
            if checked:
                handle.check()
            result = work(handle)
            if begin is _WRITE:
                _commit(handle)
            elif handle.connection.in_transaction:
                handle.cursor.execute("COMMIT")
            certain = True
        except _FAULTS as why:
            raise meaning(why) from why
        else:
            return result
        finally:
            if not certain:
                handle.memory.forget()
            self._take_back(handle)

    def _in_turn(self, begin: str, work: Work[T], checked: bool) -> T:
        if not self._turn.acquire(timeout=self._busy_seconds):
            raise Unavailable("other threads kept the database busy")
        try:
            return self._transacted(begin, work, checked)
        finally:
            self._turn.release()

    def _persevere(
        self, once: Callable[[str, Work[T], bool], T], begin: str, work: Work[T], checked: bool
    ) -> T:
        self._keep_to_own_process()
        until, pause = 0.0, _PAUSE_FIRST_SECONDS
        while True:
            try:
                return once(begin, work, checked)
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

    def _lent(self) -> Handle:
        if self._closed:
            raise Unavailable("this handle was closed; open another one")
        try:
            return self._idle.pop()
        except IndexError:
            return self._opened_anew()

    def _opened_anew(self) -> Handle:
        try:
            return self._open()
        except _FAULTS as why:
            raise meaning(why) from why

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
            handle = Handle(connection)
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
    # A great import or a reader that stays lets the log grow; afterwards it is cut back to this.
    "PRAGMA journal_size_limit = 33554432",
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
        self._connection = connection

    def read(self, work: Work[T], /, *, checked: bool = True, snapshot: bool = True) -> T:
        """Return what *work* reads, as the host's transaction sees it."""
        del snapshot  # the host's own
        try:
            return self._run(work, checked)
        except _FAULTS as why:
            raise _at_first_attempt(why) from why

    def write(self, work: Work[T], /, *, checked: bool = True) -> T:
        """
        Return what *work* returns; what it wrote is in the file once the host commits.

        Raises:
            InvalidInput: The host has begun no transaction.

            Unavailable: The file failed or is locked; nothing of *work* is in the transaction.
        """
        connection = self._connection
        if not connection.in_transaction:
            raise invalid(
                "connection", "no_transaction", connection, "there is no transaction to join",
                "begin one first: connection.execute('BEGIN IMMEDIATE')",
            )  # fmt: skip
        try:
            cursor = connection.cursor()
            cursor.execute("SAVEPOINT orderkit")
            try:
                result = self._run(work, checked)
                cursor.execute("RELEASE orderkit")
            except BaseException:
                # Some errors, a full disk for one, end the host's whole transaction.
                if _in_transaction(connection):
                    cursor.execute("ROLLBACK TO orderkit")
                    cursor.execute("RELEASE orderkit")
                raise
        except _FAULTS as why:
            raise _at_first_attempt(why) from why
        return result

    def _run(self, work: Work[T], checked: bool) -> T:
        """Work with a handle made for this once: the host may undo whatever it would remember."""
        handle = Handle(self._connection, joined=True)
        if checked:
            handle.check()
        return work(handle)

    def prepare(self) -> None:
        """Leave the host's file as it is."""

    def close(self) -> None:
        """Leave the host's connection open."""


def meaning(why: Exception) -> Busy | OrderkitError:
    """
    Turn what sqlite3 raises into what the ports promise.

    Returns:
        ``Busy`` where a lock is held elsewhere; ``InvalidInput`` where a value cannot be stored:
        lone surrogates, an integer beyond 64 bits; ``Unavailable`` for anything else. Nothing
        was written.
    """
    if isinstance(why, OverflowError | UnicodeEncodeError):
        given = why.object if isinstance(why, UnicodeEncodeError) else "…"
        return invalid(
            "value", "not_storable", given, "SQLite cannot hold it",
            "keep to text without lone surrogates and to integers within ±(2**53 - 1)",
        )  # fmt: skip
    if isinstance(why, sqlite3.OperationalError) and _code(why) in _HELD_ELSEWHERE:
        return Busy(str(why))
    return Unavailable(f"SQLite says: {why}")


def _at_first_attempt(why: Exception) -> Exception:
    found = meaning(why)
    if isinstance(found, Busy):
        return Unavailable(f"the database is locked ({found}); begin with BEGIN IMMEDIATE")
    return found


def _write_ahead(handle: Handle) -> None:
    handle.cursor.execute("PRAGMA journal_mode = WAL")


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
