"""Ordinary words: an answer that is made of nothing else needs no reading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.signals.lists import plain

_WORD = re.compile(r"[\w’]+")
_PLAIN = re.compile(r"[\w\s.,:;/%$()’'-]*[.?!]?")
"""No emoji, and no rows of exclamation marks."""
_WORDY = 2
"""Letters of a word; a text without any is a slip of the fingers."""

_MOST = 8
"""Words: a longer message is read, whatever it is made of."""


@dataclass(frozen=True, slots=True)
class Ordinary:
    """The words that carry nothing by themselves: numbers, days, units, yes and no, the names of things."""

    words: frozenset[str]

    @classmethod
    def from_words(cls, lines: Sequence[str]) -> Ordinary:
        """Built from lines of words, as they stand in `ordinary.toml`."""
        return cls(frozenset(word for line in lines for word in line.split()))

    def covers(self, text: str) -> bool:
        """Whether a text is made of ordinary words and numbers alone."""
        if text.isascii() and not any(sign.isalnum() for sign in text):
            return True
        if not _PLAIN.fullmatch(text):
            return False
        words = _WORD.findall(plain(text))
        if all(len(word) < _WORDY for word in words):
            return True
        return len(words) <= _MOST and all(word in self.words or word.isdecimal() for word in words)
