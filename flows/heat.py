"""How near somebody is to acting on impulse: points for what was noticed, and what they call for.

The words come from the detector; the rest comes from the case: the number the person gave, the hour
where they are, how fast the answers come, a date before the contract's. What the words don't say, the
rest never says for them: context adds weight to a signal and makes none.
"""

from __future__ import annotations

from datetime import timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

from flows.model import Cue, Signal
from flows.terms import computed

if TYPE_CHECKING:
    from flows.scene import Scene

KIND = "impulse"


class Level(IntEnum):
    """What the points call for."""

    CARRY_ON = 0
    REFLECT = 1
    """One reflective line, and the talk goes on."""
    INVITE = 2
    """A pause is offered, with a choice."""
    STRONG = 3
    """The same, and nothing to send comes out of this sitting."""


POINTS = {
    "heat": 2, "urgency": 2, "recent": 1, "finality": 1, "revenge": 3, "all_or_nothing": 1, "skip": 2,
    "night": 1, "alcohol": 3, "shaming": 3, "disappearing": 2, "loop": 1,
    "told_heat": 2, "clock": 1, "pace": 1, "early_exit": 2,
}  # fmt: skip
"""Weights of the cues, each counted once."""

_SURE, _SURE_POINTS = 0.85, 2
"""A message that was read as impulse beyond doubt weighs more than the words that could be pointed at."""

_STRONG_CUES = {"alcohol", "revenge", "shaming", "disappearing"}
_SENDING = {"urgency", "skip", "finality", "alcohol", "shaming", "disappearing"}
_REFLECTS, _INVITES, _IS_STRONG = 2, 4, 7

HIGH = 7
"""Heat, 0 to 10 as told, that adds to a signal."""
LOW = 4
"""Heat up to which a signal weighs less."""
_FRESH = timedelta(hours=2)
"""How long a number that was told stands for now."""
_LATE, _EARLY = 23, 5
"""Hours on the person's wall between which it is night."""
_HASTY = timedelta(seconds=2)
"""Nobody reads a question and writes to it in less."""


def weighed(scene: Scene, signal: Signal) -> tuple[Signal, Level]:
    """The signal with what the case adds to it, and what it calls for."""
    names = {cue.cue for cue in signal.cues}
    context = tuple(Cue(name, 0, 0, shown) for name, shown in _context(scene))
    points = sum(POINTS[name] for name in names | {cue.cue for cue in context})
    points += _SURE_POINTS * (signal.score >= _SURE)
    points -= 2 * (_told(scene) is not None and (_told(scene) or 0) <= LOW)
    points -= POINTS["skip"] * ("skip" in names and _earned(scene))
    whole = Signal(signal.kind, signal.score, signal.cues + context)
    return whole, _level(points, names)


def _level(points: int, names: set[str]) -> Level:
    if names & _STRONG_CUES and (names & _SENDING or points >= _INVITES):
        return Level.STRONG
    if points >= _IS_STRONG:
        return Level.STRONG
    if points >= _INVITES:
        return Level.INVITE
    return Level.REFLECT if points >= _REFLECTS else Level.CARRY_ON


def _context(scene: Scene) -> list[tuple[str, str]]:
    found = []
    told = _told(scene)
    if told is not None and told >= HIGH:
        found.append(("told_heat", f"{told:g}"))
    if scene.person.zone_told and not _EARLY <= scene.clock.hour < _LATE:
        found.append(("clock", f"{scene.clock:%H:%M}"))
    if timedelta() < scene.now - scene.case.updated_at < _HASTY:
        found.append(("pace", ""))
    exit_date = scene.day("exit_date")
    if exit_date and exit_date < computed(scene).day:
        found.append(("early_exit", exit_date.isoformat()))
    return found


def _told(scene: Scene) -> float | None:
    """The number that the person gave last, while it is fresh."""
    numbers = [scene.answer(name) for name in ("heat", "heat_now")]
    fresh = [told for told in numbers if told and told.value is not None and scene.now - told.at < _FRESH]
    return float(max(fresh, key=lambda told: told.at).value) if fresh else None


def _earned(scene: Scene) -> bool:
    """Who has decided, and has given a reason, may skip what is left."""
    return scene.settled("decision")
