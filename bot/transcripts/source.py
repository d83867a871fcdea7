"""Conversations, page by page, with all that an export has of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

from storage.database import Database
from storage.review.values import Head, Kept, Line, Note


@dataclass(frozen=True, slots=True)
class Told:
    """A conversation as a whole: what is known of it, its messages in their order, and its reminders.

    `notes` are what coaches noted; None where they are not wanted.
    """

    head: Head
    lines: list[Line]
    reminders: list[Kept]
    notes: list[Note] | None = None

    def notes_on(self, message: int | None) -> list[Note]:
        """The notes on one message or (None) on the whole conversation."""
        return [note for note in self.notes or () if note.message == message]


class Source:
    """What may be exported: what people share or, with `everything`, all of it, for the operator.

    `noted` asks for what coaches noted as well, on what is shared.
    """

    def __init__(self, database: Database, everything: bool = False, noted: bool = False) -> None:
        self._database = database
        self._everything = everything
        self._noted = noted

    async def heads(self, case: int | None = None, person: str | None = None) -> AsyncIterator[Head]:
        """What is known of each conversation; of one case, or of one person's."""
        last: int | None = None
        while True:
            async with self._database.reading() as transaction:
                transcript = transaction.review.transcript
                if case is not None:
                    found = await transcript.head(case, self._everything)
                    page = [found] if found else []
                else:
                    page = await transcript.heads(self._everything, last, person=person)
            for head in page:
                if person is None or head.person == person:
                    yield head
            if case is not None or not page:
                return
            last = page[-1].conversation

    async def told(self, head: Head) -> Told:
        """All of a conversation."""
        lines: list[Line] = []
        async with self._database.reading() as transaction:
            transcript, number = transaction.review.transcript, head.conversation
            while page := await transcript.lines(number, lines[-1].id if lines else 0, everything=self._everything):
                lines += page
            notes = await transaction.review.work.notes(number) if self._noted else None
            return Told(head, lines, await transcript.reminders(head), notes)


def moment(at: datetime) -> str:
    """A moment as outside tools read it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
