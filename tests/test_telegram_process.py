"""The bot as a process: started, watched, stopped, and what it says when it can't run."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from tests.botapi import BotApi
from tests.phone import Phone, rows, start


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def ended(process: asyncio.subprocess.Process, within: float = 20) -> tuple[int | None, str, str]:
    out, err = await asyncio.wait_for(process.communicate(), within)
    return process.returncode, out.decode(), err.decode()


async def stopped(process: asyncio.subprocess.Process, by: signal.Signals) -> tuple[int | None, float, str]:
    """Its exit status, how long it took, and its log."""
    began = time.monotonic()
    process.send_signal(by)
    status, _, log = await ended(process)
    return status, time.monotonic() - began, log


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
async def test_it_answers_and_ends_cleanly(api: BotApi, tmp_path: Path, by: signal.Signals) -> None:
    ann = Phone(api)
    ann.person.says("/start")
    process = await start("run", api_root=api.root, folder=tmp_path)
    await ann.person.next_message(15)
    await api.settled()
    status, seconds, log = await stopped(process, by)
    assert (status, seconds < 10) == (0, True), log
    assert len(ann.screen) == 4
    assert "Traceback" not in log


async def test_what_was_fetched_is_finished_and_what_waits_survives_the_stop(api: BotApi, tmp_path: Path) -> None:
    """Stopped in the middle of a crowd: nothing that was heard is without its answer after the next start."""
    for number in range(100, 220):
        api.user(number).says("/start")
    process = await start("run", api_root=api.root, folder=tmp_path)
    await api.user(100).next_message(15)
    status, seconds, log = await stopped(process, signal.SIGTERM)
    assert (status, seconds < 10) == (0, True), log
    heard = rows(tmp_path, "SELECT count(*) FROM messages WHERE direction = 'in'")[0][0]
    assert heard + len(api.updates.pending) == 120
    process = await start("run", api_root=api.root, folder=tmp_path)
    await api.settled(timeout=30)
    await stopped(process, signal.SIGTERM)
    assert all(len(api.accepted(number)) == 4 for number in range(100, 220))


async def test_it_stops_quickly_while_the_network_is_down(api: BotApi, tmp_path: Path) -> None:
    await api.stop()
    process = await start("run", api_root=api.root, folder=tmp_path)
    assert process.stderr
    while b"no updates" not in (line := await asyncio.wait_for(process.stderr.readline(), 20)):
        assert line, "it ended by itself"
    status, seconds, log = await stopped(process, signal.SIGTERM)
    assert (status, seconds < 8) == (0, True), log


@pytest.mark.parametrize(
    ("settings", "status", "words"),
    [
        ({"TELEGRAM_BOT_TOKEN": ""}, 2, "TELEGRAM_BOT_TOKEN is not set. Get a token from BotFather"),
        ({"TELEGRAM_BOT_TOKEN": "secret words"}, 2, "TELEGRAM_BOT_TOKEN is not a whole token"),
        ({"TELEGRAM_BOT_TOKEN": "42:WRONG"}, 1, "Telegram does not know the bot that TELEGRAM_BOT_TOKEN belongs to"),
        ({"TELEGRAM_API_URL": "localhost"}, 2, "TELEGRAM_API_URL must start with http"),
        ({"COACH_IDS": "anna"}, 2, "COACH_IDS must be Telegram user ids"),
        ({"HEALTH_LISTEN": "8080"}, 2, "HEALTH_LISTEN must be an address and a port"),
        ({"HEALTH_LISTEN": "203.0.113.1:80"}, 1, "HEALTH_LISTEN 203.0.113.1:80 can't be used"),
        ({"WEBHOOK_URL": "https://example.com/hook"}, 2, "WEBHOOK_SECRET is not set"),
        ({"WEBHOOK_SECRET": "two words"}, 2, "WEBHOOK_SECRET may have letters"),
        ({"REVIEW_URL": "https://example.com/page"}, 2, "REVIEW_URL must be http:// or https:// with a host"),
        ({"REVIEW_LISTEN": "8080"}, 2, "REVIEW_LISTEN must be an address and a port"),
    ],
)
async def test_what_keeps_it_from_running_is_said_in_one_line(
    api: BotApi, tmp_path: Path, settings: dict[str, str], status: int, words: str
) -> None:
    process = await start("run", api_root=api.root, folder=tmp_path, LOG_LEVEL="error", **settings)
    code, _, log = await ended(process)
    assert code == status, log
    assert log.startswith(f"goodterms: {words}")
    assert log.count("\n") == 1
    assert "WRONG" not in log
    assert "secret words" not in log


async def test_a_second_one_on_the_same_token_ends_the_first(api: BotApi, tmp_path: Path) -> None:
    first = await start("run", api_root=api.root, folder=tmp_path, LOG_LEVEL="error")
    await _until_polling(api, 0)
    second = await start("run", api_root=api.root, folder=tmp_path, LOG_LEVEL="error")
    status, _, log = await ended(first)
    assert status == 1
    assert log.startswith("goodterms: Another program receives this bot's updates.")
    assert log.count("\n") == 1
    assert (await stopped(second, signal.SIGTERM))[0] == 0


async def test_health_tells_how_it_goes(api: BotApi, tmp_path: Path) -> None:
    port = free_port()
    process = await start("run", api_root=api.root, folder=tmp_path, HEALTH_LISTEN=f"127.0.0.1:{port}")
    ann = Phone(api)
    ann.person.says("/start")
    await ann.person.next_message(15)
    await api.settled()
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/healthz") as answer:
        told: dict[str, Any] = await answer.json()
        assert answer.status == 200
    assert told["ok"] is True
    assert told["last_poll_seconds_ago"] < 30
    assert told["outbox"] == {"waiting": 0, "oldest_seconds": 0.0}
    await stopped(process, signal.SIGTERM)


async def test_no_log_line_holds_what_was_said(api: BotApi, tmp_path: Path) -> None:
    """At the most talkative level, with trouble of all kinds."""
    secret = "Xyzzy Clinic"
    process = await start("run", api_root=api.root, folder=tmp_path, LOG_LEVEL="debug", LOG_FORMAT="json")
    ann = Phone(api, 7, "Quux")
    ann.person.says("/start")
    await ann.person.next_message(15)
    api.push({"message": {"from": {"id": 7}, "text": secret, "chat": 1}})
    api.faults(seed=1, bad_gateway=0.2, cut_after=0.2, too_many=0.1)
    await ann.says("I agree", secret)
    api.faults()
    ann.person.chat.blocked = True
    api.user(7)
    await asyncio.sleep(2)
    _, _, log = await stopped(process, signal.SIGTERM)
    lines = [json.loads(line) for line in log.splitlines()]
    assert {"running", "heard", "stopped"} <= {line["event"] for line in lines}
    for word in ("Xyzzy", "Quux", "42:TEST", "TEST/", "coach for one hard"):
        assert word not in log


async def test_the_doctor_finds_all_well(api: BotApi, tmp_path: Path) -> None:
    status, out, log = await ended(await start("doctor", api_root=api.root, folder=tmp_path))
    assert status == 0, out + log
    for what in ("settings", "database", "API", "token", "webhook", "review", "clock"):
        assert f"ok  {what}: " in out
    assert "@good_terms_bot" in out


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"TELEGRAM_BOT_TOKEN": ""}, "NO  token: TELEGRAM_BOT_TOKEN is not set"),
        ({"TELEGRAM_BOT_TOKEN": "42:WRONG"}, "NO  token: Telegram does not know the bot"),
        ({"TELEGRAM_API_URL": "http://127.0.0.1:9"}, "NO  API: http://127.0.0.1:9 can't be reached"),
        ({"DATABASE_URL": "sqlite+aiosqlite:////nowhere/at/all.db"}, "NO  database: The database cannot be opened"),
        ({"WEBHOOK_URL": "https://example.com/hook"}, "NO  webhook: WEBHOOK_URL needs WEBHOOK_SECRET"),
        ({"REVIEW_URL": "http://review.example.com"}, "NO  review: REVIEW_URL is plain HTTP to another machine"),
        ({"REVIEW_LISTEN": "203.0.113.1:80"}, "NO  review: REVIEW_LISTEN 203.0.113.1:80 can't be used"),
    ],
)
async def test_the_doctor_says_what_is_wrong(
    api: BotApi, tmp_path: Path, settings: dict[str, str], words: str
) -> None:
    process = await start("doctor", api_root=api.root, folder=tmp_path, **settings)
    status, out, log = await ended(process, 30)
    assert status == 1, out + log
    assert words in out
    assert "Traceback" not in log
    assert not list(tmp_path.iterdir()), "the doctor only looks"


async def _until_polling(api: BotApi, before: int) -> None:
    while api.count().get("calls.getupdates", 0) <= before:
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.3)
