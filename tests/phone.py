"""The bot against the local Bot API server, and somebody with a phone. Everything goes over real HTTP."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.engine import Engine
from bot.settings import Settings
from bot.telegram import rendering
from bot.telegram import run as running
from flows.book import Book
from flows.model import Event, EventKind, Person, Reply, Turn
from storage.database import Database
from storage.migrate import migrate
from tests.botapi import Act, BotApi, Sent
from tests.walking import BOOKS

TOKEN = "42:TEST"
ROOT = Path(__file__).parent.parent


def address(folder: Path) -> str:
    """The database of a test."""
    return f"sqlite+aiosqlite:///{folder / 'goodterms.db'}"


def rows(folder: Path, query: str, *values: Any) -> list[Any]:
    """What the database holds, read on a connection of its own."""
    connection = sqlite3.connect(folder / "goodterms.db")
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()


@asynccontextmanager
async def bot_on(
    api: BotApi,
    folder: Path,
    books: Mapping[str, Book] = BOOKS,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    **settings: Any,
) -> AsyncIterator[asyncio.Task[None]]:
    """The bot, running in this process until the block ends; fails if it fails."""
    url = address(folder)
    settings = {"review_listen": "127.0.0.1:0"} | settings
    chosen = Settings(_env_file=None, database_url=url, telegram_bot_token=TOKEN, telegram_api_url=api.root, **settings)  # type: ignore[call-arg]
    await migrate(url)
    stop = asyncio.Event()
    async with await Database.open(url) as database:
        task = asyncio.create_task(running.run(chosen, books, database, clock, stop))
        try:
            yield task
        finally:
            stop.set()
            await asyncio.wait_for(task, 15)


async def committed(folder: Path, *replies: Reply, person: str = "telegram:7") -> None:
    """Replies that were committed by a bot that died before it sent them."""

    def advance(_books: object, whom: Person, event: Event) -> Turn:
        return Turn(whom, 0, "welcome", event.text, tuple((0, "welcome", reply) for reply in replies))

    await migrate(address(folder))
    async with await Database.open(address(folder)) as database:
        engine = Engine(database, BOOKS, source="telegram:42", advance=advance, shape=rendering.shape)
        await engine.hear([Event(person, datetime.now(UTC), EventKind.TEXT, "hi")])


def environment(api_root: str, folder: Path, **more: str) -> dict[str, str]:
    """What the bot as a process of its own gets to know."""
    own = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": api_root, "DATABASE_URL": address(folder)}
    own["REVIEW_LISTEN"] = "127.0.0.1:0"
    return {**os.environ, "PYTHONPATH": str(ROOT), **own, **more}


async def start(*command: str, api_root: str, folder: Path, **more: str) -> asyncio.subprocess.Process:
    """A command of the program as a process of its own, in a folder of its own."""
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-W", "error", "-m", "bot", *command,
        env=environment(api_root, folder, **more), cwd=folder, stdout=pipe, stderr=pipe,
    )  # fmt: skip


def as_kept(sent: Sent) -> str:
    """A message as the transcript has it: a paper by its title, an answered question without the answer."""
    titled = any(entity["type"] == "bold" and entity["offset"] == 0 for entity in sent.entities)
    return sent.text.partition("\n" if titled else "\n\n→ ")[0]


class Phone:
    """Somebody's phone: what they do, and what they see of it."""

    def __init__(self, api: BotApi, number: int = 7, name: str = "Ann", **more: Any) -> None:
        self.api = api
        self.person = api.user(number, name, **more)
        self.heard: list[Sent] = []
        """The bot's messages since the last thing they did."""

    @property
    def number(self) -> int:
        return self.person.id

    @property
    def screen(self) -> list[Sent]:
        """All of the bot's messages."""
        return self.api.accepted(self.number)

    @property
    def texts(self) -> list[str]:
        """What was heard last, as texts."""
        return [sent.text for sent in self.heard]

    async def says(self, *texts: str) -> list[str]:
        """Types something, and waits for the answer."""
        for text in texts:
            await self._and_hears(lambda text=text: self.person.says(text))
        return self.texts

    async def presses(self, label: str, **how: Any) -> list[str]:
        """Presses a button, and waits for the answer."""
        await self._and_hears(lambda: self.person.presses(label, **how))
        return self.texts

    async def does(self, what: str, *values: Any, **how: Any) -> list[str]:
        """Sends a picture, a sticker, and so on: the name of a method of the server's Person."""
        await self._and_hears(lambda: getattr(self.person, what)(*values, **how))
        return self.texts

    async def agrees(self) -> None:
        """Gets to the first question about a client."""
        await self.says("/start")
        await self.presses("I agree, let’s begin")

    async def reaches_reflection(self, client: str = "Maple SNF") -> None:
        """Gets to the first question of reflection."""
        await self.agrees()
        await self.says(client, "1", "The calls come at all hours and the bills wait.")

    async def _and_hears(self, act: Any) -> Act:
        before = len(self.screen)
        done: Act = act()
        await self.api.settled(quiet=0.25, timeout=20)
        self.heard = self.screen[before:]
        return done

    @property
    def buttons(self) -> list[str]:
        """The labels that can be pressed now, on any message."""
        return [button.label for sent in self.screen for button in sent.buttons]
