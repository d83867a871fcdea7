"""The commonest update by far, a text in a private chat, understood without the library.

Making the library's objects takes ten times as long. What is not plainly of this shape is left to them,
and a test holds that both understand the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.telegram.delivery import person_of
from flows.model import Event, EventKind

LATE = timedelta(minutes=1)
"""Younger than this, a message counts as said now; older, as said when Telegram got it."""

_UPDATE = {"update_id", "message"}
_MESSAGE = {"message_id", "from", "chat", "date", "text"}
_ENTITIES = {"entities"}
_USER = {"id", "is_bot", "first_name"}


def text_of(raw: Any, now: datetime) -> Event | None:
    """The event of an update that is a text and nothing else; None for any other."""
    if type(raw) is not dict or raw.keys() != _UPDATE:
        return None
    number, message = raw["update_id"], raw["message"]
    if not (_is_number(number) and _is_text(message)):
        return None
    user, text = message["from"], message["text"]
    kind = EventKind.COMMAND if text.startswith("/") else EventKind.TEXT
    at = said_at(datetime.fromtimestamp(message["date"], UTC), now)
    return Event(person_of(user["id"]), at, kind, text, number, language(user.get("language_code")))


def said_at(at: datetime, now: datetime) -> datetime:
    """When it was said: "tomorrow" typed while the bot was down means the day after that."""
    return at if now - at > LATE else now


def language(code: Any) -> str | None:
    """The language of a code such as `en-US`."""
    return code.partition("-")[0].lower()[:8] if isinstance(code, str) and code else None


def _is_text(message: Any) -> bool:
    """Whether a message has what a text has and, but for what is marked in it, nothing else."""
    if type(message) is not dict or message.keys() - _ENTITIES != _MESSAGE:
        return False
    numbers = _is_number(message["message_id"]) and _is_number(message["date"])
    words = type(message["text"]) is str and message["text"] != ""
    return numbers and words and _is_person(message["from"]) and _is_private(message["chat"])


def _is_number(value: Any) -> bool:
    return type(value) is int and 0 < value < 2**40


def _is_person(user: Any) -> bool:
    return isinstance(user, Mapping) and user.keys() >= _USER and _is_number(user["id"]) and user["is_bot"] is False


def _is_private(chat: Any) -> bool:
    return isinstance(chat, Mapping) and chat.get("type") == "private" and _is_number(chat.get("id"))
