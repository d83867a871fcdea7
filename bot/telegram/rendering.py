"""Replies as Telegram wants them: short enough, escaped, with buttons below, documents as files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from bot.documents import File, file_of
from bot.documents.names import file_name
from bot.telegram.markup import Markup, folded, plain
from flows.model import Choice, Reply

LONGEST = 4096
"""UTF-16 units of one message."""

LONGEST_CAPTION = 1024
MOST_DATA = 64
"""Bytes of a button's data."""

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

_JOINED = frozenset("\u200d\ufe0f" + "".join(map(chr, range(0x300, 0x370))))
"""Characters that belong to the one before them."""

_BREAKS = ("\n\n", "\n", ". ", "? ", " ")
"""Where a text may be cut, the best place first."""


def length(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def shape(reply: Reply) -> Sequence[Reply]:
    """A reply as messages: a text too long for one is cut, with its choices below the last part."""
    if reply.title is not None or length(reply.text) <= LONGEST:
        return (reply,)
    *first, last = split(reply.text)
    return (*(Reply(part) for part in first), replace(reply, text=last))


def split(text: str, longest: int = LONGEST) -> list[str]:
    """A text in parts that each fit into a message: cut between paragraphs, else lines, sentences, words."""
    return [part for part in _parts(text.strip(), longest) if part] or [text]


def _parts(text: str, longest: int) -> Iterator[str]:
    while length(text) > longest:
        cut = _cut(text, longest)
        yield text[:cut].strip()
        text = text[cut:].strip()
    yield text


def _cut(text: str, longest: int) -> int:
    """Where to cut a text: at the best break that leaves at least a third of a message before it."""
    room = _fitting(text, longest)
    for mark in _BREAKS:
        place = text.rfind(mark, 0, room)
        if place > room // 3:
            return place + len(mark)
    return room


def _fitting(text: str, longest: int) -> int:
    """How many characters from the start fit; pairs and what joins on to a character stay together."""
    room = min(longest, len(text))
    while length(text[:room]) > longest:
        room -= max(1, (length(text[:room]) - longest) // 2)
    while room > 1 and room < len(text) and text[room] in _JOINED:
        room -= 1
    return room


def keyboard(choices: Sequence[Choice]) -> InlineKeyboardMarkup | None:
    """Buttons below a message: short labels share a line."""
    buttons = [
        InlineKeyboardButton(choice.label, callback_data=choice.data)
        for choice in choices
        if choice.label.strip() and len(choice.data.encode()) <= MOST_DATA
    ]
    if not buttons:
        return None
    longest = max(len(button.text) for button in buttons)
    per_line = 3 if longest <= 8 else 2 if longest <= 16 else 1
    return InlineKeyboardMarkup([buttons[at : at + per_line] for at in range(0, len(buttons), per_line)])


def is_read_in_the_chat(reply: Reply) -> bool:
    """Whether a paper is a message to read and copy, and no file: it has none of its own, and it fits."""
    return reply.document is None and length(f"{reply.title}\n{reply.text}") <= LONGEST


def paper(reply: Reply) -> str:
    """A paper as a message in HTML: its title, and the text below it, which unfolds."""
    return f"<b>{plain(_title(reply))}</b>\n{folded(reply.text.strip())}"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file, with its caption in HTML."""

    file: File
    caption: str


def attachment(reply: Reply) -> Attachment:
    """What a reply brings as a file: made from its document or, without one, its text as it is."""
    return Attachment(file_of(reply.document) if reply.document else _text_file(reply), _caption(reply))


def _text_file(reply: Reply) -> File:
    """A text named after its title; the mark at its start tells phones that it is UTF-8."""
    title = _title(reply)
    text = reply.text if reply.text.startswith(title) else f"{title}\n\n{reply.text}"
    return File(file_name(title, "txt"), "text/plain; charset=utf-8", text.encode("utf-8-sig", "replace"))


def _caption(reply: Reply) -> str:
    """The title, and below it what is said to the file where that is short enough to be read beside it."""
    title, text = _title(reply), reply.text.strip()
    if reply.document and length(f"{title}\n{text}") <= LONGEST_CAPTION:
        return f"<b>{plain(title)}</b>\n{plain(text)}"
    return f"<b>{plain(title[: _fitting(title, LONGEST_CAPTION)])}</b>"


def _title(reply: Reply) -> str:
    return " ".join((reply.title or "").split())


def chosen(template: str, text: str, label: str, markup: Markup) -> str | None:
    """A message with the choice made below it, in HTML; None if that is too long for one message."""
    together = template.format(text=text, choice=label)
    return markup.html(together) if length(together) <= LONGEST else None
