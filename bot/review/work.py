"""What a coach does with a conversation: notes, tags, reviewed, and words to its person."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.review.addresses import number_in, talk, whole
from bot.review.conversation import desk_of
from bot.review.guard import Form
from bot.review.pages import is_part, render
from bot.reviewing import LONGEST_NOTE


async def note_form(request: Request) -> Response:
    """Where a note on one message is written."""
    return await _notes_on(request, number_in(request, "conversation"), number_in(request, "message"), writing=True)


async def note(request: Request, form: Form) -> Response:
    """Keeps a note, on the conversation or on one of its messages."""
    number = number_in(request, "conversation")
    message = whole(form["message"]) if form.get("message") else None
    if not await desk_of(request).note(number, form.get("words", ""), message):
        raise HTTPException(404)
    if message is not None and is_part(request):
        return await _notes_on(request, number, message, writing=False)
    return RedirectResponse(talk(number, message, "noted"), 303)


async def tag(request: Request, form: Form) -> Response:
    """Gives a conversation the tags of the form, and no others."""
    number = number_in(request, "conversation")
    return _back(number, await desk_of(request).tag(number, form.get("tags", "").split(",")))


async def review(request: Request, form: Form) -> Response:
    """The coach is done with a conversation: on to the next."""
    if not await desk_of(request).review(number_in(request, "conversation")):
        raise HTTPException(404)
    return RedirectResponse("/", 303)


async def reopen(request: Request, form: Form) -> Response:
    """The coach is not done with it after all."""
    number = number_in(request, "conversation")
    return _back(number, await desk_of(request).reopen(number))


async def reply(request: Request, form: Form) -> Response:
    """Writes to the person."""
    number = number_in(request, "conversation")
    if not await desk_of(request).reply(number, form.get("words", "")):
        raise HTTPException(404)
    return RedirectResponse(talk(number, done="sent"), 303)


def _back(number: int, done: bool) -> Response:
    if not done:
        raise HTTPException(404)
    return RedirectResponse(talk(number, done="noted"), 303)


async def _notes_on(request: Request, number: int, message: int, writing: bool) -> Response:
    """The notes on a message, as a part of the page that is open or as a page of its own."""
    found = await desk_of(request).message(number, message)
    if found is None:
        raise HTTPException(404)
    line, notes = found
    template = "message_notes.html" if is_part(request) else "message.html"
    return render(request, template, number=number, line=line, own=notes, writing=writing, longest_note=LONGEST_NOTE)
