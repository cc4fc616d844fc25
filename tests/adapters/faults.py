"""A connection to SQLite that fails at a chosen call, before or after the call took effect."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any


class Script:
    """
    When calls fail.

    Attributes:
        countdown: Calls until the one that fails; 0: none fails.

        statement: The statement that fails, each time; "": none does.

        late: The call takes effect and fails then.

        closing: The connection is lost with it.

        code: SQLite's result code of the failure.

        failure: Its class.
    """

    def __init__(
        self,
        *,
        late: bool = False,
        closing: bool = False,
        code: int = sqlite3.SQLITE_IOERR,
        failure: type[sqlite3.Error] = sqlite3.OperationalError,
    ) -> None:
        self.failure = failure
        self.countdown = 0
        self.statement = ""
        self.late = late
        self.closing = closing
        self.code = code

    def connect(self, *arguments: Any, **options: Any) -> sqlite3.Connection:
        connection = sqlite3.connect(*arguments, factory=ScriptedConnection, **options)
        assert isinstance(connection, ScriptedConnection)
        connection.script = self
        return connection

    def run(self, connection: sqlite3.Connection, sql: str, call: Callable[[], Any]) -> Any:
        self.countdown -= 1
        if self.countdown != 0 and sql != self.statement:
            return call()
        if self.late:
            call()
        if self.closing:
            connection.close()
        # Not by a local name: it would keep the cursor, and with it a lost connection's lock.
        raise self._failure()

    def _failure(self) -> sqlite3.Error:
        why = self.failure("scripted failure")
        why.sqlite_errorcode = self.code
        return why


class ScriptedConnection(sqlite3.Connection):
    script: Script

    def cursor(self, *arguments: Any, **options: Any) -> Any:
        return super().cursor(ScriptedCursor)


class ScriptedCursor(sqlite3.Cursor):
    def execute(self, sql: str, parameters: Any = (), /) -> Any:
        assert isinstance(self.connection, ScriptedConnection)
        call = super().execute
        return self.connection.script.run(self.connection, sql, lambda: call(sql, parameters))

    def executemany(self, sql: str, rows: Iterable[Any], /) -> Any:
        assert isinstance(self.connection, ScriptedConnection)
        call = super().executemany
        return self.connection.script.run(self.connection, sql, lambda: call(sql, rows))
