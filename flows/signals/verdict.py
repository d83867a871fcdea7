"""The verdict on one message: what the patterns found and what was read, put together.

The limits were chosen on the tuning set (`tests/detectors`): low for danger, where a miss costs more than
a question too many.
"""

from __future__ import annotations

from flows.model import Reading, Signal
from flows.signals.reading import cues_of

Signals = tuple[Signal, ...]

CRISIS, SAFETY, IMPULSE = 0.2, 0.4, 0.45
"""Chances from which a message counts as one."""

IN_DOUBT = 0.04
"""Chance of danger from which nobody is slowed down."""

SURELY_CALM = 0.97
"""Chance from which words that look like danger are taken for what they were read as: talk of something else."""


def verdict(reading: Reading, crisis: Signals, safety: Signals) -> Signals:
    """Crisis and safety first; impulse only where there is no danger in sight.

    `crisis` and `safety` are what the patterns found. They count unless the whole message was read as
    calm beyond doubt.
    """
    if reading.chance("calm") >= SURELY_CALM:
        return ()
    danger = _danger("crisis", CRISIS, reading, crisis) + _danger("safety", SAFETY, reading, safety)
    if danger:
        return danger
    doubt = reading.chance("crisis") + reading.chance("safety")
    if reading.chance("impulse") >= IMPULSE and doubt < IN_DOUBT + reading.chance("impulse") / 4:
        return (Signal("impulse", reading.chance("impulse"), cues_of(reading, "impulse")),)
    return ()


def _danger(kind: str, limit: float, reading: Reading, found: Signals) -> Signals:
    """What the patterns found, with what was read beside it; or what was read alone."""
    chance = reading.chance(kind)
    read = cues_of(reading, kind)
    if found:
        places = {(cue.start, cue.end) for cue in found[0].cues}
        added = tuple(cue for cue in read if (cue.start, cue.end) not in places)
        cues = tuple(sorted(found[0].cues + added, key=lambda cue: (cue.start, cue.end)))
        return (Signal(kind, max(found[0].score, chance), cues),)
    return (Signal(kind, chance, read),) if chance >= limit else ()
