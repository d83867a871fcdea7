"""`goodterms review` as a process: one link, one page, a clean end, and nothing private in what it prints."""

from __future__ import annotations

import asyncio
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from bot.review.links import make_link
from storage.database import Database
from tests.phone import address, start
from tests.practice import ANN, practice
from tests.test_telegram_process import ended, free_port

SECRET = "Xyzzy Clinic"


@asynccontextmanager
async def reviewing(folder: Path, port: int, **more: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """The command, running, and the link that it printed."""
    settings = addressed(port) | {"LOG_LEVEL": "debug", **more}
    process = await start("review", api_root="http://127.0.0.1:9", folder=folder, **settings)
    assert process.stdout
    printed = ""
    while not (found := re.search(r"http://\S+/enter/[\w-]{43}", printed)):
        line = await asyncio.wait_for(process.stdout.readline(), 120)
        assert line, (await process.communicate())[1].decode()
        printed += line.decode()
    yield process, found[0]
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
        await ended(process, 60)


def addressed(port: int) -> dict[str, str]:
    """Settings for a page on a port of this machine."""
    return {"REVIEW_URL": f"http://127.0.0.1:{port}", "REVIEW_LISTEN": f"127.0.0.1:{port}"}


async def comes_in(browser: httpx.AsyncClient, link: str) -> httpx.Response:
    root, _, token = link.rpartition("/enter/")
    await browser.get(link)
    return await browser.post(f"{root}/enter", data={"token": token}, headers={"Origin": root})


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
async def test_it_lets_its_operator_in_and_ends_cleanly(tmp_path: Path, by: signal.Signals) -> None:
    async with practice(tmp_path) as people:
        await people.begins(ANN, SECRET, "They pay late and Donna shouts.")
        await people.shares(ANN, "all")
    async with reviewing(tmp_path, free_port()) as (process, link):
        async with httpx.AsyncClient(follow_redirects=True) as browser:
            answer = await comes_in(browser, link)
            assert SECRET in answer.text
            root = link.partition("/enter")[0]
            assert "operator" in (await browser.get(f"{root}/log.csv")).text
            assert "Donna" in (await browser.get(f"{root}/conversations/1?at=newest")).text
            assert (await browser.get(f"{root}/nowhere?{SECRET}")).status_code == 404
            cookie = browser.cookies["review"]
        process.send_signal(by)
        status, _, log = await ended(process, 60)
    assert status == 0, log
    assert "served" in log
    for private in (link.rpartition("/")[2], cookie, "Xyzzy", "Donna", "telegram:1", "Traceback"):
        assert private not in log


async def test_a_second_one_lets_in_through_the_first(tmp_path: Path) -> None:
    port = free_port()
    async with reviewing(tmp_path, port):
        second = await start("review", api_root="http://127.0.0.1:9", folder=tmp_path, **addressed(port))
        status, printed, log = await ended(second, 120)
        assert status == 0, log
        assert "serves the page already" in printed
        link = re.search(r"http://\S+/enter/[\w-]{43}", printed)
        assert link
        async with httpx.AsyncClient(follow_redirects=True) as browser:
            assert "Who needs you" in (await comes_in(browser, link[0])).text


async def test_an_address_that_something_else_has_is_named_in_one_line(tmp_path: Path) -> None:
    other = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
    taken = f"127.0.0.1:{other.sockets[0].getsockname()[1]}"
    process = await start("review", api_root="http://127.0.0.1:9", folder=tmp_path, REVIEW_LISTEN=taken)
    status, printed, log = await ended(process, 120)
    other.close()
    assert (status, printed) == (1, "")
    assert log.startswith(f"goodterms: REVIEW_LISTEN {taken} can't be used: ")
    assert log.count("\n") == 1


async def test_who_is_taken_out_of_the_settings_is_out_at_once(tmp_path: Path) -> None:
    """Of a page that is being served: the settings are read again with every request."""
    (tmp_path / ".env").write_text("COACH_IDS=9\n", "utf-8")
    async with reviewing(tmp_path, free_port()) as (_, link):
        root = link.partition("/enter")[0]
        async with await Database.open(address(tmp_path)) as database, database.writing() as transaction:
            own = await make_link(transaction, "telegram:9", datetime.now(UTC), root)
        async with httpx.AsyncClient(follow_redirects=True) as browser:
            assert (await comes_in(browser, own)).status_code == 200
            (tmp_path / ".env").write_text("COACH_IDS=8\n", "utf-8")
            assert (await browser.get(root)).status_code == 404
            (tmp_path / ".env").write_text("COACH_IDS=nonsense\n", "utf-8")
            assert (await browser.get(root)).status_code == 404
            (tmp_path / ".env").write_text("COACH_IDS=9\n", "utf-8")
            assert (await browser.get(root)).status_code == 200
