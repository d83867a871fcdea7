"""A conversation for the terminal: nothing that somebody typed can steer it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.transcripts.source import Told
from storage.review.values import Head, Hit, Line, Note


def safe(text: str) -> str:
    """A text without the characters that terminals obey."""
    return "".join(mark if mark.isprintable() or mark in "\n\u200d\ufe0f" else " " for mark in text)


def noted(note: Note) -> str:
    """Whose note it is, and since when."""
    return f"Note by {note.coach}, {note.at:%Y-%m-%d %H:%M}"


def row(head: Head) -> str:
    """A conversation on one line."""
    number = f"{head.case}" if head.case is not None else "-"
    known = (head.person, _one_line(head.client or ""), head.step, head.outcome or "", f"{head.updated_at:%Y-%m-%d}")
    return "\t".join((number, *known))


def found(hit: Hit) -> str:
    """A message that was found, on one line, with the words in brackets."""
    number = f"{hit.line.conversation}" if hit.line.conversation > 0 else "-"
    excerpt = hit.excerpt.replace("\x02", "[").replace("\x03", "]")
    return "\t".join((number, hit.person, f"{hit.line.at:%Y-%m-%d %H:%M}", who(hit.line), _one_line(excerpt)))


def shown(told: Told) -> Iterator[str]:
    """A conversation line by line, as a chat."""
    head = told.head
    yield f"{title(head)}, {head.person}"
    step = ""
    for line in told.lines:
        if line.step != step:
            step = line.step
            yield f"\n-- {step} --"
        yield f"\n{line.at:%Y-%m-%d %H:%M} {who(line)}"
        yield safe(f"{line.title}\n{line.text}" if line.title else line.text)
        yield from (f"  [{choice.label}]" for choice in line.choices if line.direction == "out")
        for signal in line.signals:
            cues = ", ".join(f"{cue.cue} “{cue.text}”" if cue.text else cue.cue for cue in signal.cues)
            yield safe(f"  ! {signal.kind} {signal.score:.2f} {cues}".rstrip())
        yield from (safe(f"  * {noted(note)}: {note.text}") for note in told.notes_on(line.id))
    yield from (f"\n{kept.due_at:%Y-%m-%d %H:%M} reminder {kept.name}: {kept.status}" for kept in told.reminders)
    yield from (safe(f"\n* {noted(note)}: {note.text}") for note in told.notes_on(None))


def title(head: Head) -> str:
    """What a conversation is called."""
    if head.case is None:
        return "Outside any case"
    return f"Case {head.case}: {_one_line(head.client)}" if head.client else f"Case {head.case}"


def who(line: Line) -> str:
    """Who said a line."""
    return "coach" if line.by_coach else "person" if line.direction == "in" else "bot"


def _one_line(text: str) -> str:
    return " ".join(safe(text).split())
