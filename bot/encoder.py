"""The sentence encoder that reads beyond patterns: a small network, quantised, run without a framework.

Its file is made by `python -m tests.detectors.train` from the labelled corpus in `tests/detectors`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from bot import passages
from flows.model import Cue, Passage, Reading
from flows.sentences import Span
from flows.signals.reading import CUES

MODEL = "encoder.onnx"
WEIGHTS = f"{MODEL}.data"
TOKENS = "encoder.json"

WINDOW = 160
"""Word pieces that are read of one text. Of a longer one the beginning and the end are, half each."""

_TOGETHER = 1
"""Texts that one run takes: what is stored in bytes is scaled by all of a run, and a reading is of one text alone."""

_CUE = 0.4
"""Chance from which a word belongs to a cue."""

_NEW_LINE = "/"
"""How the drafts that the network learned from show a new line."""

_GAP = 3
"""Word pieces between two stretches of a cue that make them one."""

_SHORTEST = 3
"""Characters of a cue."""

_APOSTROPHES = "'’"

_NAMES = tuple(name for cues in CUES.values() for name in cues)

Floats = NDArray[np.float32]


class Encoder:
    """Reads texts of one language. `folder` holds the network and its word pieces.

    Calls take a millisecond or two a short text and don't wait for anything; many texts go in one call.
    """

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(folder / MODEL, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENS))

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a text, in their order."""
        pieces = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(pieces)), key=lambda place: len(pieces[place].ids))
        readings: dict[int, Reading] = {}
        for start in range(0, len(order), _TOGETHER):
            places = order[start : start + _TOGETHER]
            chances, cues = self._run([_window(pieces[place]) for place in places], "chances", "cues")
            for row, place in enumerate(places):
                readings[place] = _reading(texts[place], pieces[place], chances[row], cues[row])
        return [readings[place] for place in range(len(texts))]

    def look_through(self, drafts: Sequence[str]) -> list[tuple[Passage, ...]]:
        """The passages of each draft, in their order. Takes about twice as long as reading a message."""
        return [tuple(self._passages(draft)) for draft in drafts]

    def _passages(self, draft: str) -> Iterator[Passage]:
        """Each passage, read as a whole and sentence by sentence."""
        if not draft.strip():
            return
        for span in passages.stretches(draft, self._places(draft)):
            whole = self._look(span[0], draft[slice(*span)])
            parts = passages.parts(draft, span)
            each = [self._look(part[0], draft[slice(*part)]) for part in parts] if parts != [span] else [whole]
            yield passages.seen(draft, whole, each)

    def _places(self, text: str) -> list[Span]:
        """Where the word pieces of a text stand."""
        return list(self._tokenizer.encode(text, add_special_tokens=False).offsets)

    def _look(self, start: int, words: str) -> passages.Read:
        """Some words of a draft that begin at `start`. Alone: the network counts in bytes, and neighbors round them."""
        pieces = self._tokenizer.encode(words.replace("\n", _NEW_LINE))
        blames, patterns = self._run([pieces.ids], "blames", "patterns")
        inner = slice(1, len(pieces.ids) - 1)
        places = [(begin + start, end + start) for begin, end in pieces.offsets[inner]]
        return passages.Read(float(blames[0]), places, patterns[0, inner])

    def _run(self, windows: Sequence[Sequence[int]], *outputs: str) -> list[Floats]:
        """What the network says of some windows of pieces, padded to the longest."""
        longest = max(len(window) for window in windows)
        ids = np.zeros((len(windows), longest), np.int64)
        mask = np.zeros_like(ids)
        for row, window in enumerate(windows):
            ids[row, : len(window)] = window
            mask[row, : len(window)] = 1
        found: list[Floats] = self._session.run(list(outputs), {"ids": ids, "mask": mask})
        return found


def _places(pieces: Encoding) -> list[int]:
    """Which pieces are read: all of them, or the beginning and the end of a long text."""
    count = len(pieces.ids)
    if count <= WINDOW:
        return list(range(count))
    return [*range(WINDOW // 2), *range(count - WINDOW // 2, count)]


def _window(pieces: Encoding) -> list[int]:
    return [pieces.ids[place] for place in _places(pieces)]


def _reading(text: str, pieces: Encoding, chances: Floats, cues: Floats) -> Reading:
    return Reading(tuple(float(chance) for chance in chances), tuple(_cues(text, pieces, cues)))


def _cues(text: str, pieces: Encoding, chances: Floats) -> Iterator[Cue]:
    """Runs of pieces that carry the same cue, as places in the text."""
    read = _places(pieces)
    for column, name in enumerate(_NAMES):
        for start, end in _runs(chances[: len(read), column] >= _CUE):
            first, last = pieces.offsets[read[start]][0], pieces.offsets[read[end - 1]][1]
            if words := _whole_words(text, first, last):
                yield Cue(name, *words, text[slice(*words)])


def _whole_words(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The same place with its first and last word whole and no marks at its edges; None for a crumb."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and (text[end].isalnum() or text[end] in _APOSTROPHES):
        end += 1
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return (start, end) if end - start >= _SHORTEST else None


def _runs(marked: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Where runs of True begin and end; what lies between two that are near belongs to both."""
    for one, other in pairwise(np.flatnonzero(marked)):
        if other - one <= _GAP:
            marked[one:other] = True
    edges = np.flatnonzero(np.diff(np.concatenate(([False], marked, [False])).astype(np.int8)))
    return ((int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True))
