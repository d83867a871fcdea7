"""From the outbox to the Bot API: in order per person, a few at a time, replies before anything in bulk.

A message keeps its place among those in flight until its delivery is on disk. So a kill can repeat at
most what was in flight, one message a person, and can't change their order.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.outbox import Outbox
from bot.telegram import pace
from bot.telegram.breathing import Breathing
from bot.telegram.bulk import BulkQueue
from bot.telegram.delivery import chat_of, deliver
from bot.telegram.marks import Marks
from bot.telegram.markup import Markup
from bot.telegram.pace import Bucket
from bot.telegram.transport import Transport
from storage.errors import StorageError
from storage.records import Outgoing, Receipt

log = structlog.get_logger("telegram.sender")

REQUESTS = 14
"""Requests at the same time."""

IN_FLIGHT = 20
"""Messages on their way at the same time: requested, or accepted and their delivery not on disk yet."""

FIRST_PAUSE, LONGEST_PAUSE = 0.25, 8.0
"""Seconds before something that failed on the way is tried again; each failure doubles them."""

NOTICEABLE = 0.5
"""Seconds of waiting after which a person should see that something is coming."""

A_LITTLE = 0.05
"""Seconds on top of a pause, so as not to come too early by Telegram's clock."""

MANY_CHATS = 2_000
"""Chats after which those that have been quiet are dropped from memory."""


@dataclass(slots=True)
class Lane:
    """What waits for one person, in order. Only its first message is ever on its way."""

    person: str
    bucket: Bucket
    messages: deque[Outgoing] = field(default_factory=deque)
    scheduled: bool = False
    """Whether it is among the ready ones, on its way there, or in flight."""
    not_before: float = 0.0
    failures: int = 0
    refused: int = 0
    """How often in a row Telegram said that it is too fast."""


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


class Sender:
    """Delivers what was committed. `put` it and it goes; `run` must be running."""

    def __init__(
        self, bot: Bot, transport: Transport, markup: Markup, outbox: Outbox, clock: Callable[[], datetime]
    ) -> None:
        self._bot = bot
        self._markup = markup
        self._transport = transport
        self._outbox = outbox
        self._clock = clock
        self._lanes: dict[str, Lane] = {}
        self._ready: deque[Lane] = deque()
        self._permits = asyncio.Semaphore(0)
        self._bulk = BulkQueue(self._admit)
        self._held_until = 0.0
        self._requests = 0
        self._slots = asyncio.Semaphore(REQUESTS)
        self.marks = Marks(outbox, lambda: self._requests > 0)
        self._drop_at = MANY_CHATS
        self._breathing = Breathing(bot, markup)
        self._typing: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def put(self, messages: Iterable[Outgoing]) -> None:
        """Queues committed messages behind what waits for the same persons.

        A reply does not wait for the reminders of others: what is before it in the same chat goes ahead too.
        """
        for message in messages:
            lane = self._lane(message.person)
            lane.messages.append(message)
            self._waiting += 1
            self._idle.clear()
            if not lane.scheduled:
                self._schedule(lane)
            elif not message.in_bulk:
                self._bulk.hurry(lane.person)

    async def room(self) -> None:
        """Waits until so little waits in bulk that more may be put behind it."""
        await self._bulk.room()

    def holds(self) -> set[int]:
        """The ids of what waits here or is on its way."""
        return {message.id for lane in self._lanes.values() for message in lane.messages if message.id is not None}

    async def run(self) -> None:
        """Delivers until it is cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.marks.run())
                group.create_task(self._bulk.run())
                for _ in range(IN_FLIGHT):
                    group.create_task(self._work())
        finally:
            await self._breathing.end()

    async def drain(self, seconds: float) -> bool:
        """Waits until nothing is left to deliver; False if something still is after so many seconds."""
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            return False
        return True

    # -- whose turn it is ---------------------------------------------------------------------

    def _lane(self, person: str) -> Lane:
        if person not in self._lanes:
            if len(self._lanes) >= self._drop_at:
                self._drop_quiet_lanes()
            bucket = Bucket.full(pace.CHAT_BURST, pace.CHAT_RATE, self._now())
            self._lanes[person] = Lane(person, bucket)
        return self._lanes[person]

    def _drop_quiet_lanes(self) -> None:
        now = self._now()
        quiet = [key for key, lane in self._lanes.items() if not lane.messages and lane.bucket.is_full(now)]
        for key in quiet:
            del self._lanes[key]
        self._drop_at = max(MANY_CHATS, 2 * len(self._lanes))

    def _schedule(self, lane: Lane, wait: float = 0.0) -> None:
        """Makes a lane ready, at once or later, when its chat's pace allows it."""
        lane.scheduled = True
        now = self._now()
        paced = lane.bucket.wait(now)
        paced += A_LITTLE if paced else 0.0
        wait = max(wait, paced, self._held_until - now, lane.not_before - now)
        if wait <= 0:
            self._make_ready(lane)
            return
        if wait == paced and wait > NOTICEABLE:
            self.typing(lane.person)
        asyncio.get_running_loop().call_later(wait, self._schedule, lane)

    def _make_ready(self, lane: Lane) -> None:
        if all(message.in_bulk for message in lane.messages):
            self._bulk.put(lane.person, lane)
        else:
            self._admit(lane)

    def _admit(self, lane: Lane) -> None:
        """It is this lane's turn as soon as a request is free."""
        self._ready.append(lane)
        self._permits.release()

    async def _work(self) -> None:
        while True:
            await self._permits.acquire()
            lane = self._ready.popleft()
            wait = await self._advance(lane)
            if lane.messages:
                self._schedule(lane, wait)
            else:
                lane.scheduled = False

    def _done(self, lane: Lane, messages: int = 1) -> None:
        """Takes the first messages off a lane, as delivered or given up."""
        for _ in range(messages):
            lane.messages.popleft()
        lane.failures = lane.refused = 0
        self._waiting -= messages
        if not self._waiting:
            self._idle.set()

    # -- one message --------------------------------------------------------------------------

    async def _advance(self, lane: Lane) -> float:
        """Tries to deliver the first message of a lane; seconds to wait before the next try or message."""
        message = lane.messages[0]
        lane.bucket.take()
        try:
            number = await self._send(message)
        except RetryAfter as error:
            return self._slow_down(lane, error)
        except Forbidden:
            await self._give_up_person(lane)
            return 0.0
        except BadRequest:
            receipt = self._receipt(message, error="BadRequest")
            log.warning("message refused for good", person=lane.person, message=message.id)
        except TelegramError as error:
            return self._try_again(lane, error)
        except Exception as error:  # a mistake of ours must not keep the rest from being said
            receipt = self._receipt(message, error=type(error).__name__)
            log.error("message can't be rendered", person=lane.person, message=message.id, error=type(error).__name__)
        else:
            receipt = self._receipt(message, shown_as=number if message.reply.choices else None)
        if receipt:
            await self.marks.keep(receipt)
        self._done(lane)
        return 0.0

    async def _send(self, message: Outgoing) -> int:
        self._requests += 1
        try:
            async with self._slots:
                number = await self._deliver(message)
        finally:
            self._requests -= 1
        return number

    async def _deliver(self, message: Outgoing) -> int:
        """Whatever is said ends an exercise; a paced message begins one."""
        chat = chat_of(message.person)
        self._breathing.stop(chat)
        number = await deliver(self._bot, self._transport, self._markup, message)
        if message.reply.frames:
            self._breathing.begin(chat, number, message.reply)
        return number

    def _receipt(self, message: Outgoing, shown_as: int | None = None, error: str | None = None) -> Receipt | None:
        return None if message.id is None else Receipt(message.id, self._clock(), shown_as, error)

    def _slow_down(self, lane: Lane, error: RetryAfter) -> float:
        """Telegram wants a pause for this chat; if it wants one again right after, for all."""
        seconds = seconds_of(error)
        lane.refused += 1
        if lane.refused > 1:
            self._held_until = max(self._held_until, self._now() + seconds)
        log.info("asked to wait", person=lane.person, seconds=seconds, all_chats=lane.refused > 1)
        return seconds + A_LITTLE

    def _try_again(self, lane: Lane, error: TelegramError) -> float:
        """It may have arrived or not. Better said twice than not at all."""
        pause = min(FIRST_PAUSE * 2.0**lane.failures, LONGEST_PAUSE)
        lane.failures += 1
        if lane.failures in (1, 5) or lane.failures % 50 == 0:
            log.warning("sending failed", person=lane.person, error=type(error).__name__, attempts=lane.failures)
        return pause * random.uniform(0.7, 1.0)

    async def _give_up_person(self, lane: Lane) -> None:
        """The person has blocked the bot: nothing of what waits can arrive."""
        log.info("blocked by the person", person=lane.person)
        refused = len(lane.messages)
        while True:
            try:
                await self._outbox.refuse(lane.person, self._clock(), "Forbidden")
                break
            except StorageError as error:
                log.error("the database failed", error=type(error).__name__)
                await asyncio.sleep(NOTICEABLE)
        self._done(lane, refused)

    def hold(self, person: str, seconds: float) -> None:
        """Leaves a person's chat alone for so long: Telegram wants it, because of something else there."""
        lane = self._lane(person)
        lane.not_before = max(lane.not_before, self._now() + seconds + A_LITTLE)

    def typing(self, person: str) -> None:
        """Shows a person that something is coming. Whether it arrives does not matter."""
        task = asyncio.create_task(self._type(person))
        self._typing.add(task)
        task.add_done_callback(self._typing.discard)

    async def _type(self, person: str) -> None:
        try:
            await self._bot.send_chat_action(chat_of(person), "typing")
        except RetryAfter as error:
            self.hold(person, seconds_of(error))
        except TelegramError:
            return

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
