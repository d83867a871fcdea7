"""What coaches do with a conversation: notes, tags, reviewed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.review.reading import may_be_read
from storage.review.sharing import Sharing
from storage.review.tables import notes, reviews, shared, tags
from storage.review.values import Note
from storage.tables import messages


class Work:
    """What is kept beside conversations that may be read; to others, nothing can be added."""

    def __init__(self, connection: AsyncConnection, sharing: Sharing) -> None:
        self._connection = connection
        self._sharing = sharing

    async def note(self, conversation: int, coach: str, at: datetime, words: str, message: int | None = None) -> bool:
        """Keeps a note about a conversation, or a message in it; False if that may not be read."""
        person = await self._person_of(conversation)
        if person is None or (message is not None and not await self._has(person, message)):
            return False
        row = {"conversation": conversation, "person_id": person, "message_id": message}
        await self._connection.execute(insert(notes), [row | {"coach": coach, "at": at, "text": words}])
        return True

    async def notes(self, conversation: int) -> list[Note]:
        """The notes on a conversation that may be read, in their order, without those on a message that may not."""
        columns = (notes.c.id, notes.c.conversation, notes.c.message_id, notes.c.coach, notes.c.at, notes.c.text)
        readable = notes.c.message_id.is_(None) | may_be_read()
        query = (
            select(*columns)
            .select_from(
                notes.join(shared, shared.c.conversation == notes.c.conversation).outerjoin(
                    messages, messages.c.id == notes.c.message_id
                )
            )
            .where(notes.c.conversation == conversation, readable)
            .order_by(notes.c.id)
        )
        return [Note(*row) for row in await self._connection.execute(query)]

    async def tag(self, conversation: int, words: Collection[str]) -> bool:
        """Gives a conversation exactly these tags; False if it may not be read."""
        person = await self._person_of(conversation)
        if person is None:
            return False
        await self._connection.execute(delete(tags).where(tags.c.conversation == conversation))
        rows = [{"conversation": conversation, "tag": word, "person_id": person} for word in dict.fromkeys(words)]
        if rows:
            await self._connection.execute(insert(tags), rows)
        return True

    async def tags(self, conversation: int) -> tuple[str, ...]:
        """The tags of a conversation that may be read, in the order of the alphabet."""
        query = select(tags.c.tag).join(shared, shared.c.conversation == tags.c.conversation)
        found = await self._connection.scalars(query.where(tags.c.conversation == conversation).order_by(tags.c.tag))
        return tuple(found)

    async def review(self, conversation: int, coach: str, at: datetime) -> bool:
        """A coach is done with it, until something new is flagged; False if it may not be read."""
        person = await self._person_of(conversation)
        if person is None:
            return False
        await self._unmark(conversation)
        row = {"conversation": conversation, "person_id": person, "coach": coach, "at": at}
        await self._connection.execute(insert(reviews), [row])
        await self._sharing.rerank(conversation)
        return True

    async def reopen(self, conversation: int) -> bool:
        """Takes the mark back; False if it may not be read."""
        if await self._person_of(conversation) is None:
            return False
        await self._unmark(conversation)
        await self._sharing.rerank(conversation)
        return True

    async def reviewed_at(self, conversation: int) -> datetime | None:
        """When a coach was last done with it."""
        found: datetime | None = await self._connection.scalar(
            select(reviews.c.at).where(reviews.c.conversation == conversation)
        )
        return found

    async def _unmark(self, conversation: int) -> None:
        await self._connection.execute(delete(reviews).where(reviews.c.conversation == conversation))

    async def _person_of(self, conversation: int) -> int | None:
        found: int | None = await self._connection.scalar(
            select(shared.c.person_id).where(shared.c.conversation == conversation)
        )
        return found

    async def _has(self, person: int, message: int) -> bool:
        readable = select(messages.c.id).where(messages.c.id == message, messages.c.person_id == person, may_be_read())
        return await self._connection.scalar(readable) is not None
