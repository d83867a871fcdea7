"""Reminders that wait, and what became of them. One row for each, loaded and saved with its person."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.model import Reminder
from storage import tables
from storage.prepared import Prepared, among, inserting
from storage.records import Due, Fate


class Reminders:
    """What is to be brought back to persons. `numbers` are those of the persons that were loaded or saved."""

    def __init__(self, connection: AsyncConnection, numbers: dict[str, int]) -> None:
        self._connection = connection
        self._numbers = numbers

    async def save(self, fates: Iterable[Fate]) -> None:
        """Keeps what became of reminders, new and known ones alike."""
        rows = [self._row(fate) for fate in fates]
        if rows:
            await _upsert(self._connection.dialect.name).run(self._connection, rows)

    async def due(self, whose: str, now: datetime, most: int) -> list[Due]:
        """The reminders that are due, the oldest first. `whose` is a person's key, or a channel with a colon."""
        rows = await self._connection.execute(_due(whose), {"whose": _pattern(whose), "now": now, "most": most})
        return [Due(row.key, row.case_number, row.name) for row in rows]

    async def next_due(self, whose: str, now: datetime) -> datetime | None:
        """When the next one is due that is not due yet."""
        found: datetime | None = await self._connection.scalar(_next(whose), {"whose": _pattern(whose), "now": now})
        return found

    async def count_due(self, whose: str, now: datetime) -> int:
        """How many are due and have not come yet."""
        counted = _counted(whose)
        return int(await self._connection.scalar(counted, {"whose": _pattern(whose), "now": now}) or 0)

    async def cancel_all(self, persons: Collection[str]) -> None:
        """Nothing comes to these persons any more, until they say something again."""
        if persons:
            await self._connection.execute(_CANCEL_ALL, {"keys": list(persons)})

    async def cancel(self, due: Due) -> None:
        """Takes one reminder away: it does not come any more."""
        await self._connection.execute(_CANCEL, {"key": due.person, "number": due.case, "what": due.name})

    def _row(self, fate: Fate) -> dict[str, Any]:
        reminder = fate.reminder
        return {
            "person_id": self._numbers[fate.person],
            "case_number": reminder.case,
            "name": reminder.name,
            "due_at": reminder.due_at,
            "wall": reminder.wall,
            "zone": reminder.zone,
            "chosen": reminder.chosen,
            "status": fate.status,
            "sent_at": fate.sent_at,
        }


def by_person(rows: Iterable[Any]) -> dict[str, tuple[Reminder, ...]]:
    """What WAITING gives, as reminders by the keys of their persons, in the order in which they are due."""
    found: dict[str, tuple[Reminder, ...]] = {}
    for case, name, due_at, wall, zone, chosen, key in rows:
        reminder = Reminder(name, case, _moment(due_at), wall, zone, bool(chosen))
        found[key] = (*found.get(key, ()), reminder)
    return found


def _moment(value: datetime | str) -> datetime:
    """A moment as the database gives it: the driver of SQLite gives text."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _pattern(whose: str) -> str:
    return f"{whose}%" if whose.endswith(":") else whose


# Statements that never change are made once; SQLAlchemy then compiles each of them once.

_rows, _persons = tables.reminders.c, tables.persons.c


@cache
def _upsert(dialect: str) -> Prepared:
    statement = inserting(tables.reminders, dialect)
    key = ("person_id", "case_number", "name")
    fresh = {column.name: statement.excluded[column.name] for column in tables.reminders.c if column.name not in key}
    fresh["sent_at"] = func.coalesce(fresh["sent_at"], _rows.sent_at)
    given: dict[str, Any] = {column.name: bindparam(column.name) for column in tables.reminders.c}
    return Prepared(statement.values(given).on_conflict_do_update(index_elements=key, set_=fresh))


def _of(whose: str) -> Select[Any]:
    """What waits for a person, or for everybody on a channel."""
    is_theirs = _persons.key.like(bindparam("whose")) if whose.endswith(":") else _persons.key == bindparam("whose")
    joined = tables.reminders.join(tables.persons)
    return select(_persons.key, tables.reminders).select_from(joined).where(tables.waiting, is_theirs)


def _due(whose: str) -> Select[Any]:
    overdue = _of(whose).where(_rows.due_at <= bindparam("now"))
    return overdue.order_by(_rows.due_at).limit(bindparam("most"))


def _next(whose: str) -> Select[Any]:
    coming = _of(whose).where(_rows.due_at > bindparam("now")).with_only_columns(_rows.due_at)
    return coming.order_by(_rows.due_at).limit(1)


def _counted(whose: str) -> Select[Any]:
    return _of(whose).where(_rows.due_at <= bindparam("now")).with_only_columns(func.count())


WAITING = Prepared(
    select(_rows.case_number, _rows.name, _rows.due_at, _rows.wall, _rows.zone, _rows.chosen, _persons.key)
    .select_from(tables.reminders.join(tables.persons))
    .where(tables.waiting, among(_persons.key, "keys"))
    .order_by(_rows.due_at)
)
"""What waits for some persons; see `by_person`."""

_cancelled = update(tables.reminders).where(tables.waiting).values(status="cancelled")
_CANCEL_ALL = _cancelled.where(
    _rows.person_id.in_(select(_persons.id).where(_persons.key.in_(bindparam("keys", expanding=True))))
)
_CANCEL = _cancelled.where(
    _rows.person_id == select(_persons.id).where(_persons.key == bindparam("key")).scalar_subquery(),
    _rows.case_number == bindparam("number"),
    _rows.name == bindparam("what"),
)
