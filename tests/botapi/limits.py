"""Limits on keyboards, buttons and answers, and how fast a bot may send."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from .errors import JsonDict, Refused, bad_request, too_many
from .params import Params

MAX_BUTTONS = 100
MAX_CALLBACK_DATA = 64
MAX_ANSWER = 200
ACTIONS = (
    "callback_data", "url", "web_app", "login_url", "switch_inline_query", "copy_text",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "callback_game", "pay",
)  # fmt: skip
LINKS = ("http://", "https://", "tg://")


def inline_keyboard(params: Params) -> JsonDict | None:
    """The inline keyboard of an edit; anything else is refused."""
    markup = reply_markup(params)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def reply_markup(params: Params) -> JsonDict | None:
    """The checked reply markup of a call, None if there is none (or only empty rows)."""
    if not params.values.get("reply_markup"):
        return None
    markup = params.structure("reply_markup", "can't parse reply keyboard markup JSON object")
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = _rows(markup["inline_keyboard"], "inline_keyboard", "InlineKeyboardMarkup")
        _each_button(rows, _check_inline_button)
        return {"inline_keyboard": rows} if rows else None
    if "keyboard" in markup:
        rows = _rows(markup["keyboard"], "keyboard", "ReplyKeyboardMarkup")
        _each_button(rows, _check_button)
        return markup | {"keyboard": rows} if rows else None
    return markup if markup.get("remove_keyboard") or markup.get("force_reply") else None


def _rows(rows: Any, name: str, kind: str) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" of the {kind} must be an Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{name}" of the {kind} must be an Array of Arrays')
    return [row for row in rows if row]


def _each_button(rows: list[list[Any]], check: Callable[[Any], None]) -> None:
    for row in rows:
        for button in row:
            check(button)
    if sum(len(row) for row in rows) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")


def _check_button(button: Any) -> None:
    text = button.get("text") if isinstance(button, dict) else button
    if not isinstance(text, str):
        raise bad_request("can't parse keyboard button: KeyboardButton must be a String or an Object")
    if not text.strip():
        raise bad_request("keyboard button text must be non-empty")


def _check_inline_button(button: Any) -> None:
    complaint = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(complaint + "InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request(complaint + 'Can\'t find field "text"')
    given = [name for name in ACTIONS if name in button and button[name] != ""]
    if not given:
        raise bad_request(complaint + "Text buttons are unallowed in the inline keyboard")
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    _check_action(button, given[0])


def _check_action(button: JsonDict, name: str) -> None:
    value = button[name]
    if name == "callback_data" and len(str(value).encode()) > MAX_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if name == "url" and not str(value).startswith(LINKS) and "." not in str(value):
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    if name == "web_app" and not str(value.get("url", "")).startswith("https://"):
        url = value.get("url", "")
        raise bad_request(
            f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed"
        )


def check_answer(text: str) -> None:
    """What pops up after a button press: at most 200 characters."""
    if len(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")


@dataclass(slots=True)
class _Bucket:
    """Fills with `rate` a second up to `burst`; one call takes one."""

    rate: float
    burst: float
    level: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until one may be taken, 0 if now."""
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.level >= 1 else (1 - self.level) / self.rate


@dataclass(slots=True)
class Pace:
    """How fast messages may be sent. Off until `on` is set.

    A chat that was told to wait stays closed until that time has passed; a message sent into a
    closed chat is refused too, and counted in `ignored`: a well-behaved sender keeps it at 0.
    """

    on: bool = False
    per_chat: float = 1.0
    burst: int = 5
    per_group: float = 20 / 60
    group_burst: int = 20
    total: float = 30.0
    total_burst: int = 30
    ignored: int = 0
    clock: Callable[[], float] = monotonic
    _chats: dict[int, _Bucket] = field(default_factory=dict)
    _all: _Bucket | None = None
    _closed_until: dict[int, float] = field(default_factory=dict)

    def take(self, chat_id: int) -> None:
        """Counts one message to a chat, or refuses it with 429."""
        if not self.on and not self._closed_until:
            return
        now = self.clock()
        left = self._closed_until.get(chat_id, 0.0) - now
        if left > 0:
            self.ignored += 1
            raise too_many(math.ceil(left))
        self._closed_until.pop(chat_id, None)
        if self.on:
            self._take(chat_id, now)

    def close(self, chat_id: int, seconds: int) -> Refused:
        """Closes a chat for some seconds; gives the refusal that says so."""
        self._closed_until[chat_id] = self.clock() + seconds
        return too_many(seconds)

    def _take(self, chat_id: int, now: float) -> None:
        if self._all is None:
            self._all = _Bucket(self.total, self.total_burst, self.total_burst, now)
        bucket = self._chats.get(chat_id) or self._bucket(chat_id, now)
        wait = max(bucket.wait(now), self._all.wait(now))
        if wait > 0:
            raise self.close(chat_id, max(1, math.ceil(wait)))
        bucket.level -= 1
        self._all.level -= 1

    def _bucket(self, chat_id: int, now: float) -> _Bucket:
        rate, burst = (self.per_chat, self.burst) if chat_id > 0 else (self.per_group, self.group_burst)
        self._chats[chat_id] = _Bucket(rate, burst, burst, now)
        return self._chats[chat_id]
