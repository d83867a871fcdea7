"""People in the middle of a talk, at a place where each text is met by one message and shows no buttons.

There a text costs the bot what a text costs a simpler bot too: one answer kept, one message sent. The
place is looked for in the real flow, so that it is found again when the flow changes.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.engine import Books, Engine
from bot.texts import read_books
from flows import conversation
from flows.model import Event, EventKind, Person
from storage.database import Database
from storage.migrate import migrate
from tests.bench.engine_turns import TROUBLES

TEXT = "3"
"""A text that is met by one message, again and again."""
LONGER = "I don't understand"
"""A text that is met by two messages, and after which the same question stands open."""
NEXT = ((TEXT, 1), (TEXT, 1), (LONGER, 2), (TEXT, 1))
"""What must be possible at the place: texts, and how many messages meet each."""

TRIES, LONGEST = 150, 40
PACE = timedelta(seconds=5)
BATCH = 500


class NoSuchPlace(Exception):
    """The flow has no place any more where NEXT holds."""


def way_there(books: Books) -> list[str]:
    """The shortest of many talks that lead to the place, as the texts that were said."""
    found = [way for number in range(TRIES) if (way := _walk(books, random.Random(number)))]
    if not found:
        raise NoSuchPlace("the flow has no place where a text is met by one message; change tests/bench/halfway.py")
    return min(found, key=len)


def _walk(books: Books, chance: random.Random) -> list[str]:
    """The texts of a talk until the place, empty if it did not come there."""
    person: Person | None = None
    said: list[str] = []
    while len(said) < LONGEST:
        if person and _is_place(books, person):
            return said
        said.append(chance.choice((*TROUBLES, "1", "1", "2", "yes", "done", "skip", "skip")) if said else "/start")
        person, _, _ = _turn(books, person, said[-1])
    return []


def _is_place(books: Books, person: Person) -> bool:
    after = person
    for text, messages in NEXT:
        after, said, has_buttons = _turn(books, after, text)
        if said != messages or has_buttons:
            return False
    return True


def _turn(books: Books, person: Person | None, text: str) -> tuple[Person, int, bool]:
    event = _event("bench", datetime(2026, 11, 23, 8, tzinfo=UTC), text)
    turn = conversation.advance(books, person or conversation.begin("bench", event), event)
    return turn.person, len(turn.replies), any(reply.choices for _, _, reply in turn.replies)


def _event(person: str, at: datetime, text: str) -> Event:
    return Event(person, at, EventKind.COMMAND if text.startswith("/") else EventKind.TEXT, text)


def prepare(file: Path, people: Iterable[int]) -> int:
    """Makes a database in which these Telegram users have come to the place; how many texts that took each."""
    books = read_books()  # unread: only where people stand matters, and that is soon found
    way = way_there(books)
    asyncio.run(_talk(file, books, way, [f"telegram:{person}" for person in people]))
    database = sqlite3.connect(file)
    with database:
        database.execute("UPDATE messages SET sent_at = at WHERE direction = 'out'")
    database.close()
    return len(way)


async def _talk(file: Path, books: Books, way: Sequence[str], people: Sequence[str]) -> None:
    url = f"sqlite+aiosqlite:///{file}"
    await migrate(url)
    began = datetime.now(UTC) - PACE * (len(way) + 1)
    async with await Database.open(url) as database:
        engine = Engine(database, books)
        for place, text in enumerate(way):
            for first in range(0, len(people), BATCH):
                batch = people[first : first + BATCH]
                await engine.hear([_event(person, began + PACE * place, text) for person in batch])
