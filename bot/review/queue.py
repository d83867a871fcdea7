"""The queue: who needs a human, and why."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.review.guard import office_of, visitor
from bot.review.pages import render


async def show(request: Request) -> Response:
    """A page of the queue."""
    desk = office_of(request).desk(visitor(request).who)
    return render(request, "queue.html", queue=await desk.queue())
