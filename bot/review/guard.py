"""Who gets in, and which writes are taken. To everybody else there is nothing here.

A write comes from a page of ours, which the browser says itself (a form's own Origin is `null`, because
no page of ours sends a referrer; Sec-Fetch-Site is there wherever the address is HTTPS or this machine),
and it carries the token of its session.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import parse_qsl, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.review.links import csrf_of, digest, is_secret
from bot.review.office import OPERATOR, Office, Visitor

LARGEST = 64 * 1024
"""Bytes of a form."""

OPEN = ("/static/", "/enter")
"""Where anybody may come: files of ours, and the door."""

Form = Mapping[str, str]
Page = Callable[[Request], Awaitable[Response]]
Write = Callable[[Request, Form], Awaitable[Response]]


class Guard:
    """Lets coaches with a session through, others to the door only."""

    def __init__(self, app: ASGIApp, office: Office) -> None:
        self._app = app
        self._office = office

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what a visitor asks for, with who that is."""
        if scope["type"] == "http":
            visitor = await visitor_of(HTTPConnection(scope), self._office)
            if visitor is None and not scope["path"].startswith(OPEN):
                await PlainTextResponse("Not Found", 404)(scope, receive, send)
                return
            scope.setdefault("state", {})["visitor"] = visitor
        await self._app(scope, receive, send)


async def visitor_of(connection: HTTPConnection, office: Office) -> Visitor | None:
    """Whose browser it is; None for a stranger, and for somebody who is no coach any more."""
    session = connection.cookies.get(cookie_name(office), "")
    if not is_secret(session):
        return None
    async with office.database.reading() as transaction:
        entrance = transaction.review.entrance
        who = await entrance.coach_of(digest(session), office.clock())
        if who is None or not office.admits(who):
            return None
        zone = None if who == OPERATOR else await entrance.zone_of(who)
    return Visitor(who, session, csrf_of(session), zone or office.zone)


def cookie_name(office: Office) -> str:
    """The session's cookie. Over HTTPS, its name keeps other hosts from setting it."""
    return "__Host-review" if office.is_https else "review"


def reads(path: str, page: Page) -> Route:
    """A page that changes nothing."""
    return Route(path, page, methods=["GET"])


def writes(path: str, write: Write) -> Route:
    """Something that is done by a form, if it is a form of ours."""

    async def checked(request: Request) -> Response:
        form = await form_of(request)
        token = form.get("csrf", "").encode()
        if not hmac.compare_digest(token, visitor(request).csrf.encode()):
            raise HTTPException(403)
        return await write(request, form)

    checked.__name__ = write.__name__
    return Route(path, checked, methods=["POST"])


async def form_of(request: Request) -> Form:
    """The fields of a form that comes from a page of ours; 403 for any other, 413 for one that is too large."""
    if not _is_from_here(request):
        raise HTTPException(403)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise HTTPException(413)
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=100)
    except ValueError:
        raise HTTPException(400) from None
    return {name: value.replace("\r\n", "\n") for name, value in fields}


def _is_from_here(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    own = urlsplit(office_of(request).url)
    return request.headers.get("origin") == f"{own.scheme}://{own.netloc}"


def office_of(request: Request) -> Office:
    """The parts that pages are served from."""
    office: Office = request.app.state.office
    return office


def visitor(request: Request) -> Visitor:
    """Who is looking; 404 where nobody has come in."""
    found: Visitor | None = request.state.visitor
    if found is None:
        raise HTTPException(404)
    return found
