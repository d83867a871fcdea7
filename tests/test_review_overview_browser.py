"""The overview in a real browser; where there is none, these tests skip as those of the other pages do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser

from tests.browsing import Reviewed
from tests.test_review_browser import DESK, PHONE, browser, page, pytestmark, sitting
from tests.test_review_overview import PARTS, season

__all__ = ["browser", "page", "pytestmark"]  # fixtures, and the mark that skips


async def test_a_period_is_asked_for_and_its_numbers_are_taken_away(
    browser: Browser, page: Reviewed, tmp_path: Path
) -> None:
    await season(page)
    async with sitting(browser, page) as coach:
        await coach.page.get_by_role("link", name="Overview").click()
        await coach.page.get_by_role("heading", name="Overview", level=1).wait_for()
        assert await coach.page.get_by_role("img").count() == len(PARTS)
        await coach.page.get_by_label("From", exact=True).fill("2026-11-01")
        await coach.page.get_by_role("button", name="Show").click()
        await coach.page.get_by_text("from 1 November 2026 to 22 November 2026").wait_for()
        await coach.page.get_by_text("The numbers: How it ends").click()
        async with coach.page.expect_download() as download:
            await coach.page.get_by_role("link", name=re.compile("CSV.*How it ends")).click()
        path = tmp_path / "numbers.csv"
        await (await download.value).save_as(path)
        assert "Parted,58" in path.read_text("utf-8")


async def test_the_numbers_open_by_keyboard(browser: Browser, page: Reviewed) -> None:
    await season(page)
    async with sitting(browser, page) as coach:
        await coach.opens("/overview")
        table = coach.page.get_by_role("table").first
        assert not await table.is_visible()
        await coach.page.get_by_text("The numbers: From first word to first client").focus()
        await coach.page.keyboard.press("Enter")
        await table.wait_for(state="visible")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("color", ["light", "dark"])
async def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(
    browser: Browser, page: Reviewed, viewport: dict[str, int], color: str
) -> None:
    await season(page)
    async with sitting(browser, page, viewport=viewport, color_scheme=color) as coach:
        await coach.opens("/overview")
        for opened in (False, True):
            if opened:
                await coach.page.evaluate("document.querySelectorAll('details').forEach(row => row.open = true)")
            found = await Axe().run(coach.page)
            assert found.violations_count == 0, found.generate_report()
            assert await coach.page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
