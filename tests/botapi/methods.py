"""The methods that write, change, answer and look up; `profile.py` has those about the bot itself."""

from __future__ import annotations

import time
from typing import Any

from .errors import JsonDict, bad_request
from .formatting import caption_text, check_caption_length, check_text_length, message_text
from .limits import Pace, check_answer, inline_keyboard, reply_markup
from .params import Params
from .telegram_html import Formatted
from .world import Chat, Sent, World

ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
    "cancel",
}  # fmt: skip
_EMOJI = (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥"
    " 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨"
    " 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
)
REACTIONS = frozenset(_EMOJI.split())
LARGEST_UPLOAD = 50 * 1024 * 1024


class Methods:
    """Answers calls about messages."""

    def __init__(self, world: World, pace: Pace, *, callback_lifetime: float) -> None:
        self.callback_lifetime = callback_lifetime
        self._world = world
        self.pace = pace

    def send_message(self, params: Params) -> Sent:
        """SendMessage"""
        formatted, markup = message_text(params), reply_markup(params)
        chat = self._world.writable(params.text("chat_id"))
        reply_to = self._reply_to(chat, params)
        check_text_length(formatted)
        self.pace.take(chat.id)
        silent = "disable_notification" in params.values and params.flag("disable_notification")
        return self._world.accept(
            chat, formatted, markup, params=params.values, reply_to=reply_to, silent=silent
        )

    def send_document(self, params: Params) -> Sent:
        """SendDocument"""
        caption, markup = caption_text(params), reply_markup(params)
        document, content = self._document(params)
        chat = self._world.writable(params.text("chat_id"))
        reply_to = self._reply_to(chat, params)
        check_caption_length(caption)
        self.pace.take(chat.id)
        return self._world.accept(
            chat, caption, markup, params=params.values, reply_to=reply_to, document=document,
            content=content, silent=params.flag("disable_notification"),
        )  # fmt: skip

    def edit_message_text(self, params: Params) -> Sent:
        """EditMessageText"""
        formatted, markup = message_text(params), inline_keyboard(params)
        sent = self._to_edit(params)
        if sent.document is not None:
            raise bad_request("there is no text in the message to edit")
        check_text_length(formatted, complaint="MESSAGE_TOO_LONG")
        return self._edited(sent, formatted, markup)

    def edit_message_reply_markup(self, params: Params) -> Sent:
        """EditMessageReplyMarkup"""
        markup = inline_keyboard(params)
        return self._edited(self._to_edit(params), None, markup)

    def delete_message(self, params: Params) -> bool:
        """DeleteMessage"""
        chat = self._world.chat(params.text("chat_id"))
        message_id = params.integer("message_id")
        sent = chat.sent.pop(message_id, None)
        if sent is not None:
            sent.deleted = True
            chat.wake()
        elif chat.incoming.pop(message_id, None) is None:
            raise bad_request("message to delete not found")
        return True

    def send_chat_action(self, params: Params) -> bool:
        """SendChatAction"""
        action = params.text("action").lower()
        if action not in ACTIONS:
            raise bad_request("wrong parameter action in request")
        chat = self._world.writable(params.text("chat_id"))
        self._world.note_action(chat, action)
        return True

    def answer_callback_query(self, params: Params) -> bool:
        """answerCallbackQuery; a press can be answered once, and not for long"""
        press = self._world.presses.get(params.text("callback_query_id"))
        late = press is None or time.time() - press.at > self.callback_lifetime
        if press is None or late or press.answer is not None:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        check_answer(params.text("text"))
        press.answer, press.answered_at = dict(params.values), time.time()
        press.chat.wake()
        return True

    def set_message_reaction(self, params: Params) -> bool:
        """setMessageReaction; a bot has one reaction per message"""
        reactions = params.structure("reaction", "can't parse reaction types JSON object") or []
        chat = self._world.writable(params.text("chat_id"))
        message_id = params.integer("message_id")
        if chat.message(message_id) is None:
            raise bad_request("message to react not found")
        if len(reactions) > 1:
            raise bad_request("REACTIONS_TOO_MANY")
        for reaction in reactions:
            _check_reaction(reaction)
        chat.reactions[message_id] = reactions
        return True

    def get_chat(self, params: Params) -> JsonDict:
        """GetChat"""
        gifts = (
            "unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels",
        )  # fmt: skip
        return self._world.chat(params.text("chat_id")).json | {
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(gifts, True),
        }

    def get_file(self, params: Params) -> JsonDict:
        """GetFile"""
        file_id = params.text("file_id")
        file = self._world.files.get(file_id)
        if file is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        return {
            "file_id": file_id, "file_unique_id": f"U{file_id[-12:]}", "file_size": len(file.content),
            "file_path": file.path,
        }  # fmt: skip

    def _to_edit(self, params: Params) -> Sent:
        chat = self._world.chat(params.text("chat_id"))
        message_id = params.integer("message_id")
        if not message_id:
            raise bad_request("message identifier is not specified")
        if message_id in chat.incoming:
            raise bad_request("message can't be edited")
        sent = chat.sent.get(message_id)
        if sent is None:
            raise bad_request("message to edit not found")
        return sent

    def _edited(self, sent: Sent, formatted: Formatted | None, markup: JsonDict | None) -> Sent:
        sent.edit(formatted, markup)
        sent.chat.wake()
        return sent

    def _reply_to(self, chat: Chat, params: Params) -> JsonDict | None:
        if not params.values.get("reply_parameters"):
            return None
        reply = params.structure("reply_parameters", "can't parse reply parameters JSON object")
        message = chat.message(int(reply.get("message_id", 0)))
        if message is None and not reply.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        return message

    def _document(self, params: Params) -> tuple[JsonDict, bytes]:
        given = params.text("document")
        upload = params.files.get(given.removeprefix("attach://") if given else "document")
        if upload is None and not given:
            raise bad_request("there is no document in the request")
        if upload is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > LARGEST_UPLOAD:
            raise bad_request("file is too big")
        return self._world.store(*upload), upload.content


def _check_reaction(reaction: Any) -> None:
    if not isinstance(reaction, dict) or reaction.get("type") not in {"emoji", "custom_emoji", "paid"}:
        raise bad_request("can't parse reaction type: invalid reaction type specified")
    emoji = str(reaction.get("emoji", "")).replace("\ufe0f", "")
    if reaction["type"] != "emoji" or emoji not in REACTIONS:
        raise bad_request("REACTION_INVALID")
