"""What became of messages, on its way to disk: those of one moment share a commit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from bot.outbox import Outbox
from storage.errors import StorageError
from storage.records import Receipt

log = structlog.get_logger("telegram.marks")

GATHERING = 0.003
"""Seconds in which messages on their way may still join a commit."""

AFTER_TROUBLE = 0.5
"""Seconds before the database is tried again."""


class Marks:
    """Collects receipts and writes them together. `run` must be running."""

    def __init__(self, outbox: Outbox, more_to_come: Callable[[], bool]) -> None:
        self._outbox = outbox
        self._more_to_come = more_to_come
        self._receipts: list[tuple[Receipt, asyncio.Future[None]]] = []
        self._unshown: list[int] = []
        self._due = asyncio.Event()

    async def keep(self, receipt: Receipt) -> None:
        """Waits until the database knows what became of a message."""
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._receipts.append((receipt, kept))
        self._due.set()
        await kept

    def unshown(self, message: int) -> None:
        """Remembers, soon, that the buttons of a message are gone."""
        self._unshown.append(message)
        self._due.set()

    async def run(self) -> None:
        """Writes what is to be remembered, until it is cancelled."""
        while True:
            await self._due.wait()
            if self._more_to_come():
                await asyncio.sleep(GATHERING)
            self._due.clear()
            receipts, self._receipts = self._receipts, []
            unshown, self._unshown = self._unshown, []
            try:
                await self._outbox.settle([receipt for receipt, _ in receipts], unshown)
            except StorageError as error:
                log.error("the database failed", error=type(error).__name__)
                self._receipts, self._unshown = receipts + self._receipts, unshown + self._unshown
                self._due.set()
                await asyncio.sleep(AFTER_TROUBLE)
                continue
            for _, kept in receipts:
                if not kept.done():
                    kept.set_result(None)
