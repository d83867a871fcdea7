"""The queue: who needs a human, and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from bot.review.guard import office_of, visitor
from bot.review.pages import is_part, render
from storage.review.queue import PAGE
from storage.review.values import Filter, Place

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_ANSWERS = {"yes": True, "no": False}
_NAMES = ("step", "outcome", "kind", "signal", "reviewed")


async def show(request: Request) -> Response:
    """A page of the queue, or what a filter or “more” puts into it."""
    asked = {name: value for name in _NAMES if (value := request.query_params.get(name, ""))}
    after = place_from(request.query_params.get("after", ""))
    desk = office_of(request).desk(visitor(request).who)
    queue = await desk.queue(_filter(asked), after)
    more = f"/?{urlencode(asked | {'after': place_as(queue[-1].place)})}" if len(queue) == PAGE else None
    known: dict[str, Any] = {"queue": queue, "asked": asked, "more": more, "first": after is None}
    if is_part(request):
        return render(request, "queue_rows.html", **known)
    return render(request, "queue.html", **known, waiting=await desk.waiting())


def _filter(asked: dict[str, str]) -> Filter:
    named = {name: asked.get(name) for name in _NAMES if name != "reviewed"}
    return Filter(**named, reviewed=_ANSWERS.get(asked.get("reviewed", "")))


def place_as(place: Place) -> str:
    """A place in the queue as a word of an address."""
    return f"{place.rank}.{(place.at - _BEGINNING) // timedelta(microseconds=1)}.{place.conversation}"


def place_from(word: str) -> Place | None:
    """The place that a word of an address names; None for any other word."""
    try:
        rank, at, conversation = map(int, word.split("."))
        return Place(rank, _BEGINNING + timedelta(microseconds=at), conversation)
    except (ValueError, OverflowError):
        return None
