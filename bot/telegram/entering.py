"""`/review`: a coach gets a link into the review page. Neither the command nor the link is kept anywhere.

So it is no part of any conversation: it passes by the flow, the transcript and the outbox.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.review.links import make_link
from bot.telegram.delivery import chat_of
from bot.telegram.markup import plain
from bot.telegram.rendering import NO_PREVIEW
from flows.book import Book
from flows.commands import name_of
from flows.model import Event, EventKind
from storage.database import Database

log = structlog.get_logger("telegram.entering")

Coaches = Callable[[], Collection[str]]
"""The keys of those who are coaches at this moment."""


class Entering:
    """Answers coaches who ask for the page, in their own chat; `source` is where their updates come from."""

    def __init__(
        self,
        bot: Bot,
        database: Database,
        books: Mapping[str, Book],
        coaches: Coaches,
        url: str,
        source: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._bot = bot
        self._database = database
        self._books = books
        self._coaches = coaches
        self._url = url
        self._source = source
        self._clock = clock
        self._sending: set[asyncio.Task[None]] = set()

    async def take_out(self, events: Sequence[Event]) -> list[Event]:
        """The events without those that ask for the page, each of which gets its answer."""
        asking = [event for event in events if self._asks(event)]
        for event in asking:
            await self._answer(event)
        return [event for event in events if event not in asking]

    def _asks(self, event: Event) -> bool:
        is_command = event.kind is EventKind.COMMAND and name_of(event.text) == "review"
        return is_command and event.person in self._coaches()

    async def _answer(self, event: Event) -> None:
        link = await self._link(event)
        if link is not None:
            sending = asyncio.create_task(self._send(event, link))
            self._sending.add(sending)
            sending.add_done_callback(self._sending.discard)

    async def _link(self, event: Event) -> str | None:
        """A link, once for each time that somebody asks, however often that comes."""
        async with self._database.writing() as transaction:
            if event.update_id is not None:
                if await transaction.updates.seen(self._source, {event.update_id}):
                    return None
                await transaction.updates.spend([(self._source, event.update_id)])
            return await make_link(transaction, event.person, self._clock(), self._url)

    async def _send(self, event: Event, link: str) -> None:
        book = self._books.get(event.language or "en") or self._books["en"]
        text = plain(book.wordings("review.chat.link")[0].format(link=link))
        try:
            await self._bot.send_message(
                chat_of(event.person), text, parse_mode="HTML", link_preview_options=NO_PREVIEW, protect_content=True
            )
        except TelegramError as error:
            log.warning("a login link was not sent", error=type(error).__name__)
