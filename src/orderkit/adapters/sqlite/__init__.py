"""The store in a SQLite file, on the standard library alone."""

from orderkit.adapters.sqlite.repository import AsyncSqliteRepository, SqliteRepository

__all__ = ["AsyncSqliteRepository", "SqliteRepository"]
