"""A coach invites, somebody comes: what each of them reads, and what nobody gets to know."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.telegram import pace
from storage.database import Database
from tests.botapi import BotApi
from tests.phone import Phone, address, bot_on, rows
from tests.walking import BOOKS

COACH = 9


@pytest_asyncio.fixture
async def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[BotApi]:
    """The server, with the bot running on it and one coach."""
    monkeypatch.setattr(pace, "CHAT_BURST", 1000.0)
    async with BotApi() as server, bot_on(server, tmp_path, coach_ids=str(COACH)):
        yield server


@pytest.fixture
def coach(api: BotApi) -> Phone:
    return Phone(api, COACH, "Coach")


@pytest.fixture
def ann(api: BotApi) -> Phone:
    return Phone(api)


def wordings(key: str, **facts: object) -> list[str]:
    return [wording.format_map(facts) for wording in BOOKS["en"].wordings(f"invite.{key}")]


async def invites(coach: Phone, *lines: str) -> str:
    """The code in the link that the coach gets."""
    (answer,) = await coach.says("\n".join(("/invite", *lines)) if lines else "/invite")
    found = re.search(r"https://t\.me/good_terms_bot\?start=([\w-]+)$", answer)
    assert found, answer
    return found[1]


async def came_by(folder: Path, number: int) -> str | None:
    async with await Database.open(address(folder)) as database, database.reading() as transaction:
        (person,) = (await transaction.persons.load({f"telegram:{number}"})).values()
        return person.came_by


def grow_old(folder: Path, code: str, by: timedelta) -> None:
    """Makes an invitation of earlier than it was."""
    made = (datetime.now(UTC) - by).strftime("%Y-%m-%d %H:%M:%S.%f")
    connection = sqlite3.connect(folder / "goodterms.db")
    with connection:
        connection.execute("UPDATE invitations SET made_at = ? WHERE code = ?", (made, code))
    connection.close()


async def test_the_answer_is_one_line_with_the_link(coach: Phone) -> None:
    assert len(await invites(coach)) == 22
    (answer,) = await coach.says("/invite Anna")
    assert "Anna" in answer
    assert "30 days" in answer


async def test_no_two_codes_are_alike(coach: Phone, tmp_path: Path) -> None:
    assert len({await invites(coach) for _ in range(3)}) == 3
    assert rows(tmp_path, "SELECT count(*) FROM invitations") == [(3,)]


async def test_whoever_comes_is_greeted_with_the_coachs_words_and_then_welcomed(
    coach: Phone, ann: Phone, tmp_path: Path
) -> None:
    code = await invites(coach, "Good to talk on Tuesday.", "Take <all> the time you need.")
    heard = await ann.does("starts", code)
    assert heard[0] in wordings("greeting")
    assert heard[1] in wordings("words", words="Good to talk on Tuesday.\nTake <all> the time you need.")
    assert heard[2].startswith("This is Good Terms")
    assert await came_by(tmp_path, 7) == code


async def test_the_name_is_for_the_coach_alone(coach: Phone, ann: Phone, tmp_path: Path) -> None:
    (answer,) = await coach.says("/invite the group from Tuesday")
    heard = await ann.does("starts", answer.rpartition("=")[2])
    assert "Tuesday" not in "".join(heard)
    assert heard[1].startswith("This is Good Terms")
    assert rows(tmp_path, "SELECT coach, name, words FROM invitations") == [
        ("telegram:9", "the group from Tuesday", "")
    ]


async def test_the_coach_hears_nothing_of_who_came(coach: Phone, ann: Phone) -> None:
    code = await invites(coach)
    before = len(coach.screen)
    await ann.does("starts", code)
    await ann.presses("I agree, let’s begin")
    await coach.says("/start")
    assert "Ann" not in "".join(sent.text for sent in coach.screen[before:])
    assert ann.person.id not in {entity.get("user", {}).get("id") for sent in coach.screen for entity in sent.entities}


async def test_several_come_through_one_invitation(coach: Phone, ann: Phone, api: BotApi, tmp_path: Path) -> None:
    code = await invites(coach)
    for phone in (ann, Phone(api, 8, "Ben")):
        assert (await phone.does("starts", code))[0] in wordings("greeting")
        assert await came_by(tmp_path, phone.number) == code


async def test_it_works_for_thirty_days_and_then_costs_nothing(
    coach: Phone, ann: Phone, api: BotApi, tmp_path: Path
) -> None:
    code = await invites(coach, "Welcome.")
    grow_old(tmp_path, code, timedelta(days=29, hours=23))
    assert (await ann.does("starts", code))[0] in wordings("greeting")
    grow_old(tmp_path, code, timedelta(days=30, hours=1))
    ben = Phone(api, 8, "Ben")
    heard = await ben.does("starts", code)
    assert heard[0] in wordings("over")
    assert heard[1].startswith("This is Good Terms")
    assert await came_by(tmp_path, 8) is None


@pytest.mark.parametrize("code", ["aW52aXRl", "x" * 64, "-_-"])
async def test_a_code_that_nobody_made_is_answered_kindly(ann: Phone, code: str) -> None:
    heard = await ann.does("starts", code)
    assert heard[0] in wordings("over")
    assert heard[1].startswith("This is Good Terms")


async def test_somebody_in_the_middle_stays_there(coach: Phone, ann: Phone, tmp_path: Path) -> None:
    """And what brought them first is what is kept."""
    first, second = await invites(coach), await invites(coach)
    await ann.does("starts", first)
    await ann.presses("I agree, let’s begin")
    await ann.presses("Nothing; it stays here")
    await ann.says("Maple SNF")
    heard = await ann.does("starts", second)
    assert heard[0] in wordings("greeting")
    assert "Maple SNF" in heard[1]
    assert await came_by(tmp_path, 7) == first


async def test_who_is_no_coach_can_invite_nobody(ann: Phone, tmp_path: Path) -> None:
    heard = await ann.says("/invite Ben")
    assert heard[0] in BOOKS["en"].wordings("control.unknown_command")
    assert rows(tmp_path, "SELECT count(*) FROM invitations") == [(0,)]


async def test_it_is_made_once_though_the_bots_name_comes_late(coach: Phone, api: BotApi, tmp_path: Path) -> None:
    """The link needs the name; while Telegram does not tell it, nothing is confirmed and nothing is lost."""
    api.faults(bad_gateway=1.0, times=2, methods=["getMe"])
    coach.person.says("/invite")
    await coach.person.next_message(10)
    await api.settled()
    assert len(coach.screen) == 1
    assert rows(tmp_path, "SELECT count(*) FROM invitations") == [(1,)]


async def test_a_coach_who_is_forgotten_leaves_no_words_behind(coach: Phone, ann: Phone, tmp_path: Path) -> None:
    code = await invites(coach, "Some words.")
    await coach.says("/forget")
    await coach.presses("Delete everything")
    assert rows(tmp_path, "SELECT count(*) FROM invitations") == [(0,)]
    assert (await ann.does("starts", code))[0] in wordings("over")
