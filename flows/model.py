"""The values that travel between the rooms: frozen, plain, without behaviour of their own.

Times are aware datetimes in UTC; dates are calendar days without a zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

LOBBY = 0
"""Number of the conversation that belongs to no case: the welcome, and choosing between cases."""


PLACE = "location "
"""How the text of an event begins by which a person shared where they are; the time zone there follows."""


class EventKind(StrEnum):
    """What sort of thing happened."""

    OPEN = "open"
    """The person came (back) to the conversation without saying anything yet."""
    TEXT = "text"
    CHOICE = "choice"
    COMMAND = "command"
    REMINDER = "reminder"
    """A reminder came due: the event's text is `<case>:<name>`."""
    OTHER = "other"
    """Something that carries no words: a picture, a voice message, a sticker."""
    COACH = "coach"
    """A coach wrote to the person: the event's text is `<case>:<words>`."""
    NOTICE = "notice"
    """A coach is told that somebody asked for a human (`request`) or wrote back (`answer`)."""


SHARING = ("nothing", "flagged", "all")
"""What a person lets a coach read, from least to most. Nothing, until they say otherwise."""

FLAGS = ("crisis", "safety", "request", "answer", "override", "heat", "impulse", "patient", "reply")
"""What makes a turn a flagged moment, in the order in which a human should look: crisis, safety, a human asked
for or answered, a pause overridden, high heat, an impulse noticed, a patient's data taken out; and a coach's words.
"""


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that made a detector speak: `start` and `end` are offsets into the text, half-open."""

    cue: str
    start: int
    end: int
    text: str

    def overlaps(self, other: Cue) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and self.end > other.start


LABELS = ("calm", "impulse", "safety", "crisis")
"""What a message can be; each outranks the one before it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a text: chances (0 to 1) in the order of LABELS, and the words that carry them."""

    chances: tuple[float, ...]
    cues: tuple[Cue, ...] = ()

    def chance(self, label: str) -> float:
        """How likely one label is."""
        return self.chances[LABELS.index(label)]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a draft as a reader saw it: the chance (0 to 1) that it blames, and the words that would."""

    chance: float
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the past: in which case, when (UTC), by whom (`you`, `me` or `coach`), and its words.

    Of a document, `title` is its name.
    """

    case: int
    at: datetime
    who: str
    text: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a coach gives to people so that they find here: a code that nobody can guess.

    `coach` is the coach's key, `made_at` a moment in UTC. `name` is what the coach calls it, `words`
    are said to whoever comes through it. `link` is where it leads, known only while it is made.
    """

    code: str
    coach: str
    made_at: datetime
    name: str = ""
    words: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to one person.

    `person` is the key (`terminal:me`), `at` the moment in UTC. `text` is what was typed, the
    command with its slash, or the data of the pressed button. `update_id` makes an event of a
    channel unique; None where the channel has no such number. `reading` is there where the text was
    read beforehand, with others of its batch. `invitation` is the one whose code the
    text names or, where a coach asks for one, one that is still to be made. `coached` says that there
    is a coach who can be told. `said` is all that was said so far, where the person asks for it.
    """

    person: str
    at: datetime
    kind: EventKind
    text: str = ""
    update_id: int | None = None
    language: str | None = None
    reading: Reading | None = None
    invitation: Invitation | None = None
    coached: bool = False
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that a person can pick. `data` says which case, turn and value it belongs to."""

    label: str
    data: str


FORMS = ("docx", "pdf", "md", "ics")
"""What kinds of file a document can be, by the ending of its name."""

BLOCKS = ("title", "heading", "text", "strong", "bullet", "check", "small", "label", "signature", "table")
"""What a piece of a document can be. A check is a line with a box to tick; a label stands close above what it
names; a signature leaves room to sign.
"""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document: its `style` (one of BLOCKS) with its text, or a table's rows, the heads first."""

    style: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Appointment:
    """An entry in a calendar: something to do on a day, first thing in the morning where the person is.

    `key` tells it from others for good, so that a calendar replaces it when it moves.
    """

    key: str
    day: date
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What a file is made from; the same values always make the same file.

    `form` is one of FORMS, `name` the file's name without its ending, and `shelf` what the files of a case
    are kept under together. `made_at` is a moment in UTC. `zone` is the time zone of the appointments;
    None where nobody said it, so that they keep to the clock on the wall wherever they are read.
    """

    form: str
    name: str
    shelf: str
    made_at: datetime
    blocks: tuple[Block, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to the person. A paper has a `title` and is delivered whole; with a `document` it comes
    as a file of that kind, and its text is what is said to it or what can be read without opening it.

    A paced message has `frames`, texts that a channel may show in its place one after the other, each
    for `every` seconds; where it can't, the text stands. They are not kept: they pass.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    title: str | None = None
    frames: tuple[str, ...] = ()
    every: float = 0.0
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """What a detector found in a text: `kind` is crisis, safety, impulse, patient or blame; score 0 to 1.

    A cue without a place in the text (0 to 0) is something that the case added to the words.
    """

    kind: str
    score: float
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is kept of an answer.

    `value` is JSON (text, number, list, ISO date, or None for "skipped" and "don't know"); `said`
    are the person's own words; `stale` is set when something it rested on has changed.
    """

    value: Any
    said: str
    at: datetime
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """A pause that was offered: `way` is the one that the person chose, or `cannot_wait`.

    It begins `at` and ends at `until`, both in UTC; `until` is None where the person went on at once.
    `heat` (0 to 10), `decision` and `confidence` (0 to 10) are what they said before it and, with
    `_now`, after it; `ended` is when they came back.
    """

    way: str
    at: datetime
    until: datetime | None = None
    heat: float | None = None
    decision: str | None = None
    confidence: float | None = None
    heat_now: float | None = None
    decision_now: str | None = None
    confidence_now: float | None = None
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to bring back later: its name and its case, never its words.

    It is due at the moment `due_at` (UTC), which was computed from the wall-clock time `wall`
    (`2026-11-23T07:00`, without a zone) in `zone`. A time that the person `chose` is kept in quiet
    hours too.
    """

    name: str
    case: int
    due_at: datetime
    wall: str
    zone: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that sets a person off, in their own `words`, and when it comes round.

    `rule` is `weekly 0` (Monday) to `weekly 6`, `monthly 1` to `monthly 31` (31: the last day), or
    `on 2026-12-01`; `time` the wall time, such as `14:00`, if they named one.
    """

    number: int
    words: str
    rule: str
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Reminding:
    """How a person wants to be reminded, and what is remembered of it. Reminders go by `<case>:<name>`.

    `much` is all, dates or none. `quiet` are the wall times between which nothing comes that they did
    not choose. `ignored` counts the unasked messages since they last said something, `unasked_on` is
    the day of the last one. `later` holds the wall times that they chose instead, `done` the wall time
    of each reminder that came or was called off, `off` those that never come again. `shown` is the
    reminder whose buttons still work.
    """

    much: str = "all"
    quiet: tuple[str, str] = ("21:00", "08:00")
    ignored: int = 0
    unasked_on: str | None = None
    later: Mapping[str, str] = field(default_factory=dict)
    done: Mapping[str, str] = field(default_factory=dict)
    off: tuple[str, ...] = ()
    shown: str | None = None
    moments: tuple[Moment, ...] = ()


@dataclass(frozen=True)
class Case:
    """One relationship that a person thinks about ending, and where its conversation stands.

    `step` and `asking` are stored by name. `trail` lists answered questions in the order in which
    they were answered; `spoken` counts how often each text was used, so that none repeats itself;
    `pending` holds an answer that waits for a yes, such as a date read out of words; `offered` is the
    turn that showed choices last, so that an old button is known for one; `holds` are the pauses that
    were offered, in order; `wordless` says what came last, if it carried no words. A `shared` case may be
    read by a coach, because the person asked for a human in it.
    """

    number: int
    step: str
    created_at: datetime
    updated_at: datetime
    asking: str | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    trail: tuple[str, ...] = ()
    spoken: Mapping[str, int] = field(default_factory=dict)
    pending: Mapping[str, Any] | None = None
    came_from: str | None = None
    paused: bool = False
    outcome: str | None = None
    turn: int = 0
    offered: int = 0
    holds: tuple[Hold, ...] = ()
    wordless: str | None = None
    shared: bool = False


@dataclass(frozen=True)
class Person:
    """Who chats with the bot. `lobby` is the conversation outside any case; `active` a case's number.

    `zone_told` says that the time zone is their own word and no default. `reminders` are those that
    wait, of all cases; `reminding` is how they want to be reminded. `came_by` is the code of the
    invitation that brought them. `sharing`, one of SHARING, is what a coach may read of theirs.
    """

    key: str
    lobby: Case
    language: str = "en"
    timezone: str = "UTC"
    zone_told: bool = False
    goal: str | None = None
    agreed_at: datetime | None = None
    cases: tuple[Case, ...] = ()
    active: int = LOBBY
    reminders: tuple[Reminder, ...] = ()
    came_by: str | None = None
    reminding: Reminding = field(default_factory=Reminding)
    sharing: str = SHARING[0]


@dataclass(frozen=True, slots=True)
class Turn:
    """One event in; the person after it, the replies, and the signals out.

    `case` is the number of the conversation in which it happened (0: the lobby), `step` the step in
    which it was heard, and `heard` the text as it may be stored. `replies` carry the case and the
    step that they were said in. `invitation` is one that was made, `sent` are the reminders that came
    with it. `flags`, some of FLAGS, are what makes it a moment that a coach should see.
    """

    person: Person
    case: int
    step: str
    heard: str
    replies: tuple[tuple[int, str, Reply], ...] = ()
    signals: tuple[Signal, ...] = ()
    forget: bool = False
    invitation: Invitation | None = None
    sent: tuple[Reminder, ...] = ()
    flags: tuple[str, ...] = ()


Wide = TypeVar("Wide", Case, Person)


def changed(value: Wide, **fields: Any) -> Wide:
    """A person or case with some fields replaced: `dataclasses.replace`, but without filling each of the others.

    A turn does this a dozen times, and with it half of its work was done.
    """
    if unknown := fields.keys() - value.__dict__.keys():
        raise TypeError(f"a {type(value).__name__} has no {', '.join(sorted(unknown))}")
    twin = object.__new__(type(value))
    twin.__dict__.update(value.__dict__, **fields)
    return twin
