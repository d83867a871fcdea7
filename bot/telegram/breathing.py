"""Paced messages: an exercise whose message changes while it lasts, until it ends or something else is said.

Nothing hangs on it: a change that fails is left out, and after a crash the message stands as it was sent.
The end of the exercise is a reminder like any other.
"""

from __future__ import annotations

import asyncio
import contextlib

from telegram import Bot
from telegram.error import TelegramError

from bot.telegram import rendering
from bot.telegram.markup import Markup
from flows.model import Reply


class Breathing:
    """The exercises that go on now, one a chat at most."""

    def __init__(self, bot: Bot, markup: Markup) -> None:
        self._bot = bot
        self._markup = markup
        self._going: dict[int, asyncio.Task[None]] = {}

    def begin(self, chat: int, message: int, reply: Reply) -> None:
        """Lets the message `message` change from now on."""
        self.stop(chat)
        task = asyncio.create_task(self._pace(chat, message, reply))
        self._going[chat] = task
        task.add_done_callback(lambda done: self._forget(chat, done))

    def stop(self, chat: int) -> None:
        """Lets what goes on in a chat stand as it is, because somebody said something."""
        if task := self._going.pop(chat, None):
            task.cancel()

    async def end(self) -> None:
        """Stops all of them, when the bot stops."""
        going = list(self._going.values())
        for task in going:
            task.cancel()
        await asyncio.gather(*going, return_exceptions=True)

    def _forget(self, chat: int, done: asyncio.Task[None]) -> None:
        if self._going.get(chat) is done:
            del self._going[chat]

    async def _pace(self, chat: int, message: int, reply: Reply) -> None:
        keyboard = rendering.keyboard(reply.choices)
        loop = asyncio.get_running_loop()
        began = loop.time()
        for place, frame in enumerate(reply.frames):
            await asyncio.sleep(max(0.0, began + place * reply.every - loop.time()))
            text = self._markup.html(f"{reply.text}\n\n{frame}".rstrip())
            with contextlib.suppress(TelegramError):
                await self._bot.edit_message_text(text, chat, message, parse_mode="HTML", reply_markup=keyboard)
