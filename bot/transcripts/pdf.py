"""A conversation to print, set like the plan. Whatever somebody typed is only letters on paper.

It takes a few milliseconds a message: whoever has others waiting does it beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from bot.transcripts.plain import noted, safe, title, who
from bot.transcripts.source import Told
from flows.model import Block, Document
from storage.review.values import Line, Note

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def document(all_told: list[Told]) -> bytes:
    """The file's bytes: one conversation or several, with the notes that they come with. Times are in UTC."""
    from bot.documents import pdf  # large, and only needed where a file is made

    name = title(all_told[0].head) if len(all_told) == 1 else "Transcripts"
    made_at = max((told.head.updated_at for told in all_told), default=_LONG_AGO)
    blocks = tuple(block for told in all_told for block in _blocks(told))
    return pdf.write(Document("pdf", name, "", made_at, blocks))


def _blocks(told: Told) -> Iterator[Block]:
    head, step = told.head, ""
    yield Block("title", title(head))
    yield Block("small", safe(f"{head.person}, since {head.created_at:%Y-%m-%d}, {head.step}. Times are in UTC."))
    for line in told.lines:
        if line.step != step:
            step = line.step
            yield Block("heading", step)
        yield Block("label", _said_by(line))
        yield Block("text", safe(f"{line.title}\n{line.text}" if line.title else line.text))
        yield from _notes(told.notes_on(line.id))
    if told.reminders:
        yield Block("heading", "reminders")
        for kept in told.reminders:
            yield Block("bullet", f"{kept.name}, {kept.due_at:%Y-%m-%d %H:%M}: {kept.status}")
    if notes := told.notes_on(None):
        yield Block("heading", "notes")
        yield from _notes(notes)


def _said_by(line: Line) -> str:
    signals = ", ".join(dict.fromkeys(signal.kind for signal in line.signals))
    return f"{who(line).capitalize()}, {line.at:%Y-%m-%d %H:%M}{f' ({signals})' if signals else ''}"


def _notes(notes: list[Note]) -> Iterator[Block]:
    for note in notes:
        yield Block("label", noted(note))
        yield Block("text", safe(note.text))
