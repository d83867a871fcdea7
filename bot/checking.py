"""`goodterms check`: what the detectors say of a text, so that a coach sees what would happen and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from flows.book import Book
from flows.linter import Finding
from flows.model import LABELS, Cue, Reading, Signal

TOGETHER = 32
"""Lines that are read at once."""


class BadLine(Exception):
    """A line of the input is no JSON object with a text; the message names the line."""


def check(book: Book, text: str) -> dict[str, Any]:
    """Label, score, cues and blame of one text, as plain values."""
    return check_many(book, [text])[0]


def check_many(book: Book, texts: Sequence[str]) -> list[dict[str, Any]]:
    """The same for many texts, read together."""
    heard = zip(texts, book.detectors.read(texts), book.linter.findings_of(texts), strict=True)
    return [_report(book, *each) for each in heard]


def check_lines(book: Book, lines: Iterable[str]) -> Iterator[str]:
    """One JSON object a line out for each line in, in order; unknown keys come back unchanged.

    Raises BadLine where a line can't be used, after what came before it.
    """
    numbered = enumerate(lines, 1)
    while batch := list(islice(numbered, TOGETHER)):
        rows, bad = _rows(batch)
        reports = check_many(book, [row["text"] for row in rows])
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


def _report(book: Book, text: str, reading: Reading, findings: Sequence[Finding]) -> dict[str, Any]:
    signals = {signal.kind: signal for signal in book.detectors.hear(text, reading)}
    label = next((name for name in reversed(LABELS) if name in signals), LABELS[0])
    signal = signals.get(label, Signal(label, reading.chance(LABELS[0])))
    return {
        "text": text,
        "label": label,
        "score": round(signal.score, 3),
        "cues": [_cue(cue) for cue in signal.cues],
        "blame": [_finding(finding) for finding in findings],
    }


def _cue(cue: Cue) -> Mapping[str, Any]:
    return {"cue": cue.cue, "start": cue.start, "end": cue.end, "text": cue.text}


def _finding(finding: Finding) -> Mapping[str, Any]:
    cue = finding.cue
    return {"pattern": cue.cue, "start": cue.start, "end": cue.end, "text": cue.text, "suggestion": finding.suggestion}
