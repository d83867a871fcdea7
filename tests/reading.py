"""A reader for tests: it hears what a dozen plain words say, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from flows.book import Book
from flows.model import Cue, Passage, Reading

_WORDS = {
    "heat": "furious|livid",
    "urgency": "right now|tonight",
    "recent": "an hour ago|just now",
    "finality": "forever",
    "revenge": "make them pay",
    "skip": "just send it",
    "alcohol": "whiskey",
    "night": "3 ?am",
}


class PlainReader:
    """Says impulse where one of its words stands; of everything else it is not sure that it is calm."""

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a text."""
        return [_reading(text) for text in texts]

    def look_through(self, drafts: Sequence[str]) -> list[tuple[Passage, ...]]:
        """Always in doubt, so that the lists decide."""
        return [(Passage(0.4),) for _ in drafts]


def _reading(text: str) -> Reading:
    found = tuple(
        Cue(name, hit.start(), hit.end(), hit[0])
        for name, words in _WORDS.items()
        for hit in re.finditer(rf"\b(?:{words})\b", text, re.IGNORECASE)
    )
    return Reading((0.3, 0.7, 0.0, 0.0) if found else (0.9, 0.1, 0.0, 0.0), found)


def with_plain_reader(books: Mapping[str, Book]) -> dict[str, Book]:
    """The same books, read by the plain reader."""
    return {name: replace(book, reader=PlainReader()) for name, book in books.items()}
