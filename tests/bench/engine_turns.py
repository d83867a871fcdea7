"""Turns per second through `Engine.hear`, beside the same turns through `advance` alone.

    python -m tests.bench.engine_turns [--turns N] [--rounds N] [--persons N]

Persons talk with the real flow, each on their own path; every batch of 100 events holds the next
event of as many persons as there are. The events are made once; then each round hears them all, batch
by batch in turns: once as pure values in memory, once through the engine on an SQLite file that puts
every commit on disk (synchronous=FULL). Taking turns spreads whatever else the machine does over both.
The figures are medians of the rounds. The goal is half of the pure rate.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.engine import Engine
from bot.texts import load_books
from flows import asking, conversation
from flows.book import Book
from flows.model import Event, EventKind, Person
from flows.questions import Choice, Date, Lines, Number, Several
from flows.scene import Scene
from storage.database import Database
from storage.migrate import migrate

BATCH = 100
MORNING = datetime(2026, 11, 23, 8, tzinfo=UTC)
TROUBLES = (
    "They pay sixty days late and nobody answers when I ask why.",
    "I drive an hour each way and lose my Tuesday clinic to it.",
    "The work itself is good, it is the weekend calls that wear me down.",
    "I want two days in my own office, and this is what stands in the way.",
    "Honestly, I said yes to all of it because I could not say no.",
)

Books = Mapping[str, Book]
Batches = list[list[Event]]


class Talker:
    """Somebody who answers whatever is asked, always the same way for the same name."""

    def __init__(self, key: str) -> None:
        self.key = key
        self._random = random.Random(key)
        self.person: Person | None = None

    def next_event(self, books: Books, at: datetime) -> Event:
        """What this person says next; the person moves on with it."""
        event = Event(self.key, at, EventKind.TEXT, "")
        person = self.person or conversation.begin(self.key, event)
        said = self._answer(Scene(books["en"], person, event)) if self.person else "Hello"
        event = Event(self.key, at, EventKind.COMMAND if said.startswith("/") else EventKind.TEXT, said)
        self.person = conversation.advance(books, person, event).person
        return event

    def _answer(self, scene: Scene) -> str:
        question = asking.current(scene)
        if self._random.random() < 0.05:
            return self._random.choice(("/status", "/back", "/help", "/plan"))
        if question is None or scene.case.pending:
            return self._random.choice(("1", "1", "yes"))
        takes = question.takes
        if isinstance(takes, Choice | Several):
            return str(self._random.randint(1, len(takes.values)))
        if isinstance(takes, Number):
            return str(self._random.randint(int(takes.low), int(min(takes.high, takes.low + 10))))
        if isinstance(takes, Date):
            return "in 90 days"
        if isinstance(takes, Lines):
            return self._random.choice(("late pay, long drive, good nurses", "done"))
        return self._random.choice(TROUBLES)


def talk(books: Books, turns: int, persons: int) -> Batches:
    """The events of `turns` turns, in batches, everybody speaking in turn."""
    talkers = [Talker(f"bench:{number}") for number in range(persons)]
    events = [talkers[turn % persons].next_event(books, MORNING + timedelta(seconds=5 * turn)) for turn in range(turns)]
    return [events[start : start + BATCH] for start in range(0, turns, BATCH)]


async def one_round(books: Books, batches: Batches, folder: Path) -> tuple[float, float]:
    """Seconds for all batches as pure turns, and through the engine."""
    url = f"sqlite+aiosqlite:///{folder / 'bench.db'}"
    await migrate(url)
    pure = through_engine = 0.0
    known: dict[str, Person] = {}
    async with await Database.open(url) as database:
        engine = Engine(database, books)
        for batch in batches:
            start = perf_counter()
            for event in batch:
                person = known.get(event.person) or conversation.begin(event.person, event)
                known[event.person] = conversation.advance(books, person, event).person
            middle = perf_counter()
            await engine.hear(batch)
            pure += middle - start
            through_engine += perf_counter() - middle
    return pure, through_engine


def main() -> None:
    """Runs the rounds and prints a table."""
    parser = argparse.ArgumentParser(description="turns per second, pure and through the engine")
    parser.add_argument("--turns", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--persons", type=int, default=100)
    chosen = parser.parse_args()
    books = load_books()
    batches = talk(books, chosen.turns, chosen.persons)
    rounds = []
    for _ in range(chosen.rounds):
        with tempfile.TemporaryDirectory() as folder:
            rounds.append(asyncio.run(one_round(books, batches, Path(folder))))
    pure = median(chosen.turns / seconds for seconds, _ in rounds)
    engine = median(chosen.turns / seconds for _, seconds in rounds)
    print(f"{chosen.turns:,} turns of {chosen.persons} persons in batches of {BATCH}, median of {chosen.rounds} rounds")
    print(f"{'flows.advance alone':<28}{pure:>10,.0f} turns/s")
    print(f"{'Engine.hear, durable':<28}{engine:>10,.0f} turns/s")
    print(f"{'ratio':<28}{median(p / e for p, e in rounds):>10.2f}")


if __name__ == "__main__":
    main()
