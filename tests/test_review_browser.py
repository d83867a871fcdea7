"""The review page in a real browser: Debian's chromium, without a screen.

Where there is none, these tests say so and skip; with NEEDS_BROWSER set, as in `.ci/run`, they fail instead.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright

from bot.review.app import app
from bot.review.serving import served
from tests import town
from tests.browsing import Reviewed
from tests.practice import ANN, Practice, practice, texts
from tests.test_telegram_process import free_port

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("NEEDS_BROWSER"),
    reason="no chromium on this machine; apt-get install chromium",
)

DESK = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
STORY = "They pay late and Donna shouts."


class Coach:
    """A coach in front of a browser. What goes wrong on a page, or goes elsewhere, is remembered."""

    def __init__(self, reviewed: Reviewed, page: Page) -> None:
        self.reviewed = reviewed
        self.page = page
        self.troubles: list[str] = []
        self.asked: list[str] = []
        self.gone = re.compile("/nowhere")
        """Addresses that need not be there."""
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("dialog", lambda dialog: self.troubles.append(f"a dialog: {dialog.message}"))
        page.on("request", self._note)

    def _hear(self, said: ConsoleMessage) -> None:
        is_gone = "404" in said.text and self.gone.search(f"{said.text} {said.location['url']}")
        if said.type == "error" and not is_gone:
            self.troubles.append(said.text)

    def _note(self, request: Request) -> None:
        self.asked.append(f"{request.method} {request.url}")
        if not request.url.startswith(self.reviewed.office.url):
            self.troubles.append(f"asked elsewhere: {request.url}")

    async def comes_in(self) -> None:
        """Follows a login link."""
        await self.page.goto(await self.reviewed.link())
        await self.page.get_by_role("button", name="Open the review").click()
        await self.page.get_by_role("heading", name="Who needs you").wait_for()

    async def opens(self, address: str) -> None:
        """Goes to an address."""
        await self.page.goto(self.reviewed.office.url + address)

    async def opens_case(self, client: str) -> None:
        """Picks a conversation in the queue."""
        await self.page.get_by_role("link", name=client).click()
        await self.page.get_by_role("heading", name=client, level=1).wait_for()


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        await opened.close()


@asynccontextmanager
async def reviewed(folder: Path) -> AsyncIterator[Reviewed]:
    """A practice whose page is served over HTTP."""
    async with practice(folder) as open_practice:
        address = f"127.0.0.1:{free_port()}"
        page = Reviewed(open_practice, f"http://{address}")
        async with served(app(page.office), address):
            yield page


@pytest_asyncio.fixture
async def page(tmp_path: Path) -> AsyncIterator[Reviewed]:
    async with reviewed(tmp_path) as open_page:
        yield open_page


@asynccontextmanager
async def sitting(browser: Browser, page: Reviewed, **how: Any) -> AsyncIterator[Coach]:
    """A coach at a browser of a certain size and color. Nothing may go wrong on any page meanwhile."""
    context = await browser.new_context(**({"viewport": DESK} | how))
    coach = Coach(page, await context.new_page())
    await coach.comes_in()
    yield coach
    await context.close()
    assert coach.troubles == []


async def ann_shares(practice: Practice, *more: str) -> None:
    """Ann tells about a client, with a 9, and lets coaches read all of it."""
    await practice.begins(ANN, "Maple SNF", STORY)
    await practice.says(ANN, "9", *more)
    await practice.shares(ANN, "all")


async def test_from_the_link_to_a_reply_and_a_file(browser: Browser, page: Reviewed) -> None:
    await ann_shares(page.practice)
    async with sitting(browser, page) as coach:
        screen = coach.page
        await coach.opens_case("Maple SNF")
        said = screen.locator("article", has_text="9").first
        await said.hover()
        await said.get_by_role("link", name="Add a note").click()
        await screen.get_by_label("A note on this message").fill("That is a lot.")
        await screen.get_by_role("button", name="Save the note").first.click()
        await said.locator(".note", has_text="That is a lot.").wait_for()
        assert "/notes" not in screen.url  # it came into the page that was open

        await screen.get_by_label("Your words").fill("Shall we talk\ntomorrow?")
        await screen.get_by_role("button", name="Send it to the person").dblclick()
        await screen.get_by_text("It is on its way.").wait_for()
        waiting = texts(await page.practice.engine.unsent(ANN))
        assert waiting.count("Shall we talk\ntomorrow?") == 1

        await screen.get_by_label("Format").select_option("pdf")
        await screen.get_by_label("With the coaches’ notes").check()
        async with screen.expect_download() as download:
            await screen.get_by_role("button", name="Download").click()
        file = await (await download.value).path()
        assert Path(file).read_bytes().startswith(b"%PDF-")
        assert (await download.value).suggested_filename == "case-1.pdf"

        await screen.get_by_role("button", name="Mark as reviewed").click()
        await screen.get_by_role("heading", name="Who needs you").wait_for()
        assert await screen.locator("li.rank-settled", has_text="Maple SNF").count() == 1


async def test_search_finds_while_one_types_and_asks_once_per_rest(browser: Browser, page: Reviewed) -> None:
    await ann_shares(page.practice)
    async with sitting(browser, page) as coach:
        await coach.page.get_by_role("link", name="Search").click()
        await coach.page.get_by_label("Words that were said").press_sequentially("donna sh", delay=15)
        await coach.page.locator("#hits mark", has_text="shouts").first.wait_for()
        assert len([asked for asked in coach.asked if asked.startswith("POST") and asked.endswith("/search")]) <= 2
        assert not any("donna" in asked for asked in coach.asked)
        await coach.page.get_by_label("Words that were said").fill("nothing of the kind")
        await coach.page.get_by_text("Nothing that is shared holds all of these words.").wait_for()
        await coach.page.get_by_label("Words that were said").fill("donna shouts")
        await coach.page.locator("#hits a").first.click()
        await coach.page.get_by_role("heading", name="Maple SNF", level=1).wait_for()


async def test_a_filter_takes_effect_at_once_and_the_way_back_leads_to_it(browser: Browser, page: Reviewed) -> None:
    await ann_shares(page.practice)
    async with sitting(browser, page) as coach:
        await coach.page.get_by_label("Flagged for").select_option("crisis")
        await coach.page.get_by_text("Nobody who shares anything matches that.").wait_for()
        await coach.page.get_by_label("Flagged for").select_option("heat")
        await coach.opens_case("Maple SNF")
        await coach.page.go_back()
        assert await coach.page.get_by_label("Flagged for").input_value() == "heat"
        assert await coach.page.locator(".queue .card").count() == 1


async def test_a_long_conversation_comes_as_one_scrolls_and_nothing_jumps(browser: Browser, page: Reviewed) -> None:
    await ann_shares(page.practice)
    for number in range(90):
        await page.practice.says(ANN, f"thought {number} of many")
    async with sitting(browser, page) as coach:
        screen = coach.page
        await coach.opens("/conversations/1?at=newest#newest")
        first = screen.locator("article").first
        mark = await first.get_attribute("id")
        known = await screen.locator("article").count()
        await first.scroll_into_view_if_needed()
        await screen.wait_for_function("known => document.querySelectorAll('article').length > known", arg=known)
        box = await screen.locator(f"#{mark}").bounding_box()
        assert box and -50 < box["y"] < DESK["height"], "what was being read is still there"
        while await screen.locator(".earlier").count():
            await screen.locator("article").first.scroll_into_view_if_needed()
            await screen.evaluate("window.scrollTo(0, 0)")
            await screen.wait_for_timeout(50)
        async with page.office.database.reading() as transaction:
            whole = await transaction.review.transcript.lines(1, most=10_000)
        shown = await screen.locator("article").evaluate_all("all => all.map(one => Number(one.id.slice(1)))")
        assert shown == [line.id for line in whole]

        await coach.opens(f"/conversations/1?at={whole[0].id}")
        while await screen.locator(".later").count():
            await screen.evaluate("window.scrollTo(0, document.body.scrollHeight)")
            await screen.wait_for_timeout(50)
        assert await screen.locator("article").count() == len(whole)


async def test_what_is_taken_back_goes_from_a_page_that_is_open(browser: Browser, page: Reviewed) -> None:
    await ann_shares(page.practice)
    async with sitting(browser, page) as coach:
        coach.gone = re.compile("/conversations/1")
        await coach.opens_case("Maple SNF")
        await page.practice.shares(ANN, "nothing")
        said = coach.page.locator("article").first
        await said.hover()
        await said.get_by_role("link", name="Add a note").click()
        await coach.page.get_by_role("heading", name="Not here").wait_for()
        assert await coach.page.get_by_text("Donna").count() == 0


async def test_it_works_without_scripts(browser: Browser, page: Reviewed) -> None:
    await ann_shares(page.practice, *("/status",) * 40)
    async with sitting(browser, page, java_script_enabled=False) as coach:
        screen = coach.page
        await screen.get_by_label("Flagged for").select_option("heat")
        await screen.get_by_role("button", name="Show").click()
        await coach.opens_case("Maple SNF")
        await coach.opens("/conversations/1?at=newest")
        await screen.get_by_role("link", name="Earlier messages").click()
        await screen.get_by_role("link", name="Add a note").first.click()
        await screen.get_by_label("A note on this message").fill("By hand.")
        await screen.get_by_role("button", name="Save the note").click()
        await screen.locator("article .note", has_text="By hand.").wait_for()
        await screen.get_by_role("link", name="Search").click()
        await screen.get_by_label("Words that were said").fill("donna")
        await screen.get_by_role("button", name="Search").click()
        assert await screen.locator("#hits mark").count() > 0


async def test_nothing_that_is_typed_runs(browser: Browser, page: Reviewed) -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>"
    await page.practice.begins(ANN, bad, f"{bad} zebra")
    await page.practice.says(ANN, "9", "It goes back longer", bad)
    await page.practice.shares(ANN, "all")
    await page.practice.desk.note(1, bad)
    await page.practice.desk.tag(1, [bad])
    async with sitting(browser, page) as coach:
        await coach.opens("/conversations/1?at=newest")
        assert await coach.page.locator("article", has_text="<img src=x onerror=alert(2)>").count() > 0
        assert await coach.page.locator("main img, main script, article svg").count() == 0
        await coach.opens("/search")
        await coach.page.get_by_label("Words that were said").fill("zebra")
        await coach.page.locator("#hits mark").first.wait_for()
        await coach.opens("/")


async def test_the_keyboard_is_enough(browser: Browser, page: Reviewed) -> None:
    await ann_shares(page.practice)
    async with sitting(browser, page) as coach:
        screen = coach.page
        await screen.keyboard.press("Tab")
        assert await focused(screen) == "Skip to the page"
        await tab_to(screen, "Maple SNF")
        assert await outlined(screen)
        await screen.keyboard.press("Enter")
        await screen.get_by_role("heading", name="Maple SNF", level=1).wait_for()
        await tab_to(screen, "Add a note")
        assert await outlined(screen)
        await screen.keyboard.press("Enter")
        await screen.get_by_label("A note on this message").wait_for()
        await screen.wait_for_function("document.activeElement.tagName === 'TEXTAREA'")
        await screen.keyboard.type("By hand.")
        await screen.keyboard.press("Tab")
        await screen.keyboard.press("Enter")
        await screen.locator(".note", has_text="By hand.").wait_for()
        await tab_to(screen, "reply")
        await screen.keyboard.type("Hello from here.")
        await tab_to(screen, "Send it to the person")
        await screen.keyboard.press("Enter")
        await screen.get_by_text("It is on its way.").wait_for()


async def test_a_phone_shows_every_page_without_scrolling_sideways(browser: Browser, page: Reviewed) -> None:
    await town.settle(page.practice)
    async with sitting(browser, page, viewport=PHONE, has_touch=True, is_mobile=True) as coach:
        for address in await addresses(coach):
            await coach.opens(address)
            width = await coach.page.evaluate("document.documentElement.scrollWidth")
            assert width <= PHONE["width"], address
        await coach.opens("/")
        await coach.opens_case("Maple Grove")
        await coach.page.get_by_role("link", name="About this conversation").tap()
        await coach.page.get_by_role("button", name="Mark as reviewed").wait_for()
        link = coach.page.get_by_role("link", name="Add a note").first
        assert await link.evaluate("one => getComputedStyle(one).opacity") == "1"


async def test_axe_finds_nothing_on_any_page(browser: Browser, page: Reviewed) -> None:
    await town.settle(page.practice)
    async with sitting(browser, page) as coach:
        screen = coach.page
        for address in await addresses(coach):
            await coach.opens(address)
            await screen.locator("summary").evaluate_all("all => all.forEach(one => one.parentElement.open = true)")
            assert await violations(screen) == [], address
        await coach.opens("/search")
        await screen.get_by_label("Words that were said").fill("tuesday")
        await screen.locator("#hits mark").first.wait_for()
        assert await violations(screen) == [], "hits"
        await screen.get_by_role("button", name="Log out").click()
        await screen.get_by_role("heading", name="You are logged out").wait_for()
        assert await violations(screen) == [], "logged out"
        await screen.goto(await page.link())
        assert await violations(screen) == [], "the door"


async def addresses(coach: Coach) -> list[str]:
    """Every page there is, of the conversation at hand and of one whose moments only are shared."""
    queue = await page_numbers(coach)
    talks = [f"/conversations/{number}?at=newest" for number in queue]
    line = await first_message(coach, talks[0])
    note = f"{talks[0].partition('?')[0]}/messages/{line}/note"
    return ["/", "/?signal=crisis", *talks, note, "/search", "/log", "/nowhere"]


async def page_numbers(coach: Coach) -> list[str]:
    """The numbers of three conversations: the gravest, the one that asked, and one that is reviewed."""
    wanted = ("Flagged moments", "Maple Grove", "Old Mill SNF")
    links = [coach.page.get_by_role("link", name=name).first for name in wanted]
    return [str(await link.get_attribute("href")).rpartition("/")[2] for link in links]


async def first_message(coach: Coach, address: str) -> str:
    await coach.opens(address)
    return str(await coach.page.locator("article").first.get_attribute("id"))[1:]


async def violations(page: Page) -> list[str]:
    """What axe finds, by rule and place: light and dark, on a desk and on a phone."""
    found = []
    for scheme, size in (("light", DESK), ("dark", DESK), ("dark", PHONE), ("light", PHONE)):
        await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        paper = await page.evaluate("getComputedStyle(document.body).backgroundColor")
        brightness = sum(map(int, re.findall(r"\d+", paper)[:3])) / 3
        assert (brightness < 60) if scheme == "dark" else (brightness > 200)
        said = await Axe().run(page)
        found += [f"{one['id']}: {one['nodes'][0]['target']}" for one in said.response["violations"]]
    return found


async def focused(page: Page) -> str:
    """What the keyboard is at: its text, or its id."""
    return str(await page.evaluate("(document.activeElement.innerText || document.activeElement.id).trim()"))


async def outlined(page: Page) -> bool:
    """Whether one can see where the keyboard is."""
    style = "(style => style.outlineStyle + style.opacity)(getComputedStyle(document.activeElement))"
    return str(await page.evaluate(style)) == "solid1"


async def tab_to(page: Page, name: str, most: int = 250) -> None:
    """Presses Tab until the keyboard is there."""
    for _ in range(most):
        await page.keyboard.press("Tab")
        if (await focused(page)).startswith(name):
            return
    raise AssertionError(f"the keyboard never came to {name}")
