"""All pages, put together."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.review import conversation, downloads, login, overview, queue, search, work
from bot.review import log as who_looked
from bot.review.guard import Guard, reads, writes
from bot.review.headers import Headers
from bot.review.office import Office
from bot.review.pages import render
from storage.errors import StorageError

log = structlog.get_logger("review")

STATIC = Path(__file__).parent / "static"


def routes() -> list[BaseRoute]:
    """Where everything is."""
    return [
        Mount("/static", StaticFiles(directory=STATIC)),
        Route("/enter/{token}", login.door, methods=["GET"]),
        Route("/enter", login.come_in, methods=["POST"]),
        writes("/leave", login.go_out),
        reads("/", queue.show),
        reads("/conversations/{conversation}", conversation.show),
        reads("/conversations/{conversation}/lines", conversation.lines),
        reads("/conversations/{conversation}/messages/{message}/note", work.note_form),
        reads("/conversations/{conversation}/transcript", downloads.transcript),
        writes("/conversations/{conversation}/notes", work.note),
        writes("/conversations/{conversation}/tags", work.tag),
        writes("/conversations/{conversation}/review", work.review),
        writes("/conversations/{conversation}/reopen", work.reopen),
        writes("/conversations/{conversation}/reply", work.reply),
        reads("/search", search.show),
        writes("/search", search.find),
        reads("/overview", overview.show),
        reads("/overview.csv", overview.sheet),
        reads("/log", who_looked.show),
        reads("/log.csv", downloads.log),
    ]


def app(office: Office) -> ASGIApp:
    """The page as an ASGI application."""
    made = Starlette(
        routes=routes(),
        middleware=[Middleware(Logged), Middleware(Guard, office=office)],
        exception_handlers={HTTPException: _refused, StorageError: _busy},
    )
    made.state.office = office
    return Headers(made)


async def _refused(request: Request, error: Exception) -> Response:
    """What can't be had. Strangers learn no more than that."""
    assert isinstance(error, HTTPException)
    if request.state.visitor is None:
        return PlainTextResponse("Not Found" if error.status_code == 404 else "", error.status_code)
    return render(request, "refused.html", error.status_code, number=error.status_code)


async def _busy(request: Request, error: Exception) -> Response:
    log.error("the database failed", error=type(error).__name__)
    return render(request, "refused.html", 503, number=503)


class Logged:
    """A line for each request: which page, never its address, which may hold a login link."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, and says what became of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = perf_counter(), 0

        async def noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            page = getattr(
                scope.get("endpoint"), "__name__", "file" if scope["path"].startswith("/static/") else "none"
            )
            took = round(1000 * (perf_counter() - began), 1)
            log.info("served", page=page, method=scope["method"], status=status, ms=took)
