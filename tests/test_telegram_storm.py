"""A storm: calls refused with 429, answered with 502, and cut after they were carried out.

`GOODTERMS_STORM=60` makes it last a minute.
"""

from __future__ import annotations

import asyncio
import os
import random
from pathlib import Path

import pytest

from tests.botapi import BotApi
from tests.phone import as_kept, bot_on, rows

SECONDS = float(os.environ.get("GOODTERMS_STORM", "15"))
PEOPLE = range(100, 120)


@pytest.mark.timeout(120 + 4 * SECONDS)
async def test_everything_arrives_in_order(tmp_path: Path) -> None:
    chance = random.Random(7)
    pushed: dict[int, list[int]] = {number: [] for number in PEOPLE}
    async with BotApi(seed=7) as api, bot_on(api, tmp_path):
        api.faults(seed=7, too_many=0.05, bad_gateway=0.05, cut_after=0.05)
        loop = asyncio.get_running_loop()
        end = loop.time() + SECONDS
        while loop.time() < end:
            number = chance.choice(PEOPLE)
            words = "/start" if not pushed[number] else chance.choice(("I agree", "Maple SNF", "3", "So it is."))
            pushed[number].append(api.user(number).says(words).update_id or 0)
            await asyncio.sleep(chance.uniform(0.05, 0.25))
        await api.settled(quiet=5.0, timeout=90)
        api.faults()
        for _ in range(300):
            if rows(tmp_path, "SELECT count(*) FROM messages WHERE direction = 'out' AND sent_at IS NULL") == [(0,)]:
                break
            await asyncio.sleep(0.1)
        for number in PEOPLE:
            _look(api, tmp_path, number, pushed[number])
        count = api.count()
    assert rows(tmp_path, "SELECT count(*) FROM dead_letters") == [(0,)]
    assert count["faults.cut_after"] >= 3
    # A message can be on its way at the moment in which an edit in the same chat is told to wait.
    assert count["ignored_retry_after"] <= count["faults.too_many"] / 5


def _look(api: BotApi, folder: Path, number: int, pushed: list[int]) -> None:
    of_person = "FROM messages m JOIN persons p ON p.id = m.person_id WHERE p.key = ? AND direction = ? ORDER BY m.id"
    key = f"telegram:{number}"
    assert [one for (one,) in rows(folder, f"SELECT update_id {of_person}", key, "in")] == pushed
    said = [one for (one,) in rows(folder, f"SELECT text {of_person}", key, "out")]
    arrived = [as_kept(sent) for sent in api.accepted(number)]
    place = 0
    for text in arrived:
        if place < len(said) and text == said[place]:
            place += 1
        else:
            assert text == said[place - 1], "only the message just before may come twice"
    assert place == len(said)
