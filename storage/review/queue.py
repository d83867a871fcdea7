"""The queue: which conversations a human should look at, the gravest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.model import FLAGS
from storage import tables
from storage.review.reading import ALL
from storage.review.tables import flagged, flags, reviews, shared, tags
from storage.review.values import SETTLED, Filter, Place, Queued

PAGE = 50
"""Conversations of one page."""


class Queue:
    """Conversations of which something may be read; the others are not in it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def page(self, wanted: Filter = Filter(), after: Place | None = None, most: int = PAGE) -> list[Queued]:  # noqa: B008
        """A page of the queue: by risk, then the sample, then the rest, each by date, the newest first.

        `after` is the `place` of the last conversation of the page before.
        """
        rows: list[Row[Any]] = []
        for stretch in _stretches(wanted, after):
            if len(rows) < most:
                rows += await self._connection.execute(stretch.limit(most - len(rows)))
        numbers = [row.conversation for row in rows]
        flagged, tagged = await self._flags(numbers), await self._tags(numbers)
        warm = [row.case_id for row in rows if row.level == ALL and "heat" in flagged.get(row.conversation, ())]
        heats = await self._heats(warm)
        return [
            _queued(row, flagged.get(number, ()), tagged.get(number, ()), heats.get(number))
            for number, row in zip(numbers, rows, strict=True)
        ]

    async def waiting(self, most: int = 1000) -> dict[int, int]:
        """How many conversations there are of each rank, counted up to `most`."""
        counts = (
            select(func.count()).select_from(select(shared.c.rank).where(shared.c.rank == rank).limit(most).subquery())
            for rank in range(SETTLED + 1)
        )
        row = (await self._connection.execute(select(*(count.scalar_subquery() for count in counts)))).one()
        return dict(enumerate(row))

    async def _heats(self, cases: Sequence[int]) -> dict[int, float | None]:
        """The highest number that was given in each case."""
        if not cases:
            return {}
        query = select(tables.cases.c.id, _TOLD, tables.cases.c.state["holds"]).where(tables.cases.c.id.in_(cases))
        return {number: _heat(told, holds) for number, told, holds in await self._connection.execute(query)}

    async def _flags(self, conversations: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """What was flagged in each since its last review, the gravest first."""
        query = (
            select(flags.c.conversation, flags.c.kind)
            .distinct()
            .select_from(flags.outerjoin(reviews, reviews.c.conversation == flags.c.conversation))
            .where(flags.c.conversation.in_(conversations), or_(reviews.c.at.is_(None), flags.c.at > reviews.c.at))
        )
        found = _gathered(await self._connection.execute(query))
        return {number: tuple(kind for kind in FLAGS if kind in kinds) for number, kinds in found.items()}

    async def _tags(self, conversations: Sequence[int]) -> dict[int, tuple[str, ...]]:
        query = select(tags.c.conversation, tags.c.tag).where(tags.c.conversation.in_(conversations))
        return {
            number: tuple(sorted(words)) for number, words in _gathered(await self._connection.execute(query)).items()
        }


def _gathered(rows: Any) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for conversation, word in rows:
        found.setdefault(conversation, []).append(word)
    return found


def _stretches(wanted: Filter, after: Place | None) -> list[Select[Any]]:
    """The queue; from a place on it has two: what is left of that rank, and the ranks behind it.

    Asked for together, all of that rank in front of the place would be gone through. Where a signal is wanted,
    the table is asked that has these in their order.
    """
    order = shared if wanted.signal is None else flagged
    query = _QUEUE.where(*_wanted(wanted)).order_by(order.c.rank, order.c.at.desc(), order.c.conversation.desc())
    if wanted.signal is not None:
        query = query.join(flagged, flagged.c.conversation == shared.c.conversation)
    if after is None:
        return [query]
    return [query.where(_beside(after, order)), query.where(order.c.rank > after.rank)]


def _wanted(wanted: Filter) -> list[ColumnElement[bool]]:
    named = {"step": wanted.step, "outcome": wanted.outcome, "kind": wanted.kind}
    conditions = [shared.c[name] == value for name, value in named.items() if value is not None]
    if wanted.signal is not None:
        conditions.append(flagged.c.kind == wanted.signal)
    if wanted.reviewed is not None:
        rank = (shared if wanted.signal is None else flagged).c.rank
        conditions.append(rank == SETTLED if wanted.reviewed else rank < SETTLED)
    return conditions


def _beside(place: Place, table: Table) -> ColumnElement[bool]:
    """What comes after a place within its rank; its first parts let the index begin there."""
    rank, at, conversation = table.c.rank, table.c.at, table.c.conversation
    return and_(rank == place.rank, at <= place.at, or_(at < place.at, conversation < place.conversation))


def _heat(told: float | None, holds: list[dict[str, Any]] | None) -> float | None:
    numbers = [told, *(hold.get("heat") for hold in holds or ())]
    return max((number for number in numbers if number is not None), default=None)


def _queued(row: Row[Any], flagged: tuple[str, ...], tagged: tuple[str, ...], heat: float | None) -> Queued:
    client = row.client if row.level == ALL else None
    return Queued(
        row.conversation, row.key, client, row.kind, row.step, row.outcome, row.level, row.at, row.rank,
        flagged, tagged, row.reviewed_at, heat,
    )  # fmt: skip


_TOLD = tables.cases.c.state["answers", "heat", "value"].as_float()
_QUEUE: Select[Any] = select(
    shared, tables.persons.c.key, tables.cases.c.client, reviews.c.at.label("reviewed_at")
).select_from(
    shared.join(tables.persons, tables.persons.c.id == shared.c.person_id)
    .outerjoin(tables.cases, tables.cases.c.id == shared.c.case_id)
    .outerjoin(reviews, reviews.c.conversation == shared.c.conversation)
)
