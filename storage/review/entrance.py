"""Login links and sessions. Only digests of their secrets are kept, so that the database lets nobody in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.review.tables import logins, sessions


class Entrance:
    """Who may come in. A `digest` is made by the caller, of a secret that only the coach's browser has.

    Whether somebody is a coach still, the caller asks the settings each time; here stands only who it is.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add_login(self, digest: str, coach: str, expires_at: datetime) -> None:
        """Makes a link valid, for one use until `expires_at` (UTC)."""
        await self._add(logins, digest, coach, expires_at)

    async def use_login(self, digest: str, now: datetime) -> str | None:
        """The coach that a link is for, once; None if there is no such link, or it was used, or is too old."""
        used = delete(logins).where(logins.c.digest == digest).returning(logins.c.coach, logins.c.expires_at)
        row = (await self._connection.execute(used)).one_or_none()
        return str(row.coach) if row and row.expires_at > now else None

    async def add_session(self, digest: str, coach: str, expires_at: datetime) -> None:
        """Lets a browser in until `expires_at` (UTC)."""
        await self._add(sessions, digest, coach, expires_at)

    async def coach_of(self, digest: str, now: datetime) -> str | None:
        """The coach whose session it is; None if there is none, or it is over."""
        chosen = select(sessions.c.coach).where(sessions.c.digest == digest, sessions.c.expires_at > now)
        found: str | None = await self._connection.scalar(chosen)
        return found

    async def end_session(self, digest: str) -> None:
        """Logs a browser out."""
        await self._connection.execute(delete(sessions).where(sessions.c.digest == digest))

    async def _add(self, table: Table, digest: str, coach: str, expires_at: datetime) -> None:
        await self._connection.execute(insert(table), [{"digest": digest, "coach": coach, "expires_at": expires_at}])
