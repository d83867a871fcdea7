"""Passages of drafts: how a draft is cut for reading, and what comes of reading it twice.

Each passage is read as a whole, where the tone shows, and sentence by sentence, where a single dig does;
chances and places are the mean of both. Chosen on the tuning set in `tests/detectors`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.model import Cue, Passage
from flows.sentences import Span, sentences
from flows.signals.reading import PATTERNS

LONGEST = 256
"""Word pieces of a passage, the most that the network learned from at once."""

_OF_THE_LIKELIEST = 0.2
"""A word belongs to a finding from this share of the likeliest word's chance on."""

_MANY = 8
"""Sentences of a passage from which one dig is lost in the tone of the whole: then only they are asked."""

_GAP = 20
"""Characters between two stretches of blame that make them one."""

_MOST = 24
"""Sentences of a passage that are read one by one; where there are more, they are none."""

Floats = NDArray[np.float32]


class Read(NamedTuple):
    """Some words as they were read: the chance that they blame, and of each pattern at each piece and place."""

    blame: float
    places: Sequence[Span]
    patterns: Floats


def stretches(text: str, pieces: Sequence[Span]) -> list[Span]:
    """Where the passages of a text stand: sentences together as far as they fit; a longer sentence is cut.

    `pieces` are the places of its word pieces.
    """
    begins = {start for start, _ in sentences(text)}
    found: list[Span] = []
    start = cut = since = at_cut = 0
    for number, (first, _) in enumerate(pieces):
        if first in begins:
            cut, at_cut = first, number
        if number - since >= LONGEST - 2:
            end, since = (cut, at_cut) if cut > start else (first, number)
            found.append((start, end))
            start = end
    return [*found, (start, len(text))]


def parts(text: str, passage: Span) -> list[Span]:
    """The sentences of a passage; the passage itself where it is but one, or nothing but scraps."""
    start, end = passage
    found = [(start + first, start + last) for first, last in sentences(text[start:end])]
    return found if 1 < len(found) <= _MOST else [passage]


def seen(text: str, whole: Read, each: Sequence[Read]) -> Passage:
    """What comes of a passage that was read as a whole and in its parts; places are those of the text."""
    best = max(part.blame for part in each)
    many = len(each) > _MANY
    chance = best if many else (whole.blame + best) / 2
    start = min(first for first, _ in whole.places) if len(whole.places) else 0
    end = max((last for _, last in whole.places), default=0)
    patterns = (_painted(each if many else [whole], start, end) + _painted(each, start, end)) / np.float32(2)
    return Passage(chance, tuple(_cues(text, start, patterns)))


def _painted(reads: Sequence[Read], start: int, end: int) -> Floats:
    """The chance of each pattern at each character from `start` to `end`."""
    painted = np.zeros((end - start, len(PATTERNS)), np.float32)
    for read in reads:
        for (first, last), chances in zip(read.places, read.patterns, strict=True):
            painted[max(first - start, 0) : max(last - start, 0)] = chances
    return painted


def _cues(text: str, start: int, patterns: Floats) -> Iterator[Cue]:
    """The stretches that are nearly as likely as the likeliest, each with its pattern."""
    carried = patterns.max(1, initial=0)
    likeliest = float(carried.max(initial=0))
    for first, last in _joined(carried >= max(likeliest * _OF_THE_LIKELIEST, 1e-6)):
        name = PATTERNS[int(patterns[first:last].sum(0).argmax())]
        begin, end = _whole_words(text, start + first, start + last)
        if begin < end:
            yield Cue(name, begin, end, text[begin:end])


def _whole_words(text: str, start: int, end: int) -> Span:
    """The place without space or marks around it, then made wider until it cuts no word."""
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while 0 < start < end and _in_a_word(text[start - 1 : start + 1]):
        start -= 1
    while start < end < len(text) and _in_a_word(text[end - 1 : end + 1]):
        end += 1
    return start, end


def _in_a_word(two: str) -> bool:
    return all(mark.isalnum() or mark in "'’" for mark in two)


def _joined(marked: NDArray[np.bool_]) -> list[Span]:
    """Where runs of True begin and end, short gaps closed."""
    found: list[Span] = []
    for place in map(int, np.flatnonzero(marked)):
        if found and place - found[-1][1] <= _GAP:
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
    return found
