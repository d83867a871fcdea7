"""Groups and channels that were told that this is no place to talk: their numbers, and nothing else."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables


class Groups:
    """Which groups have had their answer."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def answer(self, source: str, groups: Collection[int]) -> set[int]:
        """Remembers that these groups get their answer now; those of them that had none before."""
        if not groups:
            return set()
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        added = dialect.insert(tables.answered_groups).on_conflict_do_nothing().returning(tables.answered_groups.c.chat)
        rows = [{"source": source, "chat": group} for group in groups]
        return set(await self._connection.scalars(added, rows))

    async def leave(self, source: str, groups: Collection[int]) -> None:
        """Forgets groups that the bot is no longer in."""
        known = tables.answered_groups.c
        await self._connection.execute(
            delete(tables.answered_groups).where(known.source == source, known.chat.in_(groups))
        )
