"""Takes pictures of the review page with made-up people, in a browser without a screen.

    python -m tests.pictures [--folder FOLDER] [--all]

Run by hand, from the root of the repository, after a change of how the page looks. The two of the README go to
`bot/review/pictures`; with --all there are more to look at: light and dark, on a desk and on a phone.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Page, async_playwright

from bot.review.app import app
from bot.review.serving import served
from tests import town
from tests.browsing import Reviewed
from tests.practice import practice
from tests.test_review_browser import CHROMIUM, DESK, PHONE
from tests.test_telegram_process import free_port

PICTURES = Path(__file__).parent.parent / "bot" / "review" / "pictures"

COLORS = 200
"""Enough for a page; with more, a picture takes thrice as much."""

SITTINGS: dict[str, dict[str, Any]] = {
    "light": {"viewport": DESK},
    "dark": {"viewport": DESK, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "device_scale_factor": 2},
}


async def take(folder: Path, everything: bool) -> None:
    """All pictures of a small town."""
    with tempfile.TemporaryDirectory() as name:
        async with practice(Path(name)) as people:
            await town.settle(people)
            address = f"127.0.0.1:{free_port()}"
            page = Reviewed(people, f"http://{address}", "America/Chicago")
            async with served(app(page.office), address), async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
                for look, how in SITTINGS.items():
                    context = await browser.new_context(**how)
                    await _sit(await context.new_page(), page, folder, look, everything)
                await browser.close()
    for picture in folder.glob("*.png"):
        Image.open(picture).convert("RGB").quantize(COLORS).save(picture, optimize=True)


async def _sit(screen: Page, page: Reviewed, folder: Path, look: str, everything: bool) -> None:
    root = page.office.url
    await screen.goto(await page.link())
    await screen.get_by_role("button", name="Open the review").click()
    await screen.get_by_role("heading", name="Who needs you").wait_for()
    if everything or look == "light":
        await screen.screenshot(path=folder / f"queue-{look}.png")
    await screen.get_by_role("link", name="Maple Grove").click()
    await screen.locator("#about").wait_for()
    await screen.goto(f"{screen.url.partition('?')[0]}?at=newest")
    heated = screen.locator("article", has=screen.locator("mark")).first
    await heated.evaluate("one => window.scrollTo(0, one.getBoundingClientRect().top + window.scrollY - 330)")
    await screen.locator("aside").evaluate("one => one.scrollTo(0, one.querySelector('.legend').offsetTop - 560)")
    if everything or look == "dark":
        await screen.screenshot(path=folder / f"conversation-{look}.png")
    if everything:
        await screen.locator(".course").scroll_into_view_if_needed()
        await screen.screenshot(path=folder / f"facts-{look}.png")
        await screen.goto(f"{root}/search")
        await screen.get_by_label("Words that were said").fill("tuesday")
        await screen.locator("#hits mark").first.wait_for()
        await screen.screenshot(path=folder / f"search-{look}.png")
        await screen.goto(f"{root}/log")
        await screen.screenshot(path=folder / f"log-{look}.png")
        await screen.goto(await page.link())
        await screen.screenshot(path=folder / f"door-{look}.png")


def main() -> None:
    """Takes them."""
    parser = argparse.ArgumentParser(description="pictures of the review page")
    parser.add_argument("--folder", type=Path, default=PICTURES)
    parser.add_argument("--all", action="store_true", dest="everything")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(take(chosen.folder, chosen.everything))


if __name__ == "__main__":
    main()
