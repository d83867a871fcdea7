"""The channel that needs nothing: a conversation in a terminal, or over a pipe."""

from __future__ import annotations

import asyncio
import shutil
import sys
import textwrap
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.patch_stdout import patch_stdout

from bot.documents import file_of
from bot.documents.names import folder_name
from bot.engine import Engine
from bot.failures import CannotRun
from bot.reminders import Reminders
from flows.model import Document, Event, EventKind
from storage.database import Database
from storage.errors import Locked
from storage.records import Outgoing

WIDEST = 78
"""Columns of a line that is still easy to read."""

Ask = Callable[[], Awaitable[str]]


class Terminal:
    """One person's conversation. `width` is the columns to wrap at; None leaves lines as they are.

    `out` gives the output as it is now: while a line is typed, it keeps what is printed off that line.
    `words` are what is said of the terminal itself; files are written below `folder`.
    """

    def __init__(
        self,
        engine: Engine,
        person: str,
        out: Callable[[], TextIO],
        clock: Callable[[], datetime],
        words: Mapping[str, str],
        folder: Path,
        width: int | None = None,
    ) -> None:
        self._engine = engine
        self._person = person
        self._out = out
        self._clock = clock
        self._words = words
        self._folder = folder
        self._width = width

    async def converse(self, lines: AsyncIterator[str], reminders: Reminders) -> None:
        """Says what was not delivered last time, goes on where the conversation stopped, hears each line.

        What is due is brought after the opening, and then as it comes due.
        """
        await self.deliver(await self._engine.unsent(self._person))
        await self._hear("", EventKind.OPEN)
        while await reminders.bring():
            pass
        bringing = asyncio.create_task(reminders.run())
        try:
            async for line in lines:
                await self.deliver(await self._engine.unsent(self._person))  # a coach may have written meanwhile
                await self._hear(line, EventKind.COMMAND if line.lstrip().startswith("/") else EventKind.TEXT)
        finally:
            bringing.cancel()
            await asyncio.gather(bringing, return_exceptions=True)

    async def _hear(self, text: str, kind: EventKind) -> None:
        event = Event(self._person, self._clock(), kind, text.strip())
        try:
            messages = await self._engine.hear([event])
        except Locked:
            if kind is EventKind.OPEN:
                raise
            print(f"{self._words['busy']}\n", file=self._out())
        else:
            await self.deliver(messages)

    async def deliver(self, messages: Iterable[Outgoing]) -> None:
        """Printed first, marked after: what a crash cuts off is said again, not lost.

        What is said to somebody else because of this talk, to a coach, waits for their own channel.
        """
        messages = [message for message in messages if message.person == self._person]
        for message in messages:
            self._print(message)
        self._out().flush()
        await self._engine.delivered([message.id for message in messages if message.id is not None])

    def _print(self, message: Outgoing) -> None:
        reply, out = message.reply, self._out()
        text = reply.text if reply.title is None else f"{reply.title}\n{'=' * len(reply.title)}\n{reply.text}"
        print(wrapped(text, self._width), file=out)
        if reply.document:
            print(wrapped(self._filed(reply.document), self._width), file=out)
        for place, choice in enumerate(reply.choices, start=1):
            print(f"[{place}] {choice.label}", file=out)
        print(file=out)

    def _filed(self, document: Document) -> str:
        """Writes the file, in a folder for its client, and says where it is."""
        file = file_of(document)
        path = self._folder / folder_name(document.shelf) / file.name
        try:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(file.content)
        except OSError as error:
            return self._words["not_filed"].format(path=path, reason=error.strerror)
        return self._words["filed"].format(path=path)


def wrapped(text: str, width: int | None) -> str:
    """A text with its lines broken at words, paragraphs and hanging lists kept."""
    if width is None:
        return text
    lines = (
        textwrap.fill(line, width, subsequent_indent="  " if line[:2] in ("· ", "□ ") else "", break_on_hyphens=False)
        for line in text.split("\n")
    )
    return "\n".join(lines)


async def typed_lines() -> AsyncIterator[str]:
    """Lines from somebody at the keyboard, until Ctrl-D or Ctrl-C. An empty line is no message."""
    session: PromptSession[str] = PromptSession("> ")
    while True:
        try:
            with patch_stdout():
                line = await session.prompt_async()
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip():
            print()
            yield line


async def piped_lines(source: TextIO) -> AsyncIterator[str]:
    """Lines from a pipe or a file: one line is one message."""
    while line := await asyncio.to_thread(source.readline):
        yield line.rstrip("\r\n")


async def chat(
    database: Database, engine: Engine, person: str, clock: Callable[[], datetime], words: Mapping[str, str]
) -> None:
    """A conversation on standard input and output. Raises CannotRun where one of them is closed."""
    if sys.stdin is None or sys.stdout is None:
        raise CannotRun("a conversation needs an input and an output; one of them is closed")
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    typed = sys.stdin.isatty()
    width = min(WIDEST, shutil.get_terminal_size().columns) if typed else None
    terminal = Terminal(engine, person, lambda: sys.stdout, clock, words, Path(), width)
    reminders = Reminders(database, engine, person, clock, terminal.deliver)
    if typed:
        await terminal.converse(typed_lines(), reminders)
    else:
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        await terminal.converse(piped_lines(sys.stdin), reminders)
