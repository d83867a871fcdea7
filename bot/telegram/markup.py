"""What is more than plain text on a phone: days in the reader's own format, long quotations that fold.

Neither changes a word: what is sent reads as it stands in the transcript.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from html import escape

from flows.book import Book

LONG_QUOTATION = 280
"""Characters from which a quotation fills a phone's screen unless it is folded."""

_QUOTATION = re.compile(rf"“[^“”]{{{LONG_QUOTATION},}}”")

_EVERYWHERE = time(10, 30, tzinfo=UTC)
"""The time of day at which it is the same day from Honolulu to Auckland. Phones show a moment in their own
zone, and a last day must not become the day before.
"""

_CAN_BE_SHOWN = range(2**31)
"""Moments that Telegram takes, as Unix time."""

Span = tuple[int, int, str, str]
"""Where something stands, and the tags around it."""


def plain(text: str) -> str:
    """A text in which nothing is taken for a tag."""
    return escape(text, quote=False)


def folded(text: str) -> str:
    """A text that shows its first lines, and the rest when it is touched."""
    return f"<blockquote expandable>{plain(text)}</blockquote>"


class Markup:
    """Makes HTML of texts, in whichever of the books' languages they are."""

    def __init__(self, books: Mapping[str, Book]) -> None:
        self._almanacs = [book.almanac for book in books.values()]

    def html(self, text: str) -> str:
        """A text with its days and long quotations marked."""
        parts, at = [], 0
        for start, end, opening, closing in sorted(self._spans(text)):
            if start >= at:
                parts += [plain(text[at:start]), opening, plain(text[start:end]), closing]
                at = end
        return "".join(parts) + plain(text[at:])

    def _spans(self, text: str) -> Iterator[Span]:
        for found in _QUOTATION.finditer(text):
            yield *found.span(), "<blockquote expandable>", "</blockquote>"
        for almanac in self._almanacs:
            for start, end, day in almanac.days_in(text):
                shown = "wD" if text[start:end] == almanac.long(day) else "D"
                if (moment := _moment(day)) in _CAN_BE_SHOWN:
                    yield start, end, f'<tg-time unix="{moment}" format="{shown}">', "</tg-time>"


def _moment(day: date) -> int:
    """Unix time of a moment that belongs to that day nearly everywhere."""
    return int(datetime.combine(day, _EVERYWHERE).timestamp())
