"""Bringing a database to the newest schema."""

from __future__ import annotations

import asyncio
from time import monotonic

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import PATIENCE, engine_for, name_of
from storage.errors import Locked, explained
from storage.schema import config, is_current


async def migrate(url: str, patience: float = PATIENCE) -> None:
    """Upgrades the database, or makes it; does nothing when it is up to date.

    All of it happens in one transaction that holds the write lock, so a failure leaves the database
    as it was, and of two processes that start together the second finds the work done.
    """
    # SQLite rebuilds a table by dropping it. With foreign keys on, dropping persons would take their
    # cases and messages along, and inside a transaction the switch has no effect.
    engine = engine_for(url, patience, foreign_keys=False)
    try:
        if engine.dialect.name == "sqlite":
            await _write_ahead(engine, name_of(url), monotonic() + patience)
        with explained(name_of(url)):
            async with engine.begin() as connection:
                await connection.run_sync(_upgrade, name_of(url))
    finally:
        await engine.dispose()


async def _write_ahead(engine: AsyncEngine, where: str, deadline: float) -> None:
    """Lets others read while one writes; the file remembers it.

    SQLite does not wait for its turn when it switches to this, so two first starts at once would fail.
    """
    while True:
        try:
            with explained(where):
                async with engine.execution_options(begin=None).connect() as connection:
                    await connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            return
        except Locked:
            if monotonic() > deadline:
                raise
            await asyncio.sleep(0.05)


def _upgrade(connection: Connection, where: str) -> None:
    if is_current(connection, where):
        return
    from alembic import command  # large, and only needed here

    settings = config()
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError("a migration left rows without the rows that they belong to")
