"""Moments that come round and set somebody off: read out of words, and when the next one is.

"Every Tuesday at 2", "month-end when the remittance comes", "the 15th", "3 March": a word comes before.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from flows.model import LOBBY, Moment, Reminding
from flows.reminders import times
from flows.reminders.wall import DAY, Quiet

if TYPE_CHECKING:
    from flows.book import Book

BEFORE = timedelta(hours=1)
"""How long before the moment the word comes, where its time is known."""

MORNING = time(9)
"""When it comes otherwise, on that day."""

LAST_DAY = 31
_LONGEST = 200


def read(text: str, book: Book, today: date, number: int) -> Moment | None:
    """The moment that a text speaks of, as number `number`; None if it names no time that comes."""
    plain = " ".join(text.split())[:_LONGEST]
    clock, rest = times.take_clock(plain, book)
    rule = _rule(rest, book, today)
    return Moment(number, plain, rule, clock.isoformat("minutes") if clock else None) if rule else None


def kept(reminding: Reminding, text: str, book: Book, today: date) -> Reminding | None:
    """The same with the moment that a text speaks of, as the last one; None if it names no time that comes."""
    number = max((moment.number for moment in reminding.moments), default=0) + 1
    moment = read(text, book, today, number)
    if moment is None:
        return None
    fresh = {key: at for key, at in reminding.done.items() if key != f"{LOBBY}:moment:{number}"}
    return replace(reminding, moments=(*reminding.moments, moment), done=fresh)


def _rule(text: str, book: Book, today: date) -> str | None:
    words = book.recurring
    if words["month_end"].search(text):
        return f"monthly {LAST_DAY}"
    if found := words["monthly"].search(text):
        day = int(found["day"])
        return f"monthly {day}" if 1 <= day <= LAST_DAY else None
    if found := words["weekly"].search(text):
        return f"weekly {next(n for n in range(7) if found[f'd{n}'])}"
    days = book.almanac.read(text, today)
    return f"on {days[0].isoformat()}" if days and days[0] >= today else None


def next_word(moment: Moment, after: datetime, quiet: Quiet) -> datetime | None:
    """When the next word about a moment comes, on the wall, later than `after`; None if never again.

    Before a time that the person named it comes even in quiet hours.
    """
    day = after.date()
    while (occurs := _first_day(moment.rule, day)) is not None:
        at = _word_on(occurs, moment, quiet)
        if at > after:
            return at
        day = occurs + DAY
    return None


def _word_on(day: date, moment: Moment, quiet: Quiet) -> datetime:
    if moment.time:
        return datetime.combine(day, time.fromisoformat(moment.time)) - BEFORE
    morning = datetime.combine(day, MORNING)
    return quiet.over(morning) if quiet.covers(MORNING) else morning


def _first_day(rule: str, start: date) -> date | None:
    """The first day, from `start` on, on which a moment comes round."""
    every, _, which = rule.partition(" ")
    if every == "on":
        day = date.fromisoformat(which)
        return day if day >= start else None
    if every == "weekly":
        return start + DAY * ((int(which) - start.weekday()) % 7)
    day = _in_month(start.year, start.month, int(which))
    if day >= start:
        return day
    year, month = divmod(start.year * 12 + start.month, 12)
    return _in_month(year, month + 1, int(which))


def _in_month(year: int, month: int, day: int) -> date:
    """That day of a month, or its last where it has no such day."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def spoken(words: str) -> str:
    """A moment's words as they stand inside a sentence: on one line, without a final stop."""
    return re.sub(r"[\s.!?…]+$", "", " ".join(words.split()))
