"""Everything that a phone can send gets a fitting answer, and the place in the conversation is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.telegram import pace
from tests.botapi import BotApi
from tests.phone import Phone, as_kept, bot_on, rows
from tests.walking import BOOKS

ASKED = "What shall we call this client?"


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest_asyncio.fixture
async def ann(api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Phone]:
    """Somebody who is asked for the name of a client."""
    monkeypatch.setattr(pace, "CHAT_BURST", 1000.0)
    async with bot_on(api, tmp_path):
        phone = Phone(api)
        await phone.agrees()
        yield phone


def words(kind: str) -> tuple[str, ...]:
    return BOOKS["en"].wordings(f"telegram.sent.{kind}")


SENT = [
    ("sends_photo", (), "photo"),
    ("sends_voice", (), "voice"),
    ("sends_sticker", (), "sticker"),
    ("sends_contact", (), "contact"),
    ("sends_poll", ("Stay?", "Yes", "No"), "poll"),
    ("sends_document", ("contract.pdf", b"%PDF"), "document"),
    ("forwards", ("You people never answer.",), "forwarded"),
]


@pytest.mark.parametrize(("act", "values", "kind"), SENT, ids=[kind for *_, kind in SENT])
async def test_it_is_answered_and_the_question_comes_again(
    ann: Phone, act: str, values: tuple[Any, ...], kind: str
) -> None:
    heard = await ann.does(act, *values)
    assert heard[0] in words(kind)
    assert len(heard) == 2
    assert (await ann.says("Maple SNF"))[0] == "Maple SNF, then."


OTHER_CONTENT: list[dict[str, Any]] = [
    {"dice": {"emoji": "🎲", "value": 3}},
    {"venue": {"location": {"latitude": 1, "longitude": 2}, "title": "Clinic", "address": "Here"}},
    {"video_note": {"file_id": "a", "file_unique_id": "b", "length": 3, "duration": 3}},
    {"game": {"title": "Chess", "description": "A game", "photo": []}},
]


@pytest.mark.parametrize("content", OTHER_CONTENT, ids=lambda content: next(iter(content)))
async def test_rarer_things_are_answered_too(ann: Phone, content: dict[str, Any]) -> None:
    heard = await ann.does("sends", **content)
    assert len(heard) == 2


async def test_the_words_below_a_picture_are_words(ann: Phone) -> None:
    assert (await ann.does("sends_photo", "Maple SNF"))[0] == "Maple SNF, then."


async def test_ten_pictures_in_one_go_get_one_answer(ann: Phone, tmp_path: Path) -> None:
    """Though each of them stands in the transcript."""
    heard = await ann.does("sends_album", 10)
    assert len(heard) == 2
    assert heard[0] in words("album")
    said = rows(tmp_path, "SELECT text FROM messages WHERE direction = 'in' ORDER BY id DESC LIMIT 10")
    assert said == [("album",)] * 10
    assert (await ann.says("Maple SNF"))[0] == "Maple SNF, then."


async def test_the_words_below_the_first_of_several_pictures_are_words(ann: Phone) -> None:
    heard = await ann.does("sends_album", 4, "Maple SNF")
    assert heard[0] == "Maple SNF, then."
    assert len([text for text in heard if text in words("album")]) == 1


async def test_a_forwarded_thread_gets_one_answer(ann: Phone) -> None:
    for number in range(6):
        ann.person.forwards(f"You people never answer, {number}.")
    heard = await ann.does("forwards", "And another thing.")
    assert len(heard) == 2
    assert heard[0] in words("forwarded")


async def test_what_is_sent_one_by_one_is_answered_one_by_one(ann: Phone) -> None:
    for _ in range(2):
        assert len(await ann.does("sends_sticker")) == 2


async def test_a_place_that_moves_is_answered_once(ann: Phone) -> None:
    """A shared live location is edited every few seconds, for hours."""
    place = await ann.does("sends", location={"latitude": 41.9, "longitude": -87.6, "live_period": 900})
    assert len(place) == 1  # one question: is this your clock
    act = ann.person.sends_location()
    await ann.api.settled()
    message = {**ann.person.chat.incoming[act.message_id], "edit_date": 1_800_000_000}
    before = len(ann.screen)
    for _ in range(3):
        ann.api.push({"edited_message": message})
    await ann.api.settled()
    assert len(ann.screen) == before


async def test_a_service_message_needs_no_answer(ann: Phone, api: BotApi) -> None:
    assert await ann.does("sends", message_auto_delete_timer_changed={"message_auto_delete_time": 60}) == []
    assert api.count()["updates.pending"] == 0


async def test_an_edited_message_changes_nothing_and_says_so(ann: Phone, tmp_path: Path) -> None:
    said = ann.person.says("Maple SNF")
    await ann.api.settled()
    heard = await ann.does("edits", said.message_id, "Oak SNF")
    assert len(heard) == 1, "the open question is still there"
    assert heard[0] in words("edited")
    assert rows(tmp_path, "SELECT client FROM cases") == [("Maple SNF",)]
    assert "Oak SNF" not in str(rows(tmp_path, "SELECT text FROM messages"))


async def test_a_reply_to_a_message_is_a_text(ann: Phone) -> None:
    asked = ann.screen[-1].message_id
    act = ann.person.says("Maple SNF", reply_to=asked)
    await ann.api.settled()
    assert act.update_id
    assert "Maple SNF, then." in [sent.text for sent in ann.screen]


async def test_what_somebody_forwards_is_not_kept(ann: Phone, tmp_path: Path) -> None:
    await ann.does("forwards", "Words of somebody else.")
    assert "somebody else" not in str(rows(tmp_path, "SELECT text FROM messages WHERE direction = 'in'"))


async def test_a_group_gets_one_answer_and_nothing_is_kept(ann: Phone, api: BotApi, tmp_path: Path) -> None:
    before = rows(tmp_path, "SELECT count(*) FROM messages")
    member = api.member(8, -100, "Billing")
    member.adds_bot()
    await api.settled()
    member.says("/start@good_terms_bot")
    member.says("/plan about the Smith file")
    await api.settled()
    assert [sent.text for sent in api.accepted(-100)] == list(BOOKS["en"].wordings("telegram.group.answer"))
    assert rows(tmp_path, "SELECT count(*) FROM messages") == before
    assert rows(tmp_path, "SELECT count(*) FROM persons WHERE key LIKE '%8'") == [(0,)]


async def test_the_group_is_not_answered_again_after_a_restart(api: BotApi, tmp_path: Path) -> None:
    """But once more if the bot was taken out and is taken in again. Only the group's number is kept."""
    member = api.member(8, -100, "Billing")
    for _ in range(2):
        async with bot_on(api, tmp_path):
            member.says("/start")
            await api.settled()
    assert len(api.accepted(-100)) == 1
    assert rows(tmp_path, "SELECT * FROM answered_groups") == [("telegram:42", -100)]
    async with bot_on(api, tmp_path):
        member.removes_bot()
        await api.settled()
        assert rows(tmp_path, "SELECT * FROM answered_groups") == []
        member.adds_bot()
        await api.settled()
    assert len(api.accepted(-100)) == 2


async def test_a_reaction_to_the_open_question_is_seen_but_is_no_answer(ann: Phone, tmp_path: Path) -> None:
    """It gets one line; the question and its buttons stay as they are."""
    await ann.says("Maple SNF")
    asked = ann.heard[-1]
    heard = await ann.does("reacts", asked, "👍")
    assert len(heard) == 1
    assert heard[0] in words("reaction")
    assert asked.buttons
    assert rows(tmp_path, "SELECT kind, text FROM messages WHERE direction = 'in' ORDER BY id DESC LIMIT 1") == [
        ("other", "reaction")
    ]
    await ann.presses("Nursing facility, I consult")
    assert asked.buttons == []


async def test_a_reaction_to_anything_else_costs_nothing(ann: Phone, api: BotApi, tmp_path: Path) -> None:
    """No answer, no line in the transcript; nor does one that is changed or taken back."""
    await ann.says("Maple SNF")
    asked, earlier = ann.heard[-1], ann.screen[0]
    await ann.does("reacts", asked, "👍")
    before = rows(tmp_path, "SELECT count(*) FROM messages")
    for message, emoji in ((asked, "❤"), (asked, ""), (earlier, "👍"), (earlier, ""), (9999, "👎")):
        assert await ann.does("reacts", message, emoji) == []
    assert rows(tmp_path, "SELECT count(*) FROM messages") == before
    assert api.count().get("updates.unwanted", 0) == 0


async def test_a_reaction_before_anything_was_said_is_left_alone(ann: Phone, api: BotApi, tmp_path: Path) -> None:
    ben = Phone(api, 9, "Ben")
    assert await ben.does("reacts", 1, "👍") == []
    assert rows(tmp_path, "SELECT count(*) FROM persons WHERE key = 'telegram:9'") == [(0,)]


async def test_somebody_who_blocks_the_bot_and_comes_back_goes_on(ann: Phone, api: BotApi, tmp_path: Path) -> None:
    ann.person.blocks()
    await api.settled()
    assert rows(tmp_path, "SELECT blocked_at IS NULL FROM persons") == [(0,)]
    ann.person.unblocks()
    await api.settled()
    assert rows(tmp_path, "SELECT blocked_at IS NULL FROM persons") == [(1,)]
    assert (await ann.says("Maple SNF"))[0] == "Maple SNF, then."


async def test_several_messages_in_one_second_are_each_answered_in_order(ann: Phone, tmp_path: Path) -> None:
    acts = [ann.person.says(text) for text in ("Maple SNF", "1", "It began well.", "/status", "/help")]
    await ann.api.settled(timeout=20)
    heard = rows(tmp_path, "SELECT update_id FROM messages WHERE direction = 'in' ORDER BY id")
    assert [number for (number,) in heard][-5:] == [act.update_id for act in acts]
    kept = rows(tmp_path, "SELECT text FROM messages WHERE direction = 'out' ORDER BY id")
    assert [as_kept(sent) for sent in ann.screen] == [text for (text,) in kept]


async def test_strange_characters_do_no_harm(ann: Phone) -> None:
    for text in ("\u202eright to left", "nul\u0000l", "👩‍👩‍👧‍👦" * 50, "\ud83d", "z̷̢͝a̶l̸g̵o̸" * 20, "  ", "/", "//", "/@"):
        await ann.does("sends", text=text)
        assert ann.heard, text


async def test_a_stranger_without_a_language_is_spoken_to_in_english(ann: Phone, api: BotApi) -> None:
    ben = Phone(api, 9, "Ben", language_code=None)
    assert (await ben.says("/start"))[0].startswith("This is Good Terms")
