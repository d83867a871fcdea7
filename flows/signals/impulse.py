"""Impulse: wordings that point at what was read in a message. By themselves they say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.model import Cue
from flows.signals.lists import CueList, cue_lists, plain


@dataclass(frozen=True, slots=True)
class Impulse:
    """One list for each cue that has typical words."""

    lists: tuple[CueList, ...]

    @classmethod
    def from_words(cls, table: Mapping[str, Any]) -> Impulse:
        """Built from the parsed `signals.toml`; a language may do without."""
        return cls(cue_lists(table.get("impulse", {}), table["parts"]))

    def pointed_at(self, text: str, read: tuple[Cue, ...]) -> tuple[Cue, ...]:
        """What was read, and the typical words beside it, in their order."""
        small = plain(text)
        typical = [cue for each in self.lists for cue in each.cues(text, small)]
        found = [*read, *(cue for cue in typical if cue.cue not in {other.cue for other in read})]
        return tuple(sorted(found, key=lambda cue: (cue.start, cue.end)))
