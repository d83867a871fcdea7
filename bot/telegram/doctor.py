"""What is wrong, in plain words: settings, database, content, API, token, webhook, review page, clock."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.failures import CannotListen
from bot.review.command import is_served
from bot.review.serving import bound
from bot.settings import Settings
from bot.telegram.intake import REFUSED
from bot.telegram.run import API
from bot.telegram.transport import Transport
from storage.database import Database, name_of
from storage.errors import NotMigrated, StorageError

WRONG_CLOCK = 30.0
"""Seconds that the clock may be off."""

PATIENCE = 8.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    well: bool
    words: str

    def __str__(self) -> str:
        return f"{'ok ' if self.well else 'NO '} {self.what}: {self.words}"


async def examine(chosen: Settings, clock: Callable[[], datetime]) -> AsyncIterator[Finding]:
    """Everything that `run` needs, looked at one after the other."""
    yield Finding("settings", True, "understood")
    yield await _database(chosen.database_url)
    async for finding in _telegram(chosen):
        yield finding
    yield await _review(chosen)
    yield await _clock(chosen.telegram_api_url or API, clock)


async def _database(url: str) -> Finding:
    file = Path(name_of(url))
    if url.startswith("sqlite") and not file.exists() and os.access(file.parent, os.W_OK | os.X_OK):
        return Finding("database", True, "does not exist yet; run and chat make it by themselves")
    try:
        async with await Database.open(url):
            return Finding("database", True, "opens, and is of this release")
    except NotMigrated:
        return Finding(
            "database", True, "is new or of an earlier release; run and chat bring it up to date by themselves"
        )
    except StorageError as error:
        return Finding("database", False, str(error))


async def _telegram(chosen: Settings) -> AsyncIterator[Finding]:
    if chosen.telegram_bot_token is None:
        yield Finding("token", False, "TELEGRAM_BOT_TOKEN is not set; get one from BotFather. Only run needs it")
        return
    root = chosen.telegram_api_url or API
    transport = Transport(PATIENCE)
    await transport.initialize()
    try:
        bot = Bot(chosen.telegram_bot_token.get_secret_value(), f"{root}/bot", f"{root}/file/bot", transport, transport)
        me = await bot.get_me()
        yield Finding("API", True, f"{root} answers")
        yield Finding("token", True, f"is that of @{me.username}")
        yield _webhook(chosen, await bot.get_webhook_info())
    except InvalidToken:
        yield Finding("token", False, REFUSED)
    except TelegramError as error:
        words = f"{root} can't be reached ({type(error).__name__}). Check the network, and TELEGRAM_API_URL"
        yield Finding("API", False, words)
    finally:
        await transport.shutdown()


def _webhook(chosen: Settings, info: WebhookInfo) -> Finding:
    if chosen.webhook_url is None and info.url:
        words = "Telegram still has one for this bot, though WEBHOOK_URL is not set; run removes it when it starts"
        return Finding("webhook", True, words)
    if chosen.webhook_url is None:
        return Finding("webhook", True, "none, as set: run polls")
    if chosen.webhook_secret is None:
        return Finding("webhook", False, "WEBHOOK_URL needs WEBHOOK_SECRET, so that nobody else can call")
    if info.url != chosen.webhook_url:
        return Finding("webhook", True, "not the one in WEBHOOK_URL yet; run sets it when it starts")
    if info.last_error_message:
        return Finding("webhook", False, f"Telegram can't deliver: {info.last_error_message}")
    return Finding("webhook", True, f"set; {info.pending_update_count} updates wait")


async def _review(chosen: Settings) -> Finding:
    """Whether coaches can reach their page."""
    address = urlsplit(chosen.review_url)
    if address.scheme == "http" and address.hostname not in ("127.0.0.1", "localhost", "::1"):
        words = "REVIEW_URL is plain HTTP to another machine; put HTTPS in front, or browsers won’t send forms"
        return Finding("review", False, words)
    try:
        with bound(chosen.review_listen):
            pass
    except CannotListen as error:
        if not await is_served(chosen.review_listen):
            return Finding("review", False, str(error))
    if not chosen.coaches:
        return Finding("review", True, "COACH_IDS is empty: goodterms review serves the page, run does not")
    return Finding("review", True, f"coaches come in by {chosen.review_url}")


async def _clock(root: str, clock: Callable[[], datetime]) -> Finding:
    """Compared with the time that the API's server says."""
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    try:
        async with aiohttp.ClientSession(timeout=timeout, trust_env=True) as session, session.get(root) as response:
            there = parsedate_to_datetime(response.headers["Date"]).astimezone(UTC)
    except (aiohttp.ClientError, OSError, KeyError, ValueError):
        return Finding("clock", True, "could not be compared with that of the API")
    off = abs((clock() - there).total_seconds())
    if off > WRONG_CLOCK:
        return Finding("clock", False, f"{off:,.0f} seconds off. Set it by the network: reminders and dates hang on it")
    return Finding("clock", True, "right")
