"""The parts that the pages need, and who is looking at one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from urllib.parse import urlsplit

from bot.engine import Engine
from bot.reviewing import Reviewing
from bot.settings import Settings
from flows.book import Book
from storage.database import Database

OPERATOR = "operator"
"""Who looks by a link of `goodterms review`: whoever runs this machine."""


@dataclass(frozen=True, slots=True)
class Office:
    """What the pages are served from.

    `coaches` says whose keys may come in now, each time anew; `url` is where browsers reach the page;
    `zone` is the zone of coaches who told the bot none.
    """

    database: Database
    engine: Engine
    books: Mapping[str, Book]
    coaches: Callable[[], Collection[str]]
    clock: Callable[[], datetime]
    url: str
    zone: str = "UTC"

    @classmethod
    def furnished(
        cls,
        chosen: Settings,
        books: Mapping[str, Book],
        database: Database,
        engine: Engine,
        clock: Callable[[], datetime],
        coaches: Callable[[], Collection[str]],
    ) -> Self:
        """The parts as the settings have them."""
        return cls(database, engine, books, coaches, clock, chosen.review_url, chosen.default_timezone)

    def admits(self, who: str) -> bool:
        """Whether somebody may come in now."""
        return who == OPERATOR or who in self.coaches()

    def desk(self, who: str) -> Reviewing:
        """The desk of one coach."""
        return Reviewing(self.database, self.engine, self.clock, who)

    @property
    def is_https(self) -> bool:
        """Whether browsers come over HTTPS."""
        return urlsplit(self.url).scheme == "https"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is looking: a coach, or the operator.

    `session` is what their cookie holds, `csrf` proves that a form is theirs, `zone` is that of their clock.
    """

    who: str
    session: str
    csrf: str
    zone: str
