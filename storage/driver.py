"""SQLite for SQLAlchemy's asyncio engine, without a thread between them.

What a statement does to pages in memory takes microseconds; handing it to another thread and back takes
a hundred. So statements run where they are called, and so do commits: whoever has something to do here
waits for them anyway. Only another process's lock is waited for by sleeping, so that the rest goes on.
"""

from __future__ import annotations

import asyncio
import sqlite3
from time import monotonic
from types import ModuleType
from typing import Any

from sqlalchemy import URL
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import AsyncAdaptedQueuePool, Pool
from sqlalchemy.util import await_only

NAME = "sqlite+inline"
"""What to call it in an address."""

registry.register("sqlite.inline", "storage.driver", "Inline")

PAUSE = 0.01
"""Seconds between two looks at a lock."""


class Inline(SQLiteDialect_pysqlite):
    """SQLAlchemy's own dialect for Python's `sqlite3`, with connections that an asyncio engine can use."""

    driver = "inline"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> ModuleType:
        """Python's own module."""
        return sqlite3

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        """Connections are kept, and waited for without blocking."""
        return AsyncAdaptedQueuePool

    def get_driver_connection(self, connection: Any) -> Any:
        """There is nothing between SQLAlchemy and the connection."""
        return connection


class Connection(sqlite3.Connection):
    """A connection whose BEGIN is ours. `patience` is how many seconds it waits for another process."""

    patience = 0.0

    def begin(self, statement: str) -> None:
        """Begins a transaction; IMMEDIATE takes the lock that writing needs."""
        super().cursor(Cursor).execute(statement)

    def cursor(self, *_: Any) -> Cursor:  # type: ignore[override]
        """A cursor that waits for its turn."""
        await_only(_at_once())
        return super().cursor(Cursor)


class Cursor(sqlite3.Cursor):
    """Waits by sleeping, not by blocking, while another process has the lock."""

    connection: Connection

    def execute(self, statement: str, values: Any = ()) -> Cursor:
        """Runs a statement; raises what SQLite raises when patience is over."""
        try:
            return super().execute(statement, values)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
        return self._later(statement, values, monotonic() + self.connection.patience)

    async def _async_soft_close(self) -> None:
        """SQLAlchemy calls it when a result has been read: there is nothing to give back."""

    def _later(self, statement: str, values: Any, deadline: float) -> Cursor:
        while True:
            await_only(asyncio.sleep(PAUSE))
            try:
                return super().execute(statement, values)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                    raise


async def _at_once() -> None:
    """SQLAlchemy insists that its asyncio engine awaits something whenever it executes."""
