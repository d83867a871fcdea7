"""Full-text search, as a coach types. What is looked for stands in no address and in no log."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.review.addresses import whole
from bot.review.conversation import desk_of
from bot.review.guard import Form
from bot.review.pages import is_part, render
from storage.review.searching import MOST
from storage.review.values import Hit

LONGEST = 200
"""Characters that are looked for."""

_BEGIN, _END = "\x02", "\x03"


async def show(request: Request) -> Response:
    """The empty page."""
    return render(request, "search.html", looked_for="", hits=[], marked=marked, more=None, first=True)


async def find(request: Request, form: Form) -> Response:
    """What holds the words so far."""
    looked_for = form.get("words", "")[:LONGEST].strip()
    before = whole(form["before"]) if form.get("before") else None
    hits = await desk_of(request).search(looked_for, before) if looked_for else []
    more = hits[-1].line.id if len(hits) == MOST else None
    template = "hits.html" if is_part(request) else "search.html"
    return render(request, template, looked_for=looked_for, hits=hits, marked=marked, more=more, first=before is None)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of an excerpt, and whether it was looked for."""

    text: str
    found: bool


def marked(hit: Hit) -> list[Part]:
    """An excerpt cut where what was found begins and ends."""
    first, *rest = hit.excerpt.split(_BEGIN)
    parts = [Part(first.replace(_END, ""), found=False)]
    for piece in rest:
        found, _, behind = piece.partition(_END)
        parts += [Part(found, found=True), Part(behind.replace(_END, ""), found=False)]
    return [part for part in parts if part.text]
