"""Coming in and going out.

A link only shows a button: programs that look at links before people do must not use it up.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.review import links
from bot.review.guard import Form, cookie_name, form_of, office_of, visitor
from bot.review.pages import render


async def door(request: Request) -> Response:
    """What a link shows: the same for every token, so that nothing can be learned from it."""
    return render(request, "door.html", token=request.path_params["token"])


async def come_in(request: Request) -> Response:
    """The button was pressed."""
    form, office = await form_of(request), office_of(request)
    session = await links.enter(office.database, form.get("token", ""), office.clock(), office.admits)
    if session is None:
        return render(request, "door_shut.html", status=404)
    answer = RedirectResponse("/", 303)
    seconds = int(links.SESSION_LASTS.total_seconds())
    answer.set_cookie(cookie_name(office), session, seconds, secure=office.is_https, httponly=True, samesite="strict")
    return answer


async def go_out(request: Request, form: Form) -> Response:
    """The session ends, here and in the database."""
    office, who = office_of(request), visitor(request)
    await links.leave(office.database, who.session, who.who, office.clock())
    answer = render(request, "door_left.html", stranger=True)
    answer.delete_cookie(cookie_name(office), secure=office.is_https, httponly=True, samesite="strict")
    return answer
