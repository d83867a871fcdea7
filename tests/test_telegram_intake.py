"""Updates in: committed before they are confirmed, each once, and none that blocks the others."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.failures import CannotReceive
from bot.telegram import intake, pace
from tests.botapi import BotApi
from tests.phone import Phone, bot_on, rows


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(intake, "LONGEST_PAUSE", 0.2)
    monkeypatch.setattr(pace, "CHAT_BURST", 1000.0)


def heard(folder: Path) -> list[int]:
    return [number for (number,) in rows(folder, "SELECT update_id FROM messages WHERE direction = 'in' ORDER BY id")]


async def test_what_comes_again_changes_nothing(api: BotApi, tmp_path: Path) -> None:
    ann = Phone(api)
    acts = [ann.person.says(text) for text in ("/start", "I agree")]
    again = dict(api.updates.pending)
    async with bot_on(api, tmp_path):
        await api.settled()
    said = len(ann.screen)
    api.updates.pending.update(again)
    async with bot_on(api, tmp_path):
        await api.settled()
    assert heard(tmp_path) == [act.update_id for act in acts]
    assert len(ann.screen) == said
    assert api.count()["updates.pending"] == 0


async def test_an_update_that_nobody_can_read_is_kept_once_and_blocks_nobody(api: BotApi, tmp_path: Path) -> None:
    ann = Phone(api)
    broken = [
        {"message": {"message_id": 1, "chat": 5, "from": {"id": 7}, "text": "hidden \ud800"}},
        {"callback_query": {"id": 3}},
        {"message": "what"},
        {"message": {"message_id": 2, "date": 0, "chat": {"id": 7, "type": "private"}, "from": 4, "text": 1}},
    ]
    numbers = [api.push(update) for update in broken]
    ann.person.says("/start")
    again = dict(api.updates.pending)
    async with bot_on(api, tmp_path):
        await api.settled()
    api.updates.pending.update(again)
    async with bot_on(api, tmp_path):
        await api.settled()
    kept = rows(tmp_path, "SELECT source, update_id FROM dead_letters ORDER BY id")
    assert kept == [("telegram:42", number) for number in numbers]
    assert rows(tmp_path, "SELECT person_key FROM dead_letters ORDER BY id") == [("telegram:7",), ("",), ("",), ("",)]
    assert len(ann.screen) == 4


async def test_of_an_update_that_nobody_can_read_its_build_is_kept_and_not_its_words(
    api: BotApi, tmp_path: Path
) -> None:
    message = {"chat": 5, "from": {"id": 7, "first_name": "Xyzzy"}, "text": "Xyzzy", "Xyzzy": ["Xyzzy", 1, None]}
    api.push({"message": message})
    async with bot_on(api, tmp_path):
        await api.settled()
    ((kept,),) = rows(tmp_path, "SELECT payload FROM dead_letters")
    assert json.loads(kept) == {
        "update_id": "int",
        "message": {
            "chat": "int",
            "from": {"id": "int", "first_name": "str"},
            "text": "str",
            "?": ["str", "int", "NoneType"],
        },
    }


async def test_kinds_that_were_never_asked_for_are_passed_over(api: BotApi, tmp_path: Path) -> None:
    api.push({"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0}})
    api.push({"something_new": {"from": {"id": 7}}})
    async with bot_on(api, tmp_path):
        await api.settled()
    assert rows(tmp_path, "SELECT count(*) FROM messages") == [(0,)]
    assert api.count()["updates.pending"] == 0


async def test_forgetting_also_takes_what_could_not_be_read(api: BotApi, tmp_path: Path) -> None:
    ann = Phone(api)
    api.push({"message": {"chat": 5, "from": {"id": 7}, "text": "private"}})
    async with bot_on(api, tmp_path):
        await ann.says("/start", "/forget")
        await ann.presses("Delete everything")
        assert rows(tmp_path, "SELECT count(*) FROM dead_letters") == [(0,)]


async def test_the_network_goes_and_comes_back(api: BotApi, tmp_path: Path) -> None:
    ann = Phone(api)
    async with bot_on(api, tmp_path):
        await ann.says("/start")
        await api.stop()
        acts = [ann.person.says(text) for text in ("I agree", "Maple SNF")]
        await asyncio.sleep(0.5)
        await api.start()
        await api.settled()
        assert heard(tmp_path)[1:] == [act.update_id for act in acts]
        assert ann.screen[-2].text == "Maple SNF, then."


async def test_it_starts_while_the_network_is_down(api: BotApi, tmp_path: Path) -> None:
    ann = Phone(api)
    ann.person.says("/start")
    await api.stop()
    async with bot_on(api, tmp_path):
        await asyncio.sleep(0.3)
        await api.start()
        await api.settled()
        assert len(ann.screen) == 4


async def test_trouble_with_every_other_poll_loses_nothing(api: BotApi, tmp_path: Path) -> None:
    ann = Phone(api)
    api.faults(seed=3, too_many=0.1, bad_gateway=0.2, cut_before=0.2, cut_after=0.2, methods=["getUpdates"])
    async with bot_on(api, tmp_path):
        acts = [ann.person.says(f"/help {number}") for number in range(10)]
        await asyncio.sleep(0.5)
        api.faults()
        await asyncio.wait_for(_until(lambda: len(heard(tmp_path)) == 10), 15)
        assert heard(tmp_path) == [act.update_id for act in acts]


async def test_after_an_idle_week_numbers_begin_anew(tmp_path: Path) -> None:
    async with BotApi(idle_gap=0.2, seed=5) as api:
        ann = Phone(api)
        numbers = []
        async with bot_on(api, tmp_path):
            for text in ("/start", "I agree", "Maple SNF", "1"):
                numbers.append(ann.person.says(text).update_id)
                await api.settled(quiet=0.3)
        assert heard(tmp_path) == numbers
        assert numbers != sorted(numbers)


async def test_nothing_is_confirmed_before_it_is_committed(api: BotApi, tmp_path: Path) -> None:
    """The database is locked by another program: Telegram keeps the update, and the person sees that work goes on."""
    ann = Phone(api)
    async with bot_on(api, tmp_path):
        await ann.says("/start")
        lock = sqlite3.connect(tmp_path / "goodterms.db", isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        act = ann.person.says("I agree")
        await asyncio.sleep(1.2)
        assert list(api.updates.pending) == [act.update_id]
        assert "typing" in [action for _, action in ann.person.chat.actions]
        lock.execute("ROLLBACK")
        lock.close()
        await api.settled()
        assert heard(tmp_path).count(act.update_id or 0) == 1
        assert ann.screen[-1].text.startswith("What shall we call")


async def test_a_webhook_that_was_left_behind_is_removed(api: BotApi, tmp_path: Path) -> None:
    from tests.botapi.params import Params

    await api.webhook.set(Params({"url": "http://127.0.0.1:9/old"}))
    ann = Phone(api)
    async with bot_on(api, tmp_path):
        await ann.says("/start")
        assert len(ann.screen) == 4
        assert api.webhook.url == ""


async def test_a_second_program_on_the_same_token_ends_it_with_a_plain_line(api: BotApi, tmp_path: Path) -> None:
    async def crossed() -> None:
        async with bot_on(api, tmp_path) as task:
            await _until(lambda: api.count().get("calls.getupdates", 0) > 0)
            await asyncio.sleep(0.1)
            api.updates.end_poll("terminated by other getUpdates request")
            await asyncio.wait([task], timeout=5)

    with pytest.raises(CannotReceive, match="Another program receives this bot's updates"):
        await crossed()


async def test_every_update_is_heard_though_hundreds_come_at_once(api: BotApi, tmp_path: Path) -> None:
    pushed = {}
    for number in range(100, 350):
        pushed[number] = api.user(number).says("/start").update_id
    async with bot_on(api, tmp_path):
        await api.settled(timeout=30)
    assert heard(tmp_path) == list(pushed.values())
    assert all(len(api.accepted(number)) == 4 for number in pushed)


async def _until(happened: object) -> None:
    while not happened():  # type: ignore[operator]
        await asyncio.sleep(0.02)
