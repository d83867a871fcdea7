"""Invitations that coaches made."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.model import Invitation
from storage import tables


class Invitations:
    """What was made, by code. Who came through one, only those persons know."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, made: Iterable[Invitation]) -> None:
        """Keeps fresh invitations."""
        rows = [asdict(invitation) for invitation in made]
        if rows:
            columns = tables.invitations.c.keys()
            kept = [{name: row[name] for name in columns} for row in rows]
            await self._connection.execute(insert(tables.invitations), kept)

    async def load(self, codes: Collection[str]) -> dict[str, Invitation]:
        """Those of these invitations that were ever made."""
        chosen = select(tables.invitations).where(tables.invitations.c.code.in_(codes))
        rows = await self._connection.execute(chosen)
        return {row.code: Invitation(**row._mapping) for row in rows}

    async def forget(self, coaches: Collection[str]) -> None:
        """Deletes what these persons made as coaches."""
        await self._connection.execute(delete(tables.invitations).where(tables.invitations.c.coach.in_(coaches)))
