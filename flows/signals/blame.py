"""Blame: the patterns that turn a farewell into a dispute, and promises that can't be kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.model import Signal
from flows.signals.lists import CueList, cue_lists, listen

KIND = "blame"


@dataclass(frozen=True, slots=True)
class Blame:
    """One list for each pattern of blame; promises stand apart, they are kind but too large."""

    lists: tuple[CueList, ...]
    promise_lists: tuple[CueList, ...]

    @classmethod
    def from_words(cls, table: Mapping[str, Any]) -> Blame:
        """Built from the parsed `signals.toml`."""
        parts = table["parts"]
        return cls(cue_lists(table["blame"], parts), cue_lists(table["promises"], parts))

    def hear(self, text: str) -> tuple[Signal, ...]:
        """Words in a draft that the client would hear as blame; the cues carry the pattern's name."""
        return listen(KIND, self.lists, text)

    def promises(self, text: str) -> tuple[Signal, ...]:
        """Words in a draft that promise more than anyone can keep."""
        return listen(KIND, self.promise_lists, text)
