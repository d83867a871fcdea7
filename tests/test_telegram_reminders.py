"""Reminders on a phone: beside what is open, after what somebody waits for, at a pace that Telegram takes."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from bot import reminders
from bot.engine import Engine
from bot.telegram import pace, rendering
from bot.telegram.sender import IN_FLIGHT
from flows.model import Event, EventKind, Person, Reply, Turn
from storage.database import Database
from storage.migrate import migrate
from tests.bench import reminders as bench
from tests.botapi import BotApi
from tests.phone import Phone, address, bot_on, rows
from tests.walking import BOOKS


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sets the clock is noticed soon; and these people type fast."""
    monkeypatch.setattr(reminders, "LONGEST_SLEEP", timedelta(seconds=0.1))
    monkeypatch.setattr(pace, "CHAT_BURST", 1000.0)


class Clock:
    """The bot's clock, which can be put forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


async def a_silence_later(api: BotApi, clock: Clock, ann: Phone) -> list[str]:
    """Three days on, at an hour that is not quiet; what Ann hears."""
    before = len(ann.screen)
    later = (clock() + timedelta(days=3)).replace(hour=12, minute=0)
    clock.ahead = later - datetime.now(UTC)
    for _ in range(200):
        if len(ann.screen) > before:
            break
        await asyncio.sleep(0.02)
    await api.settled()
    return [sent.text for sent in ann.screen[before:]]


async def test_it_stands_beside_the_open_question_whose_buttons_go_on_working(api: BotApi, tmp_path: Path) -> None:
    clock, ann = Clock(), Phone(api)
    async with bot_on(api, tmp_path, clock=clock):
        await ann.agrees()
        await ann.says("Maple SNF")
        assert "Nursing facility, I consult" in ann.buttons
        (line,) = await a_silence_later(api, clock, ann)
        assert "Maple SNF" in line
        assert {"Go on", "Tomorrow morning", "Nursing facility, I consult"} <= set(ann.buttons)
        heard = await ann.presses("Nursing facility, I consult")
    assert heard[-1].startswith("What is going on with Maple SNF?")


async def test_a_pressed_button_shows_what_was_chosen_and_the_others_are_gone(api: BotApi, tmp_path: Path) -> None:
    clock, ann = Clock(), Phone(api)
    async with bot_on(api, tmp_path, clock=clock):
        await ann.agrees()
        await ann.says("Maple SNF")
        await a_silence_later(api, clock, ann)
        reminder = ann.screen[-1]
        heard = await ann.presses("Tomorrow morning")
    assert "tomorrow, 9:00 a.m." in heard[0]
    assert reminder.text.endswith("→ Tomorrow morning")
    assert "Go on" not in ann.buttons


async def test_whoever_blocks_the_bot_is_not_reminded(api: BotApi, tmp_path: Path) -> None:
    ann = Phone(api)
    async with bot_on(api, tmp_path):
        await ann.reaches_reflection()
        assert rows(tmp_path, "SELECT status FROM reminders") == [("waiting",)]
        ann.person.blocks()
        await api.settled()
        assert rows(tmp_path, "SELECT status FROM reminders") == [("cancelled",)]


async def test_a_shared_place_gives_the_clock_and_is_kept_nowhere(api: BotApi, tmp_path: Path) -> None:
    ann = Phone(api)
    async with bot_on(api, tmp_path):
        await ann.agrees()
        await ann.does("sends_location", 39.7392, -104.9903)
        label = next(label for label in ann.buttons if label.startswith("Denver"))
        await ann.presses(label)
    assert '"timezone":"America/Denver"' in rows(tmp_path, "SELECT state FROM persons")[0][0]
    assert b"104.99" not in (tmp_path / "goodterms.db").read_bytes()


async def test_health_counts_what_is_due_and_has_not_come(api: BotApi, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with bot_on(api, tmp_path, health_listen=f"127.0.0.1:{port}"):
        await Phone(api).reaches_reflection()
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/healthz") as answer:
            assert (await answer.json())["reminders_due"] == 0


# -- in bulk ----------------------------------------------------------------------------------------


async def left_over(folder: Path, people: Iterable[int]) -> None:
    """A reminder for each of these, committed by a bot that died before it sent any."""

    def advance(_books: object, whom: Person, event: Event) -> Turn:
        return Turn(whom, 0, "welcome", event.text, ((0, "welcome", Reply(f"For {whom.key}")),))

    await migrate(address(folder))
    async with await Database.open(address(folder)) as database:
        engine = Engine(database, BOOKS, source="telegram:42", advance=advance, shape=rendering.shape)
        now = datetime.now(UTC)
        everybody = [f"telegram:{number}" for number in people]
        await engine.hear([Event(person, now, EventKind.OPEN) for person in everybody])
        await engine.hear([Event(person, now, EventKind.REMINDER, "0:x") for person in everybody])
    await _only_reminders(folder)


async def _only_reminders(folder: Path) -> None:
    async with await Database.open(address(folder)) as database, database.writing() as transaction:
        waiting = await transaction.messages.unsent()
        await transaction.messages.mark_sent([message.id for message in waiting if message.id and not message.in_bulk])


async def test_many_at_once_leave_at_the_pace_for_bulk_and_replies_go_before_them(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "BULK_BURST", 5.0)
    people = range(100, 160)
    for number in people:
        api.user(number, met=True)
    await left_over(tmp_path, people)
    ann, waits = Phone(api, 7), list[float]()
    began = time.monotonic()
    async with bot_on(api, tmp_path):
        for _ in range(4):
            count, asked = len(ann.screen), time.monotonic()
            ann.person.says("/start")
            while len(ann.screen) == count:
                await asyncio.sleep(0.005)
            waits.append(time.monotonic() - asked)
        while not all(api.accepted(number) for number in people):
            await asyncio.sleep(0.02)
        seconds = time.monotonic() - began
    assert (60 - 5) / pace.BULK_RATE <= seconds < 10
    assert max(waits) < 1.0
    assert all(len(api.accepted(number)) == 1 for number in people)


async def test_a_reply_takes_along_the_reminder_that_was_before_it_in_the_same_chat(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their order stays, and whoever writes does not wait for sixty others."""
    monkeypatch.setattr(pace, "BULK_BURST", 1.0)
    people = range(100, 160)
    for number in people:
        api.user(number, met=True)
    await left_over(tmp_path, people)
    last, began = Phone(api, 159), time.monotonic()
    async with bot_on(api, tmp_path):
        last.person.says("/help")
        while len(last.screen) < 2:
            await asyncio.sleep(0.005)
        assert time.monotonic() - began < 1.5
        assert last.screen[0].text == "For telegram:159"


@pytest.mark.timeout(120)
async def test_killed_among_those_that_are_due_it_loses_none_and_brings_none_twice(api: BotApi, tmp_path: Path) -> None:
    """Sixty chose the same minute. What was on its way at the kill may arrive again, no more than that."""
    await migrate(address(tmp_path))
    bench.fill(tmp_path / "goodterms.db", 100, 60, datetime.now(UTC).replace(second=0, microsecond=0))
    people = [api.user(number, met=True) for number in range(bench.FIRST_DUE, bench.FIRST_DUE + 60)]
    process = await bench.start(api, tmp_path)
    while sum(person.chat.count > 0 for person in people) < 40:
        await asyncio.sleep(0.01)
    process.kill()
    await process.wait()
    process = await bench.start(api, tmp_path)
    while rows(tmp_path, bench.UNSENT) != [(0,)] or bench.in_outbox(tmp_path) < 60:
        await asyncio.sleep(0.1)
    process.terminate()
    await process.wait()
    assert bench.in_outbox(tmp_path) == 60
    assert all(person.chat.count for person in people)
    assert sum(person.chat.count - 1 for person in people) <= IN_FLIGHT
    assert rows(tmp_path, "SELECT count(*) FROM reminders WHERE status = 'sent'") == [(60,)]
