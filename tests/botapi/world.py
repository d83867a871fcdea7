"""What Telegram knows: chats, the messages in them, files, button presses."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .errors import JsonDict, bad_request, forbidden
from .telegram_html import Formatted

OPEN_PRESSES = 10_000
"""With `keep`, how many button presses can wait for an answer at once."""
KEPT_FILES = 100
"""With `keep`, how many files can still be fetched."""


class Button(NamedTuple):
    """One inline button as a person sees it; `data` is empty for links."""

    label: str
    data: str


class Edit(NamedTuple):
    """A message as it stood after one edit."""

    at: float
    text: str
    markup: JsonDict | None


@dataclass(slots=True, eq=False)
class Sent:
    """One message that the server accepted from the bot, as it stands now."""

    number: int
    """Place in the order of acceptance over all chats."""
    chat: Chat
    message_id: int
    at: float
    bot: JsonDict
    text: str
    """The text, or a document's caption, without formatting."""
    entities: tuple[JsonDict, ...]
    markup: JsonDict | None
    """The reply markup: an inline keyboard or one of the others."""
    params: Mapping[str, Any]
    """The parameters of the call as the bot sent them."""
    document: JsonDict | None = None
    content: bytes | None = None
    """What the document contains."""
    reply_to: JsonDict | None = None
    silent: bool = False
    answered: bool = True
    """False if the connection was cut before the bot learned that it was accepted."""
    deleted: bool = False
    edited_at: float | None = None
    edits: list[Edit] = field(default_factory=list)
    once_shown: list[Button] = field(default_factory=list)
    """Buttons that an edit has taken away."""

    @property
    def keyboard(self) -> JsonDict | None:
        """The inline keyboard as it is shown now."""
        return self.markup if self.markup is not None and "inline_keyboard" in self.markup else None

    @property
    def buttons(self) -> list[Button]:
        """The inline buttons shown now, row after row."""
        rows = self.keyboard["inline_keyboard"] if self.keyboard else []
        return [Button(one["text"], one.get("callback_data", "")) for row in rows for one in row]

    def edit(self, formatted: Formatted | None, markup: JsonDict | None) -> None:
        """Replaces keyboard and, unless it is None, text; refused if that changes nothing."""
        text, entities = (formatted.text, formatted.entities) if formatted else (self.text, self.entities)
        if (text, entities, markup) == (self.text, self.entities, self.keyboard):
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly"
                " the same as a current content and reply markup of the message"
            )
        self.once_shown += self.buttons
        self.text, self.entities, self.markup = text, entities, markup
        self.edited_at = time.time()
        self.edits.append(Edit(self.edited_at, text, markup))

    def as_json(self) -> JsonDict:
        """The Message object that the bot gets."""
        message: JsonDict = {
            "message_id": self.message_id, "from": self.bot, "chat": self.chat.json, "date": int(self.at),
        }  # fmt: skip
        text, entities = ("caption", "caption_entities") if self.document else ("text", "entities")
        if self.document:
            message["document"] = self.document
        if self.text:
            message[text] = self.text
        if self.entities:
            message[entities] = self.entities
        if self.keyboard:
            message["reply_markup"] = self.keyboard
        if self.reply_to:
            message["reply_to_message"] = self.reply_to
        if self.edited_at:
            message["edit_date"] = int(self.edited_at)
        return message


@dataclass(slots=True, eq=False)
class Chat:
    """A conversation: private, or a group. Messages of both sides share one count."""

    json: JsonDict
    met: bool = False
    """Whether the person ever wrote: before that, a bot can't begin a conversation."""
    blocked: bool = False
    last_id: int = 0
    count: int = 0
    """How many messages of the bot were accepted here."""
    read: int = 0
    """How many of them `next_message` has given out."""
    sent: dict[int, Sent] = field(default_factory=dict)
    incoming: dict[int, JsonDict] = field(default_factory=dict)
    log: deque[Sent] = field(default_factory=deque)
    actions: deque[tuple[float, str]] = field(default_factory=deque)
    """Chat actions such as `typing`, with their times."""
    reactions: dict[int, list[JsonDict]] = field(default_factory=dict)
    """The bot's reactions, by message id."""
    reacted: dict[int, list[JsonDict]] = field(default_factory=dict)
    """The person's reactions, by message id."""
    waiting: set[asyncio.Future[None]] = field(default_factory=set)

    @property
    def id(self) -> int:
        """Telegram's id of the chat: a person's own id, or a negative number for a group."""
        return int(self.json["id"])

    @property
    def private(self) -> bool:
        """Whether it is a chat with one person."""
        return bool(self.json["type"] == "private")

    def next_id(self) -> int:
        """The id of the next message, whoever writes it."""
        self.last_id += 1
        return self.last_id

    def wake(self) -> None:
        """Tells everybody who waits that something has happened here."""
        for future in self.waiting:
            if not future.done():
                future.set_result(None)
        self.waiting.clear()

    def message(self, message_id: int) -> JsonDict | None:
        """Any message of the chat as JSON, None if there is none (any more)."""
        sent = self.sent.get(message_id)
        return sent.as_json() if sent is not None else self.incoming.get(message_id)


@dataclass(slots=True)
class Press:
    """A button press and what the bot answered."""

    query_id: str
    chat: Chat
    person_id: int
    data: str
    at: float
    answer: JsonDict | None = None
    """Parameters of answerCallbackQuery, None while the spinner turns."""
    answered_at: float | None = None


class File(NamedTuple):
    """A file that Telegram keeps."""

    path: str
    content: bytes


class World:
    """Everything that happened, and the rules for what may happen next."""

    def __init__(
        self, bot: JsonDict, counters: Counter[str], *, seed: int = 0, keep: int | None = None
    ) -> None:
        self.bot = bot
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.files: dict[str, File] = {}
        self.keep = keep
        """How many messages per chat are remembered; None for all."""
        self._counters = counters
        self._random = random.Random(seed)

    def token(self) -> str:
        """A fresh opaque id, as Telegram gives to files and button presses."""
        return str(self._random.getrandbits(62))

    def chat(self, chat_id: str) -> Chat:
        """The chat that a call names; refused if the bot has never met it."""
        if not chat_id:
            raise bad_request("chat_id is empty")
        try:
            return self.chats[int(chat_id)]
        except (KeyError, ValueError):
            raise bad_request("chat not found") from None

    def writable(self, chat_id: str) -> Chat:
        """The chat that a call wants to write to; refused if it may not."""
        chat = self.chat(chat_id)
        if chat.blocked:
            raise forbidden(
                "bot was blocked by the user" if chat.private else "bot was kicked from the supergroup chat"
            )
        if not chat.met:
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    def accept(self, chat: Chat, formatted: Formatted, markup: JsonDict | None, **rest: Any) -> Sent:
        """Puts a message of the bot into the chat."""
        self._counters["accepted"] += 1
        number = self._counters["accepted"]
        sent = Sent(
            number, chat, chat.next_id(), time.time(), self.bot, formatted.text, formatted.entities, markup,
            **rest,
        )  # fmt: skip
        chat.sent[sent.message_id] = sent
        chat.log.append(sent)
        chat.count += 1
        if self.keep is not None and len(chat.log) > self.keep:
            chat.log.popleft()
        self._forget(chat.sent)
        if chat.waiting:
            chat.wake()
        return sent

    def receive(self, chat: Chat, message: JsonDict) -> None:
        """Puts a message of a person into the chat."""
        chat.incoming[message["message_id"]] = message
        self._forget(chat.incoming)

    def press(self, chat: Chat, person_id: int, data: str) -> Press:
        """Notes that a person pressed a button."""
        press = Press(self.token(), chat, person_id, data, time.time())
        self.presses[press.query_id] = press
        self._forget(self.presses, OPEN_PRESSES)
        return press

    def note_action(self, chat: Chat, action: str) -> None:
        """Notes a chat action such as `typing`."""
        chat.actions.append((time.time(), action))
        if self.keep is not None and len(chat.actions) > self.keep:
            chat.actions.popleft()

    def store(self, name: str, content: bytes, mime: str) -> JsonDict:
        """Keeps a file; gives what Telegram tells about it."""
        file_id = f"BQAC{self.token()}"
        self.files[file_id] = File(f"documents/{file_id}", content)
        self._forget(self.files, KEPT_FILES)
        return {
            "file_id": file_id, "file_unique_id": f"U{file_id[-12:]}", "file_name": name, "mime_type": mime,
            "file_size": len(content),
        }  # fmt: skip

    def _forget(self, table: dict[Any, Any], at_least: int = 0) -> None:
        """With `keep`, drops the oldest entry of a table that has grown too long."""
        if self.keep is not None and len(table) > max(self.keep, at_least):
            del table[next(iter(table))]
