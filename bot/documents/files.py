"""One file from one document, whatever kind of file it is to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.documents import calendars, markdown, pdf, word
from bot.documents.names import file_name
from bot.documents.wording import printable
from flows.model import Document


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is handed over: its name, what it is to a browser or a phone, and its bytes."""

    name: str
    media_type: str
    content: bytes


_MAKERS: dict[str, tuple[str, Callable[[Document], bytes]]] = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", word.write),
    "pdf": ("application/pdf", pdf.write),
    "md": ("text/markdown; charset=utf-8", markdown.write),
    "ics": ("text/calendar; charset=utf-8", calendars.write),
}


def file_of(document: Document) -> File:
    """The file that a document describes. Making a PDF takes a few tenths of a second."""
    media_type, write = _MAKERS[document.form]
    return File(file_name(document.name, document.form), media_type, write(printable(document)))
