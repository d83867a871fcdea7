"""Login links and sessions. Only digests of their secrets are kept, so that the database lets nobody in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Table, Text, delete, insert, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import open_person
from storage.review.tables import logins, sessions
from storage.tables import persons


class Entrance:
    """Who may come in. A `digest` is made by the caller, of a secret that only the coach's browser has.

    Whether somebody is a coach still, the caller asks the settings each time; here stands only who it is.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add_login(self, digest: str, coach: str, expires_at: datetime) -> None:
        """Makes a link valid, for one use until `expires_at` (UTC)."""
        await self._add(logins, digest, coach, expires_at)

    async def has_login(self, digest: str, now: datetime) -> bool:
        """Whether a link would still let somebody in."""
        query = select(logins.c.digest).where(logins.c.digest == digest, logins.c.expires_at > now)
        return await self._connection.scalar(query) is not None

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

    async def forget_expired(self, now: datetime) -> None:
        """Deletes links and sessions that let nobody in any more."""
        for table in (logins, sessions):
            await self._connection.execute(delete(table).where(table.c.expires_at <= now))

    async def zone_of(self, coach: str) -> str | None:
        """The time zone of a coach who has told it to the bot."""
        query = select(type_coerce(persons.c.state, Text)).where(persons.c.key == coach)
        state = await self._connection.scalar(query)
        person = open_person(coach, state) if state else None
        return person.timezone if person and person.zone_told else None

    async def _add(self, table: Table, digest: str, coach: str, expires_at: datetime) -> None:
        await self._connection.execute(insert(table), [{"digest": digest, "coach": coach, "expires_at": expires_at}])
