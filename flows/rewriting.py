"""Another sentence in the place of one that blames: in the first person, with its facts, without its tone.

Pure: it puts sentences of `linter.toml` together and offers them in order; which of them pass is for the
linter to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flows.facts import Facts, Finder
from flows.sentences import Span
from flows.signals.lists import plain

_FEWEST = 4
"""Words that what is left of a sentence must have to stand alone."""


@dataclass(frozen=True, slots=True)
class Rewriter:
    """The sentences to choose from, and the finder of facts."""

    words: Mapping[str, Any]
    finder: Finder
    joints: str
    loose: str
    half: re.Pattern[str]
    own: re.Pattern[str]

    @classmethod
    def from_words(cls, words: Mapping[str, Any], signals: Mapping[str, Any]) -> Rewriter:
        """Built from the parsed `linter.toml` and `signals.toml`."""
        return cls(
            words,
            Finder.from_words(signals),
            joints=_one_of(words["joints"]["before"]),
            loose=_one_of(words["joints"]["after_comma"]),
            half=re.compile(rf"\W*{_one_of(words['joints']['half'])}(?!\w)"),
            own=re.compile(rf"(?<!\w){_one_of(words['joints']['first_person'])}(?!\w)"),
        )

    def candidates(self, sentence: str, span: Span, pattern: str, ends: bool, turn: int = 0) -> Iterator[str]:
        """What could stand in the sentence's place, the best first.

        `span` is where the words stand in it, `ends` whether it speaks of the end; `turn` lets the
        wordings take turns. The last is empty: leaving the sentence out.
        """
        facts = self.finder.facts(sentence)
        lacking, ends = pattern in self.words["adding"], ends or bool(facts.last_day)
        keeping = list(self._keeping(facts, pattern, turn))
        opening = self._opening(facts, pattern, ends or lacking, turn)
        if (ends or lacking) and keeping:
            opening = [f"{first} {second}" for first in opening for second in keeping]
        if lacking:
            added = _turned(self.words["adding"][pattern], turn)
            yield from (f"{first} {more}" for first in (sentence, *opening) for more in added)
        else:
            yield from self._without(sentence, span)
            yield from opening if ends else keeping or opening
        yield from keeping
        yield ""

    # -- the person's own words, with less ----------------------------------------------------------

    def _without(self, sentence: str, span: Span) -> Iterator[str]:
        """What is left without the words, where it is still a sentence of theirs and no fact goes with them."""
        if self.finder.facts(sentence[span[0] : span[1]]):
            return
        before, after = sentence[: span[0]], sentence[span[1] :]
        if not after.strip(" .!?…”\"'"):
            rest = self._ended(before, sentence[span[0] : span[1]])
        elif not before.strip(" “\"'"):
            rest = self._begun(after)
        else:
            rest = ""
        if len(rest.split()) >= _FEWEST and self.own.search(plain(rest)) and not self.half.match(plain(rest)):
            yield rest

    def _ended(self, before: str, gone: str) -> str:
        """The beginning of a sentence, brought to its end where a comma or a joining word stood."""
        bare = before.rstrip()
        joint = rf"(?:^|[\s,;–—-]){self.joints}$|[,;–—]\s*{self.loose}$"
        if joined := re.search(joint, plain(bare)):
            bare = bare[: joined.start()].rstrip()
        elif not (bare.endswith((",", ";", "–", "—", ":")) or re.match(rf"{self.joints}(?!\w)", plain(gone.lstrip()))):
            return ""
        return bare.rstrip(" ,;:–—-") + "."

    def _begun(self, after: str) -> str:
        """The end of a sentence, as one of its own where a comma and a joining word stood."""
        joined = re.match(rf"\s*[,;–—]\s*(?:{self.joints}\s+)?", plain(after))
        if not joined:
            return ""
        rest = after[joined.end() :].strip()
        return rest[:1].upper() + rest[1:]

    # -- ours, with their facts ---------------------------------------------------------------------

    def _opening(self, facts: Facts, pattern: str, ends: bool, turn: int) -> list[str]:
        """That it ends, with the day if the sentence has it; else the plain sentence for the pattern."""
        if facts.last_day:
            return [text.format(day=facts.last_day) for text in _turned(self.words["ending"]["day"], turn)]
        own = self.words["own"].get(pattern, self.words["ending"]["plain"])
        return _turned(self.words["ending"]["plain"] if ends else own, turn)

    def _keeping(self, facts: Facts, pattern: str, turn: int) -> Iterator[str]:
        """One sentence that holds the other facts."""
        named, details = self._named(facts), ", ".join(facts.details)
        matter = self._fill("with_details", named=named, details=details) if named and details else named
        roles = self._joined(facts.roles)
        kind = "matter" if matter else "details" if details else ""
        name = "_".join(filter(None, (kind, "role" if roles else "")))
        if pattern == "money" and matter and not roles:
            name = "money"
        if name:
            wordings = _turned(self.words["keeping"][name], turn)
            yield from (text.format(matter=matter, details=details, role=roles) for text in wordings)

    def _named(self, facts: Facts) -> str:
        return self._joined([text if _has_number(text) else self._fill("the", thing=text) for text in facts.named])

    def _joined(self, texts: Sequence[str]) -> str:
        *most, last = texts or ("",)
        return self._fill("joined", most=", ".join(most), last=last) if most else last

    def _fill(self, name: str, **facts: str) -> str:
        return str(self.words["keeping"][name]).format(**facts)


def _one_of(words: Sequence[str]) -> str:
    """A pattern for any of some words, the longest first."""
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


def _turned(texts: Sequence[str], turn: int) -> list[str]:
    """The wordings, beginning with the one whose turn it is."""
    first = turn % len(texts)
    return [*texts[first:], *texts[:first]]


def _has_number(text: str) -> bool:
    return any(mark.isdigit() for mark in text)
