"""Buttons after they were pressed: the spinner stopped, the choice shown, and old ones taken away.

None of this is part of the conversation. What fails is tried again when the person says something next, or
when the bot starts; a button that is left over does no harm, because the flow knows it for an old one.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from functools import partial

import structlog
from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.outbox import Outbox
from bot.telegram import rendering
from bot.telegram.delivery import chat_of, person_of
from bot.telegram.events import Press
from bot.telegram.markup import Markup, plain
from bot.telegram.sender import Sender, seconds_of
from flows.book import Book
from storage.errors import StorageError
from storage.records import Shown

log = structlog.get_logger("telegram.keyboards")

AT_ONCE = 6
"""Requests at the same time, beside those of the sender."""

REMEMBERED = 2_000
"""Chats of which the last press is remembered."""

TRIES = 3


class Keyboards:
    """Looks after the buttons on people's screens. `run` must be running for old ones to go."""

    def __init__(self, bot: Bot, outbox: Outbox, sender: Sender, books: Mapping[str, Book], markup: Markup) -> None:
        self._bot = bot
        self._sender = sender
        self._outbox = outbox
        self._books = books
        self._markup = markup
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()
        self._last: OrderedDict[int, Press] = OrderedDict()
        self._pressed: list[Press] = []
        self._persons: set[str] = set()
        self._due = asyncio.Event()
        self._closing: set[int] = set()

    def answer(self, press: Press, language: str | None = None) -> bool:
        """Stops the spinner of a button. False if it is the same press as the last one in its chat."""
        again = self._is_repeated(press)
        text = self._words("telegram.pressed.again", language) if again else None
        self._start(partial(self._bot.answer_callback_query, press.query, text))
        return not again

    def _is_repeated(self, press: Press) -> bool:
        """Whether somebody pressed twice. The same query again is no second press: it was fetched anew."""
        last = self._last.get(press.user)
        if last and (last.message, last.data) == (press.message, press.data) and press.message is not None:
            return last.query != press.query
        self._last[press.user] = press
        self._last.move_to_end(press.user)
        while len(self._last) > REMEMBERED:
            self._last.popitem(last=False)
        return False

    def tell(self, chat: int, language: str | None = None) -> None:
        """Says in a group that this is no place to talk."""
        text = plain(self._words("telegram.group.answer", language))
        self._start(partial(self._bot.send_message, chat, text, parse_mode="HTML"))

    def tidy(self, persons: Iterable[str], presses: Iterable[Press] = ()) -> None:
        """Takes away what buttons these persons need no more, soon."""
        self._persons.update(persons)
        self._pressed += presses
        if self._persons:
            self._due.set()

    async def run(self) -> None:
        """Tidies up what an earlier process left, and then whenever something was said, until it is cancelled."""
        await self._guarded(self._catch_up())
        while True:
            await self._due.wait()
            self._due.clear()
            persons, self._persons = self._persons, set()
            presses, self._pressed = self._pressed, []
            await self._guarded(self._tidy(persons, presses))

    async def drain(self, seconds: float) -> None:
        """Waits for what is on its way, but not longer than so many seconds."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    async def _guarded(self, work: Awaitable[None]) -> None:
        try:
            await work
        except StorageError as error:
            log.error("the database failed", error=type(error).__name__)

    async def _catch_up(self) -> None:
        """Between a commit and the edits that follow from it, a process can be killed."""
        async for shown, label in self._outbox.left_behind():
            self._begin_to_close(shown, label)

    async def _tidy(self, persons: Collection[str], presses: list[Press]) -> None:
        over, still = await self._outbox.over(persons)
        pressed = {(person_of(press.user), press.message): press for press in presses}
        for shown in over:
            press = pressed.get((shown.person, shown.shown_as))
            label = next((one.label for one in shown.reply.choices if press and one.data == press.data), None)
            self._begin_to_close(shown, label)
        known = {(shown.person, shown.shown_as) for shown in (*over, *still)}
        for place, press in pressed.items():
            if place not in known and press.message is not None and press.label:
                self._start(partial(self._bare, press.user, press.message), place[0])

    def _begin_to_close(self, shown: Shown, label: str | None) -> None:
        if shown.id not in self._closing:
            self._closing.add(shown.id)
            self._start(partial(self._close, shown, label), shown.person)

    async def _close(self, shown: Shown, label: str | None) -> None:
        """Shows the choice that was made, or takes the buttons away, and remembers that they are gone."""
        template = self._words("telegram.pressed.chosen", None)
        text = rendering.chosen(template, shown.reply.text, label, self._markup) if label else None
        try:
            await self._edit(chat_of(shown.person), shown.shown_as, text)
        except (BadRequest, Forbidden):
            pass  # not modified, gone, too old, blocked: as good as done
        finally:
            self._closing.discard(shown.id)
        self._sender.marks.unshown(shown.id)

    async def _edit(self, chat: int, message: int, text: str | None) -> None:
        if text is None:
            await self._bare(chat, message)
        else:
            await self._bot.edit_message_text(
                text, chat, message, parse_mode="HTML", link_preview_options=rendering.NO_PREVIEW
            )

    async def _bare(self, chat: int, message: int | None) -> None:
        await self._bot.edit_message_reply_markup(chat, message, reply_markup=None)

    def _start(self, call: Callable[[], Awaitable[object]], person: str | None = None) -> None:
        task = asyncio.create_task(self._attempt(call, person))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _attempt(self, call: Callable[[], Awaitable[object]], person: str | None) -> None:
        for attempt in range(TRIES):
            try:
                async with self._slots:
                    await call()
                return
            except (BadRequest, Forbidden):
                return  # too old, gone already, not modified: as good as done
            except RetryAfter as error:
                if person:
                    self._sender.hold(person, seconds_of(error))
                return
            except (TelegramError, StorageError) as error:
                log.info("a button was not tidied up", error=type(error).__name__)
                await asyncio.sleep(0.3 * 2**attempt)

    def _words(self, key: str, language: str | None) -> str:
        book = self._books.get(language or "en") or self._books["en"]
        return book.wordings(key)[0]
