"""How many cases there are, of what: counted as things happen, so that to ask costs the same however many there are.

What is not shared is counted here as well. No more than this gets out of it: whole months, in fives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import Json
from storage.prepared import inserting
from storage.review.tables import tallies
from storage.review.values import Counts, Overview, Tally

FEWEST = 5
"""How many there must be of what is not shared to be told of, and what they are told in."""


class Overviews:
    """The tallies, and what may be told of them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def count(self, changes: Iterable[Tally]) -> None:
        """Keeps the tallies up; what there is none of any more leaves no row."""
        rows: list[Json] = [
            {"of_shared": row.shared, "of_day": row.day, "of_name": row.name, "of_value": row.value, "by": row.by}
            for row in changes
        ]
        if rows:
            await self._connection.execute(_count(self._connection.dialect.name), rows)
        if fewer := [{name: row[name] for name in row if name != "by"} for row in rows if row["by"] < 0]:
            await self._connection.execute(_CLEAR, fewer)

    async def of(self, first: date, last: date) -> Overview:
        """What there is of the cases that began on these days, both included."""
        since, until = first.replace(day=1), end_of_month(last)
        shared = await self._sums(True, first, last)
        rest = await self._sums(False, since, until)
        earliest = await self._connection.scalar(_EARLIEST)
        return Overview(first, last, since, until, shared, _in_fives(rest), earliest)

    async def _sums(self, shared: bool, first: date, last: date) -> Counts:
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for name, value, count in await self._connection.execute(
            _SUMS, {"shared": shared, "first": first, "last": last}
        ):
            found[name][value] = count
        return dict(found)


def end_of_month(day: date) -> date:
    """The last day of the month that a day is in."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _in_fives(counts: Counts) -> Counts:
    return {
        name: {value: count // FEWEST * FEWEST for value, count in values.items() if count >= FEWEST}
        for name, values in counts.items()
    }


_GIVEN = {name: bindparam(f"of_{name}", type_=tallies.c[name].type) for name in ("shared", "day", "name", "value")}
_CLEAR = delete(tallies).where(tallies.c.count == 0, *(tallies.c[name] == given for name, given in _GIVEN.items()))
_EARLIEST = select(func.min(tallies.c.day)).where(tallies.c.shared, tallies.c.name == "cases")
_SUMS = (
    select(tallies.c.name, tallies.c.value, func.sum(tallies.c.count))
    .where(
        tallies.c.shared == bindparam("shared"),
        tallies.c.day.between(bindparam("first"), bindparam("last")),
    )
    .group_by(tallies.c.name, tallies.c.value)
)


@cache
def _count(dialect: str) -> Any:
    """Adds to a tally, or begins it."""
    statement = inserting(tallies, dialect).values({**_GIVEN, "count": bindparam("by")})
    total = tallies.c.count + statement.excluded.count
    return statement.on_conflict_do_update(index_elements=list(_GIVEN), set_={"count": total})
