"""The audit log: who read, noted and changed what. It is added to and never changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.review.tables import audit
from storage.review.values import Entry

PAGE = 100
"""Lines of one page."""


class Audit:
    """The log, line by line."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, entries: Iterable[Entry]) -> None:
        """Writes lines, in their order."""
        rows = [asdict(entry) for entry in entries]
        if rows:
            await self._connection.execute(insert(audit), rows)

    async def read(self, since: datetime | None = None) -> list[Entry]:
        """The log from a moment on, oldest first."""
        columns = [audit.c[name] for name in Entry.__dataclass_fields__]
        query = select(*columns).order_by(audit.c.id)
        if since:
            query = query.where(audit.c.at >= since)
        return [Entry(**row._mapping) for row in await self._connection.execute(query)]

    async def page(self, before: int | None = None, most: int = PAGE) -> list[tuple[int, Entry]]:
        """Lines with their numbers, the newest first; `before` is the number of the last one of the page before."""
        columns = [audit.c[name] for name in Entry.__dataclass_fields__]
        query = select(audit.c.id, *columns).order_by(audit.c.id.desc()).limit(most)
        if before is not None:
            query = query.where(audit.c.id < before)
        return [(number, Entry(*entry)) for number, *entry in await self._connection.execute(query)]
