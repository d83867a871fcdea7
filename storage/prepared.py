"""Statements that every turn runs: made from the tables once, and given to SQLite as they are.

Composing, compiling and unpacking a statement costs SQLAlchemy ten times what SQLite takes to run it. What
is said thousands of times in the same words is therefore put into words once; values go straight to the
driver, whose thread takes what it is given in order. On any other database the same statement takes the
usual way.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import aiosqlite
from sqlalchemy import ColumnElement, Executable, Table, bindparam, func, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import compact

Values = Mapping[str, Any]

MOST_ROWS = 64
"""Rows of one INSERT; with more of them it gets no quicker."""


class Prepared:
    """A statement with named values."""

    def __init__(self, statement: Executable) -> None:
        self.statement = statement

    async def rows(self, connection: AsyncConnection, values: Values) -> list[Any]:
        """Runs it once; what it gives."""
        lite = _lite(connection)
        if lite is None:
            return list(await connection.execute(self.statement, values))
        return await self._ask(lite, values)

    async def run(self, connection: AsyncConnection, many: Iterable[Values]) -> None:
        """Runs it once for each of these values, all in one go; what it gives is not asked for."""
        lite, rows = _lite(connection), list(many)
        if lite is not None:
            with self._explained():
                await lite.executemany(self._words, map(_plain, rows))
        elif rows:
            await connection.execute(self.statement, rows)

    async def _ask(self, lite: aiosqlite.Connection, values: Values) -> list[Any]:
        with self._explained():
            return list(await lite.execute_fetchall(self._words, _plain(values)))

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Says what fails as SQLAlchemy would say it: without the values."""
        try:
            yield
        except sqlite3.Error as error:
            raise DBAPIError.instance(self._words, None, error, sqlite3.Error, hide_parameters=True) from error

    @cached_property
    def _words(self) -> str:
        return str(self.statement.compile(dialect=sqlite.dialect(paramstyle="named")))  # type: ignore[attr-defined]


class Rows(Prepared):
    """An INSERT of any number of rows, which gives something of each; in what order is for SQLite to choose."""

    async def add(self, connection: AsyncConnection, many: Sequence[Values]) -> list[Any]:
        """Inserts rows in their order; what the statement gives of them."""
        lite = _lite(connection)
        if lite is None:
            return [row for values in many for row in await connection.execute(self.statement, values)]
        given = await asyncio.gather(*(self._add(lite, part) for part in _parts(many)))  # they queue up in this order
        return [row for rows in given for row in rows]

    async def _add(self, lite: aiosqlite.Connection, part: Sequence[Values]) -> list[Any]:
        before, columns, after = self._pattern
        row = f"({', '.join('?' * len(columns))})"
        words = f"{before}{', '.join([row] * len(part))}{after}"
        values = [_plain_value(row[name]) for row in part for name in columns]
        with self._explained():
            return list(await lite.execute_fetchall(words, values))

    @cached_property
    def _pattern(self) -> tuple[str, list[str], str]:
        """What stands before the values of the rows, their names in order, and what stands after them."""
        compiled = self.statement.compile(dialect=sqlite.dialect(paramstyle="qmark"))  # type: ignore[attr-defined]
        columns: list[str] = compiled.positiontup
        before, _, after = str(compiled).partition(f"({', '.join('?' * len(columns))})")
        return before, columns, after


async def together(connection: AsyncConnection, *asked: tuple[Prepared, Values]) -> list[list[Any]]:
    """What several statements give: SQLite's thread is handed all of them before it answers the first."""
    if _lite(connection) is None:
        return [await statement.rows(connection, values) for statement, values in asked]
    return await asyncio.gather(*(statement.rows(connection, values) for statement, values in asked))


def _parts(many: Sequence[Values]) -> Iterator[Sequence[Values]]:
    """Rows in parts of 64, 32, 16…: the driver then meets few different statements, and keeps them all ready."""
    start = 0
    while rest := len(many) - start:
        size = min(MOST_ROWS, 1 << rest.bit_length() - 1)
        yield many[start : start + size]
        start += size


def _lite(connection: AsyncConnection) -> aiosqlite.Connection | None:
    """The driver's own connection, if it is one to SQLite."""
    if connection.dialect.name != "sqlite" or connection.sync_connection is None:
        return None
    lite: aiosqlite.Connection | None = connection.sync_connection.connection.driver_connection
    return lite


def _plain(values: Values) -> dict[str, Any]:
    """Values as SQLAlchemy's types would write them for SQLite."""
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone can't be stored")
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    if isinstance(value, (list, dict)):
        return compact(value)
    return str(value) if isinstance(value, str) else value


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether a column has one of the values that are given as a list under a name: one text for any number."""
    return column.in_(select(func.json_each(bindparam(name)).table_valued("value").c.value))


def inserting(table: Table, dialect: str) -> Any:
    """An INSERT that can say what happens where a row is there already; PostgreSQL says it in the same words."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # large, and seldom there

        return postgresql.insert(table)
    return sqlite.insert(table)
