"""The queue of updates: ids, confirmation by offset, long polling, allowed kinds.

An update is forgotten only when the bot asks for a later one (polling) or answers 2xx (webhook).
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice, takewhile

from .errors import JsonDict, Refused, conflict
from .params import Params

KINDS = (
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection",
    "business_message", "edited_business_message", "deleted_business_messages", "message_reaction",
    "message_reaction_count", "inline_query", "chosen_inline_result", "callback_query",
    "shipping_query", "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer",
    "my_chat_member", "chat_member", "chat_join_request", "chat_boost", "removed_chat_boost",
    "managed_bot", "guest_message",
)  # fmt: skip
DEFAULT_KINDS = frozenset(KINDS) - {"chat_member", "message_reaction", "message_reaction_count"}
WEEK = 7 * 24 * 3600.0
LONGEST_POLL = 50
FUTURE_MARGIN = 10
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(frozen=True, slots=True)
class Pending:
    """One update that the bot has not confirmed. `key` says which others it must not overtake."""

    id: int
    body: bytes
    key: str
    at: float


class UpdateQueue:
    """All updates of one bot that are not confirmed yet, oldest first."""

    def __init__(self, counters: Counter[str], *, seed: int = 0, idle_gap: float = WEEK) -> None:
        self.pending: dict[int, Pending] = {}
        self.confirmed: list[tuple[int, float]] = []
        """Ids and times of confirmation, in order; empty if the server keeps counters only."""
        self.keeps_confirmed = True
        self.allowed: frozenset[str] = DEFAULT_KINDS
        self.idle_gap = idle_gap
        self.on_push: Callable[[Pending], None] | None = None
        """Called instead of waking a poller while a webhook is set."""
        self._counters = counters
        self._random = random.Random(seed)
        self._next_id = self._random.randrange(100_000_000, 900_000_000)
        self._last_push = time.monotonic()
        self._poller: asyncio.Future[None] | None = None

    def push(self, kind: str, content: JsonDict, key: str) -> int | None:
        """Adds an update; None if the bot does not want that kind."""
        if kind not in self.allowed:
            self._counters["updates.unwanted"] += 1
            return None
        return self.push_raw({kind: content}, key)

    def push_raw(self, update: JsonDict, key: str = "raw") -> int:
        """Adds any JSON as an update, for example one that a library can't read."""
        update_id = self._take_id()
        body = json.dumps({"update_id": update_id} | update).encode()
        pending = self.pending[update_id] = Pending(update_id, body, key, time.time())
        self._counters["updates.pushed"] += 1
        self._announce(pending)
        return update_id

    def _take_id(self) -> int:
        """The next id; after a long silence it begins anew at random, as Telegram's does."""
        now = time.monotonic()
        if not self.pending and now - self._last_push > self.idle_gap:
            self._next_id = self._random.randrange(100_000_000, 900_000_000)
        self._last_push = now
        self._next_id += 1
        return self._next_id - 1

    def _announce(self, pending: Pending) -> None:
        if self.on_push is not None:
            self.on_push(pending)
        elif self._poller is not None and not self._poller.done():
            self._poller.set_result(None)

    def allow(self, params: Params) -> None:
        """Remembers `allowed_updates` if the call has it; an empty list means the usual kinds."""
        try:
            wanted = params.structure("allowed_updates", "")
        except Refused:
            return
        if not isinstance(wanted, list) or not all(isinstance(kind, str) for kind in wanted):
            return
        self.allowed = frozenset(kind.lower() for kind in wanted) & frozenset(KINDS) or DEFAULT_KINDS

    def confirm(self, update_id: int) -> None:
        """Forgets one update that the webhook has taken."""
        if self.pending.pop(update_id, None) is None:
            return
        self._counters["updates.confirmed"] += 1
        if self.keeps_confirmed:
            self.confirmed.append((update_id, time.time()))

    def drop_all(self) -> None:
        """Forgets everything, without calling it confirmed."""
        self.pending.clear()

    async def get(self, params: Params) -> bytes:
        """Answers getUpdates: the result as JSON text."""
        offset, timeout = params.integer("offset"), params.integer("timeout")
        limit = min(max(params.integer("limit", 100), 1), 100)
        self.allow(params)
        self._forget_below(offset)
        if not self.pending and timeout > 0:
            await self._wait(min(timeout, LONGEST_POLL))
        return self._first(limit)

    def _forget_below(self, offset: int) -> None:
        """Offset n confirms all before n; -n forgets all but the last n; far in the future is ignored."""
        if offset > self._next_id + FUTURE_MARGIN or offset == 0:
            return
        if offset < 0:
            gone = list(self.pending)[:offset]
        else:
            gone = list(takewhile(lambda update_id: update_id < offset, self.pending))
        for update_id in gone:
            self.confirm(update_id)

    async def _wait(self, timeout: float) -> None:
        """Waits for an update. A second waiter ends the first one with 409, as Telegram does."""
        self.end_poll(OTHER_POLLER)
        poller = self._poller = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(poller, timeout)
        except TimeoutError:
            pass
        finally:
            if self._poller is poller:
                self._poller = None

    def end_poll(self, why: str) -> None:
        """Ends the poll that is waiting, if any, with a conflict."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(conflict(why))

    def _first(self, limit: int) -> bytes:
        given = list(islice(self.pending.values(), limit))
        self._counters["updates.given"] += len(given)
        return b"[" + b",".join(pending.body for pending in given) + b"]"
