"""The verdict on one message: what the patterns found and what was read, put together."""

from __future__ import annotations

from flows.model import Reading, Signal
from flows.signals.reading import cues_of

Signals = tuple[Signal, ...]

IMPULSE = 0.5
"""Chance from which a message counts as impulse."""


def verdict(reading: Reading, crisis: Signals, safety: Signals) -> Signals:
    """Crisis, then safety, then impulse; what outranks a signal silences it."""
    if crisis or safety:
        return crisis + safety
    if reading.chance("impulse") >= IMPULSE:
        return (Signal("impulse", reading.chance("impulse"), cues_of(reading, "impulse")),)
    return ()
