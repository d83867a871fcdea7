"""Our own words: sentences of letters, messages and model answers that stand in the content files.

Somebody weighed each of them when it was written; in a draft they are not looked at again, only what the
person put between them is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flows.sentences import sentences

SOURCES = ("letter", "transfer.messages", "renegotiate.draft", "safety.exit_line", "words.decision_only",
           "linter.ending", "linter.own", "linter.keeping", "linter.adding")  # fmt: skip
"""Tables and texts whose sentences are meant to be sent."""

MODELS = "deck"
"""The file whose model answers are meant to be said."""

_GAP = re.compile(r"\{\w+\}")
_GAP_BEFORE = re.compile(r"^\{\w+\} ")
"""A placeholder that may be a sentence by itself."""

_FEWEST = 3
"""Words of ours that a sentence must have; one of placeholders alone could be anything."""

_NAMED = 6
"""Words that a name or an address line may have."""

_LONGEST = 600
"""Characters of a sentence that may be one of ours."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Knows a sentence of ours, whatever stands in its placeholders."""

    pattern: re.Pattern[str] | None = None

    @classmethod
    def from_texts(cls, texts: Mapping[str, tuple[str, ...]]) -> OwnWords:
        """Built from all texts of a language by their full keys."""
        meant = (wording for key, wordings in texts.items() if _is_sent(key) for wording in wordings)
        known = sorted({pattern for wording in meant for pattern in _patterns(wording)})
        return cls(re.compile("|".join(known)) if known else None)

    def blanked(self, text: str) -> str:
        """The text with our sentences as white space, and the names between them; the rest keeps its place."""
        found = sentences(text)
        ours = [place for place in found if self._is_ours(text[slice(*place)])]
        names = [place for place in found if ours and _is_a_name(text[slice(*place)].split())]
        for start, end in (*ours, *names):
            text = text[:start] + " " * (end - start) + text[end:]
        return text

    def _is_ours(self, sentence: str) -> bool:
        if self.pattern is None or len(sentence) > _LONGEST:
            return False
        return self.pattern.fullmatch(_even(sentence)) is not None


def _is_a_name(words: list[str]) -> bool:
    """What stands between sentences of a letter: a word or two, or a few of them without a small letter ahead."""
    return len(words) < _FEWEST or (len(words) <= _NAMED and not any(word[0].islower() for word in words))


def _is_sent(key: str) -> bool:
    return key.startswith(SOURCES) or (key.startswith(f"{MODELS}.") and key.endswith(".model"))


def _patterns(wording: str) -> Iterable[str]:
    """A pattern for each sentence of a text that has enough words of its own."""
    for start, end in sentences(wording):
        sentence = _even(wording[start:end])
        if len(re.findall(r"[^\W\d_]+", _GAP.sub("", sentence))) >= _FEWEST:
            yield _filled(sentence)
            yield _filled(_GAP_BEFORE.sub("", sentence))


def _filled(sentence: str) -> str:
    return "[^\n]{0,120}".join(map(re.escape, _GAP.split(sentence)))


def _even(text: str) -> str:
    """One kind of apostrophe, and single spaces."""
    return " ".join(text.replace("'", "’").split())
