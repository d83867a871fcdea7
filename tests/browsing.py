"""A coach's browser without a screen: the review page as an application, asked over HTTP in this process."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from bot.review.app import app
from bot.review.links import make_link
from bot.review.office import Office
from tests.practice import COACH, Practice, practice
from tests.walking import BOOKS

URL = "http://127.0.0.1:8080"


class Browser:
    """One browser; it keeps cookies, and sends forms as a browser would."""

    def __init__(self, office: Office) -> None:
        transport = httpx.ASGITransport(app(office), raise_app_exceptions=False)
        self.http = httpx.AsyncClient(transport=transport, base_url=office.url, follow_redirects=True)
        self.page = httpx.Response(200)

    @property
    def text(self) -> str:
        """What stands on the page, without markup."""
        return html.unescape(re.sub(r"<[^>]*>", " ", self.page.text))

    async def opens(self, address: str) -> httpx.Response:
        """Goes to an address."""
        self.page = await self.http.get(address)
        return self.page

    async def sends(self, address: str, **fields: str) -> httpx.Response:
        """Sends a form of the page that is open."""
        self.page = await self.posts(address, {"csrf": self.csrf} | fields)
        return self.page

    async def posts(self, address: str, fields: dict[str, str], **headers: str) -> httpx.Response:
        """Sends fields as they are."""
        return await self.http.post(address, data=fields, headers={"Sec-Fetch-Site": "same-origin"} | headers)

    async def comes_in(self, link: str) -> httpx.Response:
        """Follows a login link, and presses its button."""
        await self.opens(link)
        token = re.search(r'name="token" value="([^"]*)"', self.page.text)
        assert token
        self.page = await self.posts("/enter", {"token": token[1]})
        return self.page

    @property
    def csrf(self) -> str:
        """What the forms of the page carry."""
        found = re.search(r'name="csrf" value="([^"]*)"', self.page.text)
        assert found, self.page.text[:300]
        return found[1]


class Reviewed:
    """A practice, and its review page."""

    def __init__(self, practice: Practice, url: str = URL, zone: str = "UTC") -> None:
        self.practice = practice
        self.coaches = {COACH}
        self.office = Office(
            practice.database, practice.engine, BOOKS, lambda: self.coaches, lambda: practice.now, url, zone
        )

    async def link(self, who: str = COACH) -> str:
        """A fresh login link."""
        async with self.office.database.writing() as transaction:
            return await make_link(transaction, who, self.practice.now, self.office.url)

    def browser(self) -> Browser:
        """A browser that nobody has come in with."""
        return Browser(self.office)

    async def coach(self, who: str = COACH) -> Browser:
        """A coach's browser, logged in."""
        browser = self.browser()
        assert (await browser.comes_in(await self.link(who))).status_code == 200
        return browser


@asynccontextmanager
async def reviewed(folder: Path, url: str = URL) -> AsyncIterator[Reviewed]:
    """A practice with its page on a new database."""
    async with practice(folder) as open_practice:
        yield Reviewed(open_practice, url)
