"""Delivers updates to the bot's webhook: in order per chat, again and again until it says 2xx."""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque

import aiohttp

from .errors import JsonDict, bad_request
from .params import Params
from .updates import DEFAULT_KINDS, Pending, UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_DELAY = 60.0
ANSWER_TIMEOUT = 60.0


class Webhook:
    """The webhook of one bot, if it is set."""

    def __init__(self, updates: UpdateQueue, *, retry_delay: float = 1.0) -> None:
        self.url = ""
        self.retry_delay = retry_delay
        self.attempts: list[tuple[int, int]] = []
        """Update id and HTTP status (0: no answer) of every attempt, in order."""
        self._updates = updates
        self._secret = ""
        self._max_connections = 40
        self._last_error: tuple[int, str] | None = None
        self._lanes: dict[str, deque[Pending]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(40)
        self._session: aiohttp.ClientSession | None = None

    async def set(self, params: Params) -> bool:
        """Answers setWebhook; an empty URL removes the webhook."""
        url, secret = params.text("url"), params.text("secret_token")
        if url and not re.match(r"https?://[^/]", url):
            raise bad_request("invalid webhook URL specified")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        await self.remove(params)
        if url:
            self._max_connections = min(max(params.integer("max_connections", 40), 1), 100)
            self.url, self._secret = url, secret
            self._begin(params)
        return True

    async def remove(self, params: Params) -> bool:
        """Answers deleteWebhook; what was not delivered waits for getUpdates."""
        await self.close()
        self.url, self._updates.on_push, self._last_error = "", None, None
        if params.flag("drop_pending_updates"):
            self._updates.drop_all()
        return True

    def info(self) -> JsonDict:
        """Answers getWebhookInfo."""
        info: JsonDict = {"url": self.url, "has_custom_certificate": False}
        info["pending_update_count"] = len(self._updates.pending)
        if self.url:
            info |= {"max_connections": self._max_connections, "ip_address": "127.0.0.1"}
        if self._last_error is not None:
            info["last_error_date"], info["last_error_message"] = self._last_error
        if self._updates.allowed != DEFAULT_KINDS:
            info["allowed_updates"] = sorted(self._updates.allowed)
        return info

    async def close(self) -> None:
        """Ends all deliveries that are under way."""
        tasks = list(self._tasks)
        self._lanes.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _begin(self, params: Params) -> None:
        self._updates.allow(params)
        self._updates.end_poll("terminated by setWebhook request")
        self._updates.on_push = self._queue
        self._slots = asyncio.Semaphore(self._max_connections)
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(ANSWER_TIMEOUT))
        for pending in list(self._updates.pending.values()):
            self._queue(pending)

    def _queue(self, pending: Pending) -> None:
        """Puts an update into the lane of its chat; each lane has a task that delivers one by one."""
        lane = self._lanes.get(pending.key)
        if lane is not None:
            lane.append(pending)
            return
        lane = self._lanes[pending.key] = deque([pending])
        task = asyncio.create_task(self._run_lane(pending.key, lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run_lane(self, key: str, lane: deque[Pending]) -> None:
        while lane:
            await self._deliver(lane[0])
            lane.popleft()
        self._lanes.pop(key, None)

    async def _deliver(self, pending: Pending) -> None:
        """Posts one update until it is taken; the pause doubles from the second failure on."""
        delay = self.retry_delay
        failures = 0
        while pending.id in self._updates.pending:
            status, retry_after = await self._post(pending)
            self.attempts.append((pending.id, status))
            if 200 <= status <= 299:
                self._updates.confirm(pending.id)
                return
            self._last_error = (int(time.time()), f"Wrong response from the webhook: {status}")
            if failures and not retry_after:
                delay = min(delay * 2, LONGEST_DELAY)
            failures += 1
            await asyncio.sleep(retry_after or delay)

    async def _post(self, pending: Pending) -> tuple[int, float]:
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers[SECRET_HEADER] = self._secret
        assert self._session is not None
        async with self._slots:
            try:
                async with self._session.post(self.url, data=pending.body, headers=headers) as answer:
                    await answer.read()
                    wait = answer.headers.get("Retry-After", "")
                    return answer.status, float(wait) if wait.isdecimal() else 0.0
            except (TimeoutError, aiohttp.ClientError):
                return 0, 0.0
