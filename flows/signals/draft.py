"""Drafts: texts that read like a message to somebody else, pasted here before they are sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.signals.lists import CueList, cue_lists, plain

_FEWEST = 20
"""Words of a text that is worth the question."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The lists that know how messages begin and how they end."""

    greeting: CueList
    ending: CueList

    @classmethod
    def from_words(cls, table: Mapping[str, Any]) -> Draft:
        """Built from the parsed `signals.toml`."""
        lists = {each.name: each for each in cue_lists(table["draft"], table["parts"])}
        return cls(lists["greeting"], lists["ending"])

    def reads_like_one(self, text: str) -> bool:
        """A long text that begins with a greeting and has lines, or ends like a letter."""
        if len(text.split()) < _FEWEST:
            return False
        small = plain(text)
        greets = any(not text[: cue.start].strip() for cue in self.greeting.cues(text, small))
        closes = any(cue.end >= len(text.rstrip(" .")) for cue in self.ending.cues(text, small))
        return (greets and (closes or "\n" in text.strip())) or (closes and text.count("\n") > 1)
