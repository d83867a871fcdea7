"""Reading the labelled corpora: one message a line, four columns with tabs between them.

label, group, text with its decisive words as `[cue|words]`, and why. What a file is for is in its name:
`build_*` to learn from, `tune*` to choose by, `test*` to report, never to be looked at before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
_MARK = re.compile(r"\[([a-z_]+)\|([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Span:
    """Words that carry a cue: their place in the text, half-open."""

    cue: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Message:
    """One labelled message. `group` says in which manner it is told, or what it looks like; `why` the reason."""

    label: str
    group: str
    text: str
    why: str
    spans: tuple[Span, ...] = ()


def read(path: Path) -> list[Message]:
    """The messages of a file, in order. Raises ValueError, which names the line that can't be read."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        columns = line.split("\t")
        if len(columns) != 4:
            raise ValueError(f"{path.name}:{number} has {len(columns)} columns, not 4")
        found.append(_message(*columns))
    return found


def files(kind: str, part: str) -> list[Path]:
    """The files of a corpus (`impulse`, `blame`) that serve one purpose (`build`, `tune`, `test`)."""
    return sorted((HERE / kind).glob(f"{part}*.tsv"))


def part_of(kind: str, part: str) -> list[Message]:
    """All messages of a corpus that serve one purpose."""
    return [message for path in files(kind, part) for message in read(path)]


def _message(label: str, group: str, marked: str, why: str) -> Message:
    text, spans, position = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[position : mark.start()]
        spans.append(Span(mark[1], len(text), len(text) + len(mark[2])))
        text += mark[2]
        position = mark.end()
    return Message(label, group, text + marked[position:], why, tuple(spans))
