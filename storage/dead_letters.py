"""What could not be dealt with, kept until somebody has looked at it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables
from storage.codec import pack_event
from storage.prepared import inserting
from storage.records import DeadLetter, Unread


class DeadLetters:
    """Events that made the flow fail, and updates that nobody could read."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, letters: Iterable[DeadLetter]) -> None:
        """Keeps failed events."""
        rows = [_failed(letter) for letter in letters]
        if rows:
            await self._connection.execute(insert(tables.dead_letters), rows)

    async def add_unread(self, letters: Iterable[Unread]) -> None:
        """Keeps updates that nobody could read; each of them once."""
        rows = [_unread(letter) for letter in letters]
        if rows:
            statement = inserting(tables.dead_letters, self._connection.dialect.name).on_conflict_do_nothing()
            await self._connection.execute(statement, rows)

    async def forget(self, keys: Collection[str]) -> None:
        """Deletes what these persons said when the flow failed."""
        await self._connection.execute(delete(tables.dead_letters).where(tables.dead_letters.c.person_key.in_(keys)))


def _failed(letter: DeadLetter) -> dict[str, Any]:
    return {
        "at": letter.event.at,
        "person_key": letter.event.person,
        "payload": pack_event(letter.event),
        "error": letter.error,
        "place": letter.place,
    }


def _unread(letter: Unread) -> dict[str, Any]:
    return {
        "at": letter.at,
        "person_key": letter.person,
        "payload": letter.payload,
        "error": letter.error,
        "place": letter.place,
        "source": letter.source,
        "update_id": letter.update_id,
    }
