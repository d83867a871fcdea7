"""Readers: what reads a text beyond its patterns, and what it may find there.

The reader itself, a small sentence encoder, stands outside (`bot/encoder.py`) and is handed in: in here
nothing loads a file. It is a function of the text alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from flows.model import Cue, Passage, Reading

CUES: Mapping[str, tuple[str, ...]] = {
    "impulse": ("heat", "urgency", "recent", "finality", "revenge", "all_or_nothing", "skip", "night",
                "alcohol", "shaming", "disappearing", "loop"),
    "safety": ("threat", "harassment", "unlawful", "licence"),
    "crisis": ("suicide", "implicit", "others"),
}  # fmt: skip
"""The cues of each label, by name."""


PATTERNS = (
    "absolutes", "you_blame", "money", "labels", "motives", "fake_i", "passive_aggression", "sarcasm", "threats",
    "legal_heat", "over_apology", "over_explaining", "false_promises", "fiction", "third_parties", "finality",
    "bargaining", "missing_date", "missing_help",
)  # fmt: skip
"""The patterns that a draft is looked through for."""

SILENT = Reading((0.9, 0.1, 0.0, 0.0))
"""The reading of a text that nobody read: calm as far as anybody knows, so that patterns still count."""


class Reader(Protocol):
    """Reads many texts at once, each for itself."""

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a text, in their order."""
        ...

    def look_through(self, drafts: Sequence[str]) -> list[tuple[Passage, ...]]:
        """The passages of each draft, in their order."""
        ...


def cues_of(reading: Reading, label: str) -> tuple[Cue, ...]:
    """The words of a reading that speak for one label."""
    return tuple(cue for cue in reading.cues if cue.cue in CUES[label])
