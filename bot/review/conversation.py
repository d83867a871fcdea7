"""A conversation: what was said, with what was noticed in it, and all that stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.review.addresses import END, number_in, talk, whole
from bot.review.course import course
from bot.review.guard import office_of, visitor
from bot.review.pages import render
from bot.reviewing import LINES, LONGEST, LONGEST_NOTE, NEWEST, Page, Reviewing
from bot.transcripts.html import pieces
from storage.review.values import Line, Note


async def show(request: Request) -> Response:
    """A conversation around one message; without one named, from where it should be read."""
    number, asked = number_in(request, "conversation"), request.query_params.get("at")
    desk = desk_of(request)
    if asked is None:
        start = await desk.start(number)
        if start is None:
            raise HTTPException(404)
        return RedirectResponse(talk(number, None if start == NEWEST else start), 303)
    page = await desk.open(number, NEWEST if asked == END else whole(asked))
    if page is None:
        raise HTTPException(404)
    return render(request, "conversation.html", **_known(page), done=request.query_params.get("done", ""))


async def lines(request: Request) -> Response:
    """More messages, before or behind one, for a page that is open."""
    number = number_in(request, "conversation")
    before, after = request.query_params.get("before"), request.query_params.get("after")
    desk = desk_of(request)
    if before is not None:
        found = await desk.lines(number, before=whole(before))
        known = {"earlier": len(found) == LINES, "later": False}
    else:
        found = await desk.lines(number, after=whole(after or "0"))
        known = {"earlier": False, "later": len(found) == LINES}
    if not found and not await desk.may_read(number):
        raise HTTPException(404)
    notes = await desk.notes(number)
    return render(
        request, "lines.html", number=number, lines=found, notes=by_message(notes), stretches=stretches, **known
    )


def desk_of(request: Request) -> Reviewing:
    """The desk of whoever is looking."""
    return office_of(request).desk(visitor(request).who)


def by_message(notes: list[Note]) -> dict[int | None, list[Note]]:
    """Notes by what they are about."""
    found: dict[int | None, list[Note]] = {}
    for note in notes:
        found.setdefault(note.message, []).append(note)
    return found


def stretches(line: Line) -> Iterator[tuple[bool, str]]:
    """A text cut where something was noticed in it, however much: whether it was, and the words."""
    for noticed, together in groupby(pieces(line), key=lambda piece: bool(piece.cues)):
        yield noticed, "".join(piece.text for piece in together)


def _known(page: Page) -> dict[str, Any]:
    return {
        "page": page,
        "head": page.head,
        "number": page.head.conversation,
        "lines": page.lines,
        "earlier": page.earlier,
        "later": page.later,
        "notes": by_message(page.notes),
        "course": course(page.measures),
        "stretches": stretches,
        "longest": LONGEST,
        "longest_note": LONGEST_NOTE,
        "decided": {name: _value(page, name) for name in ("goal", "decision", "exit_date")},
    }


def _value(page: Page, name: str) -> Any:
    answer = page.head.answers.get(name)
    return answer.value if answer else None
