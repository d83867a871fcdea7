"""Reminders in the database: with the case in one transaction, once, whoever wakes up, whatever breaks."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.engine import Engine
from bot.reminders import Reminders
from flows import conversation
from flows.model import Event, EventKind, Person, Turn
from storage.database import Database
from storage.migrate import migrate
from storage.records import Due, Outgoing
from tests.walking import BOOKS

NOON = datetime(2026, 11, 23, 18, tzinfo=UTC)
"""Noon in Chicago."""
ME = "telegram:7"
LATER = NOON + timedelta(days=2, minutes=15)


class Clock:
    """A clock that stands where it was put."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


class House:
    """A database with an engine, reminders that come when they are asked to, and what was said."""

    def __init__(self, database: Database, whose: str = "telegram:", advance: Any = conversation.advance) -> None:
        self.database, self.clock = database, Clock()
        self.engine = Engine(database, BOOKS, "America/Chicago", "telegram:42", advance)
        self.reminders = Reminders(database, self.engine, whose, self.clock, self._deliver)
        self.said: list[Outgoing] = []

    async def _deliver(self, messages: Sequence[Outgoing]) -> None:
        self.said += messages

    async def talks(self, person: str = ME, at: datetime = NOON) -> None:
        """Somebody gets to the first question about a client."""
        for text in ("/start", "I agree", "Maple SNF", "1"):
            await self.engine.hear([Event(person, at, EventKind.TEXT, text)])

    async def until_quiet(self, at: datetime) -> int:
        """Everything that is due by then comes; how often something was brought."""
        self.clock.at = at
        rounds = 0
        while await self.reminders.bring():
            rounds += 1
            assert rounds < 50, "the same came due again and again"
        return rounds


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'goodterms.db'}"
    await migrate(url)
    async with await Database.open(url) as database:
        yield House(database)


def rows(path: Path, query: str) -> list[Any]:
    connection = sqlite3.connect(path / "goodterms.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


STATUS = "SELECT case_number, name, status, due_at, wall, zone, chosen FROM reminders"


async def test_what_waits_is_kept_with_the_case(house: House, tmp_path: Path) -> None:
    await house.talks()
    assert rows(tmp_path, STATUS) == [
        (1, "stopped_2", "waiting", "2026-11-25 18:00:00.000000", "2026-11-25T12:00", "America/Chicago", 0)
    ]


async def test_it_comes_once_and_is_kept_as_a_reminder_and_not_as_something_that_was_said(
    house: House, tmp_path: Path
) -> None:
    await house.talks()
    assert await house.until_quiet(LATER) == 1
    (message,) = house.said
    assert message.in_bulk
    assert "Maple SNF" in message.reply.text
    assert rows(tmp_path, f"{STATUS} WHERE name = 'stopped_2'")[0][2] == "sent"
    kinds = rows(tmp_path, "SELECT direction, kind FROM messages ORDER BY id DESC LIMIT 1")
    assert kinds == [("out", "reminder")]
    assert await house.until_quiet(LATER + timedelta(hours=1)) == 0


async def test_not_a_second_early(house: House) -> None:
    await house.talks()
    assert await house.until_quiet(datetime(2026, 11, 25, 17, 59, 59, tzinfo=UTC)) == 0
    assert await house.until_quiet(datetime(2026, 11, 25, 18, tzinfo=UTC)) == 1


async def test_of_two_who_wake_up_at_once_one_brings_it(house: House, tmp_path: Path) -> None:
    await house.talks()
    house.clock.at = LATER
    async with await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'goodterms.db'}") as other:
        second = House(other)
        second.clock.at = LATER
        await asyncio.gather(house.reminders.bring(), second.reminders.bring())
        assert len(house.said + second.said) == 1


async def test_the_same_event_twice_in_a_batch_comes_once(house: House) -> None:
    await house.talks()
    event = Event(ME, LATER, EventKind.REMINDER, "1:stopped_2")
    assert len(await house.engine.hear([event, event])) == 1


async def test_whoever_said_something_meanwhile_is_left_alone(house: House) -> None:
    await house.talks()
    await house.engine.hear([Event(ME, LATER, EventKind.TEXT, "/help")])
    assert await house.engine.hear([Event(ME, LATER, EventKind.REMINDER, "1:stopped_2")]) == []


async def test_one_that_is_put_off_at_night_is_put_off_in_the_database(house: House, tmp_path: Path) -> None:
    """The bot was down at noon and is up again at three in the night: eight in the morning it is."""
    await house.talks()
    night = datetime(2026, 11, 26, 9, tzinfo=UTC)
    assert await house.until_quiet(night) == 1
    assert house.said == []
    assert rows(tmp_path, STATUS)[0][3:5] == ("2026-11-26 14:00:00.000000", "2026-11-26T08:00")
    assert await house.until_quiet(datetime(2026, 11, 26, 14, tzinfo=UTC)) == 1
    assert len(house.said) == 1


async def test_who_is_forgotten_is_not_made_anew_by_a_reminder(house: House, tmp_path: Path) -> None:
    await house.talks()
    for text in ("/forget", "Delete everything"):
        await house.engine.hear([Event(ME, NOON, EventKind.TEXT, text)])
    assert rows(tmp_path, STATUS) == []
    assert await house.engine.hear([Event(ME, LATER, EventKind.REMINDER, "1:stopped_2")]) == []
    assert rows(tmp_path, "SELECT count(*) FROM persons") == [(0,)]


async def test_a_mistake_of_ours_costs_one_reminder_and_not_the_night(house: House, tmp_path: Path) -> None:
    """The event is set aside and does not come due again; the person hears nothing of it."""

    def broken(books: Any, person: Person, event: Event) -> Turn:
        raise ZeroDivisionError

    await house.talks()
    other = House(house.database, advance=broken)
    assert await other.until_quiet(LATER) == 1
    assert other.said == []
    assert rows(tmp_path, STATUS)[0][2] == "cancelled"
    assert rows(tmp_path, "SELECT error FROM dead_letters") == [("ZeroDivisionError",)]


async def test_the_channel_gets_its_own_and_the_terminal_its_person(house: House) -> None:
    for person in (ME, "terminal:me", "terminal:anna"):
        await house.talks(person)
    assert await house.until_quiet(LATER) == 1
    assert {message.person for message in house.said} == {ME}
    mine = House(house.database, "terminal:me")
    assert await mine.until_quiet(LATER) == 1
    assert {message.person for message in mine.said} == {"terminal:me"}


async def test_how_many_are_due_can_be_asked(house: House) -> None:
    await house.talks()
    assert await house.reminders.waiting() == 0
    house.clock.at = LATER
    assert await house.reminders.waiting() == 1


async def test_whoever_blocks_the_bot_has_nothing_waiting(house: House, tmp_path: Path) -> None:
    await house.talks()
    async with house.database.writing() as transaction:
        await transaction.reminders.cancel_all([ME])
    assert rows(tmp_path, STATUS)[0][2] == "cancelled"
    await house.engine.hear([Event(ME, NOON, EventKind.TEXT, "/help")])
    assert rows(tmp_path, STATUS)[0][2] == "waiting"


async def test_one_can_be_taken_away_by_name(house: House, tmp_path: Path) -> None:
    await house.talks()
    async with house.database.writing() as transaction:
        await transaction.reminders.cancel(Due(ME, 1, "stopped_2"))
    assert rows(tmp_path, STATUS)[0][2] == "cancelled"


async def test_it_sleeps_until_the_next_is_due_and_wakes_up_for_one_that_comes_earlier(house: House) -> None:
    """It would sleep for half a minute; what somebody's turn plans for this moment comes at once."""
    await house.talks()
    brought = asyncio.create_task(house.reminders.run())
    await asyncio.sleep(0.05)
    assert house.said == []
    await house.talks("telegram:8", NOON - timedelta(days=2))
    for _ in range(100):
        if house.said:
            break
        await asyncio.sleep(0.01)
    brought.cancel()
    assert {message.person for message in house.said} == {"telegram:8"}


@pytest.mark.parametrize("down", [timedelta(minutes=1), timedelta(days=1), timedelta(days=31)])
async def test_after_a_downtime_each_comes_once(house: House, down: timedelta) -> None:
    await house.talks()
    await house.until_quiet(datetime(2026, 11, 25, 18, tzinfo=UTC) + down)
    assert len(house.said) == 1
    assert await house.until_quiet(datetime(2026, 11, 25, 18, tzinfo=UTC) + down + timedelta(days=1)) == 0


async def test_the_index_of_what_waits_answers_what_is_due(house: House, tmp_path: Path) -> None:
    """So a wake-up costs what is due, however many wait."""
    query = (
        "EXPLAIN QUERY PLAN SELECT persons.key FROM reminders JOIN persons ON persons.id = reminders.person_id "
        "WHERE status = 'waiting' AND key LIKE 'telegram:%' AND due_at <= '2026' ORDER BY due_at LIMIT 5"
    )
    plan = " ".join(str(row) for row in rows(tmp_path, query))
    assert "ix_reminders_due" in plan
    assert "TEMP B-TREE" not in plan
