"""Opening a database, and the transactions on it.

SQLite is opened so that what is committed survives a power cut, so that several processes can work
on one file, and so that a transaction that will write holds the write lock from its first word on:
what it read can't be overtaken before it writes.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from types import TracebackType
from typing import Any, Self

import aiosqlite
from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError, InvalidRequestError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.codec import compact
from storage.errors import BadAddress, CannotOpen, explained
from storage.schema import require_current
from storage.shelf import Shelf
from storage.transaction import Transaction

PATIENCE = 5.0
"""Seconds to wait for another process that is writing."""

MOST_ROWS = 2_000
"""Rows that one INSERT may carry; SQLite takes up to 32,766 values."""


class Database:
    """An open database. Close it, or use it as an asynchronous context manager."""

    def __init__(self, engine: AsyncEngine, where: str) -> None:
        """Not for callers: use `Database.open`."""
        self.engine = engine
        self._where = where
        self._shelf = Shelf()
        self._turn = asyncio.Lock()
        self._writing: AsyncConnection | None = None
        self._reader = engine.execution_options(begin="BEGIN")
        self._writer = engine.execution_options(begin="BEGIN IMMEDIATE")

    @classmethod
    async def open(cls, url: str, patience: float = PATIENCE) -> Self:
        """Opens a database whose schema is the one of this release; see `migrate` to get it there."""
        database = cls(engine_for(url, patience), name_of(url))
        try:
            with explained(name_of(url)):
                async with database._reader.begin() as connection:
                    await connection.run_sync(require_current, name_of(url))
        except BaseException:
            await database.close()
            raise
        return database

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """A transaction that sees one state of things and changes none."""
        with explained(self._where):
            async with self._reader.begin() as connection:
                yield Transaction(connection, self._shelf)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        """A transaction that commits at its end, or leaves nothing behind when it fails.

        Tasks of this process take turns here, in order: SQLite lets its writers wait by sleeping.
        """
        with explained(self._where):
            async with self._turn:
                if self._writing is None:
                    self._writing = await self._writer.connect()
                async with self._writing.begin():
                    yield Transaction(self._writing, self._shelf)

    async def close(self) -> None:
        """Closes every connection."""
        if self._writing is not None:
            await self._writing.close()
            self._writing = None
        await self.engine.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def engine_for(url: str, patience: float = PATIENCE, foreign_keys: bool = True) -> AsyncEngine:
    """An engine that logs and reports nothing of what is stored."""
    try:
        lite = make_url(url).get_backend_name() == "sqlite"
        engine = create_async_engine(
            url,
            connect_args={"isolation_level": None, "timeout": patience} if lite else {},
            hide_parameters=True,
            json_serializer=compact,
            insertmanyvalues_page_size=MOST_ROWS,
        )
    except (ArgumentError, InvalidRequestError, ModuleNotFoundError) as error:
        raise BadAddress(name_of(url)) from error
    if lite:
        logging.getLogger("aiosqlite").setLevel(logging.INFO)  # at DEBUG it logs every value
        _try_opening(engine)
        _prepare_sqlite(engine, foreign_keys)
    return engine


def _try_opening(engine: AsyncEngine) -> None:
    """Finds out early what can't be opened.

    When opening fails in the asynchronous driver's thread, the thread may outlive the program's event loop,
    and prints a traceback.
    """
    arguments, options = engine.dialect.create_connect_args(engine.url)
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect
    try:
        connect(*arguments, **options).close()
    except sqlite3.Error as error:
        raise CannotOpen(name_of(str(engine.url))) from error


def _prepare_sqlite(engine: AsyncEngine, foreign_keys: bool) -> None:
    pragmas = (
        "PRAGMA synchronous = FULL",
        f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}",
        "PRAGMA secure_delete = ON",  # what a person has forgotten is overwritten, not only unlinked
    )

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Connection) -> None:
        """The driver's own BEGIN comes too late and takes no lock, so it is off and this is ours."""
        if begin := connection.get_execution_options().get("begin", "BEGIN IMMEDIATE"):
            pooled: Any = connection.connection
            pooled.run_async(partial(_begin, begin))


async def _begin(statement: str, connection: aiosqlite.Connection) -> None:
    try:
        await connection.execute_fetchall(statement)
    except asyncio.CancelledError:
        await connection.rollback()  # it stands in the driver's queue, and would begin all the same
        raise


def name_of(url: str) -> str:
    """How an error names the database: the file, or the address without its password."""
    try:
        address: URL = make_url(url)
    except ArgumentError:
        return "DATABASE_URL"
    if address.get_backend_name() == "sqlite":
        return address.database or "in memory"
    return address.set(query={}).render_as_string(hide_password=True)
