"""Wall clocks and instants: what a person reads on their wall, and the moment in UTC that it stands for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@lru_cache(maxsize=8192)  # the same few walls are asked for after every turn
def wall_of(moment: datetime, zone: ZoneInfo) -> datetime:
    """What a wall clock in `zone` shows at a moment, without the zone."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


@lru_cache(maxsize=8192)
def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first moment, in UTC, at which a wall clock in `zone` shows `wall`.

    A time that the clocks leave out when they change is the first that exists after it.
    """
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return moment if wall_of(moment, zone) == wall else _after_gap(wall, moment, zone)


def _after_gap(wall: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Where the clocks were put forward over `wall`, to the second; `after` is a moment behind it."""
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    low, high = 0, int((after - before) / SECOND)
    while high - low > 1:
        middle = (low + high) // 2
        if wall_of(before + middle * SECOND, zone) > wall:
            high = middle
        else:
            low = middle
    return before + high * SECOND


def _not_before(wall: datetime, zone: ZoneInfo, moment: datetime) -> datetime:
    """The moment of a wall time that may come twice: the first of the two that is after `moment`."""
    first = instant(wall, zone)
    return first if first > moment else wall.replace(tzinfo=zone, fold=1).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the wall clock in which nobody is disturbed, across midnight or not; none if both are equal."""

    start: time
    end: time

    @classmethod
    def from_words(cls, quiet: tuple[str, str]) -> Quiet:
        """From two times such as `21:00` and `08:00`."""
        return cls(time.fromisoformat(quiet[0]), time.fromisoformat(quiet[1]))

    def covers(self, at: time) -> bool:
        """Whether a wall time lies in these hours; their end does not."""
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end

    def over(self, wall: datetime) -> datetime:
        """When the quiet hours that a wall time lies in are over."""
        next_day = self.start > self.end and wall.time() >= self.start
        return datetime.combine(wall.date() + DAY * next_day, self.end)


def first_free(moment: datetime, at: time, zone: ZoneInfo, quiet: Quiet, taken: Collection[date]) -> datetime:
    """The first moment from `moment` on that is in no quiet hour and on no day that is taken.

    On a later day it is the wall time `at`, if that is no quiet hour.
    """
    while True:
        wall = wall_of(moment, zone)
        if wall.date() in taken:
            moment = _not_before(datetime.combine(wall.date() + DAY, at), zone, moment)
        elif quiet.covers(wall.time()):
            moment = _not_before(quiet.over(wall), zone, moment)
        else:
            return moment
