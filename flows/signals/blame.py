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
    """One list for each pattern of blame.

    Promises stand apart, they are kind but too large; so do grievances, which are blame in a stated reason only.
    """

    lists: tuple[CueList, ...]
    promise_lists: tuple[CueList, ...]
    grievance_lists: tuple[CueList, ...]

    @classmethod
    def from_words(cls, table: Mapping[str, Any]) -> Blame:
        """Built from the parsed `signals.toml`."""
        parts = table["parts"]
        return cls(
            cue_lists(table["blame"], parts),
            cue_lists(table["promises"], parts),
            cue_lists(table["grievance"], parts),
        )

    def hear(self, text: str) -> tuple[Signal, ...]:
        """Words in a draft that the client would hear as blame; the cues carry the pattern's name."""
        return listen(KIND, self.lists, text)

    def promises(self, text: str) -> tuple[Signal, ...]:
        """Words in a draft that promise more than anyone can keep."""
        return listen(KIND, self.promise_lists, text)

    def grievance(self, text: str) -> tuple[Signal, ...]:
        """Words in a stated reason that make them, or somebody of theirs, the cause."""
        return listen(KIND, self.grievance_lists, text)
