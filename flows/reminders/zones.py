"""Time zones as people name them: by a city, by a state, by what their clock shows."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from flows.reminders import times
from flows.reminders.wall import wall_of

if TYPE_CHECKING:
    from flows.book import Book

_NEAR = timedelta(minutes=8)
"""How far a clock may be off that tells us the zone."""

_LONGEST = 60
_SHORTEST = 3


@cache
def known() -> frozenset[str]:
    """Every zone that is named after a place."""
    return frozenset(
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix/", "right/"))
    )


@cache
def _by_city() -> dict[str, str]:
    """The cities that zones are named after."""
    return {_plain(zone.rpartition("/")[2]): zone for zone in sorted(known()) if not zone.startswith("US/")}


def shown(zone: str) -> str:
    """A zone as people read it: "Chicago"."""
    return zone.rpartition("/")[2].replace("_", " ")


def read(text: str, book: Book, now: datetime) -> list[str]:
    """The zones that a text may mean, the likeliest first. `now` is in UTC."""
    plain = " ".join(text.split())
    if len(plain) > _LONGEST:
        return []
    if re.search(r"\d", plain):
        return by_clock(plain, book, now)
    return by_name(plain, book)


def by_name(text: str, book: Book) -> list[str]:
    """The zone of a city, a state or a zone's own name."""
    said = _plain(text)
    places = {_plain(place): zone for place, zone in book.table("settings.places").items()}
    everything = _by_city() | places
    whole = everything.get(said) or next((zone for zone in sorted(known()) if _plain(zone) == said), None)
    if whole:
        return [whole]
    named = [place for place in everything if len(place) > _SHORTEST and re.search(rf"\b{re.escape(place)}\b", said)]
    return list(dict.fromkeys(everything[place] for place in sorted(named, key=len, reverse=True)))[:1]


def by_clock(text: str, book: Book, now: datetime) -> list[str]:
    """The zones in which a clock shows this time now: those of the language's own list, in its order."""
    has_half = book.clocks["half"].search(text) is not None
    clock, _ = times.take_hour(text, book, as_written=not has_half)
    if clock is None:
        return []
    halves = [clock] if has_half or clock.hour > 12 else [clock, clock.replace(hour=(clock.hour + 12) % 24)]
    found = []
    for zone in dict.fromkeys(book.table("settings.places").values()):
        wall = wall_of(now, ZoneInfo(zone))
        apart = (abs(datetime.combine(wall.date(), half) - wall) for half in halves)
        if any(min(span, timedelta(days=1) - span) <= _NEAR for span in apart):
            found.append(zone)
    return found


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+|_", " ", text.lower()).split())
