"""What a coach does: read what is shared, note, tag, and write to a person. Everything is in the audit log.

    desk = Reviewing(database, engine, clock, "telegram:9")
    queue = await desk.queue(Filter(step="decide"))
    page = await desk.open(queue[0].conversation)
    more = await desk.lines(page.head.conversation, after=page.lines[-1].id)

Nothing that may not be read comes out of here: to ask for it gives None, an empty list or False, as for what
does not exist. A look is written to the log before it is handed over.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from bot.engine import Engine
from bot.transcripts.source import Source, Told
from flows.model import FLAGS, Event, EventKind
from storage.database import Database
from storage.records import Outgoing
from storage.review.queue import PAGE
from storage.review.transcript import Transcript
from storage.review.values import (
    RISKS,
    Entry,
    Failure,
    Filter,
    Head,
    Hit,
    Kept,
    Line,
    Mark,
    Measure,
    Note,
    Overview,
    Place,
    Queued,
)

LONGEST = 3_000
"""Characters of a coach's words to a person."""
LONGEST_NOTE, LONGEST_TAG = 10_000, 40

LINES, HALF = 100, 50
"""Messages of a page, and those on either side of the one that it is opened at."""

NEWEST = 2**62
"""Behind every message: where a conversation is opened to see its end."""


@dataclass(frozen=True, slots=True)
class Page:
    """A conversation as it is opened: what is known of it, messages, and what stands around them.

    `earlier` and `later` say whether there are messages before and behind these; they come from
    `Reviewing.lines`. `marks` are its flagged moments, `measures` heat and confidence over time.
    """

    head: Head
    lines: list[Line]
    notes: list[Note]
    tags: tuple[str, ...]
    reviewed_at: datetime | None
    failures: list[Failure]
    reminders: list[Kept]
    measures: list[Measure]
    marks: list[Mark]
    documents: list[Line]
    earlier: bool = False
    later: bool = False


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

    async def waiting(self) -> dict[int, int]:
        """How many conversations there are of each rank, counted up to a thousand."""
        async with self._database.reading() as transaction:
            return await transaction.review.queue.waiting()

    async def start(self, conversation: int) -> int | None:
        """Where to begin reading: at the gravest moment since the last review, else at the end; None: nowhere."""
        async with self._database.reading() as transaction:
            desk = transaction.review
            if await desk.transcript.head(conversation) is None:
                return None
            marks, done = await desk.transcript.marks(conversation), await desk.work.reviewed_at(conversation)
        return next((mark.message for mark in sorted(marks, key=_gravity) if _is_new(mark, done)), NEWEST)

    async def open(self, conversation: int, at: int | None = None) -> Page | None:
        """A conversation with its first messages, or those around the id `at`; None if nothing of it may be read."""
        async with self._database.reading() as transaction:
            desk = transaction.review
            head = await desk.transcript.head(conversation)
            if head is None:
                return None
            lines, earlier, later = await _around(desk.transcript, conversation, at)
            page = Page(
                head,
                lines,
                await desk.work.notes(conversation),
                await desk.work.tags(conversation),
                await desk.work.reviewed_at(conversation),
                await desk.transcript.failures(conversation),
                await desk.transcript.reminders(head),
                measures(head),
                await desk.transcript.marks(conversation),
                await desk.transcript.documents(conversation),
                earlier,
                later,
            )
        await self._log("read", conversation, len(page.lines))
        return page

    async def lines(
        self, conversation: int, after: int = 0, before: int | None = None, most: int = LINES
    ) -> list[Line]:
        """More messages of a conversation: those behind the id `after`, or the last ones in front of `before`."""
        async with self._database.reading() as transaction:
            found = await transaction.review.transcript.lines(conversation, after, before, most)
        if found:
            await self._log("read", conversation, len(found))
        return found

    async def may_read(self, conversation: int) -> bool:
        """Whether anything of a conversation may be read."""
        async with self._database.reading() as transaction:
            return await transaction.review.transcript.head(conversation) is not None

    async def notes(self, conversation: int) -> list[Note]:
        """The notes on a conversation and its messages."""
        async with self._database.reading() as transaction:
            return await transaction.review.work.notes(conversation)

    async def message(self, conversation: int, number: int) -> tuple[Line, list[Note]] | None:
        """One message with the notes on it; None if it may not be read, or is of another conversation."""
        async with self._database.reading() as transaction:
            line = await transaction.review.transcript.message(number)
            if line is None or line.conversation != conversation:
                return None
            notes = await transaction.review.work.notes(conversation)
        await self._log("read", conversation, 1)
        return line, [note for note in notes if note.message == number]

    async def export(self, conversation: int, noted: bool = False) -> Told | None:
        """All of a conversation, to be taken away, perhaps with the notes on it; None if nothing of it may be read."""
        source = Source(self._database, noted=noted)
        head = await anext(source.heads(conversation), None)
        if head is None:
            return None
        await self._log("exported", conversation)
        return await source.told(head)

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

    async def reopen(self, conversation: int) -> bool:
        """The coach is not done with it after all; False if it may not be read."""
        async with self._database.writing() as transaction:
            done = await transaction.review.work.reopen(conversation)
            await transaction.review.audit.add([self._entry("reopened", conversation)] if done else [])
        return done

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

    async def log(self, before: int | None = None) -> list[tuple[int, Entry]]:
        """Who did what: numbered lines, the newest first; `before` is the number of the last one of the page before."""
        await self._log("looked at the log")
        async with self._database.reading() as transaction:
            return await transaction.review.audit.page(before)

    async def whole_log(self) -> AsyncIterator[list[Entry]]:
        """All of the log, to be taken away: page by page, the newest first."""
        await self._log("exported the log")
        before: int | None = None
        while True:
            async with self._database.reading() as transaction:
                page = await transaction.review.audit.page(before)
            if not page:
                return
            before = page[-1][0]
            yield [entry for _, entry in page]

    async def _log(self, did: str, conversation: int | None = None, count: int | None = None) -> None:
        async with self._database.writing() as transaction:
            await transaction.review.audit.add([self._entry(did, conversation, count)])

    def _entry(self, did: str, conversation: int | None = None, count: int | None = None) -> Entry:
        return Entry(self._clock(), self._who, did, conversation, count=count)


async def _around(transcript: Transcript, conversation: int, at: int | None) -> tuple[list[Line], bool, bool]:
    """Messages around an id, and whether there are earlier and later ones."""
    if at is None:
        lines = await transcript.lines(conversation, most=LINES)
        return lines, False, len(lines) == LINES
    before = await transcript.lines(conversation, before=at, most=HALF)
    behind = await transcript.lines(conversation, after=at - 1, most=HALF)
    return before + behind, len(before) == HALF, len(behind) == HALF


def _gravity(mark: Mark) -> tuple[int, float]:
    """By the gravest flag, then the newest."""
    return min(FLAGS.index(flag) for flag in mark.flags), -mark.at.timestamp()


def _is_new(mark: Mark, done: datetime | None) -> bool:
    """Whether a moment asks for a look: it is a risk, and came after the last review."""
    return bool(set(mark.flags) & set(RISKS)) and (done is None or mark.at > done)


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
