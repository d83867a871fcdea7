"""What a coach takes away: a transcript, or the audit log."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.review.addresses import number_in
from bot.review.conversation import desk_of
from bot.transcripts import html, jsonl, markdown, pdf, sheet
from bot.transcripts.source import Told, moment
from storage.review.values import Entry


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a transcript, with its media type."""

    media: str
    write: Callable[[Told], str | bytes]


FORMS: Mapping[str, Form] = {
    "html": Form("text/html", lambda told: html.document([told])),
    "md": Form("text/markdown", markdown.document),
    "pdf": Form("application/pdf", lambda told: pdf.document([told])),
    "jsonl": Form("application/x-ndjson", lambda told: jsonl.line(told) + "\n"),
}


async def transcript(request: Request) -> Response:
    """A conversation as a file."""
    number, name = number_in(request, "conversation"), request.query_params.get("format", "")
    form, noted = FORMS.get(name), request.query_params.get("notes") == "yes"
    told = await desk_of(request).export(number, noted) if form else None
    if form is None or told is None:
        raise HTTPException(404)
    written = await asyncio.to_thread(form.write, told)  # a long one takes a while
    return Response(written, media_type=form.media, headers=_as_file(f"case-{number}.{name}"))


async def log(request: Request) -> Response:
    """The audit log as CSV, the newest first."""
    pages = desk_of(request).whole_log()

    async def written() -> AsyncIterator[str]:
        yield sheet.lines([_COLUMNS])
        async for page in pages:
            yield sheet.lines([_cells(entry) for entry in page])

    return StreamingResponse(written(), media_type="text/csv", headers=_as_file("who-looked.csv"))


_COLUMNS = tuple(Entry.__dataclass_fields__)


def _cells(entry: Entry) -> list[object]:
    return [moment(value) if isinstance(value, datetime) else value for value in map(partial(getattr, entry), _COLUMNS)]


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
