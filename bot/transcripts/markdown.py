"""A conversation as Markdown. Whatever somebody typed is shown as they typed it, and does nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.transcripts.plain import noted, safe, title, who
from bot.transcripts.source import Told
from storage.review.values import Note

_SPECIAL = re.compile(
    r"[\\`*_\[\]#|~@<>&$]"  # markup anywhere
    r"|^[ ]*[-+=]|(?<=\d)[.)](?=[ ]|$)"  # lists, and lines that make headings of those above
    r"|:(?=//)|(?<=www)\.",  # addresses that become links by themselves
    re.MULTILINE | re.IGNORECASE,
)


def escaped(text: str) -> str:
    """A text in which nothing is markup, a link or HTML."""
    return _INDENTED.sub(lambda found: "&nbsp;" * len(found[0]), _SPECIAL.sub(_quiet, safe(text)))


_INDENTED = re.compile(r"^ {2,}", re.MULTILINE)
"""What makes code of a line."""


def _quiet(found: re.Match[str]) -> str:
    mark = found[0].lstrip(" ")
    indent = " " * (len(found[0]) - len(mark))
    return indent + {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(mark, f"\\{mark}")


def document(told: Told) -> str:
    """The whole conversation."""
    return "\n".join(_parts(told)) + "\n"


def _parts(told: Told) -> Iterator[str]:
    head = told.head
    yield f"# {escaped(title(head))}\n"
    yield f"{escaped(head.person)}, since {head.created_at:%Y-%m-%d}, {escaped(head.step)}\n"
    step = ""
    for line in told.lines:
        if line.step != step:
            step = line.step
            yield f"## {escaped(step)}\n"
        signals = ", ".join(dict.fromkeys(signal.kind for signal in line.signals))
        yield f"**{who(line).capitalize()}**, {line.at:%Y-%m-%d %H:%M}{f' ({signals})' if signals else ''}\n"
        yield _quoted(f"{line.title}\n{line.text}" if line.title else line.text)
        yield from _notes(told.notes_on(line.id))
    for kept in told.reminders:
        yield f"- reminder {escaped(kept.name)}, {kept.due_at:%Y-%m-%d %H:%M}: {kept.status}"
    if notes := told.notes_on(None):
        yield "\n## Notes\n"
        yield from _notes(notes)


def _notes(notes: list[Note]) -> Iterator[str]:
    for note in notes:
        yield f"*{escaped(noted(note))}*\n"
        yield _quoted(note.text)


def _quoted(text: str) -> str:
    """A text as a quotation, its lines kept."""
    return "  \n".join(f"> {escaped(line)}" for line in text.splitlines() or [""]) + "\n"
