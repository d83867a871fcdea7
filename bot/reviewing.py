"""What a coach does: read what is shared, note, tag, and write to a person. Everything is in the audit log.

    desk = Reviewing(database, engine, clock, "telegram:9")
    queue = await desk.queue(Filter(step="decide"))
    page = await desk.open(queue[0].conversation)
    more = await desk.lines(page.head.conversation, after=page.lines[-1].id)

Nothing that may not be read comes out of here: to ask for it gives None, an empty list or False, as for what
does not exist. A look is written to the log before it is handed over.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from bot.engine import Engine
from flows.model import Event, EventKind
from storage.database import Database
from storage.records import Outgoing
from storage.review.queue import PAGE
from storage.review.values import Entry, Failure, Filter, Head, Hit, Kept, Line, Measure, Note, Overview, Place, Queued

LONGEST = 3_000
"""Characters of a coach's words to a person."""
LONGEST_NOTE, LONGEST_TAG = 10_000, 40


@dataclass(frozen=True, slots=True)
class Page:
    """A conversation as it is opened: what is known of it, its first messages, and what stands around them.

    `measures` are heat and confidence over time. More messages come from `Reviewing.lines`.
    """

    head: Head
    lines: list[Line]
    notes: list[Note]
    tags: tuple[str, ...]
    reviewed_at: datetime | None
    failures: list[Failure]
    reminders: list[Kept]
    measures: list[Measure]


class Reviewing:
    """One coach at the desk. `who` is the coach's key, `clock` says what time it is in UTC."""

    def __init__(self, database: Database, engine: Engine, clock: Callable[[], datetime], who: str) -> None:
        self._database = database
        self._engine = engine
        self._clock = clock
        self._who = who

    # -- reading ------------------------------------------------------------------------------

    async def queue(self, wanted: Filter | None = None, after: Place | None = None, most: int = PAGE) -> list[Queued]:
        """A page of the queue; `after` is the `place` of the last conversation of the page before."""
        async with self._database.reading() as transaction:
            found = await transaction.review.queue.page(wanted or Filter(), after, most)
        await self._log("looked at the queue", count=len(found))
        return found

    async def open(self, conversation: int) -> Page | None:
        """A conversation with its first messages; None if nothing of it may be read."""
        async with self._database.reading() as transaction:
            desk = transaction.review
            head = await desk.transcript.head(conversation)
            if head is None:
                return None
            page = Page(
                head,
                await desk.transcript.lines(conversation),
                await desk.work.notes(conversation),
                await desk.work.tags(conversation),
                await desk.work.reviewed_at(conversation),
                await desk.transcript.failures(conversation),
                await desk.transcript.reminders(head),
                measures(head),
            )
        await self._log("read", conversation, len(page.lines))
        return page

    async def lines(self, conversation: int, after: int = 0, before: int | None = None) -> list[Line]:
        """More messages of a conversation: those behind the id `after`, or the last ones in front of `before`."""
        async with self._database.reading() as transaction:
            found = await transaction.review.transcript.lines(conversation, after, before)
        await self._log("read", conversation, len(found))
        return found

    async def search(self, words: str, before: int | None = None) -> list[Hit]:
        """Messages that hold these words, the newest first; `before` is the id of the last one of the page before."""
        async with self._database.reading() as transaction:
            found = await transaction.review.searching.find(words, before=before)
        await self._log("searched", count=len(found))
        return found

    async def overview(self, first: date, last: date) -> Overview:
        """How many cases that began on these days (UTC, both included) came how far, and what became of them."""
        async with self._database.reading() as transaction:
            found = await transaction.review.overviews.of(first, last)
        await self._log("looked at the overview")
        return found

    # -- working ------------------------------------------------------------------------------

    async def note(self, conversation: int, words: str, message: int | None = None) -> bool:
        """Keeps a note about a conversation or one of its messages; False if that may not be read."""
        async with self._database.writing() as transaction:
            at, words = self._clock(), words.strip()[:LONGEST_NOTE]
            work, audit = transaction.review.work, transaction.review.audit
            done = bool(words) and await work.note(conversation, self._who, at, words, message)
            await audit.add([self._entry("noted", conversation)] if done else [])
        return done

    async def tag(self, conversation: int, words: Collection[str]) -> bool:
        """Gives a conversation exactly these tags."""
        tidy = [" ".join(word.split())[:LONGEST_TAG] for word in words]
        async with self._database.writing() as transaction:
            done = await transaction.review.work.tag(conversation, [word for word in tidy if word])
            await transaction.review.audit.add([self._entry("tagged", conversation)] if done else [])
        return done

    async def review(self, conversation: int) -> bool:
        """The coach is done with it, until something new is flagged in it."""
        async with self._database.writing() as transaction:
            done = await transaction.review.work.review(conversation, self._who, self._clock())
            await transaction.review.audit.add([self._entry("reviewed", conversation)] if done else [])
        return done

    async def reopen(self, conversation: int) -> None:
        """The coach is not done with it after all."""
        async with self._database.writing() as transaction:
            await transaction.review.work.reopen(conversation)
            await transaction.review.audit.add([self._entry("reopened", conversation)])

    async def reply(self, conversation: int, words: str) -> list[Outgoing]:
        """Writes to the person of a conversation, through the outbox, clearly as a human; empty if that can't be.

        What the person writes next comes back flagged as an `answer`.
        """
        words = words.strip()[:LONGEST]
        async with self._database.reading() as transaction:
            head = await transaction.review.transcript.head(conversation)
        if head is None or not words:
            return []
        event = Event(head.person, self._clock(), EventKind.COACH, f"{head.number}:{words}")
        said = await self._engine.hear([event])
        await self._log("wrote to the person", conversation)
        return said

    # -- the log ------------------------------------------------------------------------------

    async def _log(self, did: str, conversation: int | None = None, count: int | None = None) -> None:
        async with self._database.writing() as transaction:
            await transaction.review.audit.add([self._entry(did, conversation, count)])

    def _entry(self, did: str, conversation: int | None = None, count: int | None = None) -> Entry:
        return Entry(self._clock(), self._who, did, conversation, count=count)


def measures(head: Head) -> list[Measure]:
    """The heat and the confidence that a person named, in the order of time; nothing where little is shared."""
    told = [
        Measure(at, name, value)
        for hold in head.holds
        for at, name, value in (
            (hold.at, "heat", hold.heat),
            (hold.at, "confidence", hold.confidence),
            (hold.ended, "heat", hold.heat_now),
            (hold.ended, "confidence", hold.confidence_now),
        )
        if at is not None and value is not None
    ]
    heat = head.answers.get("heat")
    if heat and isinstance(heat.value, int | float):
        told.append(Measure(heat.at, "heat", float(heat.value)))
    return sorted(dict.fromkeys(told), key=lambda measure: measure.at)
