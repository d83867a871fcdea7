"""Our bot beside what people commonly build, over HTTP on loopback, against the same Bot API server.

    pip install python-telegram-bot aiohttp psutil aiogram redis
    apt-get install redis-server
    python -m tests.bench.telegram_crowd [--rounds N] [--people N] [--only NAME ...] [--folder FOLDER]

Run by hand, from the root of the repository; about seven minutes a round. What is missing (aiogram,
redis-server, `goodterms run`) is left out with a line that says so.

Who takes part: `goodterms run` as it is, every message on disk before it is answered; the bots in
`peers/`, each as its library's documentation shows it, with defaults: python-telegram-bot that keeps
nothing, its ConversationHandler with PicklePersistence, aiogram that keeps nothing, aiogram's state
machine in Redis with `appendfsync always`; and a loop on aiohttp without any framework, which shows
that neither the server nor the machine is the limit. `--only goodterms unread` shows what reading costs: the
text of the longer crowd must be read by the encoder, and the second of these bots has none.

A run of one bot, in a fresh folder:
 1. Start: it is started while a text waits; the clock stops at the first reply.
 2. Warm-up, not timed: everybody says something once.
 3. The crowd: all the people's texts stand in the queue before the bot can fetch the first of them.
    The wait of each begins at that moment.
 4. The longer crowd: the same with a text that this bot answers with two messages.
 5. Single texts: 30 a second from one person after the other, the wait of each from its own moment.
A second run, in another fresh folder, warms up alike, and when half of the crowd has its reply the bot
gets a SIGKILL, is started again and may finish. Then it is looked for: texts that nobody ever answers;
people of whom something is forgotten that was answered before; and people who got a reply twice.
PicklePersistence writes once a minute, and the kill comes within the first: that is the minute that any
crash loses. Rounds are interleaved, so whatever else the machine does falls on all alike; every figure
is the median of the rounds.

What is fair: a reply is the first message to a person after their text, as the server accepts it. The
peers answer each text with one message. This bot says what the moment needs: four messages to /start,
two to most answers, and it takes buttons away once they are answered. So its people are not newcomers;
its database holds their talk up to a place where each text is an answer that is kept and is met by one
message, without buttons (see `halfway.py`). It is a real turn all the same: detectors, answer, case,
transcript and outbox are committed before anything is said. The longer crowd says that it does not
understand, which is met by two messages; how many there were, and how many calls of the API, is counted
beside the replies. Between the parts there is a rest, because this bot holds a chat to about a message a
second after a burst, as Telegram asks; no peer does. CPU is that of the bot with everything that it
starts, and of Redis where there is one; so is memory. The server and the people live in the process of
this script, on another core, and their work is in nobody's figures but everybody's way. What the bots
keep lies in a temporary folder, which must be on a real disk (`--folder`), or those that keep something
are flattered.

The last column, "others", is the share of the machine that went to processes of nobody here while the
crowd was served. Where it is much, only the CPU, the memory and the losses mean something; where it
differs from bot to bot, their speeds can't be compared. Best run where nothing else does.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import importlib.util
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep
from typing import Any

import psutil

from tests.bench.halfway import LONGER, TEXT, prepare
from tests.botapi import BotApi
from tests.botapi.world import Chat, Sent

ROOT = Path(__file__).parents[2]
PEERS = Path(__file__).parent / "peers"
TOKEN = "42:TEST"
DATABASE = "kept.db"
STRANGER = 999
FIRST_PERSON = 1_000
KEPT_MESSAGES = 8
"""What the server remembers of a chat: enough to edit in, little enough for a long run."""

SINGLES_A_SECOND = 30
QUIET = 1.5
"""Seconds of silence that mean that all is said: longer than the pause between paced messages."""
REST = 4.0
CALM = 0.1
"""Share of the machine that may be busy with other things when a crowd begins."""
LONGEST_CROWD = 90.0
LONGEST_START = 30.0
LONGEST_RUN = 300.0


class Trouble(Exception):
    """A bot could not be measured; the text says why."""


@dataclass(frozen=True)
class Bot:
    """One that takes part: how it is started, and what it is expected to remember."""

    name: str
    title: str
    arguments: tuple[str, ...]
    remembers: str = ""
    """Empty: nothing; "count": it says each person's number of texts; "transcript": in its database."""
    warm_up: str = "/start"
    needs: tuple[str, ...] = ()
    redis: bool = False
    only_named: bool = False
    """Whether it takes part only when it is named."""

    def missing(self) -> str:
        """What is not installed, empty if all is."""
        absent = [module for module in self.needs if importlib.util.find_spec(module) is None]
        if self.redis and shutil.which("redis-server") is None:
            absent.append("redis-server")
        return ", ".join(absent)


BOTS = (
    Bot("goodterms", "this bot, all on disk", ("-m", "bot", "run"), "transcript", warm_up=TEXT),
    Bot(
        "unread", "this bot, without the encoder", ("-m", "tests.bench.unread", "run"), "transcript", warm_up=TEXT,
        only_named=True,
    ),
    Bot("ptb_echo", "PTB echo, keeps nothing", ("ptb_echo.py",), needs=("telegram",)),
    Bot(
        "ptb_conversation", "PTB ConversationHandler, PicklePersistence", ("ptb_conversation.py",), "count",
        needs=("telegram",),
    ),
    Bot("aiogram_echo", "aiogram echo, keeps nothing", ("aiogram_echo.py",), needs=("aiogram",)),
    Bot(
        "aiogram_redis", "aiogram FSM, Redis always on disk", ("aiogram_redis.py",), "count",
        needs=("aiogram", "redis"), redis=True,
    ),
    Bot("ceiling", "no framework, keeps nothing", ("ceiling.py",)),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where a run happens and who is there."""

    people: range
    folder: Path
    """Each run makes one of its own in it."""
    halfway: Path
    """A database in which these people are in the middle of their talk."""


@dataclass
class Crowd:
    """How one crowd went. Waits in milliseconds; speeds from the moment when all had spoken."""

    replies_a_second: float
    messages_a_second: float
    p50: float
    p99: float
    cpu: float
    messages: float
    calls: float
    foreign: float
    """Share of the machine, 0 to 1, that processes had which have no part in this."""


@dataclass
class Figures:
    """What a run comes to."""

    start: float
    crowd: Crowd
    longer: Crowd
    singles: Crowd
    memory: float
    peak: float


@dataclass
class Loss:
    """What a SIGKILL in the middle of the crowd came to, in people; `back` is seconds until the restart speaks."""

    answered_at_kill: float
    never_answered: float
    forgotten: float | None
    twice: float
    back: float


@dataclass
class People:
    """Everybody who chats in a run, with a watch: what was said when, and when the reply was there."""

    api: BotApi
    ids: Sequence[int]
    said: Counter[int] = field(default_factory=Counter)
    heard: Counter[int] = field(default_factory=Counter)
    """Messages to each person since the last text."""
    newest: dict[int, str] = field(default_factory=dict)
    waits: dict[int, float] = field(default_factory=dict)
    kill_at: int = 0
    """With how many replies `victim` gets a SIGKILL; 0 for never."""
    victim: int = 0
    last_message: float = 0.0
    _since: dict[int, float] = field(default_factory=dict)
    _all_answered: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        accept = self.api.world.accept

        def accept_and_note(chat: Chat, *content: Any, **more: Any) -> Sent:
            sent = accept(chat, *content, **more)
            self._note(chat.id, sent.text)
            return sent

        self.api.world.accept = accept_and_note  # type: ignore[method-assign]

    def begin(self) -> None:
        """Forgets the waits of what came before."""
        self.waits.clear()
        self.heard.clear()
        self._since.clear()
        self._all_answered.clear()

    def say_together(self, text: str, ids: Iterable[int]) -> float:
        """Everybody says a text. No bot can fetch any of it before all of it is there: that is the moment."""
        ids = list(ids)
        for person in ids:
            self.api.user(person).says(text)
        now = perf_counter()
        self._since.update(dict.fromkeys(ids, now))
        self.said.update(ids)
        return now

    def say(self, text: str, person: int) -> None:
        """One person says a text."""
        self._since[person] = perf_counter()
        self.said[person] += 1
        self._all_answered.clear()
        self.api.user(person).says(text)

    async def answered(self, timeout: float) -> bool:
        """Waits until everybody who spoke has a reply, or the time is over."""
        if not self._since:
            return True
        try:
            await asyncio.wait_for(self._all_answered.wait(), timeout)
        except TimeoutError:
            return False
        return True

    async def settled(self, quiet: float = QUIET) -> None:
        """Waits until all is confirmed and quiet, or for the longest time that a crowd may take."""
        try:
            await self.api.settled(quiet, LONGEST_CROWD)
        except TimeoutError as error:
            raise Trouble(f"it was still busy after {LONGEST_CROWD:.0f} s") from error

    def _note(self, person: int, text: str) -> None:
        now = self.last_message = perf_counter()
        self.heard[person] += 1
        self.newest[person] = text
        since = self._since.pop(person, None)
        if since is None:
            return
        self.waits[person] = now - since
        if self.kill_at and len(self.waits) == self.kill_at:
            os.kill(self.victim, signal.SIGKILL)
        if not self._since:
            self._all_answered.set()


class Running:
    """A started bot, with Redis where it needs that."""

    def __init__(self, bot: Bot, root: str, folder: Path, redis: psutil.Process | None, redis_url: str) -> None:
        self._bot = bot
        self._root = root
        self._folder = folder
        self._redis = redis
        self._redis_url = redis_url
        self._log = folder / "log.txt"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process id of the bot."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Starts the bot, for the first time or again."""
        first, *rest = self._bot.arguments
        own = [first, *rest] if first == "-m" else [str(PEERS / first), *rest, self._root, TOKEN, str(self._folder)]
        settings = {
            "PYTHONPATH": str(ROOT),
            "TELEGRAM_API_URL": self._root,
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "DATABASE_URL": f"sqlite+aiosqlite:///{self._folder / DATABASE}",
            "LOG_LEVEL": "warning",
            "REDIS_URL": self._redis_url,
        }
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *own],
                cwd=self._folder, env=os.environ | settings, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    def check(self) -> None:
        """Raises Trouble if the bot has ended by itself."""
        if self._process is not None and (status := self._process.poll()) is not None:
            lines = self._log.read_text(errors="replace").strip().splitlines()
            raise Trouble(f"it ended with status {status}: {lines[-1] if lines else 'without a word'}")

    def cpu(self) -> float:
        """Seconds of CPU since the start, of all that belongs to it."""
        return sum(sum(one.cpu_times()[:2]) for one in self._all())

    def ours(self) -> float:
        """Seconds of CPU of everything that belongs to the bench: the bot, and the server with the people."""
        return self.cpu() + sum(psutil.Process().cpu_times()[:2])

    def memory(self) -> tuple[float, float]:
        """Megabytes resident now, and at their peak."""
        peaks = (re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{one.pid}/status").read_text()) for one in self._all())
        now = sum(one.memory_info().rss for one in self._all())
        return now / 1e6, sum(int(peak.group(1)) * 1024 for peak in peaks if peak) / 1e6

    def wait_for_death(self) -> None:
        """Waits until the kill has taken effect."""
        assert self._process is not None
        self._process.wait(10)

    def stop(self) -> None:
        """Asks it to end; ends it if it does not."""
        if self._process is None or self._process.poll() is not None:
            return
        children = psutil.Process(self.pid).children(recursive=True)
        self._process.terminate()
        try:
            self._process.wait(12)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for child in children:
            if child.is_running():
                child.kill()

    def _all(self) -> list[psutil.Process]:
        own = psutil.Process(self.pid)
        return [own, *own.children(recursive=True), *([self._redis] if self._redis else [])]


@contextmanager
def redis_server(folder: Path) -> Iterator[tuple[psutil.Process, str]]:
    """A Redis of our own on a free port that puts every write on disk before it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "port": port, "bind": "127.0.0.1", "dir": folder, "save": "", "appendonly": "yes", "appendfsync": "always",
    }  # fmt: skip
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    server = subprocess.Popen(["redis-server", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            sleep(0.05)
        else:
            raise Trouble("redis-server did not start")
        yield psutil.Process(server.pid), f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)


@asynccontextmanager
async def meeting(bot: Bot, place: Place) -> AsyncIterator[tuple[Running, People, Path]]:
    """A server with people, a bot that is not started yet, and an empty folder for what it keeps."""
    with tempfile.TemporaryDirectory(dir=place.folder) as name:
        kept = Path(name)
        if bot.remembers == "transcript":
            shutil.copy(place.halfway, kept / DATABASE)
        with redis_server(kept) if bot.redis else _no_redis() as (redis, redis_url):
            async with BotApi(TOKEN, keep=KEPT_MESSAGES) as api:
                running = Running(bot, api.root, kept, redis, redis_url)
                try:
                    yield running, People(api, place.people), kept
                finally:
                    running.stop()


@contextmanager
def _no_redis() -> Iterator[tuple[None, str]]:
    yield None, ""


async def start(running: Running, people: People) -> float:
    """Seconds from the start to the first reply, to somebody who was waiting for it."""
    people.begin()
    people.say("/start", STRANGER)
    began = perf_counter()
    running.start()
    while not await people.answered(0.1):
        running.check()
        if perf_counter() - began > LONGEST_START:
            raise Trouble(f"it did not answer within {LONGEST_START:.0f} s")
    return people.last_message - began


async def warm_up(bot: Bot, people: People) -> None:
    """Everybody says something, so that all are known and nothing happens for the first time."""
    people.begin()
    people.say_together(bot.warm_up, people.ids)
    await people.answered(LONGEST_CROWD)
    await people.settled()
    await asyncio.sleep(REST)
    gc.collect()
    gc.freeze()


async def calm(patience: float) -> None:
    """Waits until the machine has a second for us, but not for ever."""
    deadline = perf_counter() + patience
    while perf_counter() < deadline:
        busy = _busy()
        await asyncio.sleep(1)
        if _busy() - busy < CALM * (os.cpu_count() or 1):
            return


def _busy() -> float:
    """Seconds of CPU that the whole machine has worked."""
    times = psutil.cpu_times()
    return float(sum(times[:8]) - times.idle - times.iowait)


class Meter:
    """What a crowd costs, between its making and its reading."""

    def __init__(self, running: Running, people: People) -> None:
        self._running = running
        self._people = people
        self._calls = _calls(people)
        self._began = perf_counter()
        self._before = self._clocks()

    def read(self, answered: float, span: float) -> Crowd:
        """The figures, with the seconds until the last reply and until the last message."""
        waits = sorted(1000 * wait for wait in self._people.waits.values())
        texts, messages = len(waits), sum(self._people.heard.values())
        cuts = quantiles(waits, n=100, method="inclusive")
        cpu, ours, all_of_it = (now - before for now, before in zip(self._clocks(), self._before, strict=True))
        room = (perf_counter() - self._began) * (os.cpu_count() or 1)
        return Crowd(
            texts / answered, messages / span, cuts[49], cuts[98], 1000 * cpu / texts, messages / texts,
            (_calls(self._people) - self._calls) / texts, max(0.0, all_of_it - ours) / room,
        )  # fmt: skip

    def _clocks(self) -> tuple[float, float, float]:
        return self._running.cpu(), self._running.ours(), _busy()


async def crowd(running: Running, people: People, text: str) -> Crowd:
    """Everybody says the same at the same moment."""
    people.begin()
    meter = Meter(running, people)
    since = people.say_together(text, people.ids)
    if not await people.answered(LONGEST_CROWD):
        running.check()
        raise Trouble(f"only {len(people.waits)} of {len(people.ids)} were answered within {LONGEST_CROWD:.0f} s")
    await people.settled()
    return meter.read(max(people.waits.values()), people.last_message - since)


async def singles(running: Running, people: People, seconds: float) -> Crowd:
    """One text after the other, each from somebody else, at an even pace."""
    people.begin()
    meter = Meter(running, people)
    began = perf_counter()
    for number in range(round(seconds * SINGLES_A_SECOND)):
        await asyncio.sleep(began + number / SINGLES_A_SECOND - perf_counter())
        people.say(TEXT, people.ids[number % len(people.ids)])
    if not await people.answered(10):
        raise Trouble(f"{len(people.waits)} single texts were answered, the others were not")
    took = people.last_message - began
    await people.settled()
    return meter.read(took, took)


async def timed(bot: Bot, place: Place, seconds: float, patience: float) -> Figures:
    """The first run: everything that has a clock."""
    async with asyncio.timeout(LONGEST_RUN), meeting(bot, place) as (running, people, _):
        took = await start(running, people)
        await warm_up(bot, people)
        await calm(patience)
        together = await crowd(running, people, TEXT)
        await asyncio.sleep(REST)
        await calm(patience)
        longer = await crowd(running, people, LONGER)
        await asyncio.sleep(REST)
        await calm(patience)
        alone = await singles(running, people, seconds)
        memory, peak = running.memory()
        return Figures(took, together, longer, alone, memory, peak)


async def killed(bot: Bot, place: Place) -> Loss:
    """The second run: a SIGKILL when half of the crowd has its reply, and what comes of it."""
    async with asyncio.timeout(LONGEST_RUN), meeting(bot, place) as (running, people, kept):
        await start(running, people)
        await warm_up(bot, people)
        people.begin()
        people.victim, people.kill_at = running.pid, len(people.ids) // 2
        people.say_together(TEXT, people.ids)
        while len(people.waits) < people.kill_at:
            running.check()
            await asyncio.sleep(0.01)
        running.wait_for_death()
        at_kill = len(people.waits)
        people.kill_at = 0
        began, calls = perf_counter(), _calls(people)
        running.start()
        while _calls(people) == calls:
            running.check()
            await asyncio.sleep(0.01)
        back = perf_counter() - began
        await people.settled(2 * QUIET)
        unanswered = {person for person in people.ids if person not in people.waits}
        twice = sum(1 for person in people.ids if people.heard[person] > 1)
        forgotten = await _forgotten(bot, people, unanswered, kept)
        return Loss(at_kill, len(unanswered), forgotten, twice, back)


async def _forgotten(bot: Bot, people: People, unanswered: set[int], kept: Path) -> int | None:
    """How many people the bot owes more than a lost text: something that it had answered is not known any more."""
    if not bot.remembers:
        return None
    known = _transcript(kept, people) if bot.remembers == "transcript" else await _counted(people)
    return sum(1 for person in people.ids if known[person] < people.said[person] - (person in unanswered))


def _transcript(kept: Path, people: People) -> Counter[int]:
    """Texts of each person that this bot's database has with the number of their update."""
    query = (
        "SELECT key, count(DISTINCT update_id) FROM messages JOIN persons ON persons.id = person_id"
        " WHERE direction = 'in' AND source = ? GROUP BY key"
    )
    database = sqlite3.connect(f"file:{kept / DATABASE}?mode=ro", uri=True)
    try:
        rows = database.execute(query, [f"telegram:{people.api.world.bot['id']}"])
        return Counter({int(key.partition(":")[2]): count for key, count in rows})
    finally:
        database.close()


async def _counted(people: People) -> Counter[int]:
    """Everybody says one more text; the peers answer with the number of texts that they know of."""
    people.begin()
    people.newest.clear()
    people.say_together("again", people.ids)
    await people.settled(2 * QUIET)
    return Counter({person: int(text.partition(":")[0]) for person, text in people.newest.items()})


def _calls(people: People) -> int:
    counters = people.api.counters
    return counters["calls"] - counters["calls.getupdates"]


def middle(runs: Sequence[Any]) -> Any:
    """The median of every figure of several runs."""
    first = runs[0]
    if first is None or isinstance(first, (int, float)):
        return None if first is None else median(runs)
    return type(first)(*(middle([getattr(run, one.name) for run in runs]) for one in fields(first)))


def speed_table(results: dict[Bot, Figures]) -> str:
    """Everything that has a clock, as Markdown."""
    rows = [
        (
            bot.title, f"{run.crowd.replies_a_second:,.0f}", f"{run.crowd.p50:,.0f}", f"{run.crowd.p99:,.0f}",
            f"{run.singles.p50:.1f}", f"{run.singles.p99:.1f}", f"{run.crowd.cpu:.2f}", f"{run.singles.cpu:.2f}",
            f"{run.memory:.0f}", f"{run.peak:.0f}", f"{run.start:.2f}", f"{run.crowd.messages:.2f}",
            f"{run.crowd.calls:.2f}", f"{run.crowd.foreign:.0%}",
        )
        for bot, run in results.items()
    ]  # fmt: skip
    head = (
        "bot", "replies/s", "crowd p50 ms", "p99 ms", "single p50 ms", "p99 ms", "CPU ms/text, crowd", "single",
        "memory MB", "peak MB", "start s", "messages/text", "calls/text", "others",
    )  # fmt: skip
    return _table(head, rows)


def longer_table(results: dict[Bot, Figures]) -> str:
    """The crowd whose text this bot answers with two messages, as Markdown."""
    rows = [
        (
            bot.title, f"{run.longer.replies_a_second:,.0f}", f"{run.longer.messages_a_second:,.0f}",
            f"{run.longer.p50:,.0f}", f"{run.longer.p99:,.0f}", f"{run.longer.cpu:.2f}", f"{run.longer.messages:.2f}",
        )
        for bot, run in results.items()
    ]  # fmt: skip
    return _table(("bot", "replies/s", "messages/s", "p50 ms", "p99 ms", "CPU ms/text", "messages/text"), rows)


def loss_table(results: dict[Bot, Loss]) -> str:
    """What the SIGKILL lost, as Markdown."""
    rows = [
        (
            bot.title, f"{run.answered_at_kill:,.0f}", f"{run.never_answered:,.0f}",
            "keeps nothing" if run.forgotten is None else f"{run.forgotten:,.0f}", f"{run.twice:,.0f}",
            f"{run.back:.2f}",
        )
        for bot, run in results.items()
    ]  # fmt: skip
    head = ("bot", "answered at the kill", "never answered", "people forgotten", "answered twice", "restart s")
    return _table(head, rows)


def goals(results: dict[Bot, Figures]) -> Iterator[str]:
    """Our bot against what it is to reach."""
    named = {bot.name: run for bot, run in results.items()}
    if (own := named.get("goodterms")) is None:
        return
    if aiogram := named.get("aiogram_echo"):
        ratio = own.crowd.replies_a_second / aiogram.crowd.replies_a_second
        yield f"replies per second: {ratio:.2f} times aiogram's with nothing kept (to reach: 1.0)"
    if ptb := named.get("ptb_echo"):
        ratio = own.crowd.replies_a_second / ptb.crowd.replies_a_second
        yield (
            f"against the bare PTB echo: replies per second {ratio:.2f} times (about 2);"
            f" p50 {own.crowd.p50 / ptb.crowd.p50:.2f} times in the crowd,"
            f" {own.singles.p50 / ptb.singles.p50:.2f} single (at most 1.0);"
            f" memory {own.memory / ptb.memory:.2f} times (at most 2.0)"
        )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def measure(chosen: argparse.Namespace, place: Place) -> tuple[dict[Bot, Figures], dict[Bot, Loss]]:
    """All rounds, interleaved; bots that can't take part are left out. Ctrl-C ends it with what there is."""
    speeds: dict[Bot, list[Figures]] = {}
    losses: dict[Bot, list[Loss]] = {}
    taking_part = [bot for bot in BOTS if bot.name in chosen.only or not (chosen.only or bot.only_named)]
    try:
        for number in range(1, chosen.rounds + 1):
            for bot in list(taking_part):
                try:
                    speed, loss = one_bot(bot, place, chosen)
                except (Trouble, TimeoutError) as trouble:
                    taking_part.remove(bot)
                    print(f"LEFT OUT {bot.name}: {trouble or 'it took too long'}", file=sys.stderr)
                    continue
                speeds.setdefault(bot, []).append(speed)
                losses.setdefault(bot, []).append(loss)
                print(f"round {number}, {bot.name}: {speed}; {loss}", file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped before all rounds were done; these are the figures so far.", file=sys.stderr)
    return {bot: middle(runs) for bot, runs in speeds.items()}, {bot: middle(runs) for bot, runs in losses.items()}


def one_bot(bot: Bot, place: Place, chosen: argparse.Namespace) -> tuple[Figures, Loss]:
    """Both runs of one bot."""
    if absent := bot.missing():
        raise Trouble(f"not installed: {absent}")
    if bot.remembers == "transcript" and not place.halfway.exists():
        prepare(place.halfway, place.people)
    try:
        return asyncio.run(timed(bot, place, chosen.singles, chosen.patience)), asyncio.run(killed(bot, place))
    finally:
        gc.unfreeze()


def main() -> None:
    """Runs the rounds and prints the tables."""
    parser = argparse.ArgumentParser(description="this bot beside others, over HTTP on loopback")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--people", type=int, default=1_500)
    parser.add_argument("--singles", type=float, default=10.0, help=f"seconds of {SINGLES_A_SECOND} texts a second")
    parser.add_argument("--only", nargs="*", choices=[bot.name for bot in BOTS], default=[])
    parser.add_argument("--patience", type=float, default=5.0, help="seconds to wait for a calm machine, each time")
    parser.add_argument("--folder", type=Path, default=None, help="where the bots keep what they keep; on a disk")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))  # clean up then too
    with tempfile.TemporaryDirectory(dir=chosen.folder, prefix="crowd-") as name:
        folder = Path(name)
        people = range(FIRST_PERSON, FIRST_PERSON + chosen.people)
        speeds, losses = measure(chosen, Place(people, folder, folder / "halfway.db"))
    if not speeds:
        sys.exit("nobody could take part")
    foreign = median(run.crowd.foreign for run in speeds.values())
    print(
        f"{chosen.people:,} people, {chosen.singles:g} s of single texts at {SINGLES_A_SECOND} a second,"
        f" medians of up to {chosen.rounds} rounds; {os.cpu_count()} cores,"
        f" {foreign:.0%} of them busy with other things during the crowds (median)\n"
    )
    print(speed_table(speeds), end="\n\n")
    print(f"The longer crowd (“{LONGER}”):\n\n{longer_table(speeds)}", end="\n\n")
    print(f"SIGKILL when half of the crowd had its reply:\n\n{loss_table(losses)}", end="\n\n")
    print("\n".join(goals(speeds)))


if __name__ == "__main__":
    main()
