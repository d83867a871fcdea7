"""Statements that every turn runs: made from the tables once, and given to SQLite as they are.

Composing, compiling and unpacking a statement costs SQLAlchemy ten times what SQLite takes to run it. What
is said thousands of times in the same words is therefore put into words once; values go straight to the
driver. On any other database the same statement takes the usual way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Executable, Table, bindparam, func, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import compact
from storage.driver import Connection

Values = Mapping[str, Any]


class Prepared:
    """A statement with named values."""

    def __init__(self, statement: Executable) -> None:
        self.statement = statement

    async def rows(self, connection: AsyncConnection, values: Values) -> list[Any]:
        """Runs it once; what it gives."""
        lite = _lite(connection)
        if lite is None:
            return list(await connection.execute(self.statement, values))
        return self._run(lite, values)

    async def each(self, connection: AsyncConnection, many: Iterable[Values]) -> list[Any]:
        """Runs it once for each of these values; what it gives, in their order."""
        lite = _lite(connection)
        if lite is None:
            return [row for values in many for row in await connection.execute(self.statement, values)]
        return [row for values in many for row in self._run(lite, values)]

    def _run(self, lite: Connection, values: Values) -> list[Any]:
        plain = {name: _plain(value) for name, value in values.items()}
        try:
            return lite.execute(self._words, plain).fetchall()
        except lite.Error as error:  # as SQLAlchemy would say it: without the values
            raise DBAPIError.instance(self._words, None, error, lite.Error, hide_parameters=True) from error

    @cached_property
    def _words(self) -> str:
        return str(self.statement.compile(dialect=sqlite.dialect(paramstyle="named")))  # type: ignore[attr-defined]


def _lite(connection: AsyncConnection) -> Connection | None:
    """SQLite's own connection, if it is one."""
    if connection.dialect.name != "sqlite" or connection.sync_connection is None:
        return None
    lite: Any = connection.sync_connection.connection.driver_connection
    return lite if isinstance(lite, Connection) else None


def _plain(value: Any) -> Any:
    """A value as SQLAlchemy's types would write it for SQLite."""
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
