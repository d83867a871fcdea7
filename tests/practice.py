"""A practice with a coach: persons who talk with the real engine on a real database, and a coach's desk."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.engine import Engine
from bot.reviewing import Reviewing
from flows.model import Event, EventKind
from storage.database import Database
from storage.migrate import migrate
from storage.records import Outgoing
from tests.walking import BOOKS

COACH = "telegram:9"
ANN, BEN = "telegram:1", "telegram:2"


class Practice:
    """Everybody who talks, on one clock: a minute passes with everything that is said."""

    def __init__(self, database: Database, coaches: tuple[str, ...], folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.now = datetime(2026, 11, 22, 12, tzinfo=UTC)
        self.engine = Engine(database, BOOKS, source="telegram:42", coaches=coaches)
        self.desk = Reviewing(database, self.engine, lambda: self.now, COACH)
        self.update_id = 0

    async def says(self, person: str, *texts: str) -> list[Outgoing]:
        """Somebody types something; what the bot says to everybody because of the last of it."""
        heard: list[Outgoing] = []
        for text in texts:
            self.now += timedelta(minutes=1)
            self.update_id += 1
            kind = EventKind.COMMAND if text.startswith("/") else EventKind.TEXT
            heard = await self.engine.hear([Event(person, self.now, kind, text, self.update_id)])
        return heard

    async def hears_together(self, said: Iterable[tuple[str, str]]) -> list[Outgoing]:
        """Several people type something, some of them more than once, and all of it comes in one batch."""
        events = []
        for person, text in said:
            self.update_id += 1
            kind = EventKind.COMMAND if text.startswith("/") else EventKind.TEXT
            events.append(Event(person, self.now, kind, text, self.update_id))
        return await self.engine.hear(events)

    async def begins(self, person: str, client: str, story: str) -> None:
        """Somebody comes, shares nothing, and tells about a client."""
        await self.says(person, "/start", "I agree", "skip", client, "1", story)

    async def shares(self, person: str, level: str) -> None:
        """Somebody says under /privacy what a coach may read."""
        await self.says(person, "/privacy", str(("nothing", "flagged", "all").index(level) + 1))

    async def readable(self) -> list[str]:
        """Every text that a coach can read, page by page through everything that is there."""
        found = []
        async with self.database.reading() as transaction:
            for number in range(-50, 50):
                lines = await transaction.review.transcript.lines(number)
                while lines:
                    found += [line.text for line in lines]
                    lines = await transaction.review.transcript.lines(number, after=lines[-1].id)
        return found


@asynccontextmanager
async def practice(folder: Path, coaches: tuple[str, ...] = (COACH,)) -> AsyncIterator[Practice]:
    """A practice on a new database."""
    url = f"sqlite+aiosqlite:///{folder / 'goodterms.db'}"
    await migrate(url)
    async with await Database.open(url) as database:
        yield Practice(database, coaches, folder)


def texts(messages: list[Outgoing], person: str = ANN) -> str:
    """What was said to somebody, in one text."""
    return "\n".join(message.reply.text for message in messages if message.person == person)
