"""From values to HTML. Whatever somebody typed is text: every template escapes by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.review.guard import office_of
from bot.review.office import Visitor
from bot.review.words import RANKS, Words


class _Templates(Environment):
    def getattr(self, value: Any, attribute: str) -> Any:
        """A word in a table comes before the methods that every table has."""
        return self.getitem(value, attribute) if isinstance(value, Mapping) else super().getattr(value, attribute)


_TEMPLATES = _Templates(
    loader=PackageLoader("bot.review"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["fill"] = lambda text, **values: text.format(**values)


def render(request: Request, template: str, status: int = 200, stranger: bool = False, **values: Any) -> HTMLResponse:
    """A page for whoever is looking, or (`stranger`) for somebody who has just gone."""
    visitor: Visitor | None = None if stranger else request.state.visitor
    office = office_of(request)
    words = Words(office.books["en"])
    zone = ZoneInfo(visitor.zone if visitor else office.zone)
    now = office.clock().astimezone(zone)
    known = {
        "words": words.page,
        "called": words,
        "ranks": RANKS,
        "visitor": visitor,
        "here": request.url.path,
        "zone": zone.key,
        "when": lambda at: f"{_day(at, now)}, {at.astimezone(zone):%H:%M}",
        "day": lambda at: _day(at, now),
        "clock": lambda at: f"{at.astimezone(zone):%H:%M}",
        "exactly": datetime.isoformat,
        "number_of": lambda value: words.page["talk"]["pauses"]["unsaid"] if value is None else f"{value:g}",
    }
    return HTMLResponse(_TEMPLATES.get_template(template).render(known | values), status)


def is_part(request: Request) -> bool:
    """Whether the page is open already and only a part of it is asked for."""
    headers = request.headers
    return headers.get("hx-request") == "true" and headers.get("hx-history-restore-request") != "true"


def _day(at: datetime, now: datetime) -> str:
    """A day on the wall where `now` is, with its year unless it is this one."""
    there = at.astimezone(now.tzinfo)
    return f"{there.day} {there:%B}" if there.year == now.year else f"{there.day} {there:%B %Y}"
