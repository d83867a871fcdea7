"""The same updates, pushed by Telegram: committed first, and only then answered with 200."""

from __future__ import annotations

import asyncio
import hmac
import json
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from telegram.error import TelegramError

from bot.telegram.intake import AT_ONCE, Intake
from storage.errors import StorageError

log = structlog.get_logger("telegram.webhook")

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    """Takes updates in batches: what arrives while one is being committed makes up the next."""

    def __init__(self, intake: Intake, url: str, secret: str) -> None:
        self._intake = intake
        self._path = urlsplit(url).path or "/"
        self._secret = secret.encode()
        self._waiting: list[tuple[Any, asyncio.Future[bool]]] = []
        self._due = asyncio.Event()
        self._stopping = False

    def route(self) -> web.RouteDef:
        """The page that Telegram calls."""
        return web.post(self._path, self._page)

    def stop(self) -> None:
        """What has come is still taken in; whatever comes now has to come again."""
        self._stopping = True
        self._due.set()

    async def run(self) -> None:
        """Takes in what comes until `stop`."""
        while not self._stopping or self._waiting:
            await self._due.wait()
            self._due.clear()
            while self._waiting:
                batch, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
                taken = await self._take([raw for raw, _ in batch])
                for _, done in batch:
                    if not done.done():
                        done.set_result(taken)

    async def _take(self, raws: list[Any]) -> bool:
        try:
            await self._intake.take(raws)
        except (StorageError, TelegramError) as error:
            log.error("not taken in", error=type(error).__name__)
            return False
        self._intake.note_success()
        return True

    async def _page(self, request: web.Request) -> web.StreamResponse:
        said = request.headers.get(SECRET_HEADER, "").encode(errors="replace")
        if not hmac.compare_digest(said, self._secret):
            return web.Response(status=403)
        if self._stopping:
            return web.Response(status=503)
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((_parsed(await request.read()), done))
        self._due.set()
        return web.Response(status=200 if await done else 503)


def _parsed(body: bytes) -> Any:
    """The update; what is no JSON is kept as it came, for otherwise it would come again for ever."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return {"body": body[:100_000].decode("utf-8", "replace")}
