"""`/review` in a coach's own chat: a link into the page that the running bot serves, and no trace of it."""

from __future__ import annotations

import re
import socket
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from bot.telegram import pace
from tests.botapi import BotApi
from tests.phone import Phone, bot_on, rows
from tests.test_telegram_process import free_port

COACH = 9


@pytest.fixture
def port() -> int:
    return free_port()


@pytest_asyncio.fixture
async def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, port: int) -> AsyncIterator[BotApi]:
    """The server, with the bot running on it, one coach, and the page."""
    monkeypatch.setattr(pace, "CHAT_BURST", 1000.0)
    address = f"127.0.0.1:{port}"
    settings = {"coach_ids": str(COACH), "review_url": f"http://{address}", "review_listen": address}
    async with BotApi() as server, bot_on(server, tmp_path, **settings):
        yield server


async def link_of(coach: Phone) -> str:
    """What a coach gets who asks for the page."""
    (answer,) = await coach.says("/review")
    found = re.search(r"http://\S+/enter/[\w-]{43}", answer)
    assert found, answer
    return found[0]


async def test_a_coach_gets_a_link_and_comes_in_by_it(api: BotApi) -> None:
    link = await link_of(Phone(api, COACH, "Coach"))
    async with httpx.AsyncClient(follow_redirects=True) as browser:
        assert "Open the review" in (await browser.get(link)).text
        root, _, token = link.rpartition("/enter/")
        answer = await browser.post(f"{root}/enter", data={"token": token}, headers={"Origin": root})
        assert (answer.status_code, "Who needs you" in answer.text) == (200, True)
        assert (await browser.get(f"{root}/log")).text.count("came in") == 1


async def test_the_link_can_be_passed_on_to_nobody_and_shows_no_preview(api: BotApi) -> None:
    coach = Phone(api, COACH, "Coach")
    await link_of(coach)
    sent = coach.screen[-1]
    assert str(sent.params["protect_content"]).lower() == "true"
    assert "is_disabled" in str(sent.params["link_preview_options"])


async def test_nobody_else_gets_one(api: BotApi, tmp_path: Path) -> None:
    heard = await Phone(api).says("/review")
    assert not any("enter/" in text for text in heard)
    assert rows(tmp_path, "SELECT count(*) FROM logins") == [(0,)]


async def test_in_a_group_nobody_gets_one(api: BotApi, tmp_path: Path) -> None:
    coach = Phone(api, COACH, "Coach")
    api.member(COACH, -77).says("/review@good_terms_bot")
    await api.settled(timeout=20)
    assert rows(tmp_path, "SELECT count(*) FROM logins") == [(0,)]
    assert coach.screen == []


async def test_neither_the_command_nor_the_link_is_kept(api: BotApi, tmp_path: Path) -> None:
    coach = Phone(api, COACH, "Coach")
    await coach.says("/start")
    token = (await link_of(coach)).rpartition("/")[2]
    database = sqlite3.connect(tmp_path / "goodterms.db")
    kept = "\n".join(database.iterdump())
    database.close()
    assert token not in kept
    assert "/review" not in kept.replace("storage/review", "")


async def test_a_request_that_comes_again_gives_no_second_link(tmp_path: Path) -> None:
    async with BotApi() as server:
        coach = Phone(server, COACH, "Coach")
        coach.person.says("/review")
        again = dict(server.updates.pending)
        for _ in range(2):
            server.updates.pending.update(again)
            async with bot_on(server, tmp_path, coach_ids=str(COACH)):
                await server.settled(timeout=20)
        assert len(coach.screen) == 1
        assert rows(tmp_path, "SELECT count(*) FROM logins") == [(1,)]


async def test_the_bot_runs_though_the_address_of_the_page_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        async with BotApi() as server, bot_on(server, tmp_path, coach_ids=str(COACH), review_listen=address):
            assert await Phone(server, COACH, "Coach").says("/start")
