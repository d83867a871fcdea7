"""A time in words: "tomorrow at 9", "Friday 2 pm", "in three hours", "this evening"; and a clock's time."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.book import Book

EVENING, MORNING = time(18), time(9)
"""This evening, and tomorrow morning."""

_LONGEST = 80
_FARTHEST = timedelta(days=3653)
"""No time is more than ten years ahead."""


def read(text: str, book: Book, here: datetime) -> datetime | None:
    """The wall time that a text means, seen from `here` (the wall clock now); None if it means none ahead."""
    plain = " ".join(text.split())
    if len(plain) > _LONGEST:
        return None
    if found := book.clocks["span"].search(plain):
        return _after(found, book, here)
    clock, rest = take_clock(plain, book)
    part = next((at for at, pattern in _parts(book) if pattern.search(plain)), None)
    for _, pattern in _parts(book):
        rest = pattern.sub(" ", rest)
    wall = _on_day(rest.strip(" ,.;"), clock or part, book, here)
    return wall if wall and here < wall < here + _FARTHEST else None


def _on_day(rest: str, at: time | None, book: Book, here: datetime) -> datetime | None:
    rest = book.clocks["small"].sub(" ", rest).strip(" ,.;")
    if re.search(r"\w", rest):
        days = book.almanac.read(rest, here.date())
        return datetime.combine(days[0], at or MORNING) if days else None
    if at is None:
        return None
    today = datetime.combine(here.date(), at)
    return today if today > here else today + timedelta(days=1)


def _after(found: re.Match[str], book: Book, here: datetime) -> datetime | None:
    """A span from now, such as "in an hour"."""
    words = book.table("numbers.words")
    said = found["count"].lower()
    count = float(said) if re.fullmatch(r"\d+", said) else float(words.get(said, 1))
    unit = timedelta(hours=1) if found["hour"] else timedelta(minutes=1)
    wall = here + count * unit if 0 < count <= 1000 else None
    return wall.replace(second=0, microsecond=0) + timedelta(minutes=bool(wall.second)) if wall else None


def _parts(book: Book) -> list[tuple[time, re.Pattern[str]]]:
    return [(at, book.clocks[name]) for name, at in _HOURS.items()]


_HOURS = {"midnight": time(0), "morning": MORNING, "noon": time(12), "afternoon": time(14), "evening": EVENING}
"""What the parts of a day stand for."""


def take_clock(text: str, book: Book) -> tuple[time | None, str]:
    """The time of day in a text, and the text without it. A bare hour needs its "at", or a half of the day."""
    found = book.clocks["clock"].search(text) or book.clocks["hour"].search(text)
    return _taken(found, text, book)


def take_hour(text: str, book: Book, as_written: bool = False) -> tuple[time | None, str]:
    """The first time in a text where nothing else is asked for: then a bare hour is one too.

    `as_written`: 9:40 stays 9:40, and 2 is not taken for the afternoon.
    """
    found = [match for name in ("clock", "hour", "bare") if (match := book.clocks[name].search(text))]
    return _taken(min(found, key=lambda match: match.start(), default=None), text, book, as_written)


def _taken(found: re.Match[str] | None, text: str, book: Book, as_written: bool = False) -> tuple[time | None, str]:
    if not found:
        return None, text
    said = found.groupdict()
    hour, minute = int(said["hour"]), int(said.get("minute") or 0)
    half = "pm" if said.get("pm") else "am" if said.get("am") else None
    if hour > 23 or minute > 59 or (half and not 1 <= hour <= 12):
        return None, text
    if half:
        hour = hour % 12 + 12 * (half == "pm")
    elif not as_written and hour < 12 and _is_after_noon(hour, text, book):
        hour += 12
    return time(hour, minute), text[: found.start()] + " " + text[found.end() :]


def _is_after_noon(hour: int, text: str, book: Book) -> bool:
    """Whether an hour without its half is one of the afternoon: by another word, else "at 2" is, and "at 9" not."""
    if any(book.clocks[part].search(text) for part in ("evening", "afternoon")):
        return hour > 0
    return 1 <= hour <= 6 and not book.clocks["morning"].search(text)
