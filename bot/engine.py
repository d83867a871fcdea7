"""From events to what was committed because of them: load, advance, save, once for a whole batch."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import TracebackType

from bot import counted, shared
from flows import buttons, conversation
from flows.book import Book
from flows.commands import name_of
from flows.invitations import code_of
from flows.model import (
    LOBBY,
    Case,
    Choice,
    Event,
    EventKind,
    Invitation,
    Person,
    Reminder,
    Reply,
    Turn,
    changed,
)
from storage.database import Database
from storage.errors import StorageError
from storage.records import DeadLetter, Due, Fate, Incoming, Outgoing
from storage.review.values import Flagged
from storage.transaction import Transaction

Books = Mapping[str, Book]
Advance = Callable[[Books, Person, Event], Turn]
Shape = Callable[[Reply], Sequence[Reply]]
"""How a channel cuts a reply into messages: a long text becomes several, each a line of the transcript."""


UNSAID = (EventKind.OPEN, EventKind.REMINDER, EventKind.COACH, EventKind.NOTICE)
"""Events that are nobody's words: the transcript has only what is said because of them."""

TOLD = ("request", "answer")
"""Flags of which coaches are told at once."""


def _whole(reply: Reply) -> Sequence[Reply]:
    return (reply,)


class Engine:
    """Hears events of one channel. Give it batches one after the other: their order is the order of things.

    `timezone` is a newcomer's until they say theirs. `source` is what makes the channel's update ids
    unique, such as `telegram:<bot id>`. `shape` is how the channel cuts replies into messages. `coaches`
    are the keys of those who are told when somebody asks for a human. `planned` is told when the earliest
    of the reminders is due that a batch has planned, in UTC.
    """

    def __init__(
        self,
        database: Database,
        books: Books,
        timezone: str = "UTC",
        source: str = "terminal",
        advance: Advance = conversation.advance,
        shape: Shape = _whole,
        coaches: Sequence[str] = (),
    ) -> None:
        self._database = database
        self._books = books
        self._timezone = timezone
        self._source = source
        self._advance = advance
        self._shape = shape
        self._coaches = coaches
        self.planned: Callable[[datetime], None] = lambda due_at: None

    async def hear(self, events: Sequence[Event]) -> list[Outgoing]:
        """What is to be said because of these events, in order, and committed with all that they changed.

        An event that was heard before changes nothing. When something can't be saved, each event is
        heard for itself, so that only the one to blame is set aside.
        """
        heard = await self._read([_storable(event, bool(self._coaches)) for event in events])
        try:
            return await self._hear_together(heard)
        except StorageError:
            raise
        except Exception as error:
            if len(heard) == 1:
                apology = await self._set_aside(heard[0], error)
                return [] if heard[0].kind is EventKind.REMINDER else [apology]
            return [message for event in heard for message in await self.hear([event])]

    async def unsent(self, person: str | None = None) -> list[Outgoing]:
        """What was committed and never delivered, in order: of one person, or of all."""
        async with self._database.reading() as transaction:
            return await transaction.messages.unsent(person)

    async def delivered(self, ids: Collection[int]) -> None:
        """Remembers that a channel took these messages."""
        if ids:
            async with self._database.writing() as transaction:
                await transaction.messages.mark_sent(ids)

    async def _read(self, events: Sequence[Event]) -> list[Event]:
        """The events with what is read in their texts: all at once, beside the event loop. Most need no reading."""
        book = self._books["en"]
        if book.reader is None:
            return list(events)
        detectors = book.detectors
        places = [place for place, event in enumerate(events) if _has_words(event) and detectors.in_doubt(event.text)]
        if not places:
            return list(events)
        readings = await asyncio.to_thread(detectors.read, [events[place].text for place in places])
        read = dict(zip(places, readings, strict=True))
        return [replace(event, reading=read.get(place)) for place, event in enumerate(events)]

    async def _hear_together(self, events: Sequence[Event]) -> list[Outgoing]:
        async with self._database.writing() as transaction:
            ids = {event.update_id for event in events if event.update_id is not None}
            fresh = list(_once(events, await transaction.updates.seen(self._source, ids)))
            if not fresh:
                return []
            known = await transaction.persons.load({event.person for event in fresh})
            batch = _Batch(known)
            for event in await _informed(transaction, await _invited(transaction, fresh)):
                self._hear_one(batch, event)
            await self._tell_coaches(transaction, batch)
            said = await batch.save(transaction)
        if batch.earliest:
            self.planned(batch.earliest)
        return said

    async def _tell_coaches(self, transaction: Transaction, batch: _Batch) -> None:
        """What people want a coach to know reaches every coach, in the same transaction and outbox."""
        if not batch.told:
            return
        batch.meet(await transaction.persons.load(set(self._coaches) - batch.persons.keys()))
        for at, flag in batch.told:
            for coach in self._coaches:
                self._hear_one(batch, Event(coach, at, EventKind.NOTICE, flag))

    def _hear_one(self, batch: _Batch, event: Event) -> None:
        if event.kind is EventKind.REMINDER and event.person not in batch.persons:
            return  # forgotten since it was found to be due
        person = batch.persons.get(event.person) or replace(
            conversation.begin(event.person, event), timezone=self._timezone
        )
        try:
            turn = self._advance(self._books, person, event)
            parts = tuple((case, step, part) for case, step, reply in turn.replies for part in self._shape(reply))
            batch.take(event, replace(turn, replies=parts), self._source)
        except Exception as error:
            letter = self._dead_letter(event, error, person.language)
            batch.fail(event, person, letter, self._apology(person.language), self._source)

    async def _set_aside(self, event: Event, error: Exception) -> Outgoing:
        """Keeps an event whose outcome could not be saved. The apology is said but not stored."""
        async with self._database.writing() as transaction:
            await transaction.dead_letters.add([self._dead_letter(event, error, event.language)])
            if event.kind is EventKind.REMINDER:
                await transaction.reminders.cancel(_due(event))
        return Outgoing(event.person, LOBBY, "", event.at, self._apology(event.language))

    def _dead_letter(self, event: Event, error: Exception, language: str | None) -> DeadLetter:
        """The event with its error, without a patient's data; without any words if nothing could look for it."""
        text = event.text
        try:
            detectors = self._book(language).detectors
            for signal in detectors.patient_data(text):
                text = detectors.redact(text, signal)
        except Exception:
            text = ""
        return DeadLetter(replace(event, text=text), type(error).__name__, _place(error))

    def _apology(self, language: str | None) -> Reply:
        return Reply(self._book(language).wordings("control.apology")[0])

    def _book(self, language: str | None) -> Book:
        return self._books.get(language or "en") or self._books["en"]


class _Batch:
    """What the events of a batch come to, before any of it is kept."""

    def __init__(self, known: dict[str, Person]) -> None:
        self.persons = dict(known)
        self._before = known
        self._loaded = dict(known)
        """Everybody as the database has them still, those who asked to be forgotten included."""
        self._said: list[Incoming | Outgoing] = []
        self._failed: list[DeadLetter] = []
        self._invitations: list[Invitation] = []
        self._forgotten: dict[str, int] = {}
        """Persons to delete, with how much had been said in this batch by then: that is not kept either."""
        self._sent: dict[tuple[str, int, str], datetime] = {}
        """Reminders that came, by person, case and name."""
        self.earliest: datetime | None = None
        """When the earliest of the reminders is due that this batch has planned."""
        self._left: dict[str, datetime] = {}
        """When they asked to be forgotten."""
        self._flags: dict[int, tuple[str, ...]] = {}
        """What was flagged, by the place of each line among what was said."""
        self.told: list[tuple[datetime, str]] = []
        """What coaches are to be told, and since when."""

    def take(self, event: Event, turn: Turn, source: str) -> None:
        """Adds what came of an event."""
        first, unasked = len(self._said), event.kind is EventKind.REMINDER
        if event.kind not in UNSAID:
            kind, update_id = _kind(event), event.update_id
            choice = _choice(self.persons.get(event.person), event, turn)
            heard = (turn.case, turn.step, event.at, kind, turn.heard, source, update_id, turn.signals, choice)
            self._said.append(Incoming(event.person, *heard))
        self._said += [
            Outgoing(event.person, case, step, event.at, reply, in_bulk=unasked) for case, step, reply in turn.replies
        ]
        self._sent |= {(event.person, reminder.case, reminder.name): event.at for reminder in turn.sent}
        if turn.flags:
            self._flags |= dict.fromkeys(range(first, len(self._said)), turn.flags)
            self.told += [(event.at, flag) for flag in turn.flags if flag in TOLD]
        if turn.invitation:
            self._invitations.append(turn.invitation)
        if turn.forget:
            self._left[event.person] = event.at
            self._forget(event.person)
        else:
            self.persons[event.person] = turn.person

    def fail(self, event: Event, person: Person, letter: DeadLetter, apology: Reply, source: str) -> None:
        """Adds an event that made the flow fail. The person stays as they were.

        The transcript gets the event without its text: nothing has looked yet for what must not be
        kept in it. The dead letter has it, less what could point to a patient.
        """
        self.persons[event.person] = person
        self._failed.append(letter)
        if event.kind is EventKind.REMINDER:
            self.persons[event.person] = _without(person, _due(event))
            return
        case = _active(person)
        if event.kind not in UNSAID:
            heard = Incoming(event.person, case.number, case.step, event.at, _kind(event), "", source, event.update_id)
            self._said.append(heard)
        self._said.append(Outgoing(event.person, case.number, case.step, event.at, apology))

    async def save(self, transaction: Transaction) -> list[Outgoing]:
        """Keeps all of it; what is to be said, with the ids that it was stored under."""
        review, anew = transaction.review, shared.decided_anew(self._before, self.persons)
        await review.sharing.withdraw(anew)
        await review.audit.add(await shared.forgotten(transaction, self._left))
        await transaction.forget(self._forgotten)
        await transaction.persons.save(person for person in self.persons.values() if self._has_changed(person))
        await transaction.cases.save(self._changed_cases())
        await transaction.reminders.save(self._fates())
        kept = [place for place in range(len(self._said)) if self._is_kept(place)]
        await transaction.updates.spend(self._spent())
        ids = dict(zip(kept, await transaction.messages.add([self._said[place] for place in kept]), strict=True))
        await review.sharing.flag(self._flagged(ids))
        talked = {(self._said[place].person, self._said[place].case) for place in kept}
        await review.sharing.offer(list(shared.offers(self.persons, anew, talked)), list(ids.values()), anew)
        await review.audit.add(shared.decisions(transaction, self.persons, anew))
        await review.overviews.count(counted.changes(self._loaded, self.persons))
        await transaction.invitations.add(self._invitations)
        await transaction.dead_letters.add(self._failed)
        said = enumerate(self._said)
        return [replace(message, id=ids.get(place)) for place, message in said if isinstance(message, Outgoing)]

    def meet(self, known: Mapping[str, Person]) -> None:
        """Adds persons to whom something is to be said, though they said nothing."""
        self.persons |= known
        self._before |= known
        self._loaded = {**known, **self._loaded}

    def _flagged(self, ids: Mapping[int, int]) -> Iterator[Flagged]:
        """The messages of flagged moments, by the ids that they were stored under."""
        for place, kinds in self._flags.items():
            if place in ids:
                line = self._said[place]
                yield Flagged(ids[place], line.person, line.case, line.at, kinds)

    def _forget(self, key: str) -> None:
        self._forgotten[key] = len(self._said)
        self._failed = [letter for letter in self._failed if letter.event.person != key]
        self._invitations = [made for made in self._invitations if made.coach != key]
        self.persons.pop(key, None)
        self._before.pop(key, None)

    def _spent(self) -> Iterator[tuple[str, int]]:
        """Updates that took effect and leave no line behind."""
        for place, line in enumerate(self._said):
            if isinstance(line, Incoming) and line.update_id is not None and not self._is_kept(place):
                yield line.source, line.update_id

    def _is_kept(self, place: int) -> bool:
        return place >= self._forgotten.get(self._said[place].person, 0)

    def _has_changed(self, person: Person) -> bool:
        before = self._before.get(person.key)
        return before is None or changed(before, cases=(), reminders=()) != changed(person, cases=(), reminders=())

    def _changed_cases(self) -> Iterator[tuple[str, Case]]:
        for key, person in self.persons.items():
            before = self._before[key].cases if key in self._before else ()
            yield from ((key, case) for case in person.cases if case not in before)

    def _fates(self) -> Iterator[Fate]:
        """What became of reminders: planned anew or moved, come, or no longer wanted."""
        for key, person in self.persons.items():
            before = self._before[key].reminders if key in self._before else ()
            if before == person.reminders:
                continue
            yield from self._planned(key, person.reminders, before)
            waiting = {(reminder.case, reminder.name) for reminder in person.reminders}
            for reminder in before:
                if (reminder.case, reminder.name) not in waiting:
                    sent_at = self._sent.get((key, reminder.case, reminder.name))
                    yield Fate(key, reminder, "sent" if sent_at else "cancelled", sent_at)

    def _planned(self, key: str, reminders: Sequence[Reminder], before: Sequence[Reminder]) -> Iterator[Fate]:
        for reminder in reminders:
            if reminder not in before:
                self.earliest = min(self.earliest or reminder.due_at, reminder.due_at)
                yield Fate(key, reminder, "waiting", self._sent.get((key, reminder.case, reminder.name)))


def _has_words(event: Event) -> bool:
    return event.kind is EventKind.TEXT and not event.text.startswith("/")


def _once(events: Sequence[Event], seen: set[int]) -> Iterator[Event]:
    """Events without repeats: neither of what was heard before nor of one another."""
    for event in events:
        if event.update_id is None:
            yield event
        elif event.update_id not in seen:
            seen.add(event.update_id)
            yield event


async def _invited(transaction: Transaction, events: Sequence[Event]) -> Sequence[Event]:
    """Events with the invitations that they open."""
    codes = {code for event in events if (code := code_of(event.text))}
    if not codes:
        return events
    known = await transaction.invitations.load(codes)
    return [replace(event, invitation=known.get(code)) if (code := code_of(event.text)) else event for event in events]


async def _informed(transaction: Transaction, events: Sequence[Event]) -> Sequence[Event]:
    """Events with all that was said so far, where a person asks for it."""
    if not any(_asks_for_transcript(event) for event in events):
        return events
    review = transaction.review.transcript
    return [
        replace(event, said=await review.of_person(event.person)) if _asks_for_transcript(event) else event
        for event in events
    ]


def _asks_for_transcript(event: Event) -> bool:
    return event.text.startswith("/") and name_of(event.text) == "transcript"


def _storable(event: Event, coached: bool) -> Event:
    """An event whose words any database can keep: halves of surrogate pairs and NULs can't be."""
    known = _clean(event.person), _clean(event.text), coached
    if known == (event.person, event.text, event.coached):
        return event
    return replace(event, person=known[0], text=known[1], coached=coached)


def _clean(text: str) -> str:
    return text if text.isascii() and text.isprintable() else text.encode(errors="replace").decode().replace("\0", "")


def _kind(event: Event) -> str:
    typed_command = event.kind is EventKind.TEXT and event.text.lstrip().startswith("/")
    return EventKind.COMMAND if typed_command else event.kind


def _choice(before: Person | None, event: Event, turn: Turn) -> Choice | None:
    """The button that was pressed, if that answered what it stood below."""
    if event.kind is not EventKind.CHOICE or before is None:
        return None
    answered = buttons.is_open(before, event.text) and not buttons.is_open(turn.person, event.text)
    return Choice(turn.heard, event.text) if answered else None


def _due(event: Event) -> Due:
    """The reminder that an event is about."""
    number, _, name = event.text.partition(":")
    return Due(event.person, int(number), name)


def _without(person: Person, due: Due) -> Person:
    """The person without one of their reminders."""
    kept = tuple(row for row in person.reminders if (row.case, row.name) != (due.case, due.name))
    return replace(person, reminders=kept)


def _active(person: Person) -> Case:
    return next((case for case in person.cases if case.number == person.active), person.lobby)


def _place(error: BaseException) -> str:
    """Where an error arose: the innermost line of the flow, or else of anything."""
    places: list[tuple[bool, str]] = []
    trace: TracebackType | None = error.__traceback__
    while trace:
        module = trace.tb_frame.f_globals.get("__name__", "")
        where = f"{module}:{trace.tb_lineno} in {trace.tb_frame.f_code.co_name}"
        places.append((module.split(".")[0] == "flows", where))
        trace = trace.tb_next
    own = [where for is_ours, where in places if is_ours]
    return (own or [where for _, where in places] or [""])[-1]
