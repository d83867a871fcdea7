"""What a channel with deliveries of its own asks and tells the database: the outbox, buttons, blocks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from flows import buttons
from storage.database import Database
from storage.records import Outgoing, Receipt, Shown, Unread


class Outbox:
    """The outbox of one channel, such as `telegram`."""

    def __init__(self, database: Database, channel: str) -> None:
        self._database = database
        self._channel = channel

    async def unsent(self) -> list[Outgoing]:
        """What was committed and never delivered, in order."""
        async with self._database.reading() as transaction:
            return await transaction.messages.unsent(channel=self._channel)

    async def waiting(self) -> tuple[int, datetime | None]:
        """How many messages wait, and since when the oldest does."""
        async with self._database.reading() as transaction:
            return await transaction.outbox.waiting(self._channel)

    async def settle(self, receipts: Sequence[Receipt], unshown: Collection[int] = ()) -> None:
        """Remembers what became of messages, and of which messages the buttons are gone."""
        async with self._database.writing() as transaction:
            await transaction.outbox.settle(receipts)
            await transaction.outbox.unshow(unshown)

    async def refuse(self, person: str, at: datetime, error: str) -> None:
        """Remembers that a person lets nothing through: what waits for them is given up."""
        async with self._database.writing() as transaction:
            await transaction.outbox.refuse(person, error)
            await transaction.outbox.block([person], at)

    async def block(self, person: str, at: datetime | None) -> None:
        """Remembers since when a person lets nothing through; None: they do again."""
        async with self._database.writing() as transaction:
            await transaction.outbox.block([person], at)

    async def over(self, persons: Collection[str]) -> tuple[list[Shown], list[Shown]]:
        """Messages of these persons whose buttons show: those that do nothing any more, and the others."""
        async with self._database.reading() as transaction:
            shown = await transaction.outbox.shown(persons)
            known = await transaction.persons.load({message.person for message in shown})
        is_open = [
            any(buttons.is_open(known[message.person], choice.data) for choice in message.reply.choices)
            for message in shown
        ]
        over = [message for message, still in zip(shown, is_open, strict=True) if not still]
        return over, [message for message, still in zip(shown, is_open, strict=True) if still]

    async def keep_unread(self, letters: Sequence[Unread]) -> None:
        """Keeps updates that nobody could read."""
        async with self._database.writing() as transaction:
            await transaction.dead_letters.add_unread(letters)
