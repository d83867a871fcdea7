"""What became of messages after they were said: on their way, arrived, refused, their buttons gone."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Text, bindparam, func, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.model import Reply
from storage import tables
from storage.codec import unpack_choices
from storage.prepared import Prepared, among
from storage.records import Receipt, Shown


class Outbox:
    """The side of the transcript that a channel with deliveries of its own writes to."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def settle(self, receipts: Sequence[Receipt]) -> None:
        """Takes messages out of the outbox: those that arrived, and those that never will."""
        await _SETTLE.run(self._connection, map(_settled, receipts))

    async def refuse(self, person: str, error: str) -> None:
        """Takes everything that waits for one person out of the outbox, as undeliverable."""
        theirs = tables.messages.c.person_id == _ID_OF_PERSON
        refused = update(tables.messages).where(theirs, tables.unsent).values(error=error)
        await self._connection.execute(refused, {"person": person})

    async def block(self, persons: Collection[str], at: datetime | None) -> None:
        """Remembers since when persons let nothing through; None: they do again."""
        if persons:
            chosen = update(tables.persons).where(tables.persons.c.key.in_(persons))
            await self._connection.execute(chosen.values(blocked_at=at))

    async def shown(self, persons: Collection[str]) -> list[Shown]:
        """The messages of these persons whose buttons still show, oldest first."""
        rows = await _SHOWN.rows(self._connection, {"keys": list(persons)})
        return [
            Shown(number, key, shown_as, Reply(text, unpack_choices(json.loads(choices)), title))
            for number, key, shown_as, text, choices, title in rows
        ]

    async def heard_since(self, channel: str) -> list[str]:
        """Persons of a channel who said something after a message whose buttons still show."""
        return list(await self._connection.scalars(_HEARD_SINCE, {"prefix": f"{channel}:%"}))

    async def pressed(self, persons: Collection[str]) -> dict[tuple[str, str], str]:
        """The labels of the buttons that these persons pressed, by person and the button's data."""
        rows = await self._connection.execute(_PRESSED, {"keys": list(persons)})
        return {(row.key, choice.data): choice.label for row in rows for choice in unpack_choices(row.choices)}

    async def unshow(self, ids: Collection[int]) -> None:
        """Remembers that the buttons of these messages are gone."""
        if ids:
            gone = update(tables.messages).where(tables.messages.c.id.in_(ids)).values(shown_as=None)
            await self._connection.execute(gone)

    async def unsent_ids(self, channel: str) -> set[int]:
        """The ids of what waits in the outbox of a channel."""
        return set(await self._connection.scalars(_UNSENT_IDS, {"prefix": f"{channel}:%"}))

    async def waiting(self, channel: str) -> tuple[int, datetime | None]:
        """How many messages wait, and since when the oldest does."""
        row = (await self._connection.execute(_WAITING, {"prefix": f"{channel}:%"})).one()
        return row[0], row[1]


def _settled(receipt: Receipt) -> dict[str, object]:
    return {
        "row": receipt.id,
        "sent_at": None if receipt.error else receipt.at,
        "shown_as": receipt.shown_as,
        "error": receipt.error,
    }


_SETTLE = Prepared(
    update(tables.messages)
    .where(tables.messages.c.id == bindparam("row"))
    .values(sent_at=bindparam("sent_at"), shown_as=bindparam("shown_as"), error=bindparam("error"))
)

_ID_OF_PERSON = select(tables.persons.c.id).where(tables.persons.c.key == bindparam("person")).scalar_subquery()

_SHOWN = Prepared(
    select(
        tables.messages.c.id,
        tables.persons.c.key,
        tables.messages.c.shown_as,
        tables.messages.c.text,
        type_coerce(tables.messages.c.choices, Text),
        tables.messages.c.title,
    )
    .select_from(tables.messages.join(tables.persons))
    .where(tables.messages.c.shown_as.is_not(None), among(tables.persons.c.key, "keys"))
    .order_by(tables.messages.c.id)
)

_LATER = tables.messages.alias("later")

_HEARD_SINCE = (
    select(tables.persons.c.key)
    .distinct()
    .select_from(tables.messages.join(tables.persons))
    .where(
        tables.messages.c.shown_as.is_not(None),
        tables.persons.c.key.like(bindparam("prefix")),
        select(_LATER.c.id)
        .where(
            _LATER.c.person_id == tables.messages.c.person_id,
            _LATER.c.id > tables.messages.c.id,
            _LATER.c.direction == "in",
        )
        .exists(),
    )
)

_PRESSED = (
    select(tables.persons.c.key, tables.messages.c.choices)
    .select_from(tables.messages.join(tables.persons))
    .where(
        tables.persons.c.key.in_(bindparam("keys", expanding=True)),
        tables.messages.c.direction == "in",
        tables.messages.c.choices.is_not(None),
    )
)

_UNSENT_IDS = (
    select(tables.messages.c.id)
    .select_from(tables.messages.join(tables.persons))
    .where(tables.unsent, tables.persons.c.key.like(bindparam("prefix")))
)

_WAITING = (
    select(func.count(), func.min(tables.messages.c.at))
    .select_from(tables.messages.join(tables.persons))
    .where(tables.unsent, tables.persons.c.key.like(bindparam("prefix")))
)
