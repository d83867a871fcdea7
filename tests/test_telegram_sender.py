"""Messages out: in order per person, at once, and whatever Telegram answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.telegram import pace
from flows.model import Reply
from tests.botapi import BotApi
from tests.phone import Phone, bot_on, committed, rows


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "CHAT_BURST", 1000.0)


def sent(folder: Path) -> list[tuple[str, str | None]]:
    """Each message with how it ended."""
    query = "SELECT text, CASE WHEN sent_at IS NOT NULL THEN 'sent' ELSE error END FROM messages"
    return rows(folder, f"{query} WHERE direction = 'out' ORDER BY id")


async def test_what_a_crash_left_unsent_is_sent_in_order_before_anything_else(api: BotApi, tmp_path: Path) -> None:
    ann = Phone(api, met=True)
    await committed(tmp_path, Reply("one"), Reply("two"), Reply("three"))
    async with bot_on(api, tmp_path):
        await api.settled()
    assert [message.text for message in ann.screen] == ["one", "two", "three"]
    assert [how for _, how in sent(tmp_path)] == ["sent"] * 3


async def test_a_reply_leaves_at_once(api: BotApi, tmp_path: Path) -> None:
    """Text, commit on disk, reply: a fraction of a second, though nothing else is going on."""
    ann = Phone(api)
    waits = []
    async with bot_on(api, tmp_path):
        await ann.says("/start")
        for _ in range(3):
            began = time.perf_counter()
            count = len(ann.screen)
            ann.person.says("hm")
            while len(ann.screen) == count:
                await asyncio.sleep(0.001)
            waits.append(time.perf_counter() - began)
            await asyncio.sleep(2.5)
    assert min(waits) < 0.1


async def test_a_long_text_comes_in_parts_that_are_kept_as_they_came(api: BotApi, tmp_path: Path) -> None:
    ann = Phone(api, met=True)
    paragraph = "So it goes & so < it > went. " * 40
    await committed(tmp_path, Reply("\n\n".join([paragraph.strip()] * 9)))
    async with bot_on(api, tmp_path):
        await api.settled()
    assert len(ann.screen) == 3
    assert [text for text, _ in sent(tmp_path)] == [message.text for message in ann.screen]


async def test_a_burst_goes_at_once_and_then_about_one_a_second(api: BotApi, tmp_path: Path) -> None:
    """Telegram's own pace, with the limits on: it never has to say 429."""
    ann = Phone(api, met=True)
    api.limits()
    await committed(tmp_path, *(Reply(str(number)) for number in range(8)))
    began = time.time()
    async with bot_on(api, tmp_path):
        await api.settled(quiet=1.5)
    after = [message.at - began for message in ann.screen]
    assert [message.text for message in ann.screen] == [str(number) for number in range(8)]
    assert after[4] - after[0] < 0.5
    assert 0.8 < after[6] - after[5] < 1.5
    assert "refused.429" not in api.count()
    assert "typing" in [action for _, action in ann.person.chat.actions]


async def test_other_chats_do_not_wait_for_a_slow_one(api: BotApi, tmp_path: Path) -> None:
    ann, ben = Phone(api, met=True), Phone(api, 8, "Ben")
    await committed(tmp_path, *(Reply(str(number)) for number in range(9)))
    async with bot_on(api, tmp_path):
        ben.person.says("/start")
        await ben.person.next_message(2)
        assert len(ann.screen) < 9


async def test_when_asked_to_wait_it_waits_and_goes_on_in_order(api: BotApi, tmp_path: Path) -> None:
    ann = Phone(api, met=True)
    await committed(tmp_path, Reply("one"), Reply("two"))
    api.faults(too_many=1.0, times=1, methods=["sendMessage"])
    async with bot_on(api, tmp_path):
        await api.settled(quiet=1.5)
    assert [message.text for message in ann.screen] == ["one", "two"]
    assert api.count()["ignored_retry_after"] == 0


async def test_asked_to_wait_again_it_waits_with_everybody(api: BotApi, tmp_path: Path) -> None:
    ann = Phone(api, met=True)
    await committed(tmp_path, Reply("one"))
    api.faults(too_many=1.0, times=2, methods=["sendMessage"])
    async with bot_on(api, tmp_path):
        await asyncio.sleep(1.6)
        began = time.time()
        api.user(8).says("/start")
        first = await api.user(8).next_message(5)
        assert first.at - began > 0.2
        await api.settled(quiet=0.5)
    assert [message.text for message in ann.screen] == ["one"]


async def test_somebody_who_blocked_the_bot_gets_nothing_and_holds_up_nobody(api: BotApi, tmp_path: Path) -> None:
    ann, ben = Phone(api, met=True), Phone(api, 8, "Ben")
    ann.person.chat.blocked = True
    await committed(tmp_path, Reply("one"), Reply("two"))
    async with bot_on(api, tmp_path):
        await ben.says("/start")
        assert sent(tmp_path)[:2] == [("one", "Forbidden"), ("two", "Forbidden")]
        assert len(ben.screen) == 4
        assert rows(tmp_path, "SELECT blocked_at IS NOT NULL FROM persons WHERE key = 'telegram:7'") == [(1,)]
        ann.person.unblocks()
        await api.settled()
        await ann.says("/start")
    assert len(ann.screen) == 4


async def test_what_telegram_will_never_take_is_set_aside_and_the_rest_goes_on(api: BotApi, tmp_path: Path) -> None:
    ann = Phone(api, met=True)
    await committed(tmp_path, Reply("one"), Reply(" \n "), Reply("three"))
    await committed(tmp_path, Reply("nobody there"), person="telegram:999")
    async with bot_on(api, tmp_path):
        await api.settled()
    assert [message.text for message in ann.screen] == ["one", "three"]
    assert [how for _, how in sent(tmp_path)] == ["sent", "BadRequest", "sent", "BadRequest"]


@pytest.mark.parametrize("trouble", ["bad_gateway", "cut_before"])
async def test_what_did_not_arrive_is_sent_again_once(api: BotApi, tmp_path: Path, trouble: str) -> None:
    ann = Phone(api, met=True)
    await committed(tmp_path, Reply("one"), Reply("two"))
    api.faults(times=3, methods=["sendMessage"], **{trouble: 1.0})
    async with bot_on(api, tmp_path):
        await api.settled(quiet=2.0, timeout=15)
    assert [message.text for message in ann.screen] == ["one", "two"]


async def test_what_may_have_arrived_is_sent_again(api: BotApi, tmp_path: Path) -> None:
    """Said twice is better than not at all; and what comes after it still comes after it."""
    ann = Phone(api, met=True)
    await committed(tmp_path, Reply("one"), Reply("two"))
    api.faults(times=1, methods=["sendMessage"], cut_after=1.0)
    async with bot_on(api, tmp_path):
        await api.settled(quiet=1.0)
    assert [message.text for message in ann.screen] == ["one", "one", "two"]


async def test_no_more_than_a_few_requests_are_in_flight(api: BotApi, tmp_path: Path, hurry: None) -> None:
    """Sixty people at once, each answer late by a fifth of a second: twelve at a time."""
    most, now = 0, 0
    real = api._handle

    async def counted(request):  # type: ignore[no-untyped-def]
        nonlocal most, now
        is_message = request.path.endswith("sendMessage")
        now += is_message
        most = max(most, now)
        try:
            if is_message:
                await asyncio.sleep(0.05)
            return await real(request)
        finally:
            now -= is_message

    await api.stop()
    api._handle = counted  # type: ignore[method-assign]
    await api.start()
    for number in range(100, 160):
        api.user(number).says("/start")
    async with bot_on(api, tmp_path):
        await api.settled(timeout=30)
    assert len(api.accepted()) == 240
    assert 8 <= most <= 16


async def test_order_holds_for_everybody_when_answers_are_late(api: BotApi, tmp_path: Path, hurry: None) -> None:
    api.faults(seed=1, slow=0.5, slow_seconds=(0.0, 0.1))
    people = [Phone(api, number) for number in range(100, 130)]
    async with bot_on(api, tmp_path):
        for text in ("/start", "I agree", "Maple SNF"):
            for phone in people:
                phone.person.says(text)
        await api.settled(quiet=0.5, timeout=30)
    for phone in people:
        query = "SELECT text FROM messages JOIN persons p ON p.id = person_id WHERE direction = 'out' AND key = ?"
        kept = [text for (text,) in rows(tmp_path, f"{query} ORDER BY messages.id", f"telegram:{phone.number}")]
        assert [message.text for message in phone.screen] == kept
