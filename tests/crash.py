"""Kills the bot again and again while people talk with it, and counts what that costs them.

By hand: `python -m tests.crash --kills 500`. The test suite does the same with fewer.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import math
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.botapi import BotApi
from tests.phone import ROOT, as_kept, environment, rows

PEOPLE = range(1001, 1021)

LONGEST_START = 120.0
"""Seconds from a start to its first call: two, unless the machine is very busy."""

STANDSTILL = 20.0
"""Seconds without a delivery after which nothing more is expected."""


@dataclass
class Figures:
    """What a run came to."""

    kills: int = 0
    updates: int = 0
    lost: int = 0
    """Updates that left no line in the transcript."""
    twice: int = 0
    """Updates that left more than one."""
    out_of_order: int = 0
    """Persons whose updates were heard, or whose messages arrived, in another order."""
    replies: int = 0
    missing: int = 0
    """Committed messages that never arrived."""
    repeated: int = 0
    """Messages that arrived twice."""
    in_flight: int = 0
    """Messages that had arrived when the bot was killed, but that it had not yet put on disk as sent."""
    failed: int = 0
    """Events that the flow could not deal with."""
    seconds: float = 0.0
    starts: list[float] = field(default_factory=list)
    """Seconds from each start to its first call."""

    @property
    def flawless(self) -> bool:
        """Nothing lost, nothing twice, all in order, no more repeated than was in flight."""
        broken = self.lost + self.twice + self.out_of_order + self.missing + self.failed
        return not broken and self.repeated <= self.in_flight


class People:
    """Some who talk all the time: texts, and now and then a button."""

    def __init__(self, api: BotApi, seed: int) -> None:
        self.api = api
        self.random = random.Random(seed)
        self.pushed: dict[int, list[int]] = {number: [] for number in PEOPLE}
        self._pressed: set[tuple[int, int]] = set()

    @contextlib.asynccontextmanager
    async def talking(self) -> AsyncIterator[None]:
        """They talk while the block runs."""
        tasks = [asyncio.create_task(self._talk(number)) for number in PEOPLE]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _talk(self, number: int) -> None:
        self._act(number, "/start")
        for turn in range(1_000_000):
            await asyncio.sleep(self.random.uniform(0.5, 5.5))
            if not (self.random.random() < 0.3 and self._press(number)):
                self._act(number, self.random.choice(("I agree", "Maple SNF", "3", f"A thought, number {turn}.", "1")))

    def _act(self, number: int, text: str) -> None:
        update = self.api.user(number).says(text).update_id
        assert update is not None
        self.pushed[number].append(update)

    def _press(self, number: int) -> bool:
        """Presses a button of the newest message that has some, once."""
        person = self.api.user(number)
        shown = next((sent for sent in reversed(self.api.accepted(number)) if sent.buttons), None)
        if shown is None or (number, shown.message_id) in self._pressed:
            return False
        self._pressed.add((number, shown.message_id))
        update = person.presses(data=self.random.choice(shown.buttons).data, message=shown).update_id
        assert update is not None
        self.pushed[number].append(update)
        return True


async def _start(api: BotApi, folder: Path) -> asyncio.subprocess.Process:
    log = (folder / "log.txt").open("ab")
    with log:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment(api.root, folder), stdout=log, stderr=log
        )  # fmt: skip


async def _until_it_polls(api: BotApi, before: int) -> None:
    since = time.monotonic()
    while api.count().get("calls.getupdates", 0) <= before:
        if time.monotonic() - since > LONGEST_START:
            raise TimeoutError("the bot does not poll")
        await asyncio.sleep(0.005)


async def _until_it_is_quiet(api: BotApi) -> None:
    """Until the server has dealt with what the bot had sent when it died."""
    calls = -1
    while calls != (calls := api.count()["calls"]):
        await asyncio.sleep(0.05)


async def run(folder: Path, kills: int, seed: int = 0, seconds: float = math.inf) -> Figures:
    """Kills the bot so many times, or as often as the seconds allow, lets it finish, and looks at what is left."""
    figures, chance, began = Figures(), random.Random(seed), time.monotonic()
    async with BotApi(seed=seed) as api:
        people = People(api, seed)
        async with people.talking():
            while figures.kills < kills and time.monotonic() - began < seconds:
                figures.kills += 1
                polls, started = api.count().get("calls.getupdates", 0), time.monotonic()
                process = await _start(api, folder)
                await _until_it_polls(api, polls)
                figures.starts.append(round(time.monotonic() - started, 2))
                await asyncio.sleep(chance.uniform(0, 1.2) if chance.random() < 0.7 else chance.uniform(0, 0.1))
                process.send_signal(signal.SIGKILL)
                await process.wait()
                await _until_it_is_quiet(api)
                figures.in_flight += _in_flight(api, folder)
        await _finish(api, folder)
        _look(figures, people, folder)
    figures.seconds = round(time.monotonic() - began, 1)
    return figures


def _in_flight(api: BotApi, folder: Path) -> int:
    """How many messages have arrived that a copy of what the kill left does not know as sent.

    A copy, because a database that is looked at is put in order by that.
    """
    with tempfile.TemporaryDirectory() as name:
        for file in folder.glob("goodterms.db*"):
            shutil.copy(file, name)
        return sum(_unmarked(api, Path(name), number) for number in PEOPLE)


def _unmarked(api: BotApi, copy: Path, number: int) -> int:
    marked = "SELECT coalesce(title, text), sent_at IS NOT NULL FROM messages JOIN persons ON persons.id = person_id"
    query = f"{marked} WHERE persons.key = ? AND direction = 'out' ORDER BY messages.id"
    said = rows(copy, query, f"telegram:{number}")
    place, _ = _places([text for text, _ in said], _arrived(api, number))
    return sum(1 for _, is_marked in said[:place] if not is_marked)


def _arrived(api: BotApi, number: int) -> list[str]:
    """What somebody got, as it was committed."""
    return [as_kept(sent) for sent in api.accepted(number)]


async def _finish(api: BotApi, folder: Path) -> None:
    """One more start, without a kill: until all is heard and said."""
    process = await _start(api, folder)
    try:
        await api.settled(quiet=1.5, timeout=180)
        left, since = _left(folder), time.monotonic()
        while left and time.monotonic() - since < STANDSTILL:
            await asyncio.sleep(0.1)
            if (now_left := _left(folder)) != left:
                left, since = now_left, time.monotonic()
    finally:
        process.terminate()
        await process.wait()


def _left(folder: Path) -> int:
    """How many messages wait; a chat that has many gets one a second."""
    count: int = rows(folder, "SELECT count(*) FROM messages WHERE direction = 'out' AND sent_at IS NULL")[0][0]
    return count


def _look(figures: Figures, people: People, folder: Path) -> None:
    figures.failed = rows(folder, "SELECT count(*) FROM dead_letters")[0][0]
    for number, pushed in people.pushed.items():
        key = f"telegram:{number}"
        of_person = "FROM messages JOIN persons ON persons.id = person_id WHERE persons.key = ? AND direction = ?"
        heard = [one for (one,) in rows(folder, f"SELECT update_id {of_person} ORDER BY messages.id", key, "in")]
        shown = f"SELECT coalesce(title, text) {of_person} ORDER BY messages.id"
        said = [one for (one,) in rows(folder, shown, key, "out")]
        figures.updates += len(pushed)
        figures.lost += len(set(pushed) - set(heard))
        figures.twice += len(heard) - len(set(heard))
        figures.replies += len(said)
        place, repeated = _places(said, arrived := _arrived(people.api, number))
        in_order = place + repeated == len(arrived)
        figures.missing += len(said) - place if in_order else 0
        figures.repeated += repeated
        figures.out_of_order += heard != sorted(heard, key=pushed.index) or not in_order


def _places(said: list[str], arrived: list[str]) -> tuple[int, int]:
    """How many of the messages arrived in their order, and how many of them again, each right after itself."""
    place = repeated = 0
    for text in arrived:
        if place < len(said) and _is(text, said[place]):
            place += 1
        elif place and _is(text, said[place - 1]):
            repeated += 1
        else:
            break
    return place, repeated


def _is(arrived: str, said: str) -> bool:
    """Whether a message is the one that was committed; below an exercise stands how far it has come."""
    return arrived == said or arrived.startswith(f"{said}\n\n")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(2)))
    parser.add_argument("--minutes", type=float, default=math.inf, help="no more kills after so long")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(run(Path(folder), options.kills, options.seed, 60 * options.minutes))
        starts = sorted(figures.starts)
        print(json.dumps(asdict(figures) | {"starts": f"median {starts[len(starts) // 2]} s"}, indent=1))
        if not figures.flawless:
            print((Path(folder) / "log.txt").read_text("utf-8")[-3000:])
            sys.exit(1)


if __name__ == "__main__":
    main()
