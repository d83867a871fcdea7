"""What a question is: one row with its name, what it accepts, what it needs, and when it is asked.

Its words stand in `flows/content/<language>/`, under the question's `text` key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from flows.scene import Scene


@dataclass(frozen=True, slots=True)
class Text:
    """Free words, kept as typed; at most `longest` characters. With `digits`, a bare number will do;
    `words` limits what is a name and no story.
    """

    longest: int = 12_000
    digits: bool = False
    words: int | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """A list, one item a line or comma, over as many messages as the person likes."""

    most: int = 20


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `low` to `high` in steps of `step`; of days or months, where it has a `unit`."""

    low: float
    high: float
    step: float = 1
    unit: Literal["day", "month"] | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of `values`. With `free`, other words are kept as they are instead of being refused.

    A value in `waits` is acknowledged, but leaves the question open: "not yet". `bands` are the
    lower limits of all values but the first, where each stands for a range: "25 %" picks one.
    """

    values: tuple[str, ...]
    free: bool = False
    waits: tuple[str, ...] = ()
    bands: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Several:
    """Any number of `values`, picked by numbers or labels ("1, 4"); the word for none means none."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar day in words, always confirmed before it is kept. Past days only with `past`."""

    past: bool = False


Takes = Text | Lines | Number | Choice | Several | Date


def always(scene: Scene) -> bool:
    """The condition of a question that is asked of everyone."""
    return True


def nothing(scene: Scene) -> dict[str, Any]:
    """The facts of a question whose text needs none."""
    return {}


@dataclass(frozen=True, slots=True)
class Question:
    """One row of a step.

    `name` is stored with the answer and never changes meaning. `needs` lists the answers that this
    one rests on: when one of them changes, this one becomes stale. `feeds` are the themes that the
    answer gives evidence for. `facts` supplies what the text's placeholders need. `before` shows what
    the question is about; `then` says or does what follows a kept answer, in place of the usual
    acknowledgement. `must` forbids skipping; without `may_stand`, an answer that became stale must be
    given anew. `wording` is the entry that is put, `frame` a text that
    the words are set into (somebody else's voice). A `paced` question is an exercise whose message
    changes while it lasts. Words that are `sent` go to the client, and are looked through like any draft.
    """

    name: str
    text: str
    takes: Takes = field(default_factory=Text)
    needs: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    when: Callable[[Scene], bool] = always
    facts: Callable[[Scene], dict[str, Any]] = nothing
    before: Callable[[Scene], None] | None = None
    then: Callable[[Scene], None] | None = None
    must: bool = False
    may_stand: bool = True
    wording: str = "ask"
    frame: str | None = None
    paced: bool = False
    sent: bool = False


def first_open(scene: Scene, questions: Sequence[Question]) -> Question | None:
    """The first row that applies and has no answer that holds."""
    return next((row for row in questions if not scene.settled(row.name) and row.when(scene)), None)


@dataclass(frozen=True, slots=True)
class Step:
    """A state of the machine: its questions, and how the next of them is chosen.

    `questions` lists all rows that exist in this scene, in order. `choose` picks the next open one
    (by default the first); `arrive` says what is said on entering, once.
    """

    name: str
    questions: Callable[[Scene], Sequence[Question]]
    choose: Callable[[Scene, Sequence[Question]], Question | None] = first_open
    arrive: Callable[[Scene], None] | None = None
    hear: Callable[[Scene, str], bool] | None = None
    """Hears a text before it is taken as an answer; True if nothing more is to be done with it."""


def fixed(*questions: Question) -> Callable[[Scene], Sequence[Question]]:
    """The rows of a step whose questions are the same for everyone."""
    return lambda scene: questions
