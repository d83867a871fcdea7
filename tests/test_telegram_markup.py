"""Days in the reader's own format, and long quotations that fold; never another word than was said."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram import pace
from bot.telegram.markup import Markup
from tests.botapi import BotApi, parse_html
from tests.phone import Phone, bot_on
from tests.walking import BOOKS

MARKUP = Markup(BOOKS)
ALMANAC = BOOKS["en"].almanac


def marked(text: str) -> list[tuple[str, str]]:
    """What is marked in a text: the words, and how a phone is to show them."""
    shown = parse_html(MARKUP.html(text))
    assert shown.text == text
    return [
        (text[one["offset"] : one["offset"] + one["length"]], one.get("date_time_format", one["type"]))
        for one in shown.entities
    ]


def test_days_are_marked_as_they_are_written_out_and_in_lists() -> None:
    assert marked("Received on Thursday 3 December 2026.\n· 14 Dec 2026 & < later") == [
        ("Thursday 3 December 2026", "wD"),
        ("14 Dec 2026", "D"),
    ]


@given(st.dates(date(1971, 1, 1), date(2037, 12, 31)))
def test_any_day_of_ours_is_the_same_day_from_honolulu_to_auckland(day: date) -> None:
    """A phone shows a moment in its own zone, and a last day must not move."""
    for written in (ALMANAC.long(day), ALMANAC.short(day)):
        (entity,) = parse_html(MARKUP.html(f"By {written}, then.")).entities
        moment = datetime.fromtimestamp(entity["unix_time"], UTC)
        for zone in ("Pacific/Honolulu", "America/Chicago", "UTC", "Asia/Tokyo", "Pacific/Auckland"):
            assert moment.astimezone(ZoneInfo(zone)).date() == day


@pytest.mark.parametrize(
    "text",
    [
        "30 Feb 2027",
        "113 December 2026",
        "3 December 20261",
        "Friday 3 December 1926",
        "Sunday 1 January 2040",
        "the 3rd of December",
    ],
)
def test_what_is_no_day_or_none_that_telegram_can_show_stays_plain(text: str) -> None:
    assert marked(text) == []


@given(st.text())
def test_no_text_changes_by_being_marked(text: str) -> None:
    text = text.encode(errors="replace").decode()
    assert parse_html(MARKUP.html(text)).text == text


def test_a_long_quotation_folds_and_a_short_one_does_not() -> None:
    long = "“" + "I want my Tuesdays back, and by 3 February 2027 at that. " * 8 + "”"
    assert marked(f"Read it as they would: {long} Still true?") == [(long, "expandable_blockquote")]
    assert marked("“I want my Tuesdays.” True, all of it?") == []


@pytest_asyncio.fixture
async def ann(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Phone]:
    monkeypatch.setattr(pace, "CHAT_BURST", 1000.0)
    async with BotApi() as api, bot_on(api, tmp_path):
        yield Phone(api)


async def test_a_day_keeps_its_format_when_the_choice_is_shown_below_it(ann: Phone) -> None:
    """A day that was typed comes back as the reader's own, before and after the button is pressed."""
    await ann.reaches_reflection()
    await ann.says("to the letter")
    await ann.presses("I’ve decided to part ways: to the reason and the dates")
    for _ in range(60):
        if "Another day" in ann.buttons:
            break
        await ann.says("in 14 days" if "day" in ann.texts[-1].lower() else "skip")
    asked = next(sent for sent in reversed(ann.screen) if sent.buttons)
    before = [entity["type"] for entity in asked.entities]
    assert "date_time" in before
    await ann.presses("Yes, that day")
    assert "→ Yes, that day" in asked.text
    assert [entity["type"] for entity in asked.entities] == before
