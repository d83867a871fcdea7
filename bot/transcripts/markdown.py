"""A conversation as Markdown. Whatever somebody typed is shown as they typed it, and does nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.transcripts.plain import title, who
from bot.transcripts.source import Told

_SPECIAL = re.compile(
    r"[\\`*_\[\]#|~@<>&]"  # markup anywhere
    r"|^[ ]*[-+=]|(?<=\d)[.)](?=[ ]|$)"  # lists, and lines that make headings of those above
    r"|:(?=//)|(?<=www)\.",  # addresses that become links by themselves
    re.MULTILINE | re.IGNORECASE,
)


def escaped(text: str) -> str:
    """A text in which nothing is markup, a link or HTML."""
    plain = "".join(mark if mark.isprintable() or mark == "\n" else " " for mark in text)
    return _SPECIAL.sub(_quiet, plain)


def _quiet(found: re.Match[str]) -> str:
    mark = found[0].strip(" ")
    return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(mark, f"\\{mark}")


def document(told: Told, notes: tuple[str, ...] = ()) -> str:
    """The whole conversation, perhaps with a coach's notes at its end."""
    return "\n".join(_parts(told, notes)) + "\n"


def _parts(told: Told, notes: tuple[str, ...]) -> Iterator[str]:
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
    for kept in told.reminders:
        yield f"- reminder {escaped(kept.name)}, {kept.due_at:%Y-%m-%d %H:%M}: {kept.status}"
    if notes:
        yield "\n## Notes\n"
        yield from (_quoted(note) for note in notes)


def _quoted(text: str) -> str:
    """A text as a quotation, its lines kept."""
    return "  \n".join(f"> {escaped(line)}" for line in text.splitlines() or [""]) + "\n"
