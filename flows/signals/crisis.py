"""Crisis: words about ending one's life or hurting somebody. Better once too often than once too little."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.model import Signal
from flows.signals.lists import CueList, cue_lists, listen

KIND = "crisis"
OTHERS = "others"
"""The cue that means harm to somebody else rather than to oneself."""
SOMEBODY = "somebody"
"""The cue that means another person who may be about to end their life."""


def is_towards_others(signal: Signal) -> bool:
    """Whether the writer may hurt somebody, and themselves not."""
    return bool(signal.cues) and all(cue.cue == OTHERS for cue in signal.cues)


def is_about_somebody(signal: Signal) -> bool:
    """Whether all that was found lies in words about another person's life."""
    theirs = [cue for cue in signal.cues if cue.cue == SOMEBODY]
    return bool(theirs) and all(any(cue.overlaps(words) for words in theirs) for cue in signal.cues)


@dataclass(frozen=True, slots=True)
class Crisis:
    """The lists that say "this is a crisis", and the list of words that could mean either."""

    lists: tuple[CueList, ...]
    unsure: tuple[CueList, ...]

    @classmethod
    def from_words(cls, table: Mapping[str, Any]) -> Crisis:
        """Built from the parsed `signals.toml`."""
        return cls(cue_lists(table["crisis"], table["parts"]), cue_lists(table["ambiguous"], table["parts"]))

    def hear(self, text: str) -> tuple[Signal, ...]:
        """A crisis signal, or nothing."""
        return listen(KIND, self.lists, text)

    def ambiguous(self, text: str) -> tuple[Signal, ...]:
        """Words such as "I'm done" that deserve the gentle question; nothing when it is clearly a crisis."""
        return () if self.hear(text) else listen(KIND, self.unsure, text)
