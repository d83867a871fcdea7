"""Killed at random instants while twenty people talk: nothing lost, nothing twice, order kept.

`GOODTERMS_KILLS=500` makes it longer; `python -m tests.crash` is the same by hand.
"""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from tests.botapi import BotApi
from tests.crash import run
from tests.phone import Phone, rows, start

KILLS = int(os.environ.get("GOODTERMS_KILLS", "20"))


@pytest.mark.timeout(60 + 10 * KILLS)
async def test_kills_cost_nobody_anything(tmp_path: Path) -> None:
    figures = await run(tmp_path, KILLS, seed=4)
    assert figures.flawless, figures
    assert figures.updates > 10 * KILLS
    assert figures.replies > figures.updates


async def test_a_choice_is_shown_though_the_bot_was_killed_right_after_it(tmp_path: Path) -> None:
    """The press was committed and answered; the edits that follow from it never got through."""
    async with BotApi() as api:
        ann, ben = Phone(api), Phone(api, 8, "Ben")
        process = await start("run", api_root=api.root, folder=tmp_path)
        await ann.says("/start")
        await ben.says("/start")
        asked, asked_too = ann.heard[-1], ben.heard[-1]
        api.faults(bad_gateway=1.0, methods=["editMessageText", "editMessageReplyMarkup"])
        ann.person.presses("I agree, let’s begin")
        ben.person.says("I agree")
        while len(ann.screen) < 6 or len(ben.screen) < 6:
            await asyncio.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        await process.communicate()
        assert (len(asked.edits), len(asked_too.edits)) == (0, 0)
        api.faults()
        process = await start("run", api_root=api.root, folder=tmp_path)
        while asked.buttons or asked_too.buttons:
            await asyncio.sleep(0.02)
        await api.settled()
        process.send_signal(signal.SIGTERM)
        await process.communicate()
    assert asked.text == "Shall we begin on those terms?\n\n→ I agree, let’s begin"
    assert asked_too.text == "Shall we begin on those terms?"
    assert rows(tmp_path, "SELECT count(*) FROM messages WHERE shown_as IS NOT NULL") == [(0,)]
