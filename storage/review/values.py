"""What the review's readers give and take, as values. Times are UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from flows.model import Answer, Choice, Hold, Signal

RISKS = ("crisis", "safety", "request", "answer", "override", "heat")
"""Flags that bring a conversation to the top of the queue. A flag's place in here is the conversation's rank."""
SAMPLED = len(RISKS)
"""The rank of a conversation without them that is in the sample."""
ORDINARY = SAMPLED + 1
"""The rank of all others."""
SETTLED = ORDINARY + 1
"""The rank of a conversation that a coach is done with, and in which nothing was flagged since."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a person lets a coach read of one conversation, and what the queue has to know of it.

    `number` is the case's (0: the lobby), `level` one of `flows.model.SHARING`.
    """

    person: str
    number: int
    level: str
    step: str
    kind: str | None
    outcome: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Flagged:
    """A message of a flagged moment; `number` is the case's."""

    message: int
    person: str
    number: int
    at: datetime
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which conversations of the queue are wanted; None: whichever.

    `signal` is one of `flows.model.FLAGS`; `reviewed` says whether a coach is done with it.
    """

    step: str | None = None
    outcome: str | None = None
    kind: str | None = None
    signal: str | None = None
    reviewed: bool | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the queue, from which the next page goes on: that of the last conversation that was shown."""

    rank: int
    at: datetime
    conversation: int


@dataclass(frozen=True, slots=True)
class Queued:
    """A conversation in the queue.

    `conversation` is its number everywhere in the review and in addresses: of the lobby, which is no case,
    it is below zero. `client` is there only where all of it is shared. `flags` say what was flagged since
    the last review, `reviewed_at` when that was. `heat` is the highest number that the person gave, if that
    is a reason to look and all is shared. `place` is where the next page goes on.
    """

    conversation: int
    person: str
    client: str | None
    kind: str | None
    step: str
    outcome: str | None
    level: str
    at: datetime
    rank: int
    flags: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    reviewed_at: datetime | None = None
    heat: float | None = None

    @property
    def place(self) -> Place:
        """Where the page after this conversation begins."""
        return Place(self.rank, self.at, self.conversation)


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a conversation, as it was said.

    `title` is there for a document, `choices` are the buttons below an out message or the one that an in
    message pressed; `error` is the type of what made a message undeliverable. `flags` tell what
    made its turn a flagged moment.
    """

    id: int
    conversation: int
    at: datetime
    direction: str
    kind: str
    text: str
    step: str
    update_id: int | None = None
    signals: tuple[Signal, ...] = ()
    choices: tuple[Choice, ...] = ()
    title: str | None = None
    sent_at: datetime | None = None
    error: str | None = None
    flags: tuple[str, ...] = ()

    @property
    def by_coach(self) -> bool:
        """Whether it carries the words of a coach."""
        return self.direction == "out" and "reply" in self.flags


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a conversation beside its messages.

    `case` is its number for people and in exports, None for the lobby; `number` counts the person's own
    cases (0: the lobby). Where only flagged moments are shared, `client`, `kind` and `outcome` are None and
    there are no `answers` and no `holds`.
    """

    conversation: int
    person: str
    case: int | None
    number: int
    client: str | None
    kind: str | None
    step: str
    outcome: str | None
    level: str
    created_at: datetime
    updated_at: datetime
    answers: Mapping[str, Answer] = field(default_factory=dict)
    holds: tuple[Hold, ...] = ()
    timezone: str = "UTC"
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Kept:
    """A reminder of a conversation: `waiting`, `sent` or `cancelled`."""

    name: str
    due_at: datetime
    status: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that went wrong for a person, without its words: the type of the error and where it arose."""

    at: datetime
    error: str
    place: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A flagged moment of a conversation: when it was, the first message of it that may be read, and its flags."""

    at: datetime
    message: int
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that a search found. In its `excerpt`, each found word stands between the characters 2 and 3."""

    line: Line
    person: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Note:
    """What a coach noted, about one message or (`message` None) about all of it."""

    id: int
    conversation: int
    message: int | None
    coach: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit log.

    `who` is the key of a coach, `operator` for whoever uses the shell, or `person`. `did` is a word such as
    `read`, `searched`, `noted`, `shares all`. `person` is a number without a name, `count` how many there were.
    """

    at: datetime
    who: str
    did: str
    conversation: int | None = None
    person: int | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that a person gave, 0 to 10: `heat` or `confidence`."""

    at: datetime
    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Tally:
    """So many cases more (or fewer, below zero) that began on a day, of which something is so.

    `shared` says whether a coach may read all of them; `name` and `value` are a fact (see `flows.course`).
    """

    shared: bool
    day: date
    name: str
    value: str
    by: int


Counts = Mapping[str, Mapping[str, int]]
"""How many there are, by name and value of a fact."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is of the cases that began on the days from `first` to `last`, both included.

    `shared` are those of which a coach may read all, counted exactly. `rest` are all others that began in the
    months from the day `since` to the day `until`: in whole months and in fives, rounded down, so that nobody can
    be made out by asking again for a day more. What there are fewer than five of, it leaves out. `earliest` is the
    day on which the first of the shared cases of all times began.
    """

    first: date
    last: date
    since: date
    until: date
    shared: Counts
    rest: Counts
    earliest: date | None = None
