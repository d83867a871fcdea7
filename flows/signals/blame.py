"""Blame: the patterns that turn a farewell into a dispute, and promises that can't be kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flows.model import Cue, Passage, Signal
from flows.signals.lists import CueList, apart, cue_lists, listen, plain
from flows.signals.notice import NEEDS, Notice

KIND = "blame"

BLAMES = 0.5
"""Chance from which a passage that was looked through counts as blame."""

DOUBTS = 0.1
"""Chance from which what the lists found counts as well."""


@dataclass(frozen=True, slots=True)
class Blame:
    """One list for each pattern of blame, and what a whole notice must have.

    Promises stand apart, they are kind but too large; so do grievances, which are blame in a stated reason only.
    """

    lists: tuple[CueList, ...]
    promise_lists: tuple[CueList, ...]
    grievance_lists: tuple[CueList, ...]
    notice: Notice

    @classmethod
    def from_words(cls, table: Mapping[str, Any]) -> Blame:
        """Built from the parsed `signals.toml`."""
        parts = table["parts"]
        return cls(
            cue_lists(table["blame"], parts),
            cue_lists(table["promises"], parts),
            cue_lists(table["grievance"], parts),
            Notice.from_words(table),
        )

    def hear(self, text: str, passages: Sequence[Passage] | None) -> tuple[Signal, ...]:
        """Words in a draft that the client would hear as blame; the cues carry the pattern's name.

        What was seen in its passages decides; the lists add to it where there is doubt. Where
        nobody looked (None), they decide. Of words that overlap, those that were seen stand, then the longest.
        """
        seen = [cue for passage in passages or () if passage.chance >= BLAMES for cue in passage.cues]
        if self.notice.has_a_day(text):
            seen = [cue for cue in seen if cue.cue != NEEDS["dated"]]
        chance = 1.0 if passages is None else max((passage.chance for passage in passages), default=0.0)
        listed = [cue for each in self.lists for cue in each.cues(text, plain(text))] if chance >= DOUBTS else []
        lacking = self.notice.missing(text, by_rule=passages is None)
        cues = apart([*seen, *sorted(listed, key=_longest_first), *lacking])
        return (Signal(KIND, chance, tuple(cues)),) if cues else ()

    def promises(self, text: str) -> tuple[Signal, ...]:
        """Words in a draft that promise more than anyone can keep."""
        return listen(KIND, self.promise_lists, text)

    def grievance(self, text: str) -> tuple[Signal, ...]:
        """Words in a stated reason that make them, or somebody of theirs, the cause."""
        return listen(KIND, self.grievance_lists, text)


def _longest_first(cue: Cue) -> int:
    return cue.start - cue.end
