"""What a channel with deliveries of its own asks and tells the database: the outbox, buttons, blocks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime

from flows import buttons
from storage.database import Database
from storage.records import Outgoing, Receipt, Shown, Unread
from storage.transaction import Transaction

AT_ONCE = 500
"""Persons who are looked at together."""


class Outbox:
    """The outbox of one channel, such as `telegram`."""

    def __init__(self, database: Database, channel: str) -> None:
        self._database = database
        self._channel = channel

    async def unsent(self) -> list[Outgoing]:
        """What was committed and never delivered, in order."""
        async with self._database.reading() as transaction:
            return await transaction.messages.unsent(channel=self._channel)

    async def unsent_ids(self) -> set[int]:
        """The ids of what was committed and never delivered."""
        async with self._database.reading() as transaction:
            return await transaction.outbox.unsent_ids(self._channel)

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
        """Remembers that a person lets nothing through: what waits for them is given up, reminders too."""
        async with self._database.writing() as transaction:
            await transaction.outbox.refuse(person, error)
            await transaction.outbox.block([person], at)
            await transaction.reminders.cancel_all([person])

    async def block(self, person: str, at: datetime | None) -> None:
        """Remembers since when a person lets nothing through; None: they do again."""
        async with self._database.writing() as transaction:
            await transaction.outbox.block([person], at)
            if at is not None:
                await transaction.reminders.cancel_all([person])

    async def over(self, persons: Collection[str]) -> tuple[list[Shown], list[Shown]]:
        """Messages of these persons whose buttons show: those that do nothing any more, and the others."""
        async with self._database.reading() as transaction:
            return await _over(transaction, persons)

    async def left_behind(self) -> AsyncIterator[tuple[Shown, str | None]]:
        """Messages whose buttons show though they were over before this process began.

        Each comes with the label of the button that was pressed, if it was that which ended it.
        """
        async with self._database.reading() as transaction:
            persons = await transaction.outbox.heard_since(self._channel)
        for at in range(0, len(persons), AT_ONCE):
            async with self._database.reading() as transaction:
                over, _ = await _over(transaction, persons[at : at + AT_ONCE])
                labels = await transaction.outbox.pressed({shown.person for shown in over})
            for shown in over:
                chosen = (labels.get((shown.person, choice.data)) for choice in shown.reply.choices)
                yield shown, next((label for label in chosen if label), None)

    async def answer_groups(self, source: str, groups: Collection[int]) -> set[int]:
        """Those of these groups that have had no answer yet; from now on they have."""
        async with self._database.writing() as transaction:
            return await transaction.groups.answer(source, groups)

    async def leave_groups(self, source: str, groups: Collection[int]) -> None:
        """Forgets groups that the bot was taken out of."""
        async with self._database.writing() as transaction:
            await transaction.groups.leave(source, groups)

    async def keep_unread(self, letters: Sequence[Unread]) -> None:
        """Keeps updates that nobody could read."""
        async with self._database.writing() as transaction:
            await transaction.dead_letters.add_unread(letters)


async def _over(transaction: Transaction, persons: Collection[str]) -> tuple[list[Shown], list[Shown]]:
    shown = await transaction.outbox.shown(persons)
    known = await transaction.persons.load({message.person for message in shown})
    is_open = [
        any(buttons.is_open(known[message.person], choice.data) for choice in message.reply.choices)
        for message in shown
    ]
    over = [message for message, still in zip(shown, is_open, strict=True) if not still]
    return over, [message for message, still in zip(shown, is_open, strict=True) if still]
