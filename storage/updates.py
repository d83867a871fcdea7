"""Which updates have come, also those whose words are forgotten."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import BindParameter, bindparam, insert, select, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables


class Updates:
    """The numbers of updates that took effect."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def seen(self, source: str, update_ids: Collection[int]) -> set[int]:
        """Those of these updates whose effect is already here."""
        if not update_ids:
            return set()
        return set(await self._connection.scalars(_SEEN, {"source": source, "update_ids": list(update_ids)}))

    async def spend(self, updates: Iterable[tuple[str, int]]) -> None:
        """Remembers updates of which no line is kept."""
        rows = [{"source": source, "update_id": update_id} for source, update_id in updates]
        if rows:
            dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
            await self._connection.execute(dialect.insert(tables.spent_updates).on_conflict_do_nothing(), rows)

    async def spend_all_of(self, keys: Collection[str]) -> None:
        """Remembers the updates of persons who are about to be forgotten."""
        await self._connection.execute(_SPEND_ALL, {"keys": list(keys)})


_IDS: BindParameter[int] = bindparam("update_ids", expanding=True)
_SOURCE: BindParameter[str] = bindparam("source")
_SEEN = union_all(
    select(tables.messages.c.update_id).where(
        tables.messages.c.source == _SOURCE, tables.messages.c.update_id.in_(_IDS)
    ),
    select(tables.spent_updates.c.update_id).where(
        tables.spent_updates.c.source == _SOURCE, tables.spent_updates.c.update_id.in_(_IDS)
    ),
)

_SPEND_ALL = insert(tables.spent_updates).from_select(
    ["source", "update_id"],
    select(tables.messages.c.source, tables.messages.c.update_id)
    .select_from(tables.messages.join(tables.persons))
    .where(tables.messages.c.update_id.is_not(None), tables.persons.c.key.in_(bindparam("keys", expanding=True))),
)
