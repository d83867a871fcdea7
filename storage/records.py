"""What storage keeps beside persons and cases, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.model import Choice, Event, Reminder, Reply, Signal


@dataclass(frozen=True, slots=True)
class Incoming:
    """One line of the transcript that a person said, with the step that it was heard in.

    `source` and `update_id` name the update that it came from, so that it takes effect once. `choice` is
    the pressed button that answered what it stood below.
    """

    person: str
    case: int
    step: str
    at: datetime
    kind: str
    text: str
    source: str
    update_id: int | None = None
    signals: tuple[Signal, ...] = ()
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to a person, with the step that it was said in.

    `id` is what is to be marked once a channel has taken it; None for what is not stored. `in_bulk` is
    what nobody waits for: a reminder, which goes after the replies.
    """

    person: str
    case: int
    step: str
    at: datetime
    reply: Reply
    id: int | None = None
    in_bulk: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that came due: whose it is, of which case, and its name."""

    person: str
    case: int
    name: str


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a reminder: it is `waiting`, `sent` or `cancelled`. `sent_at` is when it came, in UTC."""

    person: str
    reminder: Reminder
    status: str
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a message on its way: `id` is the message's, `at` when the channel took it.

    `shown_as` is the channel's own number of it, if it has buttons. `error` is the type of what made
    it undeliverable, for good; then it was not taken.
    """

    id: int
    at: datetime
    shown_as: int | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A message whose buttons still show on the person's screen."""

    id: int
    person: str
    shown_as: int
    reply: Reply


@dataclass(frozen=True, slots=True)
class Unread:
    """An update that nobody could read. `person` is the key of its sender, or empty; `payload` tells how it is
    built, without its words.
    """

    source: str
    update_id: int | None
    at: datetime
    person: str
    payload: Any
    error: str
    place: str


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event that made the flow fail: the type of the error and where it arose, never its words."""

    event: Event
    error: str
    place: str
