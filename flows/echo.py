"""Giving a person's words back: short, turned to "you" where that is safe, else in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<!\bDr\.)(?<!\bSt\.)(?<!\bMr\.)(?<!\bMs\.)(?<=[.!?…])\s+|[\n;]+")
_WIDEST = 160
"""Characters that an echo may have, whatever its words are."""

_LONGEST = 14
"""Words that an echo may have: more is no longer an echo but a recital."""


@dataclass(frozen=True)
class Mirror:
    """The words of one language that turn, that are left out, and that forbid turning."""

    turns: Mapping[str, str]
    pairs: Mapping[str, str]
    fillers: re.Pattern[str]
    trailing: re.Pattern[str]
    addressed: frozenset[str]
    breaks: frozenset[str]
    bare: frozenset[str]
    joiner: str

    @classmethod
    def from_words(cls, table: Mapping[str, Any]) -> Mirror:
        """Built from the content file `echo.toml`."""
        fillers, trailing = "|".join(table["fillers"]), "|".join(table["trailing"])
        return cls(
            turns=dict(table["turns"]),
            pairs=dict(table["pairs"]),
            fillers=re.compile(rf"^(?:(?:{fillers})\b[\s,.…-]*)+", re.IGNORECASE),
            trailing=re.compile(rf"(?:[\s,.…-]+(?:{trailing}))+[\s.…!?]*$", re.IGNORECASE),
            addressed=frozenset(table["addressed"]),
            breaks=frozenset(table["breaks"]),
            bare=frozenset(table["bare"]),
            joiner=table["joiner"],
        )

    def echo(self, said: str) -> str:
        """The heart of what was said as a fragment with a capital and no final stop; "" if wordless."""
        return _capital(self._fragment(said))

    def _fragment(self, said: str) -> str:
        heart = self._heart(said)
        words = _WORD.findall(heart)
        if not words or (len(words) == 1 and words[0].lower() in self.bare):
            return ""
        short = _cut(heart, self.breaks)
        if not self._turnable(short):
            return f"“{_capital(short)}”"
        return _WORD.sub(lambda found: self._turn(found.group()), self._pairs(short))

    def listed(self, items: list[str]) -> str:
        """Several short items as one fragment: "Steady volume, good therapists and Donna"."""
        short = [fragment for fragment in map(self._fragment, items) if fragment]
        if not short and len(items) == 1:
            short = [items[0].strip(" .,;!")] if _WORD.search(items[0]) else []
        if not short:
            return ""
        *most, last = short
        return _capital(f"{', '.join(most)} {self.joiner} {last}" if most else last)

    def _clean(self, text: str) -> str:
        return self.trailing.sub("", self.fillers.sub("", text.strip())).strip()

    def _heart(self, said: str) -> str:
        """The sentence that says most in one breath, without its run-up."""
        sentences = [self._clean(part) for part in _SENTENCE_END.split(said) if part]
        fullest = max(sentences, key=_fullness, default="")
        return re.sub(r"^[\s”’,.;:-]+|[\s.,;:!?…-]+$", "", fullest)

    def _turnable(self, text: str) -> bool:
        words = {word.lower().replace("’", "'") for word in _WORD.findall(text)}
        return not words & self.addressed and not any(mark in text for mark in "\"“”?")

    def _pairs(self, text: str) -> str:
        for pair, turned in self.pairs.items():
            text = re.sub(rf"\b{pair}(?![\w'’])", turned, text, flags=re.IGNORECASE)
        return text

    def _turn(self, word: str) -> str:
        if word == "US":  # the country, not the pronoun
            return word
        turned = self.turns.get(word.lower().replace("’", "'"), word)
        return turned.upper() if word.isupper() and len(word) > 1 else turned


def _fullness(sentence: str) -> int:
    """Words of a sentence; one that is too long to be given back whole counts as a middling one."""
    words = len(_WORD.findall(sentence))
    return words if words <= _LONGEST else _LONGEST // 2


def quote(said: str, longest: int = 120) -> str:
    """Somebody's words in quotation marks, on one line, cut at a word when they are long."""
    line = " ".join(said.split())
    if len(line) > longest:
        line = line[:longest].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"
    return f"“{line}”"


def _cut(text: str, breaks: frozenset[str]) -> str:
    """At most fourteen words, cut where a clause ends if there is such a place."""
    if len(text) > _WIDEST:
        text = text[:_WIDEST].rsplit(" ", 1)[0] + " …"
    words = text.split()
    if len(words) <= _LONGEST:
        return text
    for length in range(_LONGEST, 4, -1):
        if words[length - 1].endswith((",", ":")) or words[length].lower() in breaks:
            return " ".join(words[:length]).rstrip(",:")
    return " ".join(words[:_LONGEST]).rstrip(",") + " …"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
