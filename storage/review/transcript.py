"""A conversation: its messages in their order, and all that stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Text, and_, exists, func, select, type_coerce, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.model import FLAGS, LOBBY, Case, Said
from storage import tables
from storage.codec import open_case, open_person, unpack_choices, unpack_signals
from storage.review.reading import ALL, conversation_of, may_be_read
from storage.review.tables import flags, shared
from storage.review.values import Failure, Head, Kept, Line, Mark

PAGE = 100
"""Messages of one page."""

MARKS = 200
"""Flags that are looked through for moments to jump to."""


class Transcript:
    """What was said. `everything` reaches beyond what is shared, for the operator of the machine."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def heads(
        self, everything: bool = False, after: int | None = None, most: int = PAGE, person: str | None = None
    ) -> list[Head]:
        """All conversations of which something may be read, or one person's, lobbies first, then by number.

        `after` is the number of the last conversation of the page before.
        """
        numbers = (_ALL_NUMBERS if everything else _SHARED_NUMBERS).subquery()
        query = select(numbers.c.number).order_by(numbers.c.number).limit(most)
        if after is not None:
            query = query.where(numbers.c.number > after)
        if person is not None:
            query = query.where(numbers.c.owner == await self._number_of(person))
        found = await self._connection.scalars(query)
        heads = [await self.head(number, everything) for number in found]
        return [head for head in heads if head]

    async def head(self, conversation: int, everything: bool = False) -> Head | None:
        """What is known of a conversation; None if there is none of that number, or nothing of it may be read."""
        level = ALL if everything else await self._level(conversation)
        if level is None:
            return None
        row = (await self._connection.execute(_head(conversation))).one_or_none()
        return _opened(row, conversation, level) if row else None

    async def lines(
        self,
        conversation: int,
        after: int = 0,
        before: int | None = None,
        most: int = PAGE,
        everything: bool = False,
    ) -> list[Line]:
        """Messages that may be read, in their order: the first ones behind the id `after`.

        With `before`, the last ones in front of that id instead, for somebody who scrolls up.
        """
        query = LINES.where(_belongs(conversation), may_be_read(everything), tables.messages.c.id > after).limit(most)
        if before is None:
            rows = (await self._connection.execute(query.order_by(tables.messages.c.id))).all()
        else:
            query = query.where(tables.messages.c.id < before)
            rows = (await self._connection.execute(query.order_by(tables.messages.c.id.desc()))).all()[::-1]
        return await self.with_flags(rows)

    async def marks(self, conversation: int, most: int = MARKS) -> list[Mark]:
        """The flagged moments of a conversation that may be read, the newest first."""
        query = (
            select(flags.c.at, func.min(flags.c.message_id), flags.c.kind)
            .select_from(flags.join(shared, shared.c.conversation == flags.c.conversation))
            .where(flags.c.conversation == conversation)
            .group_by(flags.c.at, flags.c.kind)
            .order_by(flags.c.at.desc())
            .limit(most)
        )
        rows = (await self._connection.execute(query)).all()
        moments = ((at, list(together)) for at, together in groupby(rows, key=lambda row: row[0]))
        return [_mark(at, together) for at, together in moments]

    async def documents(self, conversation: int) -> list[Line]:
        """The papers of a conversation that may be read, the newest first, as many as of flagged moments."""
        chosen = LINES.where(_belongs(conversation), may_be_read(), tables.messages.c.title.is_not(None))
        rows = (await self._connection.execute(chosen.order_by(tables.messages.c.id.desc()).limit(MARKS))).all()
        return await self.with_flags(rows)

    async def message(self, number: int) -> Line | None:
        """One message, if a coach may read it."""
        rows = (await self._connection.execute(LINES.where(tables.messages.c.id == number, may_be_read()))).all()
        return next(iter(await self.with_flags(rows)), None)

    async def failures(self, conversation: int, everything: bool = False) -> list[Failure]:
        """What went wrong for the person of a conversation that is shared as a whole, oldest first."""
        head = await self.head(conversation, everything)
        if head is None or head.level != ALL:
            return []
        letters = tables.dead_letters.c
        query = select(letters.at, letters.error, letters.place).where(letters.person_key == head.person)
        return [Failure(*row) for row in await self._connection.execute(query.order_by(letters.id))]

    async def with_flags(self, rows: Sequence[Row[Any]]) -> list[Line]:
        """Rows of messages as lines, each with what makes it part of a flagged moment."""
        query = select(flags.c.message_id, flags.c.kind).where(flags.c.message_id.in_([row.id for row in rows]))
        found: dict[int, set[str]] = {}
        for number, kind in await self._connection.execute(query):
            found.setdefault(number, set()).add(kind)
        return [_line(row, tuple(kind for kind in FLAGS if kind in found.get(row.id, ()))) for row in rows]

    async def of_person(self, key: str) -> tuple[Said, ...]:
        """All that a person and the bot said to each other, for the person alone."""
        said = tables.messages.c
        by_coach = exists().where(flags.c.message_id == said.id, flags.c.kind == "reply").correlate(tables.messages)
        query = (
            select(said.at, said.direction, said.text, said.title, tables.cases.c.number, by_coach.label("by_coach"))
            .select_from(tables.messages.join(tables.persons).outerjoin(tables.cases, _IS_ITS_CASE))
            .where(tables.persons.c.key == key)
            .order_by(said.id)
        )
        rows = await self._connection.execute(query)
        return tuple(Said(row.number or LOBBY, row.at, _who(row), row.text, row.title) for row in rows)

    async def reminders(self, head: Head) -> list[Kept]:
        """The reminders of a conversation, in the order in which they are due; none where little is shared."""
        if head.level != ALL:
            return []
        kept = tables.reminders.c
        query = (
            select(kept.name, kept.due_at, kept.status)
            .select_from(tables.reminders.join(tables.persons))
            .where(tables.persons.c.key == head.person, kept.case_number == head.number)
            .order_by(kept.due_at, kept.name)
        )
        return [Kept(*row) for row in await self._connection.execute(query)]

    async def _number_of(self, person: str) -> int | None:
        chosen = select(tables.persons.c.id).where(tables.persons.c.key == person)
        number: int | None = await self._connection.scalar(chosen)
        return number

    async def _level(self, conversation: int) -> str | None:
        chosen = select(shared.c.level).where(shared.c.conversation == conversation)
        level: str | None = await self._connection.scalar(chosen)
        return level


def _who(row: Row[Any]) -> str:
    if row.direction == "in":
        return "you"
    return "coach" if row.by_coach else "me"


def _belongs(conversation: int) -> ColumnElement[bool]:
    """Which messages are of a conversation, in words that the indexes know."""
    if conversation > 0:
        return tables.messages.c.case_id == conversation
    return and_(tables.messages.c.person_id == -conversation, tables.messages.c.case_id.is_(None))


def _head(conversation: int) -> Select[Any]:
    state, person_state = type_coerce(tables.cases.c.state, Text), type_coerce(tables.persons.c.state, Text)
    if conversation > 0:
        joined = tables.cases.join(tables.persons)
        found = select(tables.persons.c.key, person_state.label("person"), state.label("case")).select_from(joined)
        return found.where(tables.cases.c.id == conversation)
    found = select(tables.persons.c.key, person_state.label("person"))
    return found.where(tables.persons.c.id == -conversation)


def _opened(row: Row[Any], conversation: int, level: str) -> Head:
    person = open_person(row.key, row.person)
    case: Case = open_case(row.case) if conversation > 0 else person.lobby
    whole = level == ALL
    return Head(
        conversation,
        row.key,
        conversation if conversation > 0 else None,
        case.number,
        _kept(case, "client_name") if whole else None,
        _kept(case, "kind") if whole else None,
        case.step,
        case.outcome if whole else None,
        level,
        case.created_at,
        case.updated_at,
        case.answers if whole else {},
        case.holds if whole else (),
        person.timezone,
        person.language,
    )


def _kept(case: Case, name: str) -> str | None:
    answer = case.answers.get(name)
    return answer.value if answer and isinstance(answer.value, str) else None


def _mark(at: datetime, rows: Sequence[Any]) -> Mark:
    kinds = {row.kind for row in rows}
    return Mark(at, min(row[1] for row in rows), tuple(kind for kind in FLAGS if kind in kinds))


def _line(row: Row[Any], flagged: tuple[str, ...]) -> Line:
    return Line(
        row.id,
        row.conversation,
        row.at,
        row.direction,
        row.kind,
        row.text,
        row.step,
        row.update_id,
        unpack_signals(row.signals),
        unpack_choices(row.choices),
        row.title,
        row.sent_at,
        row.error,
        flagged,
    )


_IS_ITS_CASE = tables.cases.c.id == tables.messages.c.case_id
_said_in_lobby = (tables.messages.c.person_id == tables.persons.c.id) & tables.messages.c.case_id.is_(None)
_lobby_talk = exists().where(_said_in_lobby).correlate(tables.persons)
_ALL_NUMBERS = union_all(
    select(tables.cases.c.id.label("number"), tables.cases.c.person_id.label("owner")),
    select((-tables.persons.c.id).label("number"), tables.persons.c.id.label("owner")).where(_lobby_talk),
)
_SHARED_NUMBERS = select(shared.c.conversation.label("number"), shared.c.person_id.label("owner"))

_said = tables.messages.c
LINES = select(
    _said.id, conversation_of().label("conversation"), _said.at, _said.direction, _said.kind, _said.text, _said.step,
    _said.update_id, _said.signals, _said.choices, _said.title, _said.sent_at, _said.error,
).select_from(tables.messages)  # fmt: skip
"""Rows of messages with all that a line needs."""
