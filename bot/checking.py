"""`goodterms check`: what the detectors say of a text, so that a coach sees what would happen and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from flows.model import LABELS, Cue, Reading, Signal
from flows.signals import Detectors

TOGETHER = 32
"""Lines that are read at once."""


class BadLine(Exception):
    """A line of the input is no JSON object with a text; the message names the line."""


def check(detectors: Detectors, text: str) -> dict[str, Any]:
    """Label, score, cues and blame of one text, as plain values."""
    return check_many(detectors, [text])[0]


def check_many(detectors: Detectors, texts: Sequence[str]) -> list[dict[str, Any]]:
    """The same for many texts, read together."""
    return [_report(detectors, text, reading) for text, reading in zip(texts, detectors.read(texts), strict=True)]


def check_lines(detectors: Detectors, lines: Iterable[str]) -> Iterator[str]:
    """One JSON object a line out for each line in, in order; unknown keys come back unchanged.

    Raises BadLine where a line can't be used, after what came before it.
    """
    numbered = enumerate(lines, 1)
    while batch := list(islice(numbered, TOGETHER)):
        rows, bad = _rows(batch)
        reports = check_many(detectors, [row["text"] for row in rows])
        for row, report in zip(rows, reports, strict=True):
            yield json.dumps({**row, **report}, ensure_ascii=False)
        if bad:
            raise BadLine(bad)


def _rows(batch: Sequence[tuple[int, str]]) -> tuple[list[dict[str, Any]], str | None]:
    """The objects of some lines up to the first that is none, and what is wrong with that one."""
    rows: list[dict[str, Any]] = []
    for number, line in batch:
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            return rows, f'line {number} is no JSON object with a text, such as {{"text": "send it now"}}'
        rows.append(row)
    return rows, None


def _report(detectors: Detectors, text: str, reading: Reading) -> dict[str, Any]:
    signals = {signal.kind: signal for signal in detectors.hear(text, reading)}
    label = next((name for name in reversed(LABELS) if name in signals), LABELS[0])
    signal = signals.get(label, Signal(label, reading.chance(LABELS[0])))
    return {
        "text": text,
        "label": label,
        "score": round(signal.score, 3),
        "cues": [_cue(cue) for cue in signal.cues],
        "blame": [_finding(cue) for found in detectors.blame(text) for cue in found.cues],
    }


def _cue(cue: Cue) -> Mapping[str, Any]:
    return {"cue": cue.cue, "start": cue.start, "end": cue.end, "text": cue.text}


def _finding(cue: Cue) -> Mapping[str, Any]:
    return {"pattern": cue.cue, "start": cue.start, "end": cue.end, "text": cue.text}
