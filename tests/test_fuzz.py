"""Whatever happens, in whatever order: no exception, no event without an answer, no place without a way on.

Ten thousand turns and more, the same ones every time. Some people here answer nearly everything
properly, so that the far end is reached; others type whatever comes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from flows.asking import current
from flows.conversation import advance, begin
from flows.machine import BESIDE, STEPS
from flows.model import Case, Event, EventKind, Person, Turn
from flows.questions import Choice, Date, Lines, Number, Question, Several
from flows.scene import Scene
from storage.codec import compact, pack_case, pack_person, unpack_case, unpack_person
from tests.walking import BOOKS, CONSENT, SUNDAY_NIGHT, Walk

PEOPLE = 150
TURNS_EACH = 150
WHOLE_EVERY = 5
"""Turns after which a person is put into the database's form and back."""

runs = settings(
    derandomize=True,
    deadline=None,
    max_examples=PEOPLE,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)

PHRASES = tuple(
    phrase.strip()
    for phrase in """
    0|1|2|3|7|11|-3|3.5|99999|1, 3|half|25%|٣|²|yes|no|none|skip|i don't know|back|help|pause|what?|keep it|done|example
    that's all|same|undo|later|?|??|🙂|👩‍⚕️🔥|…|soon|end of March|in 60 days|3/4|29 Feb|31 April|yesterday|next friday|
    they pay late|I’m so tired of this|They are incompetent and they lied to us|I can't do this anymore|I'm done
    I want to kill myself|he threatened me with a knife|I want to hurt him|I'm safe|not yet|I meant something else
    my patient Mrs. Smith, born 3/4/1950, is the client|she is my patient|<b>{client}</b>|{{x}}|%s|{0.__class__}
    \u202eevorG|مستشفى|もう無理です|не могу|a\x00b\x1b[31mc|\u200b|\ud7ff|;;;|,|“”
    Okay, I'll stay until you find somebody|No, not at all|steady volume, Donna, parking|I want my weekends back
    can you write the letter to my patient|just tell me how to get rid of him|don't tell anyone|am I safe?
    """.replace("\n", "|").split("|")
)
COMMANDS = (
    "/start", "/help", "/status", "/back", "/pause", "/cases", "/new", "/plan", "/reminders", "/settings",
    "/check", "/privacy", "/forget", "/cancel", "/nonsense", "/", "//", "/HELP", "/back@bot",
)  # fmt: skip
REASON = {"reason": "I am moving my practice toward outpatient work."}
DECIDED = REASON | {
    "kind": "snf", "conduct": "none", "leaning": "differently", "sleep_on_it": "go on", "reason_true": "true",
    "proposal": "1", "after_card": "enough",
}  # fmt: skip
WISHES: tuple[dict[str, str], ...] = (
    {},
    {"kind": "patient", "patient_danger": "safe"},
    *(DECIDED | {"own_decision": decision} for decision in ("keep", "renegotiate", "pause", "undecided", "part ways")),
    DECIDED | {"own_decision": "part ways"},
)
"""What somebody says who has made up their mind; the first has not."""
SPANS = tuple(timedelta(**span) for span in (
    {"minutes": 1}, {"minutes": 5}, {"hours": 1}, {"hours": 9}, {"hours": 25}, {"days": 3}, {"days": 40}, {"days": 200},
))  # fmt: skip
WORDS = (
    "I want my Tuesdays for the outpatient clinic",
    "They pay late, and I have asked them about it since the spring without a word of an answer from anyone",
    "fine",
    "I've decided to step back. My last day is set, and I'd like to agree the hand-over plan with you.",
)

typed = st.sampled_from(PHRASES) | st.text(max_size=12)
tempers = st.sampled_from((3, 15, 30, 60))
"""How many of a hundred events are no proper answer."""


class Life:
    """One person with the coach, and what must hold after each of their turns."""

    def __init__(self, wish: dict[str, str]) -> None:
        self.wish = wish
        self.at: datetime = SUNDAY_NIGHT
        self.turns = 0
        self.reached: set[str] = set()
        self.buttons: list[str] = []
        self.fresh: list[str] = []
        self.meet()

    def meet(self) -> None:
        """Nobody knows them, or nobody does any more."""
        self.person: Person = begin("terminal:me", Event("terminal:me", self.at, EventKind.OPEN), "America/Chicago")
        self.fresh = []
        self.hear(EventKind.OPEN)

    @property
    def case(self) -> Case:
        return next((case for case in self.person.cases if case.number == self.person.active), self.person.lobby)

    def question(self) -> Question | None:
        return current(Scene(BOOKS["en"], self.person, Event("terminal:me", self.at, EventKind.TEXT)))

    def hear(self, kind: EventKind, text: str = "", after: timedelta = timedelta(minutes=1)) -> Turn:
        """One event, and what must be true of every turn."""
        self.at += after
        before = self.case
        turn = advance(BOOKS, self.person, Event("terminal:me", self.at, kind, text))
        self.person = turn.person
        self.turns += 1
        self.reached |= {self.case.step, self.person.lobby.step}
        what = f"{kind} {text!r} in {before.step} at {before.asking}"
        assert (turn.case, turn.step) == (before.number, before.step), what
        assert turn.replies or kind is EventKind.REMINDER, f"no answer to {what}"
        assert all(reply.text.strip() for _, _, reply in turn.replies), f"an empty answer to {what}"
        assert self.case.step in {*STEPS, *BESIDE}
        assert turn.forget or self.question() or self.case.pending, f"nothing is open after {what}"
        self.fresh = [choice.data for _, _, reply in turn.replies for choice in reply.choices]
        assert all(len(data.encode()) <= 64 for data in self.fresh), f"too much data on a button after {what}"
        self.buttons = [*self.buttons[-60:], *self.fresh]
        if self.turns % WHOLE_EVERY == 0:
            assert written_and_read(self.person) == self.person, f"lost in the database after {what}"
        if turn.forget:
            self.meet()
        return turn


def written_and_read(person: Person) -> Person:
    """The person as the database would give them back."""
    cases = tuple(unpack_case(json.loads(compact(pack_case(case)))) for case in person.cases)
    opened = unpack_person(person.key, json.loads(compact(pack_person(person))), cases)
    return replace(opened, reminders=person.reminders)  # these have rows of their own


# What people do

Draw = Callable[[st.SearchStrategy[Any]], Any]


def proper(life: Life, draw: Draw) -> None:
    """Answers what is open, as it was asked; where all is done, comes back after months."""
    pending = life.case.pending or {}
    if life.case.step == "closed" and not pending and draw(st.booleans()):
        life.hear(EventKind.OPEN, after=SPANS[-1])
    elif pending.get("kind") == "menu":
        life.hear(EventKind.TEXT, draw(st.sampled_from(("1", "1", "2", str(len(pending["labels"]))))))
    elif pending.get("kind") == "list":
        life.hear(EventKind.TEXT, "that's all")
    elif question := life.question():
        life.hear(EventKind.TEXT, life.wish.get(question.name) or answer_to(question, draw))


def answer_to(question: Question, draw: Draw) -> str:
    takes = question.takes
    if question.name in ("consent", "safe_again"):
        return "1"
    if isinstance(takes, Choice):
        return str(draw(st.integers(1, len(takes.values))))
    if isinstance(takes, Number):
        return f"{draw(st.integers(int(takes.low), int(takes.high)))}"
    if isinstance(takes, Several):
        return str(draw(st.sampled_from(("none", "1", "2, 3"))))
    if isinstance(takes, Date):
        return str(draw(st.sampled_from(("in 10 days", "in 60 days", "3 March", "end of next month"))))
    return "steady volume\nDonna" if isinstance(takes, Lines) else str(draw(st.sampled_from(WORDS)))


def types(life: Life, draw: Draw) -> None:
    life.hear(EventKind.TEXT, draw(typed))


def commands(life: Life, draw: Draw) -> None:
    life.hear(EventKind.COMMAND, draw(st.sampled_from(COMMANDS)))


def presses(life: Life, draw: Draw) -> None:
    life.hear(EventKind.CHOICE, draw(st.sampled_from(life.fresh or ["0:1:nothing:here"])))


def presses_an_old_one(life: Life, draw: Draw) -> None:
    life.hear(EventKind.CHOICE, draw(st.sampled_from(life.buttons or ["::"]) | typed))


def waits(life: Life, draw: Draw) -> None:
    life.hear(EventKind.OPEN, after=draw(st.sampled_from(SPANS)))


def sends_a_picture(life: Life, draw: Draw) -> None:
    life.hear(EventKind.OTHER)


def is_reminded(life: Life, draw: Draw) -> None:
    """Whatever is due next comes, and leaves the person where they are; the end of a pause asks its own questions."""
    if life.person.reminders:
        first, before = life.person.reminders[0], life.case
        wait = max(first.due_at - life.at, timedelta())
        turn = life.hear(EventKind.REMINDER, f"{first.case}:{first.name}", after=wait)
        assert turn.replies, f"{first.name} was due and did not come"
        assert life.case.step == before.step
        assert life.case.asking == before.asking or first.name == "pause_end"


ODD = (types, types, commands, presses, presses_an_old_one, waits, sends_a_picture, is_reminded)


@pytest.mark.timeout(120)
def test_ten_thousand_turns_without_an_exception_a_silence_or_a_dead_end() -> None:
    reached: set[str] = set()
    turns = 0

    @given(st.data(), tempers, st.sampled_from(WISHES))
    @runs
    def people(data: st.DataObject, temper: int, wish: dict[str, str]) -> None:
        nonlocal turns
        life = Life(wish)
        try:
            for _ in range(TURNS_EACH):
                odd = data.draw(st.integers(0, 99)) < temper
                act = data.draw(st.sampled_from(ODD)) if odd else proper
                act(life, data.draw)
        finally:
            turns += life.turns
            reached.update(life.reached)

    people()
    assert turns >= 10_000
    assert reached == {*STEPS, *BESIDE}


# What went wrong once


@pytest.mark.parametrize("text", ["skip", "I don't know"])
def test_the_follow_up_can_be_skipped(text: str) -> None:
    walk = Walk(CONSENT | {"leaning": "4", "own_decision": "keep"}).until("closed")
    walk.later(days=40)
    assert walk.case.asking == "follow_up"
    assert walk.hear(text)


@pytest.mark.parametrize("place", ["crisis", "safety"])
@pytest.mark.parametrize("start", ["welcome", "reflect"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_answered_in_a_crisis_too(command: str, start: str, place: str) -> None:
    walk = Walk(CONSENT).until(start)
    walk.hear("I want to kill myself" if place == "crisis" else "he threatened me with a knife")
    assert walk.hear(command, EventKind.COMMAND)


def test_nothing_but_their_own_word_leads_out_of_a_crisis() -> None:
    walk = Walk(CONSENT).until_asked("heat")
    walk.hear("I want to kill myself")
    walk.hear("/new", EventKind.COMMAND)
    assert walk.case.step == "crisis"


@pytest.mark.parametrize("text", ["I want to kill myself", "he threatened me with a knife"])
@pytest.mark.parametrize("pick", ["1", "Go on"])
def test_going_on_from_the_map_is_answered_in_a_crisis_too(text: str, pick: str) -> None:
    walk = Walk(CONSENT).until_asked("heat")
    walk.hear(text)
    walk.hear("/status", EventKind.COMMAND)
    assert walk.hear(pick)


@pytest.mark.parametrize("name", ["send_on", "lock_in_end", "own_date"])
def test_a_slip_in_the_year_is_no_accident(name: str) -> None:
    notice = {"contract": "1", "lock_in": "yes", "proposal": "another", "own_date": "31 March 2027"}
    walk = Walk(CONSENT | DECIDED | notice | {"own_decision": "part ways"})
    walk.until_asked(name)
    walk.hear("12/31/9999")
    walk.answer()
    walk.until_asked("client_reply")


def test_five_thousand_digits_are_no_accident() -> None:
    walk = Walk(CONSENT).until_asked("kind")
    walk.hear("1" * 5000)
    assert walk.case.asking == "kind"


@pytest.mark.parametrize("text", ["word " * 2401, "🙂" * 12_001, "a" * 12_001, "\n" * 12_001, "{" * 9_000])
@pytest.mark.parametrize("name", ["consent", "client_name", "story", "heat", "pros"])
def test_a_very_long_text_is_answered_and_the_question_stays_open(name: str, text: str) -> None:
    walk = Walk(CONSENT).until_asked(name)
    assert walk.hear(text)
    assert walk.case.asking is not None
