"""What storage keeps beside persons and cases, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.model import Event, Reply, Signal


@dataclass(frozen=True, slots=True)
class Incoming:
    """One line of the transcript that a person said, with the step that it was heard in.

    `source` and `update_id` name the update that it came from, so that it takes effect once.
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


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to a person, with the step that it was said in.

    `id` is what is to be marked once a channel has taken it; None for what is not stored.
    """

    person: str
    case: int
    step: str
    at: datetime
    reply: Reply
    id: int | None = None


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event that made the flow fail: the type of the error and where it arose, never its words."""

    event: Event
    error: str
    place: str
