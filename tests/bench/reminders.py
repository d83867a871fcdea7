"""Ten thousand reminders due in the same second among a million that wait, and a kill in the middle.

    python -m tests.bench.reminders [--waiting N] [--due N] [--idle SECONDS] [--folder FOLDER]

Run by hand, from the root of the repository; six minutes for ten thousand, because Telegram takes thirty
a second. Against the local Bot API server of the tests, over HTTP on loopback, on a real clock.

Before anything is due, people write to the bot at 20 texts a second, which tells how long a reply takes
when nothing else is going on. They go on during the drain. When half of the reminders have arrived, the
bot gets a SIGKILL and is started again. Then it is counted what came to whom.

Those that wait belong to a person each, of whom nothing but the row and the reminder is there: they are
not looked at, which is the point. Those that are due belong to people in the middle of a real talk, who
chose that minute. What is measured is the bot's process; server and people live in this one.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import sqlite3
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from time import monotonic
from typing import Any

from flows.conversation import advance, begin
from flows.model import Event, EventKind, Person
from storage.codec import compact, pack_case, pack_person
from storage.migrate import migrate
from tests.botapi import BotApi
from tests.phone import ROOT, address, environment, rows
from tests.walking import BOOKS

CHUNK = 20_000
FIRST_DUE, FIRST_TALKER = 10_000_000, 20_000_000
TALKERS, TEXTS_A_SECOND = 200, 20
NAME = "stopped_2"
UNSENT = "SELECT count(*) FROM messages WHERE sent_at IS NULL AND direction = 'out'"


@dataclass
class Figures:
    """What a run came to; times in seconds from the moment at which all were due, waits in milliseconds."""

    waiting: int
    due: int
    idle: list[float] = field(default_factory=list)
    draining: list[float] = field(default_factory=list)
    first_in_outbox: float = 0.0
    all_in_outbox: float = 0.0
    all_arrived: float = 0.0
    memory_before: float = 0.0
    memory_at_most: float = 0.0
    lost: int = 0
    twice: int = 0
    """Arrived twice: sent, and killed before that was on disk."""
    twice_in_outbox: int = 0

    def table(self) -> str:
        """As Markdown."""
        lines = {
            "from due to the first in the outbox": f"{self.first_in_outbox:.1f} s",
            "from due to the last in the outbox, the kill included": f"{self.all_in_outbox:.0f} s",
            "to the last arrival": f"{self.all_arrived:.0f} s",
            "memory before, and at most": f"{self.memory_before:.0f} and {self.memory_at_most:.0f} MB",
            "a reply with nothing going on, p50 and p99": _waits(self.idle),
            "a reply during the drain, p50 and p99": _waits(self.draining),
            "lost, brought twice, arrived twice": f"{self.lost}, {self.twice_in_outbox}, {self.twice}",
        }
        head = f"| {self.waiting:,} wait, {self.due:,} are due in one second | |\n|---|---:|\n"
        return head + "\n".join(f"| {what} | {figure} |" for what, figure in lines.items())


def _waits(waits: list[float]) -> str:
    cuts = quantiles(waits, n=100)
    return f"{cuts[49]:.1f} and {cuts[98]:.1f} ms"


# -- the database ---------------------------------------------------------------------------------


def talker(at: datetime) -> Person:
    """Somebody in the middle of a talk that the real flow has led."""
    person = begin("telegram:0", Event("telegram:0", at, EventKind.TEXT))
    for text in ("/start", "I agree", "Maple SNF", "1"):
        person = advance(BOOKS, person, Event(person.key, at, EventKind.TEXT, text)).person
    return person


def fill(file: Path, waiting: int, due: int, due_at: datetime) -> None:
    """Writes those who wait, and those who chose this minute, into an empty database."""
    database = sqlite3.connect(file, isolation_level=None)
    try:
        for pragma in ("synchronous = OFF", "cache_size = -200000", "foreign_keys = OFF"):
            database.execute(f"PRAGMA {pragma}")
        for first in range(1, waiting + 1, CHUNK):
            _write(database, _waiting(range(first, min(first + CHUNK, waiting + 1)), due_at))
        for first in range(0, due, CHUNK):
            _write(database, _due(range(FIRST_DUE + first, FIRST_DUE + min(first + CHUNK, due)), due_at))
    finally:
        database.close()


Rows = Iterator[tuple[str, tuple[Any, ...]]]

_PERSON = "INSERT INTO persons (id, key, state, created_at, updated_at) VALUES (?, ?, ?, ?, ?)"
_CASE = "INSERT INTO cases (person_id, number, step, state, created_at, updated_at) VALUES (?, 1, 'reflect', ?, ?, ?)"
_REMINDER = (
    "INSERT INTO reminders (person_id, case_number, name, due_at, wall, zone, chosen, status)"
    f" VALUES (?, 1, '{NAME}', ?, ?, 'UTC', ?, 'waiting')"
)


def _write(database: sqlite3.Connection, made: Rows) -> None:
    by_statement: dict[str, list[tuple[Any, ...]]] = {}
    for statement, row in made:
        by_statement.setdefault(statement, []).append(row)
    database.execute("BEGIN")
    for statement, values in by_statement.items():
        database.executemany(statement, values)
    database.execute("COMMIT")


def _waiting(numbers: range, due_at: datetime) -> Rows:
    at = _moment(due_at)
    for number in numbers:
        later = due_at + timedelta(days=1, seconds=number % 86_400)
        yield _PERSON, (number, f"telegram:{number}", "{}", at, at)
        yield _REMINDER, (number, _moment(later), _wall(later), 0)


def _due(numbers: range, due_at: datetime) -> Rows:
    person = talker(due_at - timedelta(hours=5))
    person = replace(person, reminding=replace(person.reminding, later={f"1:{NAME}": _wall(due_at)}))
    state, case, at = compact(pack_person(person)), compact(pack_case(person.cases[0])), _moment(due_at)
    for number in numbers:
        yield _PERSON, (number, f"telegram:{number}", state, at, at)
        yield _CASE, (number, case, at, at)
        yield _REMINDER, (number, at, _wall(due_at), 1)


def _moment(value: datetime) -> str:
    return value.strftime("%Y-%m-%d %H:%M:%S.%f")


def _wall(value: datetime) -> str:
    return value.strftime("%Y-%m-%dT%H:%M")


# -- the run --------------------------------------------------------------------------------------


class Talkers:
    """People who write now and then, and how long each waits for the first answer."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        self.waits: list[float] = []

    async def talk(self) -> None:
        """They write until this is cancelled."""
        async with asyncio.TaskGroup() as group:
            for number in range(FIRST_TALKER, FIRST_TALKER + TALKERS):
                group.create_task(self._talk(number))

    async def _talk(self, number: int) -> None:
        chance, person = random.Random(number), self.api.user(number)
        pause = TALKERS / TEXTS_A_SECOND
        await asyncio.sleep(chance.uniform(0, pause))
        while True:
            count, began = person.chat.count, monotonic()
            person.says("hm")
            while person.chat.count == count:
                await asyncio.sleep(0.001)
            self.waits.append(1000 * (monotonic() - began))
            await asyncio.sleep(max(0.0, pause - (monotonic() - began)))


@asynccontextmanager
async def talking(api: BotApi) -> AsyncIterator[Talkers]:
    """People write while the block runs."""
    talkers = Talkers(api)
    task = asyncio.create_task(talkers.talk())
    try:
        yield talkers
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def start(api: BotApi, folder: Path) -> asyncio.subprocess.Process:
    """The bot as a process of its own, polling."""
    polls = api.count().get("calls.getupdates", 0)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment(api.root, folder, LOG_LEVEL="error")
    )
    while api.count().get("calls.getupdates", 0) <= polls:
        await asyncio.sleep(0.02)
    return process


def memory(process: asyncio.subprocess.Process, what: str) -> float:
    """Megabytes of a process: VmRSS is what it has, VmHWM the most that it had."""
    status = Path(f"/proc/{process.pid}/status").read_text("ascii")
    return float(next(line.split()[1] for line in status.splitlines() if line.startswith(what))) / 1024


def in_outbox(folder: Path) -> int:
    """How many reminders were committed as messages."""
    return int(rows(folder, "SELECT count(*) FROM messages WHERE kind = 'reminder'")[0][0])


async def run(folder: Path, waiting: int, due: int, idle: float) -> Figures:
    """Everything once; what it came to."""
    figures = Figures(waiting, due)
    await migrate(address(folder))
    fill(folder / "goodterms.db", waiting, 0, datetime.now(UTC))
    due_at = (datetime.now(UTC) + timedelta(seconds=idle + due / 2_000 + 70)).replace(second=0, microsecond=0)
    fill(folder / "goodterms.db", 0, due, due_at)
    async with BotApi(keep=8) as api:
        people = [api.user(number, met=True) for number in range(FIRST_DUE, FIRST_DUE + due)]
        process = await start(api, folder)
        figures.memory_before = memory(process, "VmRSS")
        async with talking(api) as talkers:
            await asyncio.sleep(5)  # their first texts make persons of them
            talkers.waits.clear()
            await asyncio.sleep((due_at - datetime.now(UTC)).total_seconds())
            figures.idle, talkers.waits = talkers.waits, []
            began = monotonic()
            await _until(lambda: in_outbox(folder) > 0)
            figures.first_in_outbox = monotonic() - began
            await _until(lambda: sum(person.chat.count > 0 for person in people) >= due / 2)
            figures.draining = talkers.waits
            figures.memory_at_most = memory(process, "VmHWM")
        process.send_signal(signal.SIGKILL)
        await process.wait()
        process = await start(api, folder)
        await _until(lambda: in_outbox(folder) >= due)
        figures.all_in_outbox = monotonic() - began
        await _until(
            lambda: rows(folder, "SELECT count(*) FROM messages WHERE sent_at IS NULL AND direction = 'out'") == [(0,)]
        )
        figures.all_arrived = monotonic() - began
        await asyncio.sleep(2)
        process.terminate()
        await process.wait()
        figures.twice_in_outbox = in_outbox(folder) - due
        figures.lost = sum(person.chat.count == 0 for person in people)
        figures.twice = sum(person.chat.count > 1 for person in people)
    return figures


async def _until(true: Any) -> None:
    while not true():
        await asyncio.sleep(0.2)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.reminders", description=__doc__.splitlines()[0])
    parser.add_argument("--waiting", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=10_000)
    parser.add_argument("--idle", type=float, default=60, help="seconds of replies before anything is due")
    parser.add_argument("--folder", type=Path, default=None, help="where the database lies; on a disk")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder, prefix="reminders-") as folder:
        print(asyncio.run(run(Path(folder), chosen.waiting, chosen.due, chosen.idle)).table())


if __name__ == "__main__":
    main()
