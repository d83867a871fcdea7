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
