"""What is understood without the library is understood as the library would."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.telegram import plain
from bot.telegram.events import Received, Unreadable, read

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LIBRARY = {"via_bot": None}
"""A field that says nothing, and with which an update is no longer plain: so the library has to read it."""


def update(**fields: Any) -> dict[str, Any]:
    user = {"id": 7, "is_bot": False, "first_name": "Ann", "language_code": "en-US"}
    chat = {"id": 7, "type": "private", "first_name": "Ann"}
    message = {"message_id": 3, "from": user, "chat": chat, "date": int(NOW.timestamp()), "text": "They pay late."}
    return {"update_id": 9, "message": message | fields}


def outcome(raw: Any) -> Received | str:
    try:
        return read(raw, NOW)
    except Unreadable:
        return "unreadable"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"text": "/start"},
        {"text": "/start", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]},
        {"text": "🙂 é"},
        {"date": int(NOW.timestamp()) - 59},
        {"date": int(NOW.timestamp()) - 3600},
        {"date": int(NOW.timestamp()) + 30},
        {"from": {"id": 7, "is_bot": False, "first_name": "Ann"}},
        {"from": {"id": 2**39, "is_bot": False, "first_name": "Ann", "language_code": "DE"}},
        {"from": {"id": 7, "is_bot": False, "first_name": "Ann", "last_name": "B", "is_premium": True}},
    ],
)
def test_a_plain_text_means_the_same_either_way(fields: dict[str, Any]) -> None:
    raw = update(**fields)
    event = plain.text_of(raw, NOW)
    assert event is not None
    assert Received(9, event=event) == outcome(update(**fields, **LIBRARY))


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"text": 5},
        {"date": "today"},
        {"message_id": True},
        {"photo": []},
        {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "B"}},
        {"chat": {"id": -5, "type": "group", "title": "G"}},
        {"chat": 7},
        {"from": {"id": 7, "is_bot": True, "first_name": "Bot"}},
        {"from": {"id": 7, "is_bot": False}},
        {"from": None},
        {"caption": "words"},
    ],
)
def test_anything_else_is_left_to_the_library(fields: dict[str, Any]) -> None:
    assert plain.text_of(update(**fields), NOW) is None


@pytest.mark.parametrize("raw", [None, [], "x", {}, {"update_id": 1}, {"update_id": "1", "message": {}}])
def test_what_is_no_update_is_left_to_the_library_too(raw: Any) -> None:
    assert plain.text_of(copy.deepcopy(raw), NOW) is None


def test_an_edited_text_is_no_plain_one() -> None:
    raw = update()
    assert plain.text_of({"update_id": 9, "edited_message": raw["message"]}, NOW) is None
