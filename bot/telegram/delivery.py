"""One message to one person: how a reply is sent."""

from __future__ import annotations

import asyncio

from telegram import Bot, InputFile

from bot.telegram import rendering
from bot.telegram.markup import Markup
from bot.telegram.transport import Transport
from storage.records import Outgoing

CHANNEL = "telegram"


def person_of(user_id: int) -> str:
    """The key of a person."""
    return f"{CHANNEL}:{user_id}"


def chat_of(person: str) -> int:
    """The private chat with a person."""
    return int(person.partition(":")[2])


async def deliver(bot: Bot, transport: Transport, markup: Markup, message: Outgoing) -> int:
    """Sends a message; Telegram's number of it."""
    chat, reply = chat_of(message.person), message.reply
    keyboard = rendering.keyboard(reply.choices)
    if reply.title is not None and not rendering.is_read_in_the_chat(reply):
        brought = await asyncio.to_thread(rendering.attachment, reply)  # making a PDF takes a while
        sent = await bot.send_document(
            chat,
            InputFile(brought.file.content, brought.file.name),
            caption=brought.caption,
            parse_mode="HTML",
            reply_markup=keyboard,
        )
        return sent.message_id
    parameters = {
        "chat_id": chat,
        "text": markup.html(reply.text) if reply.title is None else rendering.paper(reply),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if keyboard:
        parameters["reply_markup"] = keyboard.to_dict()
    accepted = await transport.send(f"{bot.base_url}/sendMessage", parameters)
    return int(accepted["message_id"])
