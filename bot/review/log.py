"""The audit log: who read or wrote what, and when."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.review.addresses import whole
from bot.review.conversation import desk_of
from bot.review.pages import render
from storage.review.audit import PAGE


async def show(request: Request) -> Response:
    """A page of it, the newest first."""
    asked = request.query_params.get("before")
    entries = await desk_of(request).log(whole(asked) if asked else None)
    more = f"/log?before={entries[-1][0]}" if len(entries) == PAGE else None
    return render(request, "log.html", entries=[entry for _, entry in entries], more=more)
