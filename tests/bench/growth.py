"""Time per message as the database grows: the same load with few cases in it, and with many.

    python -m tests.bench.growth [--cases SMALL LARGE] [--rounds N] [--people N] [--texts N] [--folder FOLDER]

    python -m tests.bench.growth --cases 1000 1000000      # the full size: 12 GB free, some minutes to fill

Run by hand, from the root of the repository. Each case belongs to a person of its own and has 20 rows of
transcript; they are the cases and the words of a few talks that the real flow has led, told again for
everybody, and written with plain inserts rather than through the engine, so that a million takes minutes.

A round: people who stand at that point say the next texts of their talk, in batches of 100, through
`Engine.hear`; after each batch its replies are marked as delivered. In the large database they are drawn
from everywhere and each round takes others; the small one is put back to how it was before each round.
So flow and rows are the same, nobody was heard before in either, and only what surrounds them differs.
People who write at the same moment lie apart in both, as they would.
A person's first text finds nothing of them in memory: in the large database that means pages of the file
from anywhere, and from the disk where the system does not keep the file in memory. Rounds take turns
between the two. The encoder takes no part: what it takes is the same in both, and would hide what grows.
The figures are medians over all batches; the goal is at most 1.2 times.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import random
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import Table, insert
from sqlalchemy.dialects import sqlite

from bot.engine import Books, Engine
from bot.texts import read_books
from flows import conversation
from flows.model import Event, EventKind, Person, Turn
from storage import tables
from storage.codec import compact, pack_case, pack_choices, pack_person, pack_signals
from storage.database import Database
from storage.migrate import migrate
from tests.bench.engine_turns import MORNING, Talker

BATCH = 100
TRANSCRIPT = 20
"""Rows of transcript of each case."""
TALKS = 20
"""Different talks, told again and again."""
CHUNK = 5_000
"""Cases that are written at once."""
SOURCE = "telegram:42"

Row = dict[str, object]


@dataclass(frozen=True)
class Talk:
    """A talk as rows of the tables, all but for what tells one person from another, and what is said next."""

    person: Row
    case: Row
    transcript: Sequence[Row]
    next: Sequence[Event]


@dataclass(frozen=True)
class Cost:
    """Milliseconds per message of one batch; `is_first` if nobody in it was heard before."""

    hear: float
    delivered: float
    is_first: bool


def talks(books: Books, texts: int) -> list[Talk]:
    """Talks that the real flow leads, each on its own path."""
    return [_talk(books, f"growth:{number}", texts) for number in range(TALKS)]


def _talk(books: Books, key: str, texts: int) -> Talk:
    talker, transcript = Talker(key), list[Row]()
    person: Person | None = None
    at = MORNING
    while person is None or not person.cases or len(transcript) < TRANSCRIPT:
        at += timedelta(seconds=5)
        event = talker.next_event(books, at)
        turn = conversation.advance(books, person or conversation.begin(key, event), event)
        person = turn.person
        transcript += _rows(turn, event)
    case = next(case for case in person.cases if case.number == person.active)
    times = {"created_at": moment(case.created_at), "updated_at": moment(case.updated_at)}
    following = [talker.next_event(books, at + timedelta(seconds=5 * place)) for place in range(1, texts + 1)]
    return Talk(
        {"state": compact(pack_person(person)), **times},
        {"number": case.number, "step": case.step, "state": compact(pack_case(case)), **times},
        transcript[-TRANSCRIPT:],
        following,
    )


def _rows(turn: Turn, event: Event) -> Iterator[Row]:
    """What a turn adds to the transcript: the same columns in every row."""
    at = moment(event.at)
    yield {
        "at": at, "direction": "in", "kind": str(event.kind), "text": turn.heard, "step": turn.step,
        "source": SOURCE, "signals": _json(pack_signals(turn.signals)), "choices": None, "title": None,
        "sent_at": None,
    }  # fmt: skip
    for _, step, reply in turn.replies:
        yield {
            "at": at, "direction": "out", "kind": "document" if reply.title else "text", "text": reply.text,
            "step": step, "source": None, "signals": None, "choices": _json(pack_choices(reply.choices)),
            "title": reply.title, "sent_at": at,
        }  # fmt: skip


def fill(file: Path, told: Sequence[Talk], cases: int, reworded: Callable[[Row], Row] = lambda row: row) -> None:
    """Writes so many cases, each with its person and transcript, into an empty database.

    `reworded` may change each row of the transcript.
    """
    database = sqlite3.connect(file, isolation_level=None)
    try:
        for pragma in ("synchronous = OFF", "journal_mode = MEMORY", "cache_size = -500000", "foreign_keys = OFF"):
            database.execute(f"PRAGMA {pragma}")
        for first in range(1, cases + 1, CHUNK):
            numbers = range(first, min(first + CHUNK, cases + 1))
            database.execute("BEGIN")
            told_by = [(number, told[number % TALKS]) for number in numbers]
            write(database, tables.persons, [talk.person | {"id": n, "key": key_of(n)} for n, talk in told_by])
            write(database, tables.cases, [talk.case | {"id": n, "person_id": n} for n, talk in told_by])
            write(database, tables.messages, _all_said(told_by, reworded))
            database.execute("COMMIT")
        database.execute("PRAGMA journal_mode = WAL")
    finally:
        database.close()
    with file.open("rb") as written:
        os.fsync(written.fileno())  # or the system writes it out while the rounds are timed


def write(database: sqlite3.Connection, table: Table, rows: Sequence[Row]) -> None:
    """One statement for many rows, made by SQLAlchemy from the table and run by the driver itself."""
    if not rows:
        return
    columns = list(rows[0])
    statement = str(insert(table).compile(dialect=sqlite.dialect(paramstyle="named"), column_keys=columns))
    database.executemany(statement, rows)


def _all_said(told_by: Sequence[tuple[int, Talk]], reworded: Callable[[Row], Row]) -> list[Row]:
    return [reworded(row) for number, talk in told_by for row in _transcript(talk, number)]


def _transcript(talk: Talk, number: int) -> Iterator[Row]:
    for place, row in enumerate(talk.transcript):
        update_id = number * TRANSCRIPT + place if row["direction"] == "in" else None
        yield row | {"person_id": number, "case_id": number, "update_id": update_id}


def moment(value: datetime) -> str:
    """A moment as SQLAlchemy writes it on SQLite."""
    return value.strftime("%Y-%m-%d %H:%M:%S.%f")


def _json(value: object) -> str | None:
    return None if value is None else compact(value)


def key_of(number: int) -> str:
    return f"telegram:{number}"


def load(told: Sequence[Talk], people: Sequence[int], update_id: int) -> Iterator[tuple[int, list[Event]]]:
    """What these people say, in batches, everybody their next text before anybody the one after; with its place."""
    for turn in range(len(told[0].next)):
        for first in range(0, len(people), BATCH):
            batch = []
            for number in people[first : first + BATCH]:
                update_id += 1
                said = told[number % TALKS].next[turn]
                batch.append(replace(said, person=key_of(number), update_id=update_id))
            yield turn, batch


def strangers(cases: int, people: int, rounds: int, seed: int = 3) -> list[list[int]]:
    """For each round other people from anywhere, in any order; their talks follow one another in turn."""
    chance = random.Random(seed)
    each = rounds * -(-people // TALKS)
    tellers = [iter(chance.sample(range(talk or TALKS, cases + 1, TALKS), each)) for talk in range(TALKS)]
    return [[next(tellers[place % TALKS]) for place in range(people)] for _ in range(rounds)]


async def one_round(file: Path, books: Books, batches: Iterator[tuple[int, list[Event]]]) -> list[Cost]:
    """What each batch costs."""
    costs = []
    async with await Database.open(_url(file)) as database:
        engine = Engine(database, books, source=SOURCE)
        await engine.hear([Event("telegram:0", MORNING, EventKind.TEXT, "/start")])  # statements get compiled
        gc.collect()
        for turn, batch in batches:
            start = perf_counter()
            replies = await engine.hear(batch)
            heard = perf_counter()
            await engine.delivered([reply.id for reply in replies if reply.id is not None])
            end = perf_counter()
            each = 1000 / len(batch)
            costs.append(Cost(each * (heard - start), each * (end - heard), turn == 0))
    return costs


def _url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


def _size(file: Path) -> float:
    return file.stat().st_size / 1e6


def main() -> None:
    """Fills both databases, runs the rounds and prints a table."""
    parser = argparse.ArgumentParser(description="time per message with few and with many cases")
    parser.add_argument("--cases", type=int, nargs=2, default=(1_000, 100_000), metavar=("SMALL", "LARGE"))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--people", type=int, default=1_000, help="how many talk in a round")
    parser.add_argument("--texts", type=int, default=3, help="how many texts each of them says")
    parser.add_argument("--folder", type=Path, default=None, help="where the databases lie; on a disk")
    chosen = parser.parse_args()
    small, large = chosen.cases
    people = min(chosen.people, small) // TALKS * TALKS
    if people * chosen.rounds > large // TALKS * TALKS or not people:
        parser.error(f"each round takes other people, at least {TALKS}; there are too few of them")
    books = read_books()
    told = talks(books, chosen.texts)
    drawn = strangers(large, people, chosen.rounds)
    few: list[Cost] = []
    many: list[Cost] = []
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))  # clean up then too
    with tempfile.TemporaryDirectory(dir=chosen.folder, prefix="growth-") as name:
        pristine, copy, grown = (Path(name) / f"{one}.db" for one in ("pristine", "small", "large"))
        for file, cases in ((pristine, small), (grown, large)):
            began = perf_counter()
            asyncio.run(migrate(_url(file)))
            fill(file, told, cases)
            print(f"{cases:>9,} cases: {_size(file):,.0f} MB, filled in {perf_counter() - began:.0f} s", flush=True)
        for number in range(chosen.rounds):
            shutil.copy(pristine, copy)
            for left in (Path(f"{copy}-wal"), Path(f"{copy}-shm")):
                left.unlink(missing_ok=True)
            first_id = (large + 1 + number * people * chosen.texts) * TRANSCRIPT
            few += asyncio.run(one_round(copy, books, load(told, strangers(small, people, 1, number)[0], first_id)))
            many += asyncio.run(one_round(grown, books, load(told, drawn[number], first_id)))
    print(f"\nmedians of {len(few)} batches of {min(BATCH, people)} messages, {chosen.rounds} rounds in turns\n")
    print(table(f"{small:,} cases", few, f"{large:,} cases", many))


def table(low: str, few: Sequence[Cost], high: str, many: Sequence[Cost]) -> str:
    """The medians of both, and what the large one takes for each of the small one's, as Markdown."""
    rows: dict[str, tuple[Callable[[Cost], bool], Callable[[Cost], float]]] = {
        "Engine.hear": (lambda cost: True, lambda cost: cost.hear),
        "- somebody's first text after a long time": (lambda cost: cost.is_first, lambda cost: cost.hear),
        "- their texts after that": (lambda cost: not cost.is_first, lambda cost: cost.hear),
        "marking replies delivered": (lambda cost: True, lambda cost: cost.delivered),
    }
    lines = [f"| ms per message | {low} | {high} | ratio |", "| --- | ---: | ---: | ---: |"]
    for label, (counts, value) in rows.items():
        less, more = (median(value(cost) for cost in costs if counts(cost)) for costs in (few, many))
        lines.append(f"| {label} | {less:.3f} | {more:.3f} | {more / less:.2f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
