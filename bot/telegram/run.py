"""The running bot: its parts built, started, and ended in good order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from typing import Any

import structlog
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.engine import Engine
from bot.failures import CannotReceive
from bot.health import health, listening
from bot.outbox import Outbox
from bot.reminders import Reminders
from bot.review.office import Office
from bot.settings import Settings, SettingsError
from bot.telegram import rendering
from bot.telegram.delivery import CHANNEL
from bot.telegram.elsewhere import Elsewhere
from bot.telegram.entering import Coaches, Entering
from bot.telegram.events import WANTED
from bot.telegram.intake import REFUSED, Intake, Polling
from bot.telegram.inviting import Inviting
from bot.telegram.keyboards import Keyboards
from bot.telegram.markup import Markup
from bot.telegram.sender import Sender
from bot.telegram.setup import set_up
from bot.telegram.transport import Transport
from bot.telegram.webhook import Webhook
from bot.work import stopping
from flows.book import Book
from storage.database import Database
from storage.errors import StorageError
from storage.records import Outgoing

log = structlog.get_logger("telegram")

API = "https://api.telegram.org"

LAST_WORDS = 5.0
"""Seconds for what waits to be sent when the bot is stopped; the rest is sent after the next start."""

LONG_SILENCE = 120.0
"""Seconds without an answer from Telegram after which something is wrong."""

OLD_OUTBOX = 300.0
"""Seconds that a message may wait."""

Clock = Callable[[], datetime]


class Running:
    """The parts of the bot, as they are wired to each other."""

    def __init__(
        self, chosen: Settings, books: Mapping[str, Book], database: Database, clock: Clock, coaches: Coaches
    ) -> None:
        token = token_of(chosen)
        source = f"{CHANNEL}:{token.partition(':')[0]}"
        root = chosen.telegram_api_url or API
        self.chosen = chosen
        self.books = books
        self.clock = clock
        self.transport = Transport()
        self.bot = Bot(token, f"{root}/bot", f"{root}/file/bot", self.transport, self.transport)
        self.outbox = Outbox(database, CHANNEL)
        self.engine = Engine(
            database, books, chosen.default_timezone, source, shape=rendering.shape, coaches=chosen.coach_keys
        )
        markup = Markup(books)
        self.sender = Sender(self.bot, self.transport, markup, self.outbox, clock)
        self.elsewhere = Elsewhere(self.outbox, self.sender)
        self.keyboards = Keyboards(self.bot, self.outbox, self.sender, books, markup)
        self.reminders = Reminders(database, self.engine, f"{CHANNEL}:", clock, self._remind)
        inviting = Inviting(self.bot, chosen.coaches)
        entering = Entering(self.bot, database, books, coaches, chosen.review_url, source, clock)
        self.intake = Intake(self.engine, self.outbox, self.sender, self.keyboards, inviting, entering, source, clock)
        self.office = Office.furnished(chosen, books, database, self.engine, clock, coaches)

    async def _remind(self, messages: Sequence[Outgoing]) -> None:
        self.sender.put(messages)
        await self.sender.room()

    async def report(self) -> tuple[bool, dict[str, Any]]:
        """Whether all is well, for whoever watches over the bot."""
        now = self.clock()
        try:
            count, since = await self.outbox.waiting()
            due = await self.reminders.waiting()
        except StorageError:
            return False, {"database": "failed"}
        silent = (now - self.intake.last_success).total_seconds() if self.intake.last_success else None
        waiting = (now - since).total_seconds() if since else 0.0
        listens = self.chosen.webhook_url is not None or (silent is not None and silent < LONG_SILENCE)
        figures = {
            "last_poll_seconds_ago": None if silent is None else round(silent, 1),
            "outbox": {"waiting": count, "oldest_seconds": round(waiting, 1)},
            "reminders_due": due,
        }
        return listens and waiting < OLD_OUTBOX, figures


def token_of(chosen: Settings) -> str:
    """The bot's token; a plain error if there is none."""
    if chosen.telegram_bot_token is None:
        raise SettingsError("TELEGRAM_BOT_TOKEN is not set. Get a token from BotFather and put it there, or in .env")
    return chosen.telegram_bot_token.get_secret_value()


async def run(
    chosen: Settings,
    books: Mapping[str, Book],
    database: Database,
    clock: Clock,
    stop: asyncio.Event | None = None,
    coaches: Coaches | None = None,
) -> None:
    """Runs the bot until SIGTERM, Ctrl-C, or `stop`. Raises CannotReceive if Telegram gives it no updates.

    `coaches` says who is a coach at any moment; without it, those of the settings are.
    """
    running = Running(chosen, books, database, clock, coaches or (lambda: chosen.coach_keys))
    async with AsyncExitStack() as stack:
        await running.transport.initialize()
        stack.push_async_callback(running.transport.shutdown)
        if chosen.health_listen:
            page = health(running.report)
            await stack.enter_async_context(listening("HEALTH_LISTEN", chosen.health_listen, page))
        running.sender.put(await running.outbox.unsent())  # before anything new can come in behind it
        if chosen.coaches:
            serving = _serving(running.office, chosen.review_listen)
            stack.push_async_callback(_ended, serving)
        source = await stack.enter_async_context(_source(running))
        stopped = stop or stack.enter_context(stopping())
        await _until(stopped, running, source)


def _serving(office: Office, address: str) -> asyncio.Task[None]:
    """The review page, being served."""
    from bot.review.app import app  # with a web server: large, and of use to coaches only
    from bot.review.serving import keep_serving

    return asyncio.create_task(keep_serving(app(office), address))


async def _ended(task: asyncio.Task[None]) -> None:
    """Cancels a task, and waits until it is over."""
    task.cancel()
    await asyncio.wait([task])


@asynccontextmanager
async def _source(running: Running) -> AsyncIterator[Polling | Webhook]:
    """Where updates come from: a webhook if one is set, else polling."""
    chosen = running.chosen
    if chosen.webhook_url is None:
        yield Polling(running.transport, running.bot.base_url, running.intake)
        return
    if chosen.webhook_secret is None:
        raise SettingsError("WEBHOOK_SECRET is not set; WEBHOOK_URL needs it, so that nobody else can call")
    secret = chosen.webhook_secret.get_secret_value()
    webhook = Webhook(running.intake, chosen.webhook_url, secret)
    async with listening("WEBHOOK_LISTEN", chosen.webhook_listen, webhook.route()):
        await _register(running, chosen.webhook_url, secret)
        yield webhook


async def _register(running: Running, url: str, secret: str) -> None:
    try:
        await running.bot.set_webhook(url, allowed_updates=WANTED, secret_token=secret)
    except InvalidToken:
        raise CannotReceive(REFUSED) from None
    except TelegramError as error:
        raise CannotReceive(
            f"Telegram did not take WEBHOOK_URL ({type(error).__name__}). Is it https and public?"
        ) from None


async def _until(stopped: asyncio.Event, running: Running, source: Polling | Webhook) -> None:
    """Everything at work until it is stopped: then nothing new comes in, and what is ready still goes out."""
    stopping = asyncio.create_task(stopped.wait())
    stopping.add_done_callback(lambda _: source.stop())
    receiving = asyncio.create_task(source.run())
    sending = [asyncio.create_task(running.sender.run()), asyncio.create_task(running.keyboards.run())]
    bringing = asyncio.create_task(running.reminders.run())
    looking = asyncio.create_task(running.elsewhere.run())
    setting_up = asyncio.create_task(set_up(running.bot, running.books, running.chosen.coaches))
    log.info("running", webhook=isinstance(source, Webhook))
    try:
        done, _ = await asyncio.wait({receiving, bringing, looking, *sending}, return_when=asyncio.FIRST_COMPLETED)
        for ended in done:
            ended.result()
        bringing.cancel()
        looking.cancel()
        sent = await running.sender.drain(LAST_WORDS)
        await running.keyboards.drain(1.0)
        log.info("stopped", all_sent=sent)
    finally:
        parts: tuple[asyncio.Task[Any], ...] = (stopping, receiving, bringing, looking, *sending, setting_up)
        for part in parts:
            part.cancel()
        await asyncio.gather(*parts, return_exceptions=True)
