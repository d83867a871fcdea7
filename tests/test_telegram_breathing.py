"""Breathing together on a phone: one message that changes, until it is over or somebody says something."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from telegram import Bot

from bot.telegram import pace
from bot.telegram.breathing import Breathing
from bot.telegram.markup import Markup
from bot.telegram.transport import Transport
from flows import scene
from flows.model import Choice, Reply
from tests.botapi import BotApi
from tests.phone import TOKEN, Phone, bot_on
from tests.reading import with_plain_reader
from tests.walking import BOOKS

EXERCISE = Reply("In and out.", (Choice("Stop here", "1:2:x"),), frames=("in", "out", "over"), every=0.05)


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest_asyncio.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    transport = Transport()
    await transport.initialize()
    yield Bot(TOKEN, f"{api.root}/bot", f"{api.root}/file/bot", transport, transport)
    await transport.shutdown()


async def test_the_message_shows_one_frame_after_the_other_and_keeps_its_button(api: BotApi, bot: Bot) -> None:
    ann = Phone(api, met=True)
    number = (await bot.send_message(ann.number, EXERCISE.text)).message_id
    breathing = Breathing(bot, Markup(BOOKS))
    breathing.begin(ann.number, number, EXERCISE)
    await asyncio.sleep(0.4)
    [message] = ann.screen
    assert [edit.text.splitlines()[-1] for edit in message.edits] == ["in", "out", "over"]
    assert message.text.startswith("In and out.")
    assert [button.label for button in message.buttons] == ["Stop here"]


async def test_it_stops_when_it_is_told_to(api: BotApi, bot: Bot) -> None:
    ann = Phone(api, met=True)
    number = (await bot.send_message(ann.number, EXERCISE.text)).message_id
    breathing = Breathing(bot, Markup(BOOKS))
    breathing.begin(ann.number, number, EXERCISE)
    await asyncio.sleep(0.03)
    breathing.stop(ann.number)
    await asyncio.sleep(0.3)
    assert len(ann.screen[0].edits) <= 1


async def test_a_message_that_is_gone_ends_nothing_else(api: BotApi, bot: Bot) -> None:
    ann = Phone(api, met=True)
    breathing = Breathing(bot, Markup(BOOKS))
    breathing.begin(ann.number, 4711, EXERCISE)
    await asyncio.sleep(0.3)
    await breathing.end()
    assert not ann.screen


async def test_two_minutes_together_from_a_hot_message_to_stopping(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scene, "BREATH", 0.05)
    monkeypatch.setattr(pace, "CHAT_BURST", 1000.0)
    ann = Phone(api)
    async with bot_on(api, tmp_path, with_plain_reader(BOOKS)):
        await ann.agrees()
        await ann.says("Maple SNF", "1")
        await ann.says("furious, an hour ago they gave my clinic away, writing the email right now")
        await ann.says("8")
        await ann.presses("Breathe with me, two minutes")
        breath = ann.screen[-1]
        await asyncio.sleep(0.4)
        assert len(breath.edits) >= 3
        await ann.presses("Stop here")
        assert "number" in ann.texts[-1]
        done = len(breath.edits)
        await asyncio.sleep(0.3)
        assert len(breath.edits) - done <= 1
