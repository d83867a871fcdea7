"""Walking through a conversation by the names of its questions, for tests that care about outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bot.texts import load_books
from flows.asking import current
from flows.book import Book
from flows.conversation import advance, begin
from flows.model import Case, Event, EventKind, Person, Reply
from flows.questions import Choice, Date, Lines, Number, Question, Several
from flows.scene import Scene

BOOKS = load_books()
SUNDAY_NIGHT = datetime(2026, 11, 23, 4, 10, tzinfo=UTC)
"""22 November 2026, ten past ten at night in Chicago."""


class Walk:
    """One person's way through the flow, without a database. `said` collects everything told to them."""

    books: Mapping[str, Book] = BOOKS

    def __init__(self, answers: Mapping[str, str] | None = None, at: datetime = SUNDAY_NIGHT) -> None:
        self.answers = dict(answers or {})
        self.at = at
        event = Event("terminal:me", at, EventKind.OPEN)
        self.person: Person = begin("terminal:me", event, "America/Chicago")
        self.said: list[Reply] = []
        self.asked: list[str] = []
        self.log: list[str] = []
        self.hear("", EventKind.OPEN)

    @property
    def case(self) -> Case:
        """The conversation at hand."""
        return next((case for case in self.person.cases if case.number == self.person.active), self.person.lobby)

    @property
    def text(self) -> str:
        """Everything told so far, as one text."""
        return "\n".join(reply.text for reply in self.said)

    @property
    def last(self) -> str:
        """What was told last."""
        return self.said[-1].text

    def question(self) -> Question | None:
        """The question that is open."""
        return current(Scene(self.books["en"], self.person, Event(self.person.key, self.at, EventKind.TEXT)))

    def hear(self, text: str, kind: EventKind = EventKind.TEXT) -> list[Reply]:
        """Says something, a minute later, and returns the replies."""
        self.at += timedelta(minutes=1)
        turn = advance(self.books, self.person, Event(self.person.key, self.at, kind, text))
        self.person = turn.person
        replies = [reply for _, _, reply in turn.replies]
        self.said += replies
        self.log.append(f"P: {text}")
        for reply in replies:
            self.log.append(f"B [{self.case.step}]: {reply.title + ' ' if reply.title else ''}{reply.text}")
            self.log += [f"      [{place}] {choice.label}" for place, choice in enumerate(reply.choices, 1)]
        return replies

    def later(self, **span: float) -> list[Reply]:
        """Comes back after a while."""
        self.at += timedelta(**span)
        return self.hear("", EventKind.OPEN)

    def until(self, step: str, most: int = 300) -> Walk:
        """Answers question by question until the conversation stands in `step`."""
        for _ in range(most):
            if self.case.step == step:
                return self
            self.answer()
        raise AssertionError(f"never came to {step}; stands in {self.case.step} at {self.case.asking}")

    def until_asked(self, name: str, most: int = 300) -> Walk:
        """Answers question by question until `name` is asked."""
        for _ in range(most):
            if self.case.asking == name and (self.case.pending or {}).get("kind") != "menu":
                return self
            self.answer()
        raise AssertionError(f"never asked {name}; stands in {self.case.step} at {self.case.asking}")

    def answer(self) -> list[Reply]:
        """Answers the open question: as told in `answers`, else with something ordinary."""
        pending = self.case.pending or {}
        if pending.get("kind") == "menu" and pending["name"] == "date":
            return self.hear("yes, that day")
        if pending.get("kind") == "list":
            return self.hear("that's all")
        question = self.question()
        assert question is not None, "nothing is open"
        self.asked.append(question.name)
        given = self.answers.get(question.name)
        return self.hear(given if given is not None else ordinary(question))


def ordinary(question: Question) -> str:
    """An answer that anybody might give."""
    takes = question.takes
    if isinstance(takes, Choice):
        return next((value for value in ("agree", "none", "no", "part_ways") if value in takes.values), takes.values[0])
    if isinstance(takes, Number):
        return f"{takes.low + 2:g}"
    if isinstance(takes, Several):
        return "none"
    if isinstance(takes, Date):
        return "in 14 days"
    if isinstance(takes, Lines):
        return "steady volume\nDonna"
    if question.name.startswith("card:"):
        return "I've decided to step back, and my last day is set. I'd like to agree the hand-over plan with you."
    return "I want my Tuesdays for the outpatient clinic"


CONSENT = {"consent": "I agree", "client_name": "Maple Grove"}
