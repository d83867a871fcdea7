"""How long the coach's desk takes as the database grows: queue, a conversation, search, taking it back.

    python -m tests.bench.review [--cases N [N ...]] [--rounds N] [--folder FOLDER]

    python -m tests.bench.review --cases 1000 50000       # 1,000,000 messages; some minutes to fill

Run by hand, from the root of the repository. The database is that of `tests.bench.growth`: 20 messages a case.
A third of the people share all, a third the flagged moments, a third nothing; every tenth case has a flagged
moment. Each case has a word of its own, one that a thousandth of the cases have, and one that all have.
Each line is one thing that the desk does, the log's line included: median and 95th of a hundred, milliseconds.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from bot.engine import Engine
from bot.reviewing import Reviewing
from bot.texts import load_books
from flows.model import Event, EventKind
from storage.database import Database
from storage.migrate import migrate
from storage.review.values import RISKS, Filter
from tests.bench.growth import fill, talks

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

SHARE = (
    "UPDATE messages SET text = text || ' case' || case_id || ' group' || (case_id % 1000) || ' everybody'"
    " WHERE direction = 'in' AND id % 20 IN (1, 2, 3)",
    "UPDATE persons SET state = json_set(state, '$.sharing', CASE id % 3 WHEN 1 THEN 'all' ELSE 'flagged' END)"
    " WHERE id % 3 > 0",
    "INSERT INTO flags (message_id, kind, conversation, at) SELECT id, {kind}, case_id, at FROM messages"
    " WHERE case_id % 10 = 0 AND id % 20 IN (1, 2, 3)",
    "INSERT INTO shared (conversation, person_id, case_id, level, rank, at, step, kind, outcome)"
    " SELECT c.id, person_id, c.id, CASE c.id % 3 WHEN 1 THEN 'all' ELSE 'flagged' END,"
    " CASE WHEN c.id % 10 = 0 THEN c.id / 10 % {risks} ELSE {risks} + (c.id % 10 < 9) END,"
    " datetime('2026-01-01', (c.id * 7919 % 500000) || ' minutes') || '.000000', step, 'snf', outcome"
    " FROM cases c WHERE c.id % 3 = 1 OR (c.id % 3 = 2 AND c.id % 10 = 0)",
    "INSERT INTO search (rowid, text) SELECT m.id, text FROM messages m JOIN shared s ON s.conversation = m.case_id"
    " WHERE s.level = 'all' OR m.id IN (SELECT message_id FROM flags)",
)
"""People share and moments are flagged, by plain SQL."""


def share(file: Path) -> None:
    """Lets two thirds of the people share what they share."""
    kind = "CASE case_id / 10 % {} {} END".format(
        len(RISKS), " ".join(f"WHEN {place} THEN '{name}'" for place, name in enumerate(RISKS))
    )
    database = sqlite3.connect(file, isolation_level=None)
    for pragma in ("synchronous = OFF", "cache_size = -500000", "foreign_keys = OFF"):
        database.execute(f"PRAGMA {pragma}")
    database.execute("BEGIN")
    for statement in SHARE:
        database.execute(statement.format(kind=kind, risks=len(RISKS)))
    database.execute("COMMIT")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


async def measure(file: Path, cases: int, rounds: int) -> dict[str, tuple[float, float]]:
    """Median and 95th of everything that the desk does."""
    chance = random.Random(5)
    async with await Database.open(f"sqlite+aiosqlite:///{file}") as database:
        engine = Engine(database, load_books(), source="telegram:42")
        desk = Reviewing(database, engine, lambda: NOW, "telegram:9")

        def anybody() -> int:
            return 3 * chance.randrange(cases // 3) + 1

        tenth = (await desk.queue(most=500))[-1].place
        doing: dict[str, Callable[[], Awaitable[object]]] = {
            "queue": desk.queue,
            "queue, tenth page": lambda: desk.queue(after=tenth),
            "queue of a step": lambda: desk.queue(Filter(step="reflect")),
            "queue, reviewed": lambda: desk.queue(Filter(reviewed=True)),
            "queue of a signal": lambda: desk.queue(Filter(signal=chance.choice(RISKS))),
            "a conversation": lambda: desk.open(anybody()),
            "search, a word of one case": lambda: desk.search(f"case{anybody()}"),
            "search, a word of a thousandth": lambda: desk.search(f"group{anybody() % 1000}"),
            "search, a word of all": lambda: desk.search("everybody"),
            "search, two letters": lambda: desk.search("ev"),
            "search, a common and a rare word": lambda: desk.search(f"everybody case{anybody()}"),
        }
        figures = {name: await _timed(act, rounds) for name, act in doing.items()}
        figures["taking it back"] = await _timed(lambda: _takes_back(engine, anybody()), min(rounds, 5))
    return figures


async def _takes_back(engine: Engine, person: int) -> None:
    for text in ("/privacy", "1"):
        await engine.hear([Event(f"telegram:{person}", NOW, EventKind.TEXT, text)])


async def _timed(act: Callable[[], Awaitable[object]], rounds: int) -> tuple[float, float]:
    await act()  # statements get compiled
    took = []
    for _ in range(rounds):
        start = perf_counter()
        await act()
        took.append(1000 * (perf_counter() - start))
    took.sort()
    return took[len(took) // 2], took[min(len(took) - 1, int(len(took) * 0.95))]


def main() -> None:
    """Fills a database of each size, measures, and prints a table."""
    parser = argparse.ArgumentParser(description="how long the coach's desk takes as the database grows")
    parser.add_argument("--cases", type=int, nargs="+", default=(1_000, 50_000))
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--folder", type=Path, default=None, help="where the databases lie; on a disk")
    chosen = parser.parse_args()
    told = talks(load_books(), 1)
    columns: list[dict[str, tuple[float, float]]] = []
    for cases in chosen.cases:
        with tempfile.TemporaryDirectory(dir=chosen.folder, prefix="review-") as name:
            file, began = Path(name) / "goodterms.db", perf_counter()
            asyncio.run(migrate(f"sqlite+aiosqlite:///{file}"))
            fill(file, told, cases)
            share(file)
            size = file.stat().st_size / 1e6
            print(f"{cases:,} cases: {size:,.0f} MB, filled in {perf_counter() - began:.0f} s", flush=True)
            columns.append(asyncio.run(measure(file, cases, chosen.rounds)))
    print("\n| ms, median / 95th | " + " | ".join(f"{cases:,} cases" for cases in chosen.cases) + " |")
    print("|---|" + "---:|" * len(columns))
    for line in columns[0]:
        print(f"| {line} | " + " | ".join("{:.1f} / {:.1f}".format(*column[line]) for column in columns) + " |")


if __name__ == "__main__":
    main()
