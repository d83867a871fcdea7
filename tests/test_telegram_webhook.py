"""The same conversation by webhook: committed, then 200; and nobody but Telegram is heard."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from bot.telegram import pace
from flows.model import Reply
from tests.botapi import BotApi
from tests.phone import Phone, bot_on, committed, rows

HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(retry_delay=0.05) as server:
        yield server


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setattr(pace, "CHAT_BURST", 1000.0)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    return {"webhook_url": f"http://{address}/telegram", "webhook_listen": address, "webhook_secret": "s3cret"}


async def test_a_conversation(api: BotApi, tmp_path: Path, settings: dict[str, str]) -> None:
    ann = Phone(api)
    async with bot_on(api, tmp_path, **settings):
        await _until_set(api)
        await ann.reaches_reflection()
        assert ann.screen[-1].text
    assert "getupdates" not in str(api.count())
    assert all(status == 200 for _, status in api.webhook.attempts)


async def test_many_at_once_are_each_heard_once(api: BotApi, tmp_path: Path, settings: dict[str, str]) -> None:
    people = [Phone(api, number) for number in range(100, 160)]
    async with bot_on(api, tmp_path, **settings):
        await _until_set(api)
        for phone in people:
            phone.person.says("/start")
            phone.person.says("I agree")
        await api.settled(timeout=30)
    assert rows(tmp_path, "SELECT count(*), count(DISTINCT update_id) FROM messages WHERE direction = 'in'") == [
        (120, 120)
    ]
    assert all(phone.screen[-1].text.startswith("What shall we call") for phone in people)


async def test_what_could_not_be_committed_comes_again(
    api: BotApi, tmp_path: Path, settings: dict[str, str]
) -> None:
    ann = Phone(api)
    async with bot_on(api, tmp_path, **settings):
        await _until_set(api)
        lock = sqlite3.connect(tmp_path / "goodterms.db", isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        act = ann.person.says("/start")
        await asyncio.sleep(0.5)
        assert list(api.updates.pending) == [act.update_id]
        lock.execute("ROLLBACK")
        lock.close()
        await api.settled(timeout=20)
    assert len(ann.screen) == 4


async def test_what_was_left_unsent_goes_out_before_the_answer_to_anything_new(
    api: BotApi, tmp_path: Path, settings: dict[str, str]
) -> None:
    """Telegram, which knows the address, calls as soon as somebody listens there again."""
    ann = Phone(api)
    async with bot_on(api, tmp_path, **settings):
        await _until_set(api)
        await ann.says("/start")
    await committed(tmp_path, Reply("one"), Reply("two"), Reply("three"))
    before = len(ann.screen)
    ann.person.says("/help")
    async with bot_on(api, tmp_path, **settings):
        await api.settled(timeout=20)
    new = [message.text for message in ann.screen[before:]]
    assert new[:3] == ["one", "two", "three"]
    assert len(new) > 3


async def test_a_call_without_the_secret_is_turned_away(
    api: BotApi, tmp_path: Path, settings: dict[str, str]
) -> None:
    async with bot_on(api, tmp_path, **settings), aiohttp.ClientSession() as session:
        await _until_set(api)
        for headers in ({}, {HEADER: "wrong"}, {HEADER: "s3cret "}, {HEADER: "ſecret"}):
            async with session.post(settings["webhook_url"], data=b"{}", headers=headers) as answer:
                assert answer.status == 403 or headers == {HEADER: "s3cret "}
    assert rows(tmp_path, "SELECT count(*) FROM persons") == [(0,)]


@pytest.mark.parametrize("body", [b"", b"{", b"[1, 2]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"update_id": "x"}'])
async def test_nonsense_is_kept_and_answered_or_it_would_come_for_ever(
    api: BotApi, tmp_path: Path, settings: dict[str, str], body: bytes
) -> None:
    headers = {HEADER: "s3cret"}
    async with bot_on(api, tmp_path, **settings), aiohttp.ClientSession() as session:
        await _until_set(api)
        async with session.post(settings["webhook_url"], data=body, headers=headers) as answer:
            assert answer.status == 200
        ann = Phone(api)
        await ann.says("/start")
        assert len(ann.screen) == 4
    assert rows(tmp_path, "SELECT count(*) FROM dead_letters") == [(1,)]


async def _until_set(api: BotApi) -> None:
    while not api.webhook.url:
        await asyncio.sleep(0.01)
