"""What another process says through the same outbox: a coach's words, or a request from a terminal."""

from __future__ import annotations

import asyncio

import structlog

from bot.outbox import Outbox
from bot.telegram.sender import Sender
from storage.errors import StorageError

log = structlog.get_logger("telegram.elsewhere")

EVERY = 1.0
"""Seconds between two looks."""


class Elsewhere:
    """Finds messages in the outbox that this process has not put on their way itself."""

    def __init__(self, outbox: Outbox, sender: Sender) -> None:
        self._outbox = outbox
        self._sender = sender
        self._seen: set[int] = set()

    async def run(self) -> None:
        """Looks again and again, until it is cancelled."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.look()
            except StorageError as error:
                log.error("the database failed", error=type(error).__name__)

    async def look(self) -> int:
        """Puts on their way what waited at the last look too, and is nobody's business here; how many.

        What this process has just committed reaches its sender within that time.
        """
        waiting = await self._outbox.unsent_ids() - self._sender.holds()
        foreign, self._seen = waiting & self._seen, waiting
        if foreign:
            self._sender.put([message for message in await self._outbox.unsent() if message.id in foreign])
            log.info("said elsewhere", messages=len(foreign))
        return len(foreign)
