"""The linter: every finding in a draft with the sentence it stands in and another one for its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flows.model import Cue
from flows.rewriting import Rewriter
from flows.sentences import Span, sentence_of
from flows.signals import Detectors

PERFECT = 100

SEVERITY = {
    "labels": 35, "sarcasm": 35, "threats": 35, "fiction": 35,
    "absolutes": 20, "you_blame": 20, "money": 20, "motives": 20, "fake_i": 20, "passive_aggression": 20,
    "legal_heat": 20, "false_promises": 20, "third_parties": 20, "finality": 20, "bargaining": 20,
    "missing_date": 15, "missing_help": 15,
    "over_apology": 10, "over_explaining": 10,
}  # fmt: skip
"""Points that a finding takes: never send 35, rewrite 20, say what is missing 15, trim 10."""

OPEN, CLOSED = "›", "‹"
"""What marks the words of a finding."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Words that could sting: `cue` says where and which pattern, `sentence` in which stretch of the
    text they stand, `suggestion` what to write in its place; "" means to leave it out.
    """

    cue: Cue
    sentence: Span
    suggestion: str


@dataclass(frozen=True, slots=True)
class Linter:
    """Looks drafts through in one language."""

    detectors: Detectors
    rewriter: Rewriter

    def cues(self, text: str) -> tuple[Cue, ...]:
        """The words of a draft that could sting, in their order."""
        return self.cues_of([text])[0]

    def cues_of(self, texts: Sequence[str]) -> list[tuple[Cue, ...]]:
        """The same for many drafts, looked through together."""
        return [tuple(cue for signal in found for cue in signal.cues) for found in self.detectors.blames(texts)]

    def findings(self, text: str) -> list[Finding]:
        """All findings with their rewrites; wordings of the rewrites take turns."""
        return self.findings_of([text])[0]

    def findings_of(self, texts: Sequence[str]) -> list[list[Finding]]:
        """The same for many drafts, looked through together."""
        cues = zip(texts, self.cues_of(texts), strict=True)
        return [[self.finding(text, cue, turn) for turn, cue in enumerate(found)] for text, found in cues]

    def finding(self, text: str, cue: Cue, turn: int = 0) -> Finding:
        """One finding with the first rewrite in which nothing is found; `turn` chooses its wording."""
        start, end = sentence_of(text, (cue.start, cue.end))
        sentence, span = text[start:end], (cue.start - start, cue.end - start)
        ways = self.rewriter.candidates(sentence, span, cue.cue, self.detectors.ends(sentence), turn)
        return Finding(cue, (start, end), next(way for way in ways if not way or not self.cues(way)))


def score(cues: Iterable[Cue]) -> int:
    """How well a draft would hold, 0 to 100: 100 less the points of each finding by its severity.

    100 says that nothing was found, not that it is kind or wise; 0 is a message to sleep on.
    """
    return max(0, PERFECT - sum(SEVERITY[cue.cue] for cue in cues))


def replaced(text: str, finding: Finding, words: str) -> str:
    """The text with other words in the place of a finding's sentence; without words, the gap is closed."""
    start, end = finding.sentence
    if words:
        return text[:start] + words + text[end:]
    before, after = text[:start].rstrip(" "), text[end:].lstrip(" ")
    apart = before[-1:] not in ("", "\n") and after[:1] not in ("", "\n")
    return before + (" " if apart else "") + after


def marked(text: str, finding: Finding, longest: int) -> str:
    """The draft with the words of a finding between ›…‹; of a long one their sentence, cut to `longest` words."""
    cue = finding.cue
    whole = text[: cue.start] + OPEN + text[cue.start : cue.end] + CLOSED + text[cue.end :]
    if len(whole.split()) <= longest:
        return whole
    start, end = finding.sentence
    return " ".join(_around(whole[start : end + len(OPEN + CLOSED)].split(), longest))


def _around(words: list[str], longest: int) -> Iterator[str]:
    """So many words, from shortly before the mark on; what was cut shows as …"""
    first = next((place for place, word in enumerate(words) if OPEN in word), 0)
    start = max(0, min(first - longest // 3, len(words) - longest))
    kept = words[start : start + longest]
    yield from ["…"] * bool(start)
    yield from kept
    yield from ["…"] * (start + longest < len(words))
