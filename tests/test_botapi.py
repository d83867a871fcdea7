"""The test server itself: is it as strict as Telegram, and does it tell what happened?"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MenuButtonCommands,
    MessageEntity,
    Update,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from tests.botapi import BotApi, HtmlError, parse_html

TOKEN = "42:TEST"
ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _retry_after_is_a_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it, PTB 22 warns of each RetryAfter."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    """A server with Ann (7), who has written before."""
    async with BotApi(TOKEN, retry_delay=0.02) as server:
        server.user(7, "Ann", met=True)
        yield server


@pytest_asyncio.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    """python-telegram-bot, unchanged but for the address."""
    async with Bot(TOKEN, base_url=api.url, base_file_url=api.file_url) as client:
        yield client


def keyboard(*buttons: str) -> InlineKeyboardMarkup:
    """Buttons below each other, each with its label in small letters as data."""
    return InlineKeyboardMarkup.from_column(
        [InlineKeyboardButton(one, callback_data=one.lower()) for one in buttons]
    )


async def texts(bot: Bot, **parameters: Any) -> list[str]:
    """What getUpdates gives, as texts."""
    return [update.message.text or "" for update in await bot.get_updates(**parameters) if update.message]


# Receiving


async def test_an_update_stays_until_a_higher_offset_confirms_it(api: BotApi, bot: Bot) -> None:
    """Asking again gives the same; only a later offset forgets."""
    first, second = api.user(7).says("one").update_id, api.user(7).says("two").update_id
    assert first is not None and second == first + 1
    assert await texts(bot) == ["one", "two"] == await texts(bot)
    assert await texts(bot, limit=1) == ["one"]
    assert await texts(bot, offset=second) == ["two"] and list(api.updates.pending) == [second]
    assert [update_id for update_id, _ in api.updates.confirmed] == [first]
    assert await texts(bot, offset=second + 1) == [] and not api.updates.pending


async def test_a_negative_offset_forgets_all_but_the_last(api: BotApi, bot: Bot) -> None:
    """-2 is counted from the end."""
    for word in "abcd":
        api.user(7).says(word)
    assert await texts(bot, offset=-2) == ["c", "d"] == await texts(bot)


async def test_after_an_idle_gap_ids_begin_anew_and_a_stale_offset_forgets_nothing() -> None:
    """Why a bot must not start from an offset that it stored long ago."""
    async with BotApi(TOKEN, idle_gap=0.05) as api, Bot(TOKEN, base_url=api.url) as bot:
        old = api.user(7).says("before").update_id
        assert old and await texts(bot, offset=old + 1) == []
        await asyncio.sleep(0.06)
        new = api.user(7).says("after").update_id
        assert new and abs(new - old) > 1
        assert await texts(bot, offset=new + 1000) == ["after"]


async def test_a_long_poll_is_woken_at_once(api: BotApi, bot: Bot) -> None:
    """And one without news ends empty after its time."""
    assert await texts(bot, timeout=1) == []
    poll = asyncio.create_task(texts(bot, timeout=30))
    await asyncio.sleep(0.05)
    api.user(7).says("hello")
    assert await asyncio.wait_for(poll, 1) == ["hello"]


async def test_a_second_poller_ends_the_first(api: BotApi, bot: Bot) -> None:
    """As with Telegram: the one that came earlier gets the 409."""
    first = asyncio.create_task(texts(bot, timeout=30))
    await asyncio.sleep(0.05)
    async with Bot(TOKEN, base_url=api.url) as rival:
        second = asyncio.create_task(texts(rival, timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await asyncio.wait_for(first, 1)
        api.user(7).says("hi")
        assert await asyncio.wait_for(second, 1) == ["hi"]


async def test_allowed_updates_are_remembered(api: BotApi, bot: Bot) -> None:
    """A later call without them changes nothing; an empty list means the usual kinds."""
    await bot.get_updates(allowed_updates=["callback_query"])
    assert api.user(7).says("unheard").update_id is None
    await bot.get_updates()
    assert api.user(7).says("unheard too").update_id is None
    await bot.get_updates(allowed_updates=[])
    assert api.user(7).says("heard").update_id is not None


async def test_an_update_that_no_library_can_read(api: BotApi, bot: Bot) -> None:
    """It blocks PTB's get_updates; a later offset gets past it."""
    update_id = api.push({"message": {"message_id": 1}})
    api.user(7).says("behind it")
    for _ in range(2):
        with pytest.raises(KeyError):
            await bot.get_updates()
    assert await texts(bot, offset=update_id + 1) == ["behind it"]


async def test_everything_that_people_do_is_a_correct_update(api: BotApi, bot: Bot) -> None:
    """PTB reads each kind and finds what belongs to it."""
    ann = api.user(7)
    said = ann.says("first 😀 /help now")
    acts = {
        "photo": ann.sends_photo("look"), "voice": ann.sends_voice(), "sticker": ann.sends_sticker(),
        "document": ann.sends_document("a.txt", b"abc", "text/plain"), "location": ann.sends_location(),
        "contact": ann.sends_contact(), "poll": ann.sends_poll("Which?", "A", "B"),
        "forward_origin": ann.forwards("read this"), "reply_to_message": ann.says("yes", reply_to=1),
        "text": ann.starts("abc"),
    }  # fmt: skip
    ann.edits(said.message_id, "second")
    ann.blocks()
    ann.unblocks()
    updates = await bot.get_updates()
    assert [one.update_id for one in updates] == sorted(one.update_id for one in updates)
    assert updates[0].message and updates[0].message.parse_entities() == {
        MessageEntity("bot_command", 9, 5): "/help"
    }
    for (field, act), update in zip(acts.items(), updates[1:], strict=False):
        assert update.message and getattr(update.message, field) and update.message.id == act.message_id
    edited, blocked, unblocked = updates[-3:]
    assert edited.edited_message and edited.edited_message.text == "second"
    assert blocked.my_chat_member and blocked.my_chat_member.new_chat_member.status == "kicked"
    assert unblocked.my_chat_member and unblocked.my_chat_member.new_chat_member.status == "member"
    voice = updates[2].message and updates[2].message.voice
    assert voice and bytes(await (await bot.get_file(voice)).download_as_bytearray()) == b"OggS"


async def test_in_a_group_the_bot_sees_what_is_meant_for_it(api: BotApi, bot: Bot) -> None:
    """Privacy mode: commands, and replies to its own messages."""
    ann = api.member(7, -100, "Team")
    ann.adds_bot()
    assert ann.says("just talking").update_id is None
    assert ann.says("/plan@other_bot").update_id is None
    sent = await bot.send_message(-100, "Hello, team")
    heard = [ann.says("/plan@good_terms_bot"), ann.says("agreed", reply_to=sent.message_id)]
    updates = (await bot.get_updates())[1:]
    assert [one.update_id for one in heard] == [one.update_id for one in updates]
    assert updates[0].effective_chat and updates[0].effective_chat.type == "supergroup"
    ann.removes_bot()
    with pytest.raises(Forbidden, match="kicked"):
        await bot.send_message(-100, "still here?")


# Sending


async def test_a_conversation(api: BotApi, bot: Bot) -> None:
    """Message, press, answer, edit in place, typing, reaction: each can be read afterwards."""
    ann = api.user(7)
    said = ann.says("hi")
    await bot.send_chat_action(7, "typing")
    await bot.set_message_reaction(7, said.message_id, "👌")
    sent = await bot.send_message(
        7, "<b>Ready</b> &amp; set?", "HTML", reply_markup=keyboard("Yes", "No"), disable_notification=True
    )
    seen = await ann.next_message()
    assert (seen.text, seen.message_id, seen.silent, seen.answered) == ("Ready & set?", 2, True, True)
    assert seen.entities == ({"type": "bold", "offset": 0, "length": 5},) and sent.text == seen.text
    press = ann.presses("Yes")
    query = (await bot.get_updates(offset=-1))[0].callback_query
    assert query and query.data == "yes" and query.message and query.message.message_id == sent.message_id
    await bot.answer_callback_query(query.id, "Noted")
    assert (await ann.answer(press.query_id))["text"] == "Noted"
    change = asyncio.create_task(ann.change(seen))
    await asyncio.sleep(0)
    await bot.edit_message_text("Ready: yes", 7, sent.message_id)
    assert (await change).text == "Ready: yes" and seen.buttons == [] and len(seen.edits) == 1
    assert [action for _, action in api.world.chats[7].actions] == ["typing"]
    assert api.world.chats[7].reactions == {said.message_id: [{"type": "emoji", "emoji": "👌"}]}
    assert [one.text for one in api.accepted()] == ["Ready: yes"] and api.count()["accepted"] == 1


async def test_a_document_keeps_name_caption_and_content(api: BotApi, bot: Bot) -> None:
    """And can be fetched again."""
    sent = await bot.send_document(7, b"BEGIN:VCALENDAR", caption="Your dates", filename="Klärung.ics")
    seen = await api.user(7).next_message()
    assert seen.content == b"BEGIN:VCALENDAR" and seen.text == "Your dates"
    assert sent.document and sent.document.file_name == "Klärung.ics"
    assert bytes(await (await bot.get_file(sent.document)).download_as_bytearray()) == seen.content


async def test_pressing_needs_a_button_that_is_there_unless_stale(api: BotApi, bot: Bot) -> None:
    """A phone may still show what an edit took away, or a message that is gone."""
    ann = api.user(7)
    sent = await bot.send_message(7, "Which?", reply_markup=keyboard("Old"))
    await bot.edit_message_reply_markup(7, sent.message_id, reply_markup=keyboard("New"))
    with pytest.raises(ValueError, match="no button"):
        ann.presses("Old")
    ann.presses("Old", stale=True)
    await bot.delete_message(7, sent.message_id)
    with pytest.raises(ValueError, match="no button"):
        ann.presses("New")
    ann.presses(data="new", stale=True)
    first, second = [update.callback_query for update in await bot.get_updates()]
    assert first and first.data == "old" and first.message and first.message.is_accessible
    assert second and second.message and not second.message.is_accessible


async def test_what_was_pressed_can_be_answered_once_and_not_for_long() -> None:
    """Afterwards: query is too old."""
    async with BotApi(TOKEN, callback_lifetime=0.1) as api, Bot(TOKEN, base_url=api.url) as bot:
        api.user(7, met=True)
        await bot.send_message(7, "Which?", reply_markup=keyboard("A"))
        first, second = api.user(7).presses("A"), api.user(7).presses("A")
        await bot.answer_callback_query(first.query_id)
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_callback_query(first.query_id)
        await asyncio.sleep(0.11)
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_callback_query(second.query_id)


Call = Callable[[Bot], Awaitable[Any]]
REFUSALS: dict[str, Call] = {
    "Message text is empty": lambda bot: bot.send_message(7, ""),
    "Text must be non-empty": lambda bot: bot.send_message(7, " \n\t "),
    "Text must be non-empty ": lambda bot: bot.send_message(7, "<b> </b>", "HTML"),
    "Message is too long": lambda bot: bot.send_message(7, "😀" * 2049),
    "Text is too long": lambda bot: bot.send_message(7, "x" * 40_000),
    "Message caption is too long": lambda bot: bot.send_document(7, b"x", caption="x" * 1025),
    "File must be non-empty": lambda bot: bot.send_document(7, b""),
    "MESSAGE_TOO_LONG": lambda bot: bot.edit_message_text("x" * 4097, 7, 2),
    "Chat not found": lambda bot: bot.send_message(999, "hi"),
    "Can't parse entities: Unsupported start tag": lambda bot: bot.send_message(7, "a < b", "HTML"),
    "Can't parse entities: Unmatched end tag": lambda bot: bot.send_message(7, "<b><i>x</b></i>", "HTML"),
    "Entity beginning at UTF-16 offset 1 ends after": lambda bot: bot.send_message(
        7, "hi", entities=[MessageEntity("bold", 1, 2)]
    ),
    "BUTTON_DATA_INVALID": lambda bot: bot.send_message(7, "x", reply_markup=keyboard("Ä" * 33)),
    "Inline keyboard button text must be non-empty": lambda bot: bot.send_message(
        7, "x", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton(" ", callback_data="d")]])
    ),
    "Can't parse inline keyboard button: Text buttons are unallowed": lambda bot: bot.send_message(
        7, "x", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Yes")]])
    ),
    "Reply markup is too long": lambda bot: bot.send_message(7, "x", reply_markup=keyboard(*["B"] * 101)),
    "Message to be replied not found": lambda bot: bot.send_message(7, "x", reply_to_message_id=99),
    "Message is not modified": lambda bot: bot.edit_message_text("<i>Which?</i>", 7, 2, parse_mode="HTML"),
    "Message to edit not found": lambda bot: bot.edit_message_text("x", 7, 99),
    "Message can't be edited": lambda bot: bot.edit_message_text("x", 7, 1),
    "Message to delete not found": lambda bot: bot.delete_message(7, 99),
    "Message to react not found": lambda bot: bot.set_message_reaction(7, 99, "👍"),
    "REACTION_INVALID": lambda bot: bot.set_message_reaction(7, 1, "🧯"),
    "Wrong parameter action": lambda bot: bot.send_chat_action(7, "thinking"),
    "Query is too old": lambda bot: bot.answer_callback_query("1"),
    "BOT_COMMAND_INVALID": lambda bot: bot.set_my_commands([("Help!", "what it does")]),
    "Wrong file_id": lambda bot: bot.get_file("nothing"),
}


@pytest.mark.parametrize("complaint", REFUSALS)
async def test_what_telegram_refuses_is_refused(api: BotApi, bot: Bot, complaint: str) -> None:
    """In Telegram's words, and nothing is accepted."""
    api.user(7).says("hi")
    await bot.send_message(7, "Which?", entities=[MessageEntity("italic", 0, 6)])
    before = api.accepted(7)[0].text, api.count()["accepted"]
    with pytest.raises(BadRequest, match=f"(?i)^{complaint.strip()}"):
        await REFUSALS[complaint](bot)
    assert (api.accepted(7)[0].text, api.count()["accepted"]) == before


async def test_a_long_answer_to_a_press_is_refused(api: BotApi, bot: Bot) -> None:
    """200 characters are the limit, and the press stays unanswered."""
    await bot.send_message(7, "Which?", reply_markup=keyboard("A"))
    press = api.user(7).presses("A")
    with pytest.raises(BadRequest, match=r"(?i)MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(press.query_id, "x" * 201)
    assert await bot.answer_callback_query(press.query_id, "x" * 200)


async def test_limits_count_what_is_shown(api: BotApi, bot: Bot) -> None:
    """4096 UTF-16 units after the tags are gone, without the space around it; 64 bytes of data."""
    await bot.send_message(7, "  <b>" + "😀" * 2048 + "</b>\n", "HTML", reply_markup=keyboard("Ä" * 32))
    seen = await api.user(7).next_message()
    assert seen.text == "😀" * 2048 and seen.entities[0]["length"] == 4096
    assert (await bot.send_message(7, "x" * 4096)).message_id == seen.message_id + 1


async def test_who_can_be_written_to(api: BotApi, bot: Bot) -> None:
    """Not those who never wrote, nor those who blocked the bot."""
    api.user(8, "Ben")
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(8, "hi")
    api.user(8).starts()
    await bot.send_message(8, "hi")
    api.user(8).blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(8, "hi")


HTML = {
    "<b>a</b> &lt;&#128512;&gt; &nbsp; R&D <i>x</i>": ("a <😀> &nbsp; R&D x", ["bold", "italic"]),
    '<a href="https://example.org">x</a>': ("x", ["text_link"]),
    '<pre><code class="language-py">1</code></pre>': ("1", ["pre"]),
    "<blockquote expandable>long</blockquote>": ("long", ["expandable_blockquote"]),
    '<tg-time unix="1647531900" format="wDT">soon</tg-time>': ("soon", ["date_time"]),
    '<span class="tg-spoiler">x</span><TG-SPOILER>y</>': ("xy", ["spoiler", "spoiler"]),
    "<u></u>x": ("x", []),
}
BAD_HTML = {
    "<br>": 'Unsupported start tag "br" at byte offset 0',
    "ä <3 you": 'Unsupported start tag "3" at byte offset 3',
    "<b": "Unclosed start tag at byte offset 0",
    "<b>x": 'Can\'t find end tag corresponding to start tag "b"',
    "x</b>": "Unexpected end tag at byte offset 1",
    "<i>x</b>": 'Unmatched end tag at byte offset 4, expected "</i>", found "</b>"',
    "<a href>x</a>": 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
    "<a href='x>y</a>": "Unclosed start tag at byte offset 0",
    "<span>x</span>": 'Tag "span" must have class "tg-spoiler" at byte offset 0',
    "<tg-time>x</tg-time>": "Invalid date-time specified",
}


@pytest.mark.parametrize("source", HTML)
def test_html_that_telegram_takes(source: str) -> None:
    """With a lone ampersand left as it is."""
    formatted = parse_html(source)
    assert (formatted.text, [entity["type"] for entity in formatted.entities]) == HTML[source]


@pytest.mark.parametrize("source", BAD_HTML)
def test_html_that_telegram_refuses(source: str) -> None:
    """With the same complaint."""
    with pytest.raises(HtmlError) as refusal:
        parse_html(source)
    assert str(refusal.value) == BAD_HTML[source]


# Trouble


async def test_a_chat_takes_a_burst_and_then_about_one_a_second(api: BotApi, bot: Bot) -> None:
    """Who ignores retry_after is refused again, and counted."""
    api.user(8, met=True)
    api.limits(per_chat=1.0, burst=3)
    for _ in range(3):
        await bot.send_message(7, "hi")
    with pytest.raises(RetryAfter) as refusal:
        await bot.send_message(7, "hi")
    assert refusal.value.retry_after == timedelta(seconds=1) and api.count()["ignored_retry_after"] == 0
    with pytest.raises(RetryAfter):
        await bot.send_message(7, "hi")
    assert api.count()["ignored_retry_after"] == 1
    await bot.send_message(8, "hi")
    await asyncio.sleep(1.01)
    await bot.send_message(7, "hi")


async def test_all_chats_together_have_a_limit_too(api: BotApi, bot: Bot) -> None:
    """About thirty a second."""
    api.limits(total=5, total_burst=10)
    results = await asyncio.gather(
        *(bot.send_message(api.user(100 + number, met=True).id, "hi") for number in range(12)),
        return_exceptions=True,
    )
    assert sum(isinstance(one, RetryAfter) for one in results) in {1, 2}


async def test_faults_do_what_they_say(api: BotApi, bot: Bot) -> None:
    """Only a cut after acceptance leaves a message behind."""
    for fault in ("too_many", "bad_gateway", "cut_before"):
        plan: dict[str, Any] = {fault: 1.0, "times": 1, "methods": ["sendMessage"]}
        api.faults(**plan)
        with pytest.raises(RetryAfter if fault == "too_many" else NetworkError):
            await bot.send_message(7, fault)
        api.limits(on=False)
    api.faults(cut_after=1.0, times=1)
    with pytest.raises(NetworkError):
        await bot.send_message(7, "cut_after")
    await bot.send_message(7, "fine again")
    assert [(one.text, one.answered) for one in api.accepted(7)] == [
        ("cut_after", False),
        ("fine again", True),
    ]
    assert {name for name in api.count() if name.startswith("faults.")} == {
        "faults.too_many", "faults.bad_gateway", "faults.cut_before", "faults.cut_after",
    }  # fmt: skip


async def test_the_same_seed_gives_the_same_trouble(api: BotApi, bot: Bot) -> None:
    """So that a failing run can be repeated."""

    async def outcomes() -> list[bool]:
        api.faults(seed=5, bad_gateway=0.5)
        tries = [bot.get_chat(7) for _ in range(20)]
        return [
            isinstance((await asyncio.gather(one, return_exceptions=True))[0], Exception) for one in tries
        ]

    assert (first := await outcomes()) == await outcomes() and 0 < sum(first) < 20


async def test_a_slow_answer_is_accepted_all_the_same(api: BotApi, bot: Bot) -> None:
    """A client that gives up too early has sent it nevertheless."""
    api.faults(slow=1.0, slow_seconds=(0.5, 0.5))
    with pytest.raises(NetworkError):
        await bot.send_message(7, "slow", read_timeout=0.1)
    assert [one.text for one in api.accepted(7)] == ["slow"]


# Tokens, transport, profile


async def test_unknown_tokens_and_methods(api: BotApi, bot: Bot) -> None:
    """401 and 404, in Telegram's envelope; methods in any case; JSON, form and query alike."""
    with pytest.raises(InvalidToken):
        async with Bot("43:OTHER", base_url=api.url):
            pass
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{api.url}43:OTHER/getMe") as answer:
            assert await answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
        async with session.post(f"{api.url}{TOKEN}/sendTelepathy") as answer:
            assert answer.status == 404 and not (await answer.json())["ok"]
        for form in ({"json": {"chat_id": 7, "text": "ä"}}, {"data": {"chat_id": "7", "text": "ä"}}):
            async with session.post(f"{api.url}{TOKEN}/SENDMESSAGE", **form) as answer:
                assert answer.status == 200
        async with session.get(f"{api.url}{TOKEN}/sendMessage", params={"chat_id": 7, "text": "ä"}) as answer:
            assert (await answer.json())["result"]["message_id"] == 3
    assert [one.text for one in api.accepted(7)] == ["ä"] * 3


async def test_profile(api: BotApi, bot: Bot) -> None:
    """Commands per scope and language; texts per language; the menu button."""
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([("help", "What I can do")], scope)
    await bot.set_my_commands([("help", "Was ich kann")], scope, "de")
    assert await bot.get_my_commands(scope, "de") == (BotCommand("help", "Was ich kann"),)
    assert await bot.get_my_commands() == ()
    await bot.set_my_description("For endings")
    await bot.set_my_short_description("Kurz", "de")
    await bot.set_my_name("Good Terms")
    assert (await bot.get_my_description("de")).description == "For endings"
    assert (await bot.get_my_short_description()).short_description == ""
    assert (await bot.get_my_name()).name == "Good Terms"
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert await bot.get_chat_menu_button(7) == MenuButtonCommands()
    assert (await bot.get_chat(7)).first_name == "Ann" and (await bot.get_me()).username == "good_terms_bot"


# Webhook


async def test_webhook_delivers_in_order_until_it_is_taken(api: BotApi, bot: Bot) -> None:
    """With the secret; nothing is forgotten before a 2xx; polling is refused meanwhile."""
    taken: list[Update] = []
    statuses = [500, 500]

    async def hook(request: web.BaseRequest) -> web.Response:
        assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == "s3cret"
        if statuses:
            return web.Response(status=statuses.pop())
        taken.append(Update.de_json(json.loads(await request.read()), bot))
        return web.Response()

    runner = web.ServerRunner(web.Server(hook))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    api.user(7).says("zero")
    poll = asyncio.create_task(bot.get_updates(offset=10**9, timeout=30))
    await asyncio.sleep(0.02)
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="s3cret")
    await poll
    for word in ("one", "two"):
        api.user(7).says(word)
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await api.settled(quiet=0.05, timeout=5)
    assert [one.message and one.message.text for one in taken] == ["zero", "one", "two"]
    assert [status for _, status in api.webhook.attempts] == [500, 500, 200, 200, 200]
    info = await bot.get_webhook_info()
    assert info.pending_update_count == 0 and "500" in (info.last_error_message or "")
    await bot.delete_webhook()
    api.user(7).says("three")
    assert await texts(bot) == ["three"]
    await runner.cleanup()


# As a benchmark's target, and as a process


async def test_it_can_keep_counters_only() -> None:
    """So that a long run needs no memory; a small number keeps that many per chat."""
    async with BotApi(TOKEN, keep=0) as api, Bot(TOKEN, base_url=api.url) as bot:
        api.user(7, met=True)
        for _ in range(3):
            sent = await bot.send_message(7, "hi")
        assert sent.message_id == 3 and api.accepted() == [] and api.count()["accepted"] == 3
        api.world.keep = 1
        await bot.send_message(7, "last")
        assert [one.text for one in api.accepted(7)] == ["last"]


async def test_as_a_process_with_control() -> None:
    """Another process can do everything: people, trouble, reading, counters."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.botapi", "--port", "0", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    root = f"http://127.0.0.1:{int(await process.stdout.readline())}"

    async with aiohttp.ClientSession() as session, Bot(TOKEN, base_url=f"{root}/bot") as bot:

        async def control(name: str, **arguments: Any) -> Any:
            async with session.post(f"{root}/control/{name}", json=arguments) as answer:
                body = await answer.json()
                return body["result"] if body["ok"] else body["description"]

        await control("person", user=7, first_name="Ann")
        act = await control("do", user=7, act="says", text="hi")
        assert [one.update_id for one in await bot.get_updates()] == [act["update_id"]]
        await bot.send_message(7, "Which?", reply_markup=keyboard("A"))
        assert (await control("next_message", user=7))["text"] == "Which?"
        press = await control("do", user=7, act="presses", label="A")
        await bot.answer_callback_query(press["query_id"])
        assert (await control("presses"))[0]["answer"] == {"callback_query_id": press["query_id"]}
        await control("faults", bad_gateway=1.0, times=1)
        with pytest.raises(NetworkError):
            await bot.get_me()
        await bot.get_updates(offset=press["update_id"] + 1)
        assert (await control("settled", quiet=0.05))["updates.confirmed"] == 2
        assert await control("crowd", users=3, texts=2) == 6
        assert len((await control("updates"))["pending"]) == 6
        assert [one["number"] for one in await control("accepted", chat=7)] == [1]
        assert "can't sing" in await control("do", user=7, act="sing")
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 5) == 0
