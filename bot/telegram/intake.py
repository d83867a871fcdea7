"""Updates in: what came is committed, with all that it causes, and only then confirmed to Telegram.

Polling confirms by asking for what comes next. It never begins from a remembered number: after an idle
week Telegram chooses the next one at random. What comes twice is recognised by the database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.engine import Engine
from bot.failures import CannotReceive
from bot.outbox import Outbox
from bot.telegram.entering import Entering
from bot.telegram.events import WANTED, Press, Received, Unreadable, read
from bot.telegram.inviting import Inviting
from bot.telegram.keyboards import Keyboards
from bot.telegram.sender import NOTICEABLE, Sender, seconds_of
from bot.telegram.transport import Transport
from bot.telegram.unread import unread
from flows.model import Event
from storage.errors import StorageError
from storage.records import Unread

log = structlog.get_logger("telegram.intake")

POLL = 25
"""Seconds that Telegram may keep a request open until something happens."""

AT_ONCE = 100
"""Updates of one batch; the most that Telegram gives."""

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0

SOON = 0.01
"""Seconds that buttons may wait to be tidied up, so that replies leave first."""


class Intake:
    """Hears updates, however they came: `poll` fetches them, a webhook hands them to `take`."""

    def __init__(
        self,
        engine: Engine,
        outbox: Outbox,
        sender: Sender,
        keyboards: Keyboards,
        inviting: Inviting,
        entering: Entering,
        source: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._engine = engine
        self._outbox = outbox
        self._sender = sender
        self._keyboards = keyboards
        self._inviting = inviting
        self._entering = entering
        self._source = source
        self._clock = clock
        self.last_success: datetime | None = None
        """When Telegram answered last, with updates or without."""

    async def take(self, raws: Sequence[Any]) -> None:
        """Takes in a batch. When this returns, all that it caused is committed.

        Raises StorageError if nothing could be; the batch then has to come again.
        """
        try:
            if raws:
                await self._take(raws)
        except (StorageError, TelegramError):
            raise
        except Exception as error:  # a mistake of ours in one update must not block the rest
            if len(raws) == 1:
                await self._keep([unread(raws[0], self._source, self._clock(), error, "bot.telegram.intake")])
                return
            for raw in raws:
                await self.take([raw])

    async def _take(self, raws: Sequence[Any]) -> None:
        received, letters = self._sort(raws)
        if letters:
            await self._keep(letters)
        await self._membership(received)
        fresh = [one for one in received if one.press is None or self._keyboards.answer(one.press)]
        events = [one.event for one in await self._without_idle_reactions(fresh) if one.event]
        events = await self._entering.take_out(events)
        if events:
            await self._hear(await self._inviting.prepare(events), [one.press for one in fresh if one.press])
        await self._answer_groups(received)

    def note_success(self) -> None:
        """Telegram has answered, or called."""
        self.last_success = self._clock()

    async def _keep(self, letters: Sequence[Unread]) -> None:
        await self._outbox.keep_unread(letters)
        log.warning("updates that can't be read", count=len(letters), error=letters[0].error)

    def _sort(self, raws: Sequence[Any]) -> tuple[list[Received], list[Unread]]:
        now = self._clock()
        received, letters = [], []
        for raw in raws:
            try:
                received.append(read(raw, now))
            except Unreadable as error:
                letters.append(unread(raw, self._source, now, error.__cause__ or error, "bot.telegram.events"))
        return received, letters

    async def _hear(self, events: list[Event], presses: list[Press]) -> None:
        persons = {event.person for event in events}
        slow = asyncio.get_running_loop().call_later(NOTICEABLE, self._show_typing, persons)
        try:
            messages = await self._engine.hear(events)
        finally:
            slow.cancel()
        self._sender.put(messages)
        asyncio.get_running_loop().call_later(SOON, self._keyboards.tidy, persons, presses)
        log.debug("heard", updates=len(events), messages=len(messages))

    async def _without_idle_reactions(self, received: Sequence[Received]) -> Sequence[Received]:
        """A reaction is heard where it may be meant as an answer: on a message that waits for one."""
        persons = {one.event.person for one in received if one.event and one.reacted_to is not None}
        if not persons:
            return received
        _, waiting = await self._outbox.over(persons)
        places = {(message.person, message.shown_as) for message in waiting}
        return [
            one
            for one in received
            if one.event is None or one.reacted_to is None or (one.event.person, one.reacted_to) in places
        ]

    def _show_typing(self, persons: set[str]) -> None:
        for person in persons:
            self._sender.typing(person)

    async def _membership(self, received: Sequence[Received]) -> None:
        for one in received:
            if one.blocked:
                person, blocked = one.blocked
                await self._outbox.block(person, self._clock() if blocked else None)

    async def _answer_groups(self, received: Sequence[Received]) -> None:
        """Each group gets one answer for as long as the bot is in it; only that it had one is kept."""
        if left := {one.left for one in received if one.left is not None}:
            await self._outbox.leave_groups(self._source, left)
        if groups := {one.group for one in received if one.group is not None} - left:
            for group in await self._outbox.answer_groups(self._source, groups):
                self._keyboards.tell(group)


class Polling:
    """Fetches updates until it is stopped."""

    def __init__(self, transport: Transport, url: str, intake: Intake) -> None:
        """`url` is what the names of methods are put behind: it holds the token."""
        self._transport = transport
        self._url = f"{url}/getUpdates"
        self._remove_webhook: str | None = f"{url}/deleteWebhook"
        self._intake = intake
        self._stopping = False
        self._waiting: asyncio.Future[Any] | None = None

    def stop(self) -> None:
        """What was fetched is still taken in; nothing more is fetched."""
        self._stopping = True
        if self._waiting:
            self._waiting.cancel()

    async def run(self) -> None:
        """Polls until `stop`. Raises CannotReceive where waiting would not help."""
        offset: int | None = None
        failures = 0
        while not self._stopping:
            try:
                raws = await self._interruptible(self._fetch(offset))
                await self._intake.take(raws)
            except asyncio.CancelledError:
                if not self._stopping:
                    raise
                break
            except (StorageError, TelegramError) as error:
                failures += 1
                await self._wait(error, failures)
                continue
            failures = self._recovered(failures)
            # Without news everything is confirmed: then any number may come next.
            offset = max(raw["update_id"] for raw in raws) + 1 if raws else None
        await self._confirm(offset)

    async def _fetch(self, offset: int | None) -> list[Any]:
        try:
            raws = await self._transport.fetch(
                self._url, POLL + 10.0, offset=offset, timeout=POLL, limit=AT_ONCE, allowed_updates=list(WANTED)
            )
        except Conflict as error:
            if "webhook" in error.message and self._remove_webhook:
                return await self._fetch_without_webhook(offset)
            raise CannotReceive(_conflict(error)) from None
        except InvalidToken:
            raise CannotReceive(REFUSED) from None
        self._intake.note_success()
        return list(raws)

    async def _fetch_without_webhook(self, offset: int | None) -> list[Any]:
        """A webhook that was left behind goes, once; if it comes back, somebody else wants it."""
        assert self._remove_webhook
        log.info("removing the webhook that was set")
        await self._transport.fetch(self._remove_webhook)
        self._remove_webhook = None
        return await self._fetch(offset)

    async def _wait(self, error: Exception, failures: int) -> None:
        """Longer after each failure; said in the log when it begins, and now and then."""
        pause = min(FIRST_PAUSE * 2.0 ** (failures - 1), LONGEST_PAUSE)
        if isinstance(error, RetryAfter):
            pause = max(pause, seconds_of(error))
        if failures == 1 or failures % 20 == 0:
            log.warning("no updates", error=type(error).__name__, failures=failures, again_in=round(pause, 1))
        try:
            await self._interruptible(asyncio.sleep(pause))
        except asyncio.CancelledError:
            if not self._stopping:
                raise

    def _recovered(self, failures: int) -> int:
        if failures:
            log.info("updates again", failures=failures)
        return 0

    async def _interruptible(self, work: Any) -> Any:
        self._waiting = asyncio.ensure_future(work)
        try:
            return await self._waiting
        finally:
            self._waiting = None

    async def _confirm(self, offset: int | None) -> None:
        """Tells Telegram what was taken in, so that it need not come again. If that fails, it comes again."""
        if offset is None:
            return
        try:
            await self._transport.fetch(self._url, 2.0, offset=offset, timeout=0, limit=1)
        except TelegramError:
            log.info("the last updates will come again")


REFUSED = (
    "Telegram does not know the bot that TELEGRAM_BOT_TOKEN belongs to. Copy the token again from BotFather, whole."
)


def _conflict(error: Conflict) -> str:
    if "webhook" in error.message:
        return (
            "This bot has a webhook, so Telegram gives no updates to polling. Set WEBHOOK_URL, or remove the webhook."
        )
    return "Another program receives this bot's updates. Stop it, or give this one a bot of its own from BotFather."
