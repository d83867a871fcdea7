"""One file from one document, whatever kind of file it is to be."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from bot.documents.names import file_name
from bot.documents.wording import printable
from flows.model import Document


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is handed over: its name, what it is to a browser or a phone, and its bytes."""

    name: str
    media_type: str
    content: bytes


_FORMS = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word"),
    "pdf": ("application/pdf", "pdf"),
    "md": ("text/markdown; charset=utf-8", "markdown"),
    "ics": ("text/calendar; charset=utf-8", "calendars"),
}
"""What each form is to a browser or a phone, and the module beside this one that writes it."""


def file_of(document: Document) -> File:
    """The file that a document describes. Making a PDF takes a few tenths of a second."""
    media_type, module = _FORMS[document.form]
    writer = import_module(f"bot.documents.{module}")  # large, and only needed where a file is made
    return File(file_name(document.name, document.form), media_type, writer.write(printable(document)))
