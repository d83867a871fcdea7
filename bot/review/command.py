"""`goodterms review`: one login link, and the page behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import aiohttp

from bot.engine import Engine
from bot.failures import CannotListen
from bot.review.app import STATIC, app
from bot.review.links import make_link
from bot.review.office import OPERATOR, Office
from bot.review.serving import served
from bot.settings import Settings, coaches_now
from bot.work import stopping
from flows.book import Book
from storage.database import Database

_FILE = "review.css"


async def review(
    chosen: Settings, books: Mapping[str, Book], database: Database, engine: Engine, clock: Callable[[], datetime]
) -> None:
    """Prints a link for whoever runs this machine, and serves the page until it is stopped.

    Where the page is served already, by `goodterms run` or another `goodterms review`, the link opens that one.
    """
    words = books["en"].table("review.shell")
    office = Office.furnished(chosen, books, database, engine, clock, coaches_now)
    with stopping() as stopped:
        try:
            async with served(app(office), chosen.review_listen):
                await _print_link(office, words["link"])
                print(words["served"], flush=True)
                await stopped.wait()
        except CannotListen:
            if not await is_served(chosen.review_listen):
                raise
            await _print_link(office, words["link"])
            print(words["already"], flush=True)


async def is_served(address: str) -> bool:
    """Whether what listens there is this page."""
    address, timeout = f"http://{address}/static/{_FILE}", aiohttp.ClientTimeout(total=3)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(address) as answer:
            return await answer.read() == (STATIC / _FILE).read_bytes()
    except (aiohttp.ClientError, OSError, ValueError):
        return False


async def _print_link(office: Office, words: str) -> None:
    async with office.database.writing() as transaction:
        link = await make_link(transaction, OPERATOR, office.clock(), office.url)
    print(f"{words}\n\n    {link}\n", flush=True)
