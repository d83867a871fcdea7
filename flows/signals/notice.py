"""Whole notices: whether a text is one, and which of the two things is missing that it must say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.model import Cue
from flows.sentences import sentence_of, sentences
from flows.signals.lists import CueList, cue_lists, plain

WHOLE = 45
"""Words from which a text that ends the work is a whole notice, and no single sentence of one."""

_SENTENCES = 4

NEEDS = {"dated": "missing_date", "helps": "missing_help"}
"""What a whole notice must say, and the pattern that is found where it doesn't."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The lists that know an ending, a day, and an offer of help, by name."""

    lists: Mapping[str, CueList]

    @classmethod
    def from_words(cls, table: Mapping[str, Any]) -> Notice:
        """Built from the parsed `signals.toml`."""
        return cls({each.name: each for each in cue_lists(table["notice"], table["parts"])})

    def ends(self, text: str) -> bool:
        """Whether a text says that the work ends."""
        return bool(self._cues("ends", text))

    def missing(self, text: str, by_rule: bool = True) -> list[Cue]:
        """For each thing that a whole notice doesn't say, the sentence that says the end. Other texts lack nothing.

        Help is offered in too many ways for a list; what isn't `by_rule` leaves that to whoever reads.
        """
        if len(text.split()) < WHOLE or len(sentences(text)) < _SENTENCES:
            return []
        ends = self._cues("ends", text)
        looked_for = NEEDS if by_rule else ("dated",)
        lacking = [NEEDS[name] for name in looked_for if ends and not self._cues(name, text)]
        return [_sentence(text, ends[0], pattern) for pattern in lacking]

    def has_a_day(self, text: str) -> bool:
        """Whether a text names a day."""
        return bool(self._cues("dated", text))

    def _cues(self, name: str, text: str) -> list[Cue]:
        return self.lists[name].cues(text, plain(text))


def _sentence(text: str, cue: Cue, pattern: str) -> Cue:
    start, end = sentence_of(text, (cue.start, cue.end))
    return Cue(pattern, start, end, text[start:end])
