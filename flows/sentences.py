"""Where the sentences of a text stand."""

from __future__ import annotations

import re

Span = tuple[int, int]

_END = re.compile(
    r"(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bSt\.)(?<!\bNo\.)(?<!\bvs\.)(?<!\b[A-Z]\.)(?<!\.m\.)"
    r"(?<=[.!?…])[”’\"')\]]*\s+|\s*\n\s*"
)
"""Behind a full stop that is no title's, initial's or hour's, and at every new line."""


def sentences(text: str) -> list[Span]:
    """The sentences of a text in order, without the white space around them."""
    found, start = [], 0
    for end in _END.finditer(text):
        found.append((start, _without_space(text, start, end.end())))
        start = end.end()
    found.append((start, _without_space(text, start, len(text))))
    return [(_first_word(text, start, end), end) for start, end in found if text[start:end].strip()]


def sentence_of(text: str, span: Span) -> Span:
    """The sentence, or the run of sentences, in which some words stand; the words themselves if in none."""
    touched = [place for place in sentences(text) if place[0] < span[1] and span[0] < place[1]]
    return (min(touched[0][0], span[0]), max(touched[-1][1], span[1])) if touched else span


def _without_space(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _first_word(text: str, start: int, end: int) -> int:
    return end - len(text[start:end].lstrip())
