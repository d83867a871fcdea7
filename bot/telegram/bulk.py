"""What nobody waits for: let through at the pace that Telegram allows for it, whatever else is going on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

from bot.telegram import pace
from bot.telegram.pace import Bucket

MOST_WAITING = 30
"""How many may wait before more is asked for: a second's worth."""

Item = TypeVar("Item")


class BulkQueue(Generic[Item]):
    """Hands one after the other to `admit`, in order. `run` must be running."""

    def __init__(self, admit: Callable[[Item], None]) -> None:
        self._admit = admit
        self._items: dict[str, Item] = {}
        self._changed = asyncio.Event()
        self._bucket = Bucket.full(pace.BULK_BURST, pace.BULK_RATE, 0.0)

    def put(self, key: str, item: Item) -> None:
        """Lets something wait for its turn."""
        self._items[key] = item
        self._changed.set()

    def hurry(self, key: str) -> None:
        """Lets something through at once, if it waits here: it does not count as bulk any more."""
        if key in self._items:
            self._admit(self._items.pop(key))

    async def room(self) -> None:
        """Waits until there is room for more."""
        while len(self._items) >= MOST_WAITING:
            await asyncio.sleep(1 / pace.BULK_RATE)

    async def run(self) -> None:
        """Lets through what waits, until it is cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await self._changed.wait()
            self._changed.clear()
            while self._items:
                if (wait := self._bucket.wait(loop.time())) > 0:
                    await asyncio.sleep(wait)
                    continue
                self._bucket.take()
                self._admit(self._items.pop(next(iter(self._items))))
