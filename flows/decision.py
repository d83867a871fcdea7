"""The decision model: six scores that the person gives, rules in order, and what would flip them.

A mirror, not an instrument: the weights are this project's own judgement, chosen to be done on
paper and argued with. Scores run from 0 to 4, half points allowed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class Lean(StrEnum):
    """Where a set of answers leans."""

    KEEP = "keep"
    RENEGOTIATE = "renegotiate"
    PAUSE = "pause"
    PART_WAYS = "part_ways"
    PART_WAYS_RUNWAY = "part_ways_runway"
    YOUR_CALL = "your_call"
    NOT_ENOUGH = "not_enough"


SCORES = ("fit", "money", "energy", "values", "fixable", "exposure")
"""The six scores, in the order in which they are asked."""

VALUE = SCORES[:4]
"""The four that add up to the client's value, 0 to 16."""


@dataclass(frozen=True, slots=True)
class Scores:
    """One sitting's scores; None where the person has not given one.

    `fixable` is high when there is a specific fix and a willing counterpart, `exposure` when
    leaving is risky. `temporary`: the main driver is the owner's own season, not the client.
    """

    fit: float | None
    money: float | None
    energy: float | None
    values: float | None
    fixable: float | None
    exposure: float | None
    temporary: bool = False
    break_allowed: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """The scores that were not given."""
        return tuple(name for name in SCORES if getattr(self, name) is None)

    @property
    def value(self) -> float:
        """Fit, money, energy and values, added; what is missing counts nothing."""
        return sum(getattr(self, name) or 0 for name in VALUE)


def lean(scores: Scores) -> Lean:
    """Where the scores lean: the first rule that holds.

    Between 5 and 6 a value counts as 6, between 10 and 11 as 10, a fixability of 1.5 as 2, so that
    half points fall into no crack.
    """
    if scores.missing:
        return Lean.NOT_ENOUGH
    value, fixable = _whole(scores.value), _whole_fixable(scores.fixable or 0)
    values = scores.values or 0
    weak = min(getattr(scores, name) for name in VALUE) <= 1
    if value >= 11 and not weak:
        return Lean.KEEP
    if scores.temporary and value >= 6 and values >= 2 and scores.break_allowed:
        return Lean.PAUSE
    if values <= 1 and fixable <= 1:
        return _parting(scores)
    if fixable >= 2 and (6 <= value <= 10 or (value >= 11 and weak)):
        return Lean.RENEGOTIATE
    if value <= 5 or (fixable <= 1 and value <= 10):
        return _parting(scores)
    return Lean.YOUR_CALL


def _parting(scores: Scores) -> Lean:
    return Lean.PART_WAYS_RUNWAY if (scores.exposure or 0) >= 3 else Lean.PART_WAYS


def _whole(value: float) -> float:
    return 6 if 5 < value < 6 else 10 if 10 < value < 11 else value


def _whole_fixable(fixable: float) -> float:
    return 2 if fixable == 1.5 else fixable


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest change of one score that would turn the lean."""

    score: str
    becomes: float
    lean: Lean


def flip(scores: Scores) -> Flip | None:
    """The one score whose smallest change would alter the lean; fixability first among equals. A
    runway more or less is no change of direction.

    None where no single score does, or where scores are missing.
    """
    now = lean(scores)
    if now is Lean.NOT_ENOUGH:
        return None
    order = ("fixable", *VALUE, "exposure")
    parting = (Lean.PART_WAYS, Lean.PART_WAYS_RUNWAY)
    found = [
        (abs(to - getattr(scores, name)), order.index(name), Flip(name, to, then))
        for name, to, then in _variants(scores)
        if then is not now and not (now in parting and then in parting)
    ]
    return min(found, key=lambda row: row[:2])[2] if found else None


def _variants(scores: Scores) -> Iterator[tuple[str, float, Lean]]:
    for name in SCORES:
        for to in range(5):
            if to != getattr(scores, name):
                yield name, to, lean(_with(scores, name, to))


def _with(scores: Scores, name: str, to: float) -> Scores:
    changes: dict[str, Any] = {name: to}
    return replace(scores, **changes)


def without_the_event(scores: Scores, value: float) -> bool:
    """Whether the scores are a reaction to one event: without it the value would be 3 or more higher."""
    return value - scores.value >= 3
