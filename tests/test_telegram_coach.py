"""A coach and a person on Telegram: who is told what, through one outbox, whichever process said it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.engine import Engine
from bot.reviewing import Reviewing
from bot.telegram import elsewhere, pace
from storage.database import Database
from tests.botapi import BotApi
from tests.phone import Phone, address, bot_on
from tests.walking import BOOKS

COACH = 9


@pytest_asyncio.fixture
async def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[BotApi]:
    """The server, with the bot running on it and one coach."""
    monkeypatch.setattr(pace, "CHAT_BURST", 1000.0)
    monkeypatch.setattr(elsewhere, "EVERY", 0.05)
    async with BotApi() as server, bot_on(server, tmp_path, coach_ids=str(COACH)):
        yield server


async def written_elsewhere(folder: Path, words: str) -> None:
    """A coach writes to the person of the first conversation, from a process of its own."""
    async with await Database.open(address(folder)) as database:
        engine = Engine(database, BOOKS)
        desk = Reviewing(database, engine, lambda: datetime.now(UTC), f"telegram:{COACH}")
        (first, *_) = await desk.queue()
        assert await desk.reply(first.conversation, words)


async def test_a_request_reaches_the_coach_and_what_they_write_comes_back_once(api: BotApi, tmp_path: Path) -> None:
    coach, ann = Phone(api, COACH, "Coach"), Phone(api)
    await coach.says("/start")
    await ann.says("/start")
    await ann.presses("I agree, let’s begin")
    await ann.presses("Nothing; it stays here")
    await ann.says("Maple SNF", "1", "The calls come at all hours & <b>nobody</b> pays.")
    await ann.says("/coach")
    await ann.presses("Show it and ask for a coach")
    told = coach.screen[-1].text
    assert "/review" in told
    assert "Maple" not in told
    assert "calls" not in told

    before = len(ann.screen)
    await written_elsewhere(tmp_path, "Which clause <b>is</b> it?")
    while len(ann.screen) == before:
        await asyncio.sleep(0.02)
    await api.settled(quiet=0.3, timeout=20)
    heard = [sent.text for sent in ann.screen[before:]]
    assert len(heard) == 1
    assert "“Which clause <b>is</b> it?”" in heard[0]
    assert "coach" in heard[0]
    await ann.says("The one about sixty days.")
    assert "answer" in coach.screen[-1].text
    assert "sixty" not in coach.screen[-1].text
