"""One turn in the making: what was heard, and what is said and kept because of it.

A scene is made for one event and thrown away after it. Inside it things change; outside, only the
frozen `Turn` that comes out is seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flows.book import Book
from flows.model import (
    LOBBY,
    Answer,
    Case,
    Choice,
    Document,
    Event,
    EventKind,
    Invitation,
    Person,
    Reminder,
    Reply,
    Signal,
    Turn,
    changed,
)

BREATH = 5.0
"""Seconds of one half of a breath: six breaths a minute, near the rate at which the heart settles best."""


class Gaps(dict[str, Any]):
    """Facts for a text's placeholders; a fact that nobody has given shows as a marked gap."""

    def __missing__(self, name: str) -> str:
        return f"[{name.replace('_', ' ')}]"


@dataclass(frozen=True, slots=True)
class Option:
    """A choice before it has an address: its value and its label."""

    value: str
    label: str


class Scene:
    """What a step sees and does during one turn."""

    def __init__(self, book: Book, person: Person, event: Event, books: Mapping[str, Book] | None = None) -> None:
        self.book = book
        self.books = books or {book.language: book}
        self.person = person
        self.event = event
        self.text = event.text
        self.case = next((case for case in person.cases if case.number == person.active), person.lobby)
        self.heard_in = (self.case.number, self.case.step)
        self.replies: list[tuple[int, str, Reply]] = []
        self.signals: tuple[Signal, ...] = ()
        self.forget = False
        self.invitation: Invitation | None = None
        self.sent: tuple[Reminder, ...] = ()
        self.flags: tuple[str, ...] = ()

    # -- what is known ------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        """The moment of the event, in UTC."""
        return self.event.at

    @property
    def clock(self) -> datetime:
        """The same moment on the wall where the person is."""
        return self.now.astimezone(ZoneInfo(self.person.timezone))

    @property
    def today(self) -> date:
        """The calendar day where the person is."""
        return self.clock.date()

    def answer(self, name: str) -> Answer | None:
        """What is kept under a name, stale or not."""
        return self.case.answers.get(name)

    def value(self, name: str) -> Any:
        """The value kept under a name; None if there is none, or it was skipped."""
        found = self.case.answers.get(name)
        return found.value if found else None

    def day(self, name: str) -> date | None:
        """A kept date."""
        value = self.value(name)
        return date.fromisoformat(value) if isinstance(value, str) else None

    def settled(self, name: str) -> bool:
        """Whether a question has an answer that still holds."""
        found = self.case.answers.get(name)
        return found is not None and not found.stale

    def since(self, name: str) -> timedelta:
        """How long ago an answer was given; zero if there is none."""
        found = self.case.answers.get(name)
        return self.now - found.at if found else timedelta()

    @property
    def last_heard(self) -> datetime:
        """When the person last did something, in UTC; a reminder is nothing that they did."""
        if self.event.kind is not EventKind.REMINDER:
            return self.now
        return max(case.updated_at for case in (self.person.lobby, *self.person.cases))

    @property
    def client(self) -> str:
        """What the person calls this client."""
        return self.value("client_name") or self.book.wordings("words.this_client")[0]

    @property
    def goal(self) -> str | None:
        """The goal that the person named, for this case or earlier."""
        return self.value("goal") or self.person.goal

    # -- what changes -------------------------------------------------------------------------

    def change(self, **fields: Any) -> None:
        """Replaces fields of the case at hand."""
        self.case = changed(self.case, **fields)

    def change_person(self, **fields: Any) -> None:
        """Replaces fields of the person."""
        self.person = changed(self.person, **fields)

    def keep(self, name: str, value: Any, said: str = "") -> None:
        """Keeps an answer as it is now, without touching what rests on it."""
        answers = dict(self.case.answers)
        answers[name] = Answer(value, said, self.now)
        self.change(answers=answers)

    def unsettle(self, names: frozenset[str] | set[str]) -> tuple[str, ...]:
        """Marks answers as stale; returns those that were not so before."""
        fresh = tuple(name for name, kept in self.case.answers.items() if name in names and not kept.stale)
        if fresh:
            answers = dict(self.case.answers)
            answers.update({name: replace(answers[name], stale=True) for name in fresh})
            self.change(answers=answers)
        return fresh

    def drop(self, *names: str) -> None:
        """Forgets answers, so that their questions are open again."""
        self.change(
            answers={name: kept for name, kept in self.case.answers.items() if name not in names},
            trail=tuple(name for name in self.case.trail if name not in names),
        )

    def enter(self, number: int) -> None:
        """Puts the case at hand back among the person's and takes up another (0: the lobby)."""
        self._shelve()
        self.change_person(active=number)
        self.case = next((case for case in self.person.cases if case.number == number), self.person.lobby)

    def open_case(self) -> None:
        """Begins a new case and takes it up."""
        self._shelve()
        number = max((case.number for case in self.person.cases), default=LOBBY) + 1
        fresh = Case(number=number, step="client", created_at=self.now, updated_at=self.now)
        self.change_person(cases=(*self.person.cases, fresh), active=number)
        self.case = fresh

    def beside(self, number: int) -> Scene:
        """The scene as another of the person's cases sees it (0: the lobby); nothing done there is kept."""
        other = Scene(self.book, replace(self.person, active=number), self.event, self.books)
        other.person = self.person
        return other

    def _shelve(self) -> None:
        if self.case.number == LOBBY:
            self.change_person(lobby=self.case)
            return
        cases = tuple(self.case if case.number == self.case.number else case for case in self.person.cases)
        self.change_person(cases=cases)

    # -- what is said -------------------------------------------------------------------------

    def wording(self, key: str, /, **facts: Any) -> str:
        """The next wording of a text, filled in; each key takes its wordings in turn."""
        wordings = self.book.wordings(key)
        used = self.case.spoken.get(key, 0)
        if len(wordings) > 1:
            self.change(spoken={**self.case.spoken, key: used + 1})
        return self.fill(wordings[used % len(wordings)], **facts)

    def fill(self, template: str, /, **facts: Any) -> str:
        """A template with its placeholders filled; days are written out."""
        if "{" not in template:
            return template
        known = Gaps(self._standing_facts())
        known.update({name: self._shown(fact) for name, fact in facts.items() if fact is not None})
        return template.format_map(known)

    def _standing_facts(self) -> Mapping[str, Any]:
        facts: dict[str, Any] = {"client": " ".join(self.client.split())}
        goal = self.goal or self.book.wordings("words.no_goal")[0]
        facts["goal"] = " ".join(goal.split()).rstrip(".!")
        if reason := self.value("reason"):
            facts["reason"] = reason
        return facts

    def _shown(self, fact: Any) -> Any:
        if isinstance(fact, date) and not isinstance(fact, datetime):
            return self.book.almanac.long(fact)
        return f"{fact:g}" if isinstance(fact, float) else fact

    def say(self, key: str, /, **facts: Any) -> None:
        """One message."""
        self.tell(self.wording(key, **facts))

    def echo(self, key: str, said: str | list[str] | None) -> None:
        """One message that gives words back as {echo}; a plain one where there are none to give."""
        mirror = self.book.mirror
        words = mirror.listed(said) if isinstance(said, list) else mirror.echo(said or "")
        if words:
            self.tell(self.wording(key, echo=words).replace("….", "…"))
        else:
            self.say("control.heard_plain")

    def tell(self, text: str, options: tuple[Option, ...] = (), frames: tuple[str, ...] = ()) -> None:
        """One message whose words are ready, with choices below it; a paced one with its frames."""
        if text:
            self._deliver(Reply(text, self._addressed(options), frames=frames, every=BREATH if frames else 0.0))

    def mention(self, text: str, choices: tuple[Choice, ...]) -> None:
        """One message beside the open question, which stays open, with its choices as they were."""
        self._deliver(Reply(text, choices))

    def give(self, title: str, text: str, document: Document | None = None) -> None:
        """A paper: a letter or a plan, with a document where it comes as a file."""
        self._deliver(Reply(text, title=title, document=document))

    def _deliver(self, reply: Reply) -> None:
        self.replies.append((self.case.number, self.case.step, reply))

    def _addressed(self, options: tuple[Option, ...]) -> tuple[Choice, ...]:
        """Choices that know the case and the turn they belong to, in at most 64 bytes of data."""
        number, turn = self.case.number, self.case.turn
        if options:
            self.change(offered=turn)
        return tuple(Choice(option.label, f"{number}:{turn}:{option.value}"[:64]) for option in options)

    # -- the end of the turn ------------------------------------------------------------------

    def turn(self) -> Turn:
        """What came of the event."""
        if self.event.kind is not EventKind.REMINDER:
            self.change(updated_at=self.now)
        self._shelve()
        number, step = self.heard_in
        replies = tuple(self.replies)
        made = (self.forget, self.invitation, self.sent, self.flags)
        return Turn(self.person, number, step, self.text, replies, self.signals, *made)
