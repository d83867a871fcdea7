"""What comes due: found in the database, heard by the engine like any other event, said when there is room.

A reminder takes effect only if its row still waits when the engine opens its transaction. So two who
wake up at once, or one who was killed, bring it once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog

from bot.engine import Engine
from flows.model import Event, EventKind
from storage.database import Database
from storage.errors import StorageError
from storage.records import Due, Outgoing

log = structlog.get_logger("reminders")

AT_ONCE = 5
"""Reminders that are heard together: few, so that a reply never waits long for its turn."""

LONGEST_SLEEP = timedelta(seconds=30)
"""After this it is looked at the clock again, in case somebody has set it."""

AFTER_TROUBLE = 1.0
"""Seconds before the database is tried again."""

Clock = Callable[[], datetime]
Deliver = Callable[[Sequence[Outgoing]], Awaitable[None]]
"""Says what was committed; returns when there is room for more."""


class Reminders:
    """Brings the reminders of one person, or of a channel (`telegram:`), as they come due."""

    def __init__(self, database: Database, engine: Engine, whose: str, clock: Clock, deliver: Deliver) -> None:
        self._database = database
        self._engine = engine
        self._whose = whose
        self._clock = clock
        self._deliver = deliver
        self._wakes_at: datetime | None = None
        self._earlier = asyncio.Event()
        engine.planned = self.planned

    def planned(self, due_at: datetime) -> None:
        """Something was planned: wakes up earlier than intended if that comes first."""
        if self._wakes_at is None or due_at < self._wakes_at:
            self._earlier.set()

    async def run(self) -> None:
        """Brings what comes due, until it is cancelled."""
        while True:
            try:
                if not await self.bring():
                    await self._sleep()
            except StorageError as error:
                log.error("the database failed", error=type(error).__name__)
                await asyncio.sleep(AFTER_TROUBLE)

    async def bring(self) -> int:
        """Brings a few of those that are due; how many there were."""
        self._earlier.clear()
        now = self._clock()
        async with self._database.reading() as transaction:
            due = await transaction.reminders.due(self._whose, now, AT_ONCE)
        if due:
            messages = await self._engine.hear([_event(one, now) for one in due])
            log.debug("came due", reminders=len(due), messages=len(messages))
            await self._deliver(messages)
        return len(due)

    async def waiting(self) -> int:
        """How many are due and have not come yet."""
        async with self._database.reading() as transaction:
            return await transaction.reminders.count_due(self._whose, self._clock())

    async def _sleep(self) -> None:
        now = self._clock()
        async with self._database.reading() as transaction:
            due_at = await transaction.reminders.next_due(self._whose, now)
        self._wakes_at = min(due_at or now + LONGEST_SLEEP, now + LONGEST_SLEEP)
        try:
            await asyncio.wait_for(self._earlier.wait(), (self._wakes_at - now).total_seconds())
        except TimeoutError:
            return
        finally:
            self._wakes_at = None


def _event(due: Due, now: datetime) -> Event:
    return Event(due.person, now, EventKind.REMINDER, f"{due.case}:{due.name}")
