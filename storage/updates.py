"""Which updates have come, also those whose words are forgotten."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import BindParameter, bindparam, insert, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables
from storage.prepared import Prepared, among, inserting


class Updates:
    """The numbers of updates that took effect."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def seen(self, source: str, update_ids: Collection[int]) -> set[int]:
        """Those of these updates whose effect is already here."""
        if not update_ids:
            return set()
        rows = await _SEEN.rows(self._connection, {"source": source, "update_ids": list(update_ids)})
        return {number for (number,) in rows}

    async def spend(self, updates: Iterable[tuple[str, int]]) -> None:
        """Remembers updates of which no line is kept."""
        rows = [{"source": source, "update_id": update_id} for source, update_id in updates]
        if rows:
            statement = inserting(tables.spent_updates, self._connection.dialect.name).on_conflict_do_nothing()
            await self._connection.execute(statement, rows)

    async def spend_all_of(self, keys: Collection[str]) -> None:
        """Remembers the updates of persons who are about to be forgotten."""
        await self._connection.execute(_SPEND_ALL, {"keys": list(keys)})


_SOURCE: BindParameter[str] = bindparam("source")
_SEEN = Prepared(
    union_all(
        *(
            select(table.c.update_id).where(table.c.source == _SOURCE, among(table.c.update_id, "update_ids"))
            for table in (tables.messages, tables.spent_updates)
        )
    )
)

_SPEND_ALL = insert(tables.spent_updates).from_select(
    ["source", "update_id"],
    select(tables.messages.c.source, tables.messages.c.update_id)
    .select_from(tables.messages.join(tables.persons))
    .where(tables.messages.c.update_id.is_not(None), tables.persons.c.key.in_(bindparam("keys", expanding=True))),
)
