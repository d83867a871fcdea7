"""Safety: threats, harassment, unlawful demands, a license at risk. Never met with a pause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.model import Signal
from flows.signals.lists import CueList, cue_lists, listen

KIND = "safety"


@dataclass(frozen=True, slots=True)
class Safety:
    """One list for each kind of danger; the cues carry its name: threat, harassment, unlawful, licence."""

    lists: tuple[CueList, ...]

    @classmethod
    def from_words(cls, table: Mapping[str, Any]) -> Safety:
        """Built from the parsed `signals.toml`."""
        return cls(cue_lists(table["safety"], table["parts"]))

    def hear(self, text: str) -> tuple[Signal, ...]:
        """A safety signal, or nothing."""
        return listen(KIND, self.lists, text)
