"""The facts of a sentence: what a rewrite keeps word for word, and where each of them stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.model import Cue
from flows.sentences import Span
from flows.signals.lists import CueList, apart, cue_lists, plain

_ORDER = ("clause", "reference", "money", "day", "month", "hour", "amount", "role", "thing")
"""Who comes first where two could claim the same words."""

_NAMED = ("reference", "thing")
"""What a sentence is about; the rest says more about it."""

_OWNER = re.compile(r"^(?:your|our|the)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """What one sentence holds besides its tone.

    `named` is what it is about ("invoice 114", "schedule"), `details` are days, amounts and sections
    in their order, `roles` those who are mentioned, `last_day` the day on which it says that the work ends.
    """

    named: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    last_day: str | None = None

    def __bool__(self) -> bool:
        return bool(self.named or self.details or self.roles or self.last_day)


@dataclass(frozen=True, slots=True)
class Finder:
    """The lists that know a fact, by the kind of it."""

    lists: Mapping[str, CueList]

    @classmethod
    def from_words(cls, table: Mapping[str, Any]) -> Finder:
        """Built from the parsed `signals.toml`."""
        return cls({each.name: each for each in cue_lists(table["fact"], table["parts"])})

    def facts(self, sentence: str) -> Facts:
        """The facts of a sentence, each once."""
        cues = self._cues(sentence)
        last = self._last_day(sentence, cues)
        details = [cue.text for cue in cues if cue.cue not in (*_NAMED, "role") and cue is not last]
        things = [cue.text for cue in cues if cue.cue == "reference"] + [cue.text for cue in cues if cue.cue == "thing"]
        return Facts(
            named=_once(things),
            details=_once([text for text in details if last is None or text != last.text]),
            roles=_once([_OWNER.sub(_small, cue.text) for cue in cues if cue.cue == "role"]),
            last_day=last.text if last else None,
        )

    def _cues(self, sentence: str) -> list[Cue]:
        """All facts in their order in the sentence, none overlapping."""
        small = plain(sentence)
        return apart(cue for name in _ORDER for cue in self.lists[name].cues(sentence, small))

    def _last_day(self, sentence: str, cues: list[Cue]) -> Cue | None:
        """The first day that stands right behind words such as "my last day is"."""
        before: list[Span] = [(cue.start, cue.end) for cue in self.lists["last"].cues(sentence, plain(sentence))]
        days = [cue for cue in cues if cue.cue in ("day", "month")]
        return next((day for day in days if any(0 <= day.start - end <= 1 for _, end in before)), None)


def _small(found: re.Match[str]) -> str:
    return found[0].lower()


def _once(texts: list[str]) -> tuple[str, ...]:
    """The texts without repeats, in their order."""
    return tuple(dict.fromkeys(" ".join(text.split()) for text in texts))
