"""The overview: what works, in numbers, for any period; and the numbers behind each picture as CSV."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.review.conversation import desk_of
from bot.review.figures import Figures
from bot.review.guard import office_of
from bot.review.pages import render
from bot.review.words import Words
from bot.transcripts import sheet as csv
from storage.review.values import Overview

USUAL = 90
"""Days that are shown unless others are asked for."""

SPANS = (30, USUAL, 365)
"""Days back that there is a link for."""

FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)
"""Days beyond which nobody needs to ask."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included; days are those of UTC."""

    first: date
    last: date

    @property
    def query(self) -> str:
        """The period in an address."""
        return f"first={self.first}&last={self.last}"


async def show(request: Request) -> Response:
    """The page."""
    period = _period(request)
    seen = await desk_of(request).overview(period.first, period.last)
    today = _today(request)
    spans = [(days, Period(today - timedelta(days=days - 1), today)) for days in SPANS]
    return render(
        request,
        "overview.html",
        text=_text(request),
        parts=list(_figures(request, seen).parts()),
        seen=seen,
        period=period,
        spans=spans,
        ever=Period(seen.earliest or today, today),
        days=_in_words,
    )


async def sheet(request: Request) -> Response:
    """The numbers behind one picture, or behind all of them."""
    period, wanted = _period(request), request.query_params.get("part")
    parts = list(_figures(request, await desk_of(request).overview(period.first, period.last)).parts())
    if wanted is not None and wanted not in {part.name for part in parts}:
        raise HTTPException(404)
    rows = [
        (part.name, *row.fact, row.label, row.shared, row.rest)
        for part in parts
        if wanted in (None, part.name)
        for row in part.rows
    ]
    name = "-".join(filter(None, ("overview", wanted, f"{period.first}", f"{period.last}")))
    written = csv.sheet(("part", "name", "value", "label", "shared", "not_shared"), rows)
    return Response(
        written, media_type="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}.csv"'}
    )


def _figures(request: Request, seen: Overview) -> Figures:
    return Figures(seen, Words(office_of(request).books["en"]), _text(request))


def _text(request: Request) -> dict[str, object]:
    return dict(office_of(request).books["en"].table("overview.page"))


def _today(request: Request) -> date:
    return office_of(request).clock().date()


def _period(request: Request) -> Period:
    """The period that is asked for; what can't be read is as if it hadn't been said."""
    today = _today(request)
    last = _day(request, "last") or today
    first = _day(request, "first") or last - timedelta(days=USUAL - 1)
    return Period(min(first, last), max(first, last))


def _day(request: Request, name: str) -> date | None:
    try:
        asked = date.fromisoformat(request.query_params.get(name, ""))
    except ValueError:
        return None
    return min(max(asked, FIRST), LAST)


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
