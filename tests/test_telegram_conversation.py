"""The conversation on a phone: the same words as in the terminal, with buttons, files and edits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.telegram import pace
from tests.botapi import BotApi, Sent
from tests.phone import Phone, as_kept, bot_on, rows


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """These people type faster than anybody can; how the bot keeps its pace is tested elsewhere."""
    monkeypatch.setattr(pace, "CHAT_BURST", 1000.0)


@pytest_asyncio.fixture
async def ann(api: BotApi, tmp_path: Path) -> AsyncIterator[Phone]:
    async with bot_on(api, tmp_path):
        yield Phone(api)


async def test_somebody_begins_and_gets_to_the_first_question(ann: Phone) -> None:
    heard = await ann.says("/start")
    assert heard[0].startswith("This is Good Terms")
    assert ann.buttons == ["I agree, let’s begin", "Tell me more first", "Not now"]
    heard = await ann.presses("I agree, let’s begin")
    assert heard[-1].startswith("What shall we call this client?")


async def test_the_chosen_answer_is_shown_and_the_buttons_are_gone(ann: Phone) -> None:
    await ann.agrees()
    assert ann.screen[3].text == "Shall we begin on those terms?\n\n→ I agree, let’s begin"
    assert ann.buttons == []


async def test_a_typed_answer_takes_the_buttons_away_too(ann: Phone) -> None:
    await ann.says("/start")
    asked = ann.heard[-1]
    await ann.says("I agree")
    assert asked.buttons == []
    assert asked.text == "Shall we begin on those terms?"


async def test_a_choice_that_leaves_the_question_open_leaves_its_buttons(ann: Phone) -> None:
    await ann.says("/start")
    await ann.presses("Not now")
    assert "I agree, let’s begin" in ann.buttons
    assert (await ann.presses("I agree, let’s begin"))[-1].startswith("What shall we call this client?")


async def test_every_spinner_stops(ann: Phone) -> None:
    await ann.says("/start")
    act = ann.person.presses("Tell me more first")
    assert await ann.person.answer(act.query_id, timeout=2)


async def test_a_button_pressed_twice_takes_effect_once(ann: Phone) -> None:
    await ann.says("/start")
    first, second = (ann.person.presses("I agree, let’s begin") for _ in range(2))
    await ann.api.settled()
    assert "text" not in await ann.person.answer(first.query_id)
    assert (await ann.person.answer(second.query_id))["text"] == "That one is taken in already."
    assert [sent.text for sent in ann.screen].count("First, the client this is about.") == 1


async def test_a_button_of_last_week_is_left_alone_and_the_open_question_comes_again(
    ann: Phone, api: BotApi, tmp_path: Path
) -> None:
    await ann.says("/start")
    old = ann.heard[-1]
    await ann.says("I agree", "Maple SNF")
    heard = await ann.presses("Not now", message=old, stale=True)
    assert heard[0].startswith(("That belongs to an earlier moment", "That choice is from before", "An old button"))
    assert "Nursing facility, I consult" in ann.buttons
    assert old.buttons == []


async def test_an_old_button_of_the_same_question_is_old_too(ann: Phone) -> None:
    """The consent asked twice: the first one's buttons are from before."""
    await ann.says("/start")
    old = ann.heard[-1]
    await ann.says("/help")
    heard = await ann.presses("Not now", message=old, stale=True)
    assert "earlier moment" in heard[0] or "from before" in heard[0] or "old button" in heard[0]


async def test_hostile_names_are_shown_as_they_were_typed(ann: Phone) -> None:
    name = '<b>"SNF"</b> & <script>'
    await ann.agrees()
    heard = await ann.says(name)
    assert name in heard[0]


async def test_help_in_the_middle_of_a_list_loses_none_of_it(ann: Phone, tmp_path: Path) -> None:
    """And so does a sticker: what was listed by then stays, and more can be added."""
    await ann.agrees()
    await ann.says("Maple SNF", "1", "It began well.")
    for _ in range(30):
        if "That’s the list" in ann.buttons:
            break
        await ann.says("first things first")
    else:
        pytest.fail("no list came up")
    await ann.does("sends_sticker")
    await ann.says("a second thing")
    await ann.presses("That’s the list")
    (state,) = rows(tmp_path, "SELECT state FROM cases")[0]
    assert '"value":["first things first","a second thing"]' in state


async def the_file(phone: Phone) -> Sent:
    """The first file that comes; it is made while the person waits."""
    for _ in range(200):
        if found := next((sent for sent in phone.screen if sent.document), None):
            return found
        await asyncio.sleep(0.05)
    pytest.fail("no file came")


async def test_the_plan_comes_as_a_file(ann: Phone) -> None:
    await ann.reaches_reflection("Maple’s <SNF>")
    await ann.says("/plan")
    plan = await the_file(ann)
    assert plan.document is not None
    assert plan.document["file_name"] == "The plan for Maple’s SNF.pdf"
    assert plan.document["mime_type"] == "application/pdf"
    assert as_kept(plan) == "The plan for Maple’s <SNF>"
    assert (plan.content or b"").startswith(b"%PDF-")


async def test_links_have_no_previews(ann: Phone) -> None:
    await ann.says("/start")
    assert ann.heard[0].params["link_preview_options"] == {"is_disabled": True}


async def test_a_list_is_typed_over_several_messages_in_one_second(ann: Phone, tmp_path: Path) -> None:
    """Each is heard, in order."""
    await ann.agrees()
    for text in ("Maple SNF", "1", "It began well.", "5", "Tense"):
        ann.person.says(text)
    await ann.api.settled(timeout=20)
    said = rows(tmp_path, "SELECT text FROM messages WHERE direction = 'in' ORDER BY id")
    assert [text for (text,) in said][-5:] == ["Maple SNF", "1", "It began well.", "5", "Tense"]


async def test_start_in_the_middle_goes_on_there(ann: Phone) -> None:
    await ann.reaches_reflection()
    heard = await ann.says("/start")
    assert "Maple SNF" in heard[0]


async def test_a_link_can_resume_a_case(ann: Phone) -> None:
    await ann.reaches_reflection("Maple SNF")
    await ann.says("/new", "Oak Clinic")
    heard = await ann.does("starts", "case-1")
    assert "Maple SNF" in heard[0]


async def test_what_was_said_is_in_the_transcript_with_its_updates(ann: Phone, tmp_path: Path) -> None:
    await ann.says("/start")
    await ann.presses("I agree, let’s begin")
    said = rows(tmp_path, "SELECT kind, text, source, update_id FROM messages WHERE direction = 'in' ORDER BY id")
    assert [(kind, text, source) for kind, text, source, _ in said] == [
        ("command", "/start", "telegram:42"),
        ("choice", "I agree, let’s begin", "telegram:42"),
    ]
    assert all(update_id for *_, update_id in said)


async def test_everything_that_was_said_has_arrived_as_it_is_kept(ann: Phone, tmp_path: Path) -> None:
    await ann.reaches_reflection()
    kept = rows(tmp_path, "SELECT text, sent_at FROM messages WHERE direction = 'out' ORDER BY id")
    arrived = [as_kept(sent) for sent in ann.screen]
    assert [text for text, _ in kept] == arrived
    assert all(sent_at for _, sent_at in kept)


async def test_forgetting_leaves_nothing_and_what_comes_again_stays_forgotten(ann: Phone, tmp_path: Path) -> None:
    await ann.reaches_reflection()
    await ann.says("/forget")
    heard = await ann.presses("Delete everything")
    assert heard == ["Done. Everything you told me is deleted. Take care of yourself."]
    assert rows(tmp_path, "SELECT count(*) FROM messages") == rows(tmp_path, "SELECT count(*) FROM persons") == [(0,)]
    assert rows(tmp_path, "SELECT count(*) FROM spent_updates")[0][0] >= 6
    assert ann.buttons == []


async def test_the_bot_sets_its_profile_up_by_itself_and_only_once(api: BotApi, tmp_path: Path) -> None:
    for _ in range(2):
        async with bot_on(api, tmp_path, coach_ids="9"):
            api.user(9, "Coach", met=True)
            await api.settled()
    names = [one["command"] for one in api.profile.commands['{"type": "all_private_chats"}', ""]]
    assert names[:4] == ["start", "status", "back", "pause"]
    assert "review" not in names
    assert api.profile.texts["name", ""] == "Good Terms"
    assert api.count()["calls.setmyname"] == 1
    assert "invite" not in names
    (for_coach,) = (named for (scope, _), named in api.profile.commands.items() if '"chat_id": 9' in scope)
    assert "invite" in [one["command"] for one in for_coach]
