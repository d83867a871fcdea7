"""People and groups that use the bot: what they do becomes updates, what they see can be read."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any, NamedTuple

from .errors import JsonDict
from .telegram_html import utf16_length
from .updates import UpdateQueue
from .world import Chat, Sent, World

_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]+)?")


class Act(NamedTuple):
    """What somebody did. `update_id` is None if the bot does not want such updates."""

    update_id: int | None
    message_id: int = 0
    query_id: str = ""


def _commands(text: str) -> JsonDict:
    """The entities of a text in which somebody typed commands."""
    if "/" not in text:
        return {}
    found = [
        {"type": "bot_command", "offset": utf16_length(text[: one.start()]), "length": len(one.group())}
        for one in _COMMAND.finditer(text)
    ]
    return {"entities": found} if found else {}


def _reaction(emoji: str) -> list[JsonDict]:
    return [{"type": "emoji", "emoji": emoji}] if emoji else []


class Person:
    """One person in one chat with the bot: the private one, or a group."""

    def __init__(self, world: World, updates: UpdateQueue, json: JsonDict, chat: Chat) -> None:
        self.json = json
        self.chat = chat
        self._world = world
        self._updates = updates

    @property
    def id(self) -> int:
        """The person's Telegram id."""
        return int(self.json["id"])

    def says(self, text: str, *, reply_to: int | None = None) -> Act:
        """Types a text, perhaps as a reply to a message."""
        return self.sends(reply_to=reply_to, text=text, **_commands(text))

    def starts(self, payload: str = "") -> Act:
        """Opens the bot, perhaps through a deep link with a payload."""
        return self.says(f"/start {payload}".strip())

    def sends(self, *, reply_to: int | None = None, **content: Any) -> Act:
        """Sends a message with any content, given as the fields of a Message object."""
        self._open()
        message = self._message() | content
        if reply_to is not None:
            message["reply_to_message"] = self._quoted(reply_to)
        self._world.receive(self.chat, message)
        update_id = self._updates.push("message", message, f"chat {self.chat.id}")
        return Act(update_id, message["message_id"])

    def sends_photo(self, caption: str = "") -> Act:
        """Sends a picture."""
        return self._sends_picture(caption, {})

    def _sends_picture(self, caption: str, more: JsonDict) -> Act:
        small, large = self._file(b"small"), self._file(b"large")
        sizes = [small | {"width": 90, "height": 60}, large | {"width": 1280, "height": 853}]
        content: JsonDict = {"photo": sizes} | ({"caption": caption} if caption else {})
        return self.sends(**content, **more)

    def sends_album(self, pictures: int = 3, caption: str = "") -> list[Act]:
        """Sends several pictures in one go, perhaps with words below the first."""
        group = {"media_group_id": self._world.token()}
        captions = [caption] + [""] * (pictures - 1)
        return [self._sends_picture(words, group) for words in captions]

    def sends_voice(self, seconds: int = 3) -> Act:
        """Sends a voice message."""
        return self.sends(voice=self._file(b"OggS") | {"duration": seconds, "mime_type": "audio/ogg"})

    def sends_sticker(self, emoji: str = "👍") -> Act:
        """Sends a sticker."""
        look = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"}
        return self.sends(sticker=self._file(b"RIFF") | look | {"emoji": emoji})

    def sends_document(self, name: str, content: bytes, mime: str = "application/octet-stream") -> Act:
        """Sends a file."""
        return self.sends(document=self._world.store(name, content, mime))

    def sends_location(self, latitude: float = 41.9, longitude: float = -87.6) -> Act:
        """Sends a place on the map."""
        return self.sends(location={"latitude": latitude, "longitude": longitude})

    def sends_contact(self, phone: str = "+15550100", name: str = "Pat") -> Act:
        """Sends an address card."""
        return self.sends(contact={"phone_number": phone, "first_name": name})

    def sends_poll(self, question: str, *options: str) -> Act:
        """Sends a poll."""
        choices = [
            {"text": option, "voter_count": 0, "persistent_id": str(number)}
            for number, option in enumerate(options)
        ]
        poll = {
            "id": self._world.token(), "question": question, "options": choices, "total_voter_count": 0,
            "is_closed": False, "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
            "allows_revoting": True, "members_only": False,
        }  # fmt: skip
        return self.sends(poll=poll)

    def forwards(self, text: str, *, written_by: str = "Somebody") -> Act:
        """Forwards a text of somebody who hides their account."""
        origin = {"type": "hidden_user", "date": int(time.time()) - 60, "sender_user_name": written_by}
        return self.sends(text=text, forward_origin=origin)

    def edits(self, message_id: int, text: str) -> Act:
        """Changes the text of an earlier message of their own."""
        before = self.chat.incoming[message_id]
        kept = {name: value for name, value in before.items() if name != "entities"}
        message = kept | {"text": text, "edit_date": int(time.time())} | _commands(text)
        self.chat.incoming[message_id] = message
        return Act(self._updates.push("edited_message", message, f"chat {self.chat.id}"), message_id)

    def presses(
        self, label: str = "", *, data: str = "", message: Sent | int | None = None, stale: bool = False
    ) -> Act:
        """Presses an inline button by its label or data, on the newest message that shows it.

        With `stale`, the phone still shows a button that the message had before an edit, or a
        message that was deleted; without it, the button must be there now.
        """
        sent, chosen = self._find(label, data, message, stale)
        press = self._world.press(self.chat, self.id, chosen)
        query = {
            "id": press.query_id, "from": self.json, "message": self._pressed(sent),
            "chat_instance": str(self.chat.id * 7919), "data": chosen,
        }  # fmt: skip
        update_id = self._updates.push("callback_query", query, f"user {self.id}")
        return Act(update_id, sent.message_id, press.query_id)

    def reacts(self, message: Sent | int, emoji: str = "") -> Act:
        """Puts a reaction on a message, in place of an earlier one; an empty one takes it away."""
        message_id = message if isinstance(message, int) else message.message_id
        before, after = self.chat.reacted.get(message_id, []), _reaction(emoji)
        self.chat.reacted[message_id] = after
        change = {
            "chat": self.chat.json, "message_id": message_id, "user": self.json, "date": int(time.time()),
            "old_reaction": before, "new_reaction": after,
        }  # fmt: skip
        return Act(self._updates.push("message_reaction", change, f"chat {self.chat.id}"), message_id)

    def blocks(self) -> Act:
        """Blocks the bot: it can write no more."""
        self.chat.blocked = True
        return self._membership("member", "kicked")

    def unblocks(self) -> Act:
        """Lets the bot write again."""
        self.chat.blocked = False
        return self._membership("kicked", "member")

    async def next_message(self, timeout: float = 5.0) -> Sent:
        """The next message of the bot that this method has not given out yet; TimeoutError if none."""
        await self._until(lambda: self.chat.count > self.chat.read, timeout, "no new message")
        first = self.chat.count - len(self.chat.log)
        sent = self.chat.log[max(self.chat.read, first) - first]
        self.chat.read = max(self.chat.read, first) + 1
        return sent

    async def answer(self, query_id: str, timeout: float = 5.0) -> JsonDict:
        """What the bot answered to a button press; TimeoutError while the spinner turns."""
        press = self._world.presses[query_id]
        await self._until(lambda: press.answer is not None, timeout, "button press not answered")
        return press.answer or {}

    async def change(self, sent: Sent, timeout: float = 5.0) -> Sent:
        """Waits for the next edit or deletion of a message."""
        before = len(sent.edits)
        await self._until(lambda: sent.deleted or len(sent.edits) > before, timeout, "message not edited")
        return sent

    async def _until(self, happened: Any, timeout: float, complaint: str) -> None:
        deadline = time.monotonic() + timeout
        while not happened():
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self.chat.waiting.add(future)
            try:
                await asyncio.wait_for(future, max(0.0, deadline - time.monotonic()))
            except TimeoutError:
                self.chat.waiting.discard(future)
                raise TimeoutError(f"{complaint} in chat {self.chat.id} within {timeout} s") from None

    def _open(self) -> None:
        if self.chat.blocked:
            raise ValueError("somebody who blocked the bot can't write to it; unblock first")
        self.chat.met = True

    def _message(self) -> JsonDict:
        return {
            "message_id": self.chat.next_id(), "from": self.json, "chat": self.chat.json,
            "date": int(time.time()),
        }  # fmt: skip

    def _file(self, content: bytes) -> JsonDict:
        kept = self._world.store("", content, "")
        return {name: kept[name] for name in ("file_id", "file_unique_id", "file_size")}

    def _quoted(self, message_id: int) -> JsonDict:
        message = self.chat.message(message_id)
        if message is None:
            raise ValueError(f"there is no message {message_id} to reply to")
        return {name: value for name, value in message.items() if name != "reply_to_message"}

    def _find(self, label: str, data: str, message: Sent | int | None, stale: bool) -> tuple[Sent, str]:
        if isinstance(message, int):
            message = self.chat.sent[message]
        for sent in [message] if message is not None else reversed(self.chat.log):
            shown = [*sent.buttons, *sent.once_shown] if stale else [] if sent.deleted else sent.buttons
            for button in shown:
                if button.data and (button.label == label or button.data == data):
                    return sent, button.data
        raise ValueError(f"no button {label or data!r} is there to press in chat {self.chat.id}")

    def _pressed(self, sent: Sent) -> JsonDict:
        if sent.deleted:
            return {"chat": self.chat.json, "message_id": sent.message_id, "date": 0}
        return sent.as_json()

    def _membership(self, old: str, new: str) -> Act:
        def member(status: str) -> JsonDict:
            until = {"until_date": 0} if status == "kicked" else {}
            return {"user": self._world.bot, "status": status} | until

        change = {
            "chat": self.chat.json, "from": self.json, "date": int(time.time()),
            "old_chat_member": member(old), "new_chat_member": member(new),
        }  # fmt: skip
        return Act(self._updates.push("my_chat_member", change, f"chat {self.chat.id}"))


class Member(Person):
    """A person in a group. The bot is in privacy mode: it sees commands and replies to it only."""

    def sends(self, *, reply_to: int | None = None, **content: Any) -> Act:
        """Sends a message into the group; the bot may never see it."""
        if self._addressed(content, reply_to):
            return super().sends(reply_to=reply_to, **content)
        message = self._message() | content
        self._world.receive(self.chat, message)
        return Act(None, message["message_id"])

    def adds_bot(self) -> Act:
        """Takes the bot into the group."""
        self.chat.blocked, self.chat.met = False, True
        return self._membership("left", "member")

    def removes_bot(self) -> Act:
        """Throws the bot out of the group."""
        self.chat.blocked = True
        return self._membership("member", "kicked")

    def _addressed(self, content: JsonDict, reply_to: int | None) -> bool:
        command = _COMMAND.match(content.get("text", ""))
        named = command.group().partition("@")[2] if command else ""
        if command and named.lower() in {"", self._world.bot["username"].lower()}:
            return True
        return reply_to in self.chat.sent
