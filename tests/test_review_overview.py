"""The overview as a coach sees it: pictures that say what the numbers say, and the numbers as a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
import pytest_asyncio

from bot.review import charts
from bot.review.charts import Bar
from flows import course
from storage.review.values import Tally
from tests.browsing import Browser, Reviewed, reviewed
from tests.practice import ANN, BEN

STORY = "They pay late and Donna shouts."
PARTS = ["people", "reached", "stands", "outcome", "decided", "pause", "way", "heat", "points", "sittings"]


@pytest_asyncio.fixture
async def page(tmp_path: Path) -> AsyncIterator[Reviewed]:
    async with reviewed(tmp_path) as open_page:
        yield open_page


async def count(page: Reviewed, *rows: Tally) -> None:
    async with page.practice.database.writing() as transaction:
        await transaction.review.overviews.count(rows)


async def season(page: Reviewed) -> None:
    """A season of a busy practice, by its numbers."""
    day = page.practice.now.date() - timedelta(days=20)
    left = dict(zip(course.WAY, (214, 203, 171, 96, 88, 74, 61, 109), strict=True))
    facts = {
        "people": {"came": 231, "agreed": 218, "named_a_client": 190},
        "cases": {"begun": 214},
        "reached": left,
        "stands": {"reflect": 32, "decide": 41, "reframe": 8, "set_notice": 14, "answer_questions": 9, "undecided": 1},
        "outcome": {"parted": 58, "kept": 27, "renegotiated": 15, "paused": 6, "patient": 3, "none": 105},
        "decided": {"hour": 22, "day": 41, "three_days": 39, "week": 21, "month": 9, "longer": 4},
        "pause": {"offered": 88, "taken": 51, "overridden": 19, "not_needed": 11, "unanswered": 7},
        "way": {"breathe": 17, "twenty_minutes": 9, "morning": 19, "three_days": 6},
        "cooled": {"breathe": 8, "twenty_minutes": 5, "morning": 16, "three_days": 6},
        "still_hot": {"breathe": 6, "twenty_minutes": 2, "morning": 2},
        "heat_before": {"5": 2, "6": 4, "7": 9, "8": 14, "9": 11, "10": 5},
        "heat_after": {"1": 2, "2": 7, "3": 12, "4": 11, "5": 4, "6": 3, "7": 3, "8": 2, "9": 1},
        "points": {"2": 6, "3": 19, "4": 48, "5": 120, "6": 211},
        "first_sitting": {"held": 140, "not_yet": 122},
        "last_sitting": {"held": 61, "not_yet": 18},
    }
    shared = [Tally(True, day, name, value, by) for name, values in facts.items() for value, by in values.items()]
    rest = [
        Tally(False, row.day.replace(day=1), row.name, row.value, row.by // 2)
        for row in shared
        if row.name in course.BARE and row.by > 1
    ]
    await count(page, *shared, *rest)


async def opened(page: Reviewed, query: str = "") -> Browser:
    browser = await page.coach()
    assert (await browser.opens(f"/overview{query}")).status_code == 200
    return browser


async def rows(browser: Browser, query: str = "") -> list[dict[str, str]]:
    answer = await browser.opens(f"/overview.csv{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.DictReader(io.StringIO(answer.text)))


# -- the page -----------------------------------------------------------------------------------------


async def test_a_picture_for_each_part_with_its_finding_and_numbers(page: Reviewed) -> None:
    await season(page)
    browser = await opened(page)
    html = browser.page.text
    assert re.findall(r'<h2 id="(\w+)">', html) == PARTS
    assert html.count('<svg class="chart"') == len(PARTS)
    assert html.count("<table>") == len(PARTS)
    for finding in (
        "190 of 231 people who share all of it named a client.",
        "109 of 214 cases came to an ending.",
        "stand in “Decide”",
        "109 of 214 cases have an outcome.",
        "Of 136 decisions, half were made within this time or sooner: three days.",
        "offered 88 times, taken 51 times and overridden 19 times",
        "35 of 45 came back cooler",
        "8 of 10 before, and 4 after",
        "of six; in the middle stand 6",
        "first day of rehearsing, 53% of the answers held; on the last, 77%",
    ):
        assert finding in browser.text


async def test_nothing_to_show_is_said(page: Reviewed) -> None:
    browser = await opened(page)
    assert browser.text.count("Nothing that is shared says anything about this yet.") == len(PARTS)
    assert "<svg" not in browser.page.text


async def test_it_needs_no_style_and_no_script_of_its_own(page: Reviewed) -> None:
    await season(page)
    html = (await opened(page)).page.text
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?! src)|javascript:", html)


async def test_what_is_not_shared_stands_there_in_fives(page: Reviewed) -> None:
    await season(page)
    browser = await opened(page)
    assert "counted by whole months, from 1 August 2026 to 30 November 2026" in browser.text
    assert "fewer than 5" in browser.text
    found = {(row["name"], row["value"]): row for row in await rows(browser)}
    assert found["outcome", "parted"]["not_shared"] == "25"
    assert found["outcome", "patient"]["not_shared"] == "fewer than 5"
    assert found["heat_before", "8"]["not_shared"] == ""


async def test_of_a_real_talk_nothing_that_was_said_gets_into_it(page: Reviewed) -> None:
    await page.practice.begins(ANN, "Xyzzy SNF", STORY)
    await page.practice.begins(BEN, "=Plugh", STORY)
    await page.practice.says(ANN, "9", "today", "3")
    await page.practice.shares(ANN, "all")
    browser = await opened(page)
    assert "1 of 1 people who share all of it named a client." in browser.text
    text = browser.page.text + str(await rows(browser))
    for word in ("Xyzzy", "Plugh", "Donna", "telegram:"):
        assert word not in text


async def test_who_takes_it_back_is_gone_from_a_page_that_is_open(page: Reviewed) -> None:
    await page.practice.begins(ANN, "Maple SNF", STORY)
    await page.practice.shares(ANN, "all")
    browser = await opened(page)
    assert "1 of 1 people" in browser.text
    await page.practice.shares(ANN, "nothing")
    await browser.opens("/overview")
    assert "1 of 1 people" not in browser.text


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("", "25 August 2026", "22 November 2026"),
        ("?first=2026-03-01&last=2026-03-31", "1 March 2026", "31 March 2026"),
        ("?first=2026-03-31&last=2026-03-01", "1 March 2026", "31 March 2026"),
        ("?last=2026-03-31", "1 January 2026", "31 March 2026"),
        ("?first=nonsense&last=%3Cscript%3E", "25 August 2026", "22 November 2026"),
        ("?first=0001-01-01&last=9999-12-31", "1 January 2000", "31 December 2100"),
    ],
)
async def test_any_period_can_be_asked_for(page: Reviewed, query: str, first: str, last: str) -> None:
    browser = await opened(page, query)
    assert f"Cases that began from {first} to {last}" in browser.text
    assert "script&gt;" not in browser.page.text


async def test_strangers_find_no_overview(page: Reviewed) -> None:
    stranger = page.browser()
    for address in ("/overview", "/overview.csv"):
        assert (await stranger.opens(address)).status_code == 404


async def test_each_look_is_in_the_log(page: Reviewed) -> None:
    browser = await opened(page)
    await rows(browser)
    async with page.practice.database.reading() as transaction:
        assert [entry.did for entry in await transaction.review.audit.read()][-2:] == ["looked at the overview"] * 2


# -- the file -----------------------------------------------------------------------------------------


async def test_the_file_has_the_numbers_of_one_picture_or_of_all(page: Reviewed) -> None:
    await season(page)
    browser = await page.coach()
    everything = await rows(browser)
    assert list(dict.fromkeys(row["part"] for row in everything)) == PARTS
    outcomes = await rows(browser, "?part=outcome")
    assert [(row["value"], row["label"], row["shared"]) for row in outcomes][:2] == [
        ("kept", "Kept", "27"),
        ("renegotiated", "Renegotiated", "15"),
    ]
    assert 'filename="overview-outcome-2026-08-25-2026-11-22.csv"' in browser.page.headers["content-disposition"]
    assert (await browser.opens("/overview.csv?part=../../etc/passwd")).status_code == 404


async def test_no_cell_of_the_file_is_a_formula(page: Reviewed) -> None:
    await count(page, Tally(True, page.practice.now.date(), "stands", "=cmd|' /C calc'!A0", 3))
    browser = await page.coach()
    cells = [cell for row in await rows(browser) for cell in row.values()]
    assert any("cmd" in cell for cell in cells)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


# -- pictures -----------------------------------------------------------------------------------------


def drawn(picture: str) -> ElementTree.Element:
    return ElementTree.fromstring(picture)


def widths(picture: str, kind: str) -> list[float]:
    return [float(box.get("width", "")) for box in drawn(picture).iter("rect") if box.get("class") == kind]


def test_bars_are_as_long_as_what_they_stand_for() -> None:
    picture = charts.bars("b", "Title", [Bar("One", 50), Bar("Two", 100), Bar("None", 0), Bar("Half", 25, of=75)])
    assert widths(picture, "bar") == [160, 320, 80]
    assert widths(picture, "whole") == [240]


def test_a_funnel_shows_what_was_left_before_each_step() -> None:
    picture = charts.funnel("f", "Title", [Bar("A", 100), Bar("B", 60), Bar("C", 15)])
    assert widths(picture, "bar") == [320, 192, 48]
    assert widths(picture, "whole") == [320, 320, 192]


def test_curves_go_through_every_number_each_with_dots_of_its_own() -> None:
    picture = drawn(charts.curves("c", "Title", ["0", "1", "2"], {"Before": [0, 2, 4], "After": [4, 0, 0]}))
    lines = [line.get("points", "").split() for line in picture.iter("polyline")]
    assert [[float(point.split(",")[1]) for point in line] for line in lines] == [[160, 85, 10], [10, 160, 160]]
    assert len(list(picture.iter("circle"))) == len(list(picture.iter("rect"))) == 4


@pytest.mark.parametrize(
    "picture",
    [
        charts.bars("x", "Title", []),
        charts.funnel("x", "Title", []),
        charts.curves("x", "Title", ["0"], {"One": [0]}),
        charts.bars("x", "<script>&", [Bar("<b>\"'&", 3, "<i>")]),
    ],
)
def test_a_picture_is_named_and_told_and_takes_words_as_words(picture: str) -> None:
    tree = drawn(picture)
    assert (tree.tag, tree.get("role"), tree.get("aria-labelledby")) == ("svg", "img", "x-title x-told")
    assert [child.tag for child in tree][:2] == ["title", "desc"]
    assert {element.tag for element in tree.iter()} <= {
        "svg", "title", "desc", "text", "rect", "line", "g", "polyline", "circle",
    }  # fmt: skip
    assert not any(name in element.attrib for element in tree.iter() for name in ("style", "fill", "stroke", "href"))


def test_what_is_read_aloud_has_every_number() -> None:
    told = drawn(charts.bars("x", "Title", [Bar("One", 5), Bar("Two", 7, "7 of 9")]))[1].text
    assert told == "One: 5; Two: 7 of 9"
