"""Lists of cues: the patterns that find words in a text, and those that excuse them.

The patterns themselves are words of a language and stand in `content/<language>/signals.toml`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flows.model import Cue, Signal

_SAME = str.maketrans({"'": "’", "‘": "’", "`": "’", "ʼ": "’", "\u00a0": " ", "\u202f": " "})

_PART = re.compile(r"<([a-z_]+)>")
_GROUP = re.compile(r"\(\?(?:[:=!]|<[=!])")
_SYNTAX = re.compile(r"(?<!\\)[][(){}?*+|.^$\\]")

Span = tuple[int, int]


def plain(text: str) -> str:
    """The text in small letters with one kind of apostrophe, every character in its old place."""
    small = text.lower()
    if len(small) != len(text):  # a few capitals, such as a dotted I, grow when made small
        small = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    return small.translate(_SAME)


def _filled(wording: str, parts: Mapping[str, str]) -> str:
    """The wording with its parts put in; parts may be made of parts. An unknown part is a mistake."""
    return _PART.sub(lambda part: _filled(parts[part[1]], parts), wording)


def _pattern(wordings: list[str], parts: Mapping[str, str]) -> re.Pattern[str]:
    """One alternation of whole words; `<name>` stands for a part, a space for any white space."""
    joined = _filled("|".join(wordings), parts).replace(" ?", r"\s*").replace(" ", r"\s+")
    return re.compile(rf"(?<!\w)(?=[\w{_marks(joined)}])(?:{joined})(?!\w)")


def _marks(pattern: str) -> str:
    """Every mark that the pattern names, but for those inside words: only they, a letter or a digit begin a cue.

    Saying so beforehand spares a try of every wording at each space and full stop of a text.
    """
    named = _SYNTAX.sub("", _GROUP.sub("", pattern))
    return "".join(re.escape(mark) for mark in sorted(set(re.sub(r"[\w\s’-]", "", named))))


@dataclass(frozen=True, slots=True)
class CueList:
    """One named list. `typed` lists see the text as it was typed, with its capitals."""

    name: str
    score: float
    find: re.Pattern[str]
    unless: re.Pattern[str] | None
    typed: bool

    def cues(self, typed: str, small: str) -> list[Cue]:
        """What this list finds, without what an excuse touches, such as an idiom or a quotation."""
        found = list(self.find.finditer(typed if self.typed else small))
        if found and self.unless:
            excused = [excuse.span() for excuse in self.unless.finditer(small)]
            found = [hit for hit in found if not touching(hit.span(), excused)]
        return [Cue(self.name, hit.start(), hit.end(), typed[hit.start() : hit.end()]) for hit in found]


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same places in their order, those that overlap made one."""
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and start < whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def apart(cues: Iterable[Cue]) -> list[Cue]:
    """The cues in their order in the text; of those that overlap, the one that came first here."""
    kept: list[Cue] = []
    found = list(cues)
    taken = bytearray(max((cue.end for cue in found), default=0))
    for cue in found:
        if taken.find(1, cue.start, cue.end) < 0:
            taken[cue.start : cue.end] = b"\1" * (cue.end - cue.start)
            kept.append(cue)
    return sorted(kept, key=lambda cue: (cue.start, cue.end))


def touching(span: Span, others: list[Span]) -> list[Span]:
    """Those of the others that share a character with the span; the others in order, none overlapping."""
    first = bisect_right(others, span[0], key=lambda other: other[1])
    last = first
    while last < len(others) and others[last][0] < span[1]:
        last += 1
    return others[first:last]


def cue_lists(section: Mapping[str, Any], parts: Mapping[str, str]) -> tuple[CueList, ...]:
    """The lists of one section; what the section excuses is excused in each of them."""
    shared = list(section.get("unless", ()))
    lists = []
    for name, table in section.items():
        if not isinstance(table, Mapping):
            continue
        unless = shared + list(table.get("unless", ()))
        lists.append(
            CueList(
                name=name,
                score=float(table.get("score", 1.0)),
                find=_pattern(table["find"], parts),
                unless=_pattern(unless, parts) if unless else None,
                typed=bool(table.get("typed", False)),
            )
        )
    return tuple(lists)


def listen(kind: str, lists: tuple[CueList, ...], text: str) -> tuple[Signal, ...]:
    """One signal with every cue in its order in the text, or none."""
    small = plain(text)
    found = [(cue, each.score) for each in lists for cue in each.cues(text, small)]
    if not found:
        return ()
    cues = sorted((cue for cue, _ in found), key=lambda cue: (cue.start, cue.end))
    return (Signal(kind, max(score for _, score in found), tuple(cues)),)
