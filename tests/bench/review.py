"""How long the coach's desk takes as the database grows: queue, a conversation, search as you type, overview.

    python -m tests.bench.review [--cases N [N ...]] [--rounds N] [--seconds S] [--folder FOLDER]

    python -m tests.bench.review --cases 50000 1000000      # 20 million messages; 12 GB free, some minutes to fill

Run by hand, from the root of the repository. The database is that of `tests.bench.growth`: 20 messages a case,
here with words of their own in what people say, as frequent as words are (Zipf). A third of the people share
all, a third the flagged moments, a third nothing; a tenth of the cases have something flagged, a quarter of what
is shared was reviewed; steps, kinds and outcomes are spread unevenly, the rarest over a few cases only.
One case has 10,000 messages. The overview is of five years with something on each day.

Each line is one thing that the desk does, the log's line included: median and 95th in milliseconds of --rounds,
or of as many as --seconds allow, and how much of the median the processor was at work for it: the rest is waiting
for the disk, and on a busy machine for others.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from bot.engine import Books, Engine
from bot.reviewing import Reviewing
from bot.texts import load_books
from flows import course
from flows.kinds import KINDS
from flows.model import Event, EventKind
from storage.database import Database
from storage.migrate import migrate
from storage.review import tables as review
from storage.review.values import ORDINARY, RISKS, SAMPLED, SETTLED, Filter, Place
from tests.bench.growth import TRANSCRIPT, Row, Talk, fill, key_of, moment, talks, write

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
YEARS = 5
WORDS, SAID = 30_000, 10
"""Words that people use, and how many of them stand in a message."""
LONG = 10_000
"""Messages of the longest conversation."""
CHUNK = 20_000

STEPS = (*course.WAY, "keep", "renegotiate", "take_break", "undecided", "patient", "debrief")
OUTCOMES = ("parted", "kept", "renegotiated", "paused", "patient", "open")
LESSER = ("impulse", "patient")
"""Flags that make no risk."""

INDEX = (
    "INSERT INTO search (rowid, text) SELECT m.id, text FROM messages m JOIN shared s ON s.conversation = m.case_id"
    " WHERE s.level = 'all' OR m.id IN (SELECT message_id FROM flags)"
)


class Vocabulary:
    """Words as people use them: few often, many seldom. The bot's own come first, made-up ones after them."""

    def __init__(self, books: Books, chance: random.Random) -> None:
        used = Counter(
            word
            for wordings in books["en"].texts.values()
            for wording in wordings
            for word in re.findall(r"[a-z]{2,}", str(wording).lower())
        )
        syllables = [first + second for first in "bdfgklmnprstvw" for second in ("a", "e", "i", "o", "u", "er", "in")]
        made = ("".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in iter(int, 1))
        self.words = [word for word, _ in used.most_common()]
        while len(self.words) < WORDS:
            self.words = list(dict.fromkeys([*self.words, *(next(made) for _ in range(WORDS))]))
        self.words = self.words[:WORDS]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(WORDS)))
        self._chance = chance

    def some(self, number: int) -> list[str]:
        """So many words."""
        return self._chance.choices(self.words, cum_weights=self._weights, k=number)

    def reword(self, row: Row) -> Row:
        """What a person said, with words of their own, and one that only they use."""
        if row["direction"] == "in":
            row["text"] = f"{row['text']} {' '.join(self.some(SAID))} case{row['case_id']}"
        return row


@dataclass(frozen=True)
class Tilt:
    """Some values, the first ones often and the last ones seldom."""

    values: Sequence[str]

    def of(self, number: int) -> str:
        """The value of a case: the same one for the same number."""
        place, share = 0, number * 2_654_435_761 % 2**32 / 2**32
        while share > 0.5 and place < len(self.values) - 1:
            place, share = place + 1, share * 2 - 1
        return self.values[place]


def share(file: Path, cases: int) -> None:
    """Lets two thirds of the people share what they share, and tells one conversation at length."""
    database = sqlite3.connect(file, isolation_level=None)
    for pragma in ("synchronous = OFF", "cache_size = -500000", "foreign_keys = OFF", "journal_mode = MEMORY"):
        database.execute(f"PRAGMA {pragma}")
    database.execute("BEGIN")
    _lengthen(database, cases)
    for first in range(1, cases + 1, CHUNK):
        numbers = range(first, min(first + CHUNK, cases + 1))
        write(database, review.flags, [row for number in numbers for row in _flags(number)])
        write(database, review.shared, [_shared(number) for number in numbers if _level(number)])
        done = [row for number in numbers if _level(number) and _is_reviewed(number) for row in _review(number)]
        write(database, review.reviews, done)
        write(database, review.flagged, [row for number in numbers if _level(number) for row in _flagged(number)])
    _tally(database, cases)
    database.execute(INDEX)
    for level, table in (("all", "ALL"), ("flagged", "FLAGGED")):
        statement = "UPDATE persons SET state = json_set(state, '$.sharing', ?) WHERE id % 3 = ?"
        database.execute(statement, (level, 1 if table == "ALL" else 2))
    database.execute("COMMIT")
    database.execute("PRAGMA journal_mode = WAL")
    database.close()


def _level(number: int) -> str | None:
    flagged = "flagged" if _kinds(number) else None
    return ("all", flagged, None)[(number - 1) % 3]


def _kinds(number: int) -> tuple[str, ...]:
    """What is flagged in a case."""
    risk = (Tilt(RISKS[::-1]).of(number),) if number % 10 == 0 else ()
    return risk + ((LESSER[number % 1_000 == 0],) if number % 7 == 0 else ())


def _is_reviewed(number: int) -> bool:
    return number % 4 == 0


def _at(number: int) -> datetime:
    return NOW - timedelta(minutes=number * 7_919 % (YEARS * 365 * 1_440))


def _flags(number: int) -> Iterator[Row]:
    for kind in _kinds(number):
        for place in (1, 2, 3):
            message = (number - 1) * TRANSCRIPT + place
            yield {"message_id": message, "kind": kind, "conversation": number, "at": moment(_at(number))}


def _flagged(number: int) -> Iterator[Row]:
    for kind in _kinds(number):
        yield {"conversation": number, "kind": kind, "rank": _rank(number), "at": moment(_at(number))}


def _rank(number: int) -> int:
    risks = [RISKS.index(kind) for kind in _kinds(number) if kind in RISKS]
    return SETTLED if _is_reviewed(number) else min(risks, default=SAMPLED if number % 10 == 7 else ORDINARY)


def _shared(number: int) -> Row:
    step, is_whole = Tilt(STEPS).of(number), _level(number) == "all"
    return {
        "conversation": number, "person_id": number, "case_id": number, "level": _level(number), "rank": _rank(number),
        "at": moment(_at(number)), "step": step, "kind": Tilt(tuple(KINDS)).of(number * 3) if is_whole else None,
        "outcome": Tilt(OUTCOMES).of(number * 5) if is_whole and step in ("closed", "debrief") else None,
    }  # fmt: skip


def _review(number: int) -> Iterator[Row]:
    yield {"conversation": number, "person_id": number, "coach": "telegram:9", "at": moment(_at(number))}


def _lengthen(database: sqlite3.Connection, case: int) -> None:
    """Makes a conversation long: one that is shared as a whole, near the end."""
    case -= (case - 1) % 3
    columns = "person_id, case_id, at, direction, kind, text, step"
    database.execute(
        f"WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {LONG - TRANSCRIPT})"
        f" INSERT INTO messages ({columns}) SELECT {columns} FROM messages, n WHERE id = {case * TRANSCRIPT}"
    )


def _tally(database: sqlite3.Connection, cases: int) -> None:
    """Something of everything on every day."""
    facts = [("reached", step) for step in course.WAY] + [("stands", step) for step in STEPS]
    facts += [("outcome", name) for name in (*OUTCOMES, course.NONE)] + [
        ("people", name) for name in ("came", "agreed")
    ]
    facts += [("decided", span) for span in (*course.SPANS, course.LONGER)] + [("cases", "begun")]
    facts += [("pause", name) for name in ("offered", "taken", "overridden", "unanswered", "not_needed")]
    ways = ("breathe", "twenty_minutes", "morning", "three_days")
    bare = list(facts)
    facts += [(name, way) for name in ("way", "cooled", "still_hot") for way in ways]
    facts += [(name, f"{heat}") for name in ("heat_before", "heat_after") for heat in range(11)]
    facts += [("points", f"{points}") for points in range(7)]
    facts += [(name, held) for name in ("first_sitting", "last_sitting") for held in ("held", "not_yet")]
    days = [NOW.date() - timedelta(days=day) for day in range(YEARS * 365)]
    months = sorted({day.replace(day=1) for day in days})
    each = max(cases // 3 // len(days), 1)
    rows = [_total(True, day, fact, each) for day in days for fact in facts]
    rows += [_total(False, month, fact, 60 * each) for month in months for fact in bare]
    write(database, review.tallies, sorted(rows, key=lambda row: (row["shared"], row["name"], row["value"])))  # type: ignore[arg-type]


def _total(shared: bool, day: date, fact: course.Fact, count: int) -> Row:
    return {"shared": shared, "day": day.isoformat(), "name": fact[0], "value": fact[1], "count": count}


@dataclass(frozen=True)
class Cost:
    """What something takes, in milliseconds: median, 95th, and the processor's share of the median."""

    median: float
    slow: float
    work: float

    def __str__(self) -> str:
        return f"{self.median:.1f} / {self.slow:.1f} ({self.work:.1f})"


class Bench:
    """The desk on a large database, and what is asked of it."""

    def __init__(self, database: Database, cases: int, rounds: int, seconds: float, words: Vocabulary) -> None:
        self._database, self._cases, self._rounds, self._seconds, self._words = database, cases, rounds, seconds, words
        self._chance = random.Random(5)
        self._engine = Engine(database, load_books(), source="telegram:42")
        self._desk = Reviewing(database, self._engine, lambda: NOW, "telegram:9")
        self._long = cases - (cases - 1) % 3

    async def measure(self, places: dict[str, Place]) -> dict[str, Cost]:
        """What everything costs that the desk does."""
        figures = {}
        for name, act in {**self._queues(places), **self._readings(), **self._searches(), **self._overviews()}.items():
            figures[name] = await self._timed(act)
        figures["taking it back"] = await self._timed(lambda: self._takes_back(self._anybody()), 5)
        return figures

    def _queues(self, places: dict[str, Place]) -> dict[str, Callable[[], Awaitable[object]]]:
        desk, pick = self._desk, self._chance.choice
        return {
            "queue, first page": desk.queue,
            "queue, in the middle": lambda: desk.queue(after=places["middle"]),
            "queue, near the end": lambda: desk.queue(after=places["end"]),
            "queue of a step": lambda: desk.queue(Filter(step=pick(STEPS))),
            "queue of a kind": lambda: desk.queue(Filter(kind=pick(list(KINDS)))),
            "queue of an outcome": lambda: desk.queue(Filter(outcome=pick(OUTCOMES))),
            "queue of a signal": lambda: desk.queue(Filter(signal=pick((*RISKS, *LESSER)))),
            "queue, reviewed": lambda: desk.queue(Filter(reviewed=True)),
            "queue, not reviewed": lambda: desk.queue(Filter(reviewed=False)),
            "queue by all at once": lambda: desk.queue(
                Filter(pick(STEPS), pick(OUTCOMES), pick(list(KINDS)), pick((*RISKS, *LESSER)), pick((True, False)))
            ),
            "queue by two, in the middle": lambda: desk.queue(
                Filter(kind=pick(list(KINDS)), signal=pick((*RISKS, *LESSER))), after=places["middle"]
            ),
        }

    def _readings(self) -> dict[str, Callable[[], Awaitable[object]]]:
        desk, long = self._desk, self._long
        first_of_many = self._cases * TRANSCRIPT + 1
        return {
            "a conversation": lambda: desk.open(self._anybody()),
            "a conversation of 10,000": lambda: desk.open(long),
            "... a page from its middle": lambda: desk.lines(long, after=first_of_many + LONG // 2),
            "... its last page, upwards": lambda: desk.lines(long, before=first_of_many + LONG),
        }

    def _searches(self) -> dict[str, Callable[[], Awaitable[object]]]:
        desk, words, chance = self._desk, self._words, self._chance

        def typed(word: str) -> str:
            return word[: chance.randint(2, len(word))]

        return {
            "search, a word of one case": lambda: desk.search(f"case{self._anybody()}"),
            "search, one of the commonest": lambda: desk.search(chance.choice(words.words[:50])),
            "search, as you type, letter by letter": lambda: desk.search(typed(words.some(1)[0])),
            "search, as you type a rare word": lambda: desk.search(typed(chance.choice(words.words))),
            "search, as you type the second word": lambda: desk.search(f"{words.some(1)[0]} {typed(words.some(1)[0])}"),
            "search, a common and a rare word": lambda: desk.search(f"{words.words[0]} case{self._anybody()}"),
            "search, three words": lambda: desk.search(" ".join(words.some(3))),
        }

    def _overviews(self) -> dict[str, Callable[[], Awaitable[object]]]:
        begin = NOW.date() - timedelta(days=YEARS * 365)
        return {
            "overview of five years": lambda: self._desk.overview(begin, NOW.date()),
            "overview of a month": lambda: self._desk.overview(NOW.date() - timedelta(days=30), NOW.date()),
        }

    def _anybody(self) -> int:
        return 3 * self._chance.randrange(self._cases // 3) + 1

    async def _takes_back(self, person: int) -> None:
        for text in ("/privacy", "1"):
            await self._engine.hear([Event(key_of(person), NOW, EventKind.TEXT, text)])

    async def _timed(self, act: Callable[[], Awaitable[object]], most: int | None = None) -> Cost:
        await act()  # statements get compiled
        took, worked = list[float](), list[float]()
        end = perf_counter() + self._seconds
        while len(took) < (most or self._rounds) and (perf_counter() < end or len(took) < 5):
            start, work = perf_counter(), process_time()
            await act()
            took.append(1000 * (perf_counter() - start))
            worked.append(1000 * (process_time() - work))
        took.sort()
        return Cost(median(took), took[min(len(took) - 1, int(len(took) * 0.95))], median(worked))


def places(file: Path) -> dict[str, Place]:
    """Places deep in the queue."""
    database = sqlite3.connect(file)
    (there,) = database.execute("SELECT count(*) FROM shared").fetchone()
    asked = "SELECT rank, at, conversation FROM shared ORDER BY rank, at DESC, conversation DESC LIMIT 1 OFFSET ?"
    found = {}
    for name, offset in (("middle", there // 2), ("end", there - 200)):
        rank, at, conversation = database.execute(asked, (offset,)).fetchone()
        found[name] = Place(rank, datetime.fromisoformat(at).replace(tzinfo=UTC), conversation)
    database.close()
    return found


async def measured(file: Path, cases: int, rounds: int, seconds: float, words: Vocabulary) -> dict[str, Cost]:
    """The figures of one database."""
    async with await Database.open(f"sqlite+aiosqlite:///{file}") as database:
        return await Bench(database, cases, rounds, seconds, words).measure(places(file))


def filled(file: Path, cases: int, told: Sequence[Talk], words: Vocabulary) -> None:
    """Makes the database, unless it is there already."""
    if file.exists():
        return
    began = perf_counter()
    asyncio.run(migrate(f"sqlite+aiosqlite:///{file}"))
    fill(file, told, cases, words.reword)
    share(file, cases)
    size = file.stat().st_size / 1e6
    print(f"{cases:,} cases: {size:,.0f} MB, filled in {perf_counter() - began:.0f} s", flush=True)


def main() -> None:
    """Fills a database of each size, measures, and prints a table."""
    parser = argparse.ArgumentParser(description="how long the coach's desk takes as the database grows")
    parser.add_argument("--cases", type=int, nargs="+", default=(1_000, 50_000))
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=20, help="for each thing that the desk does, at most")
    parser.add_argument("--folder", type=Path, default=None, help="where the databases lie; on a disk")
    parser.add_argument("--keep", action="store_true", help="leave them there, and take what is there already")
    chosen = parser.parse_args()
    books = load_books()
    told = talks(books, 1)
    columns: list[dict[str, Cost]] = []
    with tempfile.TemporaryDirectory(dir=chosen.folder, prefix="review-") as name:
        for cases in chosen.cases:
            words = Vocabulary(books, random.Random(3))
            file = (chosen.folder if chosen.keep else Path(name)) / f"review-{cases}.db"
            filled(file, cases, told, words)
            columns.append(asyncio.run(measured(file, cases, chosen.rounds, chosen.seconds, words)))
            if not chosen.keep:
                file.unlink()
    print("\n| ms: median / 95th (at work) | " + " | ".join(f"{cases:,} cases" for cases in chosen.cases) + " |")
    print("|---|" + "---:|" * len(columns))
    for line in columns[0]:
        print(f"| {line} | " + " | ".join(f"{column[line]}" for column in columns) + " |")


if __name__ == "__main__":
    main()
