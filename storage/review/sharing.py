"""Keeping up what is shared, flagged and searchable, in the transaction in which people decide and talk.

The order matters: `withdraw` comes before anything of the new state is saved, because what stands in the
index is what might be read under the old one; `offer` comes after everything is saved.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from time import monotonic
from typing import Any

from sqlalchemy import (
    BindParameter,
    bindparam,
    column,
    delete,
    exists,
    insert,
    literal,
    or_,
    select,
    table,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables
from storage.codec import Json
from storage.numbers import Numbers
from storage.prepared import inserting
from storage.review.reading import ALL, RANK, may_be_read
from storage.review.tables import flagged, flags, shared
from storage.review.values import ORDINARY, Flagged, Offer

ERASES_AT_ONCE = sqlite3.sqlite_version_info >= (3, 42)
"""Whether this SQLite overwrites words that leave the index, rather than only not finding them any more."""

PATIENCE, TOGETHER = 0.1, 64
"""Where it does not: seconds that are spent on overwriting them at once, and pages that are rewritten together. The
rest is overwritten as the index grows and is rewritten by itself; found it can't be in any case.
"""


class Sharing:
    """What persons let coaches read. `numbers` are those of the rows that the transaction has met."""

    def __init__(self, connection: AsyncConnection, numbers: Numbers) -> None:
        self._connection = connection
        self._numbers = numbers

    async def withdraw(self, keys: Collection[str]) -> None:
        """From now on nothing of these persons may be read, nor found; what they share is offered anew after it."""
        known = list(await self._connection.scalars(_KNOWN, {"keys": list(keys)})) if keys else []
        if known:
            await self._unindex(known)
            await self._connection.execute(_WITHDRAW, {"persons": known})

    async def flag(self, flagged: Iterable[Flagged]) -> None:
        """Marks messages as parts of flagged moments."""
        rows = [row for moment in flagged for row in self._flags(moment)]
        if rows:
            await self._connection.execute(insert(flags), rows)

    async def offer(self, offers: Sequence[Offer], fresh: Collection[int], anew: Collection[str]) -> None:
        """Keeps what may be read of these conversations from now on, and makes it searchable.

        `fresh` are the ids of the messages that were just added; of the persons in `anew`, who have just
        changed what they share, everything that may be read is added to the index.
        """
        if not offers:
            return
        rows = [self._offer(offer) for offer in offers]
        await self._connection.execute(_offered(self._connection.dialect.name), rows)
        await self._place([row["conversation"] for row in rows])
        await self._index(fresh, [self._numbers.persons[key] for key in anew])

    async def rerank(self, conversation: int) -> None:
        """Works out anew how soon a human should look at a conversation."""
        await self._place([conversation])

    async def _place(self, conversations: Sequence[int]) -> None:
        """Puts conversations where they belong in the queue."""
        await self._connection.execute(_RERANK, {"conversations": conversations})
        await self._connection.execute(_replaced(self._connection.dialect.name), {"conversations": conversations})

    def _offer(self, offer: Offer) -> Json:
        case_id = self._numbers.case(offer.person, offer.number)
        return {
            "conversation": self._numbers.conversation(offer.person, offer.number),
            "person_id": self._numbers.persons[offer.person],
            "case_id": case_id,
            "level": offer.level,
            "at": offer.at,
            "step": offer.step,
            "kind": offer.kind if offer.level == ALL else None,
            "outcome": offer.outcome if offer.level == ALL else None,
        }

    def _flags(self, moment: Flagged) -> Iterable[Json]:
        conversation = self._numbers.conversation(moment.person, moment.number)
        for kind in dict.fromkeys(moment.kinds):
            yield {"message_id": moment.message, "kind": kind, "conversation": conversation, "at": moment.at}

    # -- the full-text index ------------------------------------------------------------------

    async def _index(self, fresh: Collection[int], anew: Collection[int]) -> None:
        if self._connection.dialect.name == "sqlite" and (fresh or anew):
            values = {"fresh": list(fresh), "anew": list(anew)}
            await self._connection.execute(_INDEX, values)

    async def _unindex(self, persons: Sequence[int]) -> None:
        if self._connection.dialect.name != "sqlite":
            return
        if ERASES_AT_ONCE:
            await self._connection.execute(text("INSERT INTO search(search, rank) VALUES ('secure-delete', 1)"))
        await self._connection.execute(_UNINDEX, {"persons": list(persons)})
        if not ERASES_AT_ONCE:
            await self._tidy()

    async def _tidy(self) -> None:
        """Rewrites the index without what left it, as far as that goes before anybody has to wait."""
        end, step = monotonic() + PATIENCE, -TOGETHER  # below zero: begin with everything
        while monotonic() < end:
            before = await self._connection.scalar(_CHANGES)
            await self._connection.execute(_MERGE, {"step": step})
            if int(await self._connection.scalar(_CHANGES) or 0) - int(before or 0) < 2:
                return
            step = TOGETHER


# Statements that never change are made once; SQLAlchemy then compiles each of them once.

_SEARCH = table("search", column("rowid"), column("text"), column("search"))
_PERSONS: BindParameter[int] = bindparam("persons", expanding=True)

_CHANGES = text("SELECT total_changes()")
_MERGE = text("INSERT INTO search(search, rank) VALUES ('merge', :step)")

_KNOWN = (
    select(shared.c.person_id)
    .distinct()
    .select_from(shared.join(tables.persons))
    .where(tables.persons.c.key.in_(bindparam("keys", expanding=True)))
)
_WITHDRAW = delete(shared).where(shared.c.person_id.in_(_PERSONS))
_CONVERSATIONS: BindParameter[int] = bindparam("conversations", expanding=True)
_RERANK = update(shared).where(shared.c.conversation.in_(_CONVERSATIONS)).values(rank=RANK)

_INDEX = insert(_SEARCH).from_select(
    ["rowid", "text"],
    select(tables.messages.c.id, tables.messages.c.text).where(
        or_(
            tables.messages.c.id.in_(bindparam("fresh", expanding=True)),
            tables.messages.c.person_id.in_(bindparam("anew", expanding=True)),
        ),
        may_be_read(),
    ),
)
_UNINDEX = insert(_SEARCH).from_select(
    ["search", "rowid", "text"],
    select(literal("delete"), tables.messages.c.id, tables.messages.c.text).where(
        tables.messages.c.person_id.in_(_PERSONS), may_be_read()
    ),
)


@cache
def _offered(dialect: str) -> Any:
    """Adds or renews a conversation, if there is anything in it that may be read."""
    columns = ["conversation", "person_id", "case_id", "level", "at", "step", "kind", "outcome"]
    given = [bindparam(name, type_=shared.c[name].type) for name in columns]
    level, conversation = given[3], given[0]
    readable = or_(level == ALL, exists().where(flags.c.conversation == conversation))
    statement = inserting(shared, dialect)
    statement = statement.from_select([*columns, "rank"], select(*given, literal(ORDINARY)).where(readable))
    renewed = {name: statement.excluded[name] for name in columns[3:]}
    return statement.on_conflict_do_update(index_elements=["conversation"], set_=renewed)


@cache
def _replaced(dialect: str) -> Any:
    """Takes over into `flagged` where conversations stand in the queue."""
    columns = ["conversation", "kind", "rank", "at"]
    place = select(flags.c.conversation, flags.c.kind, shared.c.rank, shared.c.at).distinct()
    place = place.join(shared, shared.c.conversation == flags.c.conversation)
    statement = inserting(flagged, dialect)
    statement = statement.from_select(columns, place.where(flags.c.conversation.in_(_CONVERSATIONS)))
    renewed = {name: statement.excluded[name] for name in columns[2:]}
    return statement.on_conflict_do_update(index_elements=columns[:2], set_=renewed)
