"""Full-text search over what may be read.

The index holds nothing else, and what it finds is asked for once more by the same condition as everywhere.
It is SQLite's FTS5; on PostgreSQL this is where a text-search vector would be asked.
"""

from __future__ import annotations

import re

from sqlalchemy import func, literal_column, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables
from storage.review.reading import may_be_read
from storage.review.transcript import LINES, Transcript
from storage.review.values import Hit

MOST = 50
"""Messages that one search gives."""

_WORD = re.compile(r"\w+")
_MARKED = "snippet(search, 0, char(2), char(3), '…', 24)"


class Searching:
    """Looks for words in what was said."""

    def __init__(self, connection: AsyncConnection, transcript: Transcript) -> None:
        self._connection = connection
        self._transcript = transcript

    async def find(self, words: str, most: int = MOST, before: int | None = None) -> list[Hit]:
        """Messages that hold all of these words, the newest first; the last word may be the beginning of one.

        `before` is the id of the last message of the page before.
        """
        asked = query_of(words)
        if asked is None:
            return []
        values = {"asked": asked, "most": most, "before": before or 2**62}
        rows = (await self._connection.execute(_FIND, values)).all()
        lines = await self._transcript.with_flags(rows)
        return [Hit(line, row.key, row.excerpt) for line, row in zip(lines, rows, strict=True)]

    async def find_anywhere(self, words: str, most: int = MOST) -> list[Hit]:
        """The same among everything that was ever said, for the operator: slower, since no index holds that."""
        asked = _WORD.findall(words)
        if not asked:
            return []
        query = LINES.add_columns(tables.persons.c.key).join(tables.persons, _OWNER)
        for word in asked:
            query = query.where(func.instr(func.lower(tables.messages.c.text), func.lower(word)) > 0)
        rows = (await self._connection.execute(query.order_by(tables.messages.c.id.desc()).limit(most))).all()
        lines = await self._transcript.with_flags(rows)
        return [Hit(line, row.key, line.text) for line, row in zip(lines, rows, strict=True)]


def query_of(words: str) -> str | None:
    """What is asked of the index: every word as a word, the last one as a beginning; None if there is none.

    A single letter is a word of its own: too many begin with it. Nothing that is typed can be an operator of
    the index: quotation marks stand around each word.
    """
    found = _WORD.findall(words)
    if not found:
        return None
    return " ".join(f'"{word}"' for word in found) + ("*" if len(found[-1]) > 1 else "")


_OWNER = tables.persons.c.id == tables.messages.c.person_id
_FOUND = (
    text(
        f"SELECT rowid AS id, {_MARKED} AS excerpt FROM search"
        " WHERE search MATCH :asked AND rowid < :before ORDER BY rowid DESC LIMIT :most"
    )
    .columns(tables.messages.c.id, literal_column("excerpt"))
    .subquery("found")
)
_FIND = (
    LINES.add_columns(tables.persons.c.key, _FOUND.c.excerpt)
    .join(_FOUND, _FOUND.c.id == tables.messages.c.id)
    .join(tables.persons, _OWNER)
    .where(may_be_read())
    .order_by(tables.messages.c.id.desc())
)
