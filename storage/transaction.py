"""One transaction, and the repositories in it. Each method is one statement a table, however many rows.

The numbers that rows have in the database stay in here: outside, a person is a key, and a case is a
person's key with a number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache, partial
from typing import Any

from sqlalchemy import Row, Table, Text, bindparam, delete, func, insert, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.model import LOBBY, Case, Person, Reply, changed
from storage import tables
from storage.codec import (
    Json,
    Written,
    compact,
    open_case,
    open_person,
    pack_case,
    pack_choices,
    pack_document,
    pack_person,
    pack_signals,
    unpack_choices,
    unpack_document,
)
from storage.dead_letters import DeadLetters
from storage.groups import Groups
from storage.invitations import Invitations
from storage.numbers import Numbers
from storage.outbox import Outbox
from storage.prepared import Prepared, Rows, among, inserting, together
from storage.records import DeadLetter, Incoming, Outgoing
from storage.reminders import WAITING, Reminders, by_person
from storage.review.desk import Desk
from storage.shelf import Shelf
from storage.updates import Updates

__all__ = ["Cases", "DeadLetter", "DeadLetters", "Incoming", "Messages", "Outgoing", "Persons", "Transaction"]


class Transaction:
    """What can be read and written together: all of it happens, or none."""

    def __init__(self, connection: AsyncConnection, shelf: Shelf) -> None:
        """Not for callers: `Database.reading` and `Database.writing` give one."""
        numbers = self._numbers = Numbers()
        self.reminders = Reminders(connection, numbers.persons)
        self.persons = Persons(connection, numbers, shelf)
        self.cases = Cases(connection, numbers, shelf)
        self.messages = Messages(connection, numbers)
        self.updates = Updates(connection)
        self.outbox = Outbox(connection)
        self.invitations = Invitations(connection)
        self.groups = Groups(connection)
        self.dead_letters = DeadLetters(connection)
        self.review = Desk(connection, numbers)

    def number_of(self, person: str) -> int:
        """The number of a person whom this transaction has met, for the audit log."""
        return self._numbers.persons[person]

    def conversation_of(self, person: str, case: int) -> int:
        """The number of a conversation in the review, of a person whom this transaction has met."""
        return self._numbers.conversation(person, case)

    async def forget(self, keys: Collection[str]) -> None:
        """Deletes everything of these persons: cases, transcript, outbox, invitations, dead letters, themselves.

        What came from them is still known to have come.
        """
        if keys:
            await self.review.sharing.withdraw(keys)
            await self.updates.spend_all_of(keys)
            await self.persons.forget(keys)
            await self.invitations.forget(keys)
            await self.dead_letters.forget(keys)


class Persons:
    """Who chats, each with all of their cases and what waits to be brought back."""

    def __init__(self, connection: AsyncConnection, numbers: Numbers, shelf: Shelf) -> None:
        self._connection = connection
        self._numbers = numbers
        self._shelf = shelf

    async def load(self, keys: Collection[str]) -> dict[str, Person]:
        """Those of these persons that are known."""
        asked = {"keys": list(keys)}
        rows, waiting = await together(self._connection, (_LOAD, asked), (WAITING, asked))
        persons: dict[str, Person] = {}
        opened: dict[str, list[Case]] = {}
        for person_id, key, state, case_id, number, case_state in rows:
            if key not in persons:
                self._numbers.persons[key] = person_id
                persons[key] = self._shelf.take(key, LOBBY, state, partial(open_person, key))
                opened[key] = []
            if case_id is not None:
                self._numbers.cases[person_id, number] = case_id
                opened[key].append(self._shelf.take(key, number, case_state, open_case))
        reminders = by_person(waiting)
        return {
            key: changed(person, cases=tuple(opened[key]), reminders=reminders.get(key, ()))
            for key, person in persons.items()
        }

    async def save(self, changed: Iterable[Person]) -> None:
        """Keeps persons and their lobbies, new and known ones alike; not their cases."""
        rows = []
        for person in changed:
            rows.append(_person_row(person))
            self._shelf.put(person.key, LOBBY, rows[-1]["state"], person)
        if rows:
            statement = _upsert(self._connection.dialect.name, tables.persons, "key")
            for number, key in await statement.add(self._connection, rows):
                self._numbers.persons[key] = number

    async def numbers(self, keys: Iterable[str]) -> dict[str, int]:
        """The numbers of those of these persons that are known."""
        known = tables.persons.c
        query = select(known.key, known.id).where(known.key.in_(list(keys)))
        rows = (await self._connection.execute(query)).all()
        return {row.key: row.id for row in rows}

    async def forget(self, keys: Collection[str]) -> None:
        """Deletes persons; what belongs to them goes with them."""
        await self._connection.execute(delete(tables.persons).where(tables.persons.c.key.in_(keys)))


class Cases:
    """The cases of persons that this transaction has loaded or saved."""

    def __init__(self, connection: AsyncConnection, numbers: Numbers, shelf: Shelf) -> None:
        self._connection = connection
        self._numbers = numbers
        self._shelf = shelf

    async def save(self, changed: Iterable[tuple[str, Case]]) -> None:
        """Keeps cases, each with the key of its person, new and known ones alike."""
        rows = []
        for key, case in changed:
            rows.append(_case_row(self._numbers.persons[key], case))
            self._shelf.put(key, case.number, rows[-1]["state"], case)
        if rows:
            statement = _upsert(self._connection.dialect.name, tables.cases, "person_id", "number")
            for case_id, person_id, number in await statement.add(self._connection, rows):
                self._numbers.cases[person_id, number] = case_id


class Messages:
    """The transcript, and the outbox in it."""

    def __init__(self, connection: AsyncConnection, numbers: Numbers) -> None:
        self._connection = connection
        self._numbers = numbers

    async def add(self, said: Sequence[Incoming | Outgoing]) -> list[int]:
        """Appends messages in their order; their ids, in the same order."""
        if not said:
            return []
        rows = await _ADD.add(self._connection, [self._row(message) for message in said])
        return sorted(number for (number,) in rows)  # they are given out in the order of the rows

    async def unsent(self, person: str | None = None, channel: str | None = None) -> list[Outgoing]:
        """What was committed and not yet taken by a channel, in order; of one person, of a channel, or of all."""
        query = _UNSENT if person is None else _UNSENT.where(tables.persons.c.key == person)
        if channel is not None:
            query = query.where(tables.persons.c.key.like(f"{channel}:%"))
        return [_outgoing(row) for row in await self._connection.execute(query)]

    async def mark_sent(self, ids: Collection[int]) -> None:
        """Takes messages out of the outbox."""
        if ids:
            chosen = tables.messages.c.id.in_(ids) & tables.unsent
            await self._connection.execute(update(tables.messages).where(chosen).values(sent_at=func.now()))

    def _row(self, message: Incoming | Outgoing) -> Json:
        return {
            "person_id": self._numbers.persons[message.person],
            "case_id": self._numbers.case(message.person, message.case),
            "at": message.at,
            "step": message.step,
            **(_said(message) if isinstance(message, Incoming) else _replied(message.reply, message.in_bulk)),
        }


def _person_row(person: Person) -> Json:
    return {
        "key": person.key,
        "state": Written(compact(pack_person(person))),
        "created_at": person.lobby.created_at,
        "updated_at": max(case.updated_at for case in (person.lobby, *person.cases)),
    }


def _case_row(person_id: int, case: Case) -> Json:
    return {
        "person_id": person_id,
        "number": case.number,
        "client": _text_of(case, "client_name"),
        "kind": _text_of(case, "kind"),
        "step": case.step,
        "outcome": case.outcome,
        "state": Written(compact(pack_case(case))),
        "created_at": case.created_at,
        "updated_at": case.updated_at,
    }


def _text_of(case: Case, name: str) -> str | None:
    answer = case.answers.get(name)
    return answer.value if answer and isinstance(answer.value, str) else None


def _said(message: Incoming) -> Json:
    return {
        "direction": "in",
        "kind": message.kind,
        "text": message.text,
        "source": message.source,
        "update_id": message.update_id,
        "signals": pack_signals(message.signals),
        "choices": pack_choices((message.choice,)) if message.choice else None,
        "title": None,
        "document": None,
    }


def _replied(reply: Reply, in_bulk: bool) -> Json:
    return {
        "direction": "out",
        "kind": "document" if reply.title else _REMINDER if in_bulk else "text",
        "text": reply.text,
        "source": None,
        "update_id": None,
        "signals": None,
        "choices": pack_choices(reply.choices),
        "title": reply.title,
        "document": pack_document(reply.document),
    }


def _outgoing(row: Row[Any]) -> Outgoing:
    case = LOBBY if row.number is None else row.number
    reply = Reply(row.text, unpack_choices(row.choices), row.title, document=unpack_document(row.document))
    return Outgoing(row.key, case, row.step, row.at, reply, row.id, row.kind == _REMINDER)


_REMINDER = "reminder"
"""The kind of a message that came unasked."""


@cache
def _upsert(dialect: str, table: Table, *key: str) -> Rows:
    """Inserts a row or, where the key is taken, replaces what may change in it; gives id and key."""
    statement = inserting(table, dialect)
    lasting = {"id", "created_at", "blocked_at", *key}
    fresh = {column.name: statement.excluded[column.name] for column in table.c if column.name not in lasting}
    given: Json = {column.name: bindparam(column.name) for column in table.c if column.name not in ("id", "blocked_at")}
    changed = statement.values(given).on_conflict_do_update(index_elements=key, set_=fresh)
    return Rows(changed.returning(table.c.id, *(table.c[name] for name in key)))


_LOAD = Prepared(
    select(
        tables.persons.c.id,
        tables.persons.c.key,
        type_coerce(tables.persons.c.state, Text),
        tables.cases.c.id,
        tables.cases.c.number,
        type_coerce(tables.cases.c.state, Text),
    )
    .select_from(tables.persons.outerjoin(tables.cases))
    .where(among(tables.persons.c.key, "keys"))
    .order_by(tables.persons.c.id, tables.cases.c.number)
)

_LATER = ("id", "sent_at", "error", "shown_as")
"""Columns of a message that are empty when it is said."""

_ADD = Rows(
    insert(tables.messages)
    .values({column.name: bindparam(column.name) for column in tables.messages.c if column.name not in _LATER})
    .returning(tables.messages.c.id)
)

_UNSENT = (
    select(tables.messages, tables.persons.c.key, tables.cases.c.number)
    .select_from(
        tables.messages.join(tables.persons).outerjoin(tables.cases, tables.cases.c.id == tables.messages.c.case_id)
    )
    .where(tables.unsent)
    .order_by(tables.messages.c.id)
)
